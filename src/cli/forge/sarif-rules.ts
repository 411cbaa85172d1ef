import type { Rule } from '../../core/policy/index.ts';
import type { CheckReport } from '../../workflows/reports.ts';
import { safePath, safeText } from '../terminal/foreign.ts';
import { requirementWords } from '../text/policy/words.ts';
import type { Finding } from './findings.ts';

/** What a rule is, for whoever reads a result of it. */
export interface SarifRule {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly fullDescription?: { readonly text: string };
  readonly help?: { readonly text: string };
}

/** Sentences on what speaks beside the rules of a policy. */
const besides: Readonly<Record<string, string>> = {
  declaration: 'The author says whether an AI wrote any of it.',
  attestation: 'A second person attests who wrote it, because claims contradict each other.',
  'ai-forbidden': 'AI is off-limits in this area.',
  change: 'The whole change can be read.',
  evidence: 'The evidence of who wrote it can be read.',
  codeowners: 'The owners the policy takes from CODEOWNERS can be read.',
  rejection: 'Nobody has rejected it.',
  'changes-requested': 'Nobody waits for changes that were asked for.',
  'proposed-policy': 'A change of the policy leaves a valid one.',
  otherwise: 'Some rule of the policy covers the change.',
  override: 'An override has the signatures the policy asks for.',
  revert: 'A change that takes a landing back exactly is signed as the policy asks.',
  'spot-check': 'Whoever was drawn for a spot-check has signed.',
  decision: 'The change may land.',
};

/** Every rule of the policy, and whatever else has a result, each once. */
export function rulesOf({ policy, judgement }: CheckReport, findings: readonly Finding[]): SarifRule[] {
  const rules = policy.rules.map(ruleOf);
  const named = new Set(rules.map(({ id }) => id));
  const others = [...new Set(findings.map(({ rule }) => rule))].filter((id) => !named.has(id));
  const hits = new Map(judgement.risk.reasons.map(({ hit, sentence }) => [`risk.${hit}`, sentence]));
  return [...rules, ...others.map((id) => ({ id, shortDescription: { text: safeText(besides[id] ?? hits.get(id) ?? id) } }))];
}

function ruleOf({ name, because, when, require, origin, at }: Rule): SarifRule {
  const asks = require.map((template) => `- ${requirementWords(template)}`).join('\n');
  const where = origin === at.file ? '' : `${safeText(origin)}, `;
  return {
    id: name,
    shortDescription: { text: safeText(because) },
    fullDescription: { text: safeText(`Applies when ${when.text}.`) },
    help: { text: `${safeText(because)}\n\nWhen ${safeText(when.text)}, it asks for\n${asks}\n\nWritten at ${where}${safePath(at.file)}:${at.line}.` },
  };
}
