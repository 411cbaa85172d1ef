/**
 * `npm run accuracy -- assistance --repo PATH`: what the evidence rules find in a repository of yours, and whether
 * they stay silent where they must: on commits made before any agent existed (2021-06), and on the same history
 * with its dates moved to this year, since no claim may lean on a date.
 *
 * `npm run accuracy -- lines --repo PATH`: how many lines of HEAD we give to the commit `git blame` gives them to.
 *
 * `npm run accuracy -- carry --repo PATH [--count 100]`: how many of the newest landings a sign-off of their pull
 * request's head would have covered, by which test, and why not the others.
 *
 * `npm run accuracy -- reviewers --repo PATH`: how often those we would ask for a review are those who did review.
 *
 * `npm run accuracy -- sshsig --repo PATH`: what we and ssh-keygen say of the signatures that OpenSSH tests itself
 * with; PATH is a clone of openssh-portable.
 *
 * `npm run accuracy -- export [--count 200] [--seed 1]`: whether each byte of an exported ledger of so many entries is missed,
 * when it becomes each of its 255 other values, is taken away, or has one that the seed draws before it.
 *
 * `npm run accuracy -- fuzz --rounds 20000 [--seed 7]`: every reader of foreign bytes over so many spoilt seeds each;
 * what breaks one is kept under `test/fixtures/seeds`, where every later run tries it first.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { nodeSha256, openRepository } from '../src/adapters/git/index.ts';
import { Failure } from '../src/core/values/index.ts';
import type { ScanReport } from '../src/workflows/reports.ts';
import { scanHistory } from '../src/workflows/scan-history.ts';
import { agreeWithBlame } from './blame-agreement.ts';
import { carriedLines, measureCarried } from './carried-landings.ts';
import { measureExportBytes } from './export-bytes.ts';
import { isMarked } from './markers.ts';
import { walkQuotes } from './quotes.ts';
import { checkVectors, vectorLines, vectorsHold } from './openssh-vectors.ts';
import { measureOrigins } from './origins.ts';
import { measureRecovery } from './recovery.ts';
import { measureReviewers, reviewerLines } from './reviewers.ts';
import { redateHistory } from './redate-history.ts';
import { fuzzAll } from './fuzz-all.ts';
import { withoutLedger } from '../test/workflows/without-ledger.ts';

const beforeAgents = Date.UTC(2021, 5, 1) / 1000;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { repo: { type: 'string', multiple: true }, count: { type: 'string' }, rounds: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } } });
const repositories = values.repo ?? [];
const what = positionals.join();
if (what === 'export') {
  const { lines, holds } = await measureExportBytes(values.count === undefined ? 200 : Number(values.count), Number(values.seed));
  console.log(lines.join('\n'));
  process.exit(holds ? 0 : 1);
}
if (what === 'fuzz') process.exit((await fuzzAll(Number(values.rounds), Number(values.seed), (line) => console.log(line))) ? 0 : 1);
if (!['assistance', 'lines', 'reviewers', 'carry', 'sshsig'].includes(what) || repositories.length === 0) {
  console.error('Usage: npm run accuracy -- assistance|lines|reviewers|carry|sshsig --repo PATH [--repo PATH …], or: npm run accuracy -- export [--count N] [--seed S]\n       npm run accuracy -- fuzz [--rounds N] [--seed S]');
  process.exit(2);
}
const scratch = join(import.meta.dirname, '..', 'build', 'accuracy');
mkdirSync(scratch, { recursive: true });
let falseClaims = 0;
let spoilt = false;
for (const path of repositories) {
  if (!existsSync(path)) {
    console.error(`There is no \`${path}\`.`);
    process.exit(2);
  }
  if (what === 'lines') await compareLines(path);
  else if (what === 'carry') console.log(carriedLines(path, await measureCarried(path, Number(values.count ?? '100'))).join('\n'));
  else if (what === 'reviewers') console.log(reviewerLines(path, await measureReviewers(path)).join('\n'));
  else if (what === 'sshsig') await compareVectors(path);
  else falseClaims += await measure(path);
}
process.exitCode = falseClaims === 0 && !spoilt ? 0 : 1;

async function compareVectors(path: string): Promise<void> {
  const folder = mkdtempSync(join(scratch, 'sshsig-'));
  try {
    const checked = await checkVectors(path, folder);
    console.log(vectorLines(path, checked).join('\n'));
    spoilt ||= !vectorsHold(checked);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error([error.message, ...error.hints].join('; '));
    process.exit(2);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compareLines(path: string): Promise<void> {
  const { lines, same, sameNumber, files, blaming, different } = await agreeWithBlame(path);
  console.log(`${path}\n  ${same} of ${lines} lines (${((100 * same) / lines).toFixed(3)} %) in ${files} files have the commit that git blame names, ${sameNumber} under the same number; blaming took ${(blaming / 1000).toFixed(1)} s`);
  for (const words of different.slice(0, 40)) console.log(`    ${words}`);
}

async function measure(path: string): Promise<number> {
  const all = await scan(path, null);
  const early = await scan(path, beforeAgents);
  const folder = mkdtempSync(join(scratch, 'redated-'));
  try {
    const copied = await redateHistory(path, folder, '2021-06-01T00:00:00Z', Math.floor(Date.now() / 1000) - 3600);
    const moved = copied === 0 ? null : await scan(folder, null);
    const { commits, byKind, byTool } = all;
    console.log(`${path}\n  ${commits.total} commits: ${commits.assisted} assisted, ${commits.weak} with weak traces only, ${commits.bot} by bots`);
    console.log(`  recorded ${byKind.recorded} · declared ${byKind.declared} · inferred ${byKind.inferred}`);
    console.log(`  ${Object.entries(byTool).map(([tool, count]) => `${tool} ${count}`).join(' · ') || 'no tool'}`);
    const { marks, quotes, recovery, origins } = await inside(path);
    const of = (part: number, whole: number) => (whole === 0 ? 'none' : `${((100 * part) / whole).toFixed(1)} %, ${part} of ${whole}`);
    console.log(`  recall of explicit markers, counted by other expressions: ${of(marks.both, marks.marked)} (found without them: ${marks.found - marks.both})`);
    for (const line of marks.missed) console.log(`    missed ${line}`);
    console.log(`  quotes that stand verbatim in their source: ${of(quotes.verbatim, quotes.claims)}`);
    for (const line of quotes.wrong) console.log(`    not there: ${line}`);
    if (recovery.pullRequests > 0) {
      console.log(`  recovery after squash, ${recovery.withRecovered} of ${recovery.pullRequests} pull requests: ${of(recovery.found, recovery.attested)} distinct attested lines; ${recovery.recoveredLines} of ${recovery.addedLines} lines the landed commits added`);
      console.log(`  precision of recovered lines, where the landed file is the pull request's: ${of(recovery.confirmed, recovery.judged)}`);
    }
    if (origins.unnumbered + origins.blind > 0) {
      console.log(`  commits that name no pull request here: ${origins.unnumbered}; matched by the same patch ${origins.patch}, by nearly the same lines ${origins.lines}; ${origins.equal} fit two equally well; ${origins.withClaims} got claims back`);
      console.log(`  the newest ${origins.blind} that name theirs, looked for as if they did not: found ${of(origins.right, origins.blind)}; another instead ${origins.other}`);
      for (const line of origins.wrong) console.log(`    another: ${line}`);
    }
    console.log(`  before 2021-06: ${claimed(early)} claims of AI in ${early?.commits.total ?? 0} commits`);
    console.log(`  the same ${copied} commits re-dated to this year: ${claimed(moved)} claims of AI`);
    return claimed(early) + claimed(moved) + (quotes.claims - quotes.verbatim);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What needs the claims themselves: markers, quotes, recovery. */
async function inside(path: string) {
  const repository = await openRepository(path);
  try {
    const marks = { marked: 0, found: 0, both: 0, missed: [] as string[] };
    const quotes = await walkQuotes(repository, (commit, claims) => {
      const marked = isMarked(commit);
      const found = claims.some((claim) => claim.class === 'ai');
      if (marked) marks.marked += 1;
      if (found) marks.found += 1;
      if (marked && found) marks.both += 1;
      if (marked && !found && marks.missed.length < 5) marks.missed.push(`${commit.id.slice(0, 12)} ${commit.message.split('\n', 1)[0]!.slice(0, 60)}`);
    });
    return { marks, quotes, recovery: await measureRecovery(repository), origins: await measureOrigins(repository) };
  } finally {
    await repository.close();
  }
}

/** Strong and weak claims both count: neither may be made of a commit that no agent can have touched. */
function claimed(report: ScanReport | null): number {
  return report === null ? 0 : report.commits.assisted + report.commits.weak;
}

async function scan(path: string, until: number | null): Promise<ScanReport> {
  const repository = await openRepository(path);
  try {
    return await scanHistory(
      { repository, sha256: nodeSha256, readText: async () => '', ...withoutLedger },
      {
        range: null,
        since: null,
        until,
        all: false,
        withChanges: false,
        withLines: false,
        preset: null,
        policyFile: null,
        peopleFile: null,
        now: Math.floor(Date.now() / 1000),
        onProgress: null,
      },
    );
  } catch (error) {
    if (error instanceof Failure) console.error(error.message);
    throw error;
  } finally {
    await repository.close();
  }
}
