import { describe, expect, test } from 'vitest';
import type { Claim, FileOrigins } from '../index.ts';
import { assessStandingLines } from './head-assistance.ts';

const one = '1'.repeat(40);
const two = '2'.repeat(40);

const files: readonly FileOrigins[] = [
  { path: 'a.ts', ranges: [{ start: 1, end: 6, commit: one, originalStart: 11, originalPath: 'old.ts' }, { start: 7, end: 10, commit: two, originalStart: 7, originalPath: 'a.ts' }] },
  { path: 'b.ts', ranges: [{ start: 1, end: 5, commit: one, originalStart: 1, originalPath: 'b.ts' }] },
];

function claim(parts: Partial<Claim>): Claim {
  return {
    class: 'ai', kind: 'declared', strength: 'strong', subject: { scope: 'commit', commit: one }, tool: 'Claude', model: null, session: null,
    rule: 'test', source: { in: 'message', commit: one, line: 3 }, quote: 'q', ...parts,
  };
}

const recorded = claim({ kind: 'recorded', tool: 'Cursor', subject: { scope: 'lines', commit: one, path: 'old.ts', ranges: [{ start: 12, end: 13 }] } });
const denied = claim({ class: 'human', tool: null, subject: { scope: 'commit', commit: two } });

describe('the lines that stand in a head', () => {
  test.each([
    ['without claims are unknown', [], [], [[10, 0, 0, 10, 0], [5, 0, 0, 5, 0]]],
    ['are AI’s where their commit declares it', [claim({})], [], [[10, 6, 0, 4, 0], [5, 5, 0, 0, 0]]],
    ['are narrowed by a record, under the path and number they had', [claim({}), recorded], [], [[10, 2, 0, 8, 0], [5, 0, 0, 5, 0]]],
    ['are unknown where a record covered other lines of their commit that are gone', [claim({})], [one], [[10, 0, 0, 10, 0], [5, 0, 0, 5, 0]]],
    ['are attested by an answer "no AI"', [claim({}), denied], [], [[10, 6, 4, 0, 0], [5, 5, 0, 0, 0]]],
    ['contradict where commit and answer do', [claim({ subject: { scope: 'commit', commit: two } }), denied], [], [[10, 0, 0, 6, 4], [5, 0, 0, 5, 0]]],
  ] as const)('%s', (_, claims, narrowed, expected) => {
    const found = assessStandingLines(files, [...claims], new Set(narrowed));
    expect(found.map(({ lines }) => [lines.total, lines.ai, lines.human, lines.unknown, lines.contradictory])).toEqual(expected);
  });

  test('count for their strongest kind and for every tool that claims them', () => {
    const [file] = assessStandingLines(files, [claim({}), recorded], new Set());
    expect(file).toMatchObject({ aiLinesByKind: { recorded: 2, declared: 0, inferred: 0 }, aiLinesByTool: { Claude: 2, Cursor: 2 } });
  });
});
