import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { nodeSha256, openRepository } from '../../src/adapters/git/index.ts';
import { scanHistory, type ScanOptions } from '../../src/workflows/scan-history.ts';
import { BuiltRepository, newFolder, removeFolders } from '../git/built-repository.ts';
import { withoutLedger } from './without-ledger.ts';

afterEach(removeFolders);

const everything: ScanOptions = {
  range: null, since: null, until: null, all: false, withChanges: false, withLines: true,
  preset: null, policyFile: null, peopleFile: null, now: 1_800_000_000, onProgress: null,
};

async function scan(path: string, options: Partial<ScanOptions> = {}) {
  const repository = await openRepository(path);
  try {
    return await scanHistory({ repository, sha256: nodeSha256, readText: async () => '', ...withoutLedger }, { ...everything, ...options });
  } finally {
    await repository.close();
  }
}

function threeCommits(): BuiltRepository {
  const built = BuiltRepository.init();
  for (const n of [1, 2, 3]) built.write(`src/${n}.ts`, 'one\ntwo\n').commit(`Change ${n}\n\nCo-authored-by: Claude <noreply@anthropic.com>\n`);
  return built;
}

test.each([
  [1, 0, 'shallow clone: 1 commit at its edge is not counted in lines; git fetch --unshallow'],
  [2, 2, 'shallow clone: 1 commit at its edge is not counted in lines; git fetch --unshallow'],
])('a clone of depth %i counts no line of the commit at its edge, and says so once', async (depth, added, sentence) => {
  const clone = join(newFolder(), 'clone');
  const built = threeCommits();
  built.git('clone', '-q', `--depth=${depth}`, pathToFileURL(built.path).href, clone);
  const report = await scan(clone);
  expect(report.commits).toMatchObject({ total: depth, assisted: depth });
  expect(report.lines).toMatchObject({ added, ai: added });
  expect(report.coverage.filter((each) => each.sentence.includes('shallow'))).toEqual([{ source: 'history', state: 'partial', sentence }]);
});

test.each<[string, Partial<ScanOptions>, string]>([
  ['in a whole branch', {}, '2 line records, 1 of them on commits that main does not contain'],
  ['in a range', { range: 'HEAD~1..HEAD' }, '2 line records, 1 of them on commits outside this range'],
  ['in a time', { until: 1_799_999_999 }, '2 line records, 1 of them on commits outside this range'],
])('line records on commits the scan did not meet are named: %s', async (_what, options, sentence) => {
  const built = threeCommits();
  const stray = built.git('commit-tree', '-m', 'Stray', 'HEAD^{tree}');
  for (const id of ['HEAD', stray]) built.git('notes', '--ref', 'ai', 'add', '-m', '---\n{"schema_version":"authorship/3.0.0","base_commit_sha":"","prompts":{}}', id);
  expect((await scan(built.path, options)).coverage.map((each) => each.sentence)).toContain(sentence);
});
