import type { Sha256 } from '../values/index.ts';
import type { Decision } from './decision.ts';
import type { Facts } from './inputs.ts';
import { inputsDigest } from './inputs-digest.ts';
import { assistanceNodes, hindrances } from './hindrances.ts';
import { nextSteps } from './next-steps.ts';
import { join, leaf, type Node } from './node.ts';
import { rootSentence, tierAndAuthor } from './root-sentence.ts';
import { ruleNode } from './requirements/rule-node.ts';

/**
 * May this change land, why, and who can unblock it. Fails closed: a refusal wins, then what nobody can sign,
 * then what could not be read or evaluated, then what waits; approved is what is left when everything asked for
 * was met by something that can be named.
 */
export function decide(facts: Facts, sha256: Sha256): Decision {
  const nodes = nodesOf(facts);
  const root = join('decision', nodes, () => rootSentence(nodes, facts));
  let digest: string | null = null;
  return {
    status: root.reason.status === 'skipped' ? 'unknown' : root.reason.status,
    changeDigest: facts.inputs.change.digest,
    // Dearer than the decision itself, and a backtest over thousands of changes never reads it.
    get inputsDigest() {
      return (digest ??= inputsDigest(facts.given ?? facts.inputs, sha256));
    },
    root: root.reason,
    next: nextSteps(nodes, facts),
    shadow: [],
  };
}

function nodesOf(facts: Facts): Node[] {
  const hindered = hindrances(facts);
  const { change } = facts.inputs;
  // Equal trees change nothing, so no rule has anything to ask; a fault or a rejection still stands.
  if (change.files.length === 0) {
    return [...hindered, leaf('change', 'approved', 'nothing to approve: both trees are equal', { met: ['both trees are equal'] })];
  }
  const rules = facts.outcomes.map((outcome) => ruleNode(outcome, facts));
  const silent = rules.every(({ reason }) => reason.status === 'skipped');
  return [...hindered, ...assistanceNodes(facts), ...(silent ? [otherwise(facts)] : []), ...rules];
}

/** What the policy says where none of its rules applies. */
function otherwise(facts: Facts): Node {
  const { allow, because } = facts.inputs.policy.otherwise;
  const why = `${because}: ${tierAndAuthor(facts)}`;
  if (allow) return leaf('otherwise', 'approved', why, { met: [because === '' ? '`otherwise` allows it' : because] });
  return leaf('otherwise', 'refused', `no rule allows it: ${why}`, { needs: ['a rule that covers changes like this one'] });
}
