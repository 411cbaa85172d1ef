import { enrolmentNamespace, enrolmentText, readEnrolmentProof, type Cryptography, type EnrolmentClaim, type EnrolmentProof } from '../../core/attestation/index.ts';
import { bareKey, personByEmail, type Gate, type People, type Person } from '../../core/policy/index.ts';
import { encodeUtf8, Failure, type Instant } from '../../core/values/index.ts';
import { peoplePath } from '../load-policy.ts';
import type { Signer, SigningKey } from '../ports/index.ts';
import { changePeople, type PeopleChange } from './edit-people-file.ts';
import type { PeopleAtHand } from './people-at-hand.ts';

/** A key that is now somebody's, and the edit that says so. */
export interface Enrolment {
  readonly proof: EnrolmentProof;
  /** As it stands in the file. */
  readonly line: string;
  readonly change: PeopleChange;
}

/** Seconds a proof may wait for whoever edits the file. */
const patience = 30 * 86_400;
/** Seconds by which two clocks may differ. */
const skew = 10 * 60;

/** The id that statements name; without it neither a key is proved nor anything signed. */
export function repositoryOf({ root }: People): string {
  if (root !== undefined) return root.repository;
  throw new Failure('root-missing', 'config', `${peoplePath} names no \`root\`: there is no id yet that a signature could name`, ['countersign people root']);
}

/** Has a key say, by a signature checked at once, that it is in the hands of whoever claims it: text and signature, and what they prove. */
export async function proveKey(signer: Signer, key: SigningKey, claim: EnrolmentClaim, cryptography: Cryptography): Promise<{ readonly text: string; readonly proof: EnrolmentProof }> {
  const text = enrolmentText(claim);
  const signed = text + (await signer.sign(key, enrolmentNamespace, encodeUtf8(text))).trimEnd() + '\n';
  const read = readEnrolmentProof(signed, cryptography);
  if (!read.ok) throw new Failure('signing-failed', 'environment', `the signature made does not hold: ${read.refusal.sentence}`, ['sign again; if it happens twice, try another key']);
  return { text: signed, proof: read.value };
}

/** The people file with the key of a proof, or why the proof proves nothing here. */
export async function enrolKey(at: PeopleAtHand, text: string, comment: string | null, now: Instant, cryptography: Cryptography): Promise<Enrolment> {
  const repository = repositoryOf(at.people);
  const read = readEnrolmentProof(text, cryptography);
  if (!read.ok) throw new Failure('key-unusable', 'user', `the proof does not hold: ${read.refusal.sentence}`, ['the person makes a new one: countersign people prove --key KEY.pub']);
  const { value: proof } = read;
  if (proof.repository !== repository) throw wrong(`the proof is for another repository (${proof.repository.slice(0, 12)}…, not ${repository.slice(0, 12)}…)`, proof.person);
  if (proof.instant > now + skew) throw wrong(`the proof is from the future (${proof.at})`, proof.person);
  if (proof.instant < now - patience) throw wrong(`the proof is from ${proof.at.slice(0, 10)}, older than 30 days`, proof.person);
  holderOf(at.people, proof.person);
  mustBeFree(at.people, proof);
  const line = lineOf(proof, comment ?? proof.person);
  const change = await changePeople(at, { persons: [], agents: [], additions: [{ person: proof.person, emails: [], accounts: {}, keys: [line] }] });
  return { proof, line, change };
}

/** The key of a proof as a line of people.yaml, a passkey with the page it counts for. */
export function lineOf({ publicKey, signature: { passkey } }: EnrolmentProof, comment: string): string {
  return [...(passkey === null ? [] : [`origin="${passkey.origin}"`]), publicKey, comment].join(' ').trim();
}

/** The person or gate of an id; `mends`: what helps where there is none. */
export function holderOf({ persons, gates, agents }: People, id: string, mends = [`countersign people add ${id} --level LEVEL --email ADDRESS comes first`]): Person | Gate {
  const holder = persons.find((one) => one.id === id) ?? gates.find((one) => one.id === id);
  if (holder !== undefined) return holder;
  if (agents.some((one) => one.id === id)) throw new Failure('may-not-sign', 'user', `\`${id}\` is an agent, and agents sign nothing`, ['name a person or a gate']);
  throw new Failure('not-enrolled', 'user', `nobody is called \`${id}\` in ${peoplePath}`, ['countersign people list says who is', ...mends]);
}

/** Whose key this is by its comment, an address or an id; nobody is guessed. */
export function personOfKey(people: People, comment: string | null): string {
  const named = comment === null ? null : (personByEmail(people, comment) ?? people.persons.find(({ id }) => id === comment) ?? null);
  if (named !== null) return named.id;
  throw new Failure('usage', 'user', comment === null ? 'the key says nothing of whose it is' : `the key’s comment \`${comment}\` is nobody’s address or id`, ['say whose it is: --id ID']);
}

function mustBeFree({ root, persons, gates }: People, { publicKey, person }: EnrolmentProof): void {
  for (const one of [...persons, ...gates, ...(root === undefined ? [] : [{ ...root, id: 'root' }])]) {
    if (one.keys.some((key) => bareKey(key) === publicKey)) {
      const own = one.id === person;
      throw new Failure('usage', 'user', own ? `the key is enrolled for \`${person}\` already (${peoplePath}:${one.at.line})` : `the key belongs to \`${one.id}\` already (${peoplePath}:${one.at.line})`, own ? ['nothing is left to do'] : ['leave it with one of them: a signature must name one person; nothing was written'], one.at);
    }
    if ((one.revokedKeys ?? []).some((key) => bareKey(key) === publicKey)) {
      throw new Failure('key-unusable', 'user', `the key of \`${one.id}\` was revoked (${peoplePath}:${one.at.line})`, ['make a new key: what is revoked stays so'], one.at);
    }
  }
}

function wrong(sentence: string, person: string): Failure {
  return new Failure('key-unusable', 'user', sentence, [`\`${person}\` makes a new one: countersign people prove --key KEY.pub --id ${person}`]);
}
