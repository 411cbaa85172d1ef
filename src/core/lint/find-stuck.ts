import { lowestLevel, peopleIndex, type People, type PeopleIndex, type Person, type Policy, type Rule } from '../policy/index.ts';
import { shortage, type Slot } from './feasible.ts';
import { mayHold } from './may-hold.ts';
import { situationOf, touchedSets, type Authors, type Touched } from './situations.ts';

/** A change nobody could clear: which rule, who wrote it, what it touches, and what is lacking then. */
export interface Stuck {
  readonly rule: Rule;
  readonly slot: Slot;
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
  const index = peopleIndex(people);
  const touched = touchedSets(policy);
  return policy.rules.flatMap((rule) => stuckOf(policy, people, index, rule, touched));
}

function stuckOf(policy: Policy, people: People, index: PeopleIndex, rule: Rule, all: readonly Touched[]): readonly Stuck[] {
  const found = new Map<string, Stuck>();
  const applies = appliesTo(policy, rule);
  const scarce = all.flatMap((touched) => {
    const slots = slotsOf(policy, people, index, rule, touched.areas);
    return isScarce(slots) ? [{ touched, slots, kinds: kindsOf(people, slots) }] : [];
  });
  for (const authorsOf of [nobodyInParticular, ...sizes]) {
    for (const { touched, slots, kinds } of scarce) {
      // Whom to exclude decides what is lacking; whoever else writes may still decide whether the rule applies.
      for (const authors of authorsOf(kinds)) {
        const lack = shortage(slots, new Set(authors?.persons ?? []));
        if (lack === null) continue;
        const key = `${lack.together ? 'together' : lack.slot.kind} ${lack.slot.area ?? ''} ${lack.slot.level}`;
        if (found.has(key)) continue;
        const anybody = anyAuthors(kinds);
        if (authors === null ? !anybody.some((one) => applies(one, touched)) : !applies(authors, touched)) continue;
        const alike = authors === null ? null : spread(authors, kinds, (one) => applies(one, touched) && shortage(slots, new Set(one.persons))?.slot === lack.slot, authorsOf(kinds));
        found.set(key, { rule, ...lack, authors: alike, touched });
      }
    }
  }
  return [...found.values()];
}

/** People who are alike for a rule: of one level, in the same pools. */
type Kinds = readonly (readonly Person[])[];

function kindsOf(people: People, slots: readonly Slot[]): Kinds {
  const kinds = new Map<string, Person[]>();
  for (const person of people.persons) {
    const key = [person.level, ...slots.map(({ pool }) => Number(pool.includes(person)))].join(' ');
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
const sizes = [alone, beside, pairs];
const unknowns: readonly Authors[] = [{ persons: [], beside: 'stranger' }, { persons: [], beside: 'agent' }];
const anyAuthors = (kinds: Kinds): readonly Authors[] => [...unknowns, ...sizes.flatMap((of) => of(kinds))];

/** The witness first, and whoever is stuck as alone as the witness is: people of its kind, and other kinds. */
function spread(witness: Authors, kinds: Kinds, stuck: (authors: Authors) => boolean, others: readonly (Authors | null)[]): readonly Authors[] {
  if (witness.persons.length !== 1) return [witness];
  const same = others.filter((one): one is Authors => one !== null && one.beside === witness.beside && stuck(one));
  const persons = same.flatMap((one) => kinds.find((kind) => kind.includes(one.persons[0]!)) ?? []);
  return persons.map((person) => ({ persons: [person], beside: witness.beside }));
}

/** What a rule asks people for in a change of these areas. Owners are asked per touched area that has any. */
function slotsOf(policy: Policy, people: People, index: PeopleIndex, rule: Rule, areas: readonly string[]): readonly Slot[] {
  const signed = rule.require.some(({ kind }) => kind === 'sign-off');
  const of = (level: string, from: readonly Person[]) => {
    const rank = policy.levels.indexOf(level);
    return rank < 0 ? [] : from.filter((person) => policy.levels.indexOf(person.level) >= rank);
  };
  return rule.require.flatMap((template): Slot[] => {
    if (template.kind === 'sign-off') {
      const { kind, level } = template;
      const owned = template.owners === 'any' ? [] : policy.areas.filter((area) => areas.includes(area.name) && area.owners.length > 0);
      const parts = owned.length === 0 ? [{ area: null, from: people.persons }] : owned.map((area) => ({ area: area.name, from: index.membersOf(area.owners) }));
      return parts.map(({ area, from }) => ({ kind, level, area, count: Math.max(1, template.count), distinct: false, pool: of(level, from) }));
    }
    if (template.kind === 'review') {
      const { kind, level, distinct } = template;
      return [{ kind, level, area: null, count: Math.max(1, template.count), distinct, pool: of(level, people.persons) }];
    }
    // Answers stand in the sign-offs of the rule; where it asks for none, anybody eligible may answer.
    if ((template.kind !== 'checklist' && template.kind !== 'rewrite') || signed) return [];
    return [{ kind: 'answer', level: lowestLevel(policy.levels), area: null, count: 1, distinct: false, pool: people.persons }];
  });
}

/** With as many people to spare as can write and be taken by other requirements, nothing is ever lacking. */
function isScarce(slots: readonly Slot[]): boolean {
  const asked = slots.reduce((sum, { count }) => sum + count, 0);
  return slots.some(({ pool }) => pool.length < asked + 2);
}

/** Whether a rule may apply, remembering what it said of situations it sees alike. */
function appliesTo(policy: Policy, rule: Rule): (authors: Authors, touched: Touched) => boolean {
  const said = new Map<string, boolean>();
  const readsAreas = /\bchange\s*\.\s*areas\b/.test(rule.when.text);
  return (authors, touched) =>
    [true, false].some((assisted) => {
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
