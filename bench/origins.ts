/**
 * How many landed commits that name no pull request fit one by content, and how often that is right: the newest
 * commits that do name theirs are looked for as if they did not.
 */
import { claimsOfCommit, pullRequestOf } from '../src/core/evidence/index.ts';
import { openPullRequests } from '../src/workflows/evidence/pull-requests.ts';
import { openRecords } from '../src/workflows/evidence/records.ts';
import type { HistoryCommit, Repository } from '../src/workflows/ports/index.ts';

/** Landed commits by what was found. */
export interface Origins {
  /** Commits of one parent that name no pull request whose head is here. */
  unnumbered: number;
  patch: number;
  lines: number;
  /** Fit two equally well: neither is taken. */
  equal: number;
  /** Got a claim or lines. */
  withClaims: number;
  /** Commits that name theirs and were looked for blindly; found the same, another. */
  blind: number;
  right: number;
  other: number;
  readonly wrong: string[];
}

/** Most commits that are looked for blindly. */
const mostBlind = 500;

/** Matches every commit of `HEAD`. */
export async function measureOrigins(repository: Repository): Promise<Origins> {
  const sum: Origins = { unnumbered: 0, patch: 0, lines: 0, equal: 0, withClaims: 0, blind: 0, right: 0, other: 0, wrong: [] };
  const heads = new Set((await repository.listRefs('refs/pull/')).map(({ ref }) => ref));
  if (heads.size === 0) return sum;
  const records = await openRecords(repository);
  const landedIn = [(await repository.resolve('HEAD')).commit];
  const unread: string[] = [];
  const open = (measure: 'all' | 'blind' | null) => openPullRequests(repository, records, claimsOfCommit, { numbers: null, landedIn, unread, ...(measure === null ? {} : { measure }) });
  const [all, telling, blind] = [await open('all'), await open(null), await open('blind')];
  const history = { heads: landedIn, not: [], since: null, until: null, firstParent: false, files: 'paths' } as const;
  for await (const batch of repository.readHistory(history, unread)) {
    for (const landed of batch) {
      if (landed.parents.length !== 1) continue;
      const number = pullRequestOf(landed.message);
      if (number !== null && heads.has(`refs/pull/${number}/head`)) await lookBlindly(landed, number);
      else await look(landed);
    }
  }
  return sum;

  async function look(landed: HistoryCommit): Promise<void> {
    sum.unnumbered += 1;
    const { via, problems } = await all.behind(landed, unread);
    if (via !== null && via.by !== 'number') sum[via.by] += 1;
    if (problems.some(({ sentence }) => sentence.includes('equally well'))) sum.equal += 1;
    if (via !== null && (await telling.evidenceOf(landed, claimsOfCommit(landed), unread)).claims.length > 0) sum.withClaims += 1;
  }

  async function lookBlindly(landed: HistoryCommit, number: number): Promise<void> {
    if (sum.blind >= mostBlind) return;
    sum.blind += 1;
    const { via, commits } = await blind.behind(landed, unread);
    if (via === null) return;
    // One commit may stand in several pull requests: what counts is that it is one of the right one.
    const own = new Set((await all.behind(landed, unread)).commits.map((commit) => commit.id));
    if (commits.every((commit) => own.has(commit.id))) sum.right += 1;
    else {
      sum.other += 1;
      if (sum.wrong.length < 5) sum.wrong.push(`${landed.id.slice(0, 12)} #${number}: ${via.by} #${via.pull}`);
    }
  }
}
