import { newStatement, type RecordedStatement, type v1 } from '../../core/attestation/index.ts';
import { bareKey, type People } from '../../core/policy/index.ts';
import { adoptionsOf, mayAdopt } from '../../core/recorded/index.ts';
import { Failure, formatInstant, type Instant } from '../../core/values/index.ts';
import { findGovernance } from '../governing-policy.ts';
import { readLedger } from '../ledger/read-ledger.ts';
import { peoplePath, policyPath, readPolicy } from '../load-policy.ts';
import type { Ports, Signer } from '../ports/index.ts';
import { gateWith, machineKeyOf } from './gate-key.ts';
import { freshLedger, rootOf, seenIn } from './open-change.ts';
import { recordStatement, type InLedger } from './record-statement.ts';

const asWritten = { preset: null, policyFile: null, peopleFile: null };

/** What is adopted, by whose key. */
export interface AdoptionDraft {
  readonly target: string | null;
  /** The file of the root's key, or of a gate's; `null`: the one key the signer has. */
  readonly key: string | null;
  readonly gate: string | null;
  /** Begin anew, for all to see. */
  readonly newRoot: boolean;
  /** 32 hex digits. */
  readonly nonce: string;
  readonly now: Instant;
}

/** An adoption that stands in the ledger. */
export interface Adopted {
  readonly recorded: InLedger;
  readonly statement: v1.AdoptionV1;
  /** `first`: the root begins; `anew`: a root begins where another had; `next`: a gate, of what has landed since. */
  readonly kind: 'first' | 'anew' | 'next';
  readonly place: string;
}

/**
 * Binds the tip of the protected branch, and so the policy and people in it, to a place in the ledger: first by a key of
 * the root, later by gates that may. Verification begins at the commit the root named; a second beginning is refused
 * unless it is asked for, and then it is a break that everybody sees. `signerFor` gets the people in force and where they stand.
 */
export async function adoptTarget(ports: Ports, signerFor: (people: People, where: string) => Promise<Signer>, draft: AdoptionDraft): Promise<Adopted> {
  const { repository } = ports;
  const governance = await findGovernance(ports, null, draft.target, asWritten);
  const { people, source, target } = governance;
  const id = await rootOf(ports, { people, source, target: target.ref });
  const signer = await signerFor(people, source.people);
  const found = await machineKeyOf(signer, draft.key, people, source.people, 'adoption');
  const named = found.key.where;
  const gate = found.kind === 'root' ? null : gateWith(found, named, draft.gate, 'adoption').id;
  await mustBeEverybodys(ports, target);
  await freshLedger(ports);
  const view = await readLedger(ports.ledger, ports.cryptography);
  const ledger = seenIn(ports.ledger.place, view);
  const { recorded } = view;
  const first = await firstAdoption(ports, recorded, people, id, target);
  const [policy, peopleFile, { objectFormat }] = await Promise.all([digestAt(ports, target.tip, policyPath), digestAt(ports, target.tip, peoplePath), repository.facts()]);
  if (gate === null && first !== null && !draft.newRoot) throw begun(first, target.ref);
  if (gate !== null && draft.newRoot) throw new Failure('may-not-sign', 'user', `\`--new-root\` begins anew, and only a key of the root does; \`${named}\` is the gate \`${gate}\`’s`, ['sign with the new root’s key: --key FILE']);
  if (gate !== null && first === null) throw new Failure('may-not-sign', 'user', `the first adoption is the root’s, and there is none yet; \`${named}\` is the gate \`${gate}\`’s`, ['countersign adopt --key ROOT']);
  const newest = gate === null ? undefined : adoptionsOf(recorded, target.ref).findLast((one) => mayAdopt(one, people));
  if (newest?.statement.predicate.commit === target.tip) {
    throw new Failure('nothing-to-sign', 'user', `${target.ref} is adopted as it stands, by ledger entry ${newest.entry}`, ['adopt again once something has landed']);
  }
  const statement = newStatement('adoption', {
    repository: id, objectFormat, gate, target: target.ref, commit: target.tip, policy, people: peopleFile,
    nonce: draft.nonce, signedAt: formatInstant(draft.now), ledger,
  });
  const done = await recordStatement(ports, { signer, key: found.key }, statement, null);
  return { recorded: done, statement: statement.predicate, kind: gate !== null ? 'next' : first === null ? 'first' : 'anew', place: ports.ledger.place };
}

/** A beginning that only this clone has would leave everybody else's landings before or beyond it. */
async function mustBeEverybodys({ repository }: Ports, { ref, tip }: { readonly ref: string; readonly tip: string }): Promise<void> {
  const branch = ref.replace(/^refs\/heads\//, '');
  const remote = (await repository.listRefs(`refs/remotes/origin/${branch}`)).find((one) => one.ref === `refs/remotes/origin/${branch}`);
  if (remote === undefined || remote.id === tip) return;
  throw new Failure('usage', 'user', `${ref} is ${tip.slice(0, 7)} here and ${remote.id.slice(0, 7)} at origin: an adoption names what everybody has`, [`git fetch origin && git push origin ${branch}`]);
}

/** The root's first word: by a key of the root as it stands now, or as it stood in the commit adopted. */
async function firstAdoption(ports: Ports, recorded: readonly RecordedStatement[], people: People, id: string, target: { readonly ref: string; readonly tip: string }): Promise<RecordedStatement | null> {
  for (const one of recorded) {
    if (one.statement.name !== 'adoption') continue;
    const { predicate } = one.statement;
    if (predicate.repository !== id || predicate.gate !== null || predicate.target !== target.ref) continue;
    if (hasRootKey(people, one.signature.publicKey) || hasRootKey(await peopleAt(ports, predicate.commit, target), one.signature.publicKey)) return one;
  }
  return null;
}

function hasRootKey(people: People | null, publicKey: string): boolean {
  const root = people?.root;
  return root !== undefined && [...root.keys, ...(root.revokedKeys ?? [])].some((key) => bareKey(key) === publicKey);
}

/** People of a commit of the target; `null` for what is not here, not of it, or cannot be read. */
async function peopleAt(ports: Ports, commit: string, { ref, tip }: { readonly ref: string; readonly tip: string }): Promise<People | null> {
  const { repository } = ports;
  if ((await repository.missing([commit])).length > 0 || !(commit === tip || (await repository.isAncestor(commit, tip)))) return null;
  return (await readPolicy(ports, commit, ref, asWritten)).people;
}

async function digestAt({ repository, sha256 }: Ports, commit: string, path: string): Promise<string | null> {
  const file = await repository.readFile(commit, path);
  return file === null ? null : sha256([file.bytes]);
}

function begun({ entry, statement }: RecordedStatement, ref: string): Failure {
  const commit = statement.name === 'adoption' ? statement.predicate.commit.slice(0, 7) : '';
  return new Failure('nothing-to-sign', 'user', `${ref} was adopted already, at ${commit} by ledger entry ${entry}`, [
    'what lands since is adopted by gates: countersign adopt --key GATE',
    'after a root was lost or stolen: countersign adopt --new-root, a break that stays visible',
  ]);
}
