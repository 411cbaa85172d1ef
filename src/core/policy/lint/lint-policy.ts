import { compareTiers, compileAreas, tiers } from '../../risk/index.ts';
import type { Position } from '../../values/index.ts';
import { policyAreaName } from '../files/floors.ts';
import { nearest } from '../nearest.ts';
import { compareLevels, peopleIndex, type People } from '../people.ts';
import type { Policy, PolicyProblem } from '../policy.ts';
import { mayHold } from './may-hold.ts';
import { outOfReach } from './out-of-reach.ts';
import { atLeast, count, problem, thereAre } from './wording.ts';

/** What lint may look at beyond the two files. */
export interface LintOptions {
  /** Paths of the repository's files: patterns that match none are then reported. */
  readonly paths?: readonly string[];
  /** Today as an RFC 3339 date: areas whose `review-by` has passed are then reported. */
  readonly today?: string;
}

/**
 * What a policy and its people get wrong together, and what is allowed but unwise. Only `unknown-owner` makes
 * them unusable; the other errors are situations nobody could get out of. Sorted by place.
 */
export function lintPolicy(policy: Policy, people: People, options: LintOptions = {}): readonly PolicyProblem[] {
  const index = peopleIndex(people);
  const problems = [
    ...unknownOwners(policy, people),
    ...deadConditions(policy),
    ...weakSignatures(policy),
    ...lowersDefaultTier(policy),
    ...(people.persons.length === 0
      ? [nobodyEnrolled(policy)]
      : [...outOfReach(policy, people, index), ...unowned(policy), ...emergencyLanes(policy, people)]),
    ...overdueReviews(policy, options.today ?? null),
    ...unmatchedPaths(policy, options.paths ?? null),
  ];
  return problems.sort((a, b) =>
    a.at.file === b.at.file ? a.at.line - b.at.line || a.at.column - b.at.column : a.at.file < b.at.file ? -1 : 1,
  );
}

function unknownOwners(policy: Policy, people: People): readonly PolicyProblem[] {
  const known = [...people.persons, ...people.teams].map((one) => one.id);
  const agents = new Set(people.agents.map((agent) => agent.id));
  return policy.areas.flatMap((area) =>
    area.owners.flatMap((owner, i): readonly PolicyProblem[] => {
      if (known.includes(owner)) return [];
      const close = nearest(owner, known);
      const message = agents.has(owner)
        ? `the owner \`${owner}\` of area \`${area.name}\` is an agent, which never counts as a person`
        : `unknown person or team \`${owner}\` owns area \`${area.name}\`${close === null ? '' : `; did you mean \`${close}\`?`}`;
      return [
        problem(
          'error',
          'unknown-owner',
          message,
          'enrol them in people.yaml, or name another owner',
          area.ownersAt?.[i] ?? area.at,
        ),
      ];
    }),
  );
}

/** A condition no level and tier can make true: its rule would guard nothing. */
function deadConditions(policy: Policy): readonly PolicyProblem[] {
  return policy.rules.flatMap((rule) => {
    const possible = policy.levels.some((level) =>
      tiers.some((tier) => mayHold(policy, rule.when, { level, tier, areas: null })),
    );
    return possible
      ? []
      : [
          problem(
            'error',
            'never-applies',
            `rule \`${rule.name}\` can never apply: \`${rule.when.text}\` is never true`,
            'mend its condition, or remove the rule',
            rule.when.at,
          ),
        ];
  });
}

function weakSignatures(policy: Policy): readonly PolicyProblem[] {
  return policy.rules.flatMap((rule) =>
    rule.require.flatMap((template) =>
      template.kind === 'sign-off' && template.signature === 'any'
        ? [
            problem(
              'warning',
              'weak-signature',
              `rule \`${rule.name}\` takes \`signature: any\`: an agent on the same laptop can use a key kept in a file`,
              'ask for touch',
              template.at,
            ),
          ]
        : [],
    ),
  );
}

/** Paths that only patterns over every file match all of. */
const anyFile = ['a', '.b', 'c/d.e', '.f/g/h/i.j'];

/** Areas over every file below the default tier: no file is then outside every area, and the default tier is never used. */
function lowersDefaultTier(policy: Policy): readonly PolicyProblem[] {
  return policy.areas.flatMap((area) => {
    if (compareTiers(area.tier, policy.defaultTier) >= 0) return [];
    const broad = area.paths.find((path) => {
      const matcher = compileAreas([{ name: area.name, paths: [path], tier: area.tier, at: area.at }]);
      return anyFile.every((file) => matcher.match(file).length > 0);
    });
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

function nobodyEnrolled(policy: Policy): PolicyProblem {
  const at: Position = { file: '.countersign/people.yaml', line: 1, column: 1 };
  return problem(
    'warning',
    'nobody-enrolled',
    `nobody is enrolled: no sign-off of ${policy.rules.length} rules can be met`,
    'write .countersign/people.yaml',
    at,
  );
}

/** Areas that hurt and that nobody owns, in one warning: a rule that asks owners per area asks anybody there. */
function unowned(policy: Policy): readonly PolicyProblem[] {
  const levels = policy.rules.flatMap((rule) =>
    rule.require.flatMap((template) =>
      template.kind === 'sign-off' && template.owners === 'per-area' ? [template.level] : [],
    ),
  );
  const level = levels.sort((a, b) => compareLevels(policy.levels, a, b))[0];
  const areas = policy.areas.filter(
    (area) => area.owners.length === 0 && area.name !== policyAreaName && compareTiers(area.tier, 'high') >= 0,
  );
  const first = areas[0];
  if (level === undefined || first === undefined) return [];
  const names =
    areas
      .slice(0, 5)
      .map((area) => `\`${area.name}\``)
      .join(', ') + (areas.length > 5 ? ` and ${areas.length - 5} more` : '');
  return [
    problem(
      'warning',
      'area-without-owners',
      `nobody owns ${names}: any ${level} may sign there`,
      `name owners, such as areas: { ${first.name}: { owners: [team] } }`,
      first.at,
    ),
  ];
}

function emergencyLanes(policy: Policy, people: People): readonly PolicyProblem[] {
  return (['override', 'revert'] as const).flatMap((name) => {
    const lane = policy[name];
    if (lane === null) return [];
    const able = atLeast(policy, people.persons, lane.level).length;
    if (able >= lane.count) return [];
    const at = policy.rules[0]?.at ?? { file: '.countersign/policy.yaml', line: 1, column: 1 };
    return [
      problem(
        'warning',
        'lane-out-of-reach',
        `\`${name}\` takes ${count(lane.count)} of level ${lane.level} or above; ${thereAre(able)}`,
        'enrol more people of that level',
        { ...at, line: 1, column: 1 },
      ),
    ];
  });
}

function overdueReviews(policy: Policy, today: string | null): readonly PolicyProblem[] {
  if (today === null) return [];
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

/** Patterns of the file itself that match no file; those of a text below are meant for any repository. */
function unmatchedPaths(policy: Policy, paths: readonly string[] | null): readonly PolicyProblem[] {
  if (paths === null) return [];
  const patterns = policy.areas.flatMap((area) =>
    area.name === policyAreaName
      ? []
      : area.paths.flatMap((path) => (area.inherited?.includes(path) === true ? [] : [{ area, path }])),
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
