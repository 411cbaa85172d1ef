import { isScalar } from 'yaml';
import { parseInstant, type Instant, type Position } from '../../values/index.ts';
import { nearest } from '../nearest.ts';
import type { OnCall, People } from '../people.ts';
import { show, type Member, type Placed, type YamlSource } from '../reading/yaml-source.ts';

/**
 * `on-call:` a list of persons and teams, each by the name alone or as `{ who, from, until }`. Whoever is named may take
 * a landing back by themselves, so a name of nobody and a turn that never comes are errors.
 */
export function readOnCall(source: YamlSource, member: Member, { persons, agents, teams }: Pick<People, 'persons' | 'agents' | 'teams'>): readonly OnCall[] {
  const known: Known = { names: new Set([...persons, ...teams].map(({ id }) => id)), agents: new Set(agents.map(({ id }) => id)) };
  const items = source.items(member.node, '`on-call`', member.at) ?? [];
  return items.flatMap((item): OnCall[] => {
    if (source.full) return [];
    const at = item === null ? member.at : source.at(item);
    if (item === null || isScalar(item)) {
      const name = source.string(item, 'an entry of `on-call`', at);
      return name !== null && isKnown(source, name, known) ? [{ who: name.value, from: null, until: null, at }] : [];
    }
    const fields = source.fields(item, 'an entry of `on-call`', at, ['who', 'from', 'until'], { person: 'who', team: 'who', name: 'who', since: 'from', start: 'from', to: 'until', end: 'until' });
    if (fields === null) return [];
    const named = fields.get('who');
    if (named === undefined) source.error('missing', 'an entry of `on-call` has no `who`', 'name a person or a team', at);
    const who = named === undefined ? null : source.string(named.node, '`who` of `on-call`', named.at);
    const [from, until] = [momentOf(source, fields.get('from')), momentOf(source, fields.get('until'))];
    if (from !== null && until !== null && until.value <= from.value) {
      source.error('never-on-call', 'an entry of `on-call` ends before it begins', '`until` is the first moment that is no longer theirs', until.at);
    }
    return who !== null && isKnown(source, who, known) ? [{ who: who.value, from: from?.value ?? null, until: until?.value ?? null, at }] : [];
  });
}

interface Known {
  readonly names: ReadonlySet<string>;
  readonly agents: ReadonlySet<string>;
}

function isKnown(source: YamlSource, { value, at }: Placed<string>, { names, agents }: Known): boolean {
  if (names.has(value)) return true;
  if (agents.has(value)) {
    source.error('agent-in-team', `\`${show(value)}\` in \`on-call\` is an agent, which never counts as a person`, 'remove it', at);
    return false;
  }
  const close = nearest(value, [...names]);
  source.error('unknown-person', `unknown person or team \`${show(value)}\` in \`on-call\`${close === null ? '' : `; did you mean \`${close}\`?`}`, 'enrol them under `people:`, or remove the name', at);
  return false;
}

function momentOf(source: YamlSource, member: Member | undefined): { readonly value: Instant; readonly at: Position } | null {
  if (member === undefined) return null;
  const given = source.string(member.node, `\`${member.key}\` of \`on-call\``, member.at);
  if (given === null) return null;
  const value = parseInstant(given.value);
  if (value !== null) return { value, at: given.at };
  return source.error('invalid-date', `\`${show(given.value)}\` in \`on-call\` is no moment`, 'write it in UTC, as 2027-03-01 or 2027-03-01T09:00Z', given.at);
}
