import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeSha256 } from '../../src/adapters/git/index.ts';
import { checkChange } from '../../src/workflows/check-change.ts';
import { findReverted } from '../../src/workflows/find-reverted.ts';
import { BuiltRepository, reading, removeFolders } from '../git/built-repository.ts';
import { withoutLedger } from './without-ledger.ts';

afterAll(removeFolders);

const policyYaml = `version: 1
extends: amazon-2026
mode: enforce
revert: { by: { level: mid, count: 1, on-call: true }, review-within: 24h }
`;
const peopleYaml = `people:
  ana: { name: Ana Ruiz, level: senior, emails: [ada@example.com, carl@example.com] }
  li: { name: Li Wen, level: senior, emails: [li@example.com] }
`;
const ai = 'Assisted-by: Copilot:gpt-5.2\n';

function shop(): BuiltRepository {
  const repository = BuiltRepository.init();
  repository.write('.countersign/policy.yaml', policyYaml).write('.countersign/people.yaml', peopleYaml);
  repository.write('src/a.ts', 'one\n').write('src/b.ts', 'two\n').write('src/c.ts', 'three\n');
  repository.commit('Adopt');
  return repository;
}

/** Lands a change of two files and one new; gives its id. */
function land(repository: BuiltRepository, message = `Change it\n\n${ai}`): string {
  repository.write('src/a.ts', 'one changed\n').write('src/new.ts', 'new\n');
  return repository.commit(message);
}

/** What the lane says of `main..topic`, or `null` where the change takes nothing back. */
async function laneOf(repository: BuiltRepository): Promise<string | null> {
  const ports = { sha256: nodeSha256, readText: () => Promise.reject(new Error('nothing is read from disk')), ...withoutLedger };
  const options = { range: 'main..topic', target: null, now: 1_700_010_000, onProgress: null, preset: null, policyFile: null, peopleFile: null };
  const report = await reading(repository.path, (opened) => checkChange({ ...ports, repository: opened }, options));
  const { root } = report.judgement.decision;
  return root.children.find(({ rule }) => rule === 'revert')?.sentence ?? null;
}

/** `git revert`s a commit on a new branch, edits it with `more`, and writes `message` in place of git's. */
function takeBack(repository: BuiltRepository, commit: string, more: (repository: BuiltRepository) => unknown = () => undefined, message: string | null = null): void {
  repository.git('checkout', '-q', '-B', 'topic', 'main');
  repository.git('revert', '--no-commit', commit);
  more(repository);
  repository.commit(message ?? `Revert it\n\nThis reverts commit ${commit}.\n\n${ai}`);
}

describe('the lane of a revert', () => {
  it('is open to what git revert makes of a landing, also later and of a merge', async () => {
    const repository = shop();
    const landed = land(repository);
    repository.write('src/c.ts', 'three changed\n').commit('Something else\n\nAssisted-by: none\n');
    takeBack(repository, landed);
    expect(await laneOf(repository)).toMatch(new RegExp(`^needs 1 mid on call: exact inverse of ${landed.slice(0, 7)}, landed `));

    const merging = shop();
    merging.git('checkout', '-q', '-b', 'work');
    land(merging);
    merging.git('checkout', '-q', 'main');
    merging.git('merge', '-q', '--no-ff', '-m', 'Merge work', 'work');
    const merge = merging.git('rev-parse', 'main');
    merging.git('checkout', '-q', '-b', 'topic');
    merging.git('revert', '--no-commit', '-m', '1', merge);
    merging.commit(`Revert the merge\n\nThis reverts commit ${merge}, reversing\nchanges made to main.\n\n${ai}`);
    expect(await laneOf(merging)).toContain(`exact inverse of ${merge.slice(0, 7)}`);
  });

  it.each<[string, (repository: BuiltRepository) => unknown]>([
    ['one more file', (repository) => repository.write('src/extra.ts', 'x\n')],
    ['one more line', (repository) => repository.write('src/a.ts', 'one\nmore\n')],
    ['a part of it', (repository) => repository.git('checkout', 'main', '--', 'src/new.ts')],
    ['another mode', (repository) => chmodSync(join(repository.path, 'src/a.ts'), 0o755)],
  ])('is closed to a revert with %s', async (_, more) => {
    const repository = shop();
    takeBack(repository, land(repository), more);
    expect(await laneOf(repository)).toBeNull();
  });

  it('is closed where the landing is not named, not there, or never landed', async () => {
    const repository = shop();
    const landed = land(repository);
    takeBack(repository, landed, undefined, `Go back\n\n${ai}`);
    expect(await laneOf(repository)).toBeNull();
    takeBack(repository, landed, undefined, `Go back\n\nThis reverts commit ${'9'.repeat(40)}.\n\n${ai}`);
    expect(await laneOf(repository)).toBeNull();

    const apart = shop();
    apart.git('checkout', '-q', '-b', 'elsewhere');
    const unlanded = land(apart);
    apart.git('checkout', '-q', '-b', 'topic', 'main');
    apart.write('src/a.ts', 'one again\n').commit(`Go back\n\nThis reverts commit ${unlanded}.\n\n${ai}`);
    expect(await laneOf(apart)).toBeNull();
  });

  it('is closed to a commit that came by a second parent', async () => {
    const repository = shop();
    repository.git('checkout', '-q', '-b', 'work');
    const inside = land(repository);
    repository.git('checkout', '-q', 'main');
    repository.git('merge', '-q', '--no-ff', '-m', 'Merge work', 'work');
    takeBack(repository, inside);
    expect(await laneOf(repository)).toBeNull();
  });

  it('never lands again what was taken back, whatever the messages say', async () => {
    for (const honest of [true, false]) {
      const repository = shop();
      const landed = land(repository);
      repository.git('revert', '--no-commit', landed);
      const reverted = repository.commit(honest ? `Revert it\n\nThis reverts commit ${landed}.\n\n${ai}` : `Tidy up\n\n${ai}`);
      repository.write('src/c.ts', 'three changed\n').commit('Something else\n\nAssisted-by: none\n');
      takeBack(repository, reverted);
      expect(await laneOf(repository)).toContain(`but that one took ${landed.slice(0, 7)} back: this would land it again`);
    }
  });

  it('tells the deletion of a feature that was added at once from any other deletion', async () => {
    const feature = shop();
    const added = feature.write('src/new.ts', 'new\n').commit(`Add it\n\n${ai}`);
    feature.git('rm', '-q', 'src/new.ts');
    takeBack(feature, feature.commit(`Tidy up\n\n${ai}`));
    expect(await laneOf(feature)).toContain(`took ${added.slice(0, 7)} back`);

    const accident = shop();
    accident.git('rm', '-q', 'src/c.ts');
    takeBack(accident, accident.commit(`Tidy up\n\n${ai}`));
    expect(await laneOf(accident)).toContain('needs 1 mid on call');
  });

  it('is closed where the state that the landing went back to may be older than what is looked at', async () => {
    const repository = shop();
    const landed = land(repository);
    for (const text of ['4', '5', '6']) repository.write('src/c.ts', text).commit('Go on');
    repository.git('checkout', '-q', landed + '~1', '--', 'src/a.ts');
    repository.git('rm', '-q', 'src/new.ts');
    const reverted = repository.commit(`Tidy up\n\n${ai}`);
    takeBack(repository, reverted);
    const found = await reading(repository.path, async (opened) => {
      const [tip, head] = await Promise.all(['main', 'topic'].map(async (name) => (await opened.resolve(name)).commit));
      const change = await opened.readChange('refs/heads/main', tip!, head!, true);
      const target = { ref: 'refs/heads/main', tip: tip! };
      return Promise.all([3, 100].map((most) => findReverted(opened, change, target, most)));
    });
    expect(found).toMatchObject([{ commit: reverted, takesBack: null, untold: expect.stringContaining('older ones are not looked at') as string }, { takesBack: landed, untold: null }]);
  });

  it('is closed in a shallow clone that ends before that', async () => {
    const repository = shop();
    land(repository);
    repository.write('src/a.ts', 'one\n').git('rm', '-q', 'src/new.ts');
    takeBack(repository, repository.commit(`Tidy up\n\n${ai}`));
    expect(await laneOf(repository)).toContain('back: this would land it again');
    writeFileSync(join(repository.path, '.git/shallow'), `${repository.git('rev-parse', 'main~1').trim()}\n`);
    expect(await laneOf(repository)).toContain('cannot be told: the history here is shallow');
  });

  it('is closed where the history cannot be read as far back as that', async () => {
    const repository = shop();
    const landed = land(repository);
    for (const text of ['4', '5']) repository.write('src/c.ts', text).commit('Go on');
    repository.write('src/a.ts', 'one\n').git('rm', '-q', 'src/new.ts');
    const reverted = repository.commit(`Tidy up\n\n${ai}`);
    takeBack(repository, reverted);
    const found = await reading(repository.path, async (opened) => {
      const [tip, head] = await Promise.all(['main', 'topic'].map(async (name) => (await opened.resolve(name)).commit));
      const change = await opened.readChange('refs/heads/main', tip!, head!, true);
      const { commit: id } = await opened.resolve(landed);
      rmSync(join(repository.path, '.git/objects', id.slice(0, 2), id.slice(2)));
      return findReverted(opened, change, { ref: 'refs/heads/main', tip: tip! });
    });
    expect(found).toMatchObject({ commit: reverted, takesBack: null, untold: expect.stringContaining('the history ends after') as string });
  });

  it('is closed to a change of the policy', async () => {
    const repository = shop();
    repository.write('.countersign/people.yaml', `${peopleYaml}  bo: { level: mid, emails: [bo@example.com] }\n`);
    takeBack(repository, repository.commit(`Enrol Bo\n\n${ai}`));
    expect(await laneOf(repository)).toContain('but it changes the policy');
  });
});
