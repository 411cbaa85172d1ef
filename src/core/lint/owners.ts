import { compareLevels, nearest, policyAreaName, type Area, type People, type Policy, type PolicyProblem } from '../policy/index.ts';
import { compareTiers } from '../risk/index.ts';
import { problem } from './wording.ts';

/** Owners whom the people file does not enrol. It takes the areas alone, so that a policy with mistakes can be asked too. */
export function unknownOwners(areas: readonly Area[], people: People): readonly PolicyProblem[] {
  const known = [...people.persons, ...people.teams].map((one) => one.id);
  const agents = new Set(people.agents.map((agent) => agent.id));
  return areas.flatMap((area) =>
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

/** Areas that hurt and that nobody owns, in one warning: a rule that asks owners per area asks anybody there. */
export function unowned(policy: Policy): readonly PolicyProblem[] {
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

/** Whether a person or team of this id is enrolled. */
export function isEnrolled(owner: string, { persons, teams }: People): boolean {
  return persons.some(({ id }) => id === owner) || teams.some(({ id }) => id === owner);
}
