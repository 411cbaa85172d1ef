import type { Ports } from '../ports/index.ts';
import { appendStatements } from './append-statements.ts';

/** What `ledger push` did. */
export interface SentPending {
  readonly place: string;
  /** Whether the remote lacked entries that are here, and has them now. */
  readonly restored: boolean;
  /** Statements that had waited here and are recorded now. */
  readonly recorded: number;
  /** Statements that still wait, because they cannot be believed or are damaged; files where they are known. */
  readonly waiting: number;
  readonly unreadable: readonly string[];
  readonly size: number;
  /** 64 hex digits. */
  readonly root: string;
}

/** Sends what is here and not at the remote: first entries, then the statements that wait for an entry. */
export async function sendPending(ports: Pick<Ports, 'ledger' | 'cryptography'>): Promise<SentPending> {
  const { ledger } = ports;
  const restored = (await ledger.send()) === 'sent';
  const { size, root, alsoSent, unreadable } = await appendStatements(ports, []);
  const { items } = await ledger.pending.list();
  return { place: ledger.place, restored, recorded: alsoSent, waiting: items.length + unreadable.length, unreadable, size, root };
}
