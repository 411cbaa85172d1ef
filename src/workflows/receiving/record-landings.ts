import { newStatement, type v1 } from '../../core/attestation/index.ts';
import type { Gate, People } from '../../core/policy/index.ts';
import { recordedOf, type RecordedOf } from '../../core/recorded/index.ts';
import { Failure, formatInstant, type Instant } from '../../core/values/index.ts';
import { readLedger } from '../ledger/read-ledger.ts';
import type { Ports, Signer, SigningKey } from '../ports/index.ts';
import { ledgerSeen } from '../signing/open-change.ts';
import { recordStatement } from '../signing/record-statement.ts';
import { gateWith, machineKeyOf } from '../signing/gate-key.ts';
import { firstParents } from '../verify/find-landings.ts';
import { inForceReader, type InForceReader } from '../verify/in-force.ts';
import { judgeLanding } from '../verify/judge-landing.ts';
import { openVerification } from '../verify/open-verification.ts';
import { isProven, type VerifiedLanding } from '../verify/verify-report.ts';
import { withOwnBranches } from './own-branches.ts';
import { guardOf } from './protected-refs.ts';
import type { PushedRef } from './push.ts';
import { standingRefs } from './standing-refs.ts';

/** With what a gate signs what it let in. */
export interface RecordDraft {
  readonly signer: Signer;
  /** The gate's key, a file. */
  readonly key: string;
  readonly nonce: () => Promise<string>;
  readonly now: Instant;
}

/** What was recorded of one protected ref. */
export interface RecordedLandings {
  readonly ref: string;
  readonly landed: number;
  /** How many of them do not pass by the ledger as it is now: let in where nothing is enforced, or judged by a ledger that has grown since. */
  readonly unproven: number;
  readonly entry: number;
  /** Entry of the adoption, where policy or people changed. */
  readonly adoption: number | null;
}

/**
 * After a push is in: signs for each protected ref what landed, by which sign-offs, and when by the clock of this gate;
 * and where policy or people changed, the adoption that binds them to this place in the ledger.
 */
export async function recordLandings(given: Ports, refs: readonly PushedRef[], draft: RecordDraft): Promise<readonly RecordedLandings[]> {
  const ports = withOwnBranches(given);
  const standing = await standingRefs(ports, refs);
  // As it was when the push was judged: what it takes out of the policy was still protected.
  const { refs: guarded } = await guardOf(ports, standing.map(({ pushed: { ref, before } }) => ({ ref, tip: before })));
  const reader = inForceReader(ports);
  const recorded: RecordedLandings[] = [];
  for (const { pushed: { ref, before, after } } of standing) {
    if (!guarded.has(ref) || before === null || after === null || before === after) continue;
    const inForce = await reader.at(before);
    if (!inForce.usable || inForce.people.root === undefined) continue;
    const done = await recordOne(ports, { ref, before, after, people: inForce.people, reader }, draft);
    if (done !== null) recorded.push(done);
  }
  return recorded;
}

interface Landed {
  readonly ref: string;
  readonly before: string;
  readonly after: string;
  /** In force before it. */
  readonly people: People;
  readonly reader: InForceReader;
}

async function recordOne(ports: Ports, { ref, before, after, people, reader }: Landed, draft: RecordDraft): Promise<RecordedLandings | null> {
  const found = await machineKeyOf(draft.signer, draft.key, people, '.countersign/people.yaml', 'landing');
  const gate = gateWith(found, draft.key, null, 'landing');
  const [{ objectFormat, gitVersion }, view] = await Promise.all([ports.repository.facts(), readLedger(ports.ledger, ports.cryptography)]);
  const verification = await openVerification(ports, { target: { ref, tip: after }, ledger: view, place: ports.ledger.place, root: null, since: null, now: draft.now });
  if (verification.blocked[0] !== undefined) throw new Failure('ledger-inconsistent', 'environment', verification.blocked[0].sentence, []);
  const judged: VerifiedLanding[] = [];
  for (const landing of (await firstParents(ports.repository, after, before)).toReversed()) judged.push(await judgeLanding(ports, verification, landing, { at: draft.now }));
  const landed = judged.map((one) => asLanded(one, recordedOf(view.recorded, 'override')));
  const repository = people.root!.repository;
  const pen = { signer: draft.signer, key: found.key };
  const statement = newStatement('landing', {
    repository, objectFormat, gate: gate.id, target: ref, from: before, to: after, landed, gitVersion,
    nonce: await draft.nonce(), signedAt: formatInstant(draft.now), ledger: await ledgerSeen(ports),
  });
  const { entry } = await recordStatement(ports, pen, statement, null);
  const adoption = await adopt(ports, { ref, before, after, people, reader }, { gate, pen, objectFormat }, draft);
  return { ref, landed: landed.length, unproven: judged.filter((one) => !isProven(one)).length, entry, adoption };
}

type LandedV1 = v1.LandingV1['landed'][number];

/** An override opens once: what landed under one names it too, for a squash has a commit that no override knew. */
function asLanded({ commit, signOffs, carriedBy, status, judgement }: VerifiedLanding, overrides: readonly RecordedOf<'override'>[]): LandedV1 {
  const override = status === 'overridden';
  const opened = override ? overrides.filter(({ statement }) => statement.predicate.change.digest === judgement?.decision.changeDigest) : [];
  const entries = new Set([...signOffs, ...opened].map(({ entry }) => entry));
  return { commit, signOffs: [...entries].toSorted((a, b) => a - b), test: carriedBy, override };
}

/** Only where the two files changed: in between nothing new could be bound. */
async function adopt(
  ports: Ports,
  { ref, before, after, people, reader }: Landed,
  { gate, pen, objectFormat }: { readonly gate: Gate; readonly pen: { readonly signer: Signer; readonly key: SigningKey }; readonly objectFormat: LedgerFormat },
  draft: RecordDraft,
): Promise<number | null> {
  const [was, is] = await Promise.all([reader.digests(before), reader.digests(after)]);
  if ((was.policy === is.policy && was.people === is.people) || !gate.may.includes('adoption')) return null;
  const statement = newStatement('adoption', {
    repository: people.root!.repository, objectFormat, gate: gate.id, target: ref, commit: after, policy: is.policy, people: is.people,
    nonce: await draft.nonce(), signedAt: formatInstant(draft.now), ledger: await ledgerSeen(ports),
  });
  return (await recordStatement(ports, pen, statement, null)).entry;
}

type LedgerFormat = v1.AdoptionV1['objectFormat'];
