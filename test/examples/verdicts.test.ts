import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildRetail } from '../../examples/retail/build.ts';
import { waiting } from '../../examples/retail/story/waiting/index.ts';
import { bin } from '../cli/bin.ts';

const start = fileURLToPath(new URL('../../examples/start.ts', import.meta.url));
let scratch: string;
let folder: string;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'countersign-verdicts-'));
  folder = (await buildRetail(join(scratch, 'shop-api'))).folder;
});
afterAll(() => rmSync(scratch, { recursive: true }));

interface Check {
  readonly status: string;
  readonly assistance: { readonly assisted: boolean | null };
  readonly tier: { readonly value: string };
  readonly excluded: readonly { readonly person: string | null }[];
}

function check(branch: string): { code: number | null; answer: Check } {
  const { status, stdout } = spawnSync(process.execPath, [bin, 'check', '--repo', folder, '--at', '2026-11-20', '--json', `main..${branch}`], { encoding: 'utf8' });
  return { code: status, answer: JSON.parse(stdout) as Check };
}

describe('the waiting changes of the example', () => {
  it.each(waiting.map((change) => [change.branch, change.expected.status, change.expected] as const))('%s: %s', (branch, _status, expected) => {
    const { code, answer } = check(branch);
    expect({ status: answer.status, assisted: answer.assistance.assisted, tier: answer.tier.value, exit: code }).toEqual(expected);
  });

  it('exclude the operator of an agent', () => {
    expect(check('recreate-staging').answer.excluded.map((each) => each.person)).toContain('tomas');
  });
});

it('a scan counts what the story tells: 22 assisted commits, 5 by a bot, 9 with line records', () => {
  const { stdout } = spawnSync(process.execPath, [bin, 'scan', '--repo', folder, '--json', '--no-changes'], { encoding: 'utf8' });
  const scan = JSON.parse(stdout) as { commits: object; byKind: { recorded: number } };
  expect(scan.commits).toMatchObject({ total: 59, assisted: 22, bot: 5, unknown: 32 });
  expect(scan.byKind.recorded).toBe(9);
});

describe('the tour of a repository', () => {
  it('shows a history, verdicts and one explanation, and writes nothing', () => {
    const state = (): string => [execFileSync('git', ['-C', folder, 'for-each-ref'], { encoding: 'utf8' }), ...readdirSync(folder, { recursive: true }).map(String).sort()].join('\n');
    const before = state();
    const { status, stdout, stderr } = spawnSync(process.execPath, [start, folder], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('59 commits');
    expect(stdout).toMatch(/main\.\.senior-refactor .* pending/);
    expect(stdout).toContain('What to try next');
    expect(state()).toBe(before);
  });

  it.each([
    ['a folder without a repository', () => [scratch], 'is not in a git repository'],
    ['a path that is not there', () => [join(scratch, 'nope')], 'there is no folder'],
    ['an unknown option', () => ['--fast'], 'usage: npm start'],
  ])('fails with 2 and one sentence on %s', (_what, args, words) => {
    // The path of a temporary folder may be long enough to break the sentence anywhere.
    const env = { ...process.env, COLUMNS: '400' };
    const { status, stderr } = spawnSync(process.execPath, [start, ...args()], { encoding: 'utf8', env });
    expect(status).toBe(2);
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
