import { existsSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { coverLanding } from '../../src/workflows/carry/cover-landing.ts';
import type { LandingCover } from '../../src/workflows/carry/landing-cover.ts';
import { BuiltRepository, reading, removeFolders } from '../git/built-repository.ts';
import { approvalOf, main } from './approvals.ts';
import type { Case, Landing } from './case.ts';
import { kept } from './kept.ts';
import { refused } from './refused.ts';

const table: { readonly name: string; readonly said: string; readonly right: boolean }[] = [];

afterAll(() => {
  const width = Math.max(...table.map(({ name }) => name.length));
  for (const { name, said, right } of table) console.log(`${right ? '✓' : '✗'} ${name.padEnd(width)}  ${said === '' ? 'nothing to cover' : said}`);
  const counted = (cases: readonly Case[]) => `${table.filter(({ name, right }) => right && cases.some((one) => one.name === name)).length} of ${cases.length}`;
  console.log(`sign-offs that still cover what landed: ${counted(kept)}; attempts refused: ${counted(refused)}`);
  removeFolders();
});

async function cover({ repository, signed, landing, target = main, asked, forged }: Landing): Promise<LandingCover> {
  const recorded = await reading(repository.path, (open) => Promise.all(signed.map((one, entry) => approvalOf(open, { ...one, entry }))));
  const tip = repository.git('rev-parse', target);
  return reading(asked ?? repository.path, (open) =>
    coverLanding({ repository: open }, { landing: landing ?? tip, target, tip, signed: forged === undefined ? recorded : recorded.map(forged) }),
  );
}

/** `exact + disjoint`: part by part, everybody of a part joined by commas. */
function said(found: LandingCover): string {
  if (!found.covered) return found.resign.code;
  return found.parts.map(({ by }) => by.map(({ test: kind, moved }) => (moved.length === 0 ? kind : `${kind}(${moved.join()})`)).join(', ')).join(' + ');
}

/** What is said of a row; `null`: a planted command ran. */
async function answer({ name, is, build }: Case, format: string): Promise<string | null> {
  const landing = build(BuiltRepository.init(`--object-format=${format}`));
  const found = said(await cover(landing));
  if (format === 'sha1') table.push({ name, said: found, right: found === is });
  return landing.trap !== undefined && existsSync(landing.trap) ? null : found;
}

describe('a sign-off still covers', () => {
  test.each(kept)('$name ($is)', async (one) => {
    expect(await answer(one, 'sha1')).toBe(one.is);
  });
  test.each(kept.filter((_, index) => index % 4 === 3))('$name ($is), in a repository of SHA-256', async (one) => {
    expect(await answer(one, 'sha256')).toBe(one.is);
  });
});

describe('no sign-off covers', () => {
  test.each(refused)('$name ($is)', async (one) => {
    expect(await answer(one, 'sha1')).toBe(one.is);
  });
  test.each(refused.filter((_, index) => index % 6 === 3))('$name ($is), in a repository of SHA-256', async (one) => {
    expect(await answer(one, 'sha256')).toBe(one.is);
  });
});
