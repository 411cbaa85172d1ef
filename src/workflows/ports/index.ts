import type { Cryptography } from '../../core/attestation/index.ts';
import type { Sha256 } from '../../core/values/index.ts';
import type { LedgerStore } from './ledger-store.ts';
import type { Repository } from './repository.ts';
export type { PolicyMemory } from './policy-memory.ts';
export type { CommitWriter, Copying, NewestCommit, UnderWay } from './commit-writer.ts';
export type { Appended, KeptNotes, LedgerCommit, LedgerFiles, LedgerItem, LedgerStore, LedgerTip, PendingItem, PendingItems, RemoteState } from './ledger-store.ts';
export type { NoteSigner, Witnessing, WitnessStore } from './witnessing.ts';
export type { LedgerGit, RefState, RefUpdate } from './ledger-git.ts';
export type { PasskeyAsking, PasskeyPage } from './passkey-page.ts';
export type { Signer, SigningKey } from './signer.ts';
export type { HookFile, HookFolder, HookPlace } from './hook-folder.ts';
export type { ScanMemory } from './scan-memory.ts';
export type { WorkingFiles } from './working-files.ts';
export type { TextFiles } from './text-files.ts';

export type {
  CommitTree,
  FileAt,
  FileBeginning,
  HeadLines,
  HeadRange,
  HistoryCommit,
  HistoryFile,
  HistoryQuery,
  Note,
  Repository,
  RepositoryFacts,
  ResolvedRevision,
} from './repository.ts';

/** What every workflow needs from outside. */
export interface Ports {
  readonly repository: Repository;
  readonly sha256: Sha256;
  /** Checks signatures. */
  readonly cryptography: Cryptography;
  /** Opened when it is first asked; that there is no ledger costs nothing more. */
  readonly ledger: LedgerStore;
  /** Reads a file the user named on the command line; throws `Failure('file-unreadable')`. */
  readonly readText: (path: string) => Promise<string>;
}

/** What reading policy and people takes; `readFile` may show the working tree in the place of a commit. */
export interface PolicyPorts extends Pick<Ports, 'sha256' | 'readText'> {
  readonly repository: Pick<Repository, 'readFile'>;
}
