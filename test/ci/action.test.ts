import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commitFiles, git } from '../cli/bin.ts';
import { gatedShop, type GatedShop } from '../receiving/gated-shop.ts';
import { recorded } from '../signing/place.ts';
import { commandLines, hostileHead, layTraps, sprung } from './hostile-head.ts';
import { Runner, type Job, type Vars } from './runner.ts';

const main = 'refs/heads/main';
let shop: GatedShop;
let runner: Runner;
let canary: string;
let hostile: string;
let topic: string;
let start: string;
const gateKey = () => readFileSync(shop.keys.ci.path, 'utf8');

beforeAll(() => {
  shop = gatedShop();
  runner = new Runner(dirname(shop.origin));
  canary = join(runner.folder, 'canary');
  hostile = hostileHead(shop.repo, canary);
  [topic, start] = [git(shop.repo, 'rev-parse', 'topic'), git(shop.repo, 'rev-parse', 'main')];
});
afterAll(() => shop.remove());

/** What GitHub sends with a pull request; all but ids is its author's. */
const pull = (sha: string, base = 'main') => {
  const words = `$(touch ${canary})\`touch ${canary}\`"; touch ${canary} #\n::error::forged`;
  return { pull_request: { number: 7, title: words, body: words, labels: [{ name: words }], base: { ref: base }, head: { sha, ref: words, label: words } } };
};
const check = (sha: string, more: Vars = {}): Job => runner.action({ command: 'check', target: main, ...more }, 'pull_request_target', pull(sha));

describe('the action judges a hostile head', () => {
  it('by the policy of the protected branch, and runs nothing of it, were it even checked out where the job stands', () => {
    layTraps(runner.workspace, canary);
    const job = check(hostile);
    expect(job).toMatchObject({ status: 1, outputs: 'verdict=stopped\n', left: '' });
    expect(job.page).toMatch(/^### ◐ pending: needs/);
    expect(job.page).toContain('.countersign/policy.yaml, enforce');
    expect(sprung(canary)).toBe(false);
    expect(job.npm.slice(0, 4)).toEqual([runner.tool, 'ci', '--omit=dev', '--include=optional']);
    expect(job.npm).toContain('--ignore-scripts');
  });

  it('whose traps do spring where somebody checks it out and runs its tests', () => {
    const naive = join(runner.folder, 'naive');
    git(runner.folder, 'clone', '--quiet', '--branch', 'hostile', '--config', 'core.attributesFile=/dev/null', shop.origin, naive);
    rmSync(join(naive, '.npmrc'));
    spawnSync('npm', ['test'], { cwd: naive });
    expect(sprung(canary)).toBe(true);
    rmSync(canary);
  });

  it('and lets no line of it speak to the runner: the log says so before, by a word that is another each time', () => {
    const words = [check(hostile), check(hostile)].map(({ log, page }) => {
      const lines = log.trimEnd().split('\n');
      const word = /^::stop-commands::(countersign-[0-9a-f]{32})$/.exec(lines[0]!)?.[1] ?? '';
      expect(lines.at(-1)).toBe(`::${word}::`);
      expect(lines.slice(1, -1).filter((line) => line.includes(word))).toEqual([]);
      expect(lines.slice(1, -1).filter((line) => /^\s*(?:::|##\[)/.test(line))).toEqual([]);
      expect(page.split('\n').filter((line) => commandLines.some((command) => line.startsWith(command)))).toEqual([]);
      return word;
    });
    expect(new Set(words).size).toBe(2);
  });
});

it('the action marks the lines, and leaves a file for code scanning, where it is asked to; nothing of the change makes another command', () => {
  const { log } = check(hostile, { annotate: 'true', 'sarif-file': 'check.sarif' });
  const lines = log.trimEnd().split('\n');
  const after = lines.slice(lines.findLastIndex((line) => /^::countersign-[0-9a-f]{32}::$/.test(line)) + 1);
  expect(after.filter((line) => line.startsWith('::error ') && line.includes('needs'))).not.toEqual([]);
  expect(after.filter((line) => !/^::(?:error|warning|notice) /.test(line))).toEqual([]);
  expect(JSON.parse(readFileSync(join(runner.workspace, 'check.sarif'), 'utf8'))).toMatchObject({ version: '2.1.0' });
});

it('the script judges where no forge says anything, by what it is told', () => {
  const { status, page } = runner.action({ command: 'check', target: main, head: topic }, '', {}, { GITHUB_EVENT_PATH: '', GATE_REPOSITORY: shop.origin });
  expect({ status, page }).toEqual({ status: 1, page: expect.stringContaining('Add totals') as string });
});

describe('the action refuses to judge', () => {
  it('what is for another branch, whose policy its author may have written', () => {
    git(shop.repo, 'push', '--quiet', 'origin', `${hostile}:refs/heads/lax`);
    const job = runner.action({ command: 'check', target: main }, 'pull_request_target', pull(topic, 'lax'));
    expect(job).toMatchObject({ status: 1, outputs: 'verdict=stopped\n' });
    expect(job.page).toContain('this is for `refs/heads/lax`, and judged here is only what is for refs/heads/main');
  });

  it.each<[string, Vars, number, string]>([
    ['no protected branch', { target: ' ' }, 2, 'no protected branch is named'],
    ['a short name of one', { target: 'main' }, 2, 'no full name of a branch'],
    ['an option in its place', { target: '--upload-pack=touch' }, 2, 'no full name of a branch'],
    ['a name that git refuses', { target: 'refs/heads/a..b' }, 2, 'no full name of a branch'],
    ['an option in place of a head', { head: '--upload-pack=touch' }, 2, 'must be the full id'],
    ['a short id', { head: 'abcdef1' }, 2, 'must be the full id'],
    ['another head than the one that the status will stand on', { head: 'ab'.repeat(20) }, 2, 'and this job is about'],
    ['a command that there is not', { command: 'approve' }, 2, 'must be one of check, queue'],
    ['results without a key, as in a fork', { command: 'record', junit: 'unit.xml' }, 2, 'no key was given'],
    ['results without a file', { command: 'record', key: 'x' }, 2, 'no results are named'],
  ])('%s', (_, inputs, status, sentence) => {
    writeFileSync(join(runner.workspace, 'unit.xml'), '<testsuites/>');
    const job = check(topic, inputs);
    expect(job.status).toBe(status);
    expect(job.page).toContain(sentence);
    expect(job.outputs).toBe('verdict=unknown\n');
  });

  it.each([['a head that is not there', 'ab'.repeat(20)], ['nothing at all', '0'.repeat(40)]])('%s', (_, sha) => {
    expect(check(sha)).toMatchObject({ status: 3, outputs: 'verdict=unknown\n', page: expect.stringContaining('git fetch failed') as string });
  });

  it('a repository whose history is cut off, of which git leaves out what it cannot give whole', () => {
    git(runner.folder, 'clone', '--quiet', '--bare', '--depth=1', '--no-single-branch', `file://${shop.origin}`, 'shallow.git');
    const job = runner.action({ command: 'check', target: main }, 'pull_request_target', pull(topic), { GITHUB_REPOSITORY: 'shallow' });
    expect(job).toMatchObject({ status: 3, outputs: 'verdict=unknown\n', page: expect.stringContaining('refs/heads/main did not arrive') as string });
  });

  it('another repository than that of the event, whatever the environment says', () => {
    const job = runner.action({ command: 'check', target: main }, 'pull_request_target', pull(topic), { GATE_REPOSITORY: shop.repo });
    expect(job).toMatchObject({ status: 2, outputs: 'verdict=unknown\n', page: expect.stringContaining('`repository` is') as string });
  });

  it('an event it does not understand, and says so in one line', () => {
    const job = runner.action({ command: 'check', target: main }, 'pull_request_target', {});
    expect(job).toMatchObject({ status: 70, outputs: 'verdict=unknown\n' });
    expect(job.log.trimEnd().split('\n')).toHaveLength(3);
  });
});

describe('from the first sign-off to the landing', () => {
  const land = () => ({ ref: main, before: start, after: topic });
  const queue = (head = topic) => runner.action({ command: 'queue', target: main }, 'merge_group', { merge_group: { base_ref: main, base_sha: start, head_sha: head, head_ref: 'refs/heads/gh-readonly-queue/main/pr-7' } });

  it('stops a change and the queue it is in until it is signed, and passes both then', () => {
    expect([check(topic).status, queue().status]).toEqual([1, 1]);
    shop.cs('declare', 'main..topic', '--intent', 'totals for the cart', '--key', shop.keys.bo.path, '--yes');
    shop.sign('ana');
    shop.sign('tomas');
    expect(check(topic)).toMatchObject({ status: 0, outputs: 'verdict=passed\n', page: expect.stringMatching(/^### ✓ approved/) });
    expect(queue()).toMatchObject({ status: 0, page: expect.stringMatching(/✓ let in +refs\/heads\/main/) });
  });

  it('stops a queue over one change of two that nobody signed', () => {
    git(shop.repo, 'switch', '--quiet', '--create', 'queued', 'topic');
    const both = commitFiles(shop.repo, 'Add more\n\nAssisted-by: Copilot:gpt-5.2\n', { 'shop/more.ts': 'export const more = 3;\n' });
    git(shop.repo, 'push', '--quiet', 'origin', 'queued');
    const { status, page } = queue(both);
    expect({ status, page }).toEqual({ status: 1, page: expect.stringContaining(`✗ refused  refs/heads/main: ${both.slice(0, 7)}`) as string });
  });

  it('verifies what landed, and records that it did with the key of a gate, which no file keeps', () => {
    git(shop.origin, 'update-ref', main, topic);
    expect(runner.action({ command: 'verify', target: main }, 'push', land()).page).toMatch(/✓ verified +1 landing/);
    const before = recorded(shop).length;
    const job = runner.action({ command: 'record-landings', target: main, key: gateKey() }, 'push', land());
    expect(job).toMatchObject({ status: 0, left: '' });
    expect(job.log + job.page).not.toContain(gateKey().split('\n')[1]);
    expect(recorded(shop).slice(before).map(({ name }) => name)).toEqual(['landing']);
    const unknown = runner.action({ command: 'record-landings', target: main, key: readFileSync(shop.keys.stranger.path, 'utf8') }, 'push', land());
    expect(unknown).toMatchObject({ status: 2, page: expect.stringContaining('not enrolled') });
  });

  it('says of what nobody signed that it is not verified', () => {
    git(shop.origin, 'update-ref', main, hostile);
    const job = runner.action({ command: 'verify', target: main }, 'push', { ref: main, before: start, after: hostile });
    git(shop.origin, 'update-ref', main, topic);
    expect(job).toMatchObject({ status: 1, outputs: 'verdict=stopped\n' });
  });

  it('verifies all that landed where nobody says what the branch was before, and not the newest alone', () => {
    git(shop.repo, 'switch', '--quiet', '--detach', topic);
    commitFiles(shop.repo, 'Slip in\n\nAssisted-by: Copilot:gpt-5.2\n', { 'shop/slipped.ts': 'export const slipped = 1;\n' });
    const tip = commitFiles(shop.repo, 'Write the docs\n\nAssisted-by: none\n', { 'docs/shop.md': 'How the shop works.\n' });
    git(shop.repo, 'push', '--quiet', 'origin', `${tip}:refs/heads/slipped`);
    git(shop.origin, 'update-ref', main, tip);
    const verify = (base: string) => runner.action({ command: 'verify', target: main, base }, 'workflow_dispatch', {});
    const [newest, all] = [verify(git(shop.repo, 'rev-parse', `${tip}~1`)), verify('')];
    git(shop.origin, 'update-ref', main, topic);
    expect(newest).toMatchObject({ status: 0, page: expect.stringMatching(/✓ verified +1 landing/) as string });
    expect(all).toMatchObject({ status: 1, outputs: 'verdict=stopped\n', page: expect.stringMatching(/not verified +1 of 4 landings/) as string });
    expect(verify('')).toMatchObject({ status: 0, page: expect.stringContaining('✓ verified') as string });
  });
});
