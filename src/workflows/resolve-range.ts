import { Failure } from '../core/values/index.ts';
import type { Repository, ResolvedRevision } from './ports/index.ts';

/** The protected branch a change is judged against, and the commit at its tip. */
export interface Target {
  /** Full ref name, e.g. `refs/heads/main`, also where only the remote's copy of it is here. */
  readonly ref: string;
  readonly tip: string;
}

/** What `check` was asked to judge. */
export interface ResolvedRange {
  readonly target: Target;
  readonly head: string;
  /** The merge base with the left side; `null` for a root commit judged against the empty tree. */
  readonly base: string | null;
  /** Whether `base` is reachable from the target: otherwise part of what would land is not judged. */
  readonly baseOnTarget: boolean;
  /** The change is in the target's history already, so the policy at its tip may be the change's own work. */
  readonly landed: boolean;
}

/**
 * Finds target, base and head of a range as people type it: `main..topic`, `topic` (from the target),
 * `A..B` of landed history, or nothing (the target to `HEAD`). `target` names the protected branch where it is
 * not `protectedRefs[0]` or the repository's default.
 *
 * What has not landed starts where it parted from the target's tip, also where the left side names an older
 * commit of the target: from there, a change that takes back what landed since would look empty.
 */
export async function resolveRange(repository: Repository, range: string | null, target: Target): Promise<ResolvedRange> {
  const { left, right } = splitRange(range);
  const [head, from] = await Promise.all([
    repository.resolve(right ?? 'HEAD').then(({ commit }) => commit),
    left === null ? target.tip : repository.resolve(left).then(({ commit }) => commit),
  ]);
  const base = await singleMergeBase(repository, from, head, left ?? target.ref, right ?? 'HEAD');
  if (from === target.tip) return { target, head, base, baseOnTarget: true, landed: base === head };
  const isOnTarget = async (commit: string) => commit === target.tip || repository.isAncestor(commit, target.tip);
  const [landed, fromTarget] = await Promise.all([isOnTarget(head), isOnTarget(from)]);
  if (landed && !fromTarget) throw reversed(left ?? '', right ?? 'HEAD');
  const baseOnTarget = landed || fromTarget || (await isOnTarget(base));
  if (landed || !baseOnTarget) return { target, head, base, baseOnTarget, landed };
  const parted = await singleMergeBase(repository, target.tip, head, target.ref, right ?? 'HEAD');
  return { target, head, base: parted, baseOnTarget, landed };
}

/** Judged as typed, it would be empty or the work of others, and approved whatever waits on its left side. */
function reversed(left: string, right: string): Failure {
  return new Failure('ambiguous-range', 'user', `\`${left}..${right}\` is the wrong way round: \`${right}\` has landed, \`${left}\` has not`, [
    `write the side that waits to land last: \`${right}..${left}\``,
  ]);
}

/** The one merge base of two commits; several (criss-cross merges) or none cannot be judged. */
async function singleMergeBase(
  repository: Repository,
  from: string,
  head: string,
  leftName: string,
  rightName: string,
): Promise<string> {
  const bases = await repository.mergeBases(from, head);
  const [base, second] = bases;
  if (base === undefined) {
    const { shallow } = await repository.facts();
    if (shallow) {
      throw new Failure(
        'history-shallow',
        'environment',
        `this clone is shallow: the commit where \`${leftName}\` and \`${rightName}\` parted is not in it`,
        ['git fetch --unshallow'],
      );
    }
    throw new Failure('no-merge-base', 'user', `\`${leftName}\` and \`${rightName}\` share no history`, [
      'name two branches of the same history, e.g. countersign check main..topic',
    ]);
  }
  if (second !== undefined) {
    throw new Failure(
      'no-merge-base',
      'user',
      `\`${leftName}\` and \`${rightName}\` have ${bases.length} merge bases, so there is no single change between them`,
      [`merge or rebase \`${rightName}\` onto \`${leftName}\` once, then check again`],
    );
  }
  return base;
}

/** Splits `A..B`, `A..`, `..B` and `B`; three dots are a mistake worth naming, as they mean another thing to git. */
export function splitRange(range: string | null): { left: string | null; right: string | null } {
  if (range === null || range === '') return { left: null, right: null };
  if (range.includes('...')) {
    throw new Failure('ambiguous-range', 'user', `\`${range}\` has three dots`, [
      `write \`${range.replace('...', '..')}\`, which starts where the two parted`,
    ]);
  }
  const dots = range.indexOf('..');
  if (dots < 0) return { left: null, right: range };
  return { left: range.slice(0, dots) || null, right: range.slice(dots + 2) || null };
}

/**
 * The protected branch: `named` where given; else the left side of the range when policy protects that branch;
 * else the first protected branch that is here; else the repository's default branch.
 */
export async function resolveTarget(repository: Repository, named: string | null): Promise<Target> {
  if (named !== null) {
    const found: ResolvedRevision = await repository.resolve(named);
    return { ref: protectedName(found.ref ?? named), tip: found.commit };
  }
  const ref = await repository.defaultBranch();
  const tip = await repository.resolveBranch(ref);
  if (tip === null) {
    const short = ref.replace('refs/heads/', '');
    throw new Failure('no-commits', 'user', `the default branch \`${short}\` has no commits yet`, [
      'make a first commit on it, or name the protected branch with --target REF',
    ]);
  }
  return { ref: protectedName(ref), tip };
}

/** A clone's copy `refs/remotes/origin/main` stands for the protected branch `refs/heads/main` itself. */
function protectedName(ref: string): string {
  return ref.replace(/^refs\/remotes\/[^/]+\//, 'refs/heads/');
}

/** The left side of a range as typed, or `null`. */
export function leftOf(range: string | null): string | null {
  return splitRange(range).left;
}
