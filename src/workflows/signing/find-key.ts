import { holdersOf, isRevoked } from '../../core/brief/index.ts';
import { signatureStrengths, type People, type Person, type SignatureStrength } from '../../core/policy/index.ts';
import { Failure } from '../../core/values/index.ts';
import type { Signer, SigningKey } from '../ports/index.ts';

/** A key and the person it makes a statement's. */
export interface PersonalKey {
  readonly key: SigningKey;
  readonly person: Person;
  /** The most its signatures can show: whether a security key asks for a PIN is known once it has signed. */
  readonly atMost: SignatureStrength;
}

/**
 * The key to sign with: that of `file`, else the one ssh-agent holds that `people` enrols. Whose key it is decides who
 * speaks. Of several keys of one person a security key goes first.
 */
export async function findKey(signer: Signer, file: string | null, people: People, where: string): Promise<PersonalKey> {
  const keys = await signer.keys(file);
  if (keys.length === 0) {
    throw new Failure('key-unusable', 'user', 'there is no key to sign with: ssh-agent holds none', ['name a key: --key ~/.ssh/id_ed25519', 'ssh-add']);
  }
  const found: PersonalKey[] = [];
  const machines: string[] = [];
  for (const key of keys) {
    for (const holder of holdersOf(key.publicKey, people)) {
      if (holder.kind === 'person') found.push({ key, person: holder.person, atMost: atMost(key) });
      else machines.push(holder.kind === 'gate' ? `the gate \`${holder.gate.id}\`: a machine signs evidence, people sign changes` : 'the root: it signs the first adoption, people sign changes');
    }
  }
  const persons = [...new Set(found.map(({ person }) => person.id))];
  if (persons.length > 1) {
    throw new Failure('usage', 'user', `${keys[0]!.where === 'ssh-agent' ? 'ssh-agent holds keys' : `\`${file ?? ''}\` is a key`} of ${persons.join(' and ')}`, ['name the key to sign with: --key FILE']);
  }
  const [best] = found.toSorted((a, b) => signatureStrengths.indexOf(b.atMost) - signatureStrengths.indexOf(a.atMost));
  if (best !== undefined) return best;
  const revoked = keys.find(({ publicKey }) => isRevoked(publicKey, people));
  if (revoked !== undefined) {
    throw new Failure('not-enrolled', 'user', `the key ${revoked.fingerprint} of \`${revoked.where}\` is revoked in ${where}`, ['sign with another key of yours: --key FILE', 'countersign people enrol']);
  }
  const [machine] = machines;
  if (machine !== undefined) {
    throw new Failure('may-not-sign', 'user', `${file === null ? 'ssh-agent holds' : `\`${file}\` is`} the key of ${machine}`, ['sign with a key of your own: --key FILE']);
  }
  const which = file === null ? (keys.length === 1 ? `the key ssh-agent holds is` : `none of the ${keys.length} keys ssh-agent holds is`) : `the key \`${file}\` (${keys[0]!.fingerprint}) is`;
  const whose = file === null && keys.length > 1 ? "anybody's" : "nobody's";
  throw new Failure('not-enrolled', 'user', `${which} ${whose} in ${where}`, ['countersign people enrol', 'name another key: --key FILE']);
}

function atMost({ publicKey }: SigningKey): SignatureStrength {
  return publicKey.startsWith('sk-') ? 'verified' : 'any';
}
