import { describe, expect, it } from 'vitest';
import { compareLevels, lowestLevel, membersOf, nobody, onCallAt, peopleIndex, personByEmail, type People,  } from './index.ts';
import { parsePeople } from './texts.ts';

const ladder = ['junior', 'mid', 'senior', 'principal'];
const key = (n: string) => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5${n.repeat(8)} ${n}`;
const text = `people:
  ana: { name: Ana Ruiz, level: senior, emails: [Ana@Example.com], accounts: { github: Ana-R }, keys: ["${key('a')}"] }
  bo:  { level: mid, emails: [bo@example.com] }
  li:  { level: senior }
agents:
  kiro: { operator: required, emails: [kiro@bots.example], accounts: { github: kiro-bot } }
gates:
  ci: { keys: ["${key('c')}"], may: [evidence, landing] }
teams:
  seniors: [ana, li]
  shop: [bo, seniors]
`;

function read(yaml: string): People {
  const { people, problems } = parsePeople(yaml, 'people.yaml', ladder);
  expect(problems).toEqual([]);
  return people!;
}

describe('a people file', () => {
  it('says who is on call, through teams too, from the first second of a turn until before the first after it', () => {
    const start = 1_800_000_000; // 2027-01-15T08:00:00Z
    const people = read(`${text}on-call:\n  - { who: seniors, from: 2027-01-15T08:00Z, until: 2027-01-16T08:00:00Z }\n  - { who: bo, until: 2027-01-15T08:00Z }\n`);
    expect([start - 1, start, start + 86_399, start + 86_400].map((now) => onCallAt(people, now))).toEqual([['bo'], ['ana', 'li'], ['ana', 'li'], []]);
    expect(onCallAt(read(`${text}on-call: [li, shop]\n`), start)).toEqual(['ana', 'bo', 'li']);
    expect(onCallAt(read(text), start)).toEqual([]);
    expect(onCallAt(nobody, start)).toEqual([]);
  });

  it('gives persons, agents, gates and teams, teams of teams as persons', () => {
    const people = read(text);
    expect(people.persons.map((person) => [person.id, person.name, person.level])).toEqual([
      ['ana', 'Ana Ruiz', 'senior'],
      ['bo', 'bo', 'mid'],
      ['li', 'li', 'senior'],
    ]);
    expect(people.agents).toMatchObject([{ id: 'kiro', operator: 'required' }]);
    expect(people.gates).toMatchObject([{ id: 'ci', may: ['evidence', 'landing'] }]);
    expect(people.teams).toMatchObject([
      { id: 'seniors', members: ['ana', 'li'] },
      { id: 'shop', members: ['ana', 'bo', 'li'] },
    ]);
  });

  it.each([
    [
      'an unknown level',
      'people:\n  ana: { level: seniro }\n',
      '2:17 unknown level `seniro` in person `ana`; did you mean `senior`?',
    ],
    ['no level', 'people:\n  ana: {}\n', '2:3 person `ana` has no `level`'],
    [
      'the same address twice, in another case',
      'people:\n  ana: { level: mid, emails: [a@x.org] }\n  bo: { level: mid, emails: [A@X.org] }\n',
      '3:30 the address `A@X.org` belongs to `ana` (line 2) and to `bo`',
    ],
    [
      'the same account twice',
      'people:\n  ana: { level: mid, accounts: { github: a } }\n  bo: { level: mid, accounts: { github: A } }\n',
      '3:41 the github account `A` belongs to `ana` (line 2) and to `bo`',
    ],
    [
      'the same key under two comments',
      `people:\n  ana: { level: mid, keys: ["${key('a')}"] }\n  bo: { level: mid, keys: ["${key('a')}2"] }\n`,
      `3:28 the key \`${key('a')}2\` belongs to \`ana\` (line 2) and to \`bo\``,
    ],
    [
      'a person’s key on a gate',
      `people:\n  ana: { level: mid, keys: ["${key('a')}"] }\ngates:\n  ci: { keys: ["${key('a')}"], may: [evidence] }\n`,
      `4:16 the key \`${key('a')}\` belongs to \`ana\` (line 2) and to \`ci\``,
    ],
    [
      'an agent with a person’s address',
      'people:\n  ana: { level: mid, emails: [a@x.org] }\nagents:\n  kiro: { emails: [a@x.org] }\n',
      '4:20 the address `a@x.org` belongs to `ana` (line 2) and to `kiro`',
    ],
    [
      'a private key',
      'people:\n  ana:\n    level: mid\n    keys: ["-----BEGIN OPENSSH PRIVATE KEY-----"]\n',
      '4:12 a private key stands in `keys` of `ana`',
    ],
    ['no address', 'people:\n  ana: { level: mid, emails: [ana] }\n', '2:31 `ana` is not an e-mail address'],
    [
      'a stranger in a team',
      'people:\n  ana: { level: mid }\nteams:\n  t: [anna]\n',
      '4:7 unknown person or team `anna` in team `t`; did you mean `ana`?',
    ],
    [
      'an agent in a team',
      'people:\n  ana: { level: mid }\nagents:\n  kiro: {}\nteams:\n  t: [kiro]\n',
      '6:7 `kiro` of team `t` is an agent, which never counts as a person',
    ],
    ['an empty team', 'people:\n  ana: { level: mid }\nteams:\n  t: []\n', '4:6 team `t` is an empty list'],
    [
      'a team in itself',
      'people:\n  ana: { level: mid }\nteams:\n  t: [ana, u]\n  u: [t]\n',
      '4:3 team `t` contains itself\n5:3 team `u` contains itself',
    ],
    [
      'a team named like a person',
      'people:\n  ana: { level: mid }\nteams:\n  ana: [ana]\n',
      '4:3 the name `ana` belongs to a person (line 2) and to a team',
    ],
    [
      'a gate that may nothing known',
      `people: { ana: { level: mid } }\ngates:\n  ci: { keys: ["${key('c')}"], may: [merge] }\n`,
      '3:69 unknown value `merge` in `may` of `ci`',
    ],
    [
      'people elsewhere',
      'source: github.com/acme/people@sha256:00\n',
      '1:9 `github.com/acme/people@sha256:00` is pinned to what is no SHA-256: 2 digits stand there, 64 are due',
    ],
    ['nobody', 'teams: {}\n', '1:1 `people` is missing'],
    [
      'another word for people',
      'users: {}\npeople: { ana: { level: mid } }\n',
      '1:1 unknown key `users` in the people file; did you mean `people`?',
    ],
  ])('is refused with its place: %s', (_, yaml, says) => {
    const { people, problems } = parsePeople(yaml, 'people.yaml', ladder);
    expect(people).toBeNull();
    expect(problems.map(({ at, message }) => `${at.line}:${at.column} ${message}`).join('\n')).toBe(says);
  });
});

describe('looking people up', () => {
  const people = read(text);
  const index = peopleIndex(people);

  it('finds a person by address and account in any ASCII case', () => {
    expect(index.personByEmail('ANA@example.com')?.id).toBe('ana');
    expect(index.personByAccount('GitHub', 'ana-r')?.id).toBe('ana');
    expect(personByEmail(people, 'bo@example.com')?.id).toBe('bo');
    expect(index.personByEmail('kiro@bots.example')).toBeNull();
    expect(index.agentByEmail('kiro@bots.example')?.id).toBe('kiro');
    expect(index.agentByAccount('github', 'KIRO-bot')?.id).toBe('kiro');
  });

  it('does not let other alphabets meet ASCII', () => {
    // U+212A KELVIN SIGN folds to `k` under Unicode rules.
    expect(index.agentByEmail('\u212Airo@bots.example')).toBeNull();
  });

  it('gives the members of persons and teams once, in file order', () => {
    expect(membersOf(people, ['shop', 'ana', 'nobody']).map((person) => person.id)).toEqual(['ana', 'bo', 'li']);
    expect(membersOf(nobody, ['shop'])).toEqual([]);
  });
});

describe('levels', () => {
  it('are ordered by the ladder, an unknown one below all', () => {
    expect(compareLevels(ladder, 'mid', 'senior')).toBeLessThan(0);
    expect(compareLevels(ladder, 'senior', 'senior')).toBe(0);
    expect(compareLevels(ladder, 'stranger', 'junior')).toBeLessThan(0);
    expect(lowestLevel(ladder)).toBe('junior');
  });
});
