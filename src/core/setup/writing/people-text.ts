import type { ProposedAgent, ProposedPerson } from '../people/propose-people.ts';
import { comment, counted, day, inComment, list, scalar } from './yaml-text.ts';

/** A new `people.yaml`, commented for whoever takes it over. `origin`: what it was read from, in words. */
export function peopleText(
  people: { readonly persons: readonly ProposedPerson[]; readonly agents: readonly ProposedAgent[] },
  origin: string,
  levels: readonly string[],
  root: { readonly repository: string; readonly keys: readonly string[] },
): string {
  const lines = [
    ...comment(`Who may sign, and at which level. Addresses tell who wrote a commit; an author who is not here counts as the lowest level. Proposed from ${origin}.`),
    ...comment(`Levels cannot be read from a history: ${levels.join(' < ')}. Set them; nobody signs below what a rule asks.`),
    '# To add somebody: countersign people add ID --name NAME --level LEVEL --email ADDRESS',
    ...rootLines(root),
    '',
    people.persons.length === 0 ? 'people: {}' : 'people:',
    ...people.persons.flatMap((person) => personLines(person, 2)),
  ];
  if (people.agents.length > 0) {
    lines.push('', ...comment('Machines that author commits: they never count as people. operator: required means that a human stands behind each commit; none is ordinary automation.'), 'agents:');
    lines.push(...people.agents.flatMap((agent) => agentLines(agent, 2)));
  }
  return `${lines.join('\n')}\n`;
}

/** The root as lines of block YAML. */
export function rootLines({ repository, keys }: { readonly repository: string; readonly keys: readonly string[] }): readonly string[] {
  return [
    ...comment('What trust in this repository begins with. The id is drawn once, and every sign-off names it; the keys sign the first adoption and nothing else.'),
    'root:',
    `  repository: ${JSON.stringify(repository)}`,
    ...(keys.length === 0 ? ['  keys: []'] : ['  keys:', ...keys.map((key) => `    - ${scalar(key)}`)]),
  ];
}

/** One person as lines of block YAML, indented by `indent`. */
export function personLines(person: ProposedPerson, indent: number): readonly string[] {
  const pad = ' '.repeat(indent);
  const seen = person.last === null ? '' : `   # ${counted(person.commits, 'commit')}, the last on ${day(person.last)}`;
  const lines = [`${pad}${scalar(person.id)}:`, `${pad}  name: ${scalar(person.name)}`, `${pad}  level: ${scalar(person.level)}${seen}`];
  lines.push(...identityLines(person, `${pad}  `));
  if (person.keys.length > 0) lines.push(`${pad}  keys:`, ...person.keys.map((key) => `${pad}    - ${JSON.stringify(key)}`));
  if (person.sameName.length > 0) {
    lines.push(`${pad}  # The same name also wrote as ${inComment(person.sameName.slice(0, 3).join(', '))}; add what is theirs.`);
  }
  return lines;
}

/** One agent as lines of block YAML, indented by `indent`. */
export function agentLines(agent: ProposedAgent, indent: number): readonly string[] {
  const pad = ' '.repeat(indent);
  const seen = agent.commits === 0 ? '' : `   # ${counted(agent.commits, 'commit')}`;
  return [`${pad}${scalar(agent.id)}:`, `${pad}  operator: ${agent.operator}${seen}`, ...identityLines(agent, `${pad}  `)];
}

function identityLines({ emails, accounts }: Pick<ProposedPerson, 'emails' | 'accounts'>, pad: string): readonly string[] {
  const lines: string[] = [];
  if (emails.length > 0) lines.push(`${pad}emails: ${list(emails, pad.length + 2, pad.length + 8)}`.replace(': \n', ':\n'));
  const logins = Object.entries(accounts);
  if (logins.length > 0) lines.push(`${pad}accounts: { ${logins.map(([forge, login]) => `${scalar(forge)}: ${scalar(login)}`).join(', ')} }`);
  return lines;
}
