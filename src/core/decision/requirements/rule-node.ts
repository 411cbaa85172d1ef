import type { RequirementKind } from '../../policy/index.ts';
import type { Requirement, RuleOutcome } from '../../requirements/index.ts';
import type { After, SigningContext } from '../../signoff/index.ts';
import type { Facts } from '../inputs.ts';
import { join, leaf, worstFirst, type Node } from '../node.ts';
import { list, place, unique } from '../phrases.ts';
import { settleAnswer } from './answers.ts';
import { asksOf, signingContext, type Ask } from './asks.ts';
import { settleChecks } from './checks.ts';
import { settleEdgeCases } from './edge-cases.ts';
import { settleScan } from './scans.ts';
import { seatRule, type Seating } from './seating.ts';
import { settleAsk, type Settling } from './settle-ask.ts';
import type { Settled } from './settled.ts';
import { settleTests } from './tests.ts';
import { settleWritten } from './written.ts';

/** One rule as a node: skipped, waiting for the author's answer, broken, or as good as its worst requirement. */
export function ruleNode(outcome: RuleOutcome, facts: Facts): Node {
  const { rule, state, atoms } = outcome;
  if (state === 'skipped') {
    const because = atoms.filter(({ outcome: said }) => said === 'false').map(({ text }) => `\`${text}\``);
    return leaf(rule.name, 'skipped', because.length === 0 ? 'does not apply' : `does not apply: ${list(because)} is false`);
  }
  if (state === 'asked') {
    const open = atoms.filter(({ outcome: said }) => said === 'asked').map(({ text }) => `\`${text}\``);
    // What is wanted is said once, by the node on the declaration or the attestation.
    const answer = facts.assistance.state === 'contradictory' ? "a second person's attestation" : "the author's answer on AI";
    return leaf(rule.name, 'pending', `waits for ${answer}: ${open.length === 0 ? rule.when.text : list(open)}`, { needs: [answer] });
  }
  if (state === 'unknown') {
    const failed = atoms
      .filter(({ outcome: said }) => said === 'failed')
      .map(({ text, error }) => `\`${text}\`: ${error ?? 'it could not be evaluated'}`);
    return leaf(rule.name, 'unknown', `could not be evaluated: ${failed.length === 0 ? rule.when.text : list(failed)}`, {
      broken: true,
      needs: [`mend the rule (${place(rule.at)})`],
    });
  }
  if (outcome.requirements.length === 0) {
    return leaf(rule.name, 'unknown', 'applies but asks for nothing, and nothing approves nothing', { broken: true });
  }
  const settled = settleAll(outcome.requirements, facts);
  return join(rule.name, settled, (worst) =>
    worst.every(({ reason }) => reason.status === 'approved') ? `met: ${rule.because}` : (worstFirst(worst)[0]?.reason.sentence ?? ''),
  );
}

/** Settles the requirements of a rule in the order their `after` asks for; gives them in the order written. */
function settleAll(requirements: readonly Requirement[], facts: Facts): Node[] {
  const signing = signingContext(facts);
  const asks = asksOf(requirements, facts);
  const rule: Rule = { requirements, asks, facts, signing, seating: seatRule(asks, requirements, facts, signing) };
  const done = new Map<Requirement, Settled>();
  const waiting = requirements.toSorted((a, b) => priority(a) - priority(b));
  while (waiting.length > 0) {
    const index = waiting.findIndex(({ template }) => !waiting.some((other) => other.template.kind === template.after));
    const next = waiting.splice(Math.max(index, 0), 1)[0];
    if (next === undefined) break;
    done.set(next, index === -1 ? circular(next) : settle(next, done, rule));
  }
  return requirements.flatMap((requirement) => done.get(requirement)?.node ?? []);
}

/** What the requirements of one rule share. */
interface Rule {
  readonly requirements: readonly Requirement[];
  readonly asks: readonly Ask[];
  readonly facts: Facts;
  readonly signing: SigningContext;
  readonly seating: Seating;
}

/** Who signs is settled before who else may review, and whether they answered last: answers stand in the sign-offs. */
function priority({ template: { kind } }: Requirement): number {
  return kind === 'sign-off' ? 0 : kind === 'review' ? 1 : kind === 'checklist' || kind === 'rewrite' ? 3 : 2;
}

function settle(requirement: Requirement, done: ReadonlyMap<Requirement, Settled>, rule: Rule): Settled {
  const { template } = requirement;
  const of = (kind: string) => [...done].filter(([one]) => one.template.kind === kind).map(([, settled]) => settled);
  const settling: Settling = { ...rule, after: template.after === null ? null : afterAll(template.after, of(template.after)) };
  if (template.kind === 'sign-off' || template.kind === 'review') {
    return together(rule.asks.filter((ask) => ask.requirement === requirement).map((ask) => settleAsk(ask, settling)));
  }
  if (template.kind === 'checklist' || template.kind === 'rewrite') {
    const signed = of('sign-off');
    if (signed.length > 0) return settleAnswer(template, settling, signed.flatMap(({ valid }) => [...valid]));
    // Every sign-off it could be answered in waits for it.
    if (rule.requirements.some((one) => one.template.kind === 'sign-off')) return circular(requirement, 'sign-off');
    return settleAnswer(template, settling, null);
  }
  if (template.kind === 'checks') return settleChecks(template, settling);
  if (template.kind === 'document' || template.kind === 'owner') return settleWritten(template, settling);
  if (template.kind === 'scan') return settleScan(template, settling);
  return template.kind === 'tests' ? settleTests(template, settling) : settleEdgeCases(template, settling);
}

/** A sign-off asked of the owners of several areas: met when each of them is. */
function together(parts: readonly Settled[]): Settled {
  const [first] = parts;
  if (first !== undefined && parts.length === 1) return first;
  const sentence = (worst: readonly Node[]) =>
    worst.every(({ reason }) => reason.status === 'approved') ? 'signed for every area it touches' : (worst[0]?.reason.sentence ?? '');
  return {
    node: join('sign-off', parts.map(({ node }) => node), sentence),
    completedAt: parts.some(({ completedAt }) => completedAt === null) ? null : Math.max(...parts.map(({ completedAt }) => completedAt ?? 0)),
    valid: unique(parts.flatMap(({ valid }) => valid)),
  };
}

/** Nothing to wait for is no order at all; anything not met yet means nothing can follow it yet. */
function afterAll(kind: RequirementKind, settled: readonly Settled[]): After | null {
  if (settled.length === 0) return null;
  return { kind, order: Math.max(...settled.map(({ completedAt }) => completedAt ?? Infinity)) };
}

function circular({ template }: Requirement, awaited: RequirementKind | null = template.after): Settled {
  const node = leaf(template.kind, 'unknown', `waits for ${awaited ?? 'itself'}, which waits for it in turn`, { broken: true });
  return { node, completedAt: null, valid: [] };
}
