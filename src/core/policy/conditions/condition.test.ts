import { describe, expect, it } from 'vitest';
import { celEnv, parse, plan } from '@bufbuild/cel';
import { compileCondition, conditionAtoms, conditionVariables, type ConditionValues,  } from '../index.ts';
import { parseCondition } from '../texts.ts';

const ladder = ['junior', 'mid', 'senior', 'principal'];
const at = { file: 'policy.yaml', line: 1, column: 1 };
const locate = (offset: number) => ({ ...at, column: offset + 1 });

const values: ConditionValues = {
  change: {
    assisted: true,
    contradictory: false,
    tier: 'high',
    linesAdded: 97,
    files: 3,
    areas: ['checkout', 'docs'],
    paths: ['services/checkout/reserve.ts', 'docs/a.md'],
    kinds: ['recorded'],
    tools: ['Copilot'],
    share: 0.84,
    touchesPolicy: false,
    deletesTests: null,
  },
  author: { level: 'mid', unknown: false, rewritten: false, touched: false },
  operator: { known: true },
  target: { ref: 'refs/heads/main' },
  evidence: { recorded: true, declared: false, inferred: false },
  scan: { ran: false },
  time: { hour: 3, weekday: 7 },
};

function atoms(text: string): readonly string[] {
  const { condition, problems } = parseCondition(text, at, ladder, locate);
  expect(problems).toEqual([]);
  return compileCondition(condition!, ladder).atoms.map(({ evaluate }) => {
    const result = evaluate(values);
    return result.outcome === 'failed' ? `failed: ${result.error}` : result.outcome;
  });
}

describe('a condition', () => {
  it.each([
    ['author.level < senior', ['true']],
    ['author.level >= mid', ['true']],
    ['author.level == principal', ['false']],
    ['author.level != mid', ['false']],
    ['author.level in [junior, mid]', ['true']],
    ['change.tier >= high', ['true']],
    ['change.tier == critical', ['false']],
    ['change.linesAdded > 96 && change.linesAdded + 3 == 100', ['true', 'true']],
    ['change.share >= 0.5', ['true']],
    ['change.paths.exists(p, p.startsWith("services/") && p.endsWith(".ts"))', ['true']],
    ['change.paths.all(p, p.contains("docs"))', ['false']],
    ['"checkout" in change.areas', ['true']],
    ['size(change.tools) == 1', ['true']],
    ['target.ref == "refs/heads/main"', ['true']],
    ['time.hour < 6 && time.weekday > 5', ['true', 'true']],
    ['(change.files) == (3)', ['true']],
    ['((change.assisted))', ['true']],
    ['true', ['true']],
    ['change.deletesTests', ['failed: `change.deletesTests` is not known']],
    ['change.deletesTests || true', ['failed: `change.deletesTests` is not known', 'true']],
    ['change.files / 0 == 1', ['failed: division by zero']],
    ['change.paths[9] == "x"', ['failed: No such key: index out of bounds, index 9 >= size 2']],
  ])('is taken apart and evaluated: %s', (text, outcomes) => {
    expect(atoms(text)).toEqual(outcomes);
  });

  it('keeps each atom with its text, its place and what it reads', () => {
    const { condition } = parseCondition('change.assisted && (author.level < senior || !author.unknown)', at, ladder);
    expect(condition?.tree).toEqual({
      op: 'and',
      operands: [
        { op: 'atom', text: 'change.assisted', offset: 0, reads: ['change.assisted'] },
        {
          op: 'or',
          operands: [
            { op: 'atom', text: 'author.level < senior', offset: 20, reads: ['author.level'] },
            { op: 'not', operand: { op: 'atom', text: 'author.unknown', offset: 46, reads: ['author.unknown'] } },
          ],
        },
      ],
    });
  });

  it('is plain data: a copy through JSON evaluates the same', () => {
    const { condition } = parseCondition('change.assisted && author.level < senior', at, ladder);
    const copy = JSON.parse(JSON.stringify(condition)) as NonNullable<typeof condition>;
    expect(compileCondition(copy, ladder).atoms.map(({ evaluate }) => evaluate(values).outcome)).toEqual([
      'true',
      'true',
    ]);
  });

  it('fails, and is never false, where its level is not on the ladder it is asked under', () => {
    const { condition } = parseCondition('author.level < principal', at, ladder);
    expect(compileCondition(condition!, ['junior', 'mid']).atoms[0]?.evaluate(values).outcome).toBe('failed');
  });

  it('names every variable it can read with a type and a sentence', () => {
    const fields = Object.values(conditionVariables).flatMap((variable) => Object.values(variable));
    expect(fields.length).toBeGreaterThan(20);
    for (const field of fields) expect(field.doc).toMatch(/^[A-Z].*\.$/);
  });
});

describe('a mistake in a condition', () => {
  it.each([
    ['author.level < critical', 1, 'a level cannot be compared with a tier'],
    ['change.assisted && change.tier == senior', 20, 'a level cannot be compared with a tier'],
    ['change.asisted', 8, '`change` has no `asisted`; did you mean `assisted`?'],
    ['author.level < sernior', 16, '`sernior` is unknown in a condition; did you mean `senior`?'],
    ['chang.assisted', 1, '`chang` is unknown in a condition; did you mean `change`?'],
    ['author.level', 1, 'is a Level, not true or false'],
    ['change.linesAdded', 1, 'is an int, not true or false'],
    ['change.linesAdded > "3"', 1, 'these types do not go together'],
    ['change.assisted &&', 19, 'ends too early'],
    ['dyn(author.level) < dyn(critical)', 1, '`dyn` is not a function of conditions'],
    ['change.paths.exists(p, p.matches("a"))', 24, '`matches` is not a function of conditions'],
    ['change.paths.exist(p, p == "a")', 1, 'did you mean `exists`?'],
    ['change.paths.exists(senior, senior == "a")', 21, '`senior` already has a meaning'],
    ['change.paths.exists(low, low == "a")', 21, '`low` already has a meaning'],
    ['change.paths.exists(change, change == "a")', 21, '`change` already has a meaning'],
    ['change.paths.exists(p, p == "a" || change.files / 0 == 1)', 36, '`/` could fail unseen'],
    ['(change.assisted || change.paths[9] == "x") == true', 21, '`[]` could fail unseen'],
    ['change.assisted ? change.paths[9] == "x" : true', 19, '`[]` could fail unseen'],
    ['change["tier"] == high', 1, '`change` is read by name'],
    ['has(change.assisted)', 1, '`has` is not a function of conditions'],
    ['  ', 1, 'the condition is empty'],
    ['x'.repeat(5000), 1, '4000 is the limit'],
  ])('is told at its column: %s', (text, column, message) => {
    const { condition, problems } = parseCondition(text, at, ladder, locate);
    expect(condition).toBeNull();
    expect(problems[0]?.message).toContain(message);
    expect(problems[0]?.at.column).toBe(column);
  });
});

describe('our walk over a condition', () => {
  const vars = { a: [true, false], b: [true, false], c: [true, false] };
  const names = { a: 'author.unknown', b: 'author.rewritten', c: 'operator.known' } as const;

  it.each([
    'a && b || c',
    'a || b && c',
    '!a || b',
    '!(a && b) && c',
    '!(a || !b) || a && !c',
    'a == b',
    'a ? b : c',
    'a != (b || c)',
  ])('agrees with another implementation of CEL on every assignment: %s', (expression) => {
    const other = plan(celEnv(), parse(expression));
    const ours = parseCondition(
      expression.replace(/[abc]/g, (x) => names[x as 'a']),
      at,
      ladder,
    );
    expect(ours.problems).toEqual([]);
    for (const a of vars.a) {
      for (const b of vars.b) {
        for (const c of vars.c) {
          const seen: ConditionValues = {
            ...values,
            author: { level: 'mid', unknown: a, rewritten: b, touched: b },
            operator: { known: c },
          };
          const outcomes = compileCondition(ours.condition!, ladder).atoms.map(
            ({ evaluate }) => evaluate(seen).outcome === 'true',
          );
          expect(fold(ours.condition!, outcomes)).toBe(other({ a, b, c }));
        }
      }
    }
  });
});

/** Two-valued reading of a condition's skeleton, to compare with. */
function fold(
  condition: NonNullable<ReturnType<typeof parseCondition>['condition']>,
  outcomes: readonly boolean[],
): boolean {
  const order = conditionAtoms(condition.tree);
  const walk = (tree: typeof condition.tree): boolean => {
    if (tree.op === 'atom') return outcomes[order.indexOf(tree)]!;
    if (tree.op === 'not') return !walk(tree.operand);
    return tree.op === 'and' ? tree.operands.every(walk) : tree.operands.some(walk);
  };
  return walk(condition.tree);
}
