import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinWaiting, passLines, runLength, type Waiting } from './entries.ts';

type Hunk = { oldStart: number; oldCount: number; newStart: number; newCount: number };

/** Alternating unchanged and changed stretches, as the hunks of a `-U0` diff and as each new line's number in the old file. */
const diffs = fc.array(fc.record({ same: fc.integer({ min: 1, max: 5 }), removed: fc.nat(4), added: fc.nat(4) }), { maxLength: 12 }).map((stretches) => {
  const hunks: Hunk[] = [];
  const oldOf: (number | null)[] = [];
  let old = 1;
  for (const { same, removed, added } of stretches) {
    for (let i = 0; i < same; i++) oldOf.push(old++);
    if (removed + added === 0) continue;
    const now = oldOf.length + 1;
    hunks.push({ oldStart: removed === 0 ? old - 1 : old, oldCount: removed, newStart: added === 0 ? now - 1 : now, newCount: added });
    for (let i = 0; i < added; i++) oldOf.push(null);
    old += removed;
  }
  return { hunks, oldOf };
});

const runs = fc.array(fc.record({ line: fc.integer({ min: 1, max: 60 }), length: fc.integer({ min: 1, max: 20 }) }), { maxLength: 8 }).map((some) =>
  some.toSorted((a, b) => a.line - b.line).flatMap(({ line, length }, file) => [line, length, file, 1000 * (file + 1)]),
);

function linesIn(waiting: Waiting): { line: number; file: number; head: number }[] {
  const lines = [];
  for (let at = 0; at < waiting.length; at += runLength) {
    for (let i = 0; i < waiting[at + 1]!; i++) lines.push({ line: waiting[at]! + i, file: waiting[at + 2]!, head: waiting[at + 3]! + i });
  }
  return lines;
}

const byHead = (a: { head: number }, b: { head: number }): number => a.head - b.head;

test('a line passes to the parent where the diff has it unchanged, whatever other files wait for the same lines', () => {
  fc.assert(fc.property(diffs, runs, ({ hunks, oldOf }, waiting) => {
    const inFile = linesIn(waiting).filter(({ line }) => line <= oldOf.length);
    const { passed, kept } = passLines(waiting, hunks);
    const expected = inFile.flatMap(({ line, ...rest }) => (oldOf[line - 1] === null ? [] : [{ ...rest, line: oldOf[line - 1]! }]));
    const heads = new Set(inFile.map(({ head }) => head));
    expect(linesIn(passed).filter(({ head }) => heads.has(head)).toSorted(byHead)).toEqual(expected.map(({ line, file, head }) => ({ line, file, head })).toSorted(byHead));
    expect(linesIn(kept).toSorted(byHead)).toEqual(inFile.filter(({ line }) => oldOf[line - 1] === null).toSorted(byHead));
    for (const list of [passed, kept]) {
      for (let at = runLength; at < list.length; at += runLength) expect(list[at]!).toBeGreaterThanOrEqual(list[at - runLength]!);
    }
  }));
});

test('two lists of lines that wait become one in order, and lose none', () => {
  fc.assert(fc.property(runs, runs, (a, b) => {
    const other = b.map((value, at) => (at % runLength === 2 ? value + 100 : at % runLength === 3 ? value + 100_000 : value));
    const joined = joinWaiting(a, other);
    expect(linesIn(joined).toSorted(byHead)).toEqual([...linesIn(a), ...linesIn(other)].toSorted(byHead));
    for (let at = runLength; at < joined.length; at += runLength) expect(joined[at]!).toBeGreaterThanOrEqual(joined[at - runLength]!);
  }));
});

test('neighbours here and in the head become one run', () => {
  expect(joinWaiting([1, 2, 0, 11], [3, 4, 0, 13])).toEqual([1, 6, 0, 11]);
  expect(joinWaiting([1, 2, 0, 11], [3, 4, 0, 14])).toEqual([1, 2, 0, 11, 3, 4, 0, 14]);
});
