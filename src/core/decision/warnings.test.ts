import { describe, expect, test } from 'vitest';
import { commit, factsOf, team, type Case } from '../../../test/policy-cases/decision-cases.ts';
import { warningsOf } from './warnings.ts';

const warned = (parts: Case) => warningsOf(factsOf(parts));

describe('an author is warned before a push', () => {
  test.each<[string, Case, readonly string[]]>([
    ['that leaves one owner', { authors: ['ana', 'bo'], paths: ['checkout/a'] }, ["Ana's commit 3f2a910 takes Ana out of those who may sign checkout; Li alone is left"]],
    ['that leaves nobody', { authors: ['ana', 'li', 'bo'], paths: ['checkout/a'] }, ["Ana's commit 3f2a910 and Li's commit 3f2a911 take Ana and Li out of those who may sign checkout; nobody is left"]],
    ['by another part in it', { commits: [commit('3f2a910', 'bo', 'x\n\nCo-authored-by: Ana <ana@example.com>')], paths: ['checkout/a'] }, ['Ana (co-author of 3f2a910) takes Ana out of those who may sign checkout; Li alone is left']],
    ['once for each area', { authors: ['ana', 'edda', 'bo'], paths: ['checkout/a', 'kms/b'] }, ["Ana's commit 3f2a910 takes Ana out of those who may sign checkout; Li alone is left", "Edda's commit 3f2a911 takes Edda out of those who may sign kms; nobody is left"]],
    ['where no area is owned', { authors: ['ana', 'bo'], people: { ...team, persons: team.persons.filter(({ id }) => id !== 'edda') } }, ["Ana's commit 3f2a910 takes Ana out of those who may sign as senior; Li alone is left"]],
    ['not where enough are left', { authors: ['ana', 'bo'] }, []],
    ['not where nobody was lost', { authors: ['bo'], paths: ['kms/a'] }, []],
    ['not where no rule asks', { authors: ['ana'], paths: ['checkout/a'] }, []],
  ])('%s', (_, parts, sentences) => {
    expect(warned(parts)).toEqual(sentences);
  });
});
