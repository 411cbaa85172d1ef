import { assessStandingLines, type Claim, type CommitReader, type StandingFile, type StandingLines } from '../../core/evidence/index.ts';
import type { Policy } from '../../core/policy/index.ts';
import { compileAreas } from '../../core/risk/index.ts';
import type { HeadLines, HistoryCommit, Repository } from '../ports/index.ts';
import type { HeadReport } from '../reports.ts';
import type { CommitRecord } from './line-records.ts';

/**
 * Of every line that stands in the files of a head: which commit wrote it, and what is known of how. The lines are
 * followed beside the reading of the history, whose commits are `add`ed as they come. A report: it fails open.
 */
export class StandingLinesReader {
  readonly #following: Promise<HeadLines>;
  readonly #read: CommitReader;
  readonly #claims = new Map<string, readonly Claim[]>();
  readonly #narrowed = new Set<string>();

  constructor(repository: Repository, head: string, read: CommitReader) {
    this.#read = read;
    this.#following = repository.readHeadLines(head);
    this.#following.catch(() => undefined);
  }

  /** A commit of the head's history, with what its records say. */
  add(commit: HistoryCommit, record: CommitRecord | undefined): void {
    const claims = [...(record?.claims ?? []), ...this.#read(commit)];
    if (claims.length > 0) this.#claims.set(commit.id, claims);
    if ((record?.aiLines ?? 0) > 0) this.#narrowed.add(commit.id);
  }

  /** After the last commit was added. What could not be followed is added to `unread`. */
  async report(policy: Policy, unread: string[]): Promise<HeadReport> {
    const { files: standing, binaryFiles, otherEntries, cutOff, unread: gaps } = await this.#following;
    unread.push(...gaps);
    const authors = new Set<string>();
    // Where following ended, the commit is no author: its claims say nothing of the lines.
    const origins = standing.map(({ path, ranges }) => ({
      path,
      ranges: ranges.map(({ cutOff: ended, ...range }) => {
        if (ended === true) return { ...range, commit: '' };
        authors.add(range.commit);
        return range;
      }),
    }));
    const claims = [...authors].flatMap((commit) => this.#claims.get(commit) ?? []);
    const files = assessStandingLines(origins, claims, this.#narrowed);
    return { ...sumOf(files), files, binaryFiles, otherEntries, commits: authors.size, cutOff, areas: areasOf(files, policy) };
  }
}

function areasOf(files: readonly StandingFile[], { areas }: Policy): HeadReport['areas'] {
  const matcher = compileAreas(areas);
  const inArea: StandingFile[][] = areas.map(() => []);
  for (const file of files) for (const index of matcher.match(file.path)) inArea[index]!.push(file);
  return areas.flatMap(({ name, tier }, index) => (inArea[index]!.length === 0 ? [] : [{ name, tier, lines: sumOf(inArea[index]!).lines }]));
}

function sumOf(files: readonly StandingFile[]): Pick<HeadReport, 'lines' | 'aiLinesByKind' | 'aiLinesByTool'> {
  const lines: Record<keyof StandingLines, number> = { total: 0, ai: 0, human: 0, unknown: 0, contradictory: 0 };
  const aiLinesByKind = { recorded: 0, declared: 0, inferred: 0 };
  const byTool = new Map<string, number>();
  for (const file of files) {
    lines.total += file.lines.total;
    lines.ai += file.lines.ai;
    lines.human += file.lines.human;
    lines.unknown += file.lines.unknown;
    lines.contradictory += file.lines.contradictory;
    aiLinesByKind.recorded += file.aiLinesByKind.recorded;
    aiLinesByKind.declared += file.aiLinesByKind.declared;
    aiLinesByKind.inferred += file.aiLinesByKind.inferred;
    for (const [tool, n] of Object.entries(file.aiLinesByTool)) byTool.set(tool, (byTool.get(tool) ?? 0) + n);
  }
  return { lines, aiLinesByKind, aiLinesByTool: Object.fromEntries([...byTool].toSorted((a, b) => b[1] - a[1])) };
}
