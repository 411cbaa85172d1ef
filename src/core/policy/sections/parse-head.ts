import { reservedWords } from '../conditions/environment.ts';
import type { Footing } from '../files/floors.ts';
import { show, type Member } from '../reading/yaml-source.ts';

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
        `add levels between them, or write \`${footing.fork}\``,
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
        : ref.value.startsWith('refs/')
          ? 'git knows no ref of such a name: write one such as refs/heads/main'
          : `write it in full, such as refs/heads/${show(ref.value.replace(/^(refs\/)?(heads\/)?/, '')).replace(/[^\w./-]/g, '') || 'main'}: a tag of the same short name would win`,
      ref.at,
    );
  }
  return [...new Set([...floor, ...given.map((ref) => ref.value)])];
}
