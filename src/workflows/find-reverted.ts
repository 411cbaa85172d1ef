import { isInverse, type Change, type FileChange } from '../core/change/index.ts';
import type { RevertedLanding } from '../core/signoff/index.ts';
import type { HistoryCommit, Repository } from './ports/index.ts';
import type { Target } from './resolve-range.ts';

/** More names than a change that takes something back has; the others are not looked at. */
const mostNames = 8;

/** So many landings before the one taken back are searched for the state it went back to. */
const mostLandings = 500;

/**
 * The landing a change takes back, where a message names it as `git revert` writes (`This reverts commit ID`) and
 * the trees prove it: a first-parent commit of the target whose entries are exactly inverse. `null` where nothing is
 * named, nothing is proven, or something could not be read: the usual rules then apply.
 */
export async function findReverted(repository: Repository, change: Change, target: Target): Promise<RevertedLanding | null> {
  for (const named of namedIn(change.commits.map(({ message }) => message)).slice(0, mostNames)) {
    try {
      const found = await landingOf(repository, change, target, named);
      if (found !== null) return found;
    } catch {
      // A name that leads nowhere proves nothing, and what cannot be read opens no lane.
    }
  }
  return null;
}

/** Full ids of commits that messages say they revert, each once. */
function namedIn(messages: readonly string[]): string[] {
  return [...new Set(messages.flatMap((message) => [...message.matchAll(/\bThis reverts commit ([0-9a-f]{64}|[0-9a-f]{40})\b/g)].map((match) => match[1]!)))];
}

async function landingOf(repository: Repository, change: Change, target: Target, named: string): Promise<RevertedLanding | null> {
  if (!(await repository.isAncestor(named, change.base.commit))) return null;
  const parent = await repository.firstParent(named);
  const landing = await onFirstParents(repository, target.tip, parent, named);
  if (landing === null) return null;
  const landed = await repository.readChange(target.ref, parent, named, true);
  if (!isInverse(change, landed)) return null;
  const said = namedIn([landing.message, ...landed.commits.map(({ message }) => message)])[0];
  const takesBack = said ?? (parent === null ? null : await wentBackTo(repository, landed, parent));
  return { commit: named, landedAt: landing.committedAt, takesBack };
}

/** The commit itself, if the target came by it along its first parents. */
async function onFirstParents(repository: Repository, tip: string, before: string | null, named: string): Promise<HistoryCommit | null> {
  const query = { heads: [tip], not: before === null ? [] : [before], since: null, until: null, firstParent: true, files: 'none' } as const;
  for await (const batch of repository.readHistory(query, [])) {
    const found = batch.find(({ id }) => id === named);
    if (found !== undefined) return found;
  }
  return null;
}

/**
 * Whether a landing brought its files back to a state the target had before, and so took something back itself,
 * whatever its message says: the landing after that state, or `null`. Everything was absent once, so a landing that
 * only deletes counts where one landing had added the same files. Throws where it cannot be told.
 */
async function wentBackTo(repository: Repository, landed: Change, parent: string): Promise<string | null> {
  const files = landed.files.filter(({ oldId, newId }) => oldId !== newId);
  if (files.length === 0 || !files.every(isReadable)) throw new Error('only contents of files can be compared');
  let later = parent;
  let seen = 0;
  const query = { heads: [parent], not: [], since: null, until: null, firstParent: true, files: 'none' } as const;
  for await (const batch of repository.readHistory(query, [])) {
    for (const { id } of batch) {
      if (++seen > mostLandings) return null;
      if (await hadAll(repository, id, files)) return (await isMeaning(repository, landed, id, later)) ? later : null;
      later = id;
    }
  }
  return null;
}

function isReadable({ oldMode, newMode }: FileChange): boolean {
  return [oldMode, newMode].every((mode) => /^(?:100|000)/.test(mode));
}

async function hadAll(repository: Repository, commit: string, files: readonly FileChange[]): Promise<boolean> {
  for (const { path, newId } of files) {
    const found = await repository.readFile(commit, path);
    if (found === null ? !/^0+$/.test(newId) : found.blob !== newId) return false;
  }
  return true;
}

async function isMeaning(repository: Repository, landed: Change, before: string, after: string): Promise<boolean> {
  if (landed.files.some(({ status }) => status !== 'D')) return true;
  const added = await repository.readChange(landed.target, before, after, true);
  const paths = new Set(landed.files.map(({ path }) => path));
  return added.files.length === paths.size && added.files.every(({ path, status }) => status === 'A' && paths.has(path));
}
