import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asking, change, entry, inputs, people, sha256, signs } from '../../../test/recorded/some-statements.ts';
import type { Predicates, RecordedStatement } from '../attestation/index.ts';
import { judge } from '../decision/index.ts';
import { statementsAbout } from './index.ts';

const runs = { numRuns: 300 };
const decided = (recorded: readonly RecordedStatement[]) => judge({ ...inputs, ...statementsAbout(asking(recorded)) }, sha256).decision;
const isOpen = (recorded: readonly RecordedStatement[]) => ['approved', 'overridden'].includes(decided(recorded).status);

const who = fc.constantFrom('ana', 'li', 'bo', 'tomas');
const digest = '9'.repeat(64);
const elsewhere = { commit: 'e'.repeat(40), tree: 'f'.repeat(40) };

/** Statements as honest writers make them, about this change or another; places are given later. */
const honest: fc.Arbitrary<(place: number) => RecordedStatement> = fc.oneof(
  fc.record({ by: who, verdict: fc.constantFrom('approve' as const, 'approve' as const, 'request-changes' as const, 'withdraw' as const) }).map(({ by, verdict }) => (place: number) => signs(place, by, { verdict })),
  fc.constantFrom('passed' as const, 'failed' as const).map((outcome) => (place: number) => entry(place, 'evidence', 'ci', { result: { kind: 'check', name: 'test', outcome, tool: null } })),
  fc.constantFrom('tomas-v', 'li-w', 'bo-l').map((account) => (place: number) => entry(place, 'review', 'ci', { account })),
  fc.constant((place: number) => entry(place, 'declaration', 'bo')),
);

/** What must never help: a wrong key, repository, target, digest, person or kind of writer. */
const spoilt: fc.Arbitrary<(place: number) => RecordedStatement> = fc.oneof(
  fc.record({ by: who, key: fc.constantFrom('mallory', 'ci', 'host', 'root') }).map(({ by, key }) => (place: number) => entry(place, 'sign-off', key, { person: { id: by, level: 'principal' } })),
  fc.tuple(who, who).filter(([a, b]) => a !== b).map(([by, key]) => (place: number) => entry(place, 'sign-off', key, { person: { id: by, level: 'principal' } })),
  fc
    .record({
      by: who,
      wrong: fc.constantFrom<Partial<Predicates['sign-off']>>(
        { repository: '7'.repeat(64) },
        { target: 'refs/heads/release' },
        { change: { digest, entries: 1 }, head: elsewhere },
        { target: 'refs/heads/release', change: { digest, entries: 1 }, head: elsewhere },
      ),
    })
    .map(({ by, wrong }) => (place: number) => signs(place, by, wrong)),
  fc.constantFrom('bo', 'ana', 'host', 'mallory').map((key) => (place: number) => entry(place, 'evidence', key)),
  fc.constantFrom('bo', 'ana', 'host', 'mallory').map((key) => (place: number) => entry(place, 'review', key)),
  fc.constantFrom<Partial<Predicates['evidence']>>({ repository: '7'.repeat(64) }, { tree: elsewhere.tree }).map((wrong) => (place: number) => entry(place, 'evidence', 'ci', wrong)),
  fc.constantFrom<Partial<Predicates['review']>>({ repository: '7'.repeat(64) }, { change: digest }, { target: 'refs/heads/x' }, { account: 'zoe' }).map((wrong) => (place: number) => entry(place, 'review', 'ci', wrong)),
  fc.constantFrom('mallory', 'ci', 'bo').map((key) => (place: number) => entry(place, 'override', key)),
  fc
    .constantFrom<Partial<Predicates['override']>>({ repository: '7'.repeat(64) }, { target: 'refs/heads/x' }, { head: elsewhere }, { change: { digest, entries: 1 } })
    .map((wrong) => (place: number) => entry(place, 'override', 'li', wrong)),
);

/** Among honest ones, at any place; the others keep theirs. */
function among(made: readonly ((place: number) => RecordedStatement)[], one: (place: number) => RecordedStatement, where: number): { readonly before: readonly RecordedStatement[]; readonly after: readonly RecordedStatement[] } {
  const before = made.map((make, index) => make(2 * index + 2));
  return { before, after: [...before, one(2 * (where % (made.length + 1)) + 1)] };
}

test('a statement of a wrong key, repository, target, digest or kind of writer never opens anything', () => {
  let closed = 0;
  fc.assert(
    fc.property(fc.array(honest, { maxLength: 8 }), spoilt, fc.nat(), (made, one, where) => {
      const { before, after } = among(made, one, where);
      if (isOpen(before)) return;
      closed += 1;
      expect(isOpen(after)).toBe(false);
    }),
    runs,
  );
  expect(closed).toBeGreaterThan(50);
});

test('any number of them together opens nothing either', () => {
  fc.assert(
    fc.property(fc.array(spoilt, { maxLength: 12 }), (made) => {
      expect(isOpen(made.map((make, index) => make(index)))).toBe(false);
    }),
    runs,
  );
});

test('a rejection at any place never approves', () => {
  fc.assert(
    fc.property(fc.array(honest, { maxLength: 8 }), who, fc.nat(), (made, by, where) => {
      const { before, after } = among(made, (place) => signs(place, by, { verdict: 'reject' }), where);
      if (!isOpen(before)) expect(isOpen(after)).toBe(false);
    }),
    runs,
  );
});

test('entries about other changes, wherever they stand, change nothing but the places', () => {
  const unrelated = fc.constantFrom((place: number) => signs(place, 'ana', { verdict: 'reject', change: { digest, entries: 1 }, head: elsewhere }), (place: number) => entry(place, 'landing', 'host'), (place: number) => entry(place, 'evidence', 'ci', { tree: elsewhere.tree }));
  fc.assert(
    fc.property(fc.array(honest, { maxLength: 6 }), fc.array(unrelated, { maxLength: 4 }), fc.nat(), (made, others, seed) => {
      const own = made.map((make, index) => make(10 * index + 10));
      const strewn = others.map((make, index) => make(10 * ((seed + index) % (made.length + 1)) + 1 + index));
      const shuffled = [...own, ...strewn].toSorted((a, b) => sha256([`${seed} ${a.entry}`]).localeCompare(sha256([`${seed} ${b.entry}`])));
      expect(statementsAbout(asking(shuffled))).toEqual(statementsAbout(asking(own)));
      expect(decided(shuffled)).toEqual(decided(own));
    }),
    runs,
  );
});

test('contributors that statements name only take people out of those who may sign', () => {
  fc.assert(
    fc.property(fc.array(honest, { maxLength: 8 }), fc.uniqueArray(who, { maxLength: 3 }), (made, contributors) => {
      const recorded = made.map((make, index) => make(index + 2));
      const named = signs(1, 'li', { verdict: 'withdraw', contributors, excluded: contributors });
      const was = judge({ ...inputs, ...statementsAbout(asking(recorded)) }, sha256).exclusions.map(({ who: one }) => one);
      const is = judge({ ...inputs, ...statementsAbout(asking([named, ...recorded])) }, sha256).exclusions.map(({ who: one }) => one);
      expect(is).toEqual(expect.arrayContaining([...was, ...contributors]));
      expect(people.persons.map(({ id }) => id)).toEqual(expect.arrayContaining(contributors));
      expect(change.commits).toHaveLength(1);
    }),
    runs,
  );
});
