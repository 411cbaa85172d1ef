import type { v1 } from '../../core/attestation/index.ts';
import { auditStatement } from '../../core/brief/index.ts';
import type { People, Person, Policy } from '../../core/policy/index.ts';
import { isEnrolledWriter, personOf, recordedOf } from '../../core/recorded/index.ts';
import { nameOf, reaches } from '../../core/signoff/index.ts';
import { Failure, type Instant } from '../../core/values/index.ts';
import { findGovernance } from '../governing-policy.ts';
import { auditLedger, type AuditFailureCode } from '../ledger/audit-ledger.ts';
import { readLedger } from '../ledger/read-ledger.ts';
import type { Ports } from '../ports/index.ts';
import type { PersonalKey } from './find-key.ts';
import { freshLedger, rootOf, seenIn } from './open-change.ts';
import { recordStatement, type InLedger, type Pen } from './record-statement.ts';

/** A ledger as somebody is about to say what they found in it. */
export interface OpenAudit {
  readonly repository: string;
  readonly policy: Policy;
  readonly people: People;
  /** Where people come from, for sentences. */
  readonly where: string;
  readonly ledger: v1.LedgerSeen | null;
  /** From the end of the last audit on, first entry and one past the last. */
  readonly entries: v1.AuditV1['entries'];
  /** How many entries of each kind there are in them, most first. */
  readonly kinds: readonly { readonly kind: string; readonly count: number }[];
  /** Entries among them that count for nothing. */
  readonly refused: number;
  /** When the last audit was signed; `null`: there was none. */
  readonly last: v1.Moment | null;
}

/** Reads what there is to audit. A ledger that contradicts itself is not signed off: the failure says what is wrong. */
export async function openAudit(ports: Ports, target: string | null): Promise<OpenAudit> {
  await freshLedger(ports);
  const governance = await findGovernance(ports, null, target, { preset: null, policyFile: null, peopleFile: null });
  const repository = await rootOf(ports, { ...governance, target: governance.target.ref });
  const { failures, size } = await auditLedger(ports.ledger, ports.cryptography, null);
  const view = await readLedger(ports.ledger, ports.cryptography);
  const { recorded, refused } = view;
  // What a stranger's entry says or lacks, and a commit without any entry, is named to the auditor by `ledger audit`, and
  // in nobody's way.
  const believed = new Set(recorded.filter((one) => isEnrolledWriter(one, governance.people)).map(({ entry }) => entry));
  const failure = failures.find(({ code, entry }) => code !== 'idle' && (entry === null || believed.has(entry) || !ofEntries.has(code)));
  if (failure !== undefined) {
    throw new Failure('ledger-inconsistent', 'environment', `${ports.ledger.place} does not stand an audit: ${failure.sentence}`, ['countersign ledger audit names everything that is wrong']);
  }
  const ground = { people: governance.people, adoptions: [] };
  const audits = recordedOf(recorded, 'audit').flatMap((one) => {
    const written = personOf(one, ground);
    return 'by' in written && mayAudit(governance, written.by) ? [one.statement.predicate] : [];
  });
  const from = Math.min(size, Math.max(0, ...audits.map(({ entries }) => entries.to)));
  const kinds = new Map<string, number>();
  for (const { entry, statement } of recorded) if (entry >= from) kinds.set(statement.name, (kinds.get(statement.name) ?? 0) + 1);
  return {
    repository,
    policy: governance.policy,
    people: governance.people,
    where: governance.source.people,
    ledger: seenIn(ports.ledger.place, view),
    entries: { from, to: size },
    kinds: [...kinds].map(([kind, count]) => ({ kind, count })).sort((a, b) => b.count - a.count),
    refused: refused.filter(({ entry }) => entry >= from).length,
    last: audits.at(-1)?.signedAt ?? null,
  };
}

/** An audit is owed by whoever the policy says, else by the highest level. */
export function assertMayAudit({ policy, people }: OpenAudit, { person }: PersonalKey): void {
  if (mayAudit({ policy }, person)) return;
  throw new Failure('may-not-sign', 'user', `an audit is signed by a ${auditLevel(policy)}; ${nameOf(person.id, people)} is ${person.level}`, ['countersign ledger audit checks the ledger, whoever asks']);
}

function auditLevel(policy: Policy): string {
  return policy.audit?.level ?? policy.levels.at(-1) ?? '';
}

function mayAudit({ policy }: Pick<OpenAudit, 'policy'>, person: Person): boolean {
  return reaches(policy.levels, person.level, auditLevel(policy));
}

/** Findings about one entry alone, which whoever appended it is to blame for. */
const ofEntries: ReadonlySet<AuditFailureCode> = new Set(['fork', 'duplicate', 'entry-list-missing']);

/** Signs and records what was found. */
export async function signAudit(ports: Ports, open: OpenAudit, mine: PersonalKey, pen: Pen, found: { readonly findings: readonly string[]; readonly nonce: string; readonly now: Instant }): Promise<InLedger> {
  const { findings, nonce, now } = found;
  const statement = auditStatement(mine.person, open.entries, findings, { repository: open.repository, nonce, now, ledger: open.ledger });
  return recordStatement(ports, pen, statement, null);
}
