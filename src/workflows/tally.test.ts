import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { policyTexts } from '../core/policy/index.ts';
import type { CommitRecord } from './evidence/line-records.ts';
import type { HistoryCommit } from './ports/index.ts';
import { addTallies, emptyTally, Tally, tallyFigures } from './tally.ts';

const { presetPolicy } = await policyTexts();

const policy = presetPolicy('amazon-2026')!;
const messages = [
  'Fix a typo\n',
  'Reserve stock\n\nCo-authored-by: Claude <noreply@anthropic.com>\n',
  'Count lines\n\nAssisted-by: Copilot:gpt-5.2\n',
  'Write docs by hand\n\nAssisted-by: none\n',
  'Say two things\n\nAssisted-by: none\nCo-authored-by: Cursor <cursoragent@cursor.com>\n',
];
const people = [
  { name: 'Ana', email: 'ana@example.com' },
  { name: 'dependabot[bot]', email: '49699333+dependabot[bot]@users.noreply.github.com' },
];
const commit: fc.Arbitrary<HistoryCommit> = fc
  .record({
    message: fc.constantFrom(...messages),
    author: fc.constantFrom(...people),
    committedAt: fc.integer({ min: 1_500_000_000, max: 1_790_000_000 }),
    files: fc.array(
      fc.record({
        path: fc.constantFrom('services/checkout/cart.ts', 'docs/a.md', 'src/b.ts'),
        status: fc.constant('M' as const),
        linesAdded: fc.option(fc.nat(50)),
        linesRemoved: fc.constant(0),
      }),
      { maxLength: 3 },
    ),
  })
  .map((parts) => ({ ...parts, id: 'c'.repeat(40), parents: [], committer: parts.author, authoredAt: parts.committedAt }));
const record: fc.Arbitrary<CommitRecord | undefined> = fc.option(fc.nat(60), { nil: undefined }).map((aiLines) =>
  aiLines === undefined
    ? undefined
    : {
        aiLines,
        claims: [
          {
            class: 'ai',
            kind: 'recorded',
            strength: 'strong',
            subject: { scope: 'lines', commit: 'c'.repeat(40), path: 'src/b.ts', ranges: [{ start: 1, end: Math.max(1, aiLines) }] },
            tool: 'Copilot',
            model: null,
            session: null,
            rule: 'git-ai.lines',
            source: { in: 'note', ref: 'refs/notes/ai', blob: 'b'.repeat(40), line: 2 },
            quote: '  s_1::t_1 1',
          },
        ],
      },
);
const history = fc.array(fc.tuple(commit, record), { maxLength: 12 });

function tallyOf(list: readonly (readonly [HistoryCommit, CommitRecord | undefined])[]) {
  const tally = new Tally(policy, true);
  for (const [one, recorded] of list) tally.add(one, recorded);
  return tally.state;
}

describe('adding up a history', () => {
  test('in two parts gives what it gives in one', () => {
    fc.assert(
      fc.property(history, fc.nat(12), (list, at) => {
        const sum = addTallies(tallyOf(list.slice(0, at)), tallyOf(list.slice(at)));
        expect(sum).toEqual(tallyOf(list));
      }),
    );
  });

  test('survives being kept as JSON', () => {
    fc.assert(
      fc.property(history, (list) => {
        const state = tallyOf(list);
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      }),
    );
  });

  test('puts every commit and every added line in exactly one class', () => {
    fc.assert(
      fc.property(history, (list) => {
        const { commits, byKind, lines } = tallyFigures(tallyOf(list), [], 1_790_000_000);
        expect(commits.assisted + commits.bot + commits.unknown).toBe(list.length);
        expect(byKind.recorded + byKind.declared + byKind.inferred).toBe(commits.assisted);
        expect(commits.weak + commits.declaredNone).toBeLessThanOrEqual(commits.unknown);
        expect(lines.ai + lines.human + lines.unknown + lines.contradictory).toBe(lines.added);
      }),
    );
  });

  test('of nothing is empty', () => {
    expect(tallyOf([])).toEqual(emptyTally());
  });
});

test('an empty line record takes nothing from a commit that says it was assisted', () => {
  const assisted: HistoryCommit = {
    id: 'c'.repeat(40),
    parents: [],
    author: people[0]!,
    committer: people[0]!,
    authoredAt: 0,
    committedAt: 0,
    message: messages[1]!,
    files: [{ path: 'src/b.ts', status: 'M', linesAdded: 10, linesRemoved: 0 }],
  };
  const { lines } = tallyOf([[assisted, { claims: [], aiLines: null }]]);
  expect(lines).toEqual({ added: 10, ai: 10, human: 0, unknown: 0, contradictory: 0 });
});
