import type { Judgement, Reason } from '../decision/index.ts';
import type { RequirementTemplate } from '../policy/index.ts';
import { tiers } from '../risk/index.ts';

/** One thing a signer is asked. */
export interface Question {
  /** What the answer is filed under: an item of a checklist, `edge-cases`, `rewrite` or `owner`. */
  readonly item: string;
  /** The checklist it belongs to; `null`: none. */
  readonly checklist: string | null;
  readonly text: string;
  /** Without it the policy's requirement would stay open. */
  readonly required: boolean;
  /** From tier high on an answer is a sentence, not a tick. */
  readonly sentence: boolean;
}

/** The items of the checklist `ai-review`: what reviewers of AI-written code overlook when it reads well. */
const aiReview: readonly (readonly [item: string, text: string])[] = [
  ['context-blindness', 'Context blindness: what around this code could the AI not see (callers, data, conventions), and does the change hold there?'],
  ['system-level-thinking', 'System-level thinking: what does it do to the whole, under load and with several instances at once?'],
  ['failure-modes', 'Failure modes: how does it fail (time-outs, retries, half-done work), and what happens then?'],
  ['implicit-constraints', 'Implicit constraints: which rule that stands nowhere (order, limits, rights, doing it twice) does it rely on or break?'],
];

const edgeCases = 'edge-cases';

/**
 * What an approval is asked to answer: the items of each checklist a rule wants and has not got, edge cases, the
 * rewrite question, and who owns the AI-written lines. In the order of the rules; each item once.
 */
export function questionsOf({ outcomes, decision, risk, assistance }: Judgement): readonly Question[] {
  const sentence = tiers.indexOf(risk.tier) >= tiers.indexOf('high');
  const found = new Map<string, Question>();
  const ask = (item: string, text: string, checklist: string | null, required: boolean) => {
    if (found.get(item)?.required !== true) found.set(item, { item, checklist, text, required, sentence: sentence && item !== 'owner' && item !== edgeCases });
  };
  const open = outcomes.flatMap(({ rule, state, requirements }) => {
    if (state !== 'applies' || rule.shadow === true) return [];
    const node = decision.root.children.find((child) => child.rule === rule.name);
    return requirements.flatMap(({ template }) => (isMet(template, node) ? [] : [template]));
  });
  for (const template of open) if (template.kind === 'checklist') for (const [item, text] of itemsOf(template.name)) ask(item, text, template.name, true);
  const classes = open.flatMap((template) => (template.kind === 'edge-cases' ? template.classes : []));
  if (found.size > 0 || classes.length > 0) {
    const named = classes.length === 0 ? '' : ` (the policy names ${[...new Set(classes)].join(', ')})`;
    ask(edgeCases, `Edge cases: which did you consider${named}?`, null, classes.length > 0);
  }
  if (open.some(({ kind }) => kind === 'rewrite')) ask('rewrite', "Rewrite: did you rewrite the AI's lines, or why may they be kept?", null, true);
  const owned = open.some(({ kind }) => kind === 'owner');
  if (owned || (found.size > 0 && assistance.lines.ai > 0)) ask('owner', 'Owner: who answers for the AI-written lines from now on?', null, owned);
  return [...found.values()];
}

/** A checklist the engine has no items for is one question by its name. */
function itemsOf(checklist: string): readonly (readonly [item: string, text: string])[] {
  return checklist === 'ai-review' ? aiReview : [[checklist, `Checklist ${checklist}: what did you find?`]];
}

/** Answers given once are not asked for again: the first of the rule's signers to answer is enough. */
function isMet({ kind }: RequirementTemplate, node: Reason | undefined): boolean {
  const nodes = node?.children.filter(({ rule }) => rule === kind) ?? [];
  return nodes.length > 0 && nodes.every(({ status }) => status === 'approved');
}
