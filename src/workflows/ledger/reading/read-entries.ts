import { type Cryptography, openEnvelope, type RecordedStatement, type RefusalCode, type RefusedEntry, type Statement } from '../../../core/attestation/index.ts';
import { envelopePath, fromBase64, readLeaf, toHex } from '../../../core/ledger/index.ts';
import { decodeUtf8 } from '../../../core/values/index.ts';
import type { LedgerStore, LedgerTip } from '../../ports/index.ts';
import { Counters } from './counters.ts';
import { fault, type LedgerFault } from '../faults.ts';

/** What the entries of a ledger say, each held against its leaf. */
export interface LedgerEntries {
  readonly recorded: readonly RecordedStatement[];
  readonly refused: readonly RefusedEntry[];
  readonly faults: readonly LedgerFault[];
  /** Change digests that any envelope names, believed or not: what may lie beside the entries. */
  readonly named: Iterable<string>;
}

/** Envelopes asked for at once: enough that asking costs little, few enough to hold in memory. */
const batch = 1000;

/** Reads the envelopes of these leaves at a tip, in the order of the ledger. */
export async function readEntries(store: Pick<LedgerStore, 'read'>, tip: LedgerTip, leaves: readonly Uint8Array[], cryptography: Cryptography): Promise<LedgerEntries> {
  const reading = new EntryReading(cryptography);
  const ask = (start: number) => (start < leaves.length ? store.read(tip, leaves.slice(start, start + batch).map((_, at) => envelopePath(start + at))) : Promise.resolve([]));
  let next = ask(0);
  for (let start = 0; start < leaves.length; start += batch) {
    const envelopes = await next;
    // The next ones are fetched while these are checked. Whoever awaits it hears of its failure.
    next = ask(start + batch);
    next.catch(() => undefined);
    for (const [at, envelope] of envelopes.entries()) reading.take(start + at, leaves[start + at]!, envelope);
  }
  return reading;
}

/** Takes entries one by one in the order of the ledger: what an entry is worth can depend on those before it. */
export class EntryReading implements LedgerEntries {
  readonly recorded: RecordedStatement[] = [];
  readonly refused: RefusedEntry[] = [];
  readonly faults: LedgerFault[] = [];
  readonly named = new Set<string>();
  readonly #cryptography: Cryptography;
  /** Entry by SHA-256 of its payload and by its key: what somebody else signs too takes nobody's word away. */
  readonly #seen = new Map<string, number>();
  readonly #counters = new Counters();

  constructor(cryptography: Cryptography) {
    this.#cryptography = cryptography;
  }

  take(entry: number, leafBytes: Uint8Array, envelope: Uint8Array | null): void {
    const leaf = readLeaf(leafBytes);
    const sha256 = envelope === null ? '' : toHex(this.#cryptography.sha256(envelope));
    const refuse = (code: RefusalCode, sentence: string) => void this.refused.push({ entry, envelope: leaf.ok ? leaf.value.envelope : sha256, refusal: { code, sentence } });
    if (!leaf.ok) return refuse('entry-mismatch', `its leaf is malformed: ${leaf.sentence}`);
    if (envelope === null) return void this.faults.push(fault('envelope-missing', `the envelope of entry ${entry} is missing`, entry));
    if (sha256 !== leaf.value.envelope) return void this.faults.push(fault('envelope-altered', `the envelope of entry ${entry} is not the one that was recorded`, entry));
    const opened = openEnvelope(envelope, this.#cryptography);
    for (const digest of opened.ok ? changesOf(opened.value.statement) : digestsIn(envelope)) this.named.add(digest);
    if (!opened.ok) return refuse(opened.refusal.code, opened.refusal.sentence);
    const { statement, payloadSha256, signature } = opened.value;
    const { kind, payload, key, repository } = leaf.value;
    if (kind !== statement.name || payload !== payloadSha256 || key !== signature.fingerprint || repository !== statement.predicate.repository) {
      return refuse('entry-mismatch', 'its leaf says other than its envelope');
    }
    const said = `${payload} ${signature.publicKey}`;
    const earlier = this.#seen.get(said);
    if (earlier !== undefined) return refuse('duplicate', `it says again what entry ${earlier} says`);
    const behind = this.#counters.take({ statement, signature });
    if (behind !== null) return refuse('counter', behind);
    this.#seen.set(said, entry);
    this.recorded.push({ entry, envelope: sha256, statement, signature });
  }
}

function changesOf({ predicate }: Statement): readonly string[] {
  if (!('change' in predicate)) return [];
  return [typeof predicate.change === 'string' ? predicate.change : predicate.change.digest];
}

/** Of an envelope that is refused: whoever wrote it may have put its list beside it. */
function digestsIn(envelope: Uint8Array): readonly string[] {
  const payload = /"payload":"([A-Za-z0-9+/=]*)"/.exec(decodeUtf8(envelope))?.[1] ?? '';
  return decodeUtf8(fromBase64(payload) ?? new Uint8Array(0)).match(/\b[0-9a-f]{64}\b/g) ?? [];
}
