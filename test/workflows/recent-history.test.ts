import { afterAll, expect, it } from 'vitest';
import { nobody } from '../../src/core/policy/index.ts';
import { readRecentHistory, sumRecentHistory } from '../../src/workflows/recent-history.ts';
import { BuiltRepository, reading, removeFolders } from '../git/built-repository.ts';

afterAll(removeFolders);

const ada = 'Ada Author <ada@example.com>';
const carl = 'Carl Committer <carl@example.com>';

/** Three lines on `a.ts` landed on `main` some way, and two more of Ada's waiting on `topic`: what counts together with them. */
async function countedWith(land: (repository: BuiltRepository) => void): Promise<readonly [number, number]> {
  const repository = BuiltRepository.init();
  repository.write('a.ts', 'start\n').git('add', '-A');
  repository.git('commit', '-qm', 'Start', '--author', carl);
  land(repository);
  repository.git('switch', '-q', '-c', 'topic', 'main');
  repository.write('a.ts', 'start\n1\n2\n3\n4\n5\n').git('commit', '-qam', 'Add two', '--author', ada);
  const [base, head] = [repository.git('rev-parse', 'main'), repository.git('rev-parse', 'topic')];
  return reading(repository.path, async (opened) => {
    const change = await opened.readChange('refs/heads/main', base, head, true);
    const { commits, linesAdded } = await sumRecentHistory(opened, change, await readRecentHistory(opened, base, 1_700_010_000), nobody);
    return [commits, linesAdded];
  });
}

const three = (repository: BuiltRepository) => repository.write('a.ts', 'start\n1\n2\n3\n');
const work = (repository: BuiltRepository, author: string) => {
  repository.git('switch', '-q', '-c', 'work');
  three(repository).git('commit', '-qam', 'Add three', '--author', author);
  repository.git('switch', '-q', 'main');
};

it.each<[string, (repository: BuiltRepository) => void, readonly [number, number]]>([
  ['by the same author', (repository) => void three(repository).git('commit', '-qam', 'Add three', '--author', ada), [1, 3]],
  ['by somebody else', (repository) => void three(repository).git('commit', '-qam', 'Add three', '--author', carl), [0, 0]],
  ['squashed by somebody else with the author as co-author', (repository) => void three(repository).git('commit', '-qam', `Add three (#1)\n\nCo-authored-by: ${ada}`, '--author', carl), [1, 3]],
  ['merged by somebody else', (repository) => {
    work(repository, ada);
    repository.git('merge', '-q', '--no-commit', '--no-ff', 'work');
    repository.git('commit', '-q', '-m', 'Merge work', '--author', carl);
  }, [1, 3]],
  ['merged by somebody else, of somebody else', (repository) => {
    work(repository, carl);
    repository.git('merge', '-q', '--no-commit', '--no-ff', 'work');
    repository.git('commit', '-q', '-m', 'Merge work', '--author', carl);
  }, [0, 0]],
])('what landed lately counts together with a change, %s', async (_, land, counted) => {
  expect(await countedWith(land)).toEqual(counted);
});
