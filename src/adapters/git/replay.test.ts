import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyHunks, claimUnknown, mergeSegments, slice, untouched } from './replay.ts';

describe('replaying hunks', () => {
  it('keeps every line with its origin, as a plain list of lines would', () => {
    const edit = fc.record({ at: fc.nat(20), removed: fc.nat(3), added: fc.nat(3) });
    fc.assert(fc.property(fc.array(fc.array(edit, { maxLength: 3 }), { maxLength: 8 }), (commits) => {
      let segments = untouched;
      let lines = Array.from({ length: 100 }, (_, i) => `base ${i + 1}`);
      for (const [index, edits] of commits.entries()) {
        const hunks = [];
        let old = 1;
        let shift = 0;
        let next: string[] = [];
        for (const { at, removed, added } of edits) {
          const oldStart = old + at + 1;
          if (oldStart + removed > lines.length || removed + added === 0) continue;
          next.push(...lines.slice(old - 1, oldStart - 1));
          const newStart = oldStart + shift;
          hunks.push({ oldStart: removed === 0 ? oldStart - 1 : oldStart, oldCount: removed, newStart: added === 0 ? newStart - 1 : newStart, newCount: added });
          for (let i = 0; i < added; i++) next.push(`c${index} ${newStart + i}`);
          shift += added - removed;
          old = oldStart + removed;
        }
        next = [...next, ...lines.slice(old - 1)];
        lines = next;
        segments = applyHunks(segments, hunks, `c${index}`, 'f');
      }
      const flat = slice(segments, 1, lines.length).flatMap(({ length, origin }) =>
        Array.from({ length }, (_, i) => (origin === null ? 'base' : `${origin.commit} ${origin.start + i}`)),
      );
      expect(flat).toEqual(lines.map((line) => (line.startsWith('base') ? 'base' : line)));
    }));
  });

  it('gives a merge only what is new to all its parents', () => {
    const left = [{ length: 2, origin: { commit: 'm', path: 'f', start: 1 } }, { length: 8, origin: null }];
    const right = [{ length: 1, origin: { commit: 'r', path: 'f', start: 4 } }, { length: 2, origin: { commit: 'm', path: 'f', start: 2 } }, { length: 7, origin: null }];
    expect(mergeSegments([left, right], 'm')).toEqual([
      { length: 1, origin: { commit: 'r', path: 'f', start: 4 } },
      { length: 1, origin: { commit: 'm', path: 'f', start: 2 } },
      { length: 8, origin: null },
    ]);
  });

  it('a move claims older content alone', () => {
    const file = [{ length: 2, origin: null }, { length: 1, origin: { commit: 'a', path: 'o', start: 9 } }];
    expect(claimUnknown(file, 'm', 'n')).toEqual([
      { length: 2, origin: { commit: 'm', path: 'n', start: 1 } },
      { length: 1, origin: { commit: 'a', path: 'o', start: 9 } },
    ]);
  });

  it('answers for lines beyond what it knows', () => {
    expect(slice([], 3, 2)).toEqual([{ length: 2, origin: null }]);
  });
});
