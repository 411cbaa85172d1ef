import type { People, Person, Policy, Rule } from '../policy/index.ts';
import { asksOf, shortages, type Ask, type Asks, type Shortage } from './feasible.ts';
import { mayHold } from './may-hold.ts';
import { situationOf, touchedSets, type Authors, type Touched } from './situations.ts';

/** A change nobody could clear: which rule, who wrote it, what it touches, and what is lacking then. */
export interface Stuck {
  readonly rule: Rule;
  readonly ask: Ask;
  /** Each requirement alone has enough people; there are too few for all of them. */
  readonly together: boolean;
  /** Every author for whom the same is lacking; the first is the witness. `null`: whoever writes. */
  readonly authors: readonly Authors[] | null;
  readonly touched: Touched;
}

/**
 * For every rule and everything it may lack people for, the smallest change nobody could clear: whoever writes, then
 * one enrolled author, one beside a stranger or an agent without operator, two enrolled; of one area before two; at
 * the tier of its areas before a raised one. Everybody is tried: people alike in level and ownership once.
 */
export function findStuck(policy: Policy, people: People): readonly Stuck[] {
  if (people.persons.length === 0) return [];
  const touched = touchedSets(policy);
  const asks = asksOf(policy, people);
  return policy.rules.flatMap((rule) => stuckOf(policy, people, rule, touched, asks));
}

/** A change lint imagines, with what the rule asks for there and the people who differ for it. */
interface Posed {
  readonly touched: Touched;
  readonly kinds: Kinds;
  readonly lacking: (authors: readonly Person[]) => readonly Shortage[];
  /** Everything it may lack people for, by `keyOf`. */
  readonly keys: readonly string[];
}

function stuckOf(policy: Policy, people: People, rule: Rule, all: readonly Touched[], asksOfRule: ReturnType<typeof asksOf>): readonly Stuck[] {
  const found = new Map<string, Stuck>();
  const applies = appliesTo(policy, rule);
  const posed = pose(people, rule, all, asksOfRule);
  for (const authorsOf of [nobodyInParticular, alone, beside, pairs]) {
    for (const { touched, kinds, lacking, keys } of posed) {
      if (keys.every((key) => found.has(key))) continue;
      const tried = authorsOf(kinds);
      for (const authors of tried) {
        for (const lack of lacking(authors?.persons ?? [])) {
          const key = keyOf(lack);
          if (found.has(key)) continue;
          if (authors === null ? !anyAuthors(kinds).some((one) => applies(one, touched)) : !applies(authors, touched)) continue;
          const stuck = (one: Authors) => applies(one, touched) && lacking(one.persons).some((other) => keyOf(other) === key);
          found.set(key, { rule, ...lack, authors: authors === null ? null : spread(authors, kinds, stuck, tried), touched });
        }
      }
    }
  }
  return [...found.values()];
}

function keyOf({ ask, together }: Shortage): string {
  return `${together ? 'together' : ask.kind} ${ask.area ?? ''} ${ask.level}`;
}

/** Only changes for which too few people can be left; what is asked does not depend on the tier. */
function pose(people: People, rule: Rule, all: readonly Touched[], asksOfRule: ReturnType<typeof asksOf>): readonly Posed[] {
  const known = new Map<string, Omit<Posed, 'touched'> | null>();
  return all.flatMap((touched) => {
    const key = touched.areas.join('\0');
    let posed = known.get(key);
    if (posed === undefined) known.set(key, (posed = prepared(people, asksOfRule(rule, touched.areas))));
    return posed === null ? [] : [{ ...posed, touched }];
  });
}

function prepared(people: People, asks: Asks): Omit<Posed, 'touched'> | null {
  if (asks.scarce.length === 0 && !asks.tight) return null;
  const apart = asks.tight ? asks.all : asks.scarce;
  const said = new Map<string, readonly Shortage[]>();
  const lacking = (authors: readonly Person[]) => {
    const key = authors.map(({ id }) => id).join('\0');
    const made = said.get(key) ?? shortages(asks, authors);
    said.set(key, made);
    return made;
  };
  const keys = [...asks.scarce.map((ask) => keyOf({ ask, together: false })), ...(asks.tight ? asks.all.map((ask) => keyOf({ ask, together: true })) : [])];
  return { kinds: kindsOf(people, apart), lacking, keys };
}

/** People who are alike for a rule: of one level, in the same pools. */
type Kinds = readonly (readonly Person[])[];

function kindsOf(people: People, asks: readonly Ask[]): Kinds {
  const kinds = new Map<string, Person[]>();
  for (const person of people.persons) {
    let key = person.level;
    for (const { pool } of asks) key += pool.has(person) ? ' 1' : ' 0';
    const kind = kinds.get(key);
    if (kind === undefined) kinds.set(key, [person]);
    else kind.push(person);
  }
  return [...kinds.values()];
}

const nobodyInParticular = (): readonly null[] => [null];
const alone = (kinds: Kinds): readonly Authors[] => kinds.map(([person]) => ({ persons: [person!], beside: null }));
const beside = (kinds: Kinds): readonly Authors[] =>
  kinds.flatMap(([person]) => [{ persons: [person!], beside: 'stranger' as const }, { persons: [person!], beside: 'agent' as const }]);
const pairs = (kinds: Kinds): readonly Authors[] =>
  kinds.flatMap((kind, i) => [
    ...(kind.length > 1 ? [{ persons: [kind[0]!, kind[1]!], beside: null }] : []),
    ...kinds.slice(i + 1).map((other) => ({ persons: [kind[0]!, other[0]!], beside: null })),
  ]);
/** An agent without operator makes the change assisted; ordinary automation may be one, too, where silence means human. */
function assistedWith({ beside }: Authors, { undeclared }: Policy): readonly boolean[] {
  return beside === 'agent' && undeclared !== 'human' ? [true] : [true, false];
}

const unknowns: readonly Authors[] = [{ persons: [], beside: 'stranger' }, { persons: [], beside: 'agent' }];
const anyAuthors = (kinds: Kinds): readonly Authors[] => [...unknowns, ...alone(kinds), ...beside(kinds), ...pairs(kinds)];

/** The witness first, and whoever is stuck as alone as the witness is: people of its kind, and other kinds. */
function spread(witness: Authors, kinds: Kinds, stuck: (authors: Authors) => boolean, others: readonly (Authors | null)[]): readonly Authors[] {
  if (witness.persons.length !== 1) return [witness];
  const same = others.filter((one): one is Authors => one !== null && one.beside === witness.beside && stuck(one));
  const persons = same.flatMap((one) => kinds.find((kind) => kind.includes(one.persons[0]!)) ?? []);
  return persons.map((person) => ({ persons: [person], beside: witness.beside }));
}

/** Whether a rule may apply, remembering what it said of situations it sees alike. */
function appliesTo(policy: Policy, rule: Rule): (authors: Authors, touched: Touched) => boolean {
  const said = new Map<string, boolean>();
  const readsAreas = /\bchange\s*\.\s*areas\b/.test(rule.when.text);
  return (authors, touched) =>
    assistedWith(authors, policy).some((assisted) => {
      const situation = situationOf(policy, authors, touched, assisted);
      const { level, unknown, operatorKnown, tier, areas } = situation;
      const key = [assisted, level, unknown, operatorKnown, tier, ...(readsAreas ? areas! : [])].join('\0');
      const known = said.get(key);
      if (known !== undefined) return known;
      const holds = mayHold(policy, rule.when, situation);
      said.set(key, holds);
      return holds;
    });
}
