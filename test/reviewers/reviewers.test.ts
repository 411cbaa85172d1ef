/** `countersign reviewers` as a user runs it, in real repositories. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contract, contractSchemas } from '../../src/contract/index.ts';
import { commitFiles, countersign, git, scratch, teamRepository } from '../cli/bin.ts';

let team: string;
let open: string;
let notes: string;

/** Commits in somebody's name, as an author of the past. */
function by(cwd: string, author: string, message: string, path: string): void {
  commitFiles(cwd, message, { [path]: `${message}\n` });
  git(cwd, 'commit', '--quiet', '--amend', '--no-edit', '--author', author);
}

beforeAll(() => {
  team = scratch();
  teamRepository(team);
  git(team, 'switch', '--quiet', 'main');
  for (const n of [1, 2, 3]) by(team, 'Ana Ruiz <ana@example.com>', `Price ${n}\n\nReviewed-by: Li Wen <li@example.com>`, 'shop/total.ts');
  by(team, 'Edda Sund <edda@example.com>', 'Discount', 'shop/total.ts');
  by(team, 'Gone Person <gone@example.com>', 'Old work', 'shop/total.ts');
  git(team, 'switch', '--quiet', '--create', 'topic');
  commitFiles(team, 'Add totals\n\nAssisted-by: Copilot:gpt-5.2\n', { 'shop/total.ts': 'total\n' });
  open = scratch();
  git(open, 'init', '--quiet', '--initial-branch=main');
  for (const n of [1, 2, 3, 4, 5]) by(open, 'Ana Ruiz <ana@example.com>', `Work ${n}`, 'src/a.ts');
  by(open, 'dependabot[bot] <bot@users.noreply.github.com>', 'Bump', 'src/a.ts');
  by(open, 'Li Wen <li@example.com>', 'Beside', 'src/b.ts');
  git(open, 'switch', '--quiet', '--create', 'topic');
  commitFiles(open, 'Change', { 'src/a.ts': 'a\n' });
  notes = scratch();
});
afterAll(() => {
  for (const folder of [team, open, notes]) rmSync(folder, { recursive: true, force: true });
});

const first = (cwd: string, ...args: string[]) => {
  const { status, stdout, stderr } = countersign(cwd, ['reviewers', 'main..topic', '--at', '2026-11-21', ...args]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.split('\n')[0];
};
const json = (cwd: string, ...args: string[]) => contract.reviewers.parse(JSON.parse(countersign(cwd, ['reviewers', 'main..topic', '--at', '2026-11-21', '--json', ...args]).stdout));
const note = (name: string, text: string) => {
  writeFileSync(join(notes, name), text);
  return join(notes, name);
};

describe('with people enrolled', () => {
  it('asks, in its first line, who can sign and knows the files', () => {
    expect(first(team)).toBe('ask Ana: wrote 60 % of the last year here');
  });
  it('asks the next where the first is away, over capacity or has more waiting', () => {
    const li = 'ask Li: reviewed 60 % of the last year here';
    expect(first(team, '--away', note('away', 'ana 2026-12-01\n'))).toBe(li);
    expect(first(team, '--away', note('back', 'ana 2026-11-20\n'))).toMatch(/^ask Ana/);
    expect(first(team, '--load', note('full', 'ana 5/5\n'))).toBe(li);
    expect(first(team, '--load', note('busy', 'ana 3\nli 1\n'))).toBe(`${li}; Ana knows more and has more waiting`);
  });
  it('takes a file in which nobody has anything waiting at its word', () => {
    const loads = (...args: string[]) => json(team, ...args).reviewers.map(({ load }) => load);
    expect(Math.max(...loads())).toBeGreaterThan(0);
    expect(new Set(loads('--load', note('none', '# nobody\n')))).toEqual(new Set([0]));
  });
  it('says who knows the files and cannot be asked, with the reason', () => {
    const { out, reviewers, asked, elsewhere } = json(team);
    expect(asked).toBe('signers');
    expect(reviewers.map(({ who }) => who)).not.toContain('bo');
    expect(out.find(({ who }) => who === 'bo')?.out).toMatch(/^author/);
    expect(elsewhere).toBeGreaterThan(0.1);
  });
  it('refuses names nobody has, and a file that is committed', () => {
    const refused = (...args: string[]) => countersign(team, ['reviewers', 'main..topic', ...args]);
    const unknown = refused('--away', note('typo', '\nanna\n'));
    expect(unknown.status).toBe(2);
    expect(unknown.stderr).toContain('typo:2   nobody is called `anna`');
    git(team, 'switch', '--quiet', 'topic');
    const committed = refused('--load', join(team, 'shop', 'total.ts'));
    expect(committed.status).toBe(2);
    expect(committed.stderr).toContain('does not belong into a repository');
  });
});

describe('with nobody enrolled', () => {
  it('proposes people of the history, and says what they are', () => {
    const { status, stdout } = countersign(open, ['reviewers', 'main..topic', '--at', '2026-11-21']);
    expect(status).toBe(0);
    expect(stdout.split('\n')[0]).toBe('ask Ana Ruiz: wrote 100 % of the last year here; Li Wen as learner');
    expect(stdout).toContain('nobody enrolled');
    expect(stdout).not.toContain('dependabot');
  });
  it('takes addresses in working files', () => {
    expect(first(open, '--away', note('mail', 'ana@example.com\n'))).toMatch(/^ask Li Wen: holds 4 % of what is known here/);
    expect(countersign(open, ['reviewers', 'main..topic', '--away', note('who', 'nobody@example.com\n')]).stderr).toContain('nobody is called');
  });
  it('asks nobody where only the author ever worked', () => {
    const lonely = scratch();
    git(lonely, 'init', '--quiet', '--initial-branch=main');
    commitFiles(lonely, 'Start', { 'src/a.ts': 'a\n' });
    git(lonely, 'switch', '--quiet', '--create', 'topic');
    commitFiles(lonely, 'Go on', { 'src/a.ts': 'b\n' });
    expect(first(lonely)).toBe('nobody can be asked: nobody but the author has worked here in two years');
    rmSync(lonely, { recursive: true, force: true });
  });
});

it('prints JSON that its schema describes', () => {
  const answer: unknown = JSON.parse(countersign(team, ['reviewers', 'main..topic', '--json']).stdout);
  const validate = new Ajv2020({ strict: true, formats: { 'date-time': true } }).compile(contractSchemas()['reviewers']!);
  expect(validate(answer), JSON.stringify(validate.errors)).toBe(true);
  expect(contract.reviewers.parse(answer)).toEqual(answer);
});
