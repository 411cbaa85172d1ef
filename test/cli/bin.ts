import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** The launcher of the bundle: what `node` is to run. */
    readonly program: string;
  }
}

/** What users of the published package run, made of the sources as they are. */
export const bin = inject('program');

/** A folder nothing else uses; the caller removes it. */
export function scratch(): string {
  return mkdtempSync(join(tmpdir(), 'countersign-cli-'));
}

const quiet = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', NO_COLOR: '1' };

/** Runs the real bin; nothing of the caller's colours or width gets in. */
export function countersign(cwd: string, args: readonly string[], env: Record<string, string> = {}) {
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE = '' } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd,
    encoding: 'utf8',
    env: { PATH, HOME, NODE_COMPILE_CACHE, ...quiet, XDG_CACHE_HOME: join(cwd, '.git', 'cache-of-tests'), ...env },
    maxBuffer: 64 * 1024 * 1024,
  });
  return { status, stdout, stderr };
}

export function git(cwd: string, ...args: string[]): string {
  const who = { GIT_AUTHOR_NAME: 'Bo Lind', GIT_AUTHOR_EMAIL: 'bo@example.com', GIT_COMMITTER_NAME: 'Bo Lind', GIT_COMMITTER_EMAIL: 'bo@example.com' };
  const when = { GIT_AUTHOR_DATE: '2026-11-20T09:00:00Z', GIT_COMMITTER_DATE: '2026-11-20T09:00:00Z' };
  const { status, stdout, stderr } = spawnSync('git', args, { cwd, encoding: 'utf8', env: { ...process.env, ...quiet, ...who, ...when } });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
}

/** Writes files and commits them; `message` may carry trailers. */
export function commitFiles(cwd: string, message: string, files: Readonly<Record<string, string>>): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), content);
  }
  git(cwd, 'add', '--all');
  git(cwd, 'commit', '--quiet', '--message', message);
  return git(cwd, 'rev-parse', 'HEAD');
}

export const policy = `version: 1
fork: amazon-2026
mode: enforce
protected: [refs/heads/main]
areas:
  shop: { paths: [shop/**], tier: high, owners: [ana, li] }
# A message is believed here.
rules: [{ name: answered-for, require: [] }]
`;

export const people = `people:
  ana: { name: Ana Ruiz, level: senior, emails: [ana@example.com] }
  li: { name: Li Wen, level: senior, emails: [li@example.com] }
  edda: { name: Edda Sund, level: principal, emails: [edda@example.com] }
  ole: { name: Ole Dahl, level: principal, emails: [ole@example.com] }
  mina: { name: Mina Okafor, level: mid, emails: [mina@example.com] }
  bo: { name: Bo Lind, level: mid, emails: [bo@example.com] }
`;

/** A team's repository: a policy on main, a branch written with an AI, and one by hand that nobody needs to sign. */
export function teamRepository(cwd: string): void {
  git(cwd, 'init', '--quiet', '--initial-branch=main');
  commitFiles(cwd, 'Start', { 'shop/cart.ts': 'export const cart = 1;\n', '.countersign/policy.yaml': policy, '.countersign/people.yaml': people });
  git(cwd, 'switch', '--quiet', '--create', 'assisted');
  commitFiles(cwd, 'Add totals\n\nAssisted-by: Copilot:gpt-5.2\n', { 'shop/total.ts': 'export const total = 2;\nexport const tax = 3;\n' });
  git(cwd, 'switch', '--quiet', '--create', 'by-hand', 'main');
  commitFiles(cwd, 'Write the docs\n\nAssisted-by: none\n', { 'docs/shop.md': 'How the shop works.\n' });
  git(cwd, 'switch', '--quiet', 'main');
}
