import { isPolicyPath } from '../../policy/index.ts';
import { countedSignOffs, nameOf, poolFor, spokenDuration, strengthNamed, type SignOff } from '../../signoff/index.ts';
import type { NextStep } from '../decision.ts';
import type { Facts } from '../inputs.ts';
import { leaf, type Node } from '../node.ts';
import { counted, list, term, titled } from '../phrases.ts';
import { signingContext } from '../requirements/asks.ts';

/** The short way back: what it asks instead of the rules. */
export interface RevertLane {
  /** The lane as a node of its own; skipped where the change may not take it, and says why. */
  readonly node: Node;
  /** The change may take it, and enough people can: the rules are set aside. */
  readonly open: boolean;
  /** `exact inverse of 91bc2f0, landed 2 h ago`: why the rules are set aside. */
  readonly because: string;
  /** What is owed afterwards. */
  readonly next: readonly NextStep[];
}

/**
 * The lane for a change that is the exact inverse of a landing, as the trees prove: some people on call, one of whom
 * may have made the revert, and a review afterwards. Going back must be easy at night. `null`: nothing is taken
 * back, or the policy has no lane. It never serves to land again what was taken back, nor to change the rules.
 */
export function revertLane(facts: Facts): RevertLane | null {
  const { change, policy, revertOf, now } = facts.inputs;
  if (policy.revert === null || revertOf === null) return null;
  const ago = now > revertOf.landedAt ? `, landed ${spokenDuration(now - revertOf.landedAt)} ago` : '';
  const because = `exact inverse of ${revertOf.commit.slice(0, 7)}${ago}`;
  const closed = (why: string): RevertLane => ({ node: leaf('revert', 'skipped', `${because}, but ${why}`), open: false, because, next: [] });
  if (revertOf.takesBack !== null) {
    return closed(`that one took ${revertOf.takesBack.slice(0, 7)} back: this would land it again, under the rules like anything else`);
  }
  if (revertOf.untold !== null) return closed(`whether that one took something back itself cannot be told: ${revertOf.untold}`);
  if (change.files.some(({ path }) => isPolicyPath(path, policy))) return closed('it changes the policy, which no lane does');
  const within = term(policy.revert.reviewWithin);
  const next = [{ sentence: `somebody reviews the revert afterwards, within ${within}`, people: [], command: null }];
  const { node, open } = laneNode(facts, policy.revert, because, within);
  return { node, open, because, next };
}

type Lane = NonNullable<Facts['inputs']['policy']['revert']>;

function laneNode(facts: Facts, lane: Lane, because: string, within: string): Pick<RevertLane, 'node' | 'open'> {
  const { inputs, exclusions, standing } = facts;
  const { policy, people } = inputs;
  const onCall = new Set(inputs.onCall);
  const isAbsent = (id: string) => lane.onCall !== false && !onCall.has(id);
  const ask = { level: lane.level, area: null };
  const count = Math.max(1, lane.count);
  const pool = poolFor(ask, policy, people, []).eligible.filter(({ id }) => !isAbsent(id));
  const excluded = new Set(exclusions.map(({ person }) => person));
  // Whoever is on call may press the button and answer for it alone, but only one of them had a hand in it.
  const waived = lane.onCall ? exclusions.filter(({ person }) => person === null || !onCall.has(person)) : exclusions;
  const wanted = { ...ask, signature: 'touch', after: null, taken: new Set<string>() } as const;
  const given = countedSignOffs(wanted, standing, { ...signingContext(facts), exclusions: waived });
  const present = given.counted.filter(({ person }) => !isAbsent(person));
  const outside = present.filter(({ person }) => !excluded.has(person));
  const own = present.filter(({ person }) => excluded.has(person)).slice(0, 1);
  const chosen = [...outside, ...own].slice(0, count);
  const absent = given.counted.filter((one) => !present.includes(one)).map(({ id, person }) => ({ signOff: id, person, because: 'not on call' }));
  const parts = { met: chosen.map((one) => signer(one, facts)), setAside: [...given.setAside, ...absent], signed: chosen };
  const who = lane.onCall ? ' on call' : '';
  if (chosen.length === count) {
    return { node: leaf('revert', 'approved', `taken back by ${list(parts.met)}${who}: ${because}; after-review due within ${within}`, parts), open: true };
  }
  const signed = new Set(chosen.map(({ person }) => person));
  const left = pool.filter(({ id }) => !signed.has(id) && (!excluded.has(id) || (lane.onCall && own.length === 0)));
  const lacking = count - chosen.length;
  const needs = [`${counted(lacking, lane.level)}${who}, key touched`];
  const unknown = lane.onCall && onCall.size === 0 ? '; nobody is known to be on call (`on-call` of people.yaml)' : '';
  // One of them at most may have had a hand in it. A lane that too few can take hides no other way.
  const able = left.filter(({ id }) => !excluded.has(id)).length + (left.some(({ id }) => excluded.has(id)) ? 1 : 0);
  const open = able >= lacking;
  const wants = open ? ([{ for: 'sign-off', signature: wanted.signature, level: lane.level, area: null, lacking, pool: left }] as const) : [];
  return { node: leaf('revert', 'pending', `needs ${counted(lacking, lane.level)}${who}: ${because}${unknown}`, { ...parts, needs, wants }), open };
}

function signer(signOff: SignOff, { inputs: { people, policy } }: Facts): string {
  const { person } = signOff;
  return titled(nameOf(person, people), people.persons.find(({ id }) => id === person), strengthNamed(policy, signOff));
}
