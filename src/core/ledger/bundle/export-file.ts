import { canonicalJson, type Json, type Sha256 } from '../../values/index.ts';
import type { Checkpoint } from '../ledger.ts';
import { fromBase64, fromHex, toBase64, toHex } from '../note/base64.ts';

/** A whole ledger as one file. Tiles are left out: they follow from the leaves. */
export interface LedgerExport {
  readonly checkpoint: Checkpoint;
  /** In order; `null`: the envelope is missing in the ledger. */
  readonly entries: readonly { readonly leaf: Uint8Array; readonly envelope: Uint8Array | null }[];
  /** Entry lists by change digest. */
  readonly lists: ReadonlyMap<string, Uint8Array>;
}

/** The type an exported file names in its first line, its version last. */
export const exportType = 'urn:countersign:ledger-export:v1';

/**
 * The lines of an exported ledger, each canonical JSON and a line feed: one that says what it is, one for each entry,
 * one for each entry list, and last the SHA-256 of all bytes before. So every byte is covered by a check.
 */
export function* exportLines({ checkpoint, entries, lists }: LedgerExport): Iterable<string> {
  const line = (json: Json) => `${canonicalJson(json)}\n`;
  yield line({ type: exportType, ledger: checkpoint.origin, size: checkpoint.size, root: toHex(checkpoint.root) });
  for (const [entry, { leaf, envelope }] of entries.entries()) {
    yield line({ entry, leaf: toBase64(leaf), envelope: envelope === null ? null : toBase64(envelope) });
  }
  for (const digest of [...lists.keys()].sort()) yield line({ change: digest, entries: toBase64(lists.get(digest)!) });
}

/** The last line. */
export function exportEnd(sha256: string): string {
  return `${canonicalJson({ sha256 })}\n`;
}

/** An exported file as far as it could be read, and everything about it that is not as it was written. */
export interface ReadExport {
  /** `null` where not even the first line can be read. */
  readonly ledger: LedgerExport | null;
  /** One sentence each, without a full stop. */
  readonly damage: readonly string[];
}

/** After so many lines that are not as they were written the rest is not read: a file may be of nothing else. */
const mostDamage = 1000;

/** Reads an exported file. Each line must be exactly as `exportLines` writes it. */
export function readExport(text: string, sha256: Sha256): ReadExport {
  const damage: string[] = [];
  const entries: { leaf: Uint8Array; envelope: Uint8Array | null }[] = [];
  const lists = new Map<string, Uint8Array>();
  let checkpoint: Checkpoint | null = null;
  let number = 0;
  let ended = false;
  for (let at = 0; at < text.length; ) {
    number += 1;
    const feed = text.indexOf('\n', at);
    const line = text.slice(at, feed < 0 ? text.length : feed);
    const read = feed < 0 || ended ? null : readExportLine(line, number === 1);
    if (read?.kind === 'head') checkpoint = read.checkpoint;
    else if (read?.kind === 'end') {
      ended = true;
      if (read.sha256 !== sha256([text.slice(0, at)])) damage.push('its bytes do not have the SHA-256 of its last line');
    } else if (read?.kind === 'entry' && read.entry === entries.length) entries.push({ leaf: read.leaf, envelope: read.envelope });
    else if (read?.kind === 'list' && !lists.has(read.change)) lists.set(read.change, read.entries);
    else damage.push(ended ? `line ${number} stands behind the end` : `line ${number} is not as it was written`);
    if (damage.length >= mostDamage) {
      damage.push(`what follows line ${number} was not read`);
      // Whether its end is there is not known.
      ended = true;
      break;
    }
    if (number === 1 && checkpoint === null) return { ledger: null, damage: ['its first line does not say that it is an exported ledger'] };
    at = feed < 0 ? text.length : feed + 1;
  }
  if (!ended) damage.push('its end is missing');
  return { ledger: checkpoint === null ? null : { checkpoint, entries, lists }, damage };
}

/** One line of an exported file, taken apart; whether it fits the others is not asked. */
export type ExportLine =
  | { readonly kind: 'head'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'entry'; readonly entry: number; readonly leaf: Uint8Array; readonly envelope: Uint8Array | null }
  | { readonly kind: 'list'; readonly change: string; readonly entries: Uint8Array }
  | { readonly kind: 'end'; readonly sha256: unknown };

/** Reads one line without its line feed; `null` where it is not in the one form that `exportLines` and `exportEnd` write. */
export function readExportLine(line: string, first: boolean): ExportLine | null {
  const json = membersOf(line);
  if (json === null) return null;
  if (first) {
    const checkpoint = headOf(json);
    return checkpoint === null ? null : { kind: 'head', checkpoint };
  }
  if ('sha256' in json && Object.keys(json).length === 1) return { kind: 'end', sha256: json['sha256'] };
  return entryOf(json) ?? listOf(json);
}

type Members = Partial<Record<string, unknown>>;

/** The members of a line that is an object in canonical form. */
function membersOf(line: string): Members | null {
  // Errors cost far more than lines, and one that is nothing else than line feeds has many.
  if (!line.startsWith('{"')) return null;
  try {
    const json = JSON.parse(line) as Json;
    return typeof json === 'object' && json !== null && !Array.isArray(json) && canonicalJson(json) === line ? (json as Members) : null;
  } catch {
    return null;
  }
}

function headOf({ type, ledger, size, root, ...rest }: Members): Checkpoint | null {
  const hash = typeof root === 'string' ? fromHex(root) : null;
  if (type !== exportType || typeof ledger !== 'string' || typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0 || hash?.length !== 32 || Object.keys(rest).length > 0) return null;
  return { origin: ledger, size, root: hash };
}

function entryOf({ entry, leaf, envelope, ...rest }: Members): ExportLine | null {
  const bytes = typeof leaf === 'string' ? fromBase64(leaf) : null;
  const signed = typeof envelope === 'string' ? fromBase64(envelope) : null;
  if (typeof entry !== 'number' || bytes === null || (signed === null && envelope !== null) || Object.keys(rest).length > 0) return null;
  return { kind: 'entry', entry, leaf: bytes, envelope: signed };
}

function listOf({ change, entries, ...rest }: Members): ExportLine | null {
  const bytes = typeof entries === 'string' ? fromBase64(entries) : null;
  if (typeof change !== 'string' || !/^[0-9a-f]{64}$/.test(change) || bytes === null || Object.keys(rest).length > 0) return null;
  return { kind: 'list', change, entries: bytes };
}
