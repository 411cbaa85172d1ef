import { isInverse, type Change, type FileChange } from '../core/change/index.ts';
import type { RevertedLanding } from '../core/signoff/index.ts';
import type { HistoryCommit, Repository } from './ports/index.ts';
import type { Target } from './resolve-range.ts';

/** More names than a change that takes something back has; the others are not looked at. */
const mostNames = 8;

/** So many landings before the one taken back are searched for the state it went back to; whether an older one had it is not told. */
const mostLandings = 20_000;

/** So many are asked at once: git answers for one while another is compared. */
const atOnce = 64;

/**
 * The landing a change takes back, where a message names it as `git revert` writes (`This reverts commit ID`) and
 * the trees prove it: a first-parent commit of the target whose entries are exactly inverse. `null` where nothing is
 * named, nothing is proven, or something could not be read: the usual rules then apply. `most`: landings looked back at.
 */
export async function findReverted(repository: Repository, change: Change, target: Target, most = mostLandings): Promise<RevertedLanding | null> {
  for (const named of namedIn(change.commits.map(({ message }) => message)).slice(0, mostNames)) {
    try {
      const found = await landingOf(repository, change, { target, named, most });
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

async function landingOf(repository: Repository, change: Change, { target, named, most }: { readonly target: Target; readonly named: string; readonly most: number }): Promise<RevertedLanding | null> {
  if (!(await repository.isAncestor(named, change.base.commit))) return null;
  const parent = await repository.firstParent(named);
  const landing = await onFirstParents(repository, target.tip, parent, named);
  if (landing === null) return null;
  const landed = await repository.readChange(target.ref, parent, named, true);
  if (!isInverse(change, landed)) return null;
  const said = namedIn([landing.message, ...landed.commits.map(({ message }) => message)])[0];
  const went = said === undefined && parent !== null ? await wentBackTo(repository, landed, { parent, most }) : { to: said ?? null, untold: null };
  return { commit: named, landedAt: landing.committedAt, takesBack: went.to, untold: went.untold };
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

interface WentBack {
  /** The landing after the state that the files were brought back to; `null`: there was none. */
  readonly to: string | null;
  /** Why that is not known. */
  readonly untold: string | null;
}

/**
 * Whether a landing brought its files back to a state the target had before, and so took something back itself,
 * whatever its message says. Everything was absent once, so a landing that only deletes counts where one landing had
 * added the same files. Throws what cannot be read.
 */
async function wentBackTo(repository: Repository, landed: Change, { parent, most }: { readonly parent: string; readonly most: number }): Promise<WentBack> {
  const files = landed.files.filter(({ oldId, newId }) => oldId !== newId);
  if (files.length === 0 || !files.every(isReadable)) throw new Error('only contents of files can be compared');
  let later = parent;
  let seen = 0;
  const query = { heads: [parent], not: [], since: null, until: null, firstParent: true, files: 'none' } as const;
  const unread: string[] = [];
  for await (const batch of repository.readHistory(query, unread)) {
    for (let start = 0; start < batch.length; start += atOnce) {
      const some = batch.slice(start, start + atOnce);
      const had = await Promise.all(some.map(({ id }) => hadAll(repository, id, files)));
      const found = had.indexOf(true);
      if (found >= 0) {
        const after = some[found - 1]?.id ?? later;
        return { to: (await isMeaning(repository, landed, some[found]!.id, after)) ? after : null, untold: null };
      }
      if (some.some(({ atEdge }) => atEdge === true)) return { to: null, untold: 'the history here is shallow' };
      seen += some.length;
      if (seen >= most) return { to: null, untold: `none of the ${seen} landings before it had its files so, and older ones are not looked at` };
      later = some.at(-1)!.id;
    }
  }
  return { to: null, untold: unread[0] ?? null };
}

function isReadable({ oldMode, newMode }: FileChange): boolean {
  return [oldMode, newMode].every((mode) => /^(?:100|000)/.test(mode));
}

async function hadAll(repository: Repository, commit: string, files: readonly FileChange[]): Promise<boolean> {
  const { tree } = await repository.readTreeOf(commit);
  // Nearly always the first one tells, and the others' folders need not be read.
  return (await hasAll(repository, tree, files.slice(0, 1))) && hasAll(repository, tree, files);
}

async function hasAll(repository: Repository, tree: string, files: readonly FileChange[]): Promise<boolean> {
  const states = await repository.readStates(tree, files.map(({ path }) => path));
  // Whatever its mode: taking back what was taken back lands it again also where a bit was flipped along.
  return files.every(({ newId }, index) => (states[index] == null ? /^0+$/.test(newId) : states[index].id === newId));
}

async function isMeaning(repository: Repository, landed: Change, before: string, after: string): Promise<boolean> {
  if (landed.files.some(({ status }) => status !== 'D')) return true;
  const added = await repository.readChange(landed.target, before, after, true);
  const paths = new Set(landed.files.map(({ path }) => path));
  return added.files.length === paths.size && added.files.every(({ path, status }) => status === 'A' && paths.has(path));
}
