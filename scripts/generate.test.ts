import { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { staleBlocks, writeGenerated } from './generate.ts';

// Each generates everything several times.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const repository = join(import.meta.dirname, '..');
let root: string;
/** Our own sources with documents of their own, freshly generated. */
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'generate-'));
  symlinkSync(join(repository, 'src'), join(root, 'src'), 'junction');
  for (const name of ['ARCHITECTURE.md', 'architecture.json', 'package.json', 'tsconfig.json']) copyFileSync(join(repository, name), join(root, name));
  await writeGenerated(root);
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const change = (name: string, edit: (text: string) => string): void =>
  writeFileSync(join(root, name), edit(readFileSync(join(root, name), 'utf8')));

test('what was just written is fresh, and is not written twice', async () => {
  expect(await staleBlocks(root)).toEqual([]);
  expect(await writeGenerated(root)).toEqual([]);
});

test('a row of the folder table that was edited by hand is stale', async () => {
  change('ARCHITECTURE.md', (text) => text.replace('| `core/values` |', '| `core/worth` |'));
  expect(await staleBlocks(root)).toEqual(['ARCHITECTURE.md  is not what the sources say now']);
});

test('an edge of the graph that was taken out is stale', async () => {
  change('ARCHITECTURE.md', (text) => text.replace(/^ {2}core_change.*\n/m, ''));
  expect(await staleBlocks(root)).toHaveLength(1);
});

test('a schema that was edited, and one that nothing prints any more, are stale', async () => {
  change('docs/schemas/check.json', (text) => text.replace('"title"', '"name"'));
  writeFileSync(join(root, 'docs', 'schemas', 'gone.json'), '{}\n');
  expect(await staleBlocks(root)).toEqual([
    'docs/schemas/check.json  is not what the sources say now',
    'docs/schemas/gone.json  has no schema in the sources any more',
  ]);
});

test('lost markers are named', async () => {
  change('ARCHITECTURE.md', (text) => text.replace('<!-- end: imports -->', ''));
  await expect(staleBlocks(root)).rejects.toThrow('has lost the markers of its generated block `imports`');
});

test('a schema for editors and the table of conditions are generated too', async () => {
  change('docs/schemas/policy-file.json', (text) => text.replace('review-by', 'review'));
  expect(await staleBlocks(root)).toEqual(['docs/schemas/policy-file.json  is not what the sources say now']);
  writeFileSync(join(root, 'docs', 'policy.md'), '<!-- generated: conditions (npm run generate) -->\n<!-- end: conditions -->\n');
  expect(await writeGenerated(root)).toEqual(['docs/policy.md', 'docs/schemas/policy-file.json']);
  expect(readFileSync(join(root, 'docs', 'policy.md'), 'utf8')).toContain('| `author.level` | Level |');
  change('docs/policy.md', () => 'no markers\n');
  await expect(staleBlocks(root)).rejects.toThrow('docs/policy.md has lost the markers');
});
