import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changeOf, claim, commit, identity, team } from '../../../test/policy-cases/decision-cases.ts';
import type { Commit } from '../change/index.ts';
import { claimsOfCommit, type Claim } from '../evidence/index.ts';
import { excludedFrom, uniteExclusions } from './exclusion.ts';

const excluded = (commits: readonly Commit[], claims: readonly Claim[] = []) =>
  excludedFrom(changeOf(commits, ['a.ts']), claims, team).map(({ who, reasons }) => `${who}: ${reasons.join(', ')}`);

describe('who may not sign', () => {
  test('author and committer of every commit, also of those a merge brought in', () => {
    const merge = { ...commit('aaaaaaa1', 'bo'), parents: ['b'.repeat(40), 'c'.repeat(40)] };
    expect(excluded([merge, commit('bbbbbbb2', 'mina', 'x', 'tomas')])).toEqual([
      'bo: author of aaaaaaa, committer of aaaaaaa',
      'mina: author of bbbbbbb',
      'tomas: committer of bbbbbbb',
    ]);
  });

  test('co-authors and operators named in trailers anywhere in the message, whatever the line ends', () => {
    const message = 'Squash (#4)\r\n\r\n* one\r\n  Co-Authored-By: Ana Ruiz <ANA@example.com>\r\n\r\n* two\r\nOn-behalf-of: Li <li@example.com>\r\n\r\ntail';
    expect(excluded([commit('aaaaaaa1', 'bo', message)])).toEqual([
      'ana: co-author of aaaaaaa',
      'bo: author of aaaaaaa, committer of aaaaaaa',
      'li: operator of the agent in aaaaaaa',
    ]);
  });

  test.each(['\r', '\u2028', '\u2029'])('a co-author beside a sign that others take for the end of a line: %j', (sign) => {
    const named = ['bo: author of aaaaaaa, committer of aaaaaaa', 'mina: co-author of aaaaaaa'];
    expect(excluded([commit('aaaaaaa1', 'bo', `x\n\nCo-authored-by: Mina${sign} <mina@example.com>${sign}x`)])).toEqual(named);
  });

  test.each(['\r', '\u0085', '\u2028', '\u2029'])('a co-author behind what others take for the end of another line: %j', (sign) => {
    expect(excluded([commit('aaaaaaa1', 'bo', `x\n\nSome words${sign}Co-authored-by: Mina <mina@example.com>`)])).toContain('mina: co-author of aaaaaaa');
  });

  test('a person named in an assistance trailer, but no tool', () => {
    const message = 'x\n\nAssisted-by: Mina Sato <mina@example.com>\nAssisted-by: Copilot:gpt-5.2';
    expect(excluded([commit('aaaaaaa1', 'bo', message)])).toEqual([
      'bo: author of aaaaaaa, committer of aaaaaaa',
      'mina: named in a trailer of aaaaaaa',
    ]);
  });

  test('who owns a service account that wrote it, which itself is nobody', () => {
    const owned = { ...team, agents: team.agents.map((agent) => ({ ...agent, owners: ['li', 'edda'] })) };
    const found = excludedFrom(changeOf([commit('aaaaaaa1', 'kiro', 'x', 'bo')], ['a.ts']), [], owned);
    expect(found.map(({ who, reasons }) => `${who}: ${reasons.join(', ')}`)).toEqual([
      'bo: committer of aaaaaaa',
      'edda: owner of kiro, author of aaaaaaa',
      'li: owner of kiro, author of aaaaaaa',
    ]);
  });

  test.each([
    ['a second address in another case', { name: 'X', email: 'EDDA@Example.com' }],
    ['a private GitHub address with a number', { name: 'X', email: '991+edda-hub@users.noreply.github.com' }],
    ['a private GitHub address without one', { name: 'X', email: 'Edda-Hub@users.noreply.github.com' }],
  ])('is the same person under %s', (_, author) => {
    expect(excluded([{ ...commit('aaaaaaa1', 'bo'), author }])[1]).toBe('edda: author of aaaaaaa');
  });

  test.each(['edda+agent@example.com', 'edda@example.com.', 'EDDA+a+b@Example.com'])('is a stranger and the same person under %s', (email) => {
    expect(excluded([{ ...commit('aaaaaaa1', 'bo'), author: { name: 'X', email } }])).toEqual([
      'bo: committer of aaaaaaa',
      'edda: author of aaaaaaa',
      `X <${email}>: author of aaaaaaa`,
    ]);
  });

  test('the operator a line record names, and who typed beside the agent', () => {
    const one = commit('aaaaaaa1', 'bo');
    const ran = claim(one.id, { kind: 'recorded', person: 'Tomás <tomas@example.com>' });
    const typed = claim(one.id, { class: 'human', kind: 'recorded', person: 'Li Wei <li@example.com>' });
    expect(excluded([one], [ran, ran, typed])).toEqual([
      'bo: author of aaaaaaa, committer of aaaaaaa',
      'li: co-author of aaaaaaa',
      'tomas: operator of the agent in aaaaaaa',
    ]);
  });

  test('a bare name in a record is the author or committer of that name', () => {
    const one = commit('aaaaaaa1', 'bo');
    expect(excluded([one], [claim(one.id, { person: 'Bo Lind' })])).toEqual(['bo: author of aaaaaaa, committer of aaaaaaa, operator of the agent in aaaaaaa']);
  });

  test('somebody nobody enrolled is listed as recorded, after the people', () => {
    expect(excluded([commit('aaaaaaa1', 'zoe', 'x', 'bo')])).toEqual(['bo: committer of aaaaaaa', 'zoe <zoe@example.com>: author of aaaaaaa']);
  });

  test('an enrolled agent is not among them, its operator is', () => {
    const message = 'x\n\nOn-behalf-of: Li <li@example.com>';
    expect(excluded([commit('aaaaaaa1', 'kiro', message, 'bo')])).toEqual(['bo: committer of aaaaaaa', 'li: operator of the agent in aaaaaaa']);
  });

  test.each([
    ['as co-author', 'bo', 'x\n\nCo-authored-by: Copilot <223556219+Copilot@users.noreply.github.com>'],
    ['in an assistance trailer', 'bo', 'x\n\nAssisted-by: Claude <noreply@anthropic.com>'],
  ])('a tool the evidence recognises %s is not among them', (_, author, message) => {
    const one = commit('aaaaaaa1', author, message);
    expect(excluded([one], claimsOfCommit(one))).toEqual(['bo: author of aaaaaaa, committer of aaaaaaa']);
  });

  test('a tool that authored the commit is not among them, but whom it names as operator is', () => {
    const author = { name: 'Cursor Agent', email: 'cursoragent@cursor.com' };
    const one = { ...commit('aaaaaaa1', 'bo', 'x\n\nRequested-by: Zoe <zoe@example.com>'), author };
    expect(excluded([one], claimsOfCommit(one))).toEqual(['bo: committer of aaaaaaa', 'Zoe <zoe@example.com>: operator of the agent in aaaaaaa']);
  });

  test('an enrolled person stays among them, whatever the evidence takes the address for', () => {
    const one = commit('aaaaaaa1', 'bo');
    expect(excluded([one], [claim(one.id, { quote: 'Co-authored-by: Claude <bo@example.com>' })])).toHaveLength(1);
  });

  test("GitHub's committer of web edits is nobody, but only under its own name", () => {
    const web = { ...commit('aaaaaaa1', 'bo'), committer: { name: 'GitHub', email: 'noreply@github.com' } };
    expect(excluded([web])).toEqual(['bo: author of aaaaaaa']);
    expect(excluded([{ ...web, committer: { name: 'Ana', email: 'noreply@github.com' } }])).toHaveLength(2);
  });

  test('the set only grows: nobody known earlier is missing, whatever the new head says', () => {
    const people = fc.constantFrom('ana', 'li', 'edda', 'bo', 'mina', 'zoe', 'kiro');
    const commits = fc.array(
      fc.record({ author: people, committer: people, co: people }).map(({ author, committer, co }, i = 0) =>
        commit(`abc${i}${author}`, author, `x\n\nCo-authored-by: ${co} <${identity(co).email}>`, committer),
      ),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(commits, commits, (before, after) => {
        const earlier = excludedFrom(changeOf(before, ['a.ts']), [], team);
        const now = excludedFrom(changeOf(after, ['a.ts']), [], team, earlier);
        for (const { who, reasons } of earlier) {
          const still = now.find((one) => one.who === who);
          expect(still?.reasons).toEqual(expect.arrayContaining([...reasons]));
        }
        expect(uniteExclusions(now, earlier)).toEqual(now);
      }),
    );
  });
});
