import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { BuiltRepository, newFolder, removeFolders } from '../git/built-repository.ts';
import { recordedNames } from './recorded.ts';

afterEach(removeFolders);

const script = join(import.meta.dirname, 'writer.ts');

interface Ended {
  readonly said: readonly string[];
  readonly errors: string;
  readonly signal: string | null;
}

/** Starts a writer; `after` lines it is killed, a moment later. */
function write(path: string, names: readonly string[], killed: { after: number; milliseconds: number } | null = null): Promise<Ended> {
  const child = spawn(process.execPath, [script, path, ...names], { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    if (killed !== null && text.split('\n').length > killed.after) void setTimeout(killed.milliseconds).then(() => child.kill('SIGKILL'));
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (errors += chunk));
  return new Promise((resolve) => child.on('close', (_code, signal) => resolve({ said: text.split('\n').filter((line) => line !== ''), errors, signal })));
}

function hubAndClones(count: number): { hub: BuiltRepository; clones: BuiltRepository[] } {
  const hub = BuiltRepository.init('--bare');
  const seed = BuiltRepository.init();
  seed.write('till.ts', 'open\n').commit('Open the shop');
  seed.git('push', '-q', hub.path, 'main');
  const clones = Array.from({ length: count }, () => {
    const clone = new BuiltRepository(newFolder());
    clone.git('clone', '-q', hub.path, '.');
    return clone;
  });
  return { hub, clones };
}

it('eight writers at once, two of them killed: every statement that was accepted is there exactly once', async () => {
  const { hub, clones } = hubAndClones(8);
  const ended = await Promise.all(clones.map((clone, index) => {
    // More than the killed ones come to write.
    const names = Array.from({ length: index < 2 ? 100 : 3 }, (_, turn) => `w${index}-${turn}`);
    return write(clone.path, names, index < 2 ? { after: 1 + index, milliseconds: Math.random() * 300 } : null);
  }));
  for (const { errors, signal, said } of ended.slice(2)) expect({ errors, signal, lines: said.length }).toEqual({ errors: '', signal: null, lines: 3 });
  for (const { signal } of ended.slice(0, 2)) expect(signal).toBe('SIGKILL');
  const accepted = ended.flatMap(({ said }) => said.map((line) => line.split(' ')));
  const before = await recordedNames(hub.path);
  for (const [name, entry] of accepted) expect(before[Number(entry)]).toBe(name);
  // What the killed ones had under way is there, or waits in their clone for the next append.
  for (const clone of clones.slice(0, 2)) expect((await write(clone.path, [])).errors).toBe('');
  const after = await recordedNames(hub.path);
  expect(new Set(after).size).toBe(after.length);
  expect(after.slice(0, before.length)).toEqual(before);
  expect(hub.git('fsck', '--strict', '--no-dangling')).toBe('');
});

it('four writers in one clone record each statement once', async () => {
  const { hub, clones: [clone] } = hubAndClones(1);
  const ended = await Promise.all([0, 1, 2, 3].map((index) => write(clone!.path, [`a${index}`, `b${index}`])));
  for (const { errors, said } of ended) expect({ errors, lines: said.length }).toEqual({ errors: '', lines: 2 });
  const names = await recordedNames(hub.path);
  expect(names.toSorted()).toEqual(['a0', 'a1', 'a2', 'a3', 'b0', 'b1', 'b2', 'b3']);
  for (const { said } of ended) for (const line of said) expect(names[Number(line.split(' ')[1])]).toBe(line.split(' ')[0]);
});
