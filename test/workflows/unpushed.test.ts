import { afterAll, expect, it } from 'vitest';
import { nodeSha256 } from '../../src/adapters/git/index.ts';
import { checkChange } from '../../src/workflows/check-change.ts';
import { BuiltRepository, reading, removeFolders } from '../git/built-repository.ts';
import { withoutLedger } from './without-ledger.ts';

afterAll(removeFolders);

const policy = 'version: 1\nmode: enforce\nrules: []\notherwise: { allow: true, because: nothing is asked }\n';

it('what stands on the local main alone is said to be judged by another range', async () => {
  const repository = BuiltRepository.init();
  repository.write('.countersign/policy.yaml', policy).write('a.ts', 'one\n').commit('Start\n\nAssisted-by: none\n');
  repository.git('update-ref', 'refs/remotes/origin/main', 'main');
  const ports = { sha256: nodeSha256, readText: () => Promise.reject(new Error('nothing is read from disk')), ...withoutLedger };
  const check = (range: string | null) =>
    reading(repository.path, (opened) => checkChange({ ...ports, repository: opened }, { range, target: null, now: 1_700_010_000, onProgress: null, preset: null, policyFile: null, peopleFile: null }));
  expect((await check(null)).judgement.warnings.join()).not.toContain('ahead of origin');
  repository.write('a.ts', 'one\ntwo\n').commit('Add two\n\nAssisted-by: none\n');
  expect((await check(null)).judgement.warnings).toContain('`main` here is ahead of origin: countersign check origin/main..main judges what is not pushed yet');
  const judged = await check('origin/main..main');
  expect(judged.change.files.map(({ path }) => path)).toEqual(['a.ts']);
  expect(judged.judgement.warnings.join()).not.toContain('ahead of origin');
});
