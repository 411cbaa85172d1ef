/**
 * `countersign/verify`: proves, for another program, that what landed on a protected branch is what was signed, under
 * the policy in force then. Offline: it reads the repository and the ledger in it, writes nothing and asks no network.
 *
 *     import { verify } from 'countersign/verify';
 *     const { verified, landings } = await verify({ repository: '.', range: 'v1.4.0..v1.5.0' });
 *
 * What it gives is what `countersign verify --json` prints; later versions may add members, never rename or drop one.
 */
import { openRepository, nodeSha256 } from '../adapters/git/index.ts';
import { openLedgerStore } from '../adapters/ledger/index.ts';
import { nodeCryptography } from '../adapters/signing/index.ts';
import { verifyJson } from '../cli/json/proof/verify.ts';
import { pinOfCheckpoint } from '../workflows/verify/pinned-history.ts';
import { verifyRange } from '../workflows/verify/verify-range.ts';

/** What to verify, and what is trusted beforehand. */
export interface VerifyRequest {
  /** A folder in the repository, or the bare repository itself. */
  readonly repository: string;
  /** `A..B`: what landed after A up to and with B; one landing; the newest where it is left out. */
  readonly range?: string;
  /** The protected branch, where it is not the default of policy or repository: `refs/heads/main`. */
  readonly target?: string;
  /** Fingerprint that the root key must have, `SHA256:…`. Without it, the key that the adopted commit names is trusted. */
  readonly root?: string;
  /** The text of a checkpoint kept from before: the ledger must have grown from it. */
  readonly since?: string;
  /** Seconds since 1970; the clock of this machine where it is left out. */
  readonly now?: number;
  /** Ends every process that was started; the promise is then rejected with the code `interrupted`. */
  readonly signal?: AbortSignal;
}

/** What was found. */
export interface VerifyResult {
  readonly schema: 'urn:countersign:schema:verify:v1';
  /** Every governed landing of the range passed, and there is one. */
  readonly verified: boolean;
  readonly range: string;
  readonly target: string;
  /** `null`: there is none here. */
  readonly ledger: { readonly place: string; readonly size: number; readonly root: string; readonly witnessed?: { readonly by: string; readonly size: number; readonly at: string } | undefined } | null;
  /** What trust begins with: the adopted commit, and the fingerprint of the root key. */
  readonly adoption: { readonly commit: string; readonly root: string; readonly entry: number; readonly repository: string } | null;
  /** Oldest first. */
  readonly landings: readonly VerifiedLanding[];
}

/** One landing: a first-parent commit of the protected branch. */
export interface VerifiedLanding {
  readonly commit: string;
  readonly subject: string;
  /** `unverifiable`: something it takes is missing, never a pass. `ungoverned`: it landed before adoption. */
  readonly status: 'verified' | 'refused' | 'pending' | 'unverifiable' | 'ungoverned' | 'overridden';
  /** The weakest test by which a sign-off covers it. */
  readonly carriedBy: 'exact' | 'disjoint' | 'textual' | null;
  readonly signOffs: readonly {
    readonly person: string;
    readonly level: string;
    readonly strength: 'any' | 'touch' | 'verified';
    /** Position in the ledger, from 0. */
    readonly entry: number;
    readonly test: 'exact' | 'disjoint' | 'textual';
    /** SHA-256 of its envelope. */
    readonly envelope: string;
  }[];
  readonly failures: readonly { readonly code: string; readonly sentence: string; readonly mend: string | null }[];
  /** The checklist, in order. */
  readonly steps: readonly { readonly step: string; readonly outcome: 'passed' | 'failed' | 'open' | 'noted'; readonly sentence: string }[];
  /** RFC 3339, by the clock of the gate that let it in; `null`: unwitnessed. */
  readonly landedAt: string | null;
  /** What the policy in force then does with what is not approved. */
  readonly mode: 'observe' | 'warn' | 'enforce' | null;
  /** SHA-256 of the policy in force then. */
  readonly policy: string | null;
}

/** How a promise is rejected where the question itself cannot be answered: no repository, an unknown ref, no git. */
export interface VerifyError extends Error {
  readonly code: string;
  /** Who must act. */
  readonly kind: 'user' | 'config' | 'environment' | 'internal';
  /** The mends. */
  readonly hints: readonly string[];
}

/** Verifies landings of a repository on disk. What is missing or wrong is a failure of a landing, never thrown. */
export async function verify(request: VerifyRequest): Promise<VerifyResult> {
  const now = request.now ?? Math.floor(Date.now() / 1000);
  const repository = await openRepository(request.repository, request.signal === undefined ? {} : { signal: request.signal });
  try {
    const ledger = openLedgerStore(repository.access(), { now: () => now });
    const readText = (path: string) => Promise.reject<string>(new Error(`nothing is read from \`${path}\``));
    const report = await verifyRange(
      { repository, sha256: nodeSha256, readText, ledger, cryptography: nodeCryptography },
      {
        range: request.range ?? null,
        target: request.target ?? null,
        root: request.root ?? null,
        since: request.since === undefined ? null : pinOfCheckpoint(request.since, '`since`'),
        now,
        onProgress: null,
      },
    );
    return verifyJson(report);
  } finally {
    await repository.close();
  }
}
