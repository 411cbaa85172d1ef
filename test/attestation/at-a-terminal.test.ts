import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { fileKey } from '../keys/index.ts';

const dir = mkdtempSync(join(tmpdir(), 'countersign-terminal-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const program = join(import.meta.dirname, 'sign-at-a-terminal.ts');
const { PATH = '' } = process.env;

/** Runs the program at a terminal of its own; each answer is typed when its question stands there. Gives all that was shown. */
function atTerminal(key: string, answers: readonly (readonly [question: string, answer: string])[]): Promise<string> {
  const command = `'${process.execPath}' '${program}' '${key}'`;
  const child = spawn('script', ['-q', '-e', '-c', command, '/dev/null'], { env: { PATH, HOME: dir }, stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = [...answers];
  let shown = '';
  let seen = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    const [next] = waiting;
    const at = next === undefined ? -1 : shown.indexOf(next[0], seen);
    if (at < 0) return;
    seen = at + next![0].length;
    waiting.shift();
    // What is typed before a passphrase is asked for is thrown away by ssh-keygen.
    setTimeout(() => child.stdin.write(`${next![1]}\n`), 100);
  });
  return new Promise((resolve) => child.on('close', () => (child.stdin.end(), resolve(shown.replaceAll('\r', '')))));
}

const hasTerminals = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;

it.runIf(hasTerminals)('asks for the passphrase at the terminal, between questions of our own', async () => {
  const { path } = fileKey(dir, 'ed25519', { passphrase: 'correct horse' });
  const shown = await atTerminal(path, [['Sign?', 'y'], ['Enter passphrase', 'correct horse'], ['Again?', 'enough']]);
  expect(shown).toMatch(/Sign\? y\n[^]*Enter passphrase[^\n]*\nsigned after `y`\nAgain\? enough\nanswered `enough`\n/);
});

it.runIf(hasTerminals)('says that a passphrase was wrong', async () => {
  const { path } = fileKey(dir, 'ed25519', { passphrase: 'correct horse' });
  const shown = await atTerminal(path, [['Sign?', 'y'], ['Enter passphrase', 'battery'], ['Enter passphrase', 'staple'], ['Enter passphrase', 'nothing'], ['Enter passphrase', 'x']]);
  expect(shown).toContain(`signing-failed: the passphrase or PIN given for \`${path}\` was wrong`);
});
