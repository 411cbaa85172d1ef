import type { Position } from '../../values/index.ts';
import { compareLevels, fold, peopleIndex, type People, type PeopleIndex } from '../people.ts';
import type { Policy, PolicyProblem } from '../policy.ts';
import type { CodeOwners, CodeOwnersDialect, CodeOwnersRule } from './code-owners.ts';
import { readOwnerName } from './owner-names.ts';
import { error, warning } from './source-lines.ts';

/** The enrolled persons that owners of a CODEOWNERS line are, and the owners that are nobody. */
export interface NamedOwners {
  /** Ids, in the order of the people file, each once. */
  readonly persons: readonly string[];
  /** As written, each with why it names nobody. */
  readonly unknown: readonly { readonly owner: string; readonly because: string }[];
}

/** Finds the enrolled people behind owners; keeps its look-ups, for one people file. */
export type OwnerFinder = (owners: readonly string[], dialect: CodeOwnersDialect) => NamedOwners;

/**
 * Owners are people by account of the forge (`@ana-r`), by e-mail, or by team: the id of a team of people.yaml is
 * the last part of its name on the forge (`@acme/retail-seniors`, `retail-seniors`). A GitLab name of one part may be
 * a team too, and a role is the team of its name (`@@maintainer`: `maintainer` or `maintainers`). ASCII case does not
 * matter, as on the forges. An agent never owns.
 */
export function ownerFinder(people: People): OwnerFinder {
  const index = peopleIndex(people);
  const teams = new Map(people.teams.map((team) => [fold(team.id), team.members]));
  const known = new Map<string, readonly string[] | string>();
  const find = (owner: string, dialect: CodeOwnersDialect): readonly string[] | string => {
    const key = `${dialect} ${owner}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = idsOf(owner, dialect, index, teams);
    known.set(key, found);
    return found;
  };
  return (owners, dialect) => {
    const ids = new Set<string>();
    const unknown: { owner: string; because: string }[] = [];
    for (const owner of owners) {
      const found = find(owner, dialect);
      if (typeof found === 'string') unknown.push({ owner, because: found });
      else for (const id of found) ids.add(id);
    }
    return { persons: people.persons.flatMap(({ id }) => (ids.has(id) ? [id] : [])), unknown };
  };
}

/** Ids of persons, or why there are none. */
function idsOf(owner: string, dialect: CodeOwnersDialect, index: PeopleIndex, teams: ReadonlyMap<string, readonly string[]>): readonly string[] | string {
  const { kind, name } = readOwnerName(owner, dialect);
  if (kind === 'email') {
    const person = index.personByEmail(name);
    if (person !== null) return [person.id];
    return index.agentByEmail(name) === null ? `no person of people.yaml has the address \`${name}\`` : 'it is an agent, which never counts as a person';
  }
  if (kind === 'account') {
    const person = index.personByAccount(dialect, name);
    if (person !== null) return [person.id];
    if (index.agentByAccount(dialect, name) !== null) return 'it is an agent, which never counts as a person';
    const team = dialect === 'gitlab' ? teams.get(fold(name)) : undefined;
    return team ?? `no person of people.yaml has the account \`${dialect}: ${name}\``;
  }
  const last = name.split('/').at(-1) ?? name;
  const team = teams.get(fold(last)) ?? (kind === 'role' ? teams.get(`${last}s`) : undefined);
  return team ?? `people.yaml has no team \`${kind === 'role' ? `${last}s` : last}\``;
}

/**
 * Owners of a CODEOWNERS file that are nobody in people.yaml: a warning where others of the line are enrolled, an
 * error where nobody is left who could sign for what it matches.
 */
export function unknownCodeOwners({ dialect, file, rules, sections }: CodeOwners, people: People): readonly PolicyProblem[] {
  const find = ownerFinder(people);
  return rules.flatMap((rule) => {
    if (rule.excludes || rule.owners.length === 0) return [];
    const { persons, unknown } = find(rule.owners, dialect);
    const at: Position = { file, line: rule.line, column: 1 };
    const asked = sections[rule.section]?.optional !== true;
    return unknown.map(({ owner, because }) => {
      const message = `\`${owner}\` owns \`${rule.pattern}\`, and ${because}`;
      const mend = 'enrol them in people.yaml, or name another owner';
      return persons.length === 0 && asked ? error('codeowners-unknown-owner', `${message}: nobody can sign for it`, mend, at) : warning('codeowners-unknown-owner', message, mend, at);
    });
  });
}

/**
 * Lines whose owners could not give what a rule of the policy asks of them, whoever wrote the change: too few of its
 * level, or fewer than the section's approvals. Warnings: whether the rule ever applies to such files is not known here.
 * Rules about changes of policy are left out, and lines of unknown owners alone, which `unknownCodeOwners` names.
 */
export function shortOfOwners({ dialect, file, rules, sections }: CodeOwners, { levels, rules: policyRules }: Policy, people: People): readonly PolicyProblem[] {
  const find = ownerFinder(people);
  const levelOf = new Map(people.persons.map(({ id, level }) => [id, level]));
  const asks = policyRules.flatMap(({ name, when, require, shadow }) =>
    shadow || /(?<!!)change\.touchesPolicy/.test(when.text) ? [] : require.flatMap((one) => (one.kind === 'sign-off' && one.owners === 'per-area' ? [{ name, level: one.level, count: one.count }] : [])),
  );
  return rules.flatMap((rule): PolicyProblem[] => {
    const { persons } = find(rule.owners, dialect);
    if (rule.excludes || persons.length === 0 || sections[rule.section]?.optional === true) return [];
    for (const { name, level, count } of asks) {
      const needed = Math.max(1, count, rule.approvals);
      const able = persons.filter((id) => compareLevels(levels, levelOf.get(id) ?? '', level) >= 0).length;
      if (able >= needed) continue;
      const has = able === 0 ? 'none' : `only ${able}`;
      const message = `rule \`${name}\` asks ${needed} of level ${level} among the owners of \`${rule.pattern}\`, which has ${has}: where it applies nobody could approve a change of them`;
      return [warning('codeowners-out-of-reach', message, `name more owners of level ${level} or above`, { file, line: rule.line, column: 1 })];
    }
    return [];
  });
}

/** How people call a rule: `src/auth/ (CODEOWNERS:12)`, with its section where it has one. */
export function ownersRuleName({ pattern, section, line }: CodeOwnersRule, { file, sections }: CodeOwners): string {
  const named = sections[section]?.name ?? null;
  return `${pattern}${named === null ? '' : ` [${named}]`} (${file.split('/').at(-1) ?? file}:${line})`;
}
