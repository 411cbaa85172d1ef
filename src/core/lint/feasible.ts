import { lowestLevel, type People, type Person, type Policy, type Rule } from '../policy/index.ts';
import { assignPeople, poolFor } from '../signoff/index.ts';

/** Something a rule asks people for, with everybody of the level and area it could come from. */
export interface Ask {
  readonly kind: 'sign-off' | 'review' | 'answer';
  readonly level: string;
  /** `null`: anybody of the level. */
  readonly area: string | null;
  readonly count: number;
  /** Whoever counts in one group counts in no other; `null`: excludes nobody. */
  readonly group: 'sign-off' | 'review' | null;
  readonly pool: ReadonlySet<Person>;
}

/** What a rule asks people for in a change of some areas. */
export interface Asks {
  readonly all: readonly Ask[];
  /** Those that two authors could leave with too few people. */
  readonly scarce: readonly Ask[];
  /** Two authors could leave too few people for all of them at once. */
  readonly tight: boolean;
}

/** What too few people are left for. `together`: each ask alone has enough people, all at once do not. */
export interface Shortage {
  readonly ask: Ask;
  readonly together: boolean;
}

/** So many authors are tried. */
const mostAuthors = 2;

/** Looks up what a rule asks for, by the names of touched areas. Owners are asked per touched area that has any. */
export function asksOf(policy: Policy, people: People): (rule: Rule, areas: readonly string[]) => Asks {
  const pools = new Map<string, ReadonlySet<Person>>();
  const pool = (level: string, area: string | null) => {
    const key = `${level} ${area ?? ''}`;
    const made = pools.get(key) ?? new Set(poolFor({ level, area }, policy, people, []).fitting);
    pools.set(key, made);
    return made;
  };
  const owned = new Set(policy.areas.flatMap(({ name, owners }) => (owners.length > 0 ? [name] : [])));
  return (rule, areas) => {
    const signed = rule.require.some(({ kind }) => kind === 'sign-off');
    const all = rule.require.flatMap((template): Ask[] => {
      if (template.kind === 'sign-off') {
        const { kind, level } = template;
        const named = template.owners === 'any' ? [] : areas.filter((name) => owned.has(name));
        return (named.length === 0 ? [null] : named).map((area) => ({ kind, level, area, count: Math.max(1, template.count), group: kind, pool: pool(level, area) }));
      }
      if (template.kind === 'review') {
        const { kind, level, distinct } = template;
        return [{ kind, level, area: null, count: Math.max(1, template.count), group: distinct ? kind : null, pool: pool(level, null) }];
      }
      // Answers stand in the sign-offs of the rule; where it asks for none, anybody eligible may answer.
      if ((template.kind !== 'checklist' && template.kind !== 'rewrite') || signed) return [];
      const level = lowestLevel(policy.levels);
      return [{ kind: 'answer', level, area: null, count: 1, group: null, pool: pool(level, null) }];
    });
    return { all, scarce: all.filter((ask) => ask.pool.size < ask.count + mostAuthors), tight: isTight(all) };
  };
}

/** Whether signers and reviewers could be wanted of the same few people. */
function isTight(all: readonly Ask[]): boolean {
  const signs = all.filter(({ group }) => group === 'sign-off');
  const asked = signs.reduce((sum, { count }) => sum + count, 0);
  const spare = asked + mostAuthors;
  return signs.length > 0 && all.some((ask) => ask.group === 'review' && ask.pool.size < ask.count + spare);
}

/** What is lacking once these people may not sign; empty: the rule can be met. Seats people as the decision does. */
export function shortages({ all, scarce, tight }: Asks, authors: readonly Person[]): readonly Shortage[] {
  const short = scarce.filter(({ pool, count }) => pool.size - authors.reduce((out, person) => out + Number(pool.has(person)), 0) < count);
  if (short.length > 0) return short.map((ask) => ({ ask, together: false }));
  if (!tight) return [];
  const slots = all.map(({ count, group, pool }, i) => {
    const candidates = [...pool].flatMap((person) => (authors.includes(person) ? [] : [person.id]));
    return { id: String(i), count, group, candidates };
  });
  const review = all.find(({ group }) => group === 'review');
  return review === undefined || assignPeople(slots).deficient === null ? [] : [{ ask: review, together: true }];
}
