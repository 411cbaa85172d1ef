import type { Sha256 } from '../values/index.ts';
import type { Decision, Reason } from './decision.ts';
import { overriding, type Overriding } from './emergency/override.ts';
import { revertLane, type RevertLane } from './emergency/revert-lane.ts';
import { assistanceNodes } from './assistance-nodes.ts';
import { faults, refusals } from './hindrances.ts';
import type { Facts } from './inputs.ts';
import { inputsDigest } from './inputs-digest.ts';
import { nextSteps } from './next-steps.ts';
import { join, leaf, worstFirst, type Node } from './node.ts';
import { ruleNode } from './requirements/rule-node.ts';
import { spotCheckNode } from './requirements/spot-check.ts';
import { rootSentence, tierAndAuthor } from './root-sentence.ts';

/**
 * May this change land, why, and who can unblock it. Fails closed: a refusal wins, then what nobody can sign,
 * then what could not be read or evaluated, then what waits; approved is what is left when everything asked for
 * was met by something that can be named. The lane of a revert may stand in for the rules, and an override for
 * everything but a change that could not be read and a policy that would break.
 */
export function decide(facts: Facts, sha256: Sha256): Decision {
  const firm = faults(facts);
  const said = [...firm, ...refusals(facts)];
  const usual = asked(facts, sha256);
  const lane = statusOf([...said, ...usual]) === 'approved' ? null : revertLane(facts);
  const nodes = [...said, ...(lane === null ? usual : throughLane(lane, usual)), ...notBelieved(facts)];
  const status = statusOf(nodes);
  const override = status === 'approved' ? none : overriding(facts);
  const overridden = override.holds && firm.length === 0;
  const root = join('decision', nodes, () => rootSentence(nodes, facts)).reason;
  let digest: string | null = null;
  const owed = overridden ? override.next : status === 'approved' && lane?.open === true ? lane.next : [];
  return {
    status: overridden ? 'overridden' : status,
    changeDigest: facts.inputs.change.digest,
    // Dearer than the decision itself, and a backtest over thousands of changes never reads it.
    get inputsDigest() {
      return (digest ??= inputsDigest(facts.given ?? facts.inputs, sha256));
    },
    root: override.node === null ? root : withOverride(root, override.node.reason, overridden),
    next: owed.length > 0 ? owed : nextSteps(nodes, facts),
    shadow: facts.outcomes.filter(({ rule }) => rule.shadow === true).map((outcome) => ruleNode(outcome, facts).reason),
  };
}

const none: Overriding = { holds: false, node: null, next: [] };

function statusOf(nodes: readonly Node[]): Decision['status'] {
  const status = worstFirst(nodes)[0]?.reason.status ?? 'unknown';
  return status === 'skipped' ? 'unknown' : status;
}

/** The tree keeps everything that was not met; an override that does not hold changes nothing above it. */
function withOverride(root: Reason, override: Reason, holds: boolean): Reason {
  const children = [...root.children, override];
  if (!holds) return { ...root, children };
  return { ...root, status: 'overridden', sentence: override.sentence, met: [...root.met, ...override.met], children };
}

/** What evidence and rules ask for, with what the policy says where none of them applies. */
function asked(facts: Facts, sha256: Sha256): Node[] {
  // Equal trees change nothing, so no rule has anything to ask; a fault or a rejection still stands.
  if (facts.inputs.change.files.length === 0) {
    return [leaf('change', 'approved', 'nothing to approve: both trees are equal', { met: ['both trees are equal'] })];
  }
  // Only what says so plainly is out of the gate.
  const rules = facts.outcomes.filter(({ rule }) => rule.shadow !== true).map((outcome) => ruleNode(outcome, facts));
  const silent = rules.every(({ reason }) => reason.status === 'skipped');
  const spot = spotCheckNode(rules, facts, sha256);
  return [...assistanceNodes(facts), ...(silent ? [otherwise(facts)] : []), ...rules, ...(spot === null ? [] : [spot])];
}

/** Entries about this change that nobody can believe: shown, and of no weight either way. */
function notBelieved({ inputs: { setAside } }: Facts): Node[] {
  return setAside.length === 0 ? [] : [leaf('ledger', 'skipped', 'entries that count for nothing', { setAside })];
}

/** The rules stand aside for the lane; not those that are broken, and no fault and no rejection. */
function throughLane(lane: RevertLane, usual: readonly Node[]): Node[] {
  return [...usual.map((node) => (lane.open && !node.broken && node.reason.status !== 'skipped' ? aside(node, lane) : node)), lane.node];
}

function aside({ reason }: Node, { because }: RevertLane): Node {
  return leaf(reason.rule, 'skipped', `skipped: ${because}`);
}

/** What the policy says where none of its rules applies. */
function otherwise(facts: Facts): Node {
  const { allow, because } = facts.inputs.policy.otherwise;
  const why = `${because}: ${tierAndAuthor(facts)}`;
  if (allow) return leaf('otherwise', 'approved', why, { met: [because === '' ? '`otherwise` allows it' : because] });
  return leaf('otherwise', 'refused', `no rule allows it: ${why}`, { needs: ['a rule that covers changes like this one'] });
}
