import { expect, it } from 'vitest';
import { faults } from './faults.ts';
import { edited, editsOf, type InjectedFault } from './injected.ts';
import { runFaults } from './run-faults.ts';

const good: InjectedFault = {
  id: 'good',
  does: 'hashes leaves as nodes are hashed',
  file: 'src/core/ledger/tree/tree-hash.ts',
  find: '  data.set(leaf, 1);',
  put: '  data.set(leaf, 0);',
  caughtBy: ['src/core/values/canonical-json.test.ts', 'writes the sample of RFC 8785, section 3.2.2 and 3.2.3'],
};
const caughtBy: InjectedFault['caughtBy'] = ['src/core/ledger/tree/vectors.test.ts', 'hashes leaves and nodes apart'];

it('a fault is caught by the named test that fails with it and passes without, and by nothing else', async () => {
  const cases: readonly InjectedFault[] = [
    { ...good, id: 'caught', caughtBy },
    { ...good, id: 'harmless', find: 'for (let i = 0; i < a.length; i++)', put: 'for (let i = 0; i < b.length; i++)', caughtBy },
    { ...good, id: 'elsewhere' },
    { ...good, id: 'moved', find: 'no such text' },
    { ...good, id: 'no-test', caughtBy: [caughtBy[0], 'nothing of this name'] },
  ];
  const results = await runFaults(cases);
  expect(results.map(({ fault, problem }) => [fault.id, problem])).toEqual([
    ['caught', ''],
    ['harmless', expect.stringContaining('`harmless` went unnoticed')],
    ['elsewhere', expect.stringContaining('does not load what the fault is in')],
    ['moved', expect.stringContaining('stands 0 times')],
    ['no-test', expect.stringContaining('has no test `nothing of this name`')],
  ]);
});

it('a text that stands twice, or is put out for itself, is no fault', () => {
  const { file } = good;
  expect(() => edited('one one', { file, find: 'one', put: 'two' })).toThrow('stands 2 times');
  expect(() => edited('one', { file, find: 'one', put: 'one' })).toThrow('changes nothing');
  expect(edited('one', { file, find: 'one', put: '$&$&' })).toBe('$&$&');
});

it('there are more than twenty, each of its own, all in what is published', () => {
  expect(faults.length).toBeGreaterThan(20);
  expect(new Set(faults.map(({ id }) => id)).size).toBe(faults.length);
  expect(faults.flatMap(editsOf).filter(({ file }) => !file.startsWith('src/') || file.endsWith('.test.ts'))).toEqual([]);
});
