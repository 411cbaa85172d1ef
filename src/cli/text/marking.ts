import type { HookStanding, HooksReport } from '../../workflows/marking/install-hooks.ts';
import type { MarkReport } from '../../workflows/marking/mark-commit.ts';
import { safeText } from '../terminal/foreign.ts';
import { padEnd, span, whole, wrap, type Line, type Span } from '../terminal/spans.ts';

/** What was written into which commit, and what it will be read as. */
export function markText(report: MarkReport, width: number): Line[] {
  const { before, after, subject, trailer, contradiction, pushedTo, recordMoved, altered, problems } = report;
  const say = (glyph: Span, text: string) => wrap(['  ', glyph, ' '], [safeText(text)], width, 4);
  const head = before === after
    ? [span('met', '✓'), ' ', span('met', 'marked already'), `   ${before.slice(0, 7)} says so; nothing was written`]
    : [span('met', '✓'), ' ', span('met', 'marked'), `   ${before.slice(0, 7)} is now ${after.slice(0, 7)}`];
  const lines: Line[] = [head, [], ...wrap(['  '], [safeText(subject)], width, 2), ['  ', span('strong', safeText(trailer))]];
  const notes: Line[] = [];
  if (recordMoved) notes.push(...say(span('met', '✓'), 'its line record moved along'));
  if (altered) notes.push(...say(span('pending', '◐'), 'a hook of this repository changed the message further: see git log -1'));
  if (contradiction !== null) notes.push(...say(span('pending', '◐'), contradiction));
  for (const problem of problems) notes.push(...say(span('pending', '◐'), problem));
  if (notes.length > 0) lines.push([], ...notes);
  const next = pushedTo !== null ? 'git push --force-with-lease' : 'countersign explain HEAD';
  const why = pushedTo !== null ? `   ${pushedTo} still has it unmarked` : '   how it is read';
  return [...lines, [], ['  ', span('act', 'next'), `   ${whole(next)}${safeText(why)}`]];
}

const looks: Record<HookStanding['state'], Span> = {
  installed: span('met', '✓'),
  absent: '−',
  replaced: span('pending', '◐'),
  broken: span('refused', '✗'),
};

/** The hooks, one a line, and what to know about where they are kept. */
export function hooksText({ place, hooks, notes }: HooksReport, width: number): Line[] {
  const installed = hooks.filter(({ state }) => state === 'installed').length;
  const keeper = place.kept === 'plain' ? '' : place.kept === 'foreign' ? ' (core.hooksPath is shared with other repositories)' : ` (kept by ${place.kept})`;
  const broken = hooks.some(({ state }) => state === 'broken' || state === 'replaced');
  const head: Line = broken
    ? [span('refused', '✗'), ' ', span('refused', 'do not all run'), `   ${installed} of ${hooks.length} hooks do${keeper}`]
    : installed === hooks.length
      ? [span('met', '✓'), ' ', span('met', 'installed'), `   commits made under an agent are marked${keeper}`]
      : ['− ', span('strong', 'not installed'), `   commits are marked by hand${keeper}`];
  const left = Math.max(...hooks.map(({ name }) => name.length));
  const lines: Line[] = [head, []];
  for (const { name, state, sentence } of hooks) {
    lines.push(...wrap(['  ', looks[state], ` ${padEnd(name, left)}   `], [safeText(sentence)], width, left + 7));
  }
  if (notes.length > 0) lines.push([]);
  for (const note of notes) lines.push(...wrap(['  '], [safeText(note)], width, 2));
  const next = place.kept === 'foreign' ? 'git config --local core.hooksPath .git/hooks' : broken || installed === 0 ? 'countersign hook install' : 'countersign hook uninstall';
  const why = place.kept === 'foreign' ? '   has git look here again; then countersign hook install' : broken ? '   mends them' : installed === 0 ? '   to mark them as they are made' : '   puts back what was there';
  return [...lines, [], ['  ', span('act', 'next'), `   ${whole(next)}${why}`]];
}
