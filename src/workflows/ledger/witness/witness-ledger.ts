import type { Cryptography } from '../../../core/attestation/index.ts';
import { type Checkpoint, cosign, type CosignedCheckpoint, openCosigned, proveConsistency, toHex, verifyConsistency } from '../../../core/ledger/index.ts';
import { Failure, type Instant } from '../../../core/values/index.ts';
import type { LedgerStore, LedgerTip, NoteSigner, WitnessStore } from '../../ports/index.ts';
import type { LedgerFaultCode } from '../faults.ts';
import { type LedgerTree, readTree } from '../reading/read-tree.ts';
import { checkerOfNotes, cosignedPath } from './cosignatures.ts';

/** Why a witness does not vouch for a ledger. */
export interface WitnessRefusal {
  readonly code: LedgerFaultCode | 'rollback' | 'cosignature-bad';
  /** Without a full stop. */
  readonly sentence: string;
}

/** What came of looking: the checkpoint that is cosigned now, or why it is not. */
export interface Witnessed {
  /** Where the ledger was read, and where cosignatures are kept. */
  readonly ledger: string;
  readonly place: string;
  readonly signer: NoteSigner['key'];
  /** What the ledger says; `null` where that cannot be read. */
  readonly checkpoint: Checkpoint | null;
  /** The newest checkpoint this witness had cosigned before; `null`: this is the first, or it cannot be believed. */
  readonly before: CosignedCheckpoint | null;
  readonly cosigned: CosignedCheckpoint | null;
  /** Empty exactly where it was cosigned. Nothing is written where there are any. */
  readonly refusals: readonly WitnessRefusal[];
}

/** What a witness looks at and writes to. */
export interface WitnessTask {
  readonly ledger: Pick<LedgerStore, 'place' | 'tip' | 'read'>;
  readonly into: WitnessStore;
  readonly signer: NoteSigner;
  readonly cryptography: Cryptography;
  readonly now: Instant;
  /** Nothing of this ledger was ever cosigned: somebody says so, once. */
  readonly first: boolean;
}

/** Tries before giving up: other witnesses may write to the same place. */
const tries = 20;

/**
 * Cosigns the newest checkpoint of a ledger whose files agree with each other, and that begins with the newest checkpoint
 * cosigned before (RFC 6962 consistency). Throws `ledger-absent`, `ledger-unreachable`, and `usage` where `first` is
 * said wrongly: a place that has lost everything must not pass for a beginning.
 */
export async function witnessLedger({ ledger, into, signer, cryptography, now, first }: WitnessTask): Promise<Witnessed> {
  const tip = await ledger.tip();
  if (tip === null) throw new Failure('ledger-absent', 'environment', `there is no ledger at \`${ledger.place}\`: nothing was signed yet, or this is another repository`, ['countersign witness --repo LEDGER-REPOSITORY …']);
  const tree = await readTree(ledger, tip, (data) => cryptography.sha256(data));
  const { checkpoint, faults } = tree;
  const told = { ledger: ledger.place, place: into.place, signer: signer.key, checkpoint };
  if (checkpoint?.size === 0) throw new Failure('ledger-absent', 'environment', `the ledger at \`${ledger.place}\` has no entries: there is nothing to vouch for`, ['run it again after the first entry']);
  for (let attempt = 0; attempt < tries; attempt++) {
    const there = await into.tip();
    const before = checkpoint === null ? null : await readBefore(into, there, checkpoint.origin, signer, cryptography);
    if (before !== null && 'code' in before) return { ...told, before: null, cosigned: null, refusals: [before] };
    const refusals = [...(checkpoint === null || before === null ? [] : contradictions(tree, checkpoint, before, cryptography)), ...faults.map(({ code, sentence }) => ({ code, sentence }))];
    if (refusals.length > 0 || checkpoint === null) return { ...told, before, cosigned: null, refusals };
    assertFirst(first, before, into.place, checkpoint);
    const note = cosign(checkpoint, signer.key, now, signer.sign);
    const opened = openCosigned(checkerOfNotes(cryptography), note, signer.key);
    if (!opened.ok) throw new Failure('internal', 'internal', `what was cosigned cannot be read back: ${opened.sentence}`);
    const file = new Map([[cosignedPath(cryptography, checkpoint.origin, signer.key), note]]);
    const size = checkpoint.size === 1 ? '1 entry' : `${checkpoint.size} entries`;
    if ((await into.put(there, file, `Cosign ${size} of ${checkpoint.origin}`)) === 'written') return { ...told, before, cosigned: opened.value, refusals: [] };
  }
  throw new Failure('ledger-unreachable', 'environment', `somebody else was first ${tries} times while this was being written to ${into.place}`, ['run it again when fewer write at once']);
}

function assertFirst(first: boolean, before: CosignedCheckpoint | null, place: string, { origin }: Checkpoint): void {
  if (before === null && !first)
    throw new Failure('usage', 'user', `nothing this key has cosigned of \`${origin}\` is at ${place}, so that nothing can be compared`, [
      'the first time ever, say so: countersign witness --first …',
      'where something was there before, it was taken away, or the ledger is another one now: find out who did that',
    ]);
  if (before !== null && first)
    throw new Failure('usage', 'user', `this key has cosigned ${before.checkpoint.size} entries of that ledger already: this is not the first time`, ['leave --first away']);
}

/** What this witness had cosigned; `null`: nothing. A note that its key did not sign is somebody else's doing. */
async function readBefore(into: WitnessStore, tip: LedgerTip | null, origin: string, { key }: NoteSigner, cryptography: Cryptography): Promise<CosignedCheckpoint | WitnessRefusal | null> {
  const [note = null] = tip === null ? [] : await into.read(tip, [cosignedPath(cryptography, origin, key)]);
  if (note === null) return null;
  const opened = openCosigned(checkerOfNotes(cryptography), note, key);
  return opened.ok ? opened.value : { code: 'cosignature-bad', sentence: `what \`${key.name}\` cosigned before is not as it wrote it, at ${into.place}: ${opened.sentence}` };
}

function contradictions({ tree }: LedgerTree, checkpoint: Checkpoint, before: CosignedCheckpoint, cryptography: Cryptography): WitnessRefusal[] {
  const [had, has] = [before.checkpoint.size, checkpoint.size];
  if (had > has) return [{ code: 'rollback', sentence: `\`${before.by.name}\` had cosigned ${had} entries, and the ledger has ${has} now: entries were taken away` }];
  const hash = (data: Uint8Array) => cryptography.sha256(data);
  // Leaves that cannot be read are a fault of their own, and nothing can be proven from them.
  if (tree.size < has) return [];
  // What is vouched for is the checkpoint as it stands, not what the leaves beside it may say.
  const proven = verifyConsistency(hash, { from: had, fromRoot: before.checkpoint.root, to: has, toRoot: checkpoint.root, proof: proveConsistency(tree, had, has) });
  if (proven && before.checkpoint.origin === checkpoint.origin) return [];
  return [{ code: 'fork', sentence: `\`${before.by.name}\` had cosigned ${had} entries with the root ${toHex(before.checkpoint.root).slice(0, 12)}, and the first ${had} of the ${has} here are others: the ledger was rewritten` }];
}
