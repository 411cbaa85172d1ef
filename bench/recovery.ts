/**
 * How much of what squashing lost is found again. Recall: distinct texts of attested lines in notes of a pull
 * request that are recovered on its landed commit. Precision: of the recovered lines in files the landed commit has
 * exactly as the pull request's head has them, those that a line-by-line account of the pull request (git's own
 * history of each line, joined with the notes of the commit it came from) gives to the AI too.
 */
import { assess, claimsOfCommit, type Claim } from '../src/core/evidence/index.ts';
import { decodeUtf8 } from '../src/core/values/index.ts';
import { openPullRequests } from '../src/workflows/evidence/pull-requests.ts';
import { openRecords } from '../src/workflows/evidence/records.ts';
import type { Repository } from '../src/workflows/ports/index.ts';

/** Sums over all landed commits with attested lines behind them. */
export interface Recovery {
  pullRequests: number;
  withRecovered: number;
  /** Distinct texts per pull request, summed. */
  attested: number;
  found: number;
  recoveredLines: number;
  addedLines: number;
  /** Recovered lines the account can judge, and those it confirms. */
  judged: number;
  confirmed: number;
}

/** Recovers every landed commit of `HEAD` that names a pull request with notes. */
export async function measureRecovery(repository: Repository): Promise<Recovery> {
  const sum: Recovery = { pullRequests: 0, withRecovered: 0, attested: 0, found: 0, recoveredLines: 0, addedLines: 0, judged: 0, confirmed: 0 };
  const records = await openRecords(repository);
  if (records.commits.size === 0) return sum;
  const head = (await repository.resolve('HEAD')).commit;
  const unread: string[] = [];
  const pulls = await openPullRequests(repository, records, claimsOfCommit, { numbers: null, landedIn: [head], unread });
  const history = { heads: [head], not: [], since: null, until: null, firstParent: false, files: 'none' } as const;
  for await (const batch of repository.readHistory(history, unread)) {
    for (const landed of batch) {
      const { commits: before } = await pulls.behind(landed, unread);
      if (before.length === 0) continue;
      const found = await records.of(before.map((commit) => commit.id), unread);
      const lines = [...found.byCommit.values()].flat().filter((claim) => claim.class === 'ai' && claim.subject.scope === 'lines');
      if (lines.length === 0) continue;
      const wanted = new Set(await textsOf(repository, lines));
      if (wanted.size === 0) continue;
      const { claims } = await pulls.evidenceOf(landed, [], unread);
      const recovered = claims.filter((claim) => claim.subject.scope === 'lines');
      const got = new Set((await textsOf(repository, recovered)).filter((text) => wanted.has(text)));
      sum.pullRequests += 1;
      if (recovered.length > 0) sum.withRecovered += 1;
      sum.attested += wanted.size;
      sum.found += got.size;
      sum.recoveredLines += numberOf(recovered);
      for await (const { files } of repository.readAddedLines([landed.id], unread)) {
        for (const { ranges } of files) for (const { start, end } of ranges) sum.addedLines += end - start + 1;
      }
      await judge(repository, { landed: landed.id, pull: before[0]!.id, parent: landed.parents[0]!, recovered, found: lines }, sum);
    }
  }
  return sum;
}

interface Case {
  readonly landed: string;
  readonly pull: string;
  readonly parent: string;
  readonly recovered: readonly Claim[];
  readonly found: readonly Claim[];
}

async function judge(repository: Repository, { landed, pull, parent, recovered, found }: Case, sum: Recovery): Promise<void> {
  const [base] = await repository.mergeBases(parent, pull);
  if (base === undefined || recovered.length === 0) return;
  const change = await repository.readChange('refs/heads/main', base, pull, true);
  const origins = await repository.readLineOrigins(change);
  const { files } = assess(change, { claims: found, origins, problems: [] }, 'ask');
  const truth = new Map(files.map((file) => [file.path, new Map(file.ranges.flatMap(({ start, end, state }) => Array.from({ length: end - start + 1 }, (_, i) => [start + i, state] as const)))]));
  for (const { subject } of recovered) {
    if (subject.scope !== 'lines') continue;
    const [one, other] = [await repository.readFile(landed, subject.path), await repository.readFile(pull, subject.path)];
    const lines = truth.get(subject.path);
    if (one === null || one.blob !== other?.blob || lines === undefined) continue;
    for (const { start, end } of subject.ranges) {
      for (let line = start; line <= end; line++) {
        const state = lines.get(line);
        if (state === undefined) continue;
        sum.judged += 1;
        if (state === 'ai') sum.confirmed += 1;
      }
    }
  }
}

async function textsOf(repository: Repository, claims: readonly Claim[]): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const { subject } of claims) {
    if (subject.scope !== 'lines') continue;
    const file = await repository.readFile(subject.commit, subject.path).catch(() => null);
    if (file === null) continue;
    const lines = decodeUtf8(file.bytes).split('\n');
    for (const { start, end } of subject.ranges) for (const line of lines.slice(start - 1, end)) if (line.trim() !== '') texts.push(line.trim());
  }
  return texts;
}

function numberOf(claims: readonly Claim[]): number {
  let lines = 0;
  for (const { subject } of claims) if (subject.scope === 'lines') for (const { start, end } of subject.ranges) lines += end - start + 1;
  return lines;
}
