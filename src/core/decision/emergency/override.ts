import { isPolicyPath, type Policy } from '../../policy/index.ts';
import { clockSkew, nameOf, reaches, strengthNamed, whyTooWeak, type Override, type SetAside } from '../../signoff/index.ts';
import type { Instant } from '../../values/index.ts';
import type { NextStep } from '../decision.ts';
import type { Facts } from '../inputs.ts';
import { leaf, type Node } from '../node.ts';
import { counted, list, moment, saysSomething, term } from '../phrases.ts';

/** No override holds longer than a day, whatever it says. */
const longest = 86_400;

/** What the break-glass statements about a change amount to. */
export interface Overriding {
  /** Enough of the right people said so, for exactly this. */
  readonly holds: boolean;
  /** `null` where there is nothing to tell: no statement, or no override in the policy. */
  readonly node: Node | null;
  /** What is owed afterwards. */
  readonly next: readonly NextStep[];
}

/** Who must override: a change of the rules themselves is overridden by the highest level alone. */
export function overrideAsk({ policy, change }: Facts['inputs']): Policy['override'] {
  const { override, levels } = policy;
  if (override === null) return null;
  const touchesPolicy = change.files.some(({ path }) => isPolicyPath(path, policy));
  return touchesPolicy ? { ...override, level: levels.at(-1) ?? override.level } : override;
}

/**
 * Break-glass: so many enrolled people of the level, each for exactly this change, head and target, unexpired,
 * unused, with a touch and a reason. Those who wrote the change may be among them, but never alone: at least one
 * had no hand in it.
 */
export function overriding(facts: Facts): Overriding {
  const { inputs, exclusions } = facts;
  const asked = overrideAsk(inputs);
  if (inputs.overrides.length === 0) return { holds: false, node: null, next: [] };
  if (asked === null) {
    const setAside = inputs.overrides.map(({ id, person }) => ({ signOff: id, person, because: 'the policy knows no override' }));
    return { holds: false, node: leaf('override', 'skipped', 'the policy knows no override', { setAside }), next: [] };
  }
  const setAside: SetAside[] = [];
  const good: Override[] = [];
  for (const one of inputs.overrides.toSorted((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1))) {
    const because = whyNot(one, asked.level, facts) ?? (good.some(({ person }) => person === one.person) ? 'counted already: one person counts once' : null);
    if (because === null) good.push(one);
    else setAside.push({ signOff: one.id, person: one.person, because });
  }
  const excluded = new Set(exclusions.map(({ person }) => person));
  const [outside] = good.filter(({ person }) => !excluded.has(person));
  const count = Math.max(1, asked.count);
  const chosen = outside === undefined ? [] : [outside, ...good.filter((one) => one !== outside)].slice(0, count);
  const met = good.map((one) => `${nameOf(one.person, inputs.people)} (${strengthNamed(inputs.policy, one)})`);
  if (chosen.length < count) {
    const lacking = good.length < count ? counted(count - good.length, asked.level) : 'somebody who had no hand in the change';
    const sentence = `an override waits for ${good.length < count ? `${lacking} more` : lacking}`;
    return { holds: false, node: leaf('override', 'pending', sentence, { needs: [lacking], met, setAside }), next: [] };
  }
  const names = list(chosen.toSorted((a, b) => a.order - b.order).map(({ person }) => nameOf(person, inputs.people)));
  const until = moment(Math.min(...chosen.map(ends)));
  const within = term(asked.reviewWithin);
  const reason = chosen[0]!.reason.trim().replace(/\s+/g, ' ');
  const sentence = `overridden by ${names} until ${until}: ${reason}; after-review due within ${within}`;
  const review = { sentence: `somebody other than ${names} reviews it afterwards, within ${within}`, people: [], command: null };
  return { holds: true, node: leaf('override', 'overridden', sentence, { met, setAside }), next: [review] };
}

function ends({ signedAt, expiresAt }: Override): Instant {
  return Math.min(expiresAt, signedAt + longest);
}

/** The first reason why a statement opens nothing here, in concrete words; `null` where it does. What is not plainly so is not. */
function whyNot(one: Override, level: string, { inputs }: Facts): string | null {
  const { change, people, policy, now } = inputs;
  if ([...people.agents, ...people.gates].some(({ id }) => id === one.person)) return 'a machine overrides nothing';
  const person = people.persons.find(({ id }) => id === one.person);
  if (person === undefined) return 'nobody of this id is enrolled';
  if (one.target !== change.target) return `given for ${one.target}`;
  if (one.head !== change.head.commit) return `given for ${one.head.slice(0, 7)}, the head is now ${change.head.commit.slice(0, 7)}`;
  if (one.changeDigest !== change.digest) return `given for digest ${one.changeDigest.slice(0, 4)}…, the change is now ${change.digest.slice(0, 4)}…`;
  if (one.used !== false) return 'used already: an override opens once';
  if (!saysSomething(one.reason)) return 'without a reason';
  if (Number.isNaN(ends(one))) return 'it does not say until when';
  if (!(one.signedAt - now <= clockSkew)) return 'dated in the future';
  if (!(now < ends(one))) return `expired ${moment(ends(one))}`;
  if (!reaches(policy.levels, person.level, level)) return `${person.level} is below ${level}`;
  return whyTooWeak(policy, one, 'touch');
}
