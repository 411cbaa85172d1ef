import { afterAll, describe, expect, test } from 'vitest';
import { BuiltRepository, reading, removeFolders } from '../git/built-repository.ts';
import { approvalOf, main, type Approved } from './approvals.ts';
import { coverLanding } from '../../src/workflows/carry/cover-landing.ts';
import type { LandingCover } from '../../src/workflows/carry/landing-cover.ts';
import { changes, type Landing } from './landings.ts';

afterAll(removeFolders);

async function coverOf({ repository, signed, landing }: Landing): Promise<LandingCover> {
  return reading(repository.path, async (open) => {
    const recorded = await Promise.all(signed.map((one: Approved, entry) => approvalOf(open, { ...one, entry })));
    const tip = repository.git('rev-parse', main);
    return coverLanding({ repository: open }, { landing: landing ?? tip, target: main, tip, signed: recorded });
  });
}

describe.each(['sha1', 'sha256'] as const)('in a repository of %s', (format) => {
  test.each(changes)('$name: $is', async ({ build, is }) => {
    const landing = build(BuiltRepository.init(`--object-format=${format}`));
    const cover = await coverOf(landing);
    const said = cover.covered ? cover.parts.flatMap(({ by }) => by.map(({ test: kind }) => kind)).join(' ') : cover.resign.code;
    expect(said).toBe(is);
  });
});
