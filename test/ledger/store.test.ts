import { afterEach, describe, expect, it } from 'vitest';
import { BuiltRepository, removeFolders } from '../git/built-repository.ts';
import { texts, textsAt, withLedger } from './place.ts';

afterEach(removeFolders);

const ledgerRef = 'refs/countersign/ledger';
const keepRef = 'refs/countersign/keep';

function shop(...options: string[]): BuiltRepository {
  const repository = BuiltRepository.init(...options);
  repository.write('till.ts', 'open\n').commit('Open the shop');
  return repository;
}

describe.each([['sha1'], ['sha256']])('a ledger in a %s repository', (format) => {
  it('begins with the first append, and each further one stands on the one before', async () => {
    const repository = shop(`--object-format=${format}`);
    const head = repository.git('rev-parse', 'HEAD');
    await withLedger(repository.path, async (ledger) => {
      expect(await ledger.tip()).toBeNull();
      const first = await ledger.append(null, texts({ checkpoint: 'one\n', 'tile/0/000.p/1': 'x' }), [head], 'Append 1 entry');
      expect(first.outcome).toBe('appended');
      const tip = await ledger.tip();
      expect(first).toEqual({ outcome: 'appended', tip });
      expect(await textsAt(ledger, tip!, 'tile/0/000.p/1', 'nothing', 'tile', 'checkpoint')).toEqual(['x', null, null, 'one\n']);
      const second = await ledger.append(tip, texts({ checkpoint: 'two\n', 'tile/0/000.p/1': null, 'tile/0/000.p/2': 'xy' }), [], 'Append 1 entry');
      expect(second.outcome).toBe('appended');
      const now = (await ledger.tip())!;
      expect(await ledger.files(now)).toEqual(['checkpoint', 'tile/0/000.p/2']);
      expect(await ledger.history(now)).toEqual([{ commit: now.commit, parents: [tip!.commit] }, { commit: tip!.commit, parents: [] }]);
    });
    expect(repository.git('ls-tree', '-r', '--name-only', ledgerRef).split('\n')).toEqual(['checkpoint', 'tile/0/000.p/2']);
    expect(repository.git('log', '--format=%an <%ae>|%cn <%ce>|%ct|%s', ledgerRef).split('\n')).toEqual(
      Array(2).fill('countersign <countersign@localhost>|countersign <countersign@localhost>|1800000000|Append 1 entry'),
    );
    expect(repository.git('show', '-s', '--format=%P', keepRef)).toBe(head);
    expect(repository.git('ls-tree', keepRef)).toBe('');
    expect(repository.git('fsck', '--strict')).toBe('');
    expect(repository.git('status', '--porcelain')).toBe('');
  });
});

describe('appending', () => {
  it('is refused as moved where somebody was first, and changes nothing', async () => {
    const repository = shop();
    await withLedger(repository.path, async (ledger) => {
      await ledger.append(null, texts({ checkpoint: 'one\n' }), [], 'Append');
      const before = repository.git('for-each-ref');
      expect(await ledger.append(null, texts({ checkpoint: 'other\n' }), [], 'Append')).toEqual({ outcome: 'moved' });
      expect(repository.git('for-each-ref')).toBe(before);
    });
  });

  it('links the heads it keeps into one chain with an empty tree', async () => {
    const repository = shop();
    const first = repository.git('rev-parse', 'HEAD');
    const second = repository.write('a', 'a').commit();
    const third = repository.write('b', 'b').commit();
    await withLedger(repository.path, async (ledger) => {
      await ledger.append(null, texts({ checkpoint: '1\n' }), [first], 'Append');
      const link = repository.git('rev-parse', keepRef);
      await ledger.append(await ledger.tip(), texts({ checkpoint: '2\n' }), [second, third, second], 'Append');
      expect(repository.git('show', '-s', '--format=%P', keepRef)).toBe(`${link} ${second} ${third}`);
      await expect(ledger.append(await ledger.tip(), texts({ checkpoint: '3\n' }), ['0123456789'.repeat(4)], 'Append')).rejects.toMatchObject({ code: 'object-missing' });
      expect(await textsAt(ledger, (await ledger.tip())!, 'checkpoint')).toEqual(['2\n']);
    });
  });

  it('is refused while a push is being received', async () => {
    const repository = shop();
    await withLedger(repository.path, async (ledger) => {
      await expect(ledger.append(null, texts({ checkpoint: '1\n' }), [], 'Append')).rejects.toMatchObject({ code: 'ledger-unreachable', hints: ['add it in post-receive'] });
    }, { GIT_QUARANTINE_PATH: repository.path });
  });

  it('works in a linked worktree and in a bare repository', async () => {
    const repository = shop();
    repository.git('worktree', 'add', '-q', '--detach', `${repository.path}/side`);
    await withLedger(`${repository.path}/side`, (ledger) => ledger.append(null, texts({ checkpoint: '1\n' }), [], 'Append'));
    await withLedger(repository.path, async (ledger) => expect(await textsAt(ledger, (await ledger.tip())!, 'checkpoint')).toEqual(['1\n']));
    const bare = BuiltRepository.init('--bare');
    await withLedger(bare.path, (ledger) => ledger.append(null, texts({ checkpoint: '1\n' }), [], 'Append'));
    expect(bare.git('show', `${ledgerRef}:checkpoint`)).toBe('1');
  });

  it('refuses a ref that is no ledger, and writes through none', async () => {
    const repository = shop();
    repository.git('symbolic-ref', ledgerRef, 'refs/heads/main');
    const main = repository.git('rev-parse', 'main');
    await withLedger(repository.path, async (ledger) => {
      await expect(ledger.tip()).rejects.toMatchObject({ code: 'ledger-inconsistent' });
      await expect(ledger.append({ commit: main }, texts({ checkpoint: '1\n' }), [], 'Append')).rejects.toMatchObject({ code: 'ledger-inconsistent' });
    });
    expect(repository.git('rev-parse', 'main')).toBe(main);
    repository.git('symbolic-ref', '-d', ledgerRef);
    repository.git('update-ref', ledgerRef, repository.git('rev-parse', 'main:till.ts'));
    await withLedger(repository.path, (ledger) => expect(ledger.tip()).rejects.toMatchObject({ code: 'ledger-inconsistent', message: expect.stringContaining('names a blob') as string }));
  });
});
