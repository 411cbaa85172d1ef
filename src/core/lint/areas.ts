import { policyAreaName, type Policy, type PolicyProblem } from '../policy/index.ts';
import { compareTiers, compileAreas } from '../risk/index.ts';
import { matchesEverything } from './situations.ts';
import { problem } from './wording.ts';

/** Areas over every file below the default tier: no file is then outside every area, and the default tier is never used. */
export function lowersDefaultTier(policy: Policy): readonly PolicyProblem[] {
  return policy.areas.flatMap((area) => {
    if (compareTiers(area.tier, policy.defaultTier) >= 0) return [];
    const broad = area.paths.find((path) => matchesEverything(area, path));
    return broad === undefined
      ? []
      : [
          problem(
            'warning',
            'lowers-default-tier',
            `area \`${area.name}\` is over every file (\`${broad}\`): it lowers the default tier from ${policy.defaultTier} to ${area.tier}`,
            `say default-tier: ${area.tier} if that is meant, or narrow the pattern`,
            area.at,
          ),
        ];
  });
}

/** Areas whose `review-by` has passed on a day, an RFC 3339 date. */
export function overdueReviews(policy: Policy, today: string): readonly PolicyProblem[] {
  return policy.areas.flatMap((area) =>
    area.reviewBy !== null && area.reviewBy < today
      ? [
          problem(
            'warning',
            'review-overdue',
            `area \`${area.name}\` was to be looked at again by ${area.reviewBy}`,
            'keep it with a later review-by, or relax it',
            area.at,
          ),
        ]
      : [],
  );
}

/** Patterns of the file itself that match no file; a preset's are meant for any repository. */
export function unmatchedPaths(policy: Policy, paths: readonly string[], preset: Policy | null): readonly PolicyProblem[] {
  const given = new Map((preset?.areas ?? []).map((area) => [area.name, area.paths]));
  const patterns = policy.areas.flatMap((area) =>
    area.name === policyAreaName
      ? []
      : area.paths.flatMap((path) => (given.get(area.name)?.includes(path) === true || area.inherited?.includes(path) === true ? [] : [{ area, path }])),
  );
  const matcher = compileAreas(
    patterns.map(({ area, path }) => ({ name: area.name, paths: [path], tier: area.tier, at: area.at })),
  );
  const matched = new Set(paths.flatMap((path) => [...matcher.match(path)]));
  return patterns.flatMap(({ area, path }, i) =>
    matched.has(i)
      ? []
      : [
          problem(
            'warning',
            'pattern-matches-nothing',
            `no file matches \`${path}\` of area \`${area.name}\``,
            'mend the pattern, or remove it',
            area.at,
          ),
        ],
  );
}
