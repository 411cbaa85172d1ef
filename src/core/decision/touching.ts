import { displayName, hasKeyFor, whyTooWeak } from '../signoff/index.ts';
import type { NextStep } from './decision.ts';
import type { Facts } from './inputs.ts';
import type { Node } from './node.ts';
import { list, rangeOf } from './phrases.ts';

/** Rules that wait because no author touched a key, where each author is enrolled and could. */
export function sparedByTouch(nodes: readonly Node[], { outcomes, contributors }: Facts): ReadonlySet<string> {
  if (contributors.unknown || contributors.persons.length === 0) return new Set();
  const waiting = new Set(nodes.flatMap(({ reason }) => (reason.status === 'pending' ? [reason.rule] : [])));
  const untouched = outcomes.filter(({ state, atoms }) => state === 'applies' && atoms.some(({ saw }) => saw.some(({ name, value }) => name === 'author.touched' && value === 'false')));
  return new Set(untouched.map(({ rule }) => rule.name).filter((name) => waiting.has(name)));
}

/** Authors spare others such a rule, unless they are asked for a review all the same; who has no key that is touched is told how to get one. */
export function touchSteps(nodes: readonly Node[], facts: Facts): NextStep[] {
  const spared = sparedByTouch(nodes, facts);
  const reviewed = nodes.some(({ reason, wants }) => !spared.has(reason.rule) && wants.some((want) => want.for === 'review'));
  if (spared.size === 0 || reviewed) return [];
  const { contributors, inputs, assistance } = facts;
  const [verb, key] = contributors.names.length === 1 ? ['touches', 'a key'] : ['touch', 'their keys'];
  const without = inputs.people.persons.filter((person) => contributors.persons.includes(person.id) && !hasKeyFor(person, 'touch')).map((person) => displayName(person, inputs.people));
  // Where nothing can be signed yet, nobody is told apart by it.
  const first = without.length === 0 || inputs.people.root === undefined ? '' : `; no security key or passkey of ${list(without)} is enrolled yet (countersign people enrol --passkey)`;
  return [{ sentence: `or ${list(contributors.names)} ${verb} ${key} to say ${assistance.state === 'assisted' ? 'what an AI helped with' : 'that no AI was used'}${first}${saidInVain(facts)}`, people: contributors.persons, command: `countersign declare ${rangeOf(inputs.change)} ${assistance.state === 'assisted' ? '--ai TOOL' : '--no-ai'}` }];
}

/** ` (entry 1: no touch on the key (any < touch))`: why the newest word of an author is not enough; empty where nobody gave one. */
function saidInVain({ word, contributors, inputs }: Facts): string {
  const weak = (word?.ofAuthors ?? []).flatMap((one) => (one.assistance !== null ? [{ signOff: one.id, because: whyTooWeak(inputs.policy, one, 'touch') }] : []));
  const own = (word?.setAside ?? []).filter(({ person }) => contributors.persons.includes(person));
  const newest = [...own, ...weak].findLast(({ because }) => because !== null);
  return newest === undefined ? '' : ` (entry ${newest.signOff}: ${newest.because})`;
}
