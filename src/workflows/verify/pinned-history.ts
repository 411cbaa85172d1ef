import { readCheckpoint, toHex } from '../../core/ledger/index.ts';
import { encodeUtf8, Failure } from '../../core/values/index.ts';
import type { RecordedStatement } from '../../core/attestation/index.ts';
import type { LedgerView } from '../ledger/read-ledger.ts';
import { fetchAll } from './checklist.ts';
import type { VerifyFailure } from './verify-report.ts';

/** A size and root of the ledger that somebody kept: from a checkpoint they had, or from a statement. */
export interface Pin {
  readonly size: number;
  /** 64 hex digits. */
  readonly root: string;
}

/**
 * Whether the ledger only grew since a pin: recomputing the root of its first entries is the consistency proof of
 * RFC 6962 with nothing left out. `null`: it did.
 */
export function sinceThen(ledger: LedgerView, pin: Pin, said: string): VerifyFailure | null {
  const size = ledger.checkpoint?.size ?? 0;
  if (pin.size > size) {
    return { code: 'ledger-behind', sentence: `${said} had seen ${pin.size} entries, and the ledger here has ${size}`, mend: fetchAll };
  }
  if (pin.size === 0 || ledger.rootAt(pin.size) === pin.root) return null;
  return { code: 'ledger-inconsistent', sentence: `${said} had seen other first ${pin.size} entries than the ledger has now`, mend: 'countersign ledger audit' };
}

/** What a statement had seen of the ledger when it was signed; a statement cannot have seen itself. */
export function seenBy({ entry, statement }: RecordedStatement, ledger: LedgerView): VerifyFailure | null {
  const seen = statement.predicate.ledger;
  if (seen === null) return null;
  if (seen.size > entry) return { code: 'ledger-inconsistent', sentence: `entry ${entry} says it had seen ${seen.size} entries before it`, mend: 'countersign ledger audit' };
  return sinceThen(ledger, seen, `entry ${entry}`);
}

/** The pin that a checkpoint's text is (C2SP tlog-checkpoint; signatures below it are not looked at). Throws `usage` for other text. */
export function pinOfCheckpoint(text: string, from: string): Pin {
  const body = text.split('\n\n', 1)[0] ?? '';
  const read = readCheckpoint(encodeUtf8(body.endsWith('\n') ? body : `${body}\n`));
  if (!read.ok) throw new Failure('usage', 'user', `${from} is no checkpoint: ${read.sentence}`, ['give the file that `git show refs/countersign/ledger:checkpoint` printed']);
  return { size: read.value.checkpoint.size, root: toHex(read.value.checkpoint.root) };
}
