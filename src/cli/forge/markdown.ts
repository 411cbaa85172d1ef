import type { NextStep } from '../../core/decision/index.ts';
import type { CheckReport } from '../../workflows/reports.ts';
import { safeText } from '../terminal/foreign.ts';
import { counted, percent } from '../terminal/numbers.ts';
import { textOf } from '../terminal/spans.ts';
import { asTyped } from '../text/check/as-typed.ts';
import { changeLines } from '../text/change-line.ts';
import { verdictWords } from '../text/check/verdict.ts';
import { aiRanges } from './ai-ranges.ts';
import { codeMarkdown, pathMarkdown, plainMarkdown, proseMarkdown } from './markdown-text.ts';
import { shadowMarkdown, treeMarkdown, trialMarkdown } from './markdown-tree.ts';

/**
 * The check as Markdown for a comment or a job's summary: the first line answers, then who wrote it, why, who can
 * unblock it and what to paste. Glyph and word everywhere, so that it reads without colour.
 */
export function checkMarkdown(report: CheckReport, range: string | null): string {
  const { judgement } = report;
  const { decision } = judgement;
  const settled = decision.status === 'approved' && decision.root.children.every((child) => child.children.length === 0);
  const parts = [
    verdictMarkdown(report),
    preview(report),
    ...(settled ? [] : [change(report), authorship(report), tier(report), treeMarkdown(decision.root, judgement.outcomes)]),
    shadowMarkdown(decision.shadow),
    trialMarkdown(report.trial),
    ...forward(decision.next, decision.status === 'unsatisfiable', range),
    ...(settled ? [] : [written(report), excluded(report)]),
    care(report),
    marker,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** Lets a job find the comment it made before. */
const marker = '<!-- countersign check -->';

/** The first line, which is the answer, and under which policy it was given. */
export function verdictMarkdown(report: CheckReport): string {
  const { glyph, word, sentence, under } = verdictWords(report);
  return `### ${glyph} ${word}: ${proseMarkdown(sentence)}\n\n${proseMarkdown(under)}`;
}

function preview({ source }: CheckReport): string {
  if (!source.preview) return '';
  return `> Preview: this repository has no \`.countersign/policy.yaml\`; judged under ${plainMarkdown(source.policy.replace(/^preset /, ''))}, everyone's level unknown.`;
}

/** The line of the terminal, unbroken. */
function change(report: CheckReport): string {
  const words = changeLines(report, 10_000).map((line) => line.map(textOf).join('')).join(' ');
  return `Change: ${plainMarkdown(words.trim().replace(/ {2,}/g, ' · '))}`;
}

function authorship({ judgement: { assistance } }: CheckReport): string {
  const { lines, aiLinesByKind } = assistance;
  const rows = (
    [
      ['AI, recorded', aiLinesByKind.recorded],
      ['AI, declared', aiLinesByKind.declared],
      ['AI, inferred', aiLinesByKind.inferred],
      ['contradictory', lines.contradictory],
      ['unknown', lines.unknown],
      ['human', lines.human],
    ] as const
  ).filter(([, n]) => n > 0);
  const said = assistance.contradictions.map(({ sentence }) => `\n\nContradiction: ${proseMarkdown(sentence)}`).join('');
  if (rows.length === 0) return `Who wrote it: ${proseMarkdown(assistance.sentence)}${said}`;
  const table = rows.map(([who, n]) => `| ${who} | ${n} | ${percent(n, lines.added)} |`);
  return ['| Who wrote the added lines | lines | share |', '|---|--:|--:|', ...table].join('\n') + said;
}

function tier({ judgement: { risk } }: CheckReport): string {
  const telling = risk.reasons.filter((reason) => risk.tier === 'low' || reason.tier !== 'low' || reason.signal !== 'area');
  return `**${risk.tier}**: ${telling.map(({ sentence }) => proseMarkdown(sentence)).join(' · ')}`;
}

/** Who can unblock it, and the commands in a block that can be copied. */
function forward(steps: readonly NextStep[], stuck: boolean, range: string | null): string[] {
  if (steps.length === 0) return [];
  const words = steps.map(({ sentence, command }) => `- ${proseMarkdown(sentence)}${command === null ? '' : `: ${codeMarkdown(asTyped(command, range))}`}`);
  return [`**${stuck ? 'Ways out' : 'Next'}**\n\n${words.join('\n')}`];
}

const filesShown = 50;
const rangesShown = 30;

function written({ judgement: { assistance } }: CheckReport): string {
  const ranges = aiRanges(assistance);
  const paths = [...new Set(ranges.map(({ path }) => path))];
  if (paths.length === 0) return '';
  const items = paths.slice(0, filesShown).map((path) => {
    const own = ranges.filter((range) => range.path === path);
    const shown = own.slice(0, rangesShown).map(({ start, end }) => (start === end ? `${start}` : `${start}–${end}`));
    return `- ${pathMarkdown(path)} ${shown.join(', ')}${own.length > rangesShown ? ` and ${own.length - rangesShown} more` : ''}`;
  });
  if (paths.length > filesShown) items.push(`- and ${counted(paths.length - filesShown, 'more file', 'more files')}`);
  return details(`Lines an AI wrote, in ${counted(paths.length, 'file')}`, items);
}

const excludedShown = 50;

function excluded({ judgement: { exclusions }, people }: CheckReport): string {
  if (exclusions.length === 0) return '';
  const items = exclusions.slice(0, excludedShown).map(({ who, person, reasons }) => {
    const name = people.persons.find(({ id }) => id === person)?.name ?? who;
    return `- ${plainMarkdown(name)}: ${plainMarkdown(reasons.slice(0, 5).join(', '))}`;
  });
  if (exclusions.length > excludedShown) items.push(`- and ${counted(exclusions.length - excludedShown, 'other')}`);
  return details('Who may not sign this, because they had a part in it', items);
}

const careShown = 20;

function care({ change: { unread }, coverage, judgement }: CheckReport): string {
  const gaps = coverage.filter(({ state }) => state === 'partial').map(({ sentence }) => sentence);
  const problems = judgement.assistance.problems.map(({ source, sentence }) => `${source}: ${sentence}`);
  const all = [...judgement.warnings, ...gaps, ...unread, ...problems];
  if (all.length === 0) return '';
  const items = all.slice(0, careShown).map((sentence) => `- ${proseMarkdown(sentence)}`);
  if (all.length > careShown) items.push(`- and ${all.length - careShown} more, see \`--json\``);
  return details('Read with care', items);
}

function details(summary: string, items: readonly string[]): string {
  return `<details><summary>${safeText(summary)}</summary>\n\n${items.join('\n')}\n\n</details>`;
}
