import { reservedWords } from '../conditions/environment.ts';
import { nearest } from '../nearest.ts';
import type { Policy } from '../policy.ts';
import { presets } from '../presets/amazon-2026.ts';
import type { Footing } from '../files/floors.ts';
import { show, type Member, type YamlSource } from '../reading/yaml-source.ts';

/** The preset a file stands on, by `extends` or `fork`; `presetPolicy` gives the policy of a preset's name. */
export function readFooting(
  source: YamlSource,
  fields: ReadonlyMap<string, Member>,
  presetPolicy: (name: string) => Policy | null,
): Footing {
  const none: Footing = { source, under: null, named: '', raise: false };
  const [parent, fork] = [fields.get('extends'), fields.get('fork')];
  if (parent !== undefined && fork !== undefined) {
    source.error(
      'contradiction',
      '`extends` and `fork` exclude each other',
      'keep `extends` to stay on the preset, `fork` to own a copy',
      fork.at,
    );
    return none;
  }
  const member = parent ?? fork;
  if (member === undefined) return none;
  const name = source.string(member.node, `\`${member.key}\``, member.at);
  if (name === null) return none;
  const known = Object.keys(presets);
  if (/[/@:]/.test(name.value)) {
    const pinned = /^github\.com\/[\w.-]+\/[\w.-]+(?:\/[\w./-]+)?@sha256:[0-9a-f]{64}$/.test(name.value);
    if (pinned)
      source.error(
        'remote-extends',
        `\`${show(name.value)}\`: policies of other repositories are not supported by this version`,
        `extend ${known.join(', ')}, or copy that policy here`,
        name.at,
      );
    else
      source.error(
        'unpinned-extends',
        `\`${show(name.value)}\` is neither a preset nor pinned to a digest`,
        `extend ${known.join(', ')}, or pin it: github.com/acme/policies@sha256:… (not supported by this version)`,
        name.at,
      );
    return none;
  }
  const under = presetPolicy(name.value);
  if (under === null) {
    const close = nearest(name.value, known);
    source.error(
      'unknown-preset',
      `unknown preset \`${show(name.value)}\`${close === null ? '' : `; did you mean \`${close}\`?`}`,
      `presets: ${known.join(', ')}`,
      name.at,
    );
    return none;
  }
  return { source, under, named: name.value, raise: member === parent };
}

/** The ladder, least first; `null`: the file and its preset name none. */
export function readLevels(footing: Footing, member: Member | undefined): readonly string[] | null {
  const { source, under } = footing;
  if (member === undefined) return under?.levels ?? null;
  const given = source.strings(member.node, '`levels`', member.at);
  if (given === null) return null;
  const good = given.filter((level) => {
    if (!/^[A-Za-z][A-Za-z0-9_]{0,31}$/.test(level.value)) {
      const mended = level.value.replace(/[^A-Za-z0-9_]+/g, '_');
      source.error(
        'invalid-level',
        `the level \`${show(level.value)}\` is not an identifier`,
        `use letters, digits and _: ${show(/^[A-Za-z]/.test(mended) ? mended : `l${mended}`)}`,
        level.at,
      );
      return false;
    }
    if (reservedWords.has(level.value)) {
      source.error(
        'invalid-level',
        `the level name \`${level.value}\` already means something in a condition`,
        'choose another name',
        level.at,
      );
      return false;
    }
    return true;
  });
  const names = good.map((level) => level.value);
  if (footing.raise && under !== null) {
    const kept = names.filter((name) => under.levels.includes(name));
    if (kept.join(' ') !== under.levels.join(' ')) {
      source.error(
        'lowers-floor',
        `\`levels\` must keep ${under.levels.join(' < ')} of ${footing.named} in that order`,
        `add levels between them, or write \`fork: ${footing.named}\``,
        member.at,
      );
    }
  }
  return names.length === 0 ? null : names;
}

/** Full names of the refs changes are judged against. */
export function readProtected(footing: Footing, member: Member | undefined): readonly string[] {
  const floor = footing.under?.protected ?? [];
  const { source } = footing;
  const given = member === undefined ? [] : (source.strings(member.node, '`protected`', member.at) ?? []);
  for (const ref of given) {
    if (
      /^refs\/[^\s~^:?*[\\\u0000-\u001f\u007f]+$/.test(ref.value) &&
      !/\.\.|\/\/|@\{|\/$|\.lock$|\/\./.test(ref.value)
    )
      continue;
    const wild = /[*?[]/.test(ref.value);
    source.error(
      'invalid-ref',
      `\`${show(ref.value)}\` is not the full name of a ref`,
      wild
        ? 'patterns are not read: name each branch'
        : `write it in full, such as refs/heads/${show(ref.value.replace(/^(refs\/)?(heads\/)?/, '')).replace(/[^\w./-]/g, '') || 'main'}: a tag of the same short name would win`,
      ref.at,
    );
  }
  return [...floor, ...given.map((ref) => ref.value).filter((ref) => !floor.includes(ref))];
}
