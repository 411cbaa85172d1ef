import { afterAll, expect, test } from 'vitest';
import { BuiltRepository, reading, removeFolders } from '../git/built-repository.ts';
import { approvalOf, main, type Approved } from './approvals.ts';
import { findCarries, type FoundCarries } from '../../src/workflows/carry/find-carries.ts';

afterAll(removeFolders);

const lines = (changed: Readonly<Record<number, string>> = {}) => Array.from({ length: 20 }, (_, i) => changed[i] ?? `line ${i}`).join('\n') + '\n';

/** A topic of two files on `main`, checked out. */
function topic(): { repository: BuiltRepository; base: string; head: string } {
  const repository = BuiltRepository.init();
  repository.write('app.ts', lines()).write('lock.json', lines()).write('other.ts', lines());
  const base = repository.commit('Begin');
  repository.git('switch', '-qc', 'topic');
  repository.write('app.ts', lines({ 3: 'grant()' })).write('lock.json', lines({ 3: 'two' }));
  return { repository, base, head: repository.commit('Grant') };
}

function onMain(repository: BuiltRepository, work: () => void): void {
  repository.git('switch', '-q', 'main');
  work();
  repository.git('switch', '-q', 'topic');
}

function found(repository: BuiltRepository, signed: readonly Approved[]): Promise<FoundCarries> {
  return reading(repository.path, async (open) => {
    const recorded = await Promise.all(signed.map((one, entry) => approvalOf(open, { ...one, entry })));
    const tip = repository.git('rev-parse', main);
    const head = repository.git('rev-parse', 'topic');
    const [base] = await open.mergeBases(tip, head);
    const change = await open.readChange(main, base!, head, true);
    return findCarries({ repository: open }, { change, target: { ref: main, tip }, signed: recorded });
  });
}

const codes = ({ refused }: FoundCarries) => [...refused].map(([entry, { code }]) => `${entry} ${code}`);

test('what was given for this very base and head is carried from nowhere', async () => {
  const { repository, base, head } = topic();
  expect(await found(repository, [{ base, head }])).toEqual({ carries: [], refused: new Map() });
});

test('another message over the same trees carries exactly', async () => {
  const { repository, base, head } = topic();
  repository.git('commit', '-q', '--amend', '-m', 'Grant it');
  expect((await found(repository, [{ base, head }])).carries).toEqual([{ signOff: '0', test: 'exact', moved: [] }]);
});

test('a rebase onto a target that moved elsewhere carries', async () => {
  const { repository, base, head } = topic();
  onMain(repository, () => repository.write('other.ts', lines({ 1: 'x' })).commit('Meanwhile'));
  repository.git('rebase', '-q', 'main');
  expect((await found(repository, [{ base, head }])).carries).toEqual([{ signOff: '0', test: 'disjoint', moved: [] }]);
});

test('a rebase, or an update-merge, over a touched file names it', async () => {
  for (const update of [['rebase', '-q'], ['merge', '-q', '--no-edit']]) {
    const { repository, base, head } = topic();
    onMain(repository, () => repository.write('lock.json', lines({ 15: 'x' })).commit('Meanwhile'));
    repository.git(...update, 'main');
    expect((await found(repository, [{ base, head }])).carries).toEqual([{ signOff: '0', test: 'textual', moved: ['lock.json'] }]);
  }
});

test('a push after approval shows what is left to look at', async () => {
  const { repository, base, head } = topic();
  repository.write('app.ts', lines({ 3: 'grant()', 4: 'everybody()' })).commit('And more');
  const { carries, refused } = await found(repository, [{ base, head }]);
  expect(carries).toEqual([]);
  expect(refused.get(0)).toMatchObject({ code: 'edited', residual: ['app.ts'] });
});

test('what landed and was taken back is refused, though its digest is the same', async () => {
  const { repository, base, head } = topic();
  onMain(repository, () => {
    repository.git('merge', '-q', '--squash', 'topic');
    repository.commit('Squash');
    repository.git('revert', '--no-edit', 'HEAD');
  });
  repository.git('reset', '-q', '--hard', 'main');
  repository.git('cherry-pick', head);
  const result = await found(repository, [{ base, head }]);
  expect(result.carries).toEqual([]);
  expect(codes(result)).toEqual(['0 used']);
});

test('a conflict that was settled by hand shows where', async () => {
  const { repository, base, head } = topic();
  onMain(repository, () => repository.write('app.ts', lines({ 3: 'deny()' })).commit('Meanwhile'));
  repository.git('reset', '-q', '--hard', 'main');
  repository.write('app.ts', lines({ 3: 'grant()' })).write('lock.json', lines({ 3: 'two' })).commit('Grant');
  expect((await found(repository, [{ base, head }])).refused.get(0)).toMatchObject({ code: 'conflict', residual: ['app.ts'] });
});

test('the same trees on an older base of the same content are refused', async () => {
  const repository = BuiltRepository.init();
  const older = repository.write('app.ts', lines()).write('other.ts', lines()).commit('Begin');
  repository.write('other.ts', lines({ 1: 'bad' })).commit('Bad');
  repository.git('revert', '--no-edit', 'HEAD');
  const base = repository.git('rev-parse', 'HEAD');
  repository.git('switch', '-qc', 'signed');
  const head = repository.write('app.ts', lines({ 3: 'grant()' })).commit('Grant');
  repository.git('switch', '-qc', 'topic', older);
  repository.write('app.ts', lines({ 3: 'grant()' })).commit('Grant');
  expect(codes(await found(repository, [{ base, head }]))).toEqual(['0 not-forward']);
});

test('the upper part of a stack carries once the lower one landed under its own sign-off, and not before', async () => {
  const { repository, base, head: lower } = topic();
  const upper = repository.write('other.ts', lines({ 9: 'upper()' })).commit('Upper');
  const signed = [{ base, head: lower }, { base: lower, head: upper }];
  onMain(repository, () => {
    repository.git('merge', '-q', '--squash', lower);
    repository.commit('Squash');
  });
  repository.git('rebase', '-q', '--onto', 'main', lower, 'topic');
  expect((await found(repository, signed)).carries).toEqual([{ signOff: '1', test: 'exact', moved: [] }]);
  expect(codes(await found(repository, signed.slice(1)))).toEqual(['0 not-forward']);
});

test('on a stack that waits, what was signed on its lower part is not carried from anywhere', async () => {
  const { repository, head: lower } = topic();
  const upper = repository.write('other.ts', lines({ 9: 'upper()' })).commit('Upper');
  const result = await reading(repository.path, async (open) => {
    const recorded = [await approvalOf(open, { base: lower, head: upper })];
    const change = await open.readChange(main, lower, upper, false);
    return findCarries({ repository: open }, { change, target: { ref: main, tip: repository.git('rev-parse', main) }, signed: recorded });
  });
  expect(result).toEqual({ carries: [], refused: new Map() });
});

test('only approvals carry: what else people said stands by itself', async () => {
  const { repository, base, head } = topic();
  repository.git('commit', '-q', '--amend', '-m', 'Grant it');
  expect(await found(repository, [{ base, head, verdict: 'reject' }, { base, head, verdict: 'withdraw' }])).toEqual({ carries: [], refused: new Map() });
});
