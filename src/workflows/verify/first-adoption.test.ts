import { describe, expect, test } from 'vitest';
import { entry, people, policy } from '../../../test/recorded/some-statements.ts';
import type { RecordedStatement } from '../../core/attestation/index.ts';
import { findFirstAdoption } from './first-adoption.ts';
import type { InForce, InForceReader } from './in-force.ts';

const target = 'refs/heads/main';
const there = { usable: true, policy, people, codeowners: null } as unknown as InForce;
const inForce: InForceReader = { at: async () => there, peopleAt: async () => people, digests: async () => ({ policy: null, people: null }) };

const found = async (...recorded: RecordedStatement[]) => {
  const first = await findFirstAdoption(recorded, inForce, { target, root: null, isLanding: async (commit) => !commit.startsWith('f') });
  return 'code' in first ? first.code : first.entry;
};

describe('the first adoption', () => {
  const good = entry(2, 'adoption', 'root');

  test('is the earliest that the root signed', async () => {
    expect(await found(good, entry(3, 'adoption', 'root'))).toBe(2);
  });

  test.each([
    ['somebody enrolled signed without the root', entry(1, 'adoption', 'ana')],
    ['a gate signed without saying so', entry(1, 'adoption', 'host')],
    ['a stranger signed', entry(1, 'adoption', 'mallory')],
    ['is of another repository', entry(1, 'adoption', 'root', { repository: '0'.repeat(64) })],
    ['is of another branch', entry(1, 'adoption', 'root', { target: 'refs/heads/next' })],
    ['names a commit that never landed', entry(1, 'adoption', 'root', { commit: 'f'.repeat(40) })],
    ['names other rules than the commit has', entry(1, 'adoption', 'root', { policy: '1'.repeat(64) })],
  ])('is none that %s', async (_, other) => {
    expect([await found(other, good), await found(other)]).toEqual([2, 'adoption-absent']);
  });
});
