import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Commit } from '../change/index.ts';
import { nobody, type People } from '../policy/index.ts';
import { halfLife, Knowledge, type KnowledgeEvent } from './knowledge.ts';
import { namePeople } from './name-people.ts';
import { proposeReviewers, type Candidate } from './propose.ts';
import { eventsOfCommit, peopleOfCommit } from './read-events.ts';
import { readAway, readLoad } from './working-file.ts';

const now = 1_800_000_000;
const day = 86_400;

function event(who: string, paths: readonly string[], parts: Partial<KnowledgeEvent> = {}): KnowledgeEvent {
  return { who, kind: 'authored', at: now, commit: `${who}-${paths.join()}`, subject: 'Work', paths, ...parts };
}

function knowing(events: readonly KnowledgeEvent[], paths: readonly string[]): Record<string, number> {
  const knowledge = new Knowledge();
  for (const one of events) knowledge.add(one);
  return Object.fromEntries([...knowledge.of(paths, now)].map(([who, sum]) => [who, Math.round(sum * 1000) / 1000]));
}

describe('knowledge', () => {
  it.each<[string, KnowledgeEvent, number]>([
    ['writing a file counts 1, and 0.3 for its folder', event('ana', ['src/a']), 1.3],
    ['reviewing counts 0.7', event('ana', ['src/a'], { kind: 'reviewed' }), 0.91],
    ['repairing counts 1.5', event('ana', ['src/a'], { kind: 'fixed' }), 1.95],
    ['180 days halve it', event('ana', ['src/a'], { at: now - halfLife }), 0.65],
    ['a file beside counts 0.3', event('ana', ['src/b']), 0.3],
    ['several files beside count once a commit', event('ana', ['src/b', 'src/c', 'src/d']), 0.3],
    ['a moment ahead of its time counts whole', event('ana', ['src/a'], { at: now + day }), 1.3],
  ])('%s', (_, one, expected) => {
    expect(knowing([one], ['src/a'])['ana']).toBeCloseTo(expected, 3);
  });
  it('does not reach a folder below or above', () => {
    expect(knowing([event('ana', ['src/deep/b']), event('li', ['top'])], ['src/a'])).toEqual({});
  });
  it('is the same sum in whatever order events come', () => {
    const events = fc.array(
      fc.record({ who: fc.constantFrom('ana', 'li'), days: fc.integer({ min: 0, max: 700 }), paths: fc.subarray(['a', 'src/a', 'src/b'], { minLength: 1 }), kind: fc.constantFrom('authored' as const, 'fixed' as const, 'reviewed' as const) }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(events, (given) => {
        const all = given.map(({ who, days, paths, kind }, index) => event(who, paths, { at: now - days * day, kind, commit: String(index) }));
        const paths = ['src/a', 'a'];
        const direct: Record<string, number> = {};
        for (const { who, kind, at, paths: touched } of all) {
          const weight = { authored: 1, fixed: 1.5, reviewed: 0.7 }[kind] * 2 ** (-(now - at) / halfLife);
          for (const path of paths) {
            if (touched.includes(path)) direct[who] = (direct[who] ?? 0) + weight;
            if (touched.some((one) => one.startsWith('src/') === path.startsWith('src/'))) direct[who] = (direct[who] ?? 0) + 0.3 * weight;
          }
        }
        for (const order of [all, all.toReversed()]) {
          const sums = knowing(order, paths);
          for (const who of ['ana', 'li']) expect(sums[who] ?? 0).toBeCloseTo(direct[who] ?? 0, 2);
        }
      }),
      { numRuns: 200 },
    );
  });
});

const people: People = {
  ...nobody,
  persons: [{ id: 'ana', name: 'Ana Ruiz', level: 'senior', emails: ['ana@example.com'], accounts: { github: 'ana-r' }, keys: [], at: { file: 'people.yaml', line: 1, column: 1 } }],
  agents: [{ id: 'kiro', operator: 'required', emails: ['kiro@example.com'], accounts: {}, at: { file: 'people.yaml', line: 2, column: 1 } }],
};

function commit(message: string, parts: Partial<Commit> = {}): Commit {
  const author = { name: 'Bo Lind', email: 'bo@example.com' };
  return { id: 'c1', parents: [], author, committer: author, authoredAt: now, committedAt: now, message, ...parts };
}

describe('who a commit teaches', () => {
  it.each<[string, string, object]>([
    ['its author', 'Work', { authors: ['<bo@example.com>'], reviewers: [] }],
    ['whoever reviewed or acknowledged it', 'Work\n\nReviewed-by: Ana Ruiz <ana@example.com>\nAcked-by: Li Wen <li@example.com> # mm', { authors: ['<bo@example.com>'], reviewers: ['ana', '<li@example.com>'] }],
    ['a co-author as an author', 'Work\n\nCo-authored-by: Li Wen <li@example.com>\nReviewed-by: Li Wen <li@example.com>', { authors: ['<bo@example.com>', '<li@example.com>'], reviewers: [] }],
    ['nobody for their own review', 'Work\n\nReviewed-by: Bo Lind <bo@example.com>', { authors: ['<bo@example.com>'], reviewers: [] }],
    ['no machine and no agent', 'Work\n\nReviewed-by: 0-day Robot <robot@bytheb.org>\nAcked-by: dependabot[bot] <x@users.noreply.github.com>\nReviewed-by: Kiro <kiro@example.com>\nCo-authored-by: Claude <noreply@anthropic.com>', { authors: ['<bo@example.com>'], reviewers: [] }],
    ['nobody for a value that names nobody', 'Work\n\nReviewed-by: everybody', { authors: ['<bo@example.com>'], reviewers: [] }],
  ])('is %s', (_, message, expected) => {
    expect(peopleOfCommit(commit(message), namePeople(people).nameOf)).toEqual(expected);
  });
  it.each([
    ['Repair\n\nFixes: 1234567 ("Break")', 'fixed'],
    ['Revert "x"\n\nThis reverts commit 1234567890.', 'fixed'],
    ['Close\n\nFixes: #12', 'authored'],
  ])('tells a repair from other work: %j', (message, kind) => {
    expect(eventsOfCommit({ ...commit(message), files: [{ path: 'a' }] }, namePeople(people).nameOf).map((one) => one.kind)).toEqual([kind]);
  });
  it('takes two addresses under one whole name for one person, and a first name for nobody in particular', () => {
    const { nameOf, labels } = namePeople(people);
    expect(nameOf({ name: 'Li Wen', email: 'li@example.com' })).toBe('<li@example.com>');
    expect(nameOf({ name: 'Li Wen', email: 'LI@home.example' })).toBe('<li@example.com>');
    expect(nameOf({ name: 'li', email: 'other@example.com' })).toBe('<other@example.com>');
    expect(nameOf({ name: 'Ana Ruiz', email: 'old@example.com' })).toBe('ana');
    expect(labels.get('<li@example.com>')).toBe('Li Wen <li@example.com>');
  });
});

function candidate(who: string, load = 0, out: string | null = null): Candidate {
  return { who, name: who, load, out };
}

function asked(candidates: readonly Candidate[], events: readonly KnowledgeEvent[]) {
  const { ask, learner, ranked, out, elsewhere } = proposeReviewers({ paths: ['src/a'], now, candidates, events });
  return { ask: ask?.who ?? null, learner: learner?.who ?? null, ranked: ranked.map(({ who }) => who), out: out.map(({ who }) => who), elsewhere: Math.round(elsewhere * 100) };
}

describe('a proposal', () => {
  const much = [1, 2, 3, 4].map((n) => event('edda', ['src/a'], { commit: `e${n}` }));
  const half = [1, 2].map((n) => event('ana', ['src/a'], { commit: `a${n}` }));
  const little = [event('li', ['src/a'])];

  it('asks the least loaded of those who know at least half as much as the best', () => {
    expect(asked([candidate('edda', 9), candidate('ana', 2), candidate('li')], [...much, ...half, ...little])).toMatchObject({ ask: 'ana', ranked: ['edda', 'ana', 'li'] });
    expect(asked([candidate('edda', 1), candidate('ana', 2), candidate('li')], [...much, ...half, ...little])).toMatchObject({ ask: 'edda' });
  });
  it('asks who knows more where load is alike', () => {
    expect(asked([candidate('ana'), candidate('edda')], [...much, ...half])).toMatchObject({ ask: 'edda' });
  });
  it('looks for the best among those who can be asked', () => {
    expect(asked([candidate('edda', 0, 'away'), candidate('ana', 5), candidate('li')], [...much, ...half, ...little])).toMatchObject({ ask: 'li', out: ['edda'] });
  });
  it('offers a learner where one person holds more than 80 %, and only then', () => {
    expect(asked([candidate('edda'), candidate('li'), candidate('bo')], [...much])).toMatchObject({ ask: 'edda', learner: 'bo' });
    expect(asked([candidate('edda'), candidate('li', 3), candidate('bo')], [...much, ...much.map((one) => ({ ...one, commit: `x${one.commit}` })), ...little])).toMatchObject({ ask: 'edda', learner: 'li' });
    expect(asked([candidate('edda'), candidate('ana')], [...much, ...half])).toMatchObject({ learner: null });
    expect(asked([candidate('edda')], much)).toMatchObject({ ask: 'edda', learner: null });
  });
  it('asks whoever has least waiting where nobody knows the files', () => {
    expect(asked([candidate('ana', 2), candidate('li', 1)], [])).toMatchObject({ ask: 'li', elsewhere: 0 });
  });
  it('asks nobody where nobody can be asked', () => {
    expect(asked([candidate('edda', 0, 'wrote it')], much)).toMatchObject({ ask: null, learner: null, out: ['edda'] });
    expect(asked([], much)).toMatchObject({ ask: null, elsewhere: 100 });
  });
  it('says which three commits made somebody know the files, and how much of the last year is theirs', () => {
    const old = event('ana', ['src/a'], { commit: 'old', at: now - 500 * day });
    const beside = event('ana', ['src/z'], { commit: 'beside' });
    const review = event('ana', ['src/a'], { commit: 'review', kind: 'reviewed' });
    const { ask } = proposeReviewers({ paths: ['src/a'], now, candidates: [candidate('ana')], events: [old, beside, review, ...half, ...much] });
    expect(ask?.because.map(({ commit: id }) => id)).toEqual(['a1', 'a2', 'review']);
    expect(ask?.wrote).toEqual({ commits: 2, of: 6 });
    expect(ask?.reviewed).toEqual({ commits: 1, of: 7 });
  });
});

describe('working files', () => {
  it('say who is away until when, and what waits for whom', () => {
    expect(readAway('# holidays\nana 2026-12-01\n\nli   # ill\n', 'away.txt')).toEqual([
      { who: 'ana', line: 2, until: Date.UTC(2026, 11, 1) / 1000 },
      { who: 'li', line: 4, until: null },
    ]);
    expect(readLoad('ana 3\nli 2/2\r\n', 'load.txt')).toEqual([
      { who: 'ana', line: 1, waiting: 3, most: null },
      { who: 'li', line: 2, waiting: 2, most: 2 },
    ]);
  });
  it('know every day of the calendar', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1970-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }), (date) => {
        const written = date.toISOString().slice(0, 10);
        expect(readAway(`ana ${written}`, 'f')[0]?.until).toBe(Date.parse(written) / 1000);
      }),
    );
  });
  it.each([
    ['away', 'ana\nli tomorrow', 'f:2   `tomorrow` is not a day'],
    ['away', 'ana 2026-12-01 2026-12-02', 'f:1   `2026-12-01 2026-12-02` is not a day'],
    ['away', 'ana 2026-02-30', 'f:1   `2026-02-30` is not a day'],
    ['load', 'ana', 'f:1   `ana` stands without a number'],
    ['load', 'ana many', 'f:1   `many` is not a number'],
    ['load', 'ana 3 of 5', 'f:1   `3 of 5` is not a number'],
  ])('of %s refuse `%s` by line', (kind, text, message) => {
    expect(() => (kind === 'away' ? readAway(text, 'f') : readLoad(text, 'f'))).toThrow(message);
  });
});
