import type { SignatureStrength } from '../../policy/index.ts';
import { carriedFrom, countedSignOffs, nameOf, strengthNamed, type SetAside, type SigningContext, type SignOff } from '../../signoff/index.ts';
import type { Facts } from '../inputs.ts';
import { leaf, type LeafParts, type Node } from '../node.ts';
import { counted, list, titled } from '../phrases.ts';
import { standingFor, type Ask } from './asks.ts';
import type { Seating } from './seating.ts';
import type { Against, Settled } from './settled.ts';
import { askedFor, waysOut, whyNobody } from './unsatisfiable.ts';

/** What the requirements of one rule are settled against. */
export interface Settling extends Against {
  readonly seating: Seating;
}

/**
 * People asked for: met by those the seating counts, waiting for those it offers, or beyond what the people there
 * are can meet. A review may be one that a forge recorded; a sign-off never is.
 */
export function settleAsk(ask: Ask, settling: Settling): Settled {
  const { facts, signing, seating, after } = settling;
  const { level, area, signature, count, kind, pool } = ask;
  const taken = new Set(ask.group === null ? [] : seating.boundTo(ask.group === 'review' ? 'sign-off' : 'review'));
  const standing = standingFor(kind, facts);
  const given = countedSignOffs({ level, area, signature, after, taken }, standing, signing);
  const seated = new Set(seating.counted.get(ask.id) ?? []);
  const chosen = given.counted.filter(({ person }) => seated.has(person)).slice(0, count);
  const met = chosen.map((signOff) => signerOf(signOff, signing, facts));
  const lacking = count - chosen.length;
  const setAside = lacking === 0 ? given.setAside : [...given.setAside, ...keptBack(ask, given.counted, chosen, signing)];
  const { valid } = taken.size === 0 ? given : countedSignOffs({ level, area, signature, after, taken: new Set() }, standing, signing);
  const settled = (node: Node): Settled => ({ node, completedAt: lacking === 0 ? lastOf(chosen) : null, valid });
  const known = { met, setAside, signed: chosen };
  if (lacking === 0) return settled(leaf(kind, 'approved', `${kind === 'sign-off' ? 'signed' : 'reviewed'} by ${list(met)}`, known));
  const open = new Set(seating.offered.get(ask.id) ?? []);
  const left = pool.eligible.filter(({ id }) => open.has(id) && !seated.has(id) && !taken.has(id));
  const parts: LeafParts = { ...known, needs: [needOf(ask, lacking, facts)], wants: [wantOf(ask, lacking, left)] };
  const nobody = signing.people.persons.length === 0;
  const short = nobody ? null : shortOf(ask, settling);
  if (short !== null) return settled(leaf(kind, 'unsatisfiable', short.sentence, { ...parts, cures: short.cures }));
  return settled(leaf(kind, 'pending', `${waiting(ask, lacking)}${nobody ? ' (nobody is enrolled yet)' : ''}`, parts));
}

function waiting({ kind, level, area }: Ask, lacking: number): string {
  if (kind === 'sign-off') return `needs ${askedFor({ level, area, count: lacking })}`;
  return `needs ${lacking === 1 ? 'one more reviewer' : `${lacking} more reviewers`}`;
}

const strengthWords: Readonly<Record<SignatureStrength, string>> = { any: '', touch: ', key touched', verified: ', key verified' };

function needOf({ kind, level, area, signature, after }: Ask, lacking: number, { inputs }: Facts): string {
  const owners = area === null ? '' : ` owner${lacking === 1 ? '' : 's'} of ${area}`;
  if (kind === 'sign-off') return `${counted(lacking, level)}${owners}${strengthWords[signature]}`;
  const anyone = level === inputs.policy.levels[0];
  const who = anyone ? `${lacking} other ${lacking === 1 ? 'person' : 'people'}` : counted(lacking, `other ${level}`);
  return `${who}${strengthWords[signature]}${after === 'sign-off' ? ', after the sign-off' : ''}`;
}

function wantOf({ kind, level, area, signature, after, group }: Ask, lacking: number, pool: Ask['pool']['eligible']): NonNullable<LeafParts['wants']>[number] {
  if (kind === 'sign-off') return { for: 'sign-off', signature, level, area, lacking, pool };
  return { for: 'review', signature, level, lacking, pool, then: after === 'sign-off', distinct: group === 'review' };
}

/** Why the people there are can never meet it, and what would; `null` where they can. */
function shortOf(ask: Ask, { facts, seating }: Settling): { readonly sentence: string; readonly cures: NonNullable<LeafParts['cures']> } | null {
  const { kind, count, pool, area, level } = ask;
  if (kind === 'sign-off') return pool.eligible.length < count ? { sentence: whyNobody(ask, facts), cures: waysOut(ask, facts) } : null;
  const free = seating.deficient.includes(ask.id) ? seating.freeFor(ask.id) : pool.eligible.length;
  if (free >= count) return null;
  const sentence = `needs ${counted(count, 'reviewer')} beside the signer; ${free === 0 ? 'nobody is left' : `only ${free} left`}`;
  return { sentence, cures: waysOut({ level, area, count, pool: { fitting: pool.fitting, eligible: pool.eligible.slice(0, free) } }, facts) };
}

/** Those who signed and yet are not counted, because nobody else could give what the rule asks besides. */
function keptBack(ask: Ask, good: readonly SignOff[], chosen: readonly SignOff[], { people }: SigningContext): SetAside[] {
  const other = ask.kind === 'review' ? 'sign-off' : 'review';
  return good
    .filter((signOff) => !chosen.includes(signOff))
    .map(({ id, person }) => ({ signOff: id, person, because: `${nameOf(person, people)} is needed for the ${other}: too few others could give it` }));
}

function signerOf(signOff: SignOff, { people, carries }: SigningContext, { inputs }: Facts): string {
  const { person, id } = signOff;
  const review = inputs.reviews.find((one) => one.id === id);
  const strength = review === undefined ? strengthNamed(inputs.policy, signOff) : `review on ${review.forge}, entry ${id}`;
  const carried = carriedFrom(signOff, carries);
  return `${titled(nameOf(person, people), people.persons.find(({ id }) => id === person), strength)}${carried === null ? '' : `, ${carried}`}`;
}

function lastOf(signOffs: readonly SignOff[]): number {
  return Math.max(...signOffs.map(({ order }) => order));
}
