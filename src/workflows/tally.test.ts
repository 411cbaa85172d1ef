import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { policyTexts, type Policy } from '../core/policy/index.ts';
import type { CommitRecord } from './evidence/line-records.ts';
import type { HistoryCommit } from './ports/index.ts';
import { addTallies, emptyTally, Tally, tallyFigures } from './tally.ts';

const { presetPolicy } = await policyTexts();

const area = { owners: [], mode: null, ai: 'allowed', because: null, reviewBy: null, at: { file: 'policy.yaml', line: 1, column: 1 } } as const;
const shop: Policy['areas'] = [
  { ...area, name: 'constructor', paths: ['services/**'], tier: 'critical' },
  { ...area, name: 'code', paths: ['services/**', 'src/**'], tier: 'high' },
];
const policy: Policy = { ...presetPolicy('amazon-2026')!, areas: shop };
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
            tool: aiLines % 3 === 0 ? 'constructor' : 'Copilot',
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

  test('gives each month its commits by kind, and each area its lines by who wrote them', () => {
    fc.assert(
      fc.property(history, (list) => {
        const { months, series, areas, aiLinesByKind, lines, byKind, latest } = tallyFigures(tallyOf(list), shop, 1_790_000_000);
        const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
        expect(series.map(({ month, commits, assisted }) => ({ month, commits, assisted }))).toEqual(months);
        for (const month of series) expect(sum(Object.values(month.byKind))).toBe(month.assisted);
        for (const kind of ['recorded', 'declared', 'inferred'] as const) expect(sum(series.map((one) => one.byKind[kind]))).toBe(byKind[kind]);
        expect(sum(Object.values(aiLinesByKind))).toBe(lines.ai);
        for (const area of areas) {
          expect(area.lines.ai + area.lines.human + area.lines.unknown + area.lines.contradictory).toBe(area.lines.added);
          expect(sum(Object.values(area.aiLinesByKind))).toBe(area.lines.ai);
          expect(area.lines.added).toBeLessThanOrEqual(lines.added);
        }
        expect(latest.length).toBe(Math.min(12, sum(Object.values(byKind))));
      }),
    );
  });

  test('keeps tools nobody knows out of the months, by whatever name', () => {
    const told: HistoryCommit = { ...fc.sample(commit, 1)[0]!, author: people[0]!, message: messages[0]! };
    const claim = fc.sample(record.filter((one) => one !== undefined), 1)[0]!.claims[0]!;
    const tools = ['constructor', '__proto__', 'Homemade'];
    const claims = tools.map((tool) => ({ ...claim, tool }));
    const state = tallyOf([[told, { claims, aiLines: 1 }]]);
    const { series, byTool } = tallyFigures(addTallies(emptyTally(), addTallies(state, emptyTally())), shop, 1_790_000_000);
    expect(Object.entries(byTool)).toEqual([['Homemade', 1], ['__proto__', 1], ['constructor', 1]]);
    expect(series[0]?.byTool).toEqual({ 'other tools': 1 });
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
