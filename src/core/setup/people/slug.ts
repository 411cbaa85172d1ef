/** An id for a person or agent, from what is known of them: letters, digits and dashes, a letter first, not taken yet. */
export function slugOf(candidates: readonly string[], taken: ReadonlySet<string>): string {
  const usable = candidates.map(asSlug).filter((slug) => slug !== '');
  const free = usable.find((slug) => !taken.has(slug));
  if (free !== undefined) return free;
  const stem = usable[0] ?? 'person';
  for (let number = usable.length === 0 ? 1 : 2; ; number++) if (!taken.has(`${stem}-${number}`)) return `${stem}-${number}`;
}

/** `Ana María Ruiz` → `ana-maria-ruiz`; empty where a name has too few letters of the Latin alphabet. */
function asSlug(text: string): string {
  const letters = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[øØ]/g, 'o')
    .replace(/[łŁ]/g, 'l')
    .replace(/ß/g, 'ss')
    .replace(/[æÆ]/g, 'ae')
    .replace(/[đĐðÐ]/g, 'd')
    .toLowerCase();
  // Of a name in another script a few stray letters would be left: no name.
  const kept = letters.replace(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+|-+$/g, '');
  // An author may be called `Null`: as a key it would be no word, and nobody could be enrolled.
  if (/^(?:null|true|false|yes|no|on|off|y|n)$/.test(kept)) return '';
  return [...letters.matchAll(/\p{L}/gu)].length > 2 * kept.replace(/[^a-z]/g, '').length ? '' : kept.slice(0, 40).replace(/-+$/, '');
}
