import { Failure } from '../../core/values/index.ts';
import type { HistoryCommit, Repository } from '../ports/index.ts';
import { splitRange, type Target } from '../resolve-range.ts';

/**
 * The landings a range names: first-parent commits of the target, oldest first. `A..B` is what landed after A up to
 * and with B; one commit is that landing alone; nothing is the newest. Throws what is no landing of the target, with
 * the landing that brought it where there is one.
 */
export async function findLandings(repository: Repository, range: string | null, target: Target): Promise<readonly HistoryCommit[]> {
  const { left, right } = splitRange(range);
  const ranged = range?.includes('..') === true;
  const [from, to] = await Promise.all([
    left === null ? null : repository.resolve(left).then(({ commit }) => commit),
    right === null ? target.tip : repository.resolve(right).then(({ commit }) => commit),
  ]);
  if (!(await isLanding(repository, to, target.tip))) throw await notLanded(repository, right ?? to, to, target);
  if (ranged) return (await firstParents(repository, to, from)).toReversed();
  return [await commitOf(repository, to)];
}

/** One commit, also at the edge of a shallow clone. */
async function commitOf(repository: Repository, commit: string): Promise<HistoryCommit> {
  const query = { heads: [commit], not: [], since: null, until: null, firstParent: true, files: 'none' } as const;
  for await (const [first] of repository.readHistory(query, [])) if (first !== undefined) return first;
  throw new Failure('object-missing', 'environment', `commit ${commit} is not here`, ['git fetch']);
}

/** Commits from `tip` along first parents to those `not` reaches, newest first. Throws `object-missing` where git cannot read on: a list cut short would pass for whole. */
export async function firstParents(repository: Repository, tip: string, not: string | null): Promise<readonly HistoryCommit[]> {
  const commits: HistoryCommit[] = [];
  const query = { heads: [tip], not: not === null ? [] : [not], since: null, until: null, firstParent: true, files: 'none' } as const;
  const unread: string[] = [];
  for await (const batch of repository.readHistory(query, unread)) commits.push(...batch);
  if (unread[0] !== undefined) throw new Failure('object-missing', 'environment', unread[0], ['git fetch --refetch']);
  return commits;
}

/** Whether the target's tip came by this commit along its first parents. */
async function isLanding(repository: Repository, commit: string, tip: string): Promise<boolean> {
  if (commit === tip) return true;
  if (!(await repository.isAncestor(commit, tip))) return false;
  const above = await firstParents(repository, tip, commit);
  return above.at(-1)?.parents[0] === commit;
}

async function notLanded(repository: Repository, typed: string, commit: string, target: Target): Promise<Failure> {
  const branch = target.ref.replace('refs/heads/', '');
  if (!(await repository.isAncestor(commit, target.tip))) {
    const { shallow } = await repository.facts();
    if (shallow) {
      return new Failure('history-shallow', 'environment', `this clone is shallow: whether \`${typed}\` landed on \`${branch}\` cannot be seen`, ['git fetch --unshallow']);
    }
    return new Failure('ambiguous-range', 'user', `\`${typed}\` has not landed on \`${branch}\`, so there is nothing to verify`, [
      `countersign check ${branch}..${typed}     whether it may`,
    ]);
  }
  const brought = (await firstParents(repository, target.tip, commit)).at(-1)?.id ?? target.tip;
  return new Failure('ambiguous-range', 'user', `\`${typed}\` is no landing of \`${branch}\`: it came with ${brought.slice(0, 12)}`, [
    `countersign verify ${brought.slice(0, 12)}`,
  ]);
}
