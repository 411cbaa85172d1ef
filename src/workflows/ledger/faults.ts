import type { RecordedStatement } from '../../core/attestation/index.ts';
import { type Checkpoint, originOf, readLeaf, toHex } from '../../core/ledger/index.ts';
import { whoSays } from './what-it-says.ts';

/** What can be wrong with a ledger as a whole; each closes every gate that stands on it. */
export type LedgerFaultCode =
  | 'checkpoint-missing'
  | 'checkpoint-malformed'
  | 'bundle-missing'
  | 'bundle-malformed'
  | 'tile-missing'
  | 'tile-damaged'
  /** The leaves do not give the root of the checkpoint. */
  | 'root-mismatch'
  | 'envelope-missing'
  /** An envelope's bytes are not those the leaf speaks of. */
  | 'envelope-altered'
  /** A checkpoint seen here before is larger than the ledger: not everything was fetched, or it was rolled back. */
  | 'behind'
  /** A checkpoint seen before, here or by whoever signed an entry, is no beginning of this ledger. */
  | 'fork';

/** One fault, in one sentence without a full stop. */
export interface LedgerFault {
  readonly code: LedgerFaultCode;
  readonly sentence: string;
  /** The entry it is about, where it is about one. */
  readonly entry: number | null;
}

/** A fault that is about no single entry. */
export function fault(code: LedgerFaultCode, sentence: string, entry: number | null = null): LedgerFault {
  return { code, sentence, entry };
}

/** A ledger is named after the repository of its first entry, as far as one can be read: nobody signs the name itself. */
export function againstName({ origin }: Checkpoint, leaves: readonly Uint8Array[]): LedgerFault[] {
  for (const [entry, bytes] of leaves.entries()) {
    const leaf = readLeaf(bytes);
    if (!leaf.ok) continue;
    const name = originOf(leaf.value.repository);
    return name === origin ? [] : [fault('checkpoint-malformed', `it calls itself \`${origin}\`, and entry ${entry} makes it \`${name}\``)];
  }
  return [];
}

/** Whoever saw a checkpoint earlier sees when it is no longer part of the ledger. */
export function againstPin(pin: Checkpoint | null, checkpoint: Checkpoint | null, rootAt: (size: number) => string | null): LedgerFault[] {
  if (pin === null || pin.size === 0) return [];
  const size = checkpoint?.size ?? 0;
  if (checkpoint !== null && checkpoint.origin !== pin.origin) return [fault('fork', `this is the ledger \`${checkpoint.origin}\`, and \`${pin.origin}\` was seen here before`)];
  if (pin.size > size) {
    const here = size === 0 ? 'none are' : size === 1 ? 'only 1 is' : `only ${size} are`;
    return [fault('behind', `${pin.size === 1 ? '1 entry was' : `${pin.size} entries were`} seen here before and ${here} here: they were not fetched, or were taken away`)];
  }
  if (rootAt(pin.size) === toHex(pin.root)) return [];
  return [fault('fork', `the first ${pin.size} entries are not those that were seen here before: the ledger was rewritten`)];
}

/** What one signer says of the ledger; anything else is wrong with the ledger itself. */
export function isOneSigners({ code, entry }: LedgerFault): boolean {
  return code === 'fork' && entry !== null;
}

/** Each signer vouches for the ledger as they saw it: it must be the beginning of this one, and older than the entry. */
export function againstSigners(recorded: readonly RecordedStatement[], rootAt: (size: number) => string | null): LedgerFault[] {
  return recorded.flatMap(({ entry, statement, signature }) => {
    const seen = statement.predicate.ledger;
    if (seen === null) return [];
    const who = whoSays(statement);
    const signer = `whoever signed entry ${entry}, as ${who === null ? 'the root' : `\`${who}\``} with the key ${signature.fingerprint},`;
    if (seen.size > entry) return [fault('fork', `${signer} had seen ${seen.size} entries, and only ${entry} come before it here`, entry)];
    return rootAt(seen.size) === seen.root ? [] : [fault('fork', `${signer} had seen other entries than the ${seen.size} that come first here`, entry)];
  });
}
