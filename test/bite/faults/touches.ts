import type { InjectedFault } from '../injected.ts';

const [word, facts] = ['src/core/decision/signed-word.ts', 'src/core/decision/condition-values.ts'];
const tests = 'src/core/decision/signed-word.test.ts';

/** Whose touch says what of a change: what no agent can do without its developer. */
export const touches: readonly InjectedFault[] = [
  {
    id: 'one-touch-for-all',
    does: 'takes the touch of one author for that of every author',
    file: facts,
    find: 'assistance.asked.every((commit) => touched.has(commit))',
    put: 'assistance.asked.some((commit) => touched.has(commit))',
    caughtBy: [tests, 'asks every author of two for their own touch'],
  },
  {
    id: 'touch-not-asked',
    does: 'takes a declaration by a key in a file for one by a touch',
    file: word,
    find: "one.assistance !== null && whyTooWeak(inputs.policy, one, 'touch') === null",
    put: 'one.assistance !== null',
    caughtBy: [tests, 'its author said so by a key in a file'],
  },
  {
    id: 'touch-for-anything',
    does: 'takes a touch for something else of the change as the word on AI',
    file: word,
    find: 'one.assistance !== null && whyTooWeak',
    put: 'whyTooWeak',
    caughtBy: [tests, 'its author touched a key for something else'],
  },
  {
    id: 'touch-of-other-content',
    does: 'takes a declaration about other content for one about this change',
    file: word,
    find: 'if (one.changeDigest !== change.digest)',
    put: "if (one.changeDigest === '')",
    caughtBy: [tests, 'its author touched a key for other content'],
  },
  {
    id: 'touch-of-other-branch',
    does: 'takes a declaration for another branch',
    file: word,
    find: 'if (one.target !== change.target)',
    put: "if (one.target === '')",
    caughtBy: [tests, 'its author touched a key for another branch'],
  },
  {
    id: 'touch-for-others',
    does: 'lets the touch of one person answer for the commits of everybody',
    file: word,
    find: 'for (const commit of commits) touched.add(commit);',
    put: 'for (const commit of change.commits) touched.add(commit.id);',
    caughtBy: [tests, 'asks every author of two for their own touch'],
  },
  {
    id: 'touch-again',
    does: 'lets a declaration let in again what was taken back',
    file: word,
    find: 'return used === true ?',
    put: 'return used === null ?',
    caughtBy: [tests, 'its author touched a key for it before it landed'],
  },
  {
    id: 'landed-forgotten',
    does: 'does not look whether the change of a declaration has landed before',
    file: 'src/workflows/carry/landed-before.ts',
    find: 'digest === change.digest && target === change.target);',
    put: "digest === change.digest && target === '');",
    caughtBy: ['test/hostile/table.test.ts', 'touch/landed-again'],
  },
];
