import { describe, expect, test } from 'vitest';
import { now } from '../../../test/policy-cases/decision-cases.ts';
import { change, entry, people } from '../../../test/recorded/some-statements.ts';
import type { RecordedStatement } from '../attestation/index.ts';
import { formatInstant } from '../values/index.ts';
import { overriddenLandings, owedReviews, type EmergencyLanding } from './index.ts';

const policy = { override: { level: 'senior', count: 1, reviewWithin: 86_400 }, revert: { level: 'mid', count: 1, onCall: true, reviewWithin: 3600 } };
const landing: EmergencyLanding = { commit: change.head.commit, target: change.target, changeDigest: change.digest, under: 'override', hands: ['li', 'bo'], landedAt: now - 7200, takenBack: false };
const owed = (recorded: readonly RecordedStatement[], parts: Partial<EmergencyLanding> = {}) => owedReviews({ recorded, landings: [{ ...landing, ...parts }], policy, people, adoptions: [], now }).map(({ sentence, overdue }) => [overdue, sentence]);
const id = change.head.commit.slice(0, 7);
const review = (by: string, parts: object = {}) => entry(9, 'after-review', by, { person: { id: by, level: 'senior' }, ...parts });

describe('an after-review is owed', () => {
  test.each<[string, readonly RecordedStatement[], Partial<EmergencyLanding>, boolean, string]>([
    ['in time', [], {}, false, `${id} landed under an override and its after-review is owed`],
    ['too late', [], { landedAt: now - 90_000 }, true, `${id} landed under an override and its after-review is overdue`],
    ['by the lane’s own term', [], { under: 'revert' }, true, `${id} landed by the lane of a revert and its after-review is overdue`],
    ['at once where nobody witnessed when it landed', [], { landedAt: null }, true, `${id} landed under an override and its after-review is overdue`],
    ['after one of those who overrode', [review('li')], {}, false, `${id} landed under an override and its after-review is owed`],
    ['after one of its author', [review('bo')], {}, false, `${id} landed under an override and its after-review is owed`],
    ['after one in somebody else’s name', [entry(9, 'after-review', 'bo')], {}, false, `${id} landed under an override and its after-review is owed`],
    ['after one for another repository', [review('ana', { repository: '7'.repeat(64) })], {}, false, `${id} landed under an override and its after-review is owed`],
    ['after one about another landing', [review('ana', { landing: { commit: 'e'.repeat(40), change: change.digest } })], {}, false, `${id} landed under an override and its after-review is owed`],
    ['after one about another content', [review('ana', { landing: { commit: change.head.commit, change: '9'.repeat(64) } })], {}, false, `${id} landed under an override and its after-review is owed`],
    ['while somebody asks for it to be taken back', [review('ana', { verdict: 'revert' })], {}, true, `${id} landed under an override and Ana asks for it to be taken back`],
  ])('%s', (_, recorded, parts, overdue, sentence) => {
    expect(owed(recorded, parts)).toEqual([[overdue, sentence]]);
  });
});

describe('nothing is owed', () => {
  test.each<[string, readonly RecordedStatement[], Partial<EmergencyLanding>]>([
    ['once somebody who had no hand in it accepts', [review('ana')], {}],
    ['once somebody accepts what another wanted taken back', [review('ana', { verdict: 'revert' }), { ...review('tomas'), entry: 10 }], {}],
    ['once it was taken back', [], { takenBack: true, landedAt: null }],
  ])('%s', (_, recorded, parts) => {
    expect(owed(recorded, parts)).toEqual([]);
  });
});

test('the ledger names what gates let in under overrides, and nobody else’s word does', () => {
  const landed = [{ commit: 'e'.repeat(40), signOffs: [4], test: null, override: true }];
  const found = (by: string) => overriddenLandings({ recorded: [entry(4, 'override', 'li'), entry(5, 'landing', by, { landed, signedAt: formatInstant(now - 60) })], target: change.target, people, adoptions: [] });
  expect(found('host')).toEqual([{ ...landing, commit: 'e'.repeat(40), hands: ['li'], landedAt: now - 60 }]);
  expect(found('ana')).toEqual([]);
});
