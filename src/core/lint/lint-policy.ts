import type { People, Policy, PolicyProblem } from '../policy/index.ts';
import { lowersDefaultTier, overdueReviews, unmatchedPaths } from './areas.ts';
import { isEnrolled, unknownOwners, unowned } from './owners.ts';
import { deadConditions, weakSignatures } from './rules.ts';
import { emergencyLanes, nobodyEnrolled } from './staffing.ts';
import { stuckRules } from './stuck.ts';
import { trustGaps } from './trust.ts';

/** What lint may look at beyond the two files. */
export interface LintOptions {
  /** Paths of the repository's files: patterns that match none are then reported. */
  readonly paths?: readonly string[];
  /** The preset the policy extends: its patterns are meant for any repository, and never reported. */
  readonly preset?: Policy | null;
  /** Today as an RFC 3339 date: areas whose `review-by` has passed are then reported. */
  readonly today?: string;
}

/**
 * What a policy and its people get wrong together, and what is allowed but unwise. Only `unknown-owner` makes
 * them unusable; the other errors are situations nobody could get out of. Sorted by place.
 */
export function lintPolicy(policy: Policy, people: People, options: LintOptions = {}): readonly PolicyProblem[] {
  const { paths, today, preset = null } = options;
  const problems = [
    ...ownersAndStuck(policy, people),
    ...deadConditions(policy),
    ...weakSignatures(policy),
    ...lowersDefaultTier(policy),
    ...(people.persons.length === 0 ? [nobodyEnrolled(policy)] : [...unowned(policy), ...emergencyLanes(policy, people), ...trustGaps(policy, people)]),
    ...(today === undefined ? [] : overdueReviews(policy, today)),
    ...(paths === undefined ? [] : unmatchedPaths(policy, paths, preset)),
  ];
  return sortedByPlace(problems);
}

/**
 * What can be said of files that have mistakes of form: owners nobody enrolled, and rules nobody could satisfy as far
 * as they could be read. What is missing from a draft asks for less, so that nothing here is the fault of another line.
 */
export function lintDrafts(policy: Policy, people: People): readonly PolicyProblem[] {
  return sortedByPlace(ownersAndStuck(policy, people));
}

function ownersAndStuck(policy: Policy, people: People): readonly PolicyProblem[] {
  const unknown = unknownOwners(policy.areas, people);
  const unsettled = new Set(policy.areas.flatMap(({ name, owners }) => (owners.some((owner) => !isEnrolled(owner, people)) ? [name] : [])));
  return [...unknown, ...stuckRules(policy, people, unsettled)];
}

/** By file, line and column. */
export function sortedByPlace(problems: readonly PolicyProblem[]): readonly PolicyProblem[] {
  return problems.toSorted((a, b) =>
    a.at.file === b.at.file ? a.at.line - b.at.line || a.at.column - b.at.column : a.at.file < b.at.file ? -1 : 1,
  );
}
