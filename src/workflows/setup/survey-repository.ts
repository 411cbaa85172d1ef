import { claimsOfCommit } from '../../core/evidence/index.ts';
import { parseCodeOwners, type CodeOwners } from '../../core/policy/index.ts';
import { codeOwnersIn, groupAuthors, HistorySurvey, readMailmap, type AuthorGroup } from '../../core/setup/index.ts';
import { decodeUtf8, Failure, type Instant } from '../../core/values/index.ts';
import type { Ports } from '../ports/index.ts';
import type { OnProgress } from '../reports.ts';
import { resolveTarget } from '../resolve-range.ts';

/** What a repository and the newest part of its history show. */
export interface RepositorySurvey {
  readonly name: string;
  /** Full name of the protected branch, and its tip. */
  readonly target: string;
  readonly tip: string;
  readonly survey: HistorySurvey;
  readonly groups: readonly AuthorGroup[];
  /** Paths at the tip. */
  readonly paths: readonly string[];
  /** Committer date of the newest commit. */
  readonly newest: Instant;
  /** Whether the history goes on beyond what was looked at. */
  readonly more: boolean;
  readonly shallow: boolean;
  readonly unread: readonly string[];
  /** The CODEOWNERS file at the tip, where there is one. */
  readonly codeOwners: CodeOwners | null;
}

/** Two years, in seconds: who left since would be asked in vain. */
const lookBack = 2 * 365 * 86_400;
/** Seconds of work on any repository, whatever it holds. */
const mostCommits = 20_000;
/** Clocks are skewed: only so many old commits in a row mean that the rest is older. */
const oldInARow = 500;

/**
 * Reads the tip of the protected branch and the last two years before its newest commit, in one `git log`. `none`: who
 * wrote is enough.
 */
export async function surveyRepository(ports: Ports, named: string | null, onProgress: OnProgress | null, files: 'lines' | 'none' = 'lines'): Promise<RepositorySurvey> {
  const { repository } = ports;
  const target = await resolveTarget(repository, named);
  if (!target.ref.startsWith('refs/')) {
    throw new Failure('usage', 'user', `\`${named}\` is no branch, and only a branch can be protected`, ['countersign init --target refs/heads/main']);
  }
  const unread: string[] = [];
  const textOf = async (path: string) => (await repository.readFile(target.tip, path).catch(asUnread(path, unread)))?.bytes ?? null;
  const [paths, mailmap, facts] = await Promise.all([repository.listFiles(target.tip), textOf('.mailmap'), repository.facts()]);
  const place = codeOwnersIn(paths);
  const owners = place === null ? null : await textOf(place.path);
  const survey = new HistorySurvey();
  let oldOnes = 0;
  let more = false;
  const query = { heads: [target.tip], not: [], since: null, until: null, firstParent: false, files } as const;
  reading: for await (const batch of repository.readHistory(query, unread)) {
    for (const commit of batch) {
      const start = (survey.newest ?? commit.committedAt) - lookBack;
      oldOnes = commit.committedAt < start ? oldOnes + 1 : 0;
      more = survey.commits >= mostCommits || oldOnes >= oldInARow;
      if (more) break reading;
      if (commit.committedAt >= start) survey.add(commit);
    }
    onProgress?.({ step: 'reading commits', done: survey.commits, total: null });
  }
  const groups = groupAuthors(survey.authors.values(), readMailmap(mailmap === null ? '' : decodeUtf8(mailmap)), claimsOfCommit);
  const codeOwners = place === null || owners === null ? null : parseCodeOwners(owners, place.path, place.dialect).codeOwners;
  if (place !== null && owners !== null && codeOwners === null) unread.push(`${place.path} cannot be used`);
  return {
    name: facts.name, target: target.ref, tip: target.tip, survey, groups, paths,
    newest: survey.newest ?? 0, more, shallow: facts.shallow, unread, codeOwners,
  };
}

/** A proposal goes on without a file that cannot be read, and says so. */
function asUnread(path: string, unread: string[]): (error: unknown) => null {
  return (error) => {
    if (!(error instanceof Failure)) throw error;
    unread.push(`${path} was not read`);
    return null;
  };
}
