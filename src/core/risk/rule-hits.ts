import type { FileChange } from '../change/index.ts';
import { linesSeen } from '../values/index.ts';
import { contentHitRules, testOpening, testSwitchedOff, type ContentHitRule } from './content-hits.ts';
import { partsOf, pathHitRules } from './path-hits.ts';
import { pathKind } from './path-kind.ts';
import type { Tier } from './tier.ts';

/** One rule that fired on one file, at the first place it did. */
export interface RuleHit {
  readonly id: string;
  readonly tier: Tier;
  readonly says: string;
  /** What fired: the path alone, or what the lines do. */
  readonly by: 'path' | 'lines';
  readonly path: string;
  /** Line in the head's file (where removed: at which it stood), `null` for the whole file. */
  readonly line: number | null;
  /** How many places in this file. */
  readonly count: number;
}

/** Rules that fire on a path alone; cheap enough for every file of a long history. */
export function findPathHits(path: string): readonly { readonly id: string; readonly tier: Tier; readonly says: string }[] {
  const shipped = pathKind(path) === 'code';
  const parts = partsOf(path);
  return pathHitRules.filter((rule) => (shipped || !rule.shippedOnly) && rule.test(parts));
}

/** All rules that fire on the files of a change, by paths and by added and removed lines, in change order. */
export function findRuleHits(files: readonly FileChange[]): readonly RuleHit[] {
  const hits: RuleHit[] = [];
  const sides = files.map(readSides);
  const everywhere = { added: countTexts(sides, 'added'), removed: countTexts(sides, 'removed') };
  for (const [i, file] of files.entries()) {
    for (const { id, tier, says } of findPathHits(file.path)) hits.push({ id, tier, says, by: 'path', path: file.path, line: null, count: 1 });
    if (pathKind(file.path) !== 'code' || !readable.test(file.path) || locked.test(file.path)) continue;
    for (const rule of contentHitRules) {
      const hit = fire(rule, file, sides[i]!, everywhere);
      if (hit !== null) hits.push(hit);
    }
  }
  return [...hits, ...findTestHits(files, sides)];
}

/** Files whose lines are instructions to a machine; prose, data and lock files never fire. */
const readable =
  /\.(?:[cm]?[jt]sx?|py|go|java|kts?|scala|rb|php|cs|rs|c|cc|cpp|h|hpp|swift|exs?|erl|clj|lua|pl|sql|vue|svelte|sh|bash|zsh|ps1|ya?ml|toml|tf|tfvars|hcl|ini|conf|cfg|properties|env|bicep|gradle|flags\.json)$|(?:^|\/)(?:Dockerfile[^/]*|Makefile|Jenkinsfile|[^/]*(?:flags?|toggles?)\.json)$/i;

const locked = /(?:^|\/)[^/]*[-.]lock\.ya?ml$|\.min\.[cm]?js$/;

interface Line {
  readonly raw: string;
  readonly code: string;
  readonly number: number;
}

interface HunkSides {
  readonly added: readonly Line[];
  readonly removed: readonly Line[];
}

/** Longer lines are data or minified; only their beginning is read. */
const longestLine = 500;

function readSides(file: FileChange): readonly HunkSides[] {
  const marker = commentMarker(file.path);
  const read = (texts: readonly string[], number: (i: number) => number) =>
    // Compilers end a line, and so a comment, also at a lone carriage return and some at U+2028.
    texts.flatMap((text, i) => linesSeen(text.trim()).map((seen) => {
      const raw = seen.slice(0, longestLine).trim();
      return { raw, code: codeOf(raw, marker), number: number(i) };
    }));
  return file.hunks.map((hunk) => ({
    added: read(hunk.added, (i) => hunk.newStart + i),
    removed: read(hunk.removed, () => Math.max(1, hunk.newStart)),
  }));
}

type Side = 'added' | 'removed';
type Texts = ReadonlyMap<string, number>;

function countTexts(sides: readonly (readonly HunkSides[])[], side: Side): Texts {
  const counts = new Map<string, number>();
  for (const hunks of sides) {
    for (const hunk of hunks) for (const { raw } of hunk[side]) counts.set(raw, (counts.get(raw) ?? 0) + 1);
  }
  return counts;
}

function fire(
  rule: ContentHitRule,
  file: FileChange,
  hunks: readonly HunkSides[],
  everywhere: Readonly<Record<Side, Texts>>,
): RuleHit | null {
  if (rule.files !== null && !rule.files.test(file.path)) return null;
  const other = rule.side === 'added' ? 'removed' : 'added';
  let first: number | null = null;
  let count = 0;
  for (const hunk of hunks) {
    let codes: { readonly lines: readonly string[]; readonly opposite: readonly string[] } | null = null;
    for (const [at, line] of hunk[rule.side].entries()) {
      if (!matches(rule, line)) continue;
      // As many on the other side: the line only moved.
      if ((everywhere[other].get(line.raw) ?? 0) >= (everywhere[rule.side].get(line.raw) ?? 0)) continue;
      codes ??= { lines: hunk[rule.side].map(({ code }) => code), opposite: hunk[other].map(({ code }) => code) };
      if (rule.confirm !== null && !rule.confirm({ ...codes, at, path: file.path })) continue;
      first ??= line.number;
      count += 1;
    }
  }
  if (first === null) return null;
  if (!rule.everyLine) {
    const isNew = (line: Line) => matches(rule, line) && (everywhere[rule.side].get(line.raw) ?? 0) === 0;
    const opposite = hunks.reduce((sum, hunk) => sum + hunk[other].filter(isNew).length, 0);
    if (count <= opposite) return null;
  }
  return { id: rule.id, tier: rule.tier, says: rule.says, by: 'lines', path: file.path, line: first, count };
}

function matches(rule: ContentHitRule, line: Line): boolean {
  return rule.pattern.test(rule.inComments ? line.raw : line.code);
}

/** Tests that go away, net over all files of the change: a renamed test file is no deletion. */
function findTestHits(files: readonly FileChange[], sides: readonly (readonly HunkSides[])[]): readonly RuleHit[] {
  let net = 0;
  let gone: { path: string; line: number | null } | null = null;
  const hits: RuleHit[] = [];
  const addedBlobs = new Set(files.filter((file) => file.status === 'A').map((file) => file.newId));
  for (const [i, file] of files.entries()) {
    if (pathKind(file.path) !== 'test') continue;
    const removed = sides[i]!.flatMap((hunk) => hunk.removed.filter((line) => testOpening.test(line.code)));
    const added = sides[i]!.flatMap((hunk) => hunk.added.filter((line) => testOpening.test(line.code)));
    const moved = file.status === 'D' && addedBlobs.has(file.oldId);
    // A deleted test file whose lines are not at hand counts as one test.
    const unread = file.status === 'D' && file.hunks.length === 0 && file.linesRemoved !== 0 && testFile.test(file.path);
    const lost = moved ? 0 : removed.length - added.length + (unread ? 1 : 0);
    net += lost;
    if (lost > 0) gone ??= { path: file.path, line: file.status === 'D' ? null : (removed[0]?.number ?? null) };
    const off = sides[i]!.flatMap((hunk) => hunk.added.filter((line) => testSwitchedOff.test(line.code)));
    const on = sides[i]!.flatMap((hunk) => hunk.removed.filter((line) => testSwitchedOff.test(line.code)));
    if (off.length > on.length) {
      hits.push({ id: 'test-switched-off', tier: 'medium', says: 'switches off a test', by: 'lines', path: file.path, line: off[0]!.number, count: off.length - on.length });
    }
  }
  if (net > 0 && gone !== null) {
    const says = net === 1 ? 'deletes a test' : `deletes ${net} tests`;
    hits.unshift({ id: 'test-deleted', tier: 'high', says, by: 'lines', path: gone.path, line: gone.line, count: 1 });
  }
  return hits;
}

const testFile = /\.(?:[cm]?[jt]sx?|py|go|java|kts?|scala|rb|php|cs|rs|c|cc|cpp|swift|exs?)$/;

const hashComments = /\.(?:py|rb|sh|bash|zsh|ya?ml|toml|tf|tfvars|hcl|pl|r|jl|ex|exs|nix|mk|cmake|conf|properties)$|(?:^|\/)(?:Dockerfile[^/]*|Makefile|Jenkinsfile)$/i;
const dashComments = /\.(?:sql|lua|hs|elm|ada|adb)$/i;

/**
 * The part of a trimmed line that runs: comments are cut off, a line that is all comment gives ''. Told from the line
 * alone, so the inside of a block comment is seen only where it starts with `*`, and a marker inside a
 * string may cut too much: for rules that would rather miss than cry wolf.
 */
function codeOf(trimmed: string, marker: RegExp): string {
  if (trimmed === '' || trimmed.startsWith('/*') || trimmed.startsWith('<!--') || /^\*(?:\s|\/|$)/.test(trimmed)) return '';
  const at = trimmed.search(marker);
  return at < 0 ? trimmed : trimmed.slice(0, at).trim();
}

function commentMarker(path: string): RegExp {
  return hashComments.test(path) ? /(?:^|\s)#/ : dashComments.test(path) ? /(?:^|\s)--/ : /(?:^|\s)\/\//;
}
