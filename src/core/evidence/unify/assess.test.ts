import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Change, Commit, FileChange } from '../../change/index.ts';
import {
  type Assistance,
  assess,
  assistanceOfCommit,
  type ChangeEvidence,
  type Claim,
  type FileOrigins,
  linesOfCommit,
  type Undeclared,
} from '../index.ts';

const one = '1'.repeat(40);
const two = '2'.repeat(40);

function commit(id: string, parents = 1): Commit {
  const who = { name: 'Jo', email: 'jo@example.org' };
  const at = 0 as Commit['authoredAt'];
  return { id, parents: Array.from({ length: parents }, () => '0'.repeat(40)), author: who, committer: who, authoredAt: at, committedAt: at, message: '' };
}

function file(path: string, linesAdded: number | null): FileChange {
  const id = '0'.repeat(40);
  return { path, status: 'M', oldMode: '100644', newMode: '100644', oldId: id, newId: id, oldSha256: '-', newSha256: '-', linesAdded, linesRemoved: 0, uncounted: null, hunks: [] };
}

function change(commits: readonly Commit[], files: readonly FileChange[]): Change {
  const at = { commit: one, tree: one };
  return { objectFormat: 'sha1', target: 'refs/heads/main', base: at, head: at, baseOnTarget: true, digest: '', files, commits, unread: [] };
}

/** Ten lines of `a.ts` by `one`; with `both`, ten more by `two`. */
function origins(both = false): readonly FileOrigins[] {
  const ranges = [{ start: 1, end: 10, commit: one, originalStart: 1, originalPath: 'a.ts' }];
  if (both) ranges.push({ start: 11, end: 20, commit: two, originalStart: 101, originalPath: 'old.ts' });
  return [{ path: 'a.ts', ranges }];
}

function claim(parts: Partial<Claim>): Claim {
  return {
    class: 'ai',
    kind: 'declared',
    strength: 'strong',
    subject: { scope: 'commit', commit: one },
    tool: 'Claude',
    model: null,
    session: null,
    rule: 'test',
    source: { in: 'message', commit: one, line: 3 },
    quote: 'q',
    ...parts,
  };
}

const none = claim({ class: 'human', tool: null });
const declared = claim({});
const inferred = claim({ kind: 'inferred', source: { in: 'author', commit: one } });
const weak = claim({ kind: 'inferred', strength: 'weak', tool: 'Copilot' });
const bot = claim({ class: 'bot', kind: 'inferred', tool: 'Dependabot', source: { in: 'author', commit: one } });
const noLines = claim({ class: 'human', kind: 'recorded', strength: 'weak', rule: 'git-ai.no-lines', tool: null });

function lines(start: number, end: number, parts: Partial<Claim> = {}, path = 'a.ts', by = one): Claim {
  return claim({
    kind: 'recorded',
    subject: { scope: 'lines', commit: by, path, ranges: [{ start, end }] },
    source: { in: 'note', ref: 'refs/notes/ai', blob: 'b', line: 2 },
    ...parts,
  });
}

function evidenceOf(claims: readonly Claim[], files = origins()): ChangeEvidence {
  return { claims, origins: files, problems: [] };
}

function assessOne(claims: readonly Claim[], undeclared: Undeclared = 'ask'): Assistance {
  return assess(change([commit(one)], [file('a.ts', 10)]), evidenceOf(claims), undeclared);
}

describe('the outcome table', () => {
  const recorded = lines(1, 4);
  const policies = ['ask', 'ask-signed', 'assisted', 'human'] as const;
  const rows: readonly (readonly [evidence: string, claims: readonly Claim[], outcomes: readonly Assistance['state'][]])[] = [
    ['recorded, silent', [recorded], ['assisted', 'assisted', 'assisted', 'assisted']],
    ['recorded, author says no', [recorded, none], ['assisted', 'assisted', 'assisted', 'assisted']],
    ['declared', [declared], ['assisted', 'assisted', 'assisted', 'assisted']],
    ['declared, author also says no', [declared, none], ['assisted', 'assisted', 'assisted', 'assisted']],
    ['inferred strong, silent', [inferred], ['assisted', 'assisted', 'assisted', 'assisted']],
    ['inferred strong, author says no', [inferred, none], ['assisted', 'assisted', 'assisted', 'assisted']],
    ['weak, silent', [weak], ['ask', 'ask', 'assisted', 'not-assisted']],
    ['weak, author says AI', [weak, declared], ['assisted', 'assisted', 'assisted', 'assisted']],
    ['weak, author says no', [weak, none], ['contradictory', 'contradictory', 'contradictory', 'contradictory']],
    ['nothing, silent', [], ['ask', 'ask', 'assisted', 'not-assisted']],
    ['nothing, author says no', [none], ['not-assisted', 'ask', 'not-assisted', 'not-assisted']],
    ['a bot, silent', [bot], ['ask', 'ask', 'assisted', 'not-assisted']],
    ['a bot, author says no', [bot, none], ['not-assisted', 'ask', 'not-assisted', 'not-assisted']],
    ['a human record, silent', [lines(1, 10, { class: 'human', tool: null })], ['ask', 'ask', 'assisted', 'not-assisted']],
    ['a note of no lines, silent', [noLines], ['ask', 'ask', 'assisted', 'not-assisted']],
  ];
  const cases = rows.flatMap(([evidence, claims, states]) => policies.map((policy, i) => [evidence, policy, states[i]!, claims] as const));

  test.each(cases)('%s under `%s` is %s', (_, policy, state, claims) => {
    const result = assessOne(claims, policy);
    expect(result.state).toBe(state);
    expect(result.sentence).toMatch(/^[A-Z0-9].*\.$/);
    expect(result.contradictions.length > 0).toBe(claims.includes(none) && claims.some((found) => found.class === 'ai'));
  });

  test('says what it found in one sentence', () => {
    expect(assessOne([lines(1, 4)]).sentence).toBe('Claude was used (recorded): 4 of 10 lines added.');
    const deleting = change([commit(one)], [file('a.ts', 0)]);
    expect(assess(deleting, evidenceOf([declared], []), 'ask').sentence).toBe('Claude was used (declared); nothing was added.');
    expect(assessOne([]).sentence).toBe('Nothing says whether AI was used in 1111111: the author must answer.');
    expect(assessOne([weak]).sentence).toBe(
      'Nothing says whether AI was used in 1111111, and a weak trace of Copilot proves nothing: the author must answer.',
    );
  });
});

describe('lines', () => {
  const counts = (parts: Partial<Assistance['lines']>) => ({ added: 10, ai: 0, human: 0, unknown: 0, contradictory: 0, ...parts });

  test.each([
    ['a declared commit makes all its lines AI', [declared], counts({ ai: 10 })],
    ['line records narrow the commit’s claim; the rest is unknown', [declared, lines(2, 4)], counts({ ai: 3, unknown: 7 })],
    ['records that cover no line of the change narrow nothing', [declared, lines(50, 60)], counts({ ai: 10 })],
    ['a test tool’s weak record narrows nothing', [declared, lines(2, 4, { strength: 'weak' })], counts({ ai: 10 })],
    ['a note of no lines lowers nothing', [declared, noLines], counts({ ai: 10 })],
    ['an answer "no AI" attests lines without any trace', [none], counts({ human: 10 })],
    ['an answer "no AI" removes no claim', [declared, none], counts({ contradictory: 10 })],
    ['an answer "no AI" beside a note attests nothing', [none, lines(1, 3)], counts({ contradictory: 3, unknown: 7 })],
    ['a weak claim leaves lines unknown', [weak], counts({ unknown: 10 })],
    ['a weak claim against "no AI" is contradictory', [weak, none], counts({ contradictory: 10 })],
    ['a human record attests nothing', [lines(1, 10, { class: 'human', tool: null })], counts({ unknown: 10 })],
    ['a human record on an AI line contradicts it', [declared, lines(1, 3, { class: 'human', tool: null })], counts({ ai: 7, contradictory: 3 })],
    ['a bot leaves lines unknown', [bot], counts({ unknown: 10 })],
  ])('%s', (_, claims, expected) => {
    expect(assessOne(claims).lines).toEqual(expected);
  });

  test('records are looked up at the lines and path of the commit that added them', () => {
    const claims = [lines(103, 104, {}, 'old.ts', two), lines(1, 99, {}, 'a.ts', two)];
    const result = assess(change([commit(two), commit(one)], [file('a.ts', 20)]), evidenceOf(claims, origins(true)), 'ask');
    expect(result.files[0]?.ranges.filter((range) => range.state === 'ai')).toEqual([{ start: 13, end: 14, state: 'ai', origin: two, claims: [0] }]);
  });

  test('share counts contradicted AI lines, so that no denial lowers it', () => {
    expect([assessOne([declared]).share, assessOne([declared, none]).share, assessOne([weak, none]).share]).toEqual([1, 1, 0]);
  });

  test('AI lines count for their strongest kind; kinds come strongest first, tools by lines', () => {
    const result = assessOne([inferred, lines(1, 4, { tool: 'Cursor' }), lines(1, 2, { tool: 'Codex' })]);
    expect(result).toMatchObject({
      aiLinesByKind: { recorded: 4, declared: 0, inferred: 0 },
      kinds: ['recorded', 'inferred'],
      tools: ['Claude', 'Cursor', 'Codex'],
    });
  });

  test('contradictory lines count for no kind, so that kinds and states add up to the whole', () => {
    const { lines: counted, aiLinesByKind } = assessOne([declared, lines(1, 4, { class: 'human', tool: null })]);
    expect([counted.contradictory, counted.ai, aiLinesByKind]).toEqual([4, 6, { recorded: 0, declared: 6, inferred: 0 }]);
    expect(assessOne([declared, none]).aiLinesByKind).toEqual({ recorded: 0, declared: 0, inferred: 0 });
  });

  test('added lines whose commit is not known are unknown, reported and asked for', () => {
    const result = assess(change([commit(one)], [file('a.ts', 12)]), evidenceOf([none]), 'ask');
    expect(result).toMatchObject({
      state: 'ask',
      lines: { added: 12, human: 10, unknown: 2 },
      problems: [{ sentence: 'No commit is known for 2 lines added to `a.ts`; they count as unknown.' }],
    });
  });
});

describe('who is asked', () => {
  const denies = (by: string): Claim => claim({ class: 'human', tool: null, subject: { scope: 'commit', commit: by } });
  const twoCommits = [commit(two), commit(one)];

  test('every commit that adds lines, not only one', () => {
    const given = change(twoCommits, [file('a.ts', 20)]);
    expect(assess(given, evidenceOf([denies(one)], origins(true)), 'ask').state).toBe('ask');
    expect(assess(given, evidenceOf([denies(one), denies(two)], origins(true)), 'ask').state).toBe('not-assisted');
  });

  test('no commit that adds nothing, a merge least of all', () => {
    const given = change([commit(two, 2), commit(one)], [file('a.ts', 10)]);
    expect(assess(given, evidenceOf([denies(one)]), 'ask').state).toBe('not-assisted');
  });

  test('every commit but merges where the change only deletes', () => {
    const given = change([commit(two, 2), commit(one)], [file('a.ts', 0)]);
    expect(assess(given, evidenceOf([], []), 'ask').state).toBe('ask');
    expect(assess(given, evidenceOf([denies(one)], []), 'ask').state).toBe('not-assisted');
  });

  test('every commit but merges where the change also deletes, because a commit may have done only that', () => {
    const given = change(twoCommits, [{ ...file('a.ts', 10), linesRemoved: 1 }]);
    expect(assess(given, evidenceOf([denies(one)]), 'ask').state).toBe('ask');
    expect(assess(given, evidenceOf([denies(one), denies(two)]), 'ask').state).toBe('not-assisted');
  });

  test('every commit but merges where a file’s lines cannot be counted', () => {
    const given = change(twoCommits, [file('a.ts', 10), file('logo.png', null)]);
    expect(assess(given, evidenceOf([denies(one)]), 'ask').state).toBe('ask');
  });

  test('a weak trace on a merge meets the answers of the commits it merges', () => {
    const given = change([commit(two, 2), commit(one)], [file('a.ts', 10)]);
    const branch = { ...weak, subject: { scope: 'commit', commit: two } } as const;
    expect(assess(given, evidenceOf([denies(one), branch]), 'ask').state).toBe('contradictory');
  });

  test('nobody, where the change is empty', () => {
    expect(assess(change([], []), evidenceOf([], []), 'ask')).toMatchObject({ state: 'not-assisted', share: 0, lines: { added: 0 } });
  });
});

describe('contradictions', () => {
  test.each([
    ['1111111 says no AI was used; its note records Copilot on 3 lines.', [none, lines(1, 3, { tool: 'Copilot' })]],
    ['1111111 says no AI was used; its message names Claude and its author names Claude.', [none, declared, inferred]],
    ['1111111: its message names Claude; its note records no lines.', [declared, noLines]],
    ['1111111: Cursor and a person are both claimed for 1 line.', [lines(1, 3, { tool: 'Cursor' }), lines(3, 9, { class: 'human', tool: null })]],
  ])('%s', (sentence, claims) => {
    expect(assessOne(claims).contradictions).toMatchObject([{ sentence, claims: expect.arrayContaining([0, 1]) }]);
  });
});

describe('properties', () => {
  const someClaim = fc.oneof(
    fc.constantFrom(none, declared, inferred, weak, bot, noLines),
    fc.tuple(fc.integer({ min: 1, max: 12 }), fc.nat({ max: 9 }), fc.boolean()).map(([start, more, human]) =>
      lines(start, start + more, human ? { class: 'human', tool: null } : {}),
    ),
  );

  test('every added line is counted once, and the ranges cover what the origins cover', () => {
    fc.assert(
      fc.property(fc.array(someClaim), (claims) => {
        const { lines: counted, files } = assessOne(claims);
        expect(counted.added).toBe(10);
        let next = 1;
        for (const range of files[0]!.ranges) {
          expect(range.start).toBe(next);
          next = range.end + 1;
        }
        expect(next).toBe(11);
      }),
    );
  });

  test('no human claim, bot or denial turns an assisted change into another or lowers its share', () => {
    const lowering = fc.constantFrom(none, bot, noLines, lines(1, 10, { class: 'human', tool: null }));
    fc.assert(
      fc.property(fc.array(someClaim), fc.array(lowering), (claims, more) => {
        const before = assessOne(claims);
        const after = assessOne([...claims, ...more]);
        expect(after.share).toBe(before.share);
        expect(before.state !== 'assisted' || after.state === 'assisted').toBe(true);
      }),
    );
  });

  test('twenty thousand nested records are unified', () => {
    const nested = Array.from({ length: 20_000 }, (_, i) => lines(i + 1, 50_000 - i));
    expect(assessOne(nested)).toMatchObject({ state: 'assisted', lines: { ai: 10 } });
  });
});

describe('a commit alone', () => {
  test.each([
    ['nothing', [], { assisted: false, weak: false, bot: false, declaredNone: false, kind: null, tools: [] }],
    ['a weak claim', [weak], { assisted: false, weak: true, kind: 'inferred', tools: ['Copilot'] }],
    ['several claims', [bot, inferred, lines(1, 2, { tool: 'Cursor' }), none], { assisted: true, weak: false, bot: true, declaredNone: true, kind: 'recorded', tools: ['Claude', 'Cursor'] }],
  ])('is summed up from %s', (_, claims, expected) => {
    expect(assistanceOfCommit(claims)).toMatchObject(expected);
  });

  test.each([
    ['declared', [declared], { added: 10, ai: 10, human: 0, unknown: 0, contradictory: 0 }],
    ['recorded', [declared, lines(1, 4)], { added: 10, ai: 4, human: 0, unknown: 6, contradictory: 0 }],
    ['recorded beyond the file', [lines(1, 400)], { added: 10, ai: 8, human: 0, unknown: 2, contradictory: 0 }],
    ['denied', [none], { added: 10, ai: 0, human: 10, unknown: 0, contradictory: 0 }],
    ['declared and denied', [declared, none], { added: 10, ai: 0, human: 0, unknown: 0, contradictory: 10 }],
    ['silent', [], { added: 10, ai: 0, human: 0, unknown: 10, contradictory: 0 }],
  ])('has its lines counted where it is %s', (_, claims, expected) => {
    expect(linesOfCommit(claims, [{ path: 'a.ts', linesAdded: 8 }, { path: 'b.ts', linesAdded: 2 }, { path: 'c.png', linesAdded: null }])).toEqual(expected);
  });
});
