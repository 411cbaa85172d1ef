import { holdersOf } from '../../core/brief/index.ts';
import type { Gate, People } from '../../core/policy/index.ts';
import { Failure } from '../../core/values/index.ts';
import type { Signer, SigningKey } from '../ports/index.ts';

/** A key with the machine or the root it makes a statement's. */
export type MachineKey = { readonly key: SigningKey } & ({ readonly kind: 'gate'; readonly gate: Gate } | { readonly kind: 'root' });

/** The one key to sign with for this power, and what it is the key of: a gate or the root. A person's key is refused, whatever it is for. */
export async function machineKeyOf(signer: Signer, named: string | null, people: People, where: string, power: Gate['may'][number]): Promise<MachineKey> {
  const [key] = await signer.keys(named);
  const file = named ?? key?.where ?? 'ssh-agent';
  if (key === undefined) throw new Failure('key-unusable', 'user', `\`${file}\` holds no key to sign with`, ['name a key: --key FILE']);
  const [holder] = holdersOf(key.publicKey, people);
  if (holder === undefined) throw new Failure('not-enrolled', 'user', `the key \`${file}\` (${key.fingerprint}) is nobody’s in ${where}`, ['countersign people enrol --key FILE --id GATE', 'name another key: --key FILE']);
  if (holder.kind === 'person') {
    throw new Failure('may-not-sign', 'user', `\`${file}\` is the key of ${holder.person.id}, a person: people sign changes, ${power === 'adoption' ? 'and what the branch says is adopted by the root, later by gates' : 'machines sign what they measured'}`, [
      power === 'adoption' ? 'the first time with the root’s key, which `countersign init` or `countersign people root` named: countersign adopt --key ROOT' : 'sign with the key of a gate: --key FILE',
    ]);
  }
  return holder.kind === 'gate' ? { key, kind: 'gate', gate: holder.gate } : { key, kind: 'root' };
}

/** The gate of a key, with the power it takes. */
export function gateWith(found: MachineKey, file: string, named: string | null, power: Gate['may'][number]): Gate {
  if (found.kind === 'root') throw new Failure('may-not-sign', 'user', `\`${file}\` is a key of the root, which signs the first adoption and nothing else`, ['sign with the key of a gate: --key FILE']);
  const { gate } = found;
  if (named !== null && named !== gate.id) throw new Failure('may-not-sign', 'user', `\`${file}\` is the key of the gate \`${gate.id}\`, not of \`${named}\``, [`--gate ${gate.id}`]);
  if (!gate.may.includes(power)) throw new Failure('may-not-sign', 'user', `the gate \`${gate.id}\` may sign ${gate.may.join(' and ')}, not ${power}`, [`add ${power} to its \`may\` in people.yaml`], gate.at);
  return gate;
}
