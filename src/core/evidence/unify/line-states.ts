import type { LineRange } from '../../change/index.ts';
import type { AssistedRange, ChangeEvidence, FileAssistance, LineState, OriginRange } from './assistance.ts';
import type { Claim } from '../claim.ts';

/** What the claims say of one commit; the numbers are indexes into the claims. */
export interface CommitSays {
  /** Strong AI claims about the commit as a whole. */
  readonly ai: number[];
  readonly weak: number[];
  /** Declared answers "no AI". */
  readonly none: number[];
  /** Everything else about the commit as a whole: bots, notes that record nothing. */
  readonly other: number[];
  readonly linesByPath: Map<string, Segment[]>;
  /** Claims about lines or files, by what they say. */
  readonly lineAi: number[];
  readonly lineWeak: number[];
  /** Whether line records narrow the commit's AI claims: they cover a line of this change. */
  narrowed: boolean;
}

/** Lines of a file at the commit that added them, with the claims that cover all of them. */
interface Segment extends LineRange {
  readonly ai: readonly number[];
  readonly weak: readonly number[];
  readonly human: readonly number[];
}

/** One run of lines with what applies to it. */
export interface UnifiedRange extends AssistedRange {
  /** Strong AI claims that apply; empty unless the state is `ai` or `contradictory`. */
  readonly ai: readonly number[];
  readonly weak: readonly number[];
  /** Recorded human claims on the very lines. */
  readonly human: readonly number[];
}

/** Most claims of one sort kept for one run of lines; the state needs one, people read few. */
const mostPerSegment = 8;

/** Sorts the claims by commit. */
export function groupByCommit(claims: readonly Claim[]): Map<string, CommitSays> {
  const commits = new Map<string, CommitSays>();
  const lineClaims = new Map<string, Map<string, number[]>>();
  claims.forEach((claim, index) => {
    const { subject } = claim;
    if (subject.scope === 'repository') return;
    const says = commits.get(subject.commit) ?? newSays();
    commits.set(subject.commit, says);
    if (subject.scope === 'commit') {
      listFor(claim, says).push(index);
      return;
    }
    if (claim.class === 'ai') (claim.strength === 'strong' ? says.lineAi : says.lineWeak).push(index);
    const paths = lineClaims.get(subject.commit) ?? new Map<string, number[]>();
    lineClaims.set(subject.commit, paths);
    const list = paths.get(subject.path);
    if (list === undefined) paths.set(subject.path, [index]);
    else list.push(index);
  });
  for (const [commit, paths] of lineClaims) {
    for (const [path, indexes] of paths) commits.get(commit)!.linesByPath.set(path, segmentsOf(claims, indexes));
  }
  return commits;
}

/** What is said of a commit no claim is about. */
export function newSays(): CommitSays {
  return { ai: [], weak: [], none: [], other: [], linesByPath: new Map(), lineAi: [], lineWeak: [], narrowed: false };
}

function listFor(claim: Claim, says: CommitSays): number[] {
  if (claim.class === 'ai') return claim.strength === 'strong' ? says.ai : says.weak;
  return claim.class === 'human' && claim.kind === 'declared' ? says.none : says.other;
}

/** Cuts overlapping claims into runs, by one sweep over their ends: hostile overlaps stay cheap. */
function segmentsOf(claims: readonly Claim[], indexes: readonly number[]): Segment[] {
  const ends: { at: number; opens: boolean; index: number }[] = [];
  for (const index of indexes) {
    const { subject } = claims[index]!;
    const ranges = subject.scope === 'lines' ? subject.ranges : [{ start: 1, end: Number.MAX_SAFE_INTEGER - 1 }];
    for (const { start, end } of ranges) ends.push({ at: start, opens: true, index }, { at: end + 1, opens: false, index });
  }
  ends.sort((a, b) => a.at - b.at || Number(a.opens) - Number(b.opens));
  const active = { ai: new Set<number>(), weak: new Set<number>(), human: new Set<number>() };
  const segments: Segment[] = [];
  let from = 0;
  for (const { at, opens, index } of ends) {
    if (at > from && active.ai.size + active.weak.size + active.human.size > 0) {
      segments.push({ start: from, end: at - 1, ai: some(active.ai), weak: some(active.weak), human: some(active.human) });
    }
    from = at;
    const claim = claims[index]!;
    const sort = claim.class === 'human' ? 'human' : claim.class === 'ai' && claim.strength === 'strong' ? 'ai' : 'weak';
    if (claim.class === 'bot') continue;
    if (opens) active[sort].add(index);
    else active[sort].delete(index);
  }
  return segments;
}

function some(set: ReadonlySet<number>): readonly number[] {
  const taken: number[] = [];
  for (const index of set) if (taken.push(index) === mostPerSegment) break;
  return taken;
}

/** Unifies the claims on every added line of which the origin is known; see the evidence design. */
export function unifyFiles(
  evidence: ChangeEvidence,
  commits: ReadonlyMap<string, CommitSays>,
): readonly { readonly path: string; readonly ranges: readonly UnifiedRange[] }[] {
  for (const file of evidence.origins) {
    for (const range of file.ranges) {
      const says = commits.get(range.commit);
      if (says === undefined || says.narrowed) continue;
      says.narrowed = piecesOf(range, says).some(({ segment }) => segment !== null && segment.ai.length > 0);
    }
  }
  return evidence.origins.map(({ path, ranges }) => ({ path, ranges: ranges.flatMap((range) => unifyRange(range, commits)) }));
}

/** Without what only the unification needs. */
export function plainFiles(files: readonly { readonly path: string; readonly ranges: readonly UnifiedRange[] }[]): readonly FileAssistance[] {
  return files.map(({ path, ranges }) => ({
    path,
    ranges: ranges.map(({ start, end, state, origin, claims }) => ({ start, end, state, origin, claims })),
  }));
}

function unifyRange(range: OriginRange, commits: ReadonlyMap<string, CommitSays>): readonly UnifiedRange[] {
  const says = commits.get(range.commit);
  const { start, end, commit: origin } = range;
  if (says === undefined) return [{ start, end, origin, state: 'unknown', claims: [], ai: [], weak: [], human: [] }];
  return piecesOf(range, says).map((piece) => {
    const lineAi = piece.segment?.ai ?? [];
    const ai = says.narrowed && lineAi.length === 0 ? [] : [...lineAi, ...says.ai];
    const weak = [...(piece.segment?.weak ?? []), ...says.weak];
    const human = piece.segment?.human ?? [];
    const claims = [...ai, ...weak, ...human, ...says.none, ...says.other];
    return { start: piece.start, end: piece.end, origin, state: stateOf(ai, weak, human, says), claims, ai, weak, human };
  });
}

function stateOf(ai: readonly number[], weak: readonly number[], human: readonly number[], says: CommitSays): LineState {
  const denied = says.none.length > 0;
  if (ai.length > 0) return denied || human.length > 0 ? 'contradictory' : 'ai';
  if (!denied) return 'unknown';
  if (weak.length > 0) return 'contradictory';
  const tracedElsewhere = says.ai.length + says.lineAi.length + says.lineWeak.length > 0;
  return tracedElsewhere ? 'unknown' : 'human-attested';
}

/** The range cut where the line claims of its origin begin and end, in the head file's numbers. */
function piecesOf(range: OriginRange, says: CommitSays): readonly (LineRange & { readonly segment: Segment | null })[] {
  const segments = says.linesByPath.get(range.originalPath);
  if (segments === undefined) return [{ start: range.start, end: range.end, segment: null }];
  const shift = range.start - range.originalStart;
  const pieces: (LineRange & { segment: Segment | null })[] = [];
  let at = range.start;
  for (let i = firstReaching(segments, at - shift); i < segments.length && at <= range.end; i++) {
    const segment = segments[i]!;
    const start = Math.max(at, segment.start + shift);
    if (start > range.end) break;
    if (start > at) pieces.push({ start: at, end: start - 1, segment: null });
    const end = Math.min(range.end, segment.end + shift);
    pieces.push({ start, end, segment });
    at = end + 1;
  }
  if (at <= range.end) pieces.push({ start: at, end: range.end, segment: null });
  return pieces;
}

/** Index of the first segment that ends at or after a line. */
function firstReaching(segments: readonly Segment[], line: number): number {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (segments[middle]!.end < line) low = middle + 1;
    else high = middle;
  }
  return low;
}
