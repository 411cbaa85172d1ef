import { membersOf, type People, type Policy, type PolicyProblem } from '../policy/index.ts';
import type { Position } from '../values/index.ts';
import { count, problem, someone, thereAre } from './wording.ts';

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

/**
 * Emergency lanes too few people could take. One of those who override had no hand in the change, and so did all who
 * take something back, but for one who is on call.
 */
export function emergencyLanes(policy: Policy, people: People): readonly PolicyProblem[] {
  const lanes = (['override', 'revert'] as const).flatMap((name) => {
    const lane = policy[name];
    if (lane === null) return [];
    const rank = policy.levels.indexOf(lane.level);
    const able = people.persons.filter(({ level }) => policy.levels.indexOf(level) >= rank);
    const isShort = able.length < lane.count;
    const spare = name === 'override' ? able.length - 1 : policy.revert?.onCall === true ? Infinity : able.length - lane.count;
    const stuck = !isShort && spare === 0 ? `, too few if ${someone(able)} wrote the change` : '';
    if (!isShort && stuck === '') return [];
    const takes = `\`${name}\` takes ${count(lane.count)} of level ${lane.level} or above; ${thereAre(able.length)}${stuck}`;
    return [problem('warning', 'lane-out-of-reach', takes, 'enrol more people of that level', fileOf(policy))];
  });
  return [...lanes, ...onCallBelow(policy, people)];
}

/** People are named on call, and too few of them are of the level that the lane takes, whatever the hour. */
function onCallBelow({ levels, revert }: Policy, people: People): readonly PolicyProblem[] {
  const [first] = people.onCall ?? [];
  if (revert === null || !revert.onCall || first === undefined) return [];
  const named = membersOf(people, (people.onCall ?? []).map(({ who }) => who));
  const able = named.filter(({ level }) => levels.indexOf(level) >= levels.indexOf(revert.level));
  if (able.length >= revert.count) return [];
  const takes = `\`revert\` takes ${count(revert.count)} of level ${revert.level} or above on call; of those named ${count(able.length)} could`;
  return [problem('warning', 'lane-out-of-reach', takes, 'name somebody of that level under `on-call:`', first.at)];
}

function fileOf(policy: Policy): Position {
  const at = policy.rules[0]?.at ?? { file: '.countersign/policy.yaml' };
  return { file: at.file, line: 1, column: 1 };
}
