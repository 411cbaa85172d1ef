import { assessStandingLines, type Claim, type EvidenceProblem, type StandingFile, type StandingLines } from '../../core/evidence/index.ts';
import type { Policy } from '../../core/policy/index.ts';
import { compileAreas } from '../../core/risk/index.ts';
import type { Repository } from '../ports/index.ts';
import type { HeadReport, OnProgress } from '../reports.ts';
import { commitReader } from './commit-reader.ts';
import { openScanEvidence } from './scan-evidence.ts';

/** What is looked at besides the commits, and where to say what could not be read. */
interface Reading {
  readonly pulls: boolean;
  readonly problems: EvidenceProblem[];
  readonly unread: string[];
  readonly onProgress: OnProgress | null;
}

/** Of every line that stands in the files of `head`: which commit wrote it, and what is known of how. A report: it fails open. */
export async function readHeadAssistance(repository: Repository, policy: Policy, head: string, reading: Reading): Promise<HeadReport> {
  const { pulls, problems, unread, onProgress } = reading;
  onProgress?.({ step: 'following lines', done: 0, total: null });
  const standing = await repository.readHeadLines(head);
  unread.push(...standing.unread);
  const authors = new Set<string>();
  for (const { ranges } of standing.files) for (const { commit, cutOff } of ranges) if (cutOff !== true) authors.add(commit);
  const read = commitReader(policy);
  const said: EvidenceProblem[] = [];
  const evidence = await openScanEvidence(repository, read, { head, pulls, problems: said, unread: [] });
  const claims: Claim[] = [];
  const narrowed = new Set<string>();
  let done = 0;
  for await (const batch of repository.readHistory({ heads: [head], not: [], since: null, until: null, firstParent: false, files: 'paths' }, [])) {
    const wrote = batch.filter(({ id }) => authors.has(id));
    const records = await evidence.of(wrote);
    for (const commit of wrote) {
      const record = records.get(commit.id);
      claims.push(...(record?.claims ?? []), ...read(commit));
      if ((record?.aiLines ?? 0) > 0) narrowed.add(commit.id);
    }
    done += wrote.length;
    onProgress?.({ step: 'reading who wrote them', done, total: authors.size });
  }
  // The scan of the history said the same of most records already.
  const known = new Set(problems.map(({ source, sentence }) => `${source}\n${sentence}`));
  problems.push(...said.filter(({ source, sentence }) => !known.has(`${source}\n${sentence}`)));
  // Where following ended, the commit is no author: its claims say nothing of the lines.
  const origins = standing.files.map(({ path, ranges }) => ({ path, ranges: ranges.map(({ cutOff, ...range }) => (cutOff === true ? { ...range, commit: '' } : range)) }));
  const files = assessStandingLines(origins, claims, narrowed);
  return {
    ...sumOf(files),
    files,
    binaryFiles: standing.binaryFiles,
    otherEntries: standing.otherEntries,
    commits: authors.size,
    cutOff: standing.cutOff,
    areas: areasOf(files, policy),
  };
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
