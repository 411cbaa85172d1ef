import type { v1 } from '../../core/attestation/index.ts';
import { briefOf, digestOfBrief, type Brief } from '../../core/brief/index.ts';
import { Failure } from '../../core/values/index.ts';
import { checkChange, type CheckOptions } from '../check-change.ts';
import { isOneSigners } from '../ledger/faults.ts';
import { readLedger, type LedgerView } from '../ledger/read-ledger.ts';
import { peoplePath } from '../load-policy.ts';
import type { Ports } from '../ports/index.ts';
import type { CheckReport } from '../reports.ts';

/** Which change, judged when and under what; always the policy in force, for what is signed is held against it. */
export type OpenOptions = Pick<CheckOptions, 'range' | 'target' | 'now' | 'onProgress'>;

/** A change as somebody is about to say something of it. */
export interface OpenChange {
  readonly report: CheckReport;
  /** The repository's id. */
  readonly repository: string;
  readonly ledger: v1.LedgerSeen | null;
  readonly brief: Brief;
  /** SHA-256 of the brief. */
  readonly shown: string;
  /** What to know before signing, each a sentence. */
  readonly warnings: readonly string[];
}

/**
 * Judges a change as `check` does and makes the brief of it, after asking the remote for the newest ledger. Throws
 * where nothing could be signed whoever asks: no root, a ledger that contradicts itself, nothing to say anything of.
 */
export async function openChange(ports: Ports, options: OpenOptions): Promise<OpenChange> {
  await freshLedger(ports);
  const report = await checkChange(ports, { ...options, preset: null, policyFile: null, peopleFile: null });
  const repository = await rootOf(ports, report);
  const { change, judgement, place } = report;
  if (place.landed && change.files.length > 0) throw landed(report);
  if (change.unread.length > 0) {
    throw new Failure('object-missing', 'environment', `part of the change could not be read, and nobody signs what they cannot see: ${change.unread[0]!}`, ['fetch what is missing, then sign']);
  }
  if (change.files.length === 0) {
    throw new Failure('nothing-to-sign', 'user', `\`${report.range}\` changes nothing: both trees are equal`, ['name what waits to land: countersign sign main..topic']);
  }
  const ledger = await ledgerSeen(ports);
  const brief = briefOf(repository, change, judgement);
  return { report, repository, ledger, brief, shown: digestOfBrief(brief, ports.sha256), warnings: await warningsOf(ports, report) };
}

/** The id every statement names; without a root on the protected branch nothing is signed, whatever waits to land there. */
export async function rootOf({ repository, readText }: Pick<Ports, 'repository' | 'readText'>, { people, target, source }: Pick<CheckReport, 'people' | 'target' | 'source'>): Promise<string> {
  if (people.root !== undefined) return people.root.repository;
  const where = source.preview || !source.people.includes(':') ? `${target} has no ${peoplePath}` : `${source.people} names no \`root\``;
  const { path, bare } = await repository.facts();
  const here = bare ? '' : await readText(`${path}/${peoplePath}`).catch(() => '');
  const waits = /^root:/m.test(here);
  throw new Failure('root-missing', 'config', `nothing can be signed here yet: ${where}${waits ? ', and the file here does: it counts once it has landed' : ''}`, waits ? [`commit ${peoplePath} and land it on ${target.replace(/^refs\/heads\//, '')}`] : ['countersign init', 'countersign people root']);
}

/** Brings the newest ledger before anything is signed; where the remote cannot be asked, nothing is, and so nothing waits. */
export async function freshLedger({ ledger }: Pick<Ports, 'ledger'>): Promise<void> {
  try {
    await ledger.refresh();
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'ledger-unreachable') throw error;
    const hints = error.hints.filter((hint) => !hint.startsWith('countersign ledger push'));
    throw new Failure(error.code, error.kind, `${error.message}; nothing was signed`, [...hints, 'sign again once it can be reached'], error.at);
  }
}

/**
 * The newest checkpoint, of a ledger whose files do not contradict each other or what was seen of it here. What one signer
 * says to have seen closes gates, and no mouth: otherwise nobody could sign what takes that signer's key away.
 */
export async function ledgerSeen({ ledger, cryptography }: Pick<Ports, 'ledger' | 'cryptography'>): Promise<v1.LedgerSeen | null> {
  return seenIn(ledger.place, await readLedger(ledger, cryptography));
}

/** The same of a ledger that was read already, at `place`. */
export function seenIn(place: string, { checkpoint, faults }: Pick<LedgerView, 'checkpoint' | 'faults'>): v1.LedgerSeen | null {
  const fault = faults.find((one) => !isOneSigners(one));
  if (fault !== undefined) {
    throw new Failure('ledger-inconsistent', 'environment', `${place} contradicts itself: ${fault.sentence}`, ['countersign ledger audit says what is wrong; nothing is added until then']);
  }
  return checkpoint === null ? null : { size: checkpoint.size, root: hex(checkpoint.root) };
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function landed({ range, target, place }: CheckReport): Failure {
  const commit = place.head.slice(0, 12);
  return new Failure('nothing-to-sign', 'user', `\`${range}\` has landed on ${target} already: a sign-off comes before`, [
    `countersign check ${commit}~1..${commit} says what it had`,
    `countersign after-review ${commit} --accept for what landed under an override`,
  ]);
}

async function warningsOf({ repository }: Ports, { target, place, change, judgement }: CheckReport): Promise<string[]> {
  const warnings = [...judgement.warnings];
  const branch = target.replace(/^refs\/heads\//, '/');
  for (const { ref, id } of await repository.listRefs('refs/remotes/')) {
    if (!ref.endsWith(branch) || id === place.target.tip || (await repository.isAncestor(id, place.target.tip))) continue;
    warnings.push(`${target} here is behind ${ref}: policy, people and what lies underneath are judged as they stand here`);
  }
  if (place.baseOnTarget && change.base.commit !== place.target.tip) {
    warnings.push(`${target} has moved on since ${change.base.commit.slice(0, 7)}: the sign-off is carried onto it where nothing it touches moved`);
  }
  return warnings;
}
