import type { Person } from '../policy/index.ts';
import { displayName } from '../signoff/index.ts';
import type { Facts } from './inputs.ts';
import { list, unique } from './phrases.ts';
import { asksOf, type Ask } from './requirements/asks.ts';

/**
 * What an author should know before pushing: where having had a hand in the change takes somebody out of those who
 * may sign and leaves fewer than two, or fewer than are asked. `Ana's commit 3f2a91d takes Ana out of those who may
 * sign checkout; Li alone is left`.
 */
export function warningsOf(facts: Facts): string[] {
  const asks = facts.outcomes.flatMap((outcome) => (outcome.state === 'skipped' || outcome.rule.shadow === true ? [] : asksOf(outcome.requirements, facts)));
  return unique(asks.flatMap((ask) => (ask.kind === 'sign-off' ? warning(ask, facts) : [])));
}

function warning({ pool, count, area, level }: Ask, { inputs, exclusions }: Facts): string[] {
  const name = (person: Person) => displayName(person, inputs.people);
  const out = pool.fitting.filter((person) => !pool.eligible.includes(person));
  if (out.length === 0 || pool.eligible.length >= Math.max(2, count)) return [];
  const what = area === null ? `as ${level}` : area;
  const took = out.map((person) => {
    const reason = exclusions.find((one) => one.person === person.id)?.reasons[0] ?? 'had a hand in it';
    const commit = /^(?:author|committer) of (\S+)$/.exec(reason)?.[1];
    return commit === undefined ? `${name(person)} (${reason})` : `${name(person)}'s commit ${commit}`;
  });
  const left = pool.eligible.map(name);
  const rest = left.length === 0 ? 'nobody is left' : left.length === 1 ? `${left[0]!} alone is left` : `only ${list(left)} are left`;
  return [`${list(took)} ${took.length === 1 ? 'takes' : 'take'} ${list(out.map(name))} out of those who may sign ${what}; ${rest}`];
}
