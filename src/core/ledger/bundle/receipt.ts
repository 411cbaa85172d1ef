import { canonicalJson, decodeUtf8, encodeUtf8, type Json } from '../../values/index.ts';
import type { Checkpoint, Parsed } from '../ledger.ts';
import { fromBase64, toBase64 } from '../note/base64.ts';
import { readCheckpoint, writeCheckpoint } from '../note/checkpoint.ts';
import { hashSize, sameBytes } from '../tree/tree-hash.ts';

/**
 * One entry with everything that shows it was recorded, to be checked without the ledger: a `tlog-proof` for ledgers
 * whose checkpoints nobody signs. What authenticates the checkpoint is a later entry, whose signer had seen it.
 */
export interface Receipt {
  readonly entry: number;
  readonly envelope: Uint8Array;
  /** The bytes whose SHA-256 is the change digest; `null` where the statement is about no change. */
  readonly entryList: Uint8Array | null;
  /** Inclusion of the entry's leaf in the checkpoint. */
  readonly proof: readonly Uint8Array[];
  readonly checkpoint: Checkpoint;
  /** A later entry whose signed statement names the checkpoint; `null`: there is none yet. */
  readonly pinnedBy: { readonly entry: number; readonly envelope: Uint8Array } | null;
  /** A C2SP `.tlog-proof` of the same entry, verbatim: inclusion in a checkpoint that witnesses cosigned. Absent: none had seen it. */
  readonly witnessed?: string;
}

/** The type a receipt names, its version last. */
export const receiptType = 'urn:countersign:receipt:v1';

/** A receipt as one line of canonical JSON, bytes in base64. */
export function writeReceipt({ entry, envelope, entryList, proof, checkpoint, pinnedBy, witnessed }: Receipt): string {
  const json: Json = {
    type: receiptType,
    entry,
    envelope: toBase64(envelope),
    entryList: entryList === null ? null : toBase64(entryList),
    proof: proof.map(toBase64),
    checkpoint: decodeUtf8(writeCheckpoint(checkpoint)),
    pinnedBy: pinnedBy === null ? null : { entry: pinnedBy.entry, envelope: toBase64(pinnedBy.envelope) },
    ...(witnessed === undefined ? {} : { witnessed }),
  };
  return `${canonicalJson(json)}\n`;
}

/** Reads a receipt in the one form `writeReceipt` gives it; nothing of it is checked yet. */
export function readReceipt(text: string): Parsed<Receipt> {
  const fail = (sentence: string): Parsed<Receipt> => ({ ok: false, sentence });
  let json: Partial<Record<string, unknown>>;
  try {
    json = JSON.parse(text) as Partial<Record<string, unknown>>;
  } catch {
    return fail('it is no JSON');
  }
  if (typeof json !== 'object' || json === null || json['type'] !== receiptType) return fail(`it does not say that it is \`${receiptType}\``);
  const pin = json['pinnedBy'] as Partial<Record<string, unknown>> | null | undefined;
  const envelope = bytesOf(json['envelope']);
  const list = json['entryList'] === null ? null : bytesOf(json['entryList']);
  const proof = Array.isArray(json['proof']) ? json['proof'].map(bytesOf) : null;
  const checkpoint = typeof json['checkpoint'] === 'string' ? readCheckpoint(encodeUtf8(json['checkpoint'])) : null;
  const pinned = typeof pin === 'object' && pin !== null ? bytesOf(pin['envelope']) : null;
  if (!isIndex(json['entry']) || envelope === null || (json['entryList'] !== null && list === null) || proof === null || checkpoint?.ok !== true) return fail('a member is missing or malformed');
  if (proof.length > 53 || !proof.every((node) => node?.length === hashSize)) return fail('its proof is malformed');
  if (pin !== null && (pin === undefined || pinned === null || !isIndex(pin['entry']))) return fail('`pinnedBy` is malformed');
  const witnessed = json['witnessed'];
  if (witnessed !== undefined && typeof witnessed !== 'string') return fail('`witnessed` is malformed');
  const receipt: Receipt = {
    entry: json['entry'],
    envelope,
    entryList: list,
    proof: proof as Uint8Array[],
    checkpoint: checkpoint.value.checkpoint,
    pinnedBy: pin === null || pinned === null ? null : { entry: pin['entry'] as number, envelope: pinned },
    ...(witnessed === undefined ? {} : { witnessed }),
  };
  // One form for each receipt: no duplicate keys, no other spelling, nothing beside.
  return sameBytes(encodeUtf8(writeReceipt(receipt)), encodeUtf8(text)) ? { ok: true, value: receipt } : fail('it is not written in canonical form');
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function bytesOf(value: unknown): Uint8Array | null {
  return typeof value === 'string' ? fromBase64(value) : null;
}
