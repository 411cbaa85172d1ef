import type { VerifierKey } from '../../core/ledger/index.ts';
import type { LedgerFiles, LedgerStore, LedgerTip } from './ledger-store.ts';

/** Where witnesses keep what they cosigned: files under one ref of another repository. */
export interface WitnessStore {
  /** For sentences: `refs/countersign/witness of ../witness.git`. */
  readonly place: string;
  /** What is there now, asked anew each time; `null`: nothing yet. Throws `ledger-unreachable`. */
  tip(): Promise<LedgerTip | null>;
  read(tip: LedgerTip, paths: readonly string[]): Promise<readonly (Uint8Array | null)[]>;
  /** Puts files on top of `tip`, whole or not at all. `moved`: somebody was first; read again. */
  put(tip: LedgerTip | null, files: LedgerFiles, message: string): Promise<'written' | 'moved'>;
}

/** A witness's own key, which signs notes. */
export interface NoteSigner {
  readonly key: VerifierKey;
  sign(message: Uint8Array): Uint8Array;
}

/** What being a witness, and asking one, takes of the outside. Repositories are paths or URLs. */
export interface Witnessing {
  /** The ledger of another repository as it is now, fetched into a folder that is removed at the end. */
  fetchLedger(from: string): Promise<Pick<LedgerStore, 'place' | 'tip' | 'read'>>;
  openWitness(at: string): Promise<WitnessStore>;
  /** Throws `key-unusable`. */
  readKey(file: string): Promise<NoteSigner>;
  /** Writes a new key into a new file that its owner alone can read. Throws `file-unwritable`. */
  drawKey(name: string, file: string): Promise<NoteSigner>;
}
