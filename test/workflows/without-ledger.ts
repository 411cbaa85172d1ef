import { nodeCryptography } from '../../src/adapters/signing/index.ts';
import type { LedgerStore, Ports } from '../../src/workflows/ports/index.ts';

const ledger: LedgerStore = {
  place: 'refs/countersign/ledger',
  fresh: true,
  refresh: () => Promise.resolve(),
  tip: () => Promise.resolve(null),
  read: (_tip, paths) => Promise.resolve(paths.map(() => null)),
  files: () => Promise.resolve([]),
  history: () => Promise.resolve([]),
  append: () => Promise.resolve({ outcome: 'moved' }),
  send: () => Promise.resolve('nothing'),
  remoteState: () => Promise.resolve(null),
  configureFetch: () => Promise.resolve(null),
  pinned: () => Promise.resolve(null),
  pin: () => Promise.resolve(),
  cosigned: { read: () => Promise.resolve(new Map()), keep: () => Promise.resolve() },
  pending: { list: () => Promise.resolve({ items: [], unreadable: [] }), keep: () => Promise.resolve(), forget: () => Promise.resolve() },
  yieldTurn: () => Promise.resolve(),
};

/** Ports besides those that read the repository, for tests of what no ledger has a part in. */
export const withoutLedger: Omit<Ports, 'repository' | 'sha256' | 'readText'> = { ledger, cryptography: nodeCryptography };
