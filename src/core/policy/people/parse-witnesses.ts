import type { Witness } from '../people.ts';
import { show, type Member, type YamlSource } from '../reading/yaml-source.ts';

/**
 * `witnesses:` a list of `{ key, repository }`: whose cosignatures of the ledger are believed, and where they are kept.
 * The key is a vkey of C2SP tlog-cosignature: `name+id+key`, its key bytes of type 4; that the id fits is checked by
 * who reads cosignatures.
 */
export function readWitnesses(source: YamlSource, member: Member): readonly Witness[] {
  const seen = new Set<string>();
  return (source.items(member.node, '`witnesses`', member.at) ?? []).flatMap((item): Witness[] => {
    if (source.full) return [];
    const at = item === null ? member.at : source.at(item);
    const fields = source.fields(item, 'a witness', at, ['key', 'repository'], { vkey: 'key', publickey: 'key', repo: 'repository', url: 'repository', place: 'repository' });
    if (fields === null) return [];
    const [key, repository] = (['key', 'repository'] as const).map((name) => {
      const field = fields.get(name);
      if (field === undefined) return source.error('missing', `a witness has no \`${name}\``, 'write `- { key: name+id+key, repository: URL }`, as countersign witness --new-key prints it', at);
      return source.string(field.node, `\`${name}\` of a witness`, field.at);
    });
    if (key === null || key === undefined || repository === null || repository === undefined) return [];
    if (!/^[^\s+]{1,200}\+[0-9a-f]{8}\+B[A-P][A-Za-z0-9+/]{42}$/.test(key.value)) {
      source.error('invalid-key', `\`${show(key.value)}\` is no key of a witness: \`name+id+key\`, of a key that cosigns`, 'copy what countersign witness --new-key printed', key.at);
      return [];
    }
    const name = key.value.slice(0, key.value.indexOf('+'));
    if (seen.has(name)) {
      source.error('duplicate', `the witness \`${show(name)}\` stands here twice`, 'keep one: each witness has a name of its own', key.at);
      return [];
    }
    seen.add(name);
    return [{ key: key.value, repository: repository.value, at }];
  });
}
