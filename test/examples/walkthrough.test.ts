import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { tellStory, withStory } from '../../scripts/transcripts.ts';

it('the README and its page tell the walkthrough as it goes (npm run generate writes it anew)', async () => {
  const story = await tellStory();
  for (const page of ['README.md', 'docs/walkthrough.md']) {
    const text = readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8');
    expect(withStory(text, story)).toBe(text);
    expect(text).toContain('✗ refused  refs/heads/main: f52952e needs a senior who');
    expect(text).toContain('✓ let in  refs/heads/main: f52952e signed by Ana Ruiz (senior, any)');
  }
});
