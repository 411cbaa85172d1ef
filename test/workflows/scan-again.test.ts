import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCache } from '../../src/adapters/cache/index.ts';
import { nodeSha256, openRepository } from '../../src/adapters/git/index.ts';
import type { ScanMemory } from '../../src/workflows/ports/index.ts';
import { scanHistory } from '../../src/workflows/scan-history.ts';
import { BuiltRepository, removeFolders } from '../git/built-repository.ts';

const claude = 'Co-authored-by: Claude <noreply@anthropic.com>';
let folder: string;
let built: BuiltRepository;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-memory-'));
  built = BuiltRepository.init();
  for (let n = 0; n < 5; n++) built.write(`src/file-${n}.ts`, 'one\ntwo\n').commit(`Change ${n}\n${n % 2 === 0 ? `\n${claude}\n` : ''}`);
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  removeFolders();
});

/** A memory that counts what it gave. */
function counting(): ScanMemory & { hits: number } {
  const cache = openCache('scan', { XDG_CACHE_HOME: folder });
  const memory = {
    hits: 0,
    async read(key: string) {
      const value = await cache.read(key);
      if (value !== null) memory.hits += 1;
      return value;
    },
    write: (key: string, value: unknown) => cache.write(key, value),
  };
  return memory;
}

async function scan(memory: ScanMemory | null) {
  const repository = await openRepository(built.path);
  try {
    return await scanHistory(
      { repository, sha256: nodeSha256, readText: async () => '' },
      {
        range: null,
        since: null,
        until: null,
        all: false,
        withChanges: true,
        withLines: true,
        preset: null,
        policyFile: null,
        peopleFile: null,
        now: 1_800_000_000,
        onProgress: null,
      },
      memory,
    );
  } finally {
    await repository.close();
  }
}

test('a scan after one more commit starts from the last one and says the same as a full scan', async () => {
  const memory = counting();
  await scan(memory);
  built.write('src/more.ts', 'three\n').commit(`One more\n\n${claude}\n`);
  const again = await scan(memory);
  expect(memory.hits).toBe(1);
  expect(again).toEqual(await scan(null));
  expect(again.commits).toMatchObject({ total: 6, assisted: 4 });
});

test('a rewritten history is scanned afresh', async () => {
  const memory = counting();
  await scan(memory);
  built.git('reset', '-q', '--hard', 'HEAD~2');
  built.write('src/other.ts', 'four\n').commit('Another way\n');
  expect(await scan(memory)).toEqual(await scan(null));
});

test('new line records about old commits are seen at once', async () => {
  const memory = counting();
  await scan(memory);
  const note = 'src/file-1.ts\n  s_c9883b05a2487d::t_9f8e7d6c5b4a32 1-2\n---\n{"schema_version":"authorship/3.0.0","base_commit_sha":"","prompts":{},"sessions":{"s_c9883b05a2487d":{"agent_id":{"tool":"cursor","id":"x","model":"m"}}}}';
  built.git('notes', '--ref', 'ai', 'add', '-m', note, 'HEAD~3');
  const again = await scan(memory);
  expect(again.byKind.recorded).toBe(1);
  expect(again).toEqual(await scan(null));
});

test.each([
  ['cut short', '{"head": "'],
  ['of another shape', '[1, 2, 3]'],
  ['null', 'null'],
  ['about another head', '{"head": "zzz", "tally": {}, "problems": []}'],
  ['about this head but hollow', '{"head": "HEAD_ID", "tally": {}, "problems": []}'],
])('a kept scan that is %s counts as absent', async (_what, text) => {
  const memory = counting();
  await scan(memory);
  const kept = join(folder, 'countersign', 'scan');
  for (const name of readdirSync(kept)) writeFileSync(join(kept, name), text.replace('HEAD_ID', built.git('rev-parse', 'HEAD')));
  expect(await scan(memory)).toEqual(await scan(null));
});
