import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FileChange } from '../change/index.ts';
import { assessHistoryFiles, assessRisk, compareTiers, compileAreas, type AreaPaths, type RecentHistory, type SizeStep } from './index.ts';

const areas: readonly AreaPaths[] = [
  { name: 'services/checkout', paths: ['services/checkout/**'], tier: 'critical', at: { file: '.countersign/policy.yaml', line: 8, column: 3 } },
  { name: 'docs', paths: ['**/*.md', 'docs/**'], tier: 'low', at: null },
  { name: 'vendored', paths: ['vendor/lib/'], tier: 'high', at: null },
];
const steps: readonly SizeStep[] = [
  { over: 400, tier: 'high' },
  { over: 100, tier: 'medium' },
];

function file(path: string, fields: Partial<FileChange> = {}): FileChange {
  return {
    path,
    status: 'M',
    oldMode: '100644',
    newMode: '100644',
    oldId: '1'.repeat(40),
    newId: '2'.repeat(40),
    oldSha256: 'a'.repeat(64),
    newSha256: 'b'.repeat(64),
    linesAdded: 0,
    linesRemoved: 0,
    uncounted: null,
    hunks: [],
    ...fields,
  };
}

function assess(files: readonly FileChange[], history: RecentHistory | null = null) {
  return assessRisk({ files }, compileAreas(areas), areas, 'medium', steps, history);
}

function told(files: readonly FileChange[], history: RecentHistory | null = null): readonly string[] {
  return assess(files, history).reasons.map((reason) => `${reason.tier}: ${reason.sentence}`);
}

test('the worst reason comes first and each is one sentence with its place', () => {
  const removed = file('services/checkout/stock.ts', {
    linesAdded: 40,
    hunks: [{ oldStart: 11, newStart: 12, removed: ["  const rows = await db.query('SELECT * FROM stock FOR UPDATE');"], added: ["  const rows = await db.query('SELECT * FROM stock');"] }],
  });
  const test_ = file('services/checkout/stock.test.ts', {
    hunks: [{ oldStart: 3, newStart: 3, removed: ["it('two buyers cannot take the last one', async () => {"], added: [] }],
  });
  expect(told([removed, test_, file('README.md', { linesAdded: 57 })])).toEqual([
    'critical: services/checkout is critical (policy.yaml:8)',
    'high: removes a row lock (`services/checkout/stock.ts:12`)',
    'high: deletes a test (`services/checkout/stock.test.ts:3`)',
    'low: docs is low',
    'low: 97 lines added: changes of this size needed a fix in about 1 of 5 (18–20 %, DPDK and OVS)',
  ]);
});

test('an area no file wrote has no line', () => {
  const policyArea = { name: 'countersign', tier: 'critical', paths: ['.countersign/**'], at: { file: 'built in', line: 1, column: 1 } } as const;
  const { reasons } = assessRisk({ files: [file('.countersign/policy.yaml')] }, compileAreas([policyArea]), [policyArea], 'medium', steps, null);
  expect(reasons.map(({ sentence }) => sentence)).toContain('countersign is critical (built in)');
});

test('a file outside every area gets the default tier, and a low area alone stays low', () => {
  expect(assess([file('README.md')]).tier).toBe('low');
  const risk = assess([file('README.md'), file('src/a.ts')]);
  expect(risk.tier).toBe('medium');
  expect(risk.outside).toEqual(['src/a.ts']);
  expect(told([file('src/a.ts'), file('src/b.ts')])).toEqual(['medium: 2 files are outside every area: medium by default']);
});

test('a path that looks risky is said only where no area says as much', () => {
  expect(told([file('services/checkout/a.ts'), file('libs/payments/a.ts'), file('libs/payments/b.ts')])).toEqual([
    'critical: services/checkout is critical (policy.yaml:8)',
    'high: changes payment, prices or checkout (`libs/payments/a.ts` and 1 more place)',
    'medium: 2 files are outside every area: medium by default',
  ]);
});

test('an empty change has the default tier, not the lowest', () => {
  expect(assess([]).tier).toBe('medium');
});

test('areas list the files inside them, once per area', () => {
  expect(assess([file('services/checkout/README.md'), file('docs/a.ts')]).areas).toEqual([
    { name: 'services/checkout', tier: 'critical', files: ['services/checkout/README.md'] },
    { name: 'docs', tier: 'low', files: ['services/checkout/README.md', 'docs/a.ts'] },
  ]);
});

test('steps of the policy raise by lines added', () => {
  expect(assess([file('a.ts', { linesAdded: 400 })]).tier).toBe('medium');
  expect(told([file('a.ts', { linesAdded: 412 })])[0]).toBe(
    'high: 412 lines added (over 400: high): changes of this size needed a fix in about 2 of 5 (40–50 %, DPDK and OVS)',
  );
});

test('what the same authors landed lately counts, so that splitting does not dodge', () => {
  const history = { windowHours: 72, commits: 3, linesAdded: 380 };
  expect(told([file('a.ts', { linesAdded: 90 })], history)[0]).toBe(
    'high: with the 380 lines the same authors landed on these paths in the last 72 h, 470 lines added (over 400: high)',
  );
  expect(told([file('a.ts', { linesAdded: 5 })], { ...history, linesAdded: 20 }).join()).not.toContain('same authors');
});

test('a size nobody could count raises to the highest step, and says why', () => {
  const large = file('big.sql', { linesAdded: null, linesRemoved: null, uncounted: 'too large' });
  expect(told([large])[0]).toBe('high: the lines of `big.sql` are unknown (too large): counted as over every size step');
});

test('a source file that a zero byte makes binary counts as over every size step', () => {
  const hidden = file('src/a.ts', { linesAdded: null, linesRemoved: null, uncounted: 'binary' });
  expect(assess([hidden]).tier).toBe('high');
});

test('binary files and submodules have no lines, which is said and raises nothing', () => {
  const image = file('logo.png', { linesAdded: null, linesRemoved: null, uncounted: 'binary' });
  const module = file('vendor/lib', { newMode: '160000', linesAdded: null, linesRemoved: null, uncounted: 'submodule' });
  expect(told([image, module])).toEqual([
    'high: vendored is high',
    'medium: `logo.png` is outside every area: medium by default',
    'low: `logo.png` and 1 other file have no lines to count (binary, submodule)',
  ]);
});

const lines = fc.array(fc.constantFrom('x', '// FOR UPDATE', 'SELECT 1 FOR UPDATE', 'DROP TABLE a;', "it('a', () => {", 'timeout: 1', 'while (true) {', 'retry()'), { maxLength: 4 });
const anyFile = fc
  .record({
    path: fc.constantFrom('README.md', 'src/a.ts', 'services/checkout/a.ts', 'src/auth/a.ts', 'a.test.ts', 'main.tf', 'x.png', 'package.json'),
    linesAdded: fc.option(fc.nat(600)),
    removed: lines,
    added: lines,
  })
  .map(({ path, linesAdded, removed, added }) => file(path, { linesAdded, uncounted: linesAdded === null ? 'too large' : null, hunks: [{ oldStart: 1, newStart: 1, removed, added }] }));

test('the tier is never below that of any touched area, of any size step or of any reason', () => {
  fc.assert(
    fc.property(fc.uniqueArray(anyFile, { selector: ({ path }) => path }), (files) => {
      const risk = assess(files);
      for (const reason of risk.reasons) expect(compareTiers(risk.tier, reason.tier)).toBeGreaterThanOrEqual(0);
      for (const area of risk.areas) expect(compareTiers(risk.tier, area.tier)).toBeGreaterThanOrEqual(0);
      if (files.some(({ linesAdded }) => linesAdded === null)) expect(compareTiers(risk.tier, 'high')).toBeGreaterThanOrEqual(0);
      expect(risk.reasons.map(({ tier }) => tier)).toEqual(risk.reasons.map(({ tier }) => tier).toSorted((a, b) => compareTiers(b, a)));
      // What a scan says of the same paths and sizes is a lower bound.
      expect(compareTiers(risk.tier, assessHistoryFiles(files, compileAreas(areas), areas, 'medium', steps))).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('adding a harmless file to a change never lowers its tier', () => {
  fc.assert(
    fc.property(anyFile, (one) => {
      const docs = file('docs/x.md');
      expect(compareTiers(assess([one, docs]).tier, assess([one]).tier)).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('a commit of the history is assessed by paths and numbers of lines', () => {
  const matcher = compileAreas(areas);
  const tier = (...files: { path: string; linesAdded: number | null }[]) => assessHistoryFiles(files, matcher, areas, 'medium', steps);
  expect(tier({ path: 'README.md', linesAdded: 3 })).toBe('low');
  expect(tier({ path: 'README.md', linesAdded: 300 })).toBe('medium');
  expect(tier({ path: 'src/auth/login.ts', linesAdded: null })).toBe('high');
  expect(tier({ path: 'services/checkout/a.ts', linesAdded: 1 })).toBe('critical');
  expect(tier({ path: 'src/a.ts', linesAdded: 401 })).toBe('high');
  expect(tier()).toBe('medium');
});
