import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openWorkingFiles } from '../../src/adapters/files/index.ts';
import { nodeSha256, openRepository } from '../../src/adapters/git/index.ts';
import { run, type Surroundings } from '../../src/cli/run.ts';
import { textFiles } from '../../src/cli/text-files.ts';
import { newShop, removeAll } from './shop.ts';
import { withoutLedger } from '../workflows/without-ledger.ts';

afterAll(removeAll);

const rootKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0000000000000000000000000000000000000000 root';

/** `countersign init` with a person at the terminal who types these lines, one for each question, and then leaves. */
async function typing(cwd: string, lines: readonly string[], ...args: string[]) {
  const asked: string[] = [];
  const said = { stdout: '', stderr: '' };
  const sink = (name: keyof typeof said) => ({ write: (text: string) => ((said[name] += text), true), once: () => undefined });
  const never = () => Promise.reject(new TypeError('not asked for'));
  const around: Surroundings = {
    stdout: sink('stdout'),
    stderr: sink('stderr'),
    env: { NO_COLOR: '1' },
    now: () => 1_795_600_000,
    clock: () => 0,
    openPorts: async (path) => ({ repository: await openRepository(path), sha256: nodeSha256, readText: () => Promise.resolve('-----BEGIN OPENSSH PRIVATE KEY-----'), ...withoutLedger }),
    openMemory: never,
    openPolicyMemory: () => Promise.resolve(null),
    files: textFiles,
    wholeFile: () => {
      throw new TypeError('not asked for');
    },
    appendFitting: () => null,
    openWriting: () => Promise.resolve({ writer: () => { throw new TypeError('not asked for'); }, hooks: () => { throw new TypeError('not asked for'); }, worktree: openWorkingFiles, nodeSha256, draw: (bytes) => '5e'.repeat(bytes), input: never, ask: null, signer: never, passkey: never, witnessing: never, cryptography: never }),
    question: (text) => {
      asked.push(text.trim());
      return Promise.resolve(lines[asked.length - 1] ?? null);
    },
    writeTrace: () => Promise.resolve(''),
    interrupted: new Promise(() => {}),
  };
  const code = await run(['--repo', cwd, 'init', ...args], around);
  const people = join(cwd, '.countersign/people.yaml');
  return { code, asked, ...said, people: existsSync(people) ? readFileSync(people, 'utf8') : null };
}

it('asks again for a name that is nobody’s, and keeps what was typed before it', async () => {
  const { code, asked, stderr, people } = await typing(newShop(), ['', 'ana-ruiz', 'li-wenn', 'li-wen', '', 'root', rootKey, 'y']);
  expect(code).toBe(0);
  expect(stderr).toContain('nobody here writes as `li-wenn`');
  expect(asked.map((text) => text.replace(/[:?].*/, ''))).toEqual([
    expect.stringMatching(/^Preset/), 'Who is principal', 'Who is senior', 'Who is senior', 'Who is mid', expect.stringMatching(/^Root key/), expect.stringMatching(/^Root key/), expect.stringMatching(/^Write/),
  ]);
  expect(people).toMatch(/ana-ruiz:\n.*\n {4}level: principal/);
  expect(people).toMatch(/li-wen:\n.*\n {4}level: senior/);
  expect(stderr).toContain('`root` is the private half of a key');
  expect(people).toContain(`root:\n  repository: "${'5e'.repeat(32)}"\n  keys:\n    - ${rootKey}\n`);
});

it('refuses a second level for one person where it is typed, and asks the levels of the preset that was typed', async () => {
  const { asked, stderr, people } = await typing(newShop(), ['open-sauce', 'open-source', 'ana-ruiz', 'ana-ruiz', 'li-wen', '', 'y']);
  expect(stderr).toContain('there is no preset `open-sauce`');
  expect(stderr).toContain('`ana-ruiz` is given two levels');
  expect(asked[2]).toMatch(/^Who is maintainer\?/);
  expect(people).toMatch(/ana-ruiz:\n.*\n {4}level: maintainer/);
});

it.each<[string, readonly string[]]>([['the input ends', ['', 'ana-ruiz']], ['the answer is not yes', ['', '', '', '', '', 'no']]])('writes nothing where %s', async (_name, lines) => {
  const { code, people, stdout } = await typing(newShop(), lines);
  expect([code, people]).toEqual([0, null]);
  expect(stdout).toContain('nothing was written');
});
