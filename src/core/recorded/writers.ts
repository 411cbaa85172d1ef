import type { RecordedStatement } from '../attestation/index.ts';
import type { Gate, People, Person } from '../policy/index.ts';
import { holderOf, type Holder } from './key-holders.ts';

/** An adoption entry that was found to be a gate's or the root's, with the people of the commit it adopts. */
export interface AdoptedPeople {
  readonly entry: number;
  readonly people: People;
  /** The commit it adopts, full id; absent: not known. */
  readonly commit?: string;
}

/** Under what statements are attributed. */
export interface Ground {
  /** In force: of the target's tip, or of a landing's first parent. */
  readonly people: People;
  /** Of the target; needed only where keys come and go. */
  readonly adoptions: readonly AdoptedPeople[];
  /** Who said no while enrolled by people that no adoption before it has, by entry. */
  readonly unadopted?: ReadonlyMap<number, Person>;
}

/** The person or gate whose word a statement is, or why it is nobody's. */
export type Written<T> = { readonly by: T } | { readonly because: string };

/** Whether anybody enrolled made a statement at all, whatever it says. */
export function isEnrolledWriter(one: RecordedStatement, people: People): boolean {
  return one.statement.predicate.repository === people.root?.repository && 'holder' in holderOf(people)(one.signature);
}

/** Kinds of statements that gates make; every other is a person's. */
type OfGates = 'evidence' | 'review' | 'landing' | 'adoption';

/**
 * The person who made a statement: the key is one of theirs in the people file in force, it was not revoked before the
 * entry, the statement says the same person, and it is for this repository.
 */
export function personOf(one: RecordedStatement, ground: Ground): Written<Person> {
  const held = held0(one, ground);
  if ('because' in held) return held;
  const { holder } = held;
  if (holder.is !== 'person') return { because: `${holder.is === 'gate' ? `key of the gate ${holder.gate.id}` : 'key of the root'}: a machine signs no ${one.statement.name}` };
  const { predicate } = one.statement;
  const said = 'person' in predicate ? predicate.person.id : null;
  if (said !== holder.person.id) return { because: `it says it is ${said ?? 'nobody'}, and the key is ${holder.person.id}'s` };
  return { by: holder.person };
}

/**
 * Somebody who was enrolled when they made a statement and is not any more, as the adoptions before it show or the
 * target's own history since; `null` for anybody else. It is believed only of words that ask for more.
 */
export function formerPersonOf(one: RecordedStatement, { people, adoptions, unadopted }: Ground): Person | null {
  const { predicate } = one.statement;
  const said = 'person' in predicate ? predicate.person.id : null;
  if (predicate.repository !== people.root?.repository || said === null) return null;
  const before = adoptions.filter(({ entry }) => entry < one.entry).toSorted((a, b) => b.entry - a.entry)[0];
  const held = before === undefined ? null : holderOf(before.people)(one.signature);
  if (held !== null && 'holder' in held && held.holder.is === 'person' && held.holder.person.id === said) return held.holder.person;
  return unadopted?.get(one.entry) ?? null;
}

/** The gate that made a statement, enrolled for what it says. Whether it landed or passed is not asked here. */
export function gateOf(one: RecordedStatement, ground: Ground): Written<Gate> {
  const held = held0(one, ground);
  if ('because' in held) return held;
  const { holder } = held;
  const { name, predicate } = one.statement;
  if (holder.is !== 'gate') return { because: `key of ${holder.is === 'person' ? `the person ${holder.person.id}` : 'the root'}: only a gate signs ${name}` };
  const said = 'gate' in predicate ? predicate.gate : null;
  if (said !== holder.gate.id) return { because: `it says it is ${said ?? 'no gate'}, and the key is ${holder.gate.id}'s` };
  const may = mayBe[name as OfGates];
  return may !== undefined && holder.gate.may.includes(may) ? { by: holder.gate } : { because: `${holder.gate.id} may not sign ${may ?? name}` };
}

const mayBe: Readonly<Partial<Record<string, Gate['may'][number]>>> = { evidence: 'evidence', review: 'evidence', landing: 'landing', adoption: 'adoption' };

function held0(one: RecordedStatement, { people, adoptions }: Ground): { readonly holder: Holder } | { readonly because: string } {
  const { repository } = one.statement.predicate;
  if (people.root === undefined) return { because: 'people.yaml names no repository that it could be for' };
  if (repository !== people.root.repository) return { because: `signed for repository ${repository.slice(0, 4)}…` };
  const held = holderOf(people)(one.signature);
  const revoked = revokedAt(one, adoptions, 'holder' in held ? held.holder : null);
  return revoked === null ? held : { because: `key revoked at entry ${revoked}` };
}

/**
 * The adoption by which the key had been taken away when the statement was made: one before it whose people do not give
 * the key to its holder, though the people of an earlier one did. A key enrolled later than an adoption was not revoked
 * by it.
 */
function revokedAt({ entry, signature }: RecordedStatement, adoptions: readonly AdoptedPeople[], holder: Holder | null): number | null {
  let had = false;
  let revoked: number | null = null;
  for (const adoption of adoptions.toSorted((a, b) => a.entry - b.entry)) {
    if (adoption.entry >= entry) break;
    const held = holderOf(adoption.people)(signature);
    const has = 'holder' in held && (holder === null || nameOf(held.holder) === nameOf(holder));
    if (had && !has) revoked ??= adoption.entry;
    if (has) [had, revoked] = [true, null];
  }
  return revoked;
}

function nameOf(holder: Holder): string {
  return holder.is === 'person' ? `person ${holder.person.id}` : holder.is === 'gate' ? `gate ${holder.gate.id}` : 'root';
}
