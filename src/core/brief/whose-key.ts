import { bareKey, type Gate, type People, type Person } from '../policy/index.ts';

/** Whose key a key is in a people file. */
export type Holder =
  | { readonly kind: 'person'; readonly person: Person }
  | { readonly kind: 'gate'; readonly gate: Gate }
  | { readonly kind: 'root' };

/** Everybody a people file gives a key to; a key is `type base64`, what stands around it on a line says nothing here. */
export function holdersOf(publicKey: string, people: People): readonly Holder[] {
  const has = (lines: readonly string[]) => lines.some((line) => bareKey(line) === publicKey);
  return [
    ...people.persons.flatMap((person): Holder[] => (has(person.keys) ? [{ kind: 'person', person }] : [])),
    ...people.gates.flatMap((gate): Holder[] => (has(gate.keys) ? [{ kind: 'gate', gate }] : [])),
    ...(has(people.root?.keys ?? []) ? [{ kind: 'root' } as const] : []),
  ];
}

/** Whether a key is on record as one that counts no more. */
export function isRevoked(publicKey: string, { persons, gates, root }: People): boolean {
  return [...persons, ...gates, ...(root === undefined ? [] : [root])].some(({ revokedKeys }) => revokedKeys?.some((line) => bareKey(line) === publicKey) === true);
}
