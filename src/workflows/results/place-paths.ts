import type { Repository } from '../ports/index.ts';

/** The path in the tree that a report means by any of these, or `null` where the tree has none of them. */
export type Place = (candidates: readonly string[]) => string | null;

/**
 * Reports name files as their tool saw them: below the folder it ran in, or whole as they lay on that machine. What the
 * tree of the commit has decides; what it does not have is nowhere.
 */
export async function placesIn(repository: Pick<Repository, 'facts' | 'listFiles'>, commit: string): Promise<Place> {
  const [{ path }, files] = await Promise.all([repository.facts(), repository.listFiles(commit)]);
  const root = `${path.replaceAll('\\', '/').replace(/\/(?:\.git\/?)?$/, '')}/`;
  // What JSON cannot carry whole is no path a statement may name.
  const known = new Set(files.filter((file) => !/[\ud800-\udfff]/u.test(file)));
  return (candidates) => {
    for (const candidate of candidates) {
      const slashed = candidate.replaceAll('\\', '/');
      const plain = straight(slashed.startsWith(root) ? slashed.slice(root.length) : slashed);
      if (plain !== null && known.has(plain)) return plain;
    }
    return null;
  };
}

/** Without `.` and `..`; `null` where it leads out. */
function straight(path: string): string | null {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '.' || (part === '' && parts.length > 0)) continue;
    if (part === '..') {
      if (parts.pop() === undefined) return null;
    } else parts.push(part);
  }
  return parts.join('/');
}
