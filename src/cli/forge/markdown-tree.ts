import type { Reason } from '../../core/decision/index.ts';
import type { AtomExplanation, RuleOutcome } from '../../core/requirements/index.ts';
import type { Trial } from '../../workflows/reports.ts';
import { textOf } from '../terminal/spans.ts';
import { atomLine, reasonWords } from '../text/reason-tree.ts';
import { statusLooks } from '../text/status.ts';
import { codeMarkdown, plainMarkdown, proseMarkdown } from './markdown-text.ts';

/** The rules as a nested list: glyph and word, what each said, what does not count and why. */
export function treeMarkdown(root: Reason, outcomes: readonly RuleOutcome[]): string {
  const items = shown(root).flatMap((rule) => {
    const atoms = outcomes.find((outcome) => outcome.rule.name === rule.rule)?.atoms ?? [];
    return branch(rule, shown(rule).length > 0 ? atoms : [], 0);
  });
  return items.join('\n');
}

/** Rules on trial: what they would say, and that they gate nothing. */
export function shadowMarkdown(shadow: readonly Reason[]): string {
  const asking = shadow.filter(({ status }) => status !== 'skipped');
  if (asking.length === 0) return '';
  const items = asking.map(({ rule, status, sentence }) => `- would be ${looks(status)} **${plainMarkdown(rule)}**: ${proseMarkdown(sentence)}`);
  return `On trial, not gating:\n\n${items.join('\n')}`;
}

/** The same change under another policy, and which rules say something else there. */
export function trialMarkdown(trial: Trial | null): string {
  if (trial === null) return '';
  const { decision, mode } = trial.judgement;
  const side = (where: string, status: Reason['status'] | null) => (status === null ? `not asked ${where}` : `${looks(status)} ${where}`);
  const items = trial.differences.map(({ rule, live, trial: then, sentence }) => `- **${plainMarkdown(rule)}**: ${side('now', live)}, ${side('there', then)}: ${proseMarkdown(sentence)}`);
  const head = `Under ${codeMarkdown(trial.source.policy)}, ${mode}, which gates nothing: ${looks(decision.status)}: ${proseMarkdown(decision.root.sentence)}`;
  return [head, items.length === 0 ? 'Every rule says the same under both.' : items.join('\n')].join('\n\n');
}

function shown(reason: Reason): Reason[] {
  return reason.children.filter(({ status }) => status !== 'skipped');
}

function branch(reason: Reason, atoms: readonly AtomExplanation[], depth: number): string[] {
  const indent = '  '.repeat(depth);
  const name = depth === 0 ? `**${plainMarkdown(reason.rule)}**` : plainMarkdown(reason.rule);
  const says = atoms.length > 0 ? atoms.map((atom) => plainMarkdown(atomLine(atom, true).map(textOf).join(''))).join(' · ') : proseMarkdown(reasonWords(reason));
  return [
    `${indent}- ${looks(reason.status)} ${name}: ${says}`,
    ...shown(reason).flatMap((child) => branch(child, [], depth + 1)),
    ...reason.setAside.map(({ signOff, person, because }) => {
      const what = signOff === '' ? person : `${person}, ${signOff}`;
      return `${indent}  - − set aside: ${plainMarkdown(`${what}: ${because}`)}`;
    }),
  ];
}

function looks(status: Reason['status']): string {
  const { glyph, word } = statusLooks[status];
  return `${glyph} ${word}`;
}
