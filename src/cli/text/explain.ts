import type { AssistedRange, Claim, ClaimSource, LandedAs } from '../../core/evidence/index.ts';
import type { Instant } from '../../core/values/index.ts';
import type { ExplainReport } from '../../workflows/reports.ts';
import { safePath, safeText } from '../terminal/foreign.ts';
import { labelled } from '../terminal/labelled.ts';
import { ago, counted } from '../terminal/numbers.ts';
import { columns, padEnd, span, whole, wrap, type Line, type Span } from '../terminal/spans.ts';

/** How the answer is laid out. */
interface Layout {
  readonly width: number;
  readonly now: Instant;
}

/** The commit or range, then file by file which lines, what is said of them, in whose words, and where they stand. */
export function explainText(report: ExplainReport, { width, now }: Layout): Line[] {
  const lines = [...headline(report, width, now), ...wrap(['  '], [safeText(report.sentence)], width, 2), []];
  for (const { path, ranges } of report.files) {
    lines.push([`  ${safePath(path)}`]);
    for (const group of groups(ranges)) lines.push(...groupLines(group, report.claims, width));
  }
  if (report.files.length > 0) lines.push([]);
  lines.push(...unplaced(report, width));
  for (const { sentence } of report.contradictions) lines.push(...note(span('pending', 'contradiction'), sentence, width));
  for (const { source, sentence } of report.problems) lines.push(...note(span('pending', 'read with care'), `${source}: ${sentence}`, width));
  for (const sentence of report.unread) lines.push(...note(span('pending', 'not read'), sentence, width));
  while (lines.at(-1)?.length === 0) lines.pop();
  return lines;
}

function headline({ head, subject, author, committedAt }: ExplainReport, width: number, now: Instant): Line[] {
  const id = head.slice(0, 7);
  const left: Line = [span('strong', id), `  ${safeText(subject)}`];
  const right = `${safeText(author.name || author.email)}, ${ago(committedAt, now)}`;
  const used = id.length + 2 + columns(safeText(subject)) + columns(right);
  const gap = Math.min(width, 80) - used;
  return gap >= 3 ? [[...left, ' '.repeat(gap), right]] : wrap([], [...left, `   ${right}`], width, id.length + 2);
}

/** Ranges of one file of which the same claims say the same. */
interface Group {
  readonly state: AssistedRange['state'];
  readonly claims: readonly number[];
  readonly ranges: readonly AssistedRange[];
}

function groups(ranges: readonly AssistedRange[]): Group[] {
  const byKey = new Map<string, AssistedRange[]>();
  for (const range of ranges) {
    const key = `${range.state} ${range.claims.join(',')}`;
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, [range]);
    else known.push(range);
  }
  return [...byKey.values()].map((members) => ({ state: members[0]!.state, claims: members[0]!.claims, ranges: members }));
}

const stateWords: Record<AssistedRange['state'], Span> = {
  ai: span('ai', 'AI'),
  'human-attested': span('met', 'human'),
  unknown: 'unknown',
  contradictory: span('pending', 'contradictory'),
};

const placeColumn = 10;
const rangesShown = 8;

function groupLines({ state, claims, ranges }: Group, all: readonly Claim[], width: number): Line[] {
  const places = ranges.slice(0, rangesShown).map(({ start, end }) => (start === end ? `${start}` : `${start}–${end}`));
  if (ranges.length > rangesShown) places.push(`and ${counted(ranges.length - rangesShown, 'more range')}`);
  const place = places.join(', ');
  const hang = 4 + placeColumn + 4;
  const said = claims.flatMap((index) => claimLine(all[index]));
  const lines = said.length === 0 ? [['  ', span('faint', 'no claim covers these lines')]] : said;
  // Ranges that do not fit beside their claims stand above them.
  const above = columns(place) >= placeColumn ? wrap(['    '], [place], width, 6) : [];
  const beside = above.length > 0 ? ' '.repeat(4 + placeColumn) : `    ${padEnd(place, placeColumn)}`;
  return [
    ...above,
    ...lines.flatMap((words, index) =>
      index === 0 ? wrap([beside, stateWords[state], '  '], words, width, hang) : wrap([' '.repeat(hang)], words, width, hang),
    ),
  ];
}

/** `recorded  Copilot, session 7f3c  "the quote"   refs/notes/ai` */
function claimLine(claim: Claim | undefined): Line[] {
  if (claim === undefined) return [];
  const { kind, strength, tool, model, session, quote, source } = claim;
  const who = [tool ?? '', model ?? '', session === null ? '' : `session ${session.slice(0, 8)}${session.length > 8 ? '…' : ''}`].filter((part) => part !== '');
  const words = `${kind}${strength === 'weak' ? ', weak' : ''}`;
  // What a line record says of lines is its ranges; its own line names them by hashes. `--json` has every quote.
  const quoted = source.in === 'note' ? '' : `   “${safeText(shortened(quote))}”`;
  const named = who.length === 0 || (quoted !== '' && kind === 'declared') ? '' : `   ${safeText(who.join(', '))}`;
  return [[`${words}${named}${quoted}   `, span('faint', whole(sourceWords(source)))]];
}

const quoteShown = 160;

function shortened(quote: string): string {
  return quote.length > quoteShown ? `${quote.slice(0, quoteShown)}…` : quote;
}

function sourceWords(source: ClaimSource): string {
  return source.via === undefined ? placeWords(source) : `${placeWords(source)} (${viaWords(source.via)})`;
}

/** How a claim came from a pull request to the commit that landed. */
function viaWords({ pull, by, shared }: LandedAs): string {
  if (by === 'number') return `pull request #${pull}`;
  return by === 'patch' ? `pull request #${pull}, found by the same patch` : `pull request #${pull}, found by ${Math.floor(shared * 100)} % of its lines`;
}

function placeWords(source: ClaimSource): string {
  switch (source.in) {
    case 'message':
      return `message of ${source.commit.slice(0, 7)}, line ${source.line}`;
    case 'author':
    case 'committer':
      return `${source.in} of ${source.commit.slice(0, 7)}`;
    case 'note':
      return `${safeText(source.ref)}, line ${source.line}`;
    case 'file':
      return `${safePath(source.path)}:${source.line}`;
    case 'ledger':
      return `ledger entry ${source.entry}`;
  }
}

/** Claims that no added line carries: of commits without lines, of the repository, of bots. None is left out. */
function unplaced({ claims, files }: ExplainReport, width: number): Line[] {
  const placed = new Set(files.flatMap(({ ranges }) => ranges.flatMap((range) => range.claims)));
  const rest = claims.filter((_claim, index) => !placed.has(index));
  if (rest.length === 0) return [];
  const lines = rest.flatMap((claim) => claimLine(claim).flatMap((words) => wrap(['    ', classWords[claim.class], '  '], words, width, 8)));
  return [[`  ${counted(rest.length, 'claim')} on no added line`], ...lines, []];
}

const classWords: Record<Claim['class'], Span> = { ai: span('ai', 'AI'), human: span('met', 'human'), bot: 'bot' };

function note(label: Span, sentence: string, width: number): Line[] {
  return labelled(label, [safeText(sentence)], { indent: 2, column: 18, width });
}
