import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openRepository } from '../../src/adapters/git/index.ts';
import { openLedgerStore } from '../../src/adapters/ledger/index.ts';
import { nodeCryptography as cryptography } from '../../src/adapters/signing/index.ts';
import { appendStatements } from '../../src/workflows/ledger/append-statements.ts';
import { diagnoseLedger } from '../../src/workflows/ledger/diagnose-ledger.ts';
import { readLedger } from '../../src/workflows/ledger/read-ledger.ts';
import { sendPending } from '../../src/workflows/ledger/send-pending.ts';
import { newStatement } from '../../src/core/attestation/index.ts';
import type { LedgerItem, LedgerStore } from '../../src/workflows/ports/index.ts';
import { softSecurityKey } from '../keys/index.ts';
import { envelopeOf, signOffOf } from './memory-ledger.ts';
import { BuiltRepository, newFolder, removeFolders } from '../git/built-repository.ts';
import { repositoryId, someItem } from './envelopes.ts';
import { recordedNames } from './recorded.ts';
import { withLedger } from './place.ts';

afterEach(removeFolders);

const ledgerRef = 'refs/countersign/ledger';

function shop(): BuiltRepository {
  const repository = BuiltRepository.init();
  repository.write('till.ts', 'open\n').commit('Open the shop');
  return repository;
}

/** A bare repository and a clone that signs in it, with what its git is asked over the network. */
async function counted<T>(work: (ledger: LedgerStore, hub: BuiltRepository, asked: string[]) => Promise<T>): Promise<T> {
  const hub = BuiltRepository.init('--bare');
  const clone = shop();
  clone.git('remote', 'add', 'origin', hub.path);
  const repository = await openRepository(clone.path);
  const access = repository.access();
  const asked: string[] = [];
  const user: typeof access.user = (args) => {
    asked.push(...args.filter((arg) => ['ls-remote', 'fetch', 'push'].includes(arg)));
    return access.user(args);
  };
  try {
    return await work(openLedgerStore({ ...access, user }, { now: () => 1_800_000_000 }), hub, asked);
  } finally {
    await repository.close();
  }
}

const add = (...names: string[]) => (ledger: LedgerStore) => appendStatements({ ledger, cryptography }, names.map((name) => someItem(name)));
const waiting = (path: string) => readdirSync(join(path, '.git/countersign/pending'));

describe('recording statements', () => {
  it('asks the remote once where it was asked just before, and anew for the next one', () =>
    counted(async (ledger, _, asked) => {
      await ledger.refresh();
      await add('a')(ledger);
      expect(asked).toEqual(['ls-remote', 'push']);
      await add('b')(ledger);
      expect(asked).toEqual(['ls-remote', 'push', 'ls-remote', 'push']);
    }));

  it('comes behind whoever was first since the remote was asked', () =>
    counted(async (ledger, hub) => {
      await ledger.refresh();
      const other = new BuiltRepository(newFolder());
      other.git('clone', '-q', hub.path, '.');
      await withLedger(other.path, add('theirs'));
      expect(await add('ours')(ledger)).toMatchObject({ entries: [1], size: 2 });
      expect(await recordedNames(hub.path)).toEqual(['theirs', 'ours']);
    }));

  it('is no rollback where somebody else in the same clone appends between asking and looking', async () => {
    const { path } = shop();
    await withLedger(path, (ours) => withLedger(path, async (theirs) => {
      await ours.refresh();
      await add('theirs')(theirs);
      expect((await readLedger(ours, cryptography)).faults).toEqual([]);
      expect(await add('ours')(ours)).toMatchObject({ entries: [1], size: 2 });
    }));
  });

  it('puts back what the remote lost since it was asked, and never records on a rewritten one', () =>
    counted(async (ledger, hub) => {
      await add('a')(ledger);
      await add('b')(ledger);
      await ledger.refresh();
      hub.git('update-ref', ledgerRef, `${ledgerRef}~1`);
      expect(await add('c')(ledger)).toMatchObject({ entries: [2], size: 3 });
      expect(await recordedNames(hub.path)).toEqual(['a', 'b', 'c']);
      await ledger.refresh();
      hub.git('update-ref', ledgerRef, hub.gitWith('', '-c', 'user.name=x', '-c', 'user.email=x@x', 'commit-tree', '-m', 'Other', `${ledgerRef}~1^{tree}`));
      await expect(add('d')(ledger)).rejects.toMatchObject({ code: 'ledger-inconsistent', message: expect.stringMatching(/history was rewritten; what was signed waits here and is not lost$/) as string });
      expect(await recordedNames(hub.path)).toEqual(['a', 'b']);
    }));

  it('does not take a folder that cannot be read for nothing that waits', async () => {
    const { path } = shop();
    mkdirSync(join(path, '.git/countersign'));
    writeFileSync(join(path, '.git/countersign/pending'), '');
    await withLedger(path, async (ledger) => {
      await expect(sendPending({ ledger, cryptography })).rejects.toMatchObject({ code: 'file-unreadable' });
      expect(await diagnoseLedger({ ledger, cryptography })).toMatchObject([{ name: 'ledger', state: 'ok' }, { name: 'pending', state: 'problem', sentence: expect.stringContaining('cannot be read') as string }]);
    });
  });

  it('gives each its entry, in a ledger named after the repository', async () => {
    const repository = shop();
    const head = repository.git('rev-parse', 'HEAD');
    await withLedger(repository.path, async (ledger) => {
      const first = await appendStatements({ ledger, cryptography }, [someItem('a', [head]), someItem('b', [head])]);
      expect(first).toMatchObject({ entries: [0, 1], size: 2, alsoSent: 0 });
      expect(await add('c')(ledger)).toMatchObject({ entries: [2], size: 3 });
      expect((await ledger.pinned())?.size).toBe(3);
    });
    const [origin, size] = repository.git('show', `${ledgerRef}:checkpoint`).split('\n');
    expect([origin, size]).toEqual([`countersign/${repositoryId}`, '3']);
    expect(repository.git('log', '--format=%s', ledgerRef).split('\n')).toEqual(['Append 1 entry', 'Append 2 entries']);
    expect(await recordedNames(repository.path)).toEqual(['a', 'b', 'c']);
    expect(waiting(repository.path)).toEqual([]);
  });

  it('does not record what is there already, whether sent again, twice at once or behind others', async () => {
    const repository = shop();
    await withLedger(repository.path, async (ledger) => {
      expect((await add('a', 'b', 'a')(ledger)).entries).toEqual([0, 1, 0]);
      expect((await add('c', 'a')(ledger)).entries).toEqual([2, 0]);
      expect((await add('b')(ledger)).entries).toEqual([1]);
    });
    expect(await recordedNames(repository.path)).toEqual(['a', 'b', 'c']);
  });

  it('fills tiles and bundles across their edges, one append or many', async () => {
    const repository = shop();
    const names = Array.from({ length: 300 }, (_, index) => `n${index}`);
    await withLedger(repository.path, async (ledger) => {
      expect((await add(...names)(ledger)).entries).toEqual(names.map((_, index) => index));
      expect((await add('last')(ledger)).entries).toEqual([300]);
    });
    expect(await recordedNames(repository.path)).toEqual([...names, 'last']);
  });

  it('keeps what cannot be sent, and sends it with the next', async () => {
    const hub = BuiltRepository.init('--bare');
    const ann = shop();
    ann.git('remote', 'add', 'origin', join(hub.path, 'not-there'));
    for (const name of ['a', 'b']) {
      await expect(withLedger(ann.path, add(name))).rejects.toMatchObject({
        code: 'ledger-unreachable',
        message: expect.stringMatching(/; what was signed waits here and is not lost$/) as string,
        hints: expect.arrayContaining(['countersign ledger push sends what waits']) as string[],
      });
    }
    expect(waiting(ann.path)).toHaveLength(2);
    ann.git('remote', 'set-url', 'origin', hub.path);
    expect(await withLedger(ann.path, add('c'))).toMatchObject({ entries: [2], alsoSent: 2 });
    expect(await recordedNames(ann.path)).toEqual(['a', 'b', 'c']);
    expect(waiting(ann.path)).toEqual([]);
  });

  it('sends what waits when there is nothing else to record, and says what it cannot read', async () => {
    const ann = shop();
    await withLedger(ann.path, async (ledger) => {
      await ledger.pending.keep([someItem('a')]);
      await ledger.pending.keep([{ ...someItem('b'), envelope: Buffer.from('{}') }]);
      const torn = join(ann.path, '.git/countersign/pending', `${'0'.repeat(64)}.json`);
      writeFileSync(torn, '{"v":1,');
      expect(await appendStatements({ ledger, cryptography }, [])).toMatchObject({ entries: [], size: 1, alsoSent: 1, unreadable: [torn] });
      expect(await appendStatements({ ledger, cryptography }, [])).toMatchObject({ alsoSent: 0 });
    });
    expect(await recordedNames(ann.path)).toEqual(['a']);
    expect(waiting(ann.path)).toHaveLength(2);
  });

  it('goes without what waits and cannot be recorded', async () => {
    const ann = shop();
    await withLedger(ann.path, async (ledger) => {
      await ledger.pending.keep([someItem('gone', ['0123456789'.repeat(4)])]);
      expect(await add('a')(ledger)).toMatchObject({ entries: [0], alsoSent: 0 });
    });
    expect(waiting(ann.path)).toHaveLength(1);
  });

  it('refuses bytes that are no signed statement, before anything is kept', async () => {
    const ann = shop();
    await withLedger(ann.path, async (ledger) => {
      await expect(appendStatements({ ledger, cryptography }, [{ envelope: Buffer.from('{}'), entryList: null, keep: [] }])).rejects.toMatchObject({ code: 'signing-failed' });
      expect(await ledger.pending.list()).toEqual({ items: [], unreadable: [] });
    });
  });
});

describe('the counter of a security key', () => {
  const key = softSecurityKey('ed25519-sk', { flags: 5 });
  /** What the key says at a counter; each `at` another statement. */
  const signedAt = (at: number, counter: number, verdict: 'approve' | 'reject' = 'approve'): LedgerItem => {
    const { statement, list, digest } = signOffOf(at, null);
    const said = newStatement('sign-off', { ...statement.predicate, verdict });
    return { envelope: envelopeOf(said, { sign: (message) => key.signAs({ counter }, message) }), entryList: { digest, bytes: list }, keep: [] };
  };

  it('that has gone backwards makes no entry, for nobody would believe it; only a rejection is heard late', async () => {
    const { path } = shop();
    await withLedger(path, async (ledger) => {
      const record = (item: LedgerItem) => appendStatements({ ledger, cryptography }, [item]);
      await record(signedAt(0, 6));
      await expect(record(signedAt(1, 6))).rejects.toMatchObject({ code: 'key-unusable', message: expect.stringMatching(/may have been copied; nothing was recorded$/) as string });
      expect(waiting(path)).toEqual([]);
      expect(await record(signedAt(2, 5, 'reject'))).toMatchObject({ entries: [1], size: 2 });
      expect(await record(signedAt(3, 7))).toMatchObject({ entries: [2], size: 3 });
      const { recorded, refused } = await readLedger(ledger, cryptography);
      expect([recorded.length, refused]).toEqual([3, []]);
    });
  });

  it('that was overtaken while its statement waited lets it wait on, and holds up nobody else', async () => {
    const { path } = shop();
    await withLedger(path, async (ledger) => {
      await appendStatements({ ledger, cryptography }, [signedAt(0, 6)]);
      await ledger.pending.keep([signedAt(1, 5)]);
      expect(await add('other')(ledger)).toMatchObject({ entries: [1], alsoSent: 0 });
      expect(await sendPending({ ledger, cryptography })).toMatchObject({ recorded: 0, waiting: 1, size: 2 });
    });
  });
});

describe('a ledger that forgot what was seen of it', () => {
  const three = async () => {
    const repository = shop();
    await withLedger(repository.path, async (ledger) => {
      for (const name of ['a', 'b', 'c']) await add(name)(ledger);
    });
    return repository;
  };

  it('is behind where entries are gone', async () => {
    const repository = await three();
    repository.git('update-ref', ledgerRef, `${ledgerRef}~1`);
    await expect(withLedger(repository.path, add('d'))).rejects.toMatchObject({ code: 'ledger-behind', message: expect.stringContaining('2 entries, and had 3') as string });
    repository.git('update-ref', '-d', ledgerRef);
    await expect(withLedger(repository.path, add('d'))).rejects.toMatchObject({ code: 'ledger-behind', message: expect.stringContaining('0 entries, and had 3') as string });
  });

  it('is inconsistent where other entries stand in their place, however many', async () => {
    const repository = await three();
    const pins = join(repository.path, '.git/countersign/pins');
    const other = shop();
    await withLedger(other.path, add('x', 'y', 'z'));
    for (const more of [[], ['v'], Array.from({ length: 260 }, (_, index) => `w${index}`)]) {
      if (more.length > 0) await withLedger(other.path, add(...more));
      repository.git('fetch', '-q', other.path, `+${ledgerRef}:${ledgerRef}`);
      await expect(withLedger(repository.path, add('d'))).rejects.toMatchObject({ code: 'ledger-inconsistent' });
    }
    rmSync(pins);
    expect((await withLedger(repository.path, add('e'))).alsoSent).toBe(1);
    expect((await recordedNames(repository.path)).slice(-2)).toEqual(['d', 'e']);
  });

  it('is no ledger where it holds something else, or is damaged at its end', async () => {
    const repository = shop();
    repository.git('update-ref', ledgerRef, 'HEAD');
    await expect(withLedger(repository.path, add('a'))).rejects.toMatchObject({ code: 'ledger-inconsistent', message: expect.stringContaining('no file `checkpoint`') as string });
    const damaged = await three();
    const side = new BuiltRepository(newFolder());
    side.git('clone', '-q', '-n', damaged.path, '.');
    side.git('fetch', '-q', 'origin', ledgerRef);
    side.git('checkout', '-q', 'FETCH_HEAD');
    side.write('tile/0/000.p/3', Buffer.alloc(96)).commit('Damage');
    damaged.git('fetch', '-q', side.path, `+HEAD:${ledgerRef}`);
    await expect(withLedger(damaged.path, add('d'))).rejects.toMatchObject({ code: 'ledger-inconsistent', message: expect.stringContaining('root') as string });
  });
});
