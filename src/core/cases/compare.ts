import type { Judgement, Reason } from '../decision/index.ts';
import type { Placed } from '../policy/index.ts';
import type { Position } from '../values/index.ts';
import type { Expectation, ExpectedReason } from './policy-case.ts';

/** One thing that is not as a case expects it. */
export interface Difference {
  /** Where the expectation stands. */
  readonly at: Position;
  /** What it is about: `status`, `senior-gate › sign-off › met`. */
  readonly about: string;
  readonly expected: string;
  readonly got: string;
  /** The node of the tree it is about, where there is one. */
  readonly reason: Reason | null;
}

/** Everything in which a judgement is not as expected; none: the case passes. */
export function differences(expect: Expectation, judgement: Judgement): readonly Difference[] {
  const { decision, risk, assistance, author, mode, exclusions } = judgement;
  const found: Difference[] = [];
  const plain = (about: string, expected: Placed<string> | null, got: string) => {
    if (expected !== null && expected.value !== got) found.push({ at: expected.at, about, expected: expected.value, got, reason: null });
  };
  plain('status', expect.status, decision.status);
  plain('tier', expect.tier, risk.tier);
  plain('assistance', expect.assistance, assistance.state);
  plain('author', expect.author, author.unknown ? 'unknown' : author.level);
  plain('mode', expect.mode, mode);
  found.push(...lacking('sentence', expect.sentence, [decision.root.sentence], null));
  found.push(...expect.reasons.flatMap((reason) => reasonDifferences(reason, decision.root.children, [], expect.reasons)));
  found.push(...expect.shadow.flatMap((reason) => reasonDifferences(reason, decision.shadow, ['shadow'], expect.shadow)));
  found.push(...lacking('next', expect.next, decision.next.flatMap(({ sentence, command }) => [sentence, ...(command === null ? [] : [command])]), null));
  const named = [...new Set(decision.next.flatMap(({ people }) => people))];
  const people = named.length === 0 ? 'nobody' : named.join(', ');
  for (const { value, at } of expect.people) if (!named.includes(value)) found.push({ at, about: 'people', expected: value, got: people, reason: null });
  for (const { value, at } of expect.notPeople) if (named.includes(value)) found.push({ at, about: 'not-people', expected: `not ${value}`, got: people, reason: null });
  for (const { who, because, at } of expect.excluded) {
    const one = exclusions.find((exclusion) => exclusion.who === who || exclusion.person === who);
    if (one !== undefined && (because === '' || one.reasons.some((reason) => reason.includes(because)))) continue;
    const got = one === undefined ? listed(exclusions.map((exclusion) => exclusion.who)) : one.reasons.join('; ');
    found.push({ at, about: `excluded › ${who}`, expected: because === '' ? who : because, got, reason: null });
  }
  return found;
}

/**
 * Compares a reason with the node of its name. Of several nodes of one name, each of several expectations takes
 * another one; what is told is the difference to the one that comes closest.
 */
function reasonDifferences(expected: ExpectedReason, nodes: readonly Reason[], path: readonly string[], siblings: readonly ExpectedReason[]): readonly Difference[] {
  const here = [...path, expected.rule];
  const about = here.join(' › ');
  const named = nodes.filter(({ rule }) => rule === expected.rule);
  if (expected.status?.value === 'absent') {
    const there = named[0];
    return there === undefined ? [] : [{ at: expected.status.at, about, expected: 'no such reason', got: there.status, reason: there }];
  }
  if (named.length === 0) {
    const got = nodes.length === 0 ? 'no reasons there' : `only ${listed(nodes.map(({ rule }) => rule))}`;
    return [{ at: expected.at, about, expected: expected.status?.value ?? 'a reason of this name', got, reason: null }];
  }
  const alike = siblings.filter(({ rule }) => rule === expected.rule);
  const place = alike.indexOf(expected);
  if (alike.length > named.length && place >= named.length) {
    return [{ at: expected.at, about, expected: `${alike.length} reasons of this name`, got: String(named.length), reason: null }];
  }
  const candidates = alike.length === 1 ? named : [assigned(alike, named, here)[place] ?? named[0]!];
  const tried = candidates.map((node) => nodeDifferences(expected, node, here)).toSorted((a, b) => a.length - b.length);
  return tried[0] ?? [];
}

/**
 * Which node each expectation takes. As many as can be met are, each by a node of its own (an expectation moves on
 * where another has no node but its own); what is left takes the free node that comes closest.
 */
function assigned(alike: readonly ExpectedReason[], named: readonly Reason[], here: readonly string[]): readonly (Reason | undefined)[] {
  const costs = alike.map((one) => new Map(named.map((node) => [node, nodeDifferences(one, node, here).length])));
  const cost = (index: number, node: Reason) => costs[index]?.get(node) ?? 0;
  const holders = new Map<Reason, number>();
  const seat = (index: number, tried: Set<Reason>): boolean =>
    named.some((node) => {
      if (cost(index, node) > 0 || tried.has(node)) return false;
      tried.add(node);
      const holder = holders.get(node);
      if (holder !== undefined && !seat(holder, tried)) return false;
      holders.set(node, index);
      return true;
    });
  alike.forEach((_, index) => seat(index, new Set()));
  const nodes = alike.map((_, index) => named.find((node) => holders.get(node) === index));
  for (const [index, node] of nodes.entries()) {
    if (node !== undefined) continue;
    nodes[index] = named.filter((one) => !nodes.includes(one)).toSorted((x, y) => cost(index, x) - cost(index, y))[0];
  }
  return nodes;
}

function nodeDifferences(expected: ExpectedReason, node: Reason, here: readonly string[]): readonly Difference[] {
  const about = here.join(' › ');
  const found: Difference[] = [];
  if (expected.status !== null && expected.status.value !== node.status) {
    found.push({ at: expected.status.at, about, expected: expected.status.value, got: node.status, reason: node });
  }
  found.push(...lacking(`${about} › sentence`, expected.sentence, [node.sentence], node));
  found.push(...lacking(`${about} › needs`, expected.needs, node.needs, node));
  found.push(...lacking(`${about} › met`, expected.met, node.met, node));
  for (const { who, because, at } of expected.setAside) {
    const mine = node.setAside.filter(({ person }) => person === who);
    if (mine.some((one) => one.because.includes(because))) continue;
    const got = mine.length === 0 ? listed(node.setAside.map(({ person }) => person)) : mine.map((one) => one.because).join('; ');
    found.push({ at, about: `${about} › set-aside › ${who}`, expected: because === '' ? who : because, got, reason: node });
  }
  found.push(...expected.children.flatMap((child) => reasonDifferences(child, node.children, here, expected.children)));
  return found;
}

function lacking(about: string, expected: readonly Placed<string>[], got: readonly string[], reason: Reason | null): Difference[] {
  return expected
    .filter(({ value }) => !got.some((text) => text.includes(value)))
    .map(({ value, at }) => ({ at, about, expected: value, got: got.length === 0 ? 'nothing' : got.join('; '), reason }));
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'nobody' : [...new Set(names)].join(', ');
}
