import type { People, Policy, PolicyProblem } from '../policy/index.ts';
import type { Position } from '../values/index.ts';
import { count, problem, thereAre } from './wording.ts';

/** Without people no sign-off can be met: said once, instead of for every rule. */
export function nobodyEnrolled(policy: Policy): PolicyProblem {
  const at: Position = { file: '.countersign/people.yaml', line: 1, column: 1 };
  return problem(
    'warning',
    'nobody-enrolled',
    `nobody is enrolled: no sign-off of ${policy.rules.length} rules can be met`,
    'write .countersign/people.yaml',
    at,
  );
}

/** Emergency lanes that too few people are of the level for. */
export function emergencyLanes(policy: Policy, people: People): readonly PolicyProblem[] {
  return (['override', 'revert'] as const).flatMap((name) => {
    const lane = policy[name];
    if (lane === null) return [];
    const rank = policy.levels.indexOf(lane.level);
    const able = people.persons.filter(({ level }) => policy.levels.indexOf(level) >= rank).length;
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
