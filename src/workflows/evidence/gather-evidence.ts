import type { Change } from '../../core/change/index.ts';
import {
  agentTracePath, claimsOfHeader, headerLines, parseAgentTraces, pullRequestOf, suppressionClaims,
  type ChangeEvidence, type Claim, type CommitReader, type EvidenceProblem, type FileOrigins, type TracedLines,
} from '../../core/evidence/index.ts';
import type { Policy } from '../../core/policy/index.ts';
import { decodeUtf8 } from '../../core/values/index.ts';
import type { Repository } from '../ports/index.ts';
import { beyondFiles } from './beyond-files.ts';
import { Checkpoints } from './checkpoints.ts';
import { commitReader } from './commit-reader.ts';
import { suppressionOfChange } from './find-suppression.ts';
import { placeTraces } from './place-traces.ts';
import { openPullRequests } from './pull-requests.ts';
import { openRecords, type FoundRecords, type Records } from './records.ts';
import { notRead } from './unread.ts';

/** Most files of a change whose first lines are read for a disclosure. */
const mostHeaders = 2000;

/**
 * Everything the repository knows about who wrote a change: traces in its commits, the records tools keep about
 * them, what a landed commit's pull request knew before it was squashed, records and headers in the files, and
 * instructions that hide marks. `policy` adds signals; `null` where none is at hand.
 */
export async function gatherEvidence(repository: Repository, change: Change, policy: Pick<Policy, 'signals'> | null): Promise<ChangeEvidence> {
  const read = commitReader(policy ?? { signals: [] });
  const problems: EvidenceProblem[] = [];
  const unread: string[] = [];
  const unreadRecords: string[] = [];
  const records = openRecords(repository);
  const [{ byCommit, problems: broken }, origins, hidden] = await Promise.all([
    records.then((store) => store.of(change.commits.map((commit) => commit.id), unreadRecords)),
    repository.readLineOrigins(change),
    suppressionOfChange(repository, change, problems),
  ]);
  problems.push(...broken);
  const checkpoints = new Checkpoints(repository);
  const recorded = change.commits.flatMap((commit) => [...(byCommit.get(commit.id) ?? [])]);
  const told: Claim[] = [];
  for (const commit of change.commits) {
    const own = read(commit);
    told.push(...own, ...(await checkpoints.of(commit.id, own, problems)));
  }
  const before = await preSquash(repository, change, { records: await records, read, told, unread });
  recorded.push(...before.claims.filter((claim) => claim.kind === 'recorded'));
  told.push(...before.claims.filter((claim) => claim.kind !== 'recorded'));
  problems.push(...before.problems);
  problems.push(...(await beyondFiles(repository, recorded)));
  const traced = await traces(repository, change, origins, problems);
  const headers = await headersOf(repository, change, origins, problems);
  problems.push(...unreadRecords.map((sentence) => ({ source: 'records', sentence, unread: true as const })));
  problems.push(...unread.map((sentence) => ({ source: 'records', sentence })));
  return { claims: [...recorded, ...traced, ...told, ...headers, ...suppressionClaims(hidden)], origins, problems };
}

interface Known {
  readonly records: Records;
  readonly read: CommitReader;
  /** Claims of the change's own commits. */
  readonly told: readonly Claim[];
  readonly unread: string[];
}

/**
 * What pull requests know of the commits of a change that landed: those they name, and those that fit by content. The
 * latter costs reading every pull request, and only what has landed can be a copy of one.
 */
async function preSquash(repository: Repository, change: Change, { records, read, told, unread }: Known): Promise<Pick<FoundRecords, 'problems'> & { readonly claims: readonly Claim[] }> {
  const single = change.commits.filter((commit) => commit.parents.length < 2);
  const numbers = new Set(single.flatMap((commit) => pullRequestOf(commit.message) ?? []));
  const claims: Claim[] = [];
  const problems: EvidenceProblem[] = [];
  const heads = new Set(single.length === 0 ? [] : (await repository.listRefs('refs/pull/')).map(({ ref }) => ref));
  if (heads.size === 0) return { claims, problems };
  const main = (await repository.resolve('HEAD')).commit;
  const named = single.every((commit) => heads.has(`refs/pull/${pullRequestOf(commit.message)}/head`));
  const byContent = !named && (await repository.isAncestor(change.head.commit, main));
  if (numbers.size === 0 && !byContent) return { claims, problems };
  const pulls = await openPullRequests(repository, records, read, { numbers: byContent ? null : numbers, landedIn: [change.head.commit, main], unread });
  for (const commit of single) {
    const own = told.filter(({ subject }) => subject.scope === 'commit' && subject.commit === commit.id);
    const before = await pulls.evidenceOf(commit, own, unread);
    claims.push(...before.claims);
    problems.push(...before.problems);
  }
  return { claims, problems };
}

/** Agent Trace records that stand in the head's tree, placed on the commits of the change they are about. */
async function traces(repository: Repository, change: Change, origins: readonly FileOrigins[], problems: EvidenceProblem[]): Promise<readonly Claim[]> {
  const commit = change.head.commit;
  const text = await textAt(repository, commit, agentTracePath, problems);
  if (text === null) return [];
  const found = parseAgentTraces(text, { commit, path: agentTracePath });
  const isNew = change.files.some((file) => file.path === agentTracePath);
  if (isNew) problems.push(...found.problems);
  const placed = new Set<TracedLines>();
  const claims: Claim[] = [];
  for (const each of change.commits) {
    const paths = new Set(origins.flatMap((file) => file.ranges.filter((range) => range.commit === each.id).map((range) => range.originalPath)));
    claims.push(...(await placeTraces(repository, found.lines, { id: each.id, parents: each.parents, paths }, placed, problems)));
  }
  const known = new Set([change.base.commit, ...change.commits.map((each) => each.id)]);
  const strays = found.lines.filter((lines) => !placed.has(lines) && lines.revision !== null && known.has(lines.revision)).length;
  if (strays > 0) problems.push({ source: agentTracePath, sentence: `${strays} Agent Trace records name commits of this change and files those do not add to; they are about no line here.` });
  return claims;
}

/** Disclosures at the top of files, where the change added the line that makes them. */
async function headersOf(repository: Repository, change: Change, origins: readonly FileOrigins[], problems: EvidenceProblem[]): Promise<readonly Claim[]> {
  const touched = origins.filter((file) => (file.ranges[0]?.start ?? Number.POSITIVE_INFINITY) <= headerLines);
  if (touched.length > mostHeaders) problems.push({ source: 'file headers', sentence: `The first lines of ${touched.length - mostHeaders} files were not read for disclosures.` });
  const texts = await Promise.all(touched.slice(0, mostHeaders).map(async (file) => ({ file, text: await textAt(repository, change.head.commit, file.path, problems) })));
  const gone = texts.filter(({ file, text }) => text === null && !problems.some(({ source }) => source === file.path));
  problems.push(...gone.map(({ file }) => ({ source: file.path, sentence: `\`${file.path}\` was changed, and is not there to be read for evidence.`, unread: true as const })));
  return texts.flatMap(({ file, text }) => {
    const claims = text === null ? [] : claimsOfHeader(text, { commit: change.head.commit, path: file.path });
    return claims.flatMap((claim) => {
      const line = claim.source.in === 'file' ? claim.source.line : 0;
      const origin = file.ranges.find((range) => range.start <= line && line <= range.end);
      if (origin === undefined) return [];
      return [{ ...claim, subject: { scope: 'file' as const, commit: origin.commit, path: origin.originalPath } }];
    });
  });
}

async function textAt(repository: Repository, commit: string, path: string, problems: EvidenceProblem[]): Promise<string | null> {
  try {
    const file = await repository.readFile(commit, path);
    return file === null ? null : decodeUtf8(file.bytes);
  } catch (error) {
    problems.push(notRead(error, path, (why) => `\`${path}\` could not be read for evidence: ${why}.`));
    return null;
  }
}
