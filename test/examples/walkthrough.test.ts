import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { withWalkthrough } from '../../scripts/transcripts.ts';

it('the README tells the walkthrough as it goes (npm run generate writes it anew)', async () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const told = await withWalkthrough(readme);
  expect(told).toBe(readme);
  expect(told).toContain('✓ approved   signed by Ana (senior, any) and reviewed by Mina (mid, any)');
});
