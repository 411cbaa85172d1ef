import { describe, expect, it } from 'vitest';
import { decided } from '../../test/cli/reports.ts';
import { Failure, type FailureCode, type FailureKind } from '../core/values/index.ts';
import { blocks } from './commands/check.ts';
import { exitCodeOfFailure, exitCodeOfOutcome, failureWords } from './exit-code.ts';

describe('a failure', () => {
  it.each<[FailureKind, number]>([
    ['user', 2],
    ['config', 2],
    ['environment', 3],
    ['internal', 70],
  ])('that the %s must mend exits with %i', (kind, code) => {
    const others = (Object.keys(failureWords) as FailureCode[]).filter((each) => each !== 'interrupted');
    expect(new Set(others.map((each) => exitCodeOfFailure(new Failure(each, kind, 'x'))))).toEqual(new Set([code]));
  });

  it('by interruption exits with 130', () => {
    expect(exitCodeOfFailure(new Failure('interrupted', 'user', 'x'))).toBe(130);
  });
});

it('gives each outcome its code', () => {
  expect([exitCodeOfOutcome('ok'), exitCodeOfOutcome('not-approved'), exitCodeOfOutcome('mistake')]).toEqual([0, 1, 2]);
});

describe('a check blocks', () => {
  const statuses = ['pending', 'refused', 'unsatisfiable', 'unknown'] as const;

  it.each(statuses)('what is %s, where the policy enforces', (status) => {
    expect(blocks(decided(status, 'x'))).toBe(true);
  });

  it.each(statuses)('nothing that is %s in observe, in warn or in a preview', (status) => {
    expect(blocks(decided(status, 'x', { mode: 'observe' }))).toBe(false);
    expect(blocks(decided(status, 'x', { mode: 'warn' }))).toBe(false);
    expect(blocks(decided(status, 'x', { preview: true }))).toBe(false);
  });

  it.each(['approved', 'overridden'] as const)('nothing that is %s', (status) => {
    expect(blocks(decided(status, 'x'))).toBe(false);
  });
});
