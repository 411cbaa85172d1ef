import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { BuiltRepository, newFolder, removeFolders } from '../git/built-repository.ts';
import { texts, textsAt, withLedger } from './place.ts';

afterEach(removeFolders);

const ledgerRef = 'refs/countersign/ledger';
const keepRef = 'refs/countersign/keep';

/** A bare repository and clones of it. */
function team(clones: number): { hub: BuiltRepository; clones: BuiltRepository[] } {
  const hub = BuiltRepository.init('--bare');
  const seed = BuiltRepository.init();
  seed.write('till.ts', 'open\n').commit('Open the shop');
  seed.git('push', '-q', hub.path, 'main');
  return { hub, clones: Array.from({ length: clones }, () => cloneOf(hub)) };
}

function cloneOf(hub: BuiltRepository, ...options: string[]): BuiltRepository {
  const clone = new BuiltRepository(newFolder());
  clone.git('clone', '-q', ...options, hub.path, '.');
  return clone;
}

let size = 0;
const put = (text: string, keep: string[] = []) => (ledger: Parameters<Parameters<typeof withLedger>[1]>[0]) =>
  ledger.refresh().then(async () => {
    const appended = await ledger.append(await ledger.tip(), texts({ checkpoint: text }), keep, 'Append');
    if (appended.outcome === 'appended') await ledger.pin({ origin: 'countersign/test', size: (size += 1), root: new Uint8Array(32) });
    return appended;
  });

const checkpointAt = (path: string) => withLedger(path, async (ledger) => {
  const tip = await ledger.tip();
  return tip === null ? null : (await textsAt(ledger, tip, 'checkpoint'))[0];
});

describe('a ledger with a remote', () => {
  it('is at the remote before it is here, and others get it', async () => {
    const { hub, clones: [ann, bob] } = team(2);
    const head = ann!.git('rev-parse', 'HEAD');
    expect(await withLedger(ann!.path, put('one\n', [head]))).toMatchObject({ outcome: 'appended' });
    expect(hub.git('show', `${ledgerRef}:checkpoint`)).toBe('one');
    expect(hub.git('show', '-s', '--format=%P', keepRef)).toBe(head);
    await withLedger(bob!.path, async (ledger) => {
      expect(await ledger.tip()).toBeNull();
      await ledger.refresh();
      expect(await textsAt(ledger, (await ledger.tip())!, 'checkpoint')).toEqual(['one\n']);
      expect(ledger.place).toBe(`${ledgerRef} of origin`);
    });
    expect(bob!.git('for-each-ref', '--format=%(objectname)', 'refs/countersign/')).toBe(hub.git('for-each-ref', '--format=%(objectname)', 'refs/countersign/'));
    expect(existsSync(join(bob!.path, '.git', 'FETCH_HEAD'))).toBe(false);
  });

  it('says moved to whoever comes second, and takes them on the new tip', async () => {
    const { hub, clones: [ann, bob] } = team(2);
    await withLedger(ann!.path, async (a) => withLedger(bob!.path, async (b) => {
      await a.refresh();
      await b.refresh();
      expect(await a.append(null, texts({ checkpoint: 'a\n' }), [], 'Append')).toMatchObject({ outcome: 'appended' });
      expect(await b.append(null, texts({ checkpoint: 'b\n' }), [], 'Append')).toEqual({ outcome: 'moved' });
      expect(await b.tip()).toBeNull();
      await b.refresh();
      expect(await b.append(await b.tip(), texts({ checkpoint: 'ab\n' }), [], 'Append')).toMatchObject({ outcome: 'appended' });
    }));
    expect(hub.git('rev-list', '--count', ledgerRef)).toBe('2');
  });

  it('is unreachable in one sentence, and nothing changes here', async () => {
    const { hub, clones: [ann] } = team(1);
    await withLedger(ann!.path, put('one\n'));
    const before = ann!.git('for-each-ref');
    rmSync(hub.path, { recursive: true });
    await withLedger(ann!.path, async (ledger) => {
      await expect(ledger.refresh()).rejects.toMatchObject({ code: 'ledger-unreachable', message: expect.stringMatching(/^the ledger at `origin` cannot be reached: .* does not appear to be a git repository$/) as string });
      await expect(ledger.append(await ledger.tip(), texts({ checkpoint: 'two\n' }), [], 'Append')).rejects.toMatchObject({ code: 'ledger-unreachable' });
    });
    expect(ann!.git('for-each-ref')).toBe(before);
  });

  it('is refused by a hook of the remote as unreachable, not as moved', async () => {
    const { hub, clones: [ann] } = team(1);
    writeFileSync(join(hub.path, 'hooks', 'pre-receive'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    await expect(withLedger(ann!.path, put('one\n'))).rejects.toMatchObject({ code: 'ledger-unreachable', message: '`origin` does not take the ledger: pre-receive hook declined' });
    expect(await checkpointAt(ann!.path)).toBeNull();
  });

  it('is moved where a hook of the remote refuses what comes second, in whatever words', async () => {
    const { hub, clones: [ann] } = team(1);
    await withLedger(ann!.path, put('one\n'));
    const second = hub.gitWith('', '-c', 'user.name=x', '-c', 'user.email=x@x', 'commit-tree', '-p', ledgerRef, '-m', 'Second', `${ledgerRef}^{tree}`);
    const first = `env -u GIT_QUARANTINE_PATH git update-ref ${ledgerRef} ${second}`;
    writeFileSync(join(hub.path, 'hooks', 'pre-receive'), `#!/bin/sh\n${first}\nexit 1\n`, { mode: 0o755 });
    expect(await withLedger(ann!.path, put('two\n'))).toEqual({ outcome: 'moved' });
    expect(hub.git('rev-parse', ledgerRef)).toBe(second);
  });

  it('that was rolled back is noticed, and can be put back', async () => {
    const { hub, clones: [ann] } = team(1);
    for (const text of ['one\n', 'two\n', 'three\n']) await withLedger(ann!.path, put(text));
    const newest = hub.git('rev-parse', ledgerRef);
    hub.git('update-ref', ledgerRef, `${ledgerRef}~1`);
    await expect(withLedger(ann!.path, put('four\n'))).rejects.toMatchObject({ code: 'ledger-behind', message: expect.stringContaining('rolled back') as string });
    hub.git('update-ref', '-d', ledgerRef);
    await expect(withLedger(ann!.path, put('four\n'))).rejects.toMatchObject({ code: 'ledger-behind', message: expect.stringContaining('no ledger any more') as string });
    expect(await withLedger(ann!.path, (ledger) => ledger.send())).toBe('sent');
    expect(hub.git('rev-parse', ledgerRef)).toBe(newest);
    expect(await withLedger(ann!.path, put('four\n'))).toMatchObject({ outcome: 'appended' });
  });

  it('that was rewritten is noticed, and never fetched over what is here', async () => {
    const { hub, clones: [ann] } = team(1);
    await withLedger(ann!.path, put('one\n'));
    await withLedger(ann!.path, put('two\n'));
    const mine = ann!.git('rev-parse', ledgerRef);
    hub.git('update-ref', ledgerRef, hub.gitWith('', '-c', 'user.name=x', '-c', 'user.email=x@x', 'commit-tree', '-m', 'Other', `${ledgerRef}^{tree}`));
    await expect(withLedger(ann!.path, put('three\n'))).rejects.toMatchObject({ code: 'ledger-inconsistent' });
    expect(ann!.git('rev-parse', ledgerRef)).toBe(mine);
    await expect(withLedger(ann!.path, (ledger) => ledger.send())).rejects.toMatchObject({ code: 'ledger-inconsistent' });
  });

  it('begun before there was a remote goes there with the next append', async () => {
    const hub = BuiltRepository.init('--bare');
    const ann = BuiltRepository.init();
    const head = ann.write('a', 'a').commit();
    await withLedger(ann.path, put('one\n', [head]));
    ann.git('remote', 'add', 'origin', hub.path);
    await withLedger(ann.path, put('two\n'));
    expect(hub.git('rev-list', '--count', ledgerRef)).toBe('2');
    expect(hub.git('show', '-s', '--format=%P', keepRef)).toBe(head);
  });

  it('may lie in a repository of its own, with the kept commits in that of the code', async () => {
    const { hub, clones: [ann] } = team(1);
    const vault = BuiltRepository.init('--bare');
    ann!.git('config', 'countersign.ledger', vault.path);
    const head = ann!.git('rev-parse', 'HEAD');
    await withLedger(ann!.path, put('one\n', [head]));
    expect(vault.git('for-each-ref', '--format=%(refname)')).toBe(ledgerRef);
    expect(hub.git('for-each-ref', '--format=%(refname)', 'refs/countersign/')).toBe(keepRef);
    const bob = cloneOf(hub);
    bob.git('config', 'countersign.ledger', vault.path);
    await withLedger(bob.path, put('two\n'));
    expect(await checkpointAt(bob.path)).toBe('two\n');
    expect(bob.git('rev-parse', keepRef)).toBe(hub.git('rev-parse', keepRef));
  });

  it('is where countersign.remote says, and nowhere where that is `.`', async () => {
    const { hub, clones: [ann, bob] } = team(2);
    ann!.git('remote', 'rename', 'origin', 'upstream');
    ann!.git('config', 'countersign.remote', 'upstream');
    await withLedger(ann!.path, put('one\n'));
    expect(hub.git('show', `${ledgerRef}:checkpoint`)).toBe('one');
    bob!.git('config', 'countersign.remote', '.');
    await withLedger(bob!.path, put('alone\n'));
    expect(await checkpointAt(bob!.path)).toBe('alone\n');
    expect(hub.git('rev-list', '--count', ledgerRef)).toBe('1');
  });

  it('works from a shallow clone and from a partial one', async () => {
    const { hub, clones: [ann] } = team(1);
    hub.git('config', 'uploadpack.allowFilter', 'true');
    const first = ann!.git('rev-parse', 'HEAD');
    ann!.write('b', 'b').commit();
    ann!.git('push', '-q', 'origin', 'main');
    await withLedger(ann!.path, put('one\n', [first]));
    for (const option of ['--depth=1', '--filter=blob:none']) {
      const clone = new BuiltRepository(newFolder());
      clone.git('clone', '-q', option, `file://${hub.path}`, '.');
      await withLedger(clone.path, put(`${option}\n`, [clone.git('rev-parse', 'HEAD')]));
      expect(await checkpointAt(clone.path)).toBe(`${option}\n`);
    }
    expect(hub.git('rev-list', '--count', ledgerRef)).toBe('3');
    hub.git('fsck', '--strict', '--connectivity-only');
  });
});

describe('what is planted beside a ledger', () => {
  it('changes nothing: configuration, hooks, attributes, replaced objects', async () => {
    const { hub, clones: [ann] } = team(1);
    await withLedger(ann!.path, put('one\n', [ann!.git('rev-parse', 'HEAD')]));
    const first = ann!.git('rev-parse', ledgerRef);
    const hooks = newFolder();
    for (const name of ['reference-transaction', 'pre-push', 'post-checkout', 'update', 'pre-receive', 'post-index-change']) {
      writeFileSync(join(hooks, name), `#!/bin/sh\ntouch ${hooks}/ran-${name}\nexit 1\n`, { mode: 0o755 });
    }
    const settings = {
      'core.hooksPath': hooks, 'commit.gpgSign': 'true', 'push.gpgSign': 'true', 'gpg.program': '/bin/false', 'i18n.commitEncoding': 'latin1', 'core.autocrlf': 'true',
      'push.followTags': 'true', 'remote.origin.mirror': 'true', 'remote.origin.push': '+refs/heads/*:refs/heads/*', 'remote.origin.tagOpt': '--tags', 'push.pushOption': 'x',
      'fetch.prune': 'true', 'remote.origin.prune': 'true', 'receive.denyNonFastForwards': 'false', 'core.fsync': 'none', 'fastimport.unpackLimit': '0', 'user.name': 'Mallory', 'core.logAllRefUpdates': 'always',
      'push.recurseSubmodules': 'check', 'fetch.recurseSubmodules': 'true', 'core.attributesFile': join(hooks, 'attributes'), 'filter.x.clean': 'false', 'filter.x.required': 'true',
    };
    writeFileSync(join(hooks, 'attributes'), '* filter=x eol=crlf ident\n');
    writeFileSync(join(ann!.path, '.git', 'info', 'attributes'), '* filter=x eol=crlf ident\n');
    const other = ann!.gitWith('', 'commit-tree', '-m', 'Replaced', `${first}^{tree}`);
    ann!.git('replace', first, other);
    ann!.git('tag', 'ledger');
    for (const [name, value] of Object.entries(settings)) ann!.git('config', name, value);
    ann!.git('config', '--add', 'remote.origin.fetch', '+refs/countersign/*:refs/countersign/*');
    expect(await withLedger(ann!.path, put('two $Id$\n', [ann!.git('rev-parse', 'HEAD')]))).toMatchObject({ outcome: 'appended' });
    expect(hub.gitWith('', 'cat-file', 'blob', `${ledgerRef}:checkpoint`)).toBe('two $Id$');
    expect(hub.git('rev-parse', `${ledgerRef}~1`)).toBe(first);
    expect(hub.git('show', '-s', '--format=%an %cn', ledgerRef)).toBe('countersign countersign');
    expect(hub.git('cat-file', 'commit', ledgerRef)).not.toMatch(/encoding|gpgsig/);
    expect(hub.git('for-each-ref', '--format=%(refname)').split('\n')).toEqual([keepRef, ledgerRef, 'refs/heads/main']);
    expect(readdirSync(hooks).filter((name) => name.startsWith('ran-'))).toEqual([]);
  });
});
