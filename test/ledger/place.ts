import { openRepository } from '../../src/adapters/git/index.ts';
import { openLedgerStore } from '../../src/adapters/ledger/index.ts';
import { appendStatements } from '../../src/workflows/ledger/append-statements.ts';
import { encodeUtf8 } from '../../src/core/values/index.ts';
import type { LedgerStore, LedgerTip } from '../../src/workflows/ports/index.ts';
import { softSecurityKey } from '../keys/index.ts';
import { cryptography, envelopeOf, signOffOf } from './memory-ledger.ts';

/** The ledger of the repository at `path`, as the command line opens it, and how to close it. */
export async function openLedger(path: string, environment: NodeJS.ProcessEnv = {}): Promise<{ readonly ledger: LedgerStore; readonly close: () => Promise<void> }> {
  const repository = await openRepository(path, { environment });
  return { ledger: openLedgerStore(repository.access(), { now: () => 1_800_000_000 }), close: () => repository.close() };
}

/** Opens, works and closes again, whatever happens. */
export async function withLedger<T>(path: string, work: (ledger: LedgerStore) => Promise<T>, environment: NodeJS.ProcessEnv = {}): Promise<T> {
  const { ledger, close } = await openLedger(path, environment);
  try {
    return await work(ledger);
  } finally {
    await close();
  }
}

/** Files by path, as text. */
export function texts(files: Readonly<Record<string, string | null>>): ReadonlyMap<string, Uint8Array | null> {
  return new Map(Object.entries(files).map(([path, text]) => [path, text === null ? null : encodeUtf8(text)]));
}

/** The files at a tip, as text. */
export async function textsAt(ledger: LedgerStore, tip: LedgerTip, ...paths: string[]): Promise<(string | null)[]> {
  return (await ledger.read(tip, paths)).map((bytes) => (bytes === null ? null : Buffer.from(bytes).toString('utf8')));
}

/** One sign-off after the other, each by somebody who had seen the ones before. */
export async function buildLedger(path: string, count: number, batch = 1): Promise<void> {
  const key = softSecurityKey('ed25519-sk', { flags: 5 });
  await withLedger(path, async (ledger) => {
    let seen: { size: number; root: string } | null = null;
    for (let at = 0; at < count; at += batch) {
      const items = Array.from({ length: Math.min(batch, count - at) }, (_, each) => {
        const { statement, list, digest } = signOffOf(at + each, seen);
        return { envelope: envelopeOf(statement, key), entryList: { digest, bytes: list }, keep: [] };
      });
      const { size, root } = await appendStatements({ ledger, cryptography }, items);
      seen = { size, root };
    }
  });
}
