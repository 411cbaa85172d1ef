import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { factsOf, now, outcome, seniorGate, signOff, type Case } from '../../../../test/policy-cases/decision-cases.ts';
import type { Override } from '../../signoff/index.ts';
import { decide } from '../decide.ts';

const decisionOf = (parts: Case) => decide(factsOf(parts), () => '');
const given = (person: string, parts: Partial<Override> = {}): Override => ({
  id: `o-${person}`,
  person,
  changeDigest: '4f1c'.padEnd(64, '0'),
  head: 'd'.repeat(40),
  target: 'refs/heads/main',
  reason: 'checkout is down',
  strength: 'touch',
  signedAt: now - 600,
  expiresAt: now + 7200,
  order: 1,
  used: false,
  ...parts,
});
const ana = given('ana');
const li = given('li', { order: 2, reason: 'as Ana says' });
const over = (overrides: readonly Override[], parts: Case = {}): Case => ({ ...parts, inputs: { ...parts.inputs, overrides } });
const until = '21 Sep 16:13 UTC';

describe('an override', () => {
  test('by two seniors lets it land, says so, and keeps what was not met in the tree', () => {
    const { status, root, next } = decisionOf(over([ana, li]));
    expect(status).toBe('overridden');
    expect(root.sentence).toBe(`overridden by Ana and Li until ${until}: checkout is down; after-review due within 24 h`);
    expect(root.children.map((child) => [child.rule, child.status])).toEqual([['senior-gate', 'pending'], ['override', 'overridden']]);
    expect(root.needs).toContain('1 senior, key touched');
    expect(next).toEqual([{ sentence: 'somebody other than Ana and Li reviews it afterwards, within 24 h', people: [], command: null }]);
  });

  test.each<[string, Case]>([
    ['a rejection', { signOffs: [signOff('li', 1, { verdict: 'reject' })] }],
    ['a request for changes', { signOffs: [signOff('li', 1, { verdict: 'request-changes' })] }],
    ['AI where it is off-limits', { paths: ['vault/a'] }],
    ['a silent author', { state: 'ask' }],
    ['a rule nobody can meet', { authors: ['ana', 'li', 'bo'], paths: ['checkout/a'] }],
    ['a rule that could not be evaluated', { outcomes: [outcome(seniorGate, 'unknown')] }],
    ['no rule that allows it', { authors: ['ana'], policy: { otherwise: { allow: false, because: 'only what a rule covers' } } }],
  ])('opens %s', (_, parts) => {
    expect(decisionOf(over([ana, given('edda', { order: 2 })], parts)).status).toBe('overridden');
  });

  test.each<[string, Case]>([
    ['a part that could not be read', { change: { unread: ['the history is shallow'] } }],
    ['a base that is not on the target', { change: { baseOnTarget: false } }],
    ['two trees that differ without a differing file', { change: { files: [] } }],
    ['a policy that would decide nothing any more', { inputs: { proposedPolicy: [{ severity: 'error', code: 'c', message: 'm', mend: null, at: { file: 'f', line: 1, column: 1 } }] } }],
  ])('never opens %s', (_, parts) => {
    const { status } = decisionOf(over([ana, li], parts));
    expect(status).toBe(decisionOf(parts).status);
    expect(status).not.toBe('approved');
  });

  test.each<[string, readonly Override[], string]>([
    ['one senior alone', [ana], 'an override waits for 1 senior more'],
    ['one senior twice', [ana, { ...ana, id: 'o2', order: 2 }], 'an override waits for 1 senior more'],
    ['a mid', [ana, given('tomas')], 'tomas: mid is below senior'],
    ['an agent', [ana, given('kiro')], 'kiro: a machine overrides nothing'],
    ['a gate', [ana, given('ci')], 'ci: a machine overrides nothing'],
    ['somebody not enrolled', [ana, given('zoe')], 'zoe: nobody of this id is enrolled'],
    ['another target', [ana, given('li', { target: 'refs/heads/x' })], 'li: given for refs/heads/x'],
    ['another head', [ana, given('li', { head: 'a'.repeat(40) })], 'li: given for aaaaaaa, the head is now ddddddd'],
    ['another change', [ana, given('li', { changeDigest: '9'.repeat(64) })], 'li: given for digest 9999…, the change is now 4f1c…'],
    ['one used before', [ana, given('li', { used: true })], 'li: used already: an override opens once'],
    ['one without a reason', [ana, given('li', { reason: ' \n' })], 'li: without a reason'],
    ['a reason nobody can see', [ana, given('li', { reason: '\u200b\u3164\u2060\u202e .' })], 'li: without a reason'],
    ['one signed at no moment', [ana, given('li', { signedAt: Number.NaN })], 'li: it does not say until when'],
    ['one that expires at no moment', [ana, given('li', { expiresAt: Number.NaN })], 'li: it does not say until when'],
    ['one of an unknown strength', [ana, given('li', { strength: 'none' as 'any' })], 'li: no touch on the key (none < touch)'],
    ['one from the future', [ana, given('li', { signedAt: now + 301 })], 'li: dated in the future'],
    ['an expired one', [ana, given('li', { expiresAt: now })], 'li: expired 21 Sep 14:13 UTC'],
    ['one that says it holds for a week, a day later', [ana, given('li', { signedAt: now - 86_400, expiresAt: now + 500_000 })], 'li: expired 21 Sep 14:13 UTC'],
    ['one without a date', [ana, given('li', { signedAt: NaN })], 'li: it does not say until when'],
    ['one by a file key', [ana, given('li', { strength: 'any' })], 'li: no touch on the key (any < touch)'],
  ])('does not hold with %s', (_, overrides, because) => {
    const { status, root } = decisionOf(over(overrides));
    expect(status).toBe('pending');
    const node = root.children.find(({ rule }) => rule === 'override')!;
    expect([node.sentence, ...node.setAside.map((one) => `${one.person}: ${one.because}`)]).toContain(because);
  });

  test('by a synced passkey counts where the policy allows those, and not where it refuses them', () => {
    const overrides = [ana, given('li', { order: 2, strength: 'verified', synced: true })];
    expect(decisionOf(over(overrides)).status).toBe('overridden');
    const { status, root } = decisionOf(over(overrides, { policy: { passkeys: { synced: 'refuse' } } }));
    const because = 'made with a passkey that may be synced to other devices; the policy counts those as any (any < touch)';
    expect([status, root.children.at(-1)!.setAside]).toEqual(['pending', [{ signOff: 'o-li', person: 'li', because }]]);
  });

  test('of those who wrote it needs one who did not', () => {
    const both = decisionOf(over([ana, li], { authors: ['ana', 'li', 'bo'] }));
    expect([both.status, both.root.children.at(-1)!.sentence]).toEqual(['pending', 'an override waits for somebody who had no hand in the change']);
    expect(decisionOf(over([ana, li], { authors: ['ana', 'bo'] })).status).toBe('overridden');
    const alone = { override: { level: 'senior', count: 1, reviewWithin: 3600 } };
    expect(decisionOf(over([ana], { authors: ['ana', 'bo'], policy: alone })).status).toBe('pending');
    expect(decisionOf(over([ana, li], { authors: ['ana', 'bo'], policy: alone })).root.sentence).toMatch(/^overridden by Li until .*; after-review due within 1 h$/);
  });

  test('of a change to the policy takes the highest level', () => {
    const parts: Case = { paths: ['.countersign/policy.yaml'] };
    expect(decisionOf(over([ana, li], parts)).status).toBe('pending');
    expect(decisionOf(over([ana, given('edda', { order: 2 })], { ...parts, policy: { override: { level: 'senior', count: 1, reviewWithin: 60 } } })).status).toBe('overridden');
  });

  test('without one in the policy opens nothing, and is not needed where all is met', () => {
    expect(decisionOf(over([ana, li], { policy: { override: null } })).status).toBe('pending');
    expect(decisionOf(over([ana, li], { authors: ['ana'] })).status).toBe('approved');
  });

  test('changes its mind with any of what it binds', () => {
    const broken: fc.Arbitrary<Partial<Override>> = fc.oneof(
      fc.constantFrom<Partial<Override>>({ used: true }, { reason: '' }, { strength: 'any' }, { person: 'kiro' }, { person: 'ana' }),
      fc.record({ head: fc.string() }),
      fc.record({ changeDigest: fc.string() }),
      fc.record({ target: fc.string() }),
      fc.record({ signedAt: fc.integer({ min: 0, max: now - 86_400 }) }),
      fc.record({ expiresAt: fc.integer({ min: 0, max: now }) }),
    );
    fc.assert(
      fc.property(broken, (parts) => {
        expect(decisionOf(over([ana, { ...li, ...parts }])).status).toBe('pending');
      }),
      { numRuns: 300 },
    );
  });
});
