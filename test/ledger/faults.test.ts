import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeCryptography as cryptography } from '../../src/adapters/signing/index.ts';
import { Failure } from '../../src/core/values/index.ts';
import { appendStatements } from '../../src/workflows/ledger/append-statements.ts';
import { BuiltRepository, newFolder, removeFolders } from '../git/built-repository.ts';
import { someItem } from './envelopes.ts';
import { Died, type Fault, onFaultyMachine } from './faulty-machine.ts';
import { openLedger, withLedger } from './place.ts';
import { recordedNames } from './recorded.ts';

afterAll(removeFolders);

/** A hub and a clone with one entry, to be copied for each fault. */
let template = '';
let head = '';
const items = new Map(['first', 'second', 'next'].map((name) => [name, someItem(name)]));
const item = (name: string) => ({ ...items.get(name)!, keep: [head] });

beforeAll(async () => {
  template = newFolder();
  const clone = new BuiltRepository(join(template, 'clone'));
  new BuiltRepository(template).git('init', '-q', '--template=', '--bare', 'hub');
  new BuiltRepository(template).git('init', '-q', '--template=', '-b', 'main', 'clone');
  head = clone.write('till.ts', 'open\n').commit('Open the shop');
  clone.git('remote', 'add', 'origin', '../hub');
  clone.git('push', '-q', 'origin', 'main');
  await withLedger(clone.path, (ledger) => appendStatements({ ledger, cryptography }, [item('first')]));
});

function copy(): { hub: string; clone: string } {
  const folder = newFolder();
  cpSync(template, folder, { recursive: true });
  return { hub: join(folder, 'hub'), clone: join(folder, 'clone') };
}

/** Records the second statement on a machine with this fault, then lets the next append run on a sound one. */
async function survive(fault: Fault | null, remote: boolean): Promise<readonly string[]> {
  const { hub, clone } = copy();
  if (!remote) new BuiltRepository(clone).git('remote', 'remove', 'origin');
  let accepted = false;
  const opened = await openLedger(clone);
  const { steps, error } = await onFaultyMachine(fault, async () => {
    await appendStatements({ ledger: opened.ledger, cryptography }, [item('second')]);
    accepted = true;
  });
  await opened.close();
  const what = `${fault?.kind ?? 'nothing fails'} at ${steps.at((fault?.step ?? 0) - 1)}`;
  const waits = existsSync(join(clone, '.git/countersign/pending')) && readdirSync(join(clone, '.git/countersign/pending')).some((name) => name.endsWith('.json'));
  if (error !== null && !(error instanceof Died)) {
    expect(error, what).toBeInstanceOf(Failure);
    expect((error as Failure).message, what).not.toMatch(/\n/);
    expect((error as Failure).hints.length, what).toBeGreaterThan(0);
    expect((error as Failure).message.endsWith('is not lost'), `${what}: ${(error as Failure).message}`).toBe(waits);
  }
  await withLedger(clone, (ledger) => appendStatements({ ledger, cryptography }, [item('next')]));
  const names = await recordedNames(remote ? hub : clone);
  const kept = accepted || waits || names.includes('second');
  expect(names.toSorted(), what).toEqual(kept ? ['first', 'next', 'second'] : ['first', 'next']);
  expect(readdirSync(join(clone, '.git/countersign/pending')).filter((name) => name.endsWith('.json')), what).toEqual([]);
  expect(new BuiltRepository(clone).git('fsck', '--strict', '--no-dangling'), what).toBe('');
  return steps;
}

describe('an append', () => {
  it.each([
    ['that dies at any step, with a remote,', 'dies', true],
    ['that dies at any step, without a remote,', 'dies', false],
    ['a step of which fails, with a remote,', 'fails', true],
  ] as const)('%s loses nothing and leaves a consistent ledger', async (_what, kind, remote) => {
    const steps = await survive(null, remote);
    expect(steps.filter((name) => name.startsWith('git')).length).toBeGreaterThan(remote ? 5 : 2);
    for (let step = 1; step <= steps.length; step++) await survive({ step, kind }, remote);
  });
});
