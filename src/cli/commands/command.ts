import type { Cryptography } from '../../core/attestation/index.ts';
import type { Instant, Sha256 } from '../../core/values/index.ts';
import type { CommitWriter, HookFolder, PasskeyPage, PolicyMemory, Ports, ScanMemory, Signer, TextFiles, Witnessing, WorkingFiles } from '../../workflows/ports/index.ts';
import type { OnProgress } from '../../workflows/reports.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** How a command ended; `exit-code.ts` gives each its number. */
export type Outcome = 'ok' | 'not-approved' | 'cases-failed' | 'mistake';

/** A file that is written whole or not at all; that it can be written was seen before the long work began. */
export interface WholeFile {
  /** Absolute. */
  readonly path: string;
  write(text: string): void;
}

/** What every command is given. */
export interface Session {
  readonly terminal: Terminal;
  readonly json: boolean;
  readonly now: Instant;
  /** Milliseconds, only forward: for how long something took. */
  readonly clock: () => number;
  /** `null` where nobody watches: no terminal. */
  readonly progress: OnProgress | null;
  /** Opens the repository of `--repo` once; it is closed when the command ends, however it ends. */
  readonly ports: () => Promise<Ports>;
  /** Opens it again, to see what was written since; for the commands that write. */
  readonly reopen: () => Promise<Ports>;
  /** What earlier scans left; a cache that only `scan` reads. */
  readonly memory: () => Promise<ScanMemory>;
  /** Files and folders the user named. */
  readonly files: TextFiles;
  /** A file the user named; one that is there is replaced only where it begins with one of `marks`. */
  readonly wholeFile: (path: string, ...marks: readonly string[]) => WholeFile;
  /** Adds to a file the first of these texts that keeps it within `limit` bytes, and gives it; `null` where none does. */
  readonly appendFitting: (path: string, texts: readonly string[], limit: number) => string | null;
  /** Policies parsed before, for `check`; `null` where a gate decides. */
  readonly policyMemory: () => Promise<PolicyMemory | null>;
  /** Of this program. */
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Only `mark` and `hook` ask for these. */
  readonly writer: () => Promise<CommitWriter>;
  readonly hooks: () => Promise<HookFolder>;
  readonly digests: () => Promise<{ readonly nodeSha256: Sha256 }>;
  /** Signature checks of what lies in no repository: a receipt, an exported ledger. */
  readonly cryptography: () => Promise<Cryptography>;
  /** Only `init` and `people` ask for these: the files of the working tree with this root. */
  readonly worktree: (root: string) => Promise<WorkingFiles>;
  /** Puts a question to the person at the terminal and gives the line typed; `null` where nobody sits there. */
  readonly question: ((text: string) => Promise<string | null>) | null;
  /** Random hex digits of so many bytes, from the machine's own source: ids and nonces. */
  readonly draw: (bytes: number) => Promise<string>;
  /** All of stdin. */
  readonly input: () => Promise<string>;
  /** Asks the person at the terminal, once per branch; `null` where nobody sits there. */
  readonly ask: (() => Promise<string | null>) | null;
  /** Signs with the user's own keys; only the commands that sign ask for it. */
  readonly signer: () => Promise<Signer>;
  /** Signs with a passkey, through a page on this machine. */
  readonly passkey: (...asking: Parameters<PasskeyPage>) => Promise<Signer>;
  /** Asks the desktop to open an address; nothing happens where there is none. */
  readonly openBrowser: (url: string) => void;
  /** Only `witness`, and who asks witnesses: other repositories, fetched for this command alone. */
  readonly witnessing: () => Promise<Witnessing>;
}

/** Options of the commands that judge under a policy. */
export interface PolicyFlags {
  readonly preset?: string;
  readonly policy?: string;
  readonly people?: string;
}

/** The flags as the workflows take them. */
export function overrides(flags: PolicyFlags): { preset: string | null; policyFile: string | null; peopleFile: string | null } {
  return { preset: flags.preset ?? null, policyFile: flags.policy ?? null, peopleFile: flags.people ?? null };
}

/** For a step nobody watches. */
export const unwatched: OnProgress = () => {};
