import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openCache } from '../../src/adapters/cache/index.ts';
import { nodeSha256 } from '../../src/adapters/git/index.ts';
import { presets } from '../../src/core/policy/index.ts';
import { checkChange } from '../../src/workflows/check-change.ts';
import type { PolicyMemory } from '../../src/workflows/ports/index.ts';
import { BuiltRepository, reading, removeFolders } from '../git/built-repository.ts';
import { withoutLedger } from './without-ledger.ts';

afterAll(removeFolders);

const policyYaml = `version: 1
extends: amazon-2026
mode: enforce
areas:
  checkout: { paths: [src/**], tier: critical, owners: [ana] }
rules:
  - name: late
    when: 'change.linesAdded > 0 && !(change.tier < medium) && change.paths.exists(p, p.startsWith("src"))'
    require: [{ sign-off: { level: senior, count: 1, owners: any } }]
    because: somebody looks
`;
const peopleYaml = `people:
  ana: { name: Ana Ruiz, level: senior, emails: [ana@example.com] }
  bo: { name: Bo Lind, level: mid, emails: [ada@example.com] }
`;

function shop(): { repository: BuiltRepository; folder: string } {
  const repository = BuiltRepository.init();
  repository.write('.countersign/policy.yaml', policyYaml).write('.countersign/people.yaml', peopleYaml).commit('Adopt');
  repository.git('checkout', '-q', '-b', 'topic');
  repository.write('src/a.ts', 'a\n').commit('Edit\n\nAssisted-by: Copilot\n');
  const empty = BuiltRepository.init();
  return { repository, folder: empty.path };
}

/** A memory in a folder, which tells what was asked of it. */
function memoryIn(folder: string, program = 'build 1') {
  const cache = openCache('policy', { XDG_CACHE_HOME: folder });
  const asked: { key: string; hit: boolean }[] = [];
  const written: string[] = [];
  const memory: PolicyMemory = {
    program,
    async read(key) {
      const value = await cache.read(key);
      asked.push({ key, hit: value !== null });
      return value;
    },
    async write(key, value) {
      written.push(key);
      await cache.write(key, value);
    },
  };
  return { memory, asked, written, folder: join(folder, 'countersign', 'policy') };
}

const answer = async (repository: BuiltRepository, memory: PolicyMemory | null) =>
  reading(repository.path, (opened) =>
    checkChange(
      { repository: opened, sha256: nodeSha256, readText: (path) => Promise.resolve(readFileSync(path, 'utf8')), ...withoutLedger },
      { range: 'main..topic', target: null, now: 1_800_000_000, onProgress: null, preset: null, policyFile: null, peopleFile: null, memory },
    ),
  );

describe('a policy that was parsed before', () => {
  it('gives the very answer that parsing gives', async () => {
    const { repository, folder } = shop();
    const plain = await answer(repository, null);
    const first = memoryIn(folder);
    expect(await answer(repository, first.memory)).toStrictEqual(plain);
    expect(first.written).toHaveLength(1);
    const second = memoryIn(folder);
    expect(await answer(repository, second.memory)).toStrictEqual(plain);
    expect(second.asked).toEqual([{ key: first.written[0], hit: true }]);
    expect(second.written).toEqual([]);
  });

  it.each<[string, (text: string) => string]>([
    ['cut short', (text) => text.slice(0, text.length / 2)],
    ['emptied', () => ''],
    ['another kind of value', () => '[1, "x", null]'],
    ['nothing at all', () => 'null'],
    ['without its digest', (text) => JSON.stringify({ text: (JSON.parse(text) as { text: string }).text })],
    ['with a milder mode', (text) => text.replace('\\"mode\\":\\"enforce\\"', '\\"mode\\":\\"observe\\"')],
    ['with a milder rule', (text) => text.replace('\\"count\\":1', '\\"count\\":0')],
    ['with a person promoted', (text) => text.replace('\\"level\\":\\"mid\\"', '\\"level\\":\\"principal\\"')],
  ])('changes nothing in the answer where its entry was %s', async (_how, spoil) => {
    const { repository, folder } = shop();
    const plain = await answer(repository, null);
    const kept = memoryIn(folder);
    await answer(repository, kept.memory);
    const file = join(kept.folder, readdirSync(kept.folder)[0]!);
    const text = readFileSync(file, 'utf8');
    expect(spoil(text)).not.toBe(text);
    writeFileSync(file, spoil(text));
    const again = memoryIn(folder);
    expect(await answer(repository, again.memory)).toStrictEqual(plain);
    expect(again.written).toHaveLength(1);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('is not taken from the entry of another', async () => {
    const { repository, folder } = shop();
    const kept = memoryIn(folder);
    await answer(repository, kept.memory);
    const text = readFileSync(join(kept.folder, readdirSync(kept.folder)[0]!), 'utf8');
    repository.git('checkout', '-q', 'main');
    repository.write('.countersign/policy.yaml', policyYaml.replace('count: 1', 'count: 2')).commit('Ask for two');
    const plain = await answer(repository, null);
    const swapped: PolicyMemory = { ...kept.memory, read: () => Promise.resolve(JSON.parse(text)) };
    expect(await answer(repository, swapped)).toStrictEqual(plain);
  });

  it('is not found by another build of the program', async () => {
    const { repository, folder } = shop();
    await answer(repository, memoryIn(folder).memory);
    const other = memoryIn(folder, 'build 2');
    await answer(repository, other.memory);
    expect(other.asked.map(({ hit }) => hit)).toEqual([false]);
  });

  it('is not found once a preset, the policy or the people changed', async () => {
    const { repository, folder } = shop();
    await answer(repository, memoryIn(folder).memory);
    const hits = async () => {
      const { memory, asked } = memoryIn(folder);
      await answer(repository, memory);
      return asked.map(({ hit }) => hit);
    };
    expect(await hits()).toEqual([true]);
    const texts = presets as Record<string, string>;
    const preset = texts['amazon-2026']!;
    try {
      texts['amazon-2026'] = `${preset}\n# one more line\n`;
      expect(await hits()).toEqual([false]);
    } finally {
      texts['amazon-2026'] = preset;
    }
    repository.git('checkout', '-q', 'main');
    repository.write('.countersign/policy.yaml', `${policyYaml}# one more line\n`).commit('Explain');
    expect(await hits()).toEqual([false]);
    repository.write('.countersign/people.yaml', `${peopleYaml}# one more line\n`).commit('Explain');
    expect(await hits()).toEqual([false]);
  });

  it('is never kept where it cannot be used', async () => {
    const { repository, folder } = shop();
    repository.git('checkout', '-q', 'main');
    repository.write('.countersign/policy.yaml', policyYaml.replace('mode', 'modes')).commit('Break it');
    const { memory, written } = memoryIn(folder);
    await expect(answer(repository, memory)).rejects.toThrow('unknown key `modes`');
    expect(written).toEqual([]);
  });
});
