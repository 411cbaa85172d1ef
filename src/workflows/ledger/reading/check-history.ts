import { readCheckpoint, toHex } from '../../../core/ledger/index.ts';
import type { LedgerCommit, LedgerStore } from '../../ports/index.ts';

/** What a commit of the ledger did other than append. */
export interface HistoryFault {
  /** `idle`: it left the entries as they were, which costs space and changes nothing; anything else is `history`. */
  readonly code: 'history' | 'idle';
  readonly sentence: string;
  readonly entry: null;
}

/**
 * Every commit of the ref must stand on one other and have appended: its checkpoint is a beginning of the ledger, whose
 * roots `rootAt` gives. `commits` are looked at, oldest first; `on`: what the first of them stands on.
 */
export async function checkHistory(
  store: Pick<LedgerStore, 'read'>,
  commits: readonly LedgerCommit[],
  rootAt: (size: number) => string | null,
  on: { readonly commit: string; readonly size: number; readonly origin: string | null } | null = null,
): Promise<HistoryFault[]> {
  const faults: HistoryFault[] = [];
  const fail = (commit: string, what: string, code: HistoryFault['code'] = 'history') => void faults.push({ code, sentence: `commit ${commit.slice(0, 12)} of the ledger ${what}`, entry: null });
  let before = on?.size ?? null;
  let named = on?.origin ?? null;
  for (let start = 0; start < commits.length; start += 64) {
    const some = commits.slice(start, start + 64);
    const read = await Promise.all(some.map((commit) => store.read(commit, ['checkpoint'])));
    for (const [at, { commit, parents }] of some.entries()) {
      const previous = commits[start + at - 1] ?? on;
      const bytes = read[at]?.[0] ?? null;
      const parsed = bytes === null ? null : readCheckpoint(bytes);
      if (previous === null ? parents.length > 0 : parents.length !== 1 || parents[0] !== previous.commit) fail(commit, 'does not stand on exactly the append before it');
      if (parsed?.ok !== true) {
        fail(commit, 'has no checkpoint that can be read');
        continue;
      }
      const { size, root, origin } = parsed.value.checkpoint;
      named ??= origin;
      if (origin !== named) fail(commit, `calls itself \`${origin}\`, and \`${named}\` before`);
      if (before !== null && size <= before) fail(commit, `has ${size} entries after ${before}: it appended nothing`, size === before ? 'idle' : 'history');
      const now = rootAt(size);
      if (now !== toHex(root)) fail(commit, now === null ? `had ${size} entries, more than there are now` : `had other entries than the ${size} that come first now`);
      before = size;
    }
  }
  return faults;
}
