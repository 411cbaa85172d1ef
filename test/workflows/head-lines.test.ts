import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { nodeSha256, openRepository } from '../../src/adapters/git/index.ts';
import { scanJson } from '../../src/cli/json/scan.ts';
import { scanText } from '../../src/cli/text/scan.ts';
import { textOf } from '../../src/cli/terminal/spans.ts';
import { scan as contract } from '../../src/contract/scan.ts';
import type { ScanReport } from '../../src/workflows/reports.ts';
import { scanHistory } from '../../src/workflows/scan-history.ts';
import { BuiltRepository, newFolder, removeFolders } from '../git/built-repository.ts';
import { withoutLedger } from './without-ledger.ts';

afterEach(removeFolders);

async function scan(path: string, withHeadLines = true): Promise<ScanReport> {
  const repository = await openRepository(path);
  try {
    return await scanHistory({ repository, sha256: nodeSha256, readText: async () => '', ...withoutLedger }, {
      range: null, since: null, until: null, all: false, withChanges: false, withLines: true, withHeadLines,
      preset: null, policyFile: null, peopleFile: null, now: 1_800_000_000, onProgress: null,
    });
  } finally {
    await repository.close();
  }
}

/** Ten lines by nobody known, five declared, five of which a record covers two, and a file that moved. */
function built(): BuiltRepository {
  const lines = (from: number, to: number): string => Array.from({ length: to - from + 1 }, (_, i) => `line ${from + i}\n`).join('');
  const repository = BuiltRepository.init();
  repository.write('src/a.ts', lines(1, 10)).write('b.txt', 'b\n').write('logo', Buffer.from([0, 10])).commit('Begin');
  repository.write('src/a.ts', lines(1, 15)).commit('Grow\n\nCo-authored-by: Claude <noreply@anthropic.com>\n');
  repository.write('src/a.ts', lines(1, 20)).commit('Grow again\n\nCo-authored-by: Claude <noreply@anthropic.com>\n');
  const note = `src/a.ts\n  s_0123456789abcd::t_0123456789abcd 16-17\n---\n${JSON.stringify({
    schema_version: 'authorship/3.0.0', git_ai_version: '1.0.0', base_commit_sha: repository.git('rev-parse', 'HEAD'), prompts: {},
    sessions: { s_0123456789abcd: { agent_id: { tool: 'cursor', id: 'x', model: 'm' }, human_author: 'Jo <jo@example.org>' } },
  })}\n`;
  repository.gitWith(note, 'notes', '--ref', 'ai', 'add', '-F', '-', 'HEAD');
  repository.git('mv', 'src/a.ts', 'src/moved.ts');
  repository.commit('Move it');
  return repository;
}

test('every line that stands in the head is counted once, under what is known of the commit that wrote it', async () => {
  const report = await scan(built().path);
  const { headLines } = report;
  expect(headLines).toMatchObject({
    lines: { total: 21, ai: 7, human: 0, unknown: 14, contradictory: 0 },
    aiLinesByKind: { recorded: 2, declared: 5, inferred: 0 },
    commits: 3, cutOff: 0, binaryFiles: 1, otherEntries: 0,
  });
  expect(headLines?.files.map(({ path, lines }) => [path, lines.total, lines.ai])).toEqual([['b.txt', 1, 0], ['src/moved.ts', 20, 7]]);
});

test('they stand in the answer and in its JSON, and only where they were asked for', async () => {
  const { path } = built();
  const report = await scan(path);
  const words = (of: ScanReport): string => scanText(of, { width: 80, now: 1_800_000_000 as never, seconds: 1 }).map((line) => line.map(textOf).join('')).join('\n');
  expect(words(report)).toMatch(/lines at HEAD\s+21\s+in 2 text files, by 3 commits\s+33\s%\sAI\s+67\s%\sunknown/);
  expect(contract.parse(scanJson(report, false)).headLines?.lines.total).toBe(21);
  const without = await scan(path, false);
  expect(without.headLines).toBeNull();
  expect(words(without)).not.toContain('at HEAD');
  expect(scanJson(without, false)).not.toHaveProperty('headLines');
});

test('lines that end at the edge of a shallow clone are unknown, although the commit there names an AI', async () => {
  const clone = join(newFolder(), 'clone');
  const repository = built();
  repository.git('clone', '-q', '--depth=2', pathToFileURL(repository.path).href, clone);
  const { headLines } = await scan(clone);
  expect(headLines).toMatchObject({ lines: { total: 21, ai: 0, unknown: 21 }, cutOff: 21 });
});

test('a part of the history cannot say who wrote the lines that stand, so asking for both is refused', async () => {
  const repository = await openRepository(built().path);
  try {
    const options = { range: 'HEAD~1..HEAD', since: null, until: null, all: false, withChanges: false, withLines: true, withHeadLines: true, preset: null, policyFile: null, peopleFile: null, now: 1_800_000_000 as never, onProgress: null };
    await expect(scanHistory({ repository, sha256: nodeSha256, readText: async () => '', ...withoutLedger }, options)).rejects.toMatchObject({ code: 'usage', kind: 'user' });
  } finally {
    await repository.close();
  }
});
