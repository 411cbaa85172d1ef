import type { RecordedStatement } from '../../../core/attestation/index.ts';
import { changePath, type Checkpoint, emptyRoot, envelopePath, type Hash, type Leaf, originOf, planAppend, toHex, writeLeaf } from '../../../core/ledger/index.ts';
import type { LedgerFiles, LedgerItem } from '../../ports/index.ts';
import { inconsistent, type LedgerEnd } from './read-end.ts';

/** An envelope that is to become an entry, with what its leaf says. */
export interface Drafted extends Omit<LedgerItem, 'envelope'>, Leaf {
  /** Of the envelope. */
  readonly bytes: Uint8Array;
  readonly said: Pick<RecordedStatement, 'statement' | 'signature'>;
}

/** The files of one append, and how the ledger ends afterwards. A new ledger is named after the repository of its first entry. */
export function planEntries(hash: Hash, end: LedgerEnd, fresh: readonly Drafted[]): { readonly files: LedgerFiles; readonly end: LedgerEnd } {
  const before: Checkpoint = end.checkpoint ?? { origin: originOf(fresh[0]!.repository), size: 0, root: emptyRoot(hash) };
  const plan = planAppend(hash, before, end.edge, fresh.map((entry) => writeLeaf(entry)));
  if (!plan.ok) throw inconsistent(plan.sentence);
  const files = new Map(plan.value.files);
  fresh.forEach(({ bytes, entryList }, index) => {
    files.set(envelopePath(before.size + index), bytes);
    if (entryList !== null) files.set(changePath(entryList.digest), entryList.bytes);
  });
  const { checkpoint } = plan.value;
  return { files, end: { checkpoint, root: toHex(checkpoint.root), edge: new Map() } };
}
