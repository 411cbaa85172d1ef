import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileAreas } from '../../src/core/risk/index.ts';
import { decodeUtf8, encodeUtf8 } from '../../src/core/values/index.ts';

// Each pattern gets a folder with its own `.gitignore`, so one `git check-ignore` answers them all.
let repository = '';
const environment = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };

beforeAll(() => {
  repository = mkdtempSync(join(tmpdir(), 'countersign-areas-'));
  execFileSync('git', ['init', '-q', repository], { env: environment });
});
afterAll(() => rmSync(repository, { recursive: true, force: true }));

function gitMatches(patterns: readonly string[], paths: readonly string[]): boolean[][] {
  const questions: string[] = [];
  for (const [i, pattern] of patterns.entries()) {
    mkdirSync(join(repository, `p${i}`), { recursive: true });
    writeFileSync(join(repository, `p${i}`, '.gitignore'), Buffer.concat([encodeUtf8(pattern), Buffer.from('\n')]));
    for (const path of paths) questions.push(`p${i}/${path}`);
  }
  const input = Buffer.concat(questions.map((path) => Buffer.concat([encodeUtf8(path), Buffer.from('\0')])));
  const args = ['-c', 'core.ignoreCase=false', 'check-ignore', '--no-index', '-v', '-n', '-z', '--stdin'];
  let output: Buffer;
  try {
    output = execFileSync('git', args, { cwd: repository, input, env: environment, maxBuffer: 1 << 28 });
  } catch (error) {
    // Exit code 1 only says that nothing matched.
    if ((error as { status?: number }).status !== 1) throw error;
    output = (error as { stdout: Buffer }).stdout;
  }
  const fields = decodeUtf8(output).split('\0');
  expect(fields.length).toBe(questions.length * 4 + 1);
  return patterns.map((_, i) => paths.map((_, k) => fields[(i * paths.length + k) * 4] !== ''));
}

const pieces = ['a', 'b', 'ab', 'c', '*', '*', '**', '?', '[a-c]', '[!a]', '[^b]', '[]a]', '[[:alpha:]]', '[a', '[\\]]', '[a-]'];
const oddPieces = ['\\*', '\\a', '.', '{a,b}', '(a)', '-', 'é', '\udcff', ' b', '[[:bad:]]', '[[:a]', '[[:space:]]', '!', '#'];
const piece = fc.constantFrom(...pieces, ...oddPieces);
const segment = fc.oneof(
  { weight: 3, arbitrary: fc.array(piece, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.constant('**') },
  { weight: 2, arbitrary: fc.constantFrom('a', 'b', 'ab') },
);
const pattern = fc
  .tuple(
    fc.constantFrom('', '', '/', '//'),
    fc.array(segment, { minLength: 1, maxLength: 4 }),
    fc.constantFrom('/', '/', '/', '\\/', '//'),
    fc.constantFrom('', '', '', '/', '/**', '//', '\\'),
  )
  .map(([start, segments, slash, end]) => start + segments.join(slash) + end)
  // A line of `.gitignore` cannot say these; and git changed how it reads `foo**/` in 2.52.
  .filter((text) => !/^[!#]|[ \n\r]$/.test(text) && !/^[^*?[\\]*[^*?[\\/]\*\*+\\?\//.test(text));
const name = fc
  .array(fc.constantFrom('a', 'b', 'ab', 'c', '.', '*', '[', ']', '\\', '{a,b}', '(a)', '-', 'é', '\udcff', ' ', '\n', '!'), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => parts.join(''))
  .filter((text) => text !== '.' && text !== '..' && text !== '...');
const path = fc.array(fc.oneof(name, fc.constantFrom('a', 'b', 'ab')), { minLength: 1, maxLength: 5 }).map((n) => n.join('/'));

test('every generated pattern matches exactly the paths git matches', () => {
  let matched = 0;
  fc.assert(
    fc.property(
      fc.array(pattern, { minLength: 100, maxLength: 200 }),
      fc.array(path, { minLength: 40, maxLength: 60 }),
      (patterns, paths) => {
        const truth = gitMatches(patterns, paths);
        // All patterns in one matcher, so that they also must not disturb each other.
        const areas = compileAreas(patterns.map((text) => ({ name: text, paths: [text], tier: 'low', at: null })));
        const ours = paths.map((text) => new Set(areas.match(text)));
        const wrong = patterns.flatMap((text, i) =>
          paths.flatMap((file, k) => (truth[i]![k] === ours[k]!.has(i) ? [] : [{ text, file, git: truth[i]![k] }])),
        );
        matched += truth.flat().filter(Boolean).length;
        expect(wrong).toEqual([]);
      },
    ),
    { numRuns: 12, endOnFailure: true },
  );
  expect(matched).toBeGreaterThan(1_000);
});
