import { expect, test } from 'vitest';
import { findPatternProblem } from './index.ts';

test.each([
  ['', 'error', 'write `**` for every file'],
  ['/', 'error', 'write `**` for every file'],
  ['!docs/**', 'error', 'name the paths that belong to the area instead; `\\!` is a literal `!`'],
  ['src/[abc', 'error', 'close every `[`, end with no `\\` and write single slashes; a literal `[` is `\\[`'],
  ['src//a', 'error', 'close every `[`, end with no `\\` and write single slashes; a literal `[` is `\\[`'],
  ['./src', 'error', 'write the path from the root of the repository'],
  ['*.{ts,js}', 'warning', 'write one pattern for each alternative'],
  ['app/[slug]/page.tsx', 'warning', 'for a folder of that name write `app/\\[slug\\]/page.tsx`'],
  ['src\\auth', 'warning', 'write `/` between folders'],
  ['src/ ', 'warning', 'remove the blank'],
])('%j is pointed out with its mend', (pattern, severity, mend) => {
  expect(findPatternProblem(pattern)).toMatchObject({ severity, mend });
});

test.each(['**', 'docs/**', '**/*.md', 'app/(shop)/**', 'app/\\[slug\\]/**', '*.[ch]', 'src/[a-z]*', '.github/**', '...x/a'])('%j is as people mean it', (pattern) => {
  expect(findPatternProblem(pattern)).toBeNull();
});
