import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { bin, git, scratch, teamRepository } from '../cli/bin.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'platform-engineer.md'), 'utf8');

/** The YAML of the page that begins with this comment. */
function block(name: string): unknown {
  const found = [...page.matchAll(/```yml\n([\s\S]*?)```/g)].map(([, text]) => text!).find((text) => text.startsWith(`# ${name}\n`));
  return parse(found ?? '');
}

/** The lines of a job that call Countersign or fetch what it reads. */
const ours = (lines: readonly (string | undefined)[]) => lines.flatMap((line) => (line !== undefined && /countersign\.cjs|git fetch/.test(line) ? [line] : []));

let folder: string;

/** A clone as a job has it: no local branch, no default branch, the change checked out by its commit. */
beforeAll(() => {
  folder = scratch();
  const origin = join(folder, 'origin');
  mkdirSync(origin);
  teamRepository(origin);
  git(origin, 'update-ref', 'refs/countersign/keep', 'main');
  const clone = join(folder, 'clone');
  git(folder, 'clone', '--quiet', origin, clone);
  git(clone, 'checkout', '--quiet', '--detach', 'origin/assisted');
  git(clone, 'branch', '--quiet', '--delete', '--force', 'main');
  git(clone, 'remote', 'set-head', 'origin', '--delete');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the lines as the runner would, each whatever the one before said; gives the last exit code and all of stdout. */
function job(lines: readonly string[], env: Readonly<Record<string, string>>) {
  const { PATH = '', HOME = '' } = process.env;
  let stdout = '';
  let status: number | null = null;
  for (const line of lines) {
    const command = line.replaceAll(/node countersign-tool\/bin\/countersign\.cjs/g, `'${process.execPath}' '${bin}'`);
    const ran = spawnSync('bash', ['-e', '-c', command], { cwd: join(folder, 'clone'), encoding: 'utf8', env: { PATH, HOME, CI: 'true', ...env } });
    stdout += ran.stdout;
    ({ status } = ran);
  }
  return { status, stdout };
}

/** Whether the lines that fetch bring the refs of the ledger, into a clone that had none. */
function bringsWhatWasSigned(lines: readonly string[]): boolean {
  const clone = join(folder, 'clone');
  if (git(clone, 'for-each-ref', 'refs/countersign/') !== '') git(clone, 'update-ref', '-d', 'refs/countersign/keep');
  job(lines.filter((line) => line.includes('git fetch')), { CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main' });
  return git(clone, 'for-each-ref', 'refs/countersign/') !== '';
}

describe('the jobs of docs/platform-engineer.md', () => {
  it('on GitHub leave a SARIF file, annotations and a summary, and end with the verdict', () => {
    const { jobs } = block('.github/workflows/countersign.yml') as { jobs: { check: { steps: { run?: string }[] } } };
    const lines = ours(jobs.check.steps.map(({ run }) => run));
    expect(lines).toHaveLength(3);
    const { status, stdout } = job(lines, { BASE: 'main', RUNNER_TEMP: folder, GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(folder, 'summary.md') });
    expect(status).toBe(1);
    expect(stdout).toContain('::error file=shop/total.ts,line=1,endLine=2,');
    expect(existsSync(join(folder, 'countersign.sarif'))).toBe(true);
    expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toMatch(/^### ◐ pending/);
    expect(bringsWhatWasSigned(lines)).toBe(true);
  });

  it('on GitLab leave the Markdown as an artifact, and end with the verdict', () => {
    const { countersign: one } = block('.gitlab-ci.yml') as { countersign: { script: string[]; artifacts: { paths: string[] } } };
    const head = git(join(folder, 'clone'), 'rev-parse', 'HEAD');
    expect(bringsWhatWasSigned(ours(one.script))).toBe(true);
    const { status, stdout } = job(ours(one.script), { CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main', CI_COMMIT_SHA: head });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^◐ pending/);
    expect(readFileSync(join(folder, 'clone', one.artifacts.paths[0]!), 'utf8')).toMatch(/^### ◐ pending/);
  });
});
