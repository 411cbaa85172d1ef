import type { Change } from '../../change/index.ts';
import type { Assistance, AssistanceState, ChangeEvidence, LineCounts, LineState, Undeclared } from './assistance.ts';
import type { Claim, ClaimKind, EvidenceProblem } from '../claim.ts';
import { countCommitLines, findContradictions, numberOfLines } from './contradictions.ts';
import { type CommitSays, groupByCommit, newSays, plainFiles, type UnifiedRange, unifyFiles } from './line-states.ts';

/** Kinds of claim, the strongest first. */
const kindsByStrength: readonly ClaimKind[] = ['recorded', 'declared', 'inferred'];

/**
 * Unifies the claims about a change line by line and gives the outcome of the evidence design's table.
 *
 * AI evidence only adds: nothing that says "human" or "no AI" removes it. Strong claims about a commit make all
 * its added lines `ai`, unless line records of that commit cover lines of this change: then only those are, the
 * rest of the commit is `unknown`. `share` counts every line with a strong AI claim, contradicted or not.
 * Asked to answer is every commit but merges, and merges that add lines themselves; where all that a change does
 * is to add lines, only the commits that add one that is left. Bots neither answer nor assist. `ask-signed` takes no trailer for an answer.
 * `unasked`: ids of commits that the protected side wants no answer for; it takes the question away where no trace
 * stands on them, and nothing else. `attestedBy`: who, with no hand in it, attests that no AI wrote it; that settles
 * a weak trace that an answer contradicts, and nothing else. Only an answer from the ledger is signed.
 */
export function assess(change: Change, evidence: ChangeEvidence, undeclared: Undeclared, unasked: ReadonlySet<string> = new Set(), attestedBy: string | null = null): Assistance {
  const { claims } = evidence;
  const commits = groupByCommit(claims);
  const files = unifyFiles(evidence, commits);
  const ranges = files.flatMap((file) => file.ranges);
  const { missing, problems } = uncoveredLines(change, files);
  const lines = countStates(ranges, missing);
  const tally = countAi(claims, ranges);
  const empty = change.files.length === 0 && change.commits.length === 0;
  const asked = empty ? [] : askedCommits(change, ranges, missing);
  const outcome = empty
    ? ({ state: 'not-assisted', sentence: 'The change is empty.', unanswered: [] } as const)
    : outcomeOf({ claims, commits, asked, unasked, missing, undeclared, attestedBy });
  const share = lines.added === 0 ? 0 : tally.lines / lines.added;
  const tools = toolsByLines(claims, tally.byTool);
  const found = new Set(claims.filter((claim) => claim.class === 'ai' && claim.subject.scope !== 'repository').map((claim) => claim.kind));
  return {
    state: outcome.state,
    unanswered: outcome.unanswered ?? [],
    asked,
    ...(outcome.attested === true ? { attested: true } : {}),
    sentence: outcome.sentence ?? assistedSentence(claims, tools, tally.lines, lines.added),
    share,
    lines,
    aiLinesByKind: tally.byKind,
    kinds: kindsByStrength.filter((kind) => found.has(kind)),
    tools,
    claims,
    files: plainFiles(files),
    contradictions: findContradictions(claims, commits, countCommitLines(claims, ranges)),
    problems: [...evidence.problems, ...problems],
  };
}

interface Outcome {
  readonly state: AssistanceState;
  /** `null`: told from the numbers of lines. */
  readonly sentence: string | null;
  readonly unanswered?: readonly string[];
  readonly attested?: true;
}

interface Question {
  readonly claims: readonly Claim[];
  readonly commits: ReadonlyMap<string, CommitSays>;
  /** Commits whose author should have said. */
  readonly asked: readonly string[];
  readonly unasked: ReadonlySet<string>;
  /** Added lines no commit is known for. */
  readonly missing: number;
  readonly undeclared: Undeclared;
  readonly attestedBy: string | null;
}

function outcomeOf({ claims, commits, asked, unasked, missing, undeclared, attestedBy }: Question): Outcome {
  if (claims.some((claim) => claim.class === 'ai' && claim.strength === 'strong')) return { state: 'assisted', sentence: null };
  const denies = (commit: string): boolean => (commits.get(commit)?.none.length ?? 0) > 0;
  const silent = asked.filter((commit) => !denies(commit));
  const someSilent = silent.length > 0 || missing > 0 || asked.length === 0;
  if (undeclared === 'assisted' && someSilent) {
    return { state: 'assisted', sentence: `${nothingSays(silent, claims)}; the policy takes silence as assisted.` };
  }
  const contradicted = contradictedBy(claims, asked, denies);
  if (contradicted !== null && attestedBy === null) {
    return {
      state: 'contradictory',
      sentence: `The author says no AI was used, yet ${traceIn(contradicted)}: a second person must attest.`,
    };
  }
  if (someSilent && undeclared === 'human') {
    return { state: 'not-assisted', sentence: `${nothingSays(silent, claims)}; the policy takes silence as human, and reports it as unknown.` };
  }
  const traced = ({ ai, weak, lineAi, lineWeak }: CommitSays): boolean => ai.length + weak.length + lineAi.length + lineWeak.length > 0;
  const excused = (commit: string): boolean => unasked.has(commit) && !traced(commits.get(commit) ?? newSays());
  const unanswered = silent.filter((commit) => !excused(commit));
  if (unanswered.length > 0 || missing > 0 || asked.length === 0) {
    return { state: 'ask', sentence: `${nothingSays(unanswered, claims)}: the author must answer.`, unanswered };
  }
  const signed = (commit: string): boolean => (commits.get(commit)?.none ?? []).some((index) => claims[index]?.source.in === 'ledger');
  const unsigned = asked.filter((commit) => !excused(commit) && !signed(commit));
  if (undeclared === 'ask-signed' && unsigned.length > 0) {
    return {
      state: 'ask',
      sentence: 'The commits say no AI was used, without a signature; the policy asks for a signed declaration.',
      unanswered: unsigned,
    };
  }
  if (contradicted !== null) {
    return { state: 'not-assisted', sentence: `The author says no AI was used, ${traceIn(contradicted)}, and ${attestedBy ?? 'a second person'} attests that no AI wrote it.`, attested: true };
  }
  if (silent.length > 0) {
    return { state: 'not-assisted', sentence: `Nothing says that AI was used; ${named(silent)} ${silent.length === 1 ? 'is' : 'are'} by enrolled automation, which is not asked.` };
  }
  return { state: 'not-assisted', sentence: 'Every commit asked says no AI was used, and no trace says otherwise.' };
}

/** A weak AI claim that an answer "no AI" meets: on the same commit, or on the change beside the commits asked. */
function contradictedBy(claims: readonly Claim[], asked: readonly string[], denies: (commit: string) => boolean): Claim | null {
  const someDenies = asked.some(denies);
  const askedSet = new Set(asked);
  return (
    claims.find(({ class: by, subject }) => {
      if (by !== 'ai') return false;
      if (subject.scope === 'repository' || !askedSet.has(subject.commit)) {
        return someDenies || (subject.scope !== 'repository' && denies(subject.commit));
      }
      return denies(subject.commit);
    }) ?? null
  );
}

function traceIn({ subject, source, tool }: Claim): string {
  if (subject.scope !== 'repository') return `a weak trace${tool === null ? '' : ` of ${tool}`} stands in the change`;
  return source.in === 'file' ? `\`${source.path}\` line ${source.line} keeps AI marks out of the history` : 'the repository keeps AI marks out of its history';
}

function nothingSays(silent: readonly string[], claims: readonly Claim[]): string {
  const weak = claims.find((claim) => claim.class === 'ai' && claim.subject.scope !== 'repository') ?? claims.find((claim) => claim.class === 'ai');
  const trace = weak === undefined ? '' : weak.subject.scope === 'repository' ? `, where ${traceIn(weak)}` : `, and a weak trace${weak.tool === null ? '' : ` of ${weak.tool}`} proves nothing`;
  return `Nothing says whether AI was used in ${silent.length === 0 ? 'the change' : named(silent)}${trace}`;
}

/** `3f2a910 and 2 more`. */
function named(commits: readonly string[]): string {
  const [first = '', ...others] = commits;
  return first.slice(0, 7) + (others.length > 0 ? ` and ${others.length} more` : '');
}

function assistedSentence(claims: readonly Claim[], tools: readonly string[], aiLines: number, added: number): string {
  const strong = claims.filter((claim) => claim.class === 'ai' && claim.strength === 'strong');
  const kind = kindsByStrength.find((one) => strong.some((claim) => claim.kind === one)) ?? 'inferred';
  const strongTools = tools.filter((tool) => strong.some((claim) => claim.tool === tool));
  const named = strongTools.length === 0 ? 'AI' : strongTools.join(', ');
  if (added === 0) return `${named} was used (${kind}); nothing was added.`;
  return `${named} was used (${kind}): ${aiLines} of ${numberOfLines(added)} added.`;
}

/** Commits that add lines; every commit but merges too where added lines cannot tell it all. Fails closed to all of them. */
function askedCommits(change: Change, ranges: readonly UnifiedRange[], missing: number): readonly string[] {
  const adding = new Set(ranges.map((range) => range.origin));
  const linesTell = adding.size > 0 && missing === 0 && change.files.every(onlyAdds);
  if (linesTell) return [...adding];
  const own = change.commits.filter((commit) => commit.parents.length < 2).map((commit) => commit.id);
  const all = own.length > 0 ? own : change.commits.map((commit) => commit.id);
  return [...new Set([...adding, ...all])];
}

/** Who took a lock out leaves no line behind: removed lines and changed modes have no origin to ask. */
function onlyAdds({ linesAdded, linesRemoved, oldMode, newMode, status }: Change['files'][number]): boolean {
  return linesAdded !== null && linesAdded > 0 && linesRemoved === 0 && (status === 'A' || oldMode === newMode);
}

function uncoveredLines(
  change: Change,
  files: readonly { readonly path: string; readonly ranges: readonly UnifiedRange[] }[],
): { missing: number; problems: readonly EvidenceProblem[] } {
  const covered = new Map<string, number>();
  for (const { path, ranges } of files) covered.set(path, (covered.get(path) ?? 0) + sumLines(ranges));
  const problems: EvidenceProblem[] = [];
  let missing = 0;
  for (const { path, linesAdded } of change.files) {
    const without = (linesAdded ?? 0) - (covered.get(path) ?? 0);
    if (without <= 0) continue;
    missing += without;
    problems.push({ source: path, sentence: `No commit is known for ${numberOfLines(without)} added to \`${path}\`; they count as unknown.` });
  }
  return { missing, problems };
}

function countStates(ranges: readonly UnifiedRange[], missing: number): LineCounts {
  const of = (state: LineState): number => sumLines(ranges.filter((range) => range.state === state));
  const counts = { ai: of('ai'), human: of('human-attested'), unknown: of('unknown') + missing, contradictory: of('contradictory') };
  return { added: counts.ai + counts.human + counts.unknown + counts.contradictory, ...counts };
}

interface AiTally {
  lines: number;
  readonly byKind: Record<ClaimKind, number>;
  readonly byTool: Map<string, number>;
}

function countAi(claims: readonly Claim[], ranges: readonly UnifiedRange[]): AiTally {
  const tally: AiTally = { lines: 0, byKind: { recorded: 0, declared: 0, inferred: 0 }, byTool: new Map() };
  for (const range of ranges) {
    const lines = range.end - range.start + 1;
    const tools = new Set([...range.ai, ...range.weak].map((index) => claims[index]!.tool));
    for (const tool of tools) if (tool !== null) tally.byTool.set(tool, (tally.byTool.get(tool) ?? 0) + lines);
    if (range.ai.length === 0) continue;
    tally.lines += lines;
    const kind = kindsByStrength.find((one) => range.ai.some((index) => claims[index]!.kind === one));
    if (kind !== undefined && range.state === 'ai') tally.byKind[kind] += lines;
  }
  return tally;
}

/** Every tool an AI claim names, most lines first, then by first mention. */
function toolsByLines(claims: readonly Claim[], lines: ReadonlyMap<string, number>): readonly string[] {
  const tools = new Set<string>();
  for (const claim of claims) if (claim.class === 'ai' && claim.tool !== null) tools.add(claim.tool);
  return [...tools].toSorted((a, b) => (lines.get(b) ?? 0) - (lines.get(a) ?? 0));
}

function sumLines(ranges: readonly { readonly start: number; readonly end: number }[]): number {
  let sum = 0;
  for (const { start, end } of ranges) sum += end - start + 1;
  return sum;
}
