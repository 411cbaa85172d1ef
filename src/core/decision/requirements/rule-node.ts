import type { RequirementKind } from '../../policy/index.ts';
import type { Requirement, RuleOutcome } from '../../requirements/index.ts';
import { poolFor, type After, type SignOff } from '../../signoff/index.ts';
import type { Facts } from '../inputs.ts';
import { join, leaf, worstFirst, type Node } from '../node.ts';
import { list, place } from '../phrases.ts';
import { resultNode } from './result-requirements.ts';
import { settleAnswer, settleReview, settleSignOff, signingContext, type Settled, type Settling } from './signing-requirements.ts';
import type { Lack } from './unsatisfiable.ts';

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
  const done = new Map<Requirement, Settled>();
  const waiting = requirements.toSorted((a, b) => priority(a) - priority(b));
  while (waiting.length > 0) {
    const index = waiting.findIndex(({ template }) => !waiting.some((other) => other.template.kind === template.after));
    const next = waiting.splice(Math.max(index, 0), 1)[0];
    if (next === undefined) break;
    done.set(next, index === -1 ? circular(next) : settle(next, requirements, done, facts));
  }
  return requirements.flatMap((requirement) => done.get(requirement)?.node ?? []);
}

/** Who signs is settled before who else may review and whether they answered. */
function priority({ template: { kind } }: Requirement): number {
  return kind === 'sign-off' ? 0 : kind === 'review' ? 1 : 2;
}

function settle(
  requirement: Requirement,
  all: readonly Requirement[],
  done: ReadonlyMap<Requirement, Settled>,
  facts: Facts,
): Settled {
  const { template } = requirement;
  const of = (kind: string) => [...done].filter(([one]) => one.template.kind === kind);
  const settling: Settling = {
    facts,
    signing: signingContext(facts),
    standing: facts.standing,
    after: template.after === null ? null : afterAll(template.after, of(template.after).map(([, settled]) => settled)),
    taken: new Set(takenBefore(requirement, done)),
  };
  if (template.kind === 'sign-off') return settleSignOff(template, requirement.areas, settling);
  if (template.kind === 'review') return settleReview(template, settling, pools(all, facts));
  if (template.kind === 'checklist' || template.kind === 'rewrite') {
    const asked = all.some((one) => one.template.kind === 'sign-off');
    const signers: SignOff[] = of('sign-off').flatMap(([, { counted }]) => [...counted]);
    return settleAnswer(template, { ...settling, taken: new Set() }, asked ? signers : null);
  }
  return { node: resultNode(template), completedAt: null, persons: [], counted: [] };
}

/** Nothing to wait for is no order at all; anything not met yet means nothing can follow it yet. */
function afterAll(kind: RequirementKind, settled: readonly Settled[]): After | null {
  if (settled.length === 0) return null;
  return { kind, order: Math.max(...settled.map(({ completedAt }) => completedAt ?? Infinity)) };
}

/** A distinct review and the sign-offs of its rule take different people, whichever comes first. */
function takenBefore({ template }: Requirement, done: ReadonlyMap<Requirement, Settled>): string[] {
  const others = [...done].filter(([{ template: other }]) =>
    template.kind === 'review' ? template.distinct && other.kind === 'sign-off' : other.kind === 'review' && other.distinct,
  );
  return others.flatMap(([, { persons }]) => [...persons]);
}

function pools(all: readonly Requirement[], facts: Facts): Lack[] {
  const { policy, people } = facts.inputs;
  return all.flatMap(({ template, areas }) => {
    if (template.kind !== 'sign-off') return [];
    const asks = template.owners === 'per-area' && areas.length > 0 ? areas : [null];
    return asks.map((area) => ({
      level: template.level,
      area,
      count: Math.max(1, template.count),
      pool: poolFor({ level: template.level, area }, policy, people, facts.exclusions),
    }));
  });
}

function circular({ template }: Requirement): Settled {
  const node = leaf(template.kind, 'unknown', `waits for ${template.after ?? 'itself'}, which waits for it in turn`, { broken: true });
  return { node, completedAt: null, persons: [], counted: [] };
}
