import { nearest } from '../nearest.ts';
import type { Team } from '../people.ts';
import { show, type Member, type Placed, type YamlSource } from '../reading/yaml-source.ts';

/** More teams than this are a list of something else, and who is in whom takes long to say. */
const most = 2000;

/** Teams may hold teams; what comes out holds persons only. */
export function readTeams(
  source: YamlSource,
  members: readonly Member[],
  persons: readonly string[],
  agents: readonly string[],
): readonly Team[] {
  if (members.length > most) {
    source.error('too-many', `${members.length} teams are named; ${most} are the most`, 'name those that own something', members[most]!.at);
    return [];
  }
  const written = new Map<string, readonly Placed<string>[]>();
  const enrolled = new Set(persons);
  for (const member of members)
    written.set(member.key, source.strings(member.node, `team \`${member.key}\``, member.at) ?? []);
  for (const [team, entries] of written) {
    for (const entry of entries) {
      if (source.full) break;
      if (enrolled.has(entry.value) || written.has(entry.value)) continue;
      if (agents.includes(entry.value))
        source.error(
          'agent-in-team',
          `\`${show(entry.value)}\` of team \`${team}\` is an agent, which never counts as a person`,
          'remove it',
          entry.at,
        );
      else
        source.error(
          'unknown-person',
          `unknown person or team \`${show(entry.value)}\` in team \`${team}\`${suggest(nearest(entry.value, [...persons, ...written.keys()]))}`,
          'enrol them under `people:`, or remove the name',
          entry.at,
        );
    }
  }
  return members.map((member) => {
    const found = new Set<string>();
    const teams = new Set<string>();
    const pending = (written.get(member.key) ?? []).map((entry) => entry.value);
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      const inner = written.get(name);
      if (inner === undefined) found.add(name);
      else if (!teams.has(name)) {
        teams.add(name);
        pending.push(...inner.map((entry) => entry.value));
      }
    }
    if (teams.has(member.key))
      source.error(
        'team-cycle',
        `team \`${member.key}\` contains itself`,
        'name people, or teams that do not lead back',
        member.at,
      );
    return { id: member.key, members: persons.filter((person) => found.has(person)), at: member.at };
  });
}

function suggest(close: string | null): string {
  return close === null ? '' : `; did you mean \`${close}\`?`;
}
