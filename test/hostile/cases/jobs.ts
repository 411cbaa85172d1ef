import { join } from 'node:path';
import type { GatedShop } from '../../receiving/gated-shop.ts';
import type { Job, Runner } from '../../ci/runner.ts';
import { once } from './places.ts';
import { preventedIf, type Row } from './row.ts';

const threat: Row['source'] = { threat: 'a change that reaches the job which judges it' };
const main = 'refs/heads/main';

interface Ground {
  readonly shop: GatedShop;
  readonly runner: Runner;
  /** A file that is there once anything of the change ran. */
  readonly canary: string;
  /** A head full of traps, with a policy that stops nothing. */
  readonly head: string;
  readonly sprung: () => boolean;
  /** The action as it is written, on a pull request of `head` to `base`. */
  readonly check: (head: string, base?: string, words?: string) => Job;
}

/** One repository and one machine that runs jobs, for all rows: none changes what another looks at. */
const ground = once(
  async (): Promise<Ground> => {
    const [{ gatedShop }, { Runner }, { hostileHead, layTraps, sprung }] = await Promise.all([import('../../receiving/gated-shop.ts'), import('../../ci/runner.ts'), import('../../ci/hostile-head.ts')]);
    const shop = gatedShop();
    const runner = new Runner(join(shop.origin, '..'));
    const canary = join(runner.folder, 'canary');
    const head = hostileHead(shop.repo, canary);
    layTraps(runner.workspace, canary);
    const check = (sha: string, base = 'main', words = 'Add totals') =>
      runner.action({ command: 'check', target: main }, 'pull_request_target', { pull_request: { number: 7, title: words, body: words, base: { ref: base }, head: { sha, ref: words, label: words } } });
    return { shop, runner, canary, head, sprung: () => sprung(canary), check };
  },
  ({ shop }) => shop.remove(),
);

function job(id: string, act: string, source: Row['source'], holds: (ground: Ground) => boolean | Promise<boolean>, rest: Partial<Row> = {}): Row {
  return { id: `job/${id}`, actor: 'author', act, source, expected: 'prevented', ...rest, run: async () => preventedIf(await holds(await ground())) };
}

const stopped = ({ status, outputs }: Job) => status === 1 && outputs === 'verdict=stopped\n';

/** The job of CI that judges a change, as action.yml and ci/gitlab.yml have it, and what a change does to get at it. */
export const jobs: readonly Row[] = [
  job('scripts', 'lays install scripts, hooks, filters and a gate of the same name in the change that a job judges', { pitfall: 'judge-from-head' }, ({ check, head, sprung }) => {
    const answer = check(head);
    return stopped(answer) && answer.page.includes('.countersign/policy.yaml, enforce') && !sprung();
  }),
  job('gitlab-scripts', 'lays the same for a job of GitLab', { pitfall: 'judge-from-head' }, ({ runner, head, sprung }) => {
    const answer = runner.gitlab('countersign', { CI_PIPELINE_SOURCE: 'merge_request_event', CI_MERGE_REQUEST_PROJECT_ID: '7', CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main', CI_COMMIT_SHA: head });
    return answer.status === 1 && answer.page.includes('.countersign/policy.yaml, enforce') && !sprung();
  }),
  job('words', 'calls a branch and a pull request by commands of the shell', threat, ({ check, head, canary, sprung }) => stopped(check(head, 'main', `$(touch ${canary})\`touch ${canary}\`"; touch ${canary} #`)) && !sprung()),
  job('commands', 'begins lines of messages and names of files like commands to the runner', threat, ({ check, head }) => {
    const lines = check(head).log.trimEnd().split('\n');
    const word = /^::stop-commands::(countersign-[0-9a-f]{32})$/.exec(lines[0] ?? '')?.[1];
    return word !== undefined && lines.at(-1) === `::${word}::` && lines.length > 3 && !lines.slice(1, -1).some((line) => line.includes(word));
  }),
  job('other-branch', 'has the same commit judged for a branch whose policy they wrote, so that the status is green', { pitfall: 'forged-status' }, ({ shop, check, head }) => {
    shop.git('push', 'origin', `${head}:refs/heads/lax`);
    return stopped(check(head, 'lax'));
  }, { elsewhere: 'githubStatus' }),
  job('linked-results', 'leaves a link to a file of the runner among the results that a job with a key reads', threat, async ({ shop, runner, head }) => {
    const { mkdirSync, readFileSync, symlinkSync } = await import('node:fs');
    mkdirSync(join(runner.workspace, 'results'));
    symlinkSync(shop.keys.ana.path, join(runner.workspace, 'results', 'unit.xml'));
    const key = readFileSync(shop.keys.ci.path, 'utf8');
    const { status, page } = runner.action({ command: 'record', target: main, suite: 'unit', junit: 'results', key }, 'workflow_run', { workflow_run: { head_sha: head } });
    return status === 2 && page.includes('is a link');
  }),
  job('page-left', 'leaves a page that says `approved` where a job of GitLab keeps its answer, and has the job end early', threat, async ({ runner, head }) => {
    const { existsSync, writeFileSync } = await import('node:fs');
    const page = join(runner.workspace, 'countersign.md');
    writeFileSync(page, '### ✓ approved\n');
    const { status } = runner.gitlab('countersign', { CI_PIPELINE_SOURCE: 'merge_request_event', CI_COMMIT_SHA: head, COUNTERSIGN_COMMIT: 'ab'.repeat(20) });
    return status !== 0 && !existsSync(page);
  }),
  job('answer-linked', 'leaves a linked folder where a job writes its answer for code scanning', threat, async ({ runner, head }) => {
    const { mkdirSync, readFileSync, symlinkSync, writeFileSync } = await import('node:fs');
    const [outside, kept] = [join(runner.folder, 'outside'), join(runner.folder, 'outside', 'check.sarif')];
    mkdirSync(outside);
    writeFileSync(kept, 'as it was');
    symlinkSync(outside, join(runner.workspace, 'linked-out'));
    const { status, outputs } = runner.action({ command: 'check', target: main, 'sarif-file': 'linked-out/check.sarif' }, 'pull_request_target', { pull_request: { base: { ref: 'main' }, head: { sha: head } } });
    return status === 2 && outputs === 'verdict=unknown\n' && readFileSync(kept, 'utf8') === 'as it was';
  }),
  job('slipped-below', 'lets a change in past the gate and something harmless on top of it, which is what a deployment looks at', { pitfall: 'fail-open' }, async ({ shop, runner, head }) => {
    const { execFileSync } = await import('node:child_process');
    const at = (...args: readonly string[]) => execFileSync('git', ['-C', shop.origin, '-c', 'user.name=Edda Falk', '-c', 'user.email=edda@example.com', ...args], { encoding: 'utf8' }).trim();
    const before = at('rev-parse', main);
    const tip = at('commit-tree', '-p', head, '-m', 'Nothing', '-m', 'Assisted-by: none', `${head}^{tree}`);
    at('update-ref', main, tip);
    const verify = (base: string) => runner.action({ command: 'verify', target: main, base }, 'workflow_dispatch', {});
    const [newest, all] = [verify(head), verify('')];
    at('update-ref', main, before);
    return newest.status === 0 && stopped(all) && /not verified +1 of 3 landings/.test(all.page);
  }, { actor: 'administrator' }),
];
