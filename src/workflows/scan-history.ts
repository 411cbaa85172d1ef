import { earlyGitAiPrefix, entireRefs, type EvidenceProblem } from '../core/evidence/index.ts';
import { policyTexts, type Policy } from '../core/policy/index.ts';
import { canonicalJson, encodeUtf8, Failure, type Instant } from '../core/values/index.ts';
import { commitReader } from './evidence/commit-reader.ts';
import { coverageOfScan } from './evidence/find-coverage.ts';
import { readHeaders, type Header } from './evidence/file-headers.ts';
import { findSuppression } from './evidence/find-suppression.ts';
import { StandingLinesReader } from './evidence/head-assistance.ts';
import { openScanEvidence } from './evidence/scan-evidence.ts';
import { findGovernance } from './governing-policy.ts';
import { policyPath, standInPreset, type PolicyOverrides } from './load-policy.ts';
import type { HistoryQuery, Ports, ScanMemory } from './ports/index.ts';
import type { OnProgress, PolicySource, ScanReport } from './reports.ts';
import { splitRange } from './resolve-range.ts';
import { addTallies, isTallyState, Tally, tallyFigures } from './tally.ts';

/** Which part of the history to scan and what to report of it. */
export interface ScanOptions extends PolicyOverrides {
  /** `A..B`, a single revision, or `null` for everything `HEAD` reaches. */
  readonly range: string | null;
  readonly since: Instant | null;
  readonly until: Instant | null;
  /** Add the commits of pull-request heads (`refs/pull/N/head`), which hold what squashing lost. */
  readonly all: boolean;
  readonly withChanges: boolean;
  /** Count lines; without them a scan reads only which files each commit touched. */
  readonly withLines: boolean;
  /** Find out of every line that stands in the head's files who wrote it. */
  readonly withHeadLines?: boolean;
  readonly now: Instant;
  /** `null` where nobody watches; a scan then does not count the commits first. */
  readonly onProgress: OnProgress | null;
}

/** What an earlier scan left to start from. */
interface Remembered {
  readonly head: string;
  readonly tally: Tally['state'];
  readonly problems: readonly EvidenceProblem[];
  readonly headers: readonly Header[];
}

/** Raised whenever a tally would come out differently for the same history. */
const tallyVersion = 4;

/**
 * Which commits of a history are AI-assisted, and how we know. A report: it fails open and says what it lacks.
 * A scan of a whole history starts from what an earlier scan of the same branch found, where `memory` kept it.
 */
export async function scanHistory(ports: Ports, options: ScanOptions, memory: ScanMemory | null = null): Promise<ScanReport> {
  const { repository } = ports;
  const { query, head, headRef } = await whatToScan(ports, options);
  const governance = await findMap(ports, options);
  const whole = options.since === null && options.until === null && query.not.length === 0 && query.heads.length === 1;
  const facts = await repository.facts();
  const read = commitReader(governance.policy);
  if (options.withHeadLines === true && (options.since !== null || options.until !== null || query.not.length > 0)) {
    throw new Failure('usage', 'user', 'the lines of a head come from its whole history, and here only part of it is asked for', [
      'leave out `--head-lines`, or the dates and the `A..` of the range',
    ]);
  }
  const standing = options.withHeadLines === true ? new StandingLinesReader(repository, head, read) : null;
  // What a shallow clone could not count must not be remembered past the day it is deepened.
  const key = whole && memory !== null && !facts.shallow && standing === null ? await memoryKey(ports, governance, options) : null;
  const unread: string[] = [];
  const remembered = key === null ? null : await recall(ports, memory!, key, head);
  const headers = readHeaders(repository, head, remembered, unread);
  headers.catch(() => undefined);
  // Only what an earlier scan left must wait for them; otherwise they are read beside the history.
  const earlier = remembered === null || (await headers).gone ? null : remembered;
  const problems: EvidenceProblem[] = [];
  const rest = earlier === null ? query : { ...query, not: [earlier.head] };
  const tally = new Tally(governance.policy, options.withChanges);
  const evidence = await openScanEvidence(repository, read, { head, pulls: options.all, headers: headers.then(({ all, changed }) => (earlier === null ? all : changed)), problems, unread });
  let total: number | null = null;
  let atEdge = 0;
  const counted =
    options.onProgress === null
      ? null
      : repository.countHistory(rest).then((count) => {
          total = count;
        });
  for await (const batch of repository.readHistory(rest, unread)) {
    const known = await evidence.of(batch);
    for (const commit of batch) {
      tally.add(commit, known.get(commit.id), evidence.recorded.has(commit.id));
      standing?.add(commit, known.get(commit.id));
      if (commit.atEdge) atEdge += 1;
    }
    options.onProgress?.({ step: 'reading commits', done: tally.state.total, total });
  }
  await Promise.all([counted, headers]);
  const state = earlier === null ? tally.state : addTallies(tally.state, earlier.tally);
  // Records in the head's tree are read by every scan, so an earlier one may have reported the same.
  const seen = new Set(problems.map(({ source, sentence }) => `${source}\n${sentence}`));
  const allProblems = [...problems, ...(earlier?.problems ?? []).filter(({ source, sentence }) => !seen.has(`${source}\n${sentence}`))];
  if (state.total === 0 && options.since === null && options.until === null && query.not.length === 0) {
    throw new Failure('no-commits', 'user', 'there are no commits to scan here');
  }
  if (key !== null && unread.length === 0 && state !== earlier?.tally) {
    await memory!.write(key, { head, tally: state, problems: allProblems, headers: (await headers).all } satisfies Remembered);
  }
  if (standing !== null) options.onProgress?.({ step: 'following lines', done: 0, total: null });
  const headLines = standing === null ? null : await standing.report(governance.policy, unread);
  return {
    repository: facts,
    head,
    headRef,
    headLines,
    ...tallyFigures(state, governance.policy.areas, options.now),
    coverage: await coverageOfScan(repository, evidence, {
      recordsSeen: state.recorded,
      wholeOf: whole ? branchName(headRef, options.range) : null,
      atEdge,
      unread: options.withLines ? unread : [...unread, 'lines were not counted (--no-lines): every number of lines is 0'],
    }),
    suppression: await findSuppression(repository, head),
    problems: [...governance.problems, ...allProblems],
    source: governance.source,
  };
}

function branchName(ref: string | null, typed: string | null): string {
  return ref?.replace(/^refs\/(?:heads|remotes|tags)\//, '') ?? typed ?? 'HEAD';
}

/** What a scan takes from the policy: areas and tiers to sort commits by, and the words for where they came from. */
interface AreaMap {
  readonly policy: Policy;
  readonly source: PolicySource;
  readonly problems: readonly EvidenceProblem[];
}

/** A repository whose policy cannot be used is still scanned, under the preset's areas, and told why. */
async function findMap(ports: Ports, options: ScanOptions): Promise<AreaMap> {
  try {
    const { policy, source } = await findGovernance(ports, null, null, options);
    return { policy, source, problems: [] };
  } catch (error) {
    const named = options.preset !== null || options.policyFile !== null || options.peopleFile !== null;
    if (!(error instanceof Failure) || error.kind === 'internal' || named) throw error;
    const policy = (await policyTexts()).presetPolicy(standInPreset);
    if (policy === null) throw error;
    const source = { preview: false, policy: `preset ${standInPreset}`, people: 'nobody is enrolled' };
    const sentence = `the policy cannot be used, so areas and tiers are those of ${standInPreset}: ${error.message}`;
    return { policy, source, problems: [{ source: policyPath, sentence }] };
  }
}

async function whatToScan(
  { repository }: Ports,
  options: ScanOptions,
): Promise<{ query: HistoryQuery; head: string; headRef: string | null }> {
  const { left, right } = splitRange(options.range);
  const to = await repository.resolve(right ?? 'HEAD');
  const not = left === null ? [] : [(await repository.resolve(left)).commit];
  const pulls = options.all ? (await repository.listRefs('refs/pull/')).filter(({ ref }) => ref.endsWith('/head')) : [];
  return {
    head: to.commit,
    headRef: to.ref,
    query: {
      heads: [...new Set([to.commit, ...pulls.map(({ id }) => id)])],
      not,
      since: options.since,
      until: options.until,
      firstParent: false,
      files: options.withLines ? 'lines' : 'paths',
    },
  };
}

/** Names everything a tally depends on besides the commits themselves: policy, line records, what was kept. */
async function memoryKey({ repository, sha256 }: Ports, governance: AreaMap, options: ScanOptions): Promise<string> {
  const facts = await repository.facts();
  const kept = await Promise.all(['refs/notes/', earlyGitAiPrefix, entireRefs, 'refs/heads/entire/', 'refs/remotes/origin/entire/'].map((prefix) => repository.listRefs(prefix)));
  const notes = kept.flat();
  const policy = JSON.parse(JSON.stringify(governance.policy)) as Record<string, never>;
  return sha256([
    encodeUtf8(
      canonicalJson({
        version: tallyVersion,
        repository: facts.path,
        policy,
        notes: notes.map(({ id }) => id),
        shallow: facts.shallow,
        withChanges: options.withChanges,
        withLines: options.withLines,
      }),
    ),
  ]);
}

/** What an earlier scan found, if its head is part of this history; a rewritten history starts afresh. */
async function recall({ repository }: Ports, memory: ScanMemory, key: string, head: string): Promise<Remembered | null> {
  const remembered = (await memory.read(key)) as Partial<Remembered> | null;
  const { head: earlier, tally, problems, headers } = remembered ?? {};
  if (typeof earlier !== 'string' || !isTallyState(tally) || !Array.isArray(problems) || !Array.isArray(headers)) return null;
  try {
    return (await repository.isAncestor(earlier, head)) ? { head: earlier, tally, problems, headers } : null;
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}
