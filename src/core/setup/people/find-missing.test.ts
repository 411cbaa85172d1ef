import { describe, expect, it } from 'vitest';
import { claimsOfCommit } from '../../evidence/index.ts';
import { policyTexts } from '../../policy/index.ts';
import type { AuthorSeen } from '../survey/history-survey.ts';
import { groupAuthors } from './author-groups.ts';
import { findMissing, type OtherSources } from './find-missing.ts';
import { readMailmap } from './mailmap.ts';

const none: OtherSources = { members: [], keys: [], owners: [], forge: 'github' };
const seen = (name: string, email: string): AuthorSeen => ({ name, email, commits: 5, last: 1000 });
const { parsePeople } = await policyTexts();
const people = parsePeople(
  `people:
  ana: { name: Ana Ruiz, level: senior, emails: [ana@x], accounts: { github: ana-r }, keys: ["ssh-ed25519 AAAAheld ana"] }
  bo: { name: Bo Lind, level: mid, emails: [bo@x] }
agents:
  ci: { operator: none, emails: [ci@x] }
teams:
  retail: [ana]
`, 'f', ['junior', 'mid', 'senior'],
).people!;
const find = (authors: readonly AuthorSeen[], others: Partial<OtherSources> = {}, mailmap = '') =>
  findMissing(people, groupAuthors(authors, readMailmap(mailmap), claimsOfCommit), { ...none, ...others }, { newest: 1000, atMost: 10, levels: new Map(), lowest: 'junior' });

describe('who is missing from a people file', () => {
  it('is nobody who is there, by address, login or as a machine', () => {
    const found = find([seen('Ana', 'ANA@x'), seen('A', '1+Ana-R@users.noreply.github.com'), seen('CI', 'ci@x')], { owners: ['@ANA-R', '@acme/retail'], members: [{ login: 'ana-r', name: null, email: null, machine: false }] });
    expect(found).toMatchObject({ persons: [], agents: [], additions: [], notes: [] });
  });

  it('is an author nobody knows, and what .mailmap says is somebody’s', () => {
    const found = find([seen('Bo', 'bo@home'), seen('Li Wen', 'li@x')], {}, 'Bo Lind <bo@x> <bo@home>');
    expect(found.persons.map(({ id, level }) => `${id} ${level}`)).toEqual(['li-wen junior']);
    expect(found.additions).toEqual([{ person: 'bo', emails: ['bo@home'], accounts: {}, keys: [] }]);
  });

  it('is never decided by a name alone', () => {
    const found = find([seen('Ana Ruiz', 'evil@y')]);
    expect(found).toMatchObject({ persons: [], additions: [] });
    expect(found.notes).toEqual(['`evil@y` bears the name of ana: add it there if it is the same person']);
  });

  it('is a member or owner of the forge, joined by address where the forge gives one', () => {
    const found = find([], {
      members: [{ login: 'bo-l', name: 'Bo Lind', email: 'bo@x', machine: false }, { login: 'new', name: null, email: null, machine: false }, { login: 'b[bot]', name: null, email: null, machine: true }],
      owners: ['@new', '@other', '@acme/web', 'who@x'],
    });
    expect(found.additions).toEqual([{ person: 'bo', emails: [], accounts: { github: 'bo-l' }, keys: [] }]);
    expect(found.persons.map(({ id }) => id)).toEqual(['new', 'other']);
    expect(found.agents.map(({ id }) => id)).toEqual(['b']);
    expect(found.notes).toEqual(['CODEOWNERS asks `@acme/web`: write a team `web` with its people', 'CODEOWNERS asks `who@x`, whom nobody here is']);
  });

  it('has a key where the file of keys says whose it is', () => {
    const found = find([seen('Li Wen', 'li@x')], {
      keys: [{ key: 'ssh-ed25519 AAAAheld other comment', emails: ['bo@x'], line: 1 }, { key: 'ssh-ed25519 AAAAbo', emails: ['bo@x'], line: 2 }, { key: 'ssh-ed25519 AAAAli', emails: ['li@x'], line: 3 }, { key: 'ssh-ed25519 AAAAwho', emails: [], line: 4 }],
    });
    expect(found.additions).toEqual([{ person: 'bo', emails: [], accounts: {}, keys: ['ssh-ed25519 AAAAbo'] }]);
    expect(found.persons[0]?.keys).toEqual(['ssh-ed25519 AAAAli']);
    expect(found.notes).toEqual(['the key of line 4 says nobody’s address']);
  });
});
