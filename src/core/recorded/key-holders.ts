import { parsePublicKey, whyNotBy, type CheckedSignature, type PublicKey } from '../attestation/index.ts';
import type { Gate, People, Person } from '../policy/index.ts';

/** Whose key signed: a person, a gate, or the root of the repository. */
export type Holder = { readonly is: 'person'; readonly person: Person } | { readonly is: 'gate'; readonly gate: Gate } | { readonly is: 'root' };

/** The holder of a key, or why its signature is nobody's word here. */
export type Held = { readonly holder: Holder } | { readonly because: string };

/** Finds the holder of the key that made a signature. */
export type HolderOf = (signature: CheckedSignature) => Held;

interface Line {
  readonly holder: Holder;
  readonly key: PublicKey;
  readonly revoked: boolean;
}

const known = new WeakMap<People, HolderOf>();

/** The look-up of keys in a people file, made once for it. A line that cannot be read holds no key. */
export function holderOf(people: People): HolderOf {
  let found = known.get(people);
  if (found === undefined) known.set(people, (found = look(people)));
  return found;
}

function look(people: People): HolderOf {
  const lines = new Map<string, Line[]>();
  const add = (holder: Holder, { keys, revokedKeys = [] }: { readonly keys: readonly string[]; readonly revokedKeys?: readonly string[] }) => {
    for (const [list, revoked] of [[keys, false], [revokedKeys, true]] as const) {
      for (const line of list) {
        const read = parsePublicKey(line);
        if (!read.ok) continue;
        const { publicKey } = read.value;
        lines.set(publicKey, [...(lines.get(publicKey) ?? []), { holder, key: read.value, revoked: revoked || read.value.options.revoked }]);
      }
    }
  };
  for (const person of people.persons) add({ is: 'person', person }, person);
  for (const gate of people.gates) add({ is: 'gate', gate }, gate);
  if (people.root !== undefined) add({ is: 'root' }, people.root);
  return (signature) => {
    const found = lines.get(signature.publicKey) ?? [];
    const [line, ...others] = found;
    if (line === undefined) return { because: `key of nobody enrolled (${signature.fingerprint})` };
    if (found.some(({ revoked }) => revoked)) return { because: 'key revoked in people.yaml' };
    // Whose word it is must be beyond doubt.
    if (others.length > 0) return { because: 'key of several holders' };
    const wrong = whyNotBy(line.key, signature);
    return wrong === null ? { holder: line.holder } : { because: wrong };
  };
}
