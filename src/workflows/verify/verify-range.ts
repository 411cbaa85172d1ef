import { Failure, type Instant } from '../../core/values/index.ts';
import { findGovernance } from '../governing-policy.ts';
import { readLedger, type LedgerView } from '../ledger/read-ledger.ts';
import { newestWitnessed } from '../ledger/witness/kept-cosignatures.ts';
import { trustedWitnesses } from '../ledger/witness/trusted-witnesses.ts';
import type { Ports } from '../ports/index.ts';
import type { OnProgress } from '../reports.ts';
import { resolveTarget, splitRange, type Target } from '../resolve-range.ts';
import { findLandings } from './find-landings.ts';
import { judgeLanding } from './judge-landing.ts';
import { whatIsMissing } from './checklist.ts';
import type { Pin } from './pinned-history.ts';
import { openVerification } from './open-verification.ts';
import { remembering } from './remembered.ts';
import { isProven, type VerifiedLanding, type VerifyFailure, type VerifyReport } from './verify-report.ts';

/** What to verify, and what is trusted beforehand. */
export interface VerifyOptions {
  /** `A..B`, one landing, or `null` for the newest. */
  readonly range: string | null;
  /** The protected branch, where it is not the policy's or the repository's default. */
  readonly target: string | null;
  /** Fingerprint that the root key must have. */
  readonly root: string | null;
  /** A checkpoint kept from before: the ledger must have grown from it. */
  readonly since: Pin | null;
  readonly now: Instant;
  readonly onProgress: OnProgress | null;
}

/**
 * Verifies what landed on the protected branch, offline: for each landing of the range the sign-offs that cover it,
 * whose they are, and the decision under the policy in force then. Writes nothing and asks no network.
 */
export async function verifyRange(given: Ports, options: VerifyOptions): Promise<VerifyReport> {
  if (options.root !== null && !/^SHA256:[A-Za-z0-9+/]{43}$/.test(options.root)) {
    throw new Failure('usage', 'user', `\`${options.root}\` is no fingerprint of a key`, ['ssh-keygen -lf ROOT.pub prints it: SHA256: and 43 characters']);
  }
  const ports = { ...given, repository: remembering(given.repository) };
  const { repository } = ports;
  const [facts, target, { ledger, unreadable }] = await Promise.all([repository.facts(), targetOf(ports, options), ledgerOf(ports)]);
  const landings = await findLandings(repository, options.range, target);
  const open = (why: VerifyFailure | null) => openVerification(ports, { target, ledger, place: ports.ledger.place, root: options.root, since: options.since, now: options.now, landings, unreadable: why });
  const verification = await open(unreadable).catch(async (error: unknown) => open(await whatIsMissing(repository, error)));
  const judged: VerifiedLanding[] = [];
  while (judged.length < landings.length) {
    options.onProgress?.({ step: 'verifying landings', done: judged.length, total: landings.length });
    const next = landings.slice(judged.length, judged.length + atOnce);
    judged.push(...(await Promise.all(next.map((landing) => judgeLanding(ports, verification, landing)))));
  }
  const { adoption } = verification;
  const witnessed = await newestWitnessed(ledger, ports.ledger, ports.cryptography, async () => (await trustedWitnesses(ports)).witnesses);
  return {
    repository: facts.name,
    range: options.range ?? target.ref.replace('refs/heads/', ''),
    target: target.ref,
    verified: passes(judged),
    landings: judged,
    ledger: ledger.tip === null || ledger.checkpoint === null ? null : { place: ports.ledger.place, size: ledger.checkpoint.size, root: hex(ledger.checkpoint.root), ...(witnessed === null ? {} : { witnessed }) },
    adoption: adoption === null ? null : { ...adoption },
  };
}

/** Landings judged at once: git answers for one while another is decided. */
const atOnce = 4;

/** A ledger that is here and cannot be read is a failure of every landing, as one that is not here. */
async function ledgerOf({ ledger, cryptography }: Ports): Promise<{ readonly ledger: LedgerView; readonly unreadable: VerifyFailure | null }> {
  try {
    return { ledger: await readLedger(ledger, cryptography), unreadable: null };
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'environment') throw error;
    const nothing: LedgerView = { tip: null, checkpoint: null, recorded: [], refused: [], faults: [], named: [], rootAt: () => null };
    return { ledger: nothing, unreadable: { code: error.code === 'object-missing' ? 'object-missing' : 'ledger-inconsistent', sentence: error.message, mend: error.hints[0] ?? null } };
  }
}

/** Nothing governed was looked at: then nothing was proven. */
function passes(landings: readonly VerifiedLanding[]): boolean {
  const governed = landings.filter(({ status }) => status !== 'ungoverned');
  return governed.length > 0 && governed.every(isProven);
}

/** The branch named; else one of the range's sides that policy protects; else the default. A policy at the tip that is broken, or not here, is no reason not to verify what landed before. */
async function targetOf(ports: Ports, { range, target }: VerifyOptions): Promise<Target> {
  if (target !== null) return resolveTarget(ports.repository, target);
  const { left, right } = splitRange(range);
  try {
    const found = await findGovernance(ports, `${right ?? left ?? ''}..`, null, { preset: null, policyFile: null, peopleFile: null });
    return found.target;
  } catch (error) {
    if (!(error instanceof Failure) || (error.kind !== 'config' && error.code !== 'object-missing')) throw error;
    return resolveTarget(ports.repository, null);
  }
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
