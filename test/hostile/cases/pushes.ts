import type { GatedShop } from '../../receiving/gated-shop.ts';
import { once } from './places.ts';
import { preventedIf, type Row } from './row.ts';

/** One hooked repository for all rows: what is refused leaves it as it was. */
export const gated = once(
  async () => {
    const { gatedShop } = await import('../../receiving/gated-shop.ts');
    const shop = gatedShop();
    shop.cs('declare', 'main..topic', '--intent', 'totals for the cart', '--key', shop.keys.bo.path, '--yes');
    shop.sign('ana');
    return shop;
  },
  (shop) => shop.remove(),
);

const past: Row['source'] = { threat: 'an administrator of the server forges' };
const after: Row['source'] = { threat: 'a push after approval' };
const main = 'refs/heads/main';
const ledger = 'refs/countersign/ledger';

interface Ground {
  readonly shop: GatedShop;
  readonly git: (...args: string[]) => string;
  /** Pushes by the protocol itself, and says whatever it likes about what was there. */
  readonly raw: (commands: readonly { readonly ref: string; readonly before: string | null; readonly after: string | null }[]) => void;
}

/** A push after which every ref of the hooked repository but those of the pusher’s own branches stands as before. */
function push(id: string, act: string, source: Row['source'], how: (ground: Ground) => unknown, rest: Partial<Row> = {}): Row {
  return {
    id: `push/${id}`, actor: 'pusher', act, source, expected: 'prevented', ...rest,
    run: async () => {
      const [shop, { git }, { rawPush }] = await Promise.all([gated(), import('../../cli/bin.ts'), import('../../receiving/raw-push.ts')]);
      const standing = () => git(shop.origin, 'for-each-ref', '--format=%(refname) %(objectname)', main, 'refs/countersign/').trim();
      const before = standing();
      await how({ shop, git: (...args) => git(shop.repo, ...args), raw: (commands) => void rawPush(shop.repo, shop.origin, commands) });
      return preventedIf(before.includes(main) && before.includes(ledger) && standing() === before);
    },
  };
}

/** Ways round the hook of a shared repository, for whoever may push to it. */
export const pushes: readonly Row[] = [
  push('unsigned', 'pushes what only one of two has signed', { pitfall: 'implicit-approval' }, ({ shop }) => shop.git('push', 'origin', 'topic:main')),
  push('forced', 'forces the branch to their own history', after, ({ shop }) => shop.git('push', '--force', 'origin', `${shop.git('commit-tree', 'topic^{tree}', '-m', 'Anew').words.trim()}:main`)),
  push('deleted', 'deletes the protected branch, to begin it anew', after, ({ shop }) => shop.git('push', 'origin', ':main')),
  push('side-branch', 'pushes a merge whose first parent is their own branch', after, ({ shop, git }) => {
    const merge = git('commit-tree', 'topic^{tree}', '-p', 'topic', '-p', 'main', '-m', 'Merge main');
    shop.git('push', 'origin', `${merge}:main`);
  }),
  push('case', 'pushes a branch that some file systems take for the protected one', { pitfall: 'short-ref' }, ({ shop }) => {
    shop.git('push', 'origin', 'topic:refs/heads/MAIN');
  }),
  push('with-ledger', 'pushes the branch and a ledger of their own, so that one proves the other', { pitfall: 'race' }, ({ raw, git, shop }) => {
    const tip = git('rev-parse', 'main');
    raw([{ ref: main, before: tip, after: git('rev-parse', 'topic') }, { ref: ledger, before: null, after: git('commit-tree', `${ledger}^{tree}`, '-p', ledger, '-m', 'Nothing') }]);
    return shop;
  }),
  push('lying-before', 'says the branch was where they want it to have been', { pitfall: 'race' }, ({ raw, git }) => raw([{ ref: main, before: git('rev-parse', 'topic~0'), after: git('commit-tree', 'topic^{tree}', '-p', 'topic', '-m', 'More') }])),
  push('ledger-back', 'takes entries off the ledger', { threat: 'the ledger rolled back' }, ({ shop }) => shop.git('push', '--force', 'origin', `${ledger}~1:${ledger}`)),
  push('ledger-gone', 'deletes the ledger', { threat: 'the ledger rolled back' }, ({ shop }) => shop.git('push', 'origin', `:${ledger}`)),
  push('ledger-idle', 'puts a commit on the ledger that appends nothing and drops a file', { threat: 'the ledger edited, reordered, forked' }, ({ shop, git }) => shop.git('push', 'origin', `${git('commit-tree', 'main^{tree}', '-p', ledger, '-m', 'Append 1 entry')}:${ledger}`)),
  push('kept-gone', 'deletes the heads that sign-offs were given for', { threat: 'evidence taken away' }, ({ shop }) => shop.git('push', '--force', 'origin', ':refs/countersign/keep')),
  push('override-cited', 'cites a sign-off as if it were an override', { threat: 'a sign-off replayed for another' }, ({ shop }) => shop.git('push', '-o', 'countersign.override=1', 'origin', 'topic:main')),
  push('skip', 'asks the hook by a push option to look away', past, ({ shop }) => shop.git('push', '-o', 'countersign.skip', 'origin', 'topic:main')),
];
