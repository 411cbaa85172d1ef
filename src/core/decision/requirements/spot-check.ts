import { compareLevels } from '../../policy/index.ts';
import { countedSignOffs, nameOf, poolFor, strengthNamed } from '../../signoff/index.ts';
import type { Sha256 } from '../../values/index.ts';
import type { Facts } from '../inputs.ts';
import { leaf, type Node } from '../node.ts';
import { article, place, titled } from '../phrases.ts';
import { signingContext } from './asks.ts';

/**
 * Where a change falls in the draw, 0 to below 1: the first 52 bits of SHA-256 over its digest and the ledger's root
 * after it was signed. Nobody who signs knows that root beforehand, and whoever changes the change changes the draw.
 */
export function drawOf(changeDigest: string, ledgerRoot: string, sha256: Sha256): number {
  return Number.parseInt(sha256([`countersign-spot-check-v1\0${changeDigest}\0${ledgerRoot}`]).slice(0, 13), 16) / 2 ** 52;
}

/**
 * The spot-check of a signed change: drawn once the sign-offs are in the ledger, and then one more person of the
 * highest level the rules asked, beside all who counted. `null`: the policy has none for this change, or no
 * sign-off was met that could be checked.
 */
export function spotCheckNode(rules: readonly Node[], facts: Facts, sha256: Sha256): Node | null {
  const { inputs, spotCheck } = facts;
  const { policy, change, ledgerRoot } = inputs;
  if (policy.spotCheck === null || spotCheck?.outcome === 'false') return null;
  const signed = rules.flatMap((rule) => rule.signed);
  if (signed.length === 0) return null;
  const { share, when } = policy.spotCheck;
  if (spotCheck === undefined || spotCheck.outcome === 'failed') {
    const sentence = `could not be evaluated: \`${when.text}\``;
    return leaf('spot-check', 'unknown', sentence, { broken: true, needs: [`mend the condition of \`spot-check\` (${place(when.at)})`] });
  }
  if (spotCheck.outcome === 'asked') {
    return leaf('spot-check', 'pending', `waits for the author's answer on AI: \`${when.text}\``, { needs: ["the author's answer on AI"] });
  }
  if (ledgerRoot === null || !/^[0-9a-f]{64}$/.test(ledgerRoot)) {
    return leaf('spot-check', 'pending', 'drawn once the sign-off is in the ledger', { needs: ['the sign-off in the ledger'] });
  }
  const draw = drawOf(change.digest, ledgerRoot, sha256);
  const under = `${percent(draw)} under ledger root ${ledgerRoot.slice(0, 4)}`;
  // A share that is none spares nobody.
  if (Number.isFinite(share) && share >= 0 && draw >= share) {
    const sentence = `not drawn for a spot-check of ${percent(share)}: ${under}`;
    return leaf('spot-check', 'approved', sentence, { met: [`not drawn: ${under}`] });
  }
  return drawnNode(rules, facts, `drawn for a spot-check of ${percent(share)}: ${under}`);
}

function drawnNode(rules: readonly Node[], facts: Facts, drawn: string): Node {
  const { policy, people } = facts.inputs;
  const signed = rules.flatMap((rule) => rule.signed);
  const level = highestAsked(facts);
  const taken = new Set(signed.map(({ person }) => person));
  const after = { kind: 'sign-off', order: Math.max(...signed.map(({ order }) => order)) } as const;
  const given = countedSignOffs({ level, area: null, signature: 'touch', after, taken }, facts.standing, signingContext(facts));
  const [first] = given.counted;
  if (first !== undefined) {
    const name = titled(nameOf(first.person, people), people.persons.find(({ id }) => id === first.person), strengthNamed(policy, first));
    return leaf('spot-check', 'approved', `spot-checked by ${name}`, { met: [name, drawn], setAside: given.setAside, signed: [first] });
  }
  const pool = poolFor({ level, area: null }, policy, people, facts.exclusions).eligible.filter(({ id }) => !taken.has(id));
  const needs = [`1 other ${level}, after the sign-off`];
  if (pool.length === 0) {
    const cure = { sentence: `enrol one more ${level} in .countersign/people.yaml`, people: [], command: null };
    const sentence = `${drawn}; needs another ${level} beside those who signed, and nobody is left`;
    return leaf('spot-check', 'unsatisfiable', sentence, { needs, setAside: given.setAside, cures: [cure] });
  }
  const wants = [{ for: 'review', signature: 'touch', level, lacking: 1, pool, then: true, distinct: true }] as const;
  return leaf('spot-check', 'pending', `${drawn}; needs ${article(level)} who has not signed yet`, { needs, setAside: given.setAside, wants });
}

/** The highest level any rule asked people for. */
function highestAsked({ outcomes, inputs: { policy } }: Facts): string {
  const asked = outcomes.flatMap(({ state, rule, requirements }) =>
    state === 'applies' && rule.shadow !== true ? requirements.flatMap(({ template }) => (template.kind === 'sign-off' || template.kind === 'review' ? [template.level] : [])) : [],
  );
  return asked.toSorted((a, b) => compareLevels(policy.levels, b, a))[0] ?? policy.levels.at(-1) ?? '';
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}
