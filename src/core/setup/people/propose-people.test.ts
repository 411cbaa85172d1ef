import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimsOfCommit } from '../../evidence/index.ts';
import { policyTexts } from '../../policy/index.ts';
import { HistorySurvey, type AuthorSeen } from '../survey/history-survey.ts';
import { peopleText } from '../writing/people-text.ts';
import { groupAuthors } from './author-groups.ts';
import { readMailmap } from './mailmap.ts';
import { proposePeople, type PeopleChoice } from './propose-people.ts';

/** Any code point, lone surrogates included. */
const anyCharacter = fc.integer({ min: 0, max: 0x10ffff }).map((point) => String.fromCodePoint(point));

const { parsePeople } = await policyTexts();
const year = 365 * 86_400;
const newest = 10 * year;
const choice: PeopleChoice = { taken: new Set(), newest, atMost: 40, levels: new Map(), lowest: 'junior' };
const author = (name: string, email: string, commits = 5, last = newest): AuthorSeen => ({ name, email, commits, last });
const propose = (authors: readonly AuthorSeen[], more: Partial<PeopleChoice> = {}, mailmap = '') =>
  proposePeople(groupAuthors(authors, readMailmap(mailmap), claimsOfCommit), { ...choice, ...more });
const shown = (authors: readonly AuthorSeen[], mailmap = '') =>
  propose(authors, {}, mailmap).persons.map(({ id, emails, accounts, sameName }) => [id, ...emails, ...Object.values(accounts).map((login) => `@${login}`), ...sameName.map((one) => `? ${one}`)].join(' '));

describe('people from authors', () => {
  it.each<[string, readonly AuthorSeen[], string, readonly string[]]>([
    ['one address in two cases is one person', [author('Ana', 'ana@x'), author('Ana R', 'ANA@x')], '', ['ana ana@x']],
    ['.mailmap unites', [author('Ana Ruiz', 'ana@x'), author('ana', 'ana@home')], 'Ana Ruiz <ana@x> <ana@home>', ['ana-ruiz ana@x ana@home']],
    ['private addresses are a login', [author('Ana', '12+ana-r@users.noreply.github.com'), author('Ana', 'ana-r@users.noreply.github.com')], '', ['ana @ana-r']],
    ['one full name under two addresses is one person and a question', [author('Ana Ruiz', 'ana@x', 9), author('Ana Ruiz', 'ana@y', 2)], '', ['ana-ruiz ana@x ? ana@y']],
    ['one first name is two people', [author('Ana', 'ana@x', 9), author('Ana', 'ana@y', 2)], '', ['ana ana@x', 'ana-2 ana@y']],
    ['who left no address is nobody', [author('Ana', ''), author('Bo', 'not an address')], '', []],
    ['a name without letters gets an id from the address', [author('田中', 'tanaka@x')], '', ['tanaka tanaka@x']],
    ['what .mailmap gives to two is the first one’s', [author('A B', 'p@x', 9), author('C D', 'q@x', 5)], 'A B <a@x> <p@x>\nC D <c@x> Z <p@x>', ['a-b a@x p@x', 'c-d q@x']],
  ])('%s', (_name, authors, mailmap, expected) => expect(shown(authors, mailmap)).toEqual(expected));

  it('keeps agents and bots apart, with a human behind each agent', () => {
    const { persons, agents } = propose([author('Ana', 'ana@x'), author('dependabot[bot]', '49699333+dependabot[bot]@users.noreply.github.com'), author('Claude', 'noreply@anthropic.com'), author('own[bot]', '1+own[bot]@users.noreply.github.com')]);
    expect(persons.map(({ id }) => id)).toEqual(['ana']);
    expect(agents.map(({ id, operator }) => `${id} ${operator}`).toSorted()).toEqual(['claude required', 'dependabot none', 'own none']);
  });

  it('leaves out who is gone, who came once and who is beyond the number, and counts them', () => {
    const many = Array.from({ length: 30 }, (_, index) => author(`N${index} M`, `n${index}@x`, 10));
    const { persons, leftOut, authors } = propose([...many, author('Gone By', 'gone@x', 99, newest - 2 * year), author('Once Only', 'once@x', 1)], { atMost: 20 });
    expect([persons.length, authors, leftOut]).toEqual([20, 32, { inactive: 1, rare: 1, beyond: 10, unusable: 0 }]);
  });

  it('proposes forty of ten thousand', () => {
    const { persons, leftOut } = propose(Array.from({ length: 10_000 }, (_, index) => author(`N${index} M`, `n${index}@x`, 3 + (index % 50))));
    expect([persons.length, leftOut.beyond]).toEqual([40, 9960]);
    expect(Math.min(...persons.map(({ commits }) => commits))).toBe(52);
  });

  it('proposes whoever is given a level, gone or not', () => {
    const many = Array.from({ length: 30 }, (_, index) => author(`N${index} M`, `n${index}@x`, 10));
    const { persons } = propose([...many, author('Gone By', 'gone@x', 1, newest - 2 * year)], { atMost: 3, levels: new Map([['gone@x', 'principal']]) });
    expect(persons).toHaveLength(3);
    expect(persons.find(({ id }) => id === 'gone-by')?.level).toBe('principal');
  });
});

describe('the written people file', () => {
  it('says exactly who was proposed, whatever authors call themselves', () => {
    const word = fc.oneof(fc.string({ unit: anyCharacter }), fc.string({ unit: fc.constantFrom('a', ' ', '"', "'", ':', '#', '\\', '\u202e', '\udc80', '{', ',', '-') }), fc.constantFrom('null', 'true', '- x', 'Ana Ruiz'));
    const email = fc.oneof(word, fc.tuple(word, word).map(([a, b]) => `${a}@${b}`), fc.constantFrom('a@x', '1+a@users.noreply.github.com', 'A@X'));
    fc.assert(
      fc.property(fc.array(fc.tuple(word, email), { maxLength: 8 }), (identities) => {
        const survey = new HistorySurvey();
        for (const [name, address] of identities) {
          const identity = { name, email: address };
          survey.add({ id: 'a', parents: [], author: identity, committer: identity, authoredAt: newest, committedAt: newest, message: '', files: [] });
        }
        const people = propose([...survey.authors.values()]);
        const read = parsePeople(peopleText(people, 'a history', ['junior', 'senior'], { repository: '5e'.repeat(32), keys: [] }), 'people.yaml', ['junior', 'senior']);
        expect(read.problems).toEqual([]);
        expect(read.people?.persons.map(({ at: _, ...one }) => one)).toEqual(people.persons.map(({ id, name, level, emails, accounts, keys }) => ({ id, name, level, emails, accounts, keys })));
        expect(read.people?.agents.map(({ at: _, ...one }) => one)).toEqual(people.agents.map(({ id, operator, emails, accounts }) => ({ id, operator, emails, accounts })));
      }),
      { numRuns: 40 },
    );
  });
});
