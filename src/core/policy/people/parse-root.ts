import type { People, Root } from '../people.ts';
import { show, type Member, type YamlSource } from '../reading/yaml-source.ts';
import { bareKey } from './key-line.ts';
import { readKeys } from './parse-identities.ts';

/**
 * `root:`: the repository's id and the keys of its first adoption. `people` `null`: they could not be read. A key of
 * the root that also signs day by day would lie where everyday keys lie, so it may be nobody else's.
 */
export function readRoot(source: YamlSource, member: Member, people: Omit<People, 'root'> | null): Root | null {
  const fields = source.fields(member.node, '`root`', member.at, ['repository', 'keys'], { id: 'repository', key: 'keys' });
  if (fields === null) return null;
  const mend = 'countersign people root draws one';
  const field = fields.get('repository');
  if (field === undefined) source.error('missing', '`root` has no `repository`', mend, member.at);
  const repository = field === undefined ? null : source.string(field.node, '`repository` of `root`', field.at);
  const drawn = repository !== null && /^[0-9a-f]{64}$/.test(repository.value);
  if (repository !== null && !drawn) source.error('invalid-repository', `\`${show(repository.value)}\` is not an id of a repository: 64 hex digits in lower case`, mend, repository.at);
  const keys = readKeys(source, fields.get('keys'), 'root', new Map(), true);
  const holders = new Map([...(people?.persons ?? []), ...(people?.gates ?? [])].flatMap(({ id, at, keys: held, revokedKeys = [] }) => [...held, ...revokedKeys].map((key) => [bareKey(key), { id, at }] as const)));
  for (const key of [...keys.keys, ...(keys.revokedKeys ?? [])]) {
    const holder = holders.get(bareKey(key));
    if (holder !== undefined)
      source.error('shared-root', `the key \`${show(key)}\` belongs to the root and to \`${holder.id}\` (${holder.at.file}:${holder.at.line})`, 'make a key for the root alone, and keep it away from every day’s work', fields.get('keys')?.at ?? member.at);
  }
  return repository === null || !drawn ? null : { repository: repository.value, ...keys, at: member.at };
}
