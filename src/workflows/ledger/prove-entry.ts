import { type CheckedSignature, type Cryptography, openEnvelope, type Statement } from '../../core/attestation/index.ts';
import { changePath, type Checkpoint, envelopePath, hashLeaf, originOf, proveInclusion, type Receipt, readReceipt, toHex, type VerifierKey, verifyInclusion, writeLeaf } from '../../core/ledger/index.ts';
import { Failure, type Instant } from '../../core/values/index.ts';
import type { LedgerStore } from '../ports/index.ts';
import { isOneSigners } from './faults.ts';
import { type ReceiptStep, witnessSteps } from './witness/receipt-steps.ts';
import { keptCosignatures, proofWithCosignatures } from './witness/kept-cosignatures.ts';
import type { TrustedWitness } from './witness/trusted-witnesses.ts';
import { type Reading, readSoundLedger, seenAs, type WholeLedger } from './read-ledger.ts';

/** A receipt of one entry. Throws where the ledger is absent or contradicts itself, and for an entry that counts for nothing. */
export async function proveEntry(store: Reading & Pick<LedgerStore, 'cosigned'>, cryptography: Cryptography, entry: number, witnesses: readonly TrustedWitness[] = []): Promise<{ readonly receipt: Receipt; readonly statement: Statement }> {
  const ledger = await readSoundLedger(store, cryptography);
  const recorded = ledger.recorded.find((one) => one.entry === entry);
  if (recorded === undefined) throw notRecorded(ledger, entry);
  // The newest signer who had seen the entry vouches for a checkpoint that contains it; who contradicts what is there vouches for nothing.
  const contradicting = new Set(ledger.faults.filter(isOneSigners).map((fault) => fault.entry));
  const pin = ledger.recorded.findLast((one) => (one.statement.predicate.ledger?.size ?? 0) > entry && !contradicting.has(one.entry));
  const size = pin?.statement.predicate.ledger?.size ?? ledger.checkpoint.size;
  const { statement } = recorded;
  const change = 'change' in statement.predicate ? statement.predicate.change : null;
  const digest = change === null || typeof change === 'string' ? change : change.digest;
  const cosigned = await keptCosignatures(store.cosigned, witnesses, { origin: ledger.checkpoint.origin, size: ledger.checkpoint.size, rootAt: ledger.rootAt }, cryptography);
  const witnessed = proofWithCosignatures(cosigned, ledger.tree, entry);
  const [envelope, pinned, entryList] = await store.read(ledger.tip, [envelopePath(entry), envelopePath(pin?.entry ?? entry), digest === null ? 'change' : changePath(digest)]);
  const receipt: Receipt = {
    entry,
    envelope: envelope!,
    entryList: entryList ?? null,
    proof: proveInclusion(ledger.tree, entry, size),
    checkpoint: { origin: ledger.checkpoint.origin, size, root: ledger.tree.root(size) },
    pinnedBy: pin === undefined ? null : { entry: pin.entry, envelope: pinned! },
    ...(witnessed === null ? {} : { witnessed }),
  };
  return { receipt, statement };
}

function notRecorded({ checkpoint, refused }: WholeLedger & { readonly checkpoint: Checkpoint }, entry: number): Failure {
  const why = refused.find((one) => one.entry === entry)?.refusal.sentence;
  if (why !== undefined) return new Failure('usage', 'user', `entry \`${entry}\` counts for nothing: ${why}`, [`countersign ledger show ${entry}`]);
  return new Failure('usage', 'user', `there is no entry \`${entry}\`: the ledger has ${checkpoint.size}, from 0 to ${checkpoint.size - 1}`, ['countersign ledger show']);
}

/** What a receipt shows, without any ledger. Whose keys these are is not asked. */
export interface CheckedReceipt {
  readonly holds: boolean;
  readonly receipt: Receipt | null;
  readonly statement: Statement | null;
  readonly signature: CheckedSignature | null;
  readonly steps: readonly ReceiptStep[];
}

/** Checks a receipt step by step; a step that needs an earlier one which failed is left out. Each witness that is `believed` must have seen the entry before `now`. */
export function verifyReceipt(text: string, cryptography: Cryptography, { believed, now }: { readonly believed: readonly VerifierKey[]; readonly now: Instant } = { believed: [], now: 0 }): CheckedReceipt {
  const read = readReceipt(text);
  if (!read.ok) return { holds: false, receipt: null, statement: null, signature: null, steps: [{ name: 'form', holds: false, sentence: `this is no receipt: ${read.sentence}` }] };
  const { envelope, entry, entryList, checkpoint, proof, pinnedBy, witnessed } = read.value;
  const opened = openEnvelope(envelope, cryptography);
  if (!opened.ok) return { holds: false, receipt: read.value, statement: null, signature: null, steps: [{ name: 'signature', holds: false, sentence: opened.refusal.sentence }] };
  const { statement, payloadSha256, envelopeSha256, signature } = opened.value;
  const hash = (data: Uint8Array) => cryptography.sha256(data);
  const leaf = writeLeaf({ kind: statement.name, payload: payloadSha256, envelope: envelopeSha256, key: signature.fingerprint, repository: statement.predicate.repository });
  const included = verifyInclusion(hash, { leafHash: hashLeaf(hash, leaf), index: entry, size: checkpoint.size, root: checkpoint.root, proof });
  const steps: ReceiptStep[] = [
    { name: 'signature', holds: true, sentence: `the statement is signed by ${signature.fingerprint}` },
    listStep(statement, entryList, hash),
    { name: 'inclusion', holds: included, sentence: included ? `it is entry ${entry} of ${nameOf(checkpoint, statement)} at ${checkpoint.size} entries` : `the proof does not lead from entry ${entry} to the root of the checkpoint` },
    pinStep(checkpoint, pinnedBy, cryptography),
    ...witnessSteps({ witnessed, entry, checkpoint, leafHash: hashLeaf(hash, leaf), believed, now, cryptography }),
  ];
  return { holds: steps.every(({ holds }) => holds !== false), receipt: read.value, statement, signature, steps };
}

/** Only a witness signs the name of a ledger; that of the statement's own repository is the one to expect. */
function nameOf({ origin }: Checkpoint, { predicate: { repository } }: Statement): string {
  return origin === originOf(repository) ? `the ledger \`${origin}\`` : `a ledger that calls itself \`${origin}\`, while the statement is for the repository ${repository},`;
}

function listStep({ predicate }: Statement, list: Uint8Array | null, hash: (data: Uint8Array) => Uint8Array): ReceiptStep {
  const named = 'change' in predicate ? predicate.change : null;
  const digest = named === null || typeof named === 'string' ? named : named.digest;
  if (list === null) return { name: 'entry list', holds: null, sentence: digest === null ? 'the statement is about no change' : 'the list of what was signed is not in it' };
  const same = toHex(hash(list)) === digest;
  return { name: 'entry list', holds: same, sentence: same ? 'the list of entries has the digest that is signed' : 'the list of entries is not what is signed' };
}

function pinStep(checkpoint: Checkpoint, pinnedBy: Receipt['pinnedBy'], cryptography: Cryptography): ReceiptStep {
  if (pinnedBy === null) return { name: 'pin', holds: null, sentence: 'nobody who signed later vouches for the checkpoint yet' };
  const opened = openEnvelope(pinnedBy.envelope, cryptography);
  if (!opened.ok) return { name: 'pin', holds: false, sentence: `entry ${pinnedBy.entry} vouches for nothing: ${opened.refusal.sentence}` };
  const { statement, signature } = opened.value;
  const seen = statement.predicate.ledger;
  const same = seen !== null && seen.size === checkpoint.size && seen.root === seenAs(checkpoint).root && pinnedBy.entry >= checkpoint.size;
  return { name: 'pin', holds: same, sentence: same ? `entry ${pinnedBy.entry}, signed by ${signature.fingerprint}, vouches for that checkpoint` : `entry ${pinnedBy.entry} speaks of another checkpoint` };
}
