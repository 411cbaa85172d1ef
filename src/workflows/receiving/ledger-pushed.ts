import { readCheckpoint, toHex } from '../../core/ledger/index.ts';
import { readLedger, type LedgerView, type Reading } from '../ledger/read-ledger.ts';
import type { Ports } from '../ports/index.ts';
import type { PushedRef } from './push.ts';

/** Where the ledger lies. */
export const ledgerRef = 'refs/countersign/ledger';
/** Where the commits are kept that sign-offs speak of. */
export const keepRef = 'refs/countersign/keep';

/** The ledger as it will be once the push is in. */
export async function readLedgerPushed({ ledger, cryptography }: Ports, refs: readonly PushedRef[]): Promise<LedgerView> {
  const pushed = refs.find(({ ref }) => ref === ledgerRef);
  return readLedger(pushed === undefined ? ledger : ledgerAt(ledger, pushed.after), cryptography);
}

/**
 * Why a push of the ledger, or of the commits it keeps, is not taken; `null`: it is, or it is no such ref. Both only
 * grow; and the ledger contains what it contained, entry by entry.
 */
export async function whyLedgerRefused({ repository, ledger }: Ports, { ref, before, after }: PushedRef, pushed: LedgerView): Promise<string | null> {
  if (ref !== ledgerRef && ref !== keepRef) return null;
  const what = ref === ledgerRef ? 'the ledger' : 'what the ledger keeps';
  if (after === null) return `${what} is never deleted`;
  if (before !== null && before !== after && !(await repository.isAncestor(before, after))) return `${what} only grows: fetch it, and put yours on top`;
  if (ref === keepRef) return null;
  const [fault] = pushed.faults;
  if (fault !== undefined) return `the ledger pushed contradicts itself: ${fault.sentence}`;
  if (before === null) return null;
  const [bytes] = await ledger.read({ commit: before }, ['checkpoint']);
  const was = bytes == null ? null : readCheckpoint(bytes);
  if (was === null || !was.ok) return null;
  const { size, root } = was.value.checkpoint;
  return pushed.rootAt(size) === toHex(root) ? null : `the ledger pushed is not the one here: its first ${size} entries differ`;
}

function ledgerAt(ledger: Reading, commit: string | null): Reading {
  return {
    place: ledger.place,
    tip: async () => (commit === null ? null : { commit }),
    read: (tip, paths) => ledger.read(tip, paths),
    pinned: () => ledger.pinned(),
  };
}
