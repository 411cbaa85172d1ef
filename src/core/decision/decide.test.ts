import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  ask,
  claim,
  commit,
  factsOf,
  now,
  outcome,
  rule,
  seniorGate,
  signOff,
  team,
  type Case,
} from '../../../test/policy-cases/decision-cases.ts';
import { nobody } from '../policy/index.ts';
import type { Sha256 } from '../values/index.ts';
import { decide } from './decide.ts';
import type { Reason } from './decision.ts';

const sha256: Sha256 = (chunks) => {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
};
const decisionOf = (parts: Case) => decide(factsOf(parts), sha256);
const all = (reason: Reason): Reason[] => [reason, ...reason.children.flatMap(all)];
const setAside = (parts: Case) => all(decisionOf(parts).root).flatMap((one) => one.setAside.map(({ person, because }) => `${person}: ${because}`));

const d = 86_400;
const liWithoutKeys = { ...team, persons: team.persons.map((one) => (one.id === 'li' ? { ...one, revokedKeys: ['ssh-ed25519 AAAA li'] } : one)) };
const ana = signOff('ana', 1);
const peer = signOff('tomas', 2);
const two = rule('two', [ask({ kind: 'sign-off', level: 'senior', count: 2, owners: 'any', signature: 'any' })]);
const principal = rule('kms-gate', [ask({ kind: 'sign-off', level: 'principal', count: 1, owners: 'per-area', signature: 'verified' })]);
const results = rule('results', [
  ask({ kind: 'checks', pass: ['test'] }),
  ask({ kind: 'tests', suites: ['unit', 'integration'], cover: 0.8 }),
  ask({ kind: 'scan', noNew: 'warning' }),
  ask({ kind: 'edge-cases', classes: ['nullish'] }),
  ask({ kind: 'document', parts: ['intent', 'rollback'] }),
  ask({ kind: 'owner' }),
]);
const gate = [outcome(seniorGate)];

const leaves = (template: Parameters<typeof ask>[0]) => all(decisionOf({ outcomes: [outcome(rule('peer', [ask(template)]))] }).root).flatMap((one) => one.needs);

test.each([
  ['junior', 1, '1 other person'],
  ['junior', 2, '2 other people'],
  ['mid', 1, '1 other mid'],
  ['senior', 2, '2 other seniors'],
])('a review by a %s says of which level the %i must be', (level, count, needs) => {
  expect(leaves({ kind: 'review', count, level, distinct: true, signature: 'any' })).toContain(needs);
});

describe('status and first line', () => {
  test.each<[string, Case, string, string]>([
    // Who wrote it, with what, and nobody signed.
    ['a mid with AI', {}, 'pending', 'needs a senior, then one more reviewer'],
    ['a junior with AI', { authors: ['mina'] }, 'pending', 'needs a senior, then one more reviewer'],
    ['a senior with AI', { authors: ['ana'] }, 'approved', 'no rule asks for more: low tier, written by a senior'],
    ['a principal with AI', { authors: ['edda'], tier: 'high' }, 'approved', 'no rule asks for more: high tier, written by a principal'],
    ['a senior and a junior with AI', { authors: ['ana', 'mina'] }, 'pending', 'needs a senior, then one more reviewer'],
    ['a senior whose commit a junior amended', { commits: [commit('a1', 'ana', 'x', 'mina')] }, 'pending', 'needs a senior, then one more reviewer'],
    ['somebody not enrolled with AI', { authors: ['zoe'] }, 'pending', 'needs a senior, then one more reviewer'],
    ['an agent alone', { authors: ['kiro'] }, 'pending', 'needs a senior, then one more reviewer'],
    ['an agent a senior stands behind', { commits: [commit('a1', 'kiro', 'x', 'ana')] }, 'approved', 'no rule asks for more: low tier, written by a senior'],
    ['a mid by hand', { state: 'not-assisted' }, 'approved', 'no rule asks for more: low tier, written by a mid'],
    ['somebody not enrolled by hand', { authors: ['zoe'], state: 'not-assisted' }, 'approved', 'no rule asks for more: low tier, written in part by somebody not enrolled'],
    ['a silent mid', { state: 'ask' }, 'pending', "needs the author's answer: did an AI write any of it?"],
    ['a silent senior', { state: 'ask', authors: ['ana'] }, 'pending', "needs the author's answer: did an AI write any of it?"],
    ['a contradiction', { state: 'contradictory' }, 'pending', "needs a second person's attestation"],
    ['nothing changed', { change: { files: [], head: { commit: 'd'.repeat(40), tree: 'c'.repeat(40) } }, state: 'ask' }, 'approved', 'nothing to approve: both trees are equal'],
    // Areas.
    ['a mid with AI in an owned area', { paths: ['checkout/cart.ts'] }, 'pending', 'needs a senior who owns checkout, then one more reviewer'],
    ['a mid with AI in two owned areas', { paths: ['checkout/a', 'kms/b'] }, 'pending', 'needs a senior who owns checkout and a senior who owns kms, then one more reviewer'],
    ['an area whose only owner wrote it', { authors: ['edda', 'bo'], paths: ['kms/a'], outcomes: [outcome(principal, 'applies', ['kms'])] }, 'unsatisfiable', 'needs a principal who owns kms; the only one, Edda, wrote it'],
    ['an area whose owners both wrote it', { authors: ['ana', 'li', 'bo'], paths: ['checkout/a'] }, 'unsatisfiable', 'needs a senior who owns checkout; both, Ana and Li, wrote it'],
    ['an area without an owner of the level', { paths: ['checkout/a'], outcomes: [outcome(principal, 'applies', ['checkout'])] }, 'unsatisfiable', 'needs a principal who owns checkout; there is none'],
    ['AI in an area where it is off-limits', { paths: ['vault/a'] }, 'refused', 'AI is off-limits in vault (policy.yaml:15, INC-42), and this change is AI-assisted: the change is assisted'],
    ['traces of AI where it is off-limits', { paths: ['vault/a'], state: 'not-assisted', claims: [claim('x', { strength: 'weak' })] }, 'refused', 'AI is off-limits in vault (policy.yaml:15, INC-42), and traces of one were found: refused until attested'],
    ['by hand where AI is off-limits', { paths: ['vault/a'], state: 'not-assisted' }, 'pending', "needs a second person's attestation"],
    // Sign-offs.
    ['a senior and a peer signed', { signOffs: [ana, peer] }, 'approved', 'signed by Ana (senior, verified) and reviewed by Tomás (mid, verified)'],
    ['only a senior signed', { signOffs: [ana] }, 'pending', 'needs one more reviewer'],
    ['only a peer signed', { signOffs: [peer] }, 'pending', 'needs a senior, then one more reviewer'],
    ['the peer signed before the senior', { signOffs: [signOff('tomas', 1), signOff('ana', 2)] }, 'pending', 'needs one more reviewer'],
    ['one senior signed twice', { signOffs: [ana, signOff('ana', 2)] }, 'pending', 'needs one more reviewer'],
    ['a principal signed in place of a senior', { signOffs: [signOff('edda', 1), peer] }, 'approved', 'signed by Edda (principal, verified) and reviewed by Tomás (mid, verified)'],
    ['the author signed', { signOffs: [signOff('bo', 1)] }, 'pending', 'needs a senior, then one more reviewer'],
    ['a senior author signed a change shared with a mid', { authors: ['ana', 'bo'], signOffs: [ana, peer] }, 'pending', 'needs a senior, then one more reviewer'],
    ['a senior of another area signed', { paths: ['kms/a'], signOffs: [ana, peer] }, 'pending', 'needs a senior who owns kms, then one more reviewer'],
    ['one of two owners signed', { paths: ['checkout/a', 'kms/b'], signOffs: [ana] }, 'pending', 'needs a senior who owns kms, then one more reviewer'],
    ['owners of both areas and a peer signed', { paths: ['checkout/a', 'kms/b'], signOffs: [ana, signOff('edda', 2), signOff('tomas', 3)] }, 'approved', 'signed for every area it touches and reviewed by Tomás (mid, verified)'],
    ['the senior did not answer the checklist', { signOffs: [signOff('ana', 1, { answered: [] }), peer] }, 'pending', 'needs the questions answered in the sign-off'],
    ['the senior signed again with the answers', { signOffs: [signOff('ana', 1, { answered: [] }), peer, signOff('ana', 3)] }, 'approved', 'signed by Ana (senior, verified) and reviewed by Tomás (mid, verified)'],
    ['one of two seniors signed', { outcomes: [outcome(two)], signOffs: [ana] }, 'pending', 'needs a senior'],
    ['two seniors signed', { outcomes: [outcome(two)], signOffs: [ana, signOff('li', 2)] }, 'approved', 'signed by Ana (senior, verified) and Li (senior, verified)'],
    ['two seniors are asked and one is left', { authors: ['ana', 'edda'], outcomes: [outcome(two)] }, 'unsatisfiable', 'needs 2 seniors; Ana and Edda wrote it, which leaves Li'],
    // Rejections.
    ['a senior rejected', { signOffs: [signOff('ana', 1, { verdict: 'reject' })] }, 'refused', 'Ana rejected it'],
    ['a senior rejected what others approved', { signOffs: [signOff('li', 1), signOff('ana', 2, { verdict: 'reject' }), signOff('tomas', 3)] }, 'refused', 'Ana rejected it'],
    ['the rejection is carried to a later head', { signOffs: [signOff('ana', 1, { verdict: 'reject', changeDigest: '0'.repeat(64) })] }, 'refused', 'Ana rejected it'],
    ['approving later does not withdraw', { signOffs: [signOff('ana', 1, { verdict: 'reject' }), signOff('ana', 2)] }, 'refused', 'Ana rejected it'],
    ['the rejection was withdrawn', { signOffs: [signOff('ana', 1, { verdict: 'reject' }), signOff('ana', 2, { verdict: 'withdraw' }), signOff('ana', 3), signOff('tomas', 4)] }, 'approved', 'signed by Ana (senior, verified) and reviewed by Tomás (mid, verified)'],
    ['another person withdrew', { signOffs: [signOff('ana', 1, { verdict: 'reject' }), signOff('li', 2, { verdict: 'withdraw' })] }, 'refused', 'Ana rejected it'],
    ['a principal who wrote it withdrew for somebody who left', { authors: ['edda'], signOffs: [signOff('gone', 1, { verdict: 'reject' }), signOff('edda', 2, { verdict: 'withdraw', withdraws: 's1' })] }, 'refused', 'gone rejected it'],
    ['withdrawn at the position of the rejection', { authors: ['ana'], signOffs: [signOff('li', 1, { verdict: 'reject' }), signOff('li', 1, { id: 's9', verdict: 'withdraw' })] }, 'refused', 'Li rejected it'],
    ['a principal withdrew for somebody who left', { authors: ['ana'], signOffs: [signOff('gone', 1, { verdict: 'reject' }), signOff('edda', 2, { verdict: 'withdraw', withdraws: 's1' })] }, 'approved', 'no rule asks for more: low tier, written by a senior'],
    ['somebody whose keys are all revoked rejected', { authors: ['ana'], people: liWithoutKeys, signOffs: [signOff('li', 1, { verdict: 'reject' })] }, 'refused', 'Li rejected it'],
    ['a principal withdrew for somebody whose keys are all revoked', { authors: ['ana'], people: liWithoutKeys, signOffs: [signOff('li', 1, { verdict: 'reject' }), signOff('edda', 2, { verdict: 'withdraw', withdraws: 's1' })] }, 'approved', 'no rule asks for more: low tier, written by a senior'],
    ['a senior withdrew for somebody whose keys are all revoked', { authors: ['ana'], people: liWithoutKeys, signOffs: [signOff('li', 1, { verdict: 'reject' }), signOff('tomas', 2, { verdict: 'withdraw' })] }, 'refused', 'Li rejected it'],
    ['a principal withdrew what somebody who left asked for', { authors: ['ana'], signOffs: [signOff('gone', 1, { verdict: 'request-changes' }), signOff('edda', 2, { verdict: 'withdraw', withdraws: 's1' })] }, 'approved', 'no rule asks for more: low tier, written by a senior'],
    ['a principal withdrew one word of two who left', { authors: ['ana'], signOffs: [signOff('gone', 1, { verdict: 'reject' }), signOff('away', 2, { verdict: 'reject' }), signOff('edda', 3, { verdict: 'withdraw', withdraws: 's2' })] }, 'refused', 'gone rejected it'],
    ['a principal withdrew, and named no word of somebody who left', { authors: ['ana'], signOffs: [signOff('gone', 1, { verdict: 'reject' }), signOff('edda', 2, { verdict: 'withdraw' })] }, 'refused', 'gone rejected it'],
    ['it was withdrawn for another branch', { authors: ['ana'], signOffs: [signOff('li', 1, { verdict: 'reject' }), signOff('li', 2, { verdict: 'withdraw', target: 'refs/heads/x' })] }, 'refused', 'Li rejected it'],
    ['what was rejected on another branch was withdrawn there', { authors: ['ana'], signOffs: [signOff('li', 1, { verdict: 'reject', target: 'refs/heads/x' }), signOff('li', 2, { verdict: 'withdraw', target: 'refs/heads/x' })] }, 'approved', 'no rule asks for more: low tier, written by a senior'],
    ['who asked for changes signed for another branch', { authors: ['ana'], signOffs: [signOff('li', 1, { verdict: 'request-changes' }), signOff('li', 2, { target: 'refs/heads/x' })] }, 'pending', 'Li asked for changes'],
    ['a contributor rejected', { signOffs: [signOff('bo', 1, { verdict: 'reject' })] }, 'refused', 'Bo rejected it'],
    ['a rejection of another change on another branch', { authors: ['ana'], signOffs: [signOff('li', 1, { verdict: 'reject', changeDigest: '0'.repeat(64), target: 'refs/heads/x' })] }, 'approved', 'no rule asks for more: low tier, written by a senior'],
    ['somebody asked for changes', { authors: ['ana'], signOffs: [signOff('li', 1, { verdict: 'request-changes' })] }, 'pending', 'Li asked for changes'],
    ['who asked for changes signed later', { authors: ['ana'], signOffs: [signOff('li', 1, { verdict: 'request-changes' }), signOff('li', 2)] }, 'approved', 'no rule asks for more: low tier, written by a senior'],
    ['a review between an answer that does not count and one that does', { outcomes: [outcome(rule('gate', [ask({ kind: 'sign-off', level: 'senior', count: 1, owners: 'any', signature: 'touch' }), ask({ kind: 'checklist', name: 'ai-review' }), ask({ kind: 'review', count: 1, level: 'junior', distinct: true, signature: 'any' }, 'checklist')]))], signOffs: [signOff('bo', 1), signOff('tomas', 2, { answered: [] }), signOff('ana', 3), signOff('mina', 4)] }, 'approved', 'signed by Ana (senior, verified) and reviewed by Mina (junior, verified)'],
    // Faults.
    ['a rule that could not be evaluated', { outcomes: [outcome(seniorGate, 'unknown')] }, 'unknown', 'senior-gate: could not be evaluated: `change.assisted`: no such field `levl`'],
    ['a fault beside a rule that is met', { outcomes: [outcome(two), outcome(rule('odd', two.require), 'unknown')], signOffs: [ana, signOff('li', 2)] }, 'unknown', 'odd: could not be evaluated: `change.assisted`: no such field `levl`'],
    ['a part that could not be read', { authors: ['ana'], change: { unread: ['the history is shallow'] } }, 'unknown', 'part of the change could not be read: the history is shallow'],
    ['a base that is not on the target', { authors: ['ana'], change: { baseOnTarget: false } }, 'unknown', 'bbbbbbb is not on refs/heads/main: part of what would land is not in this change'],
    ['two trees that differ without a differing file', { change: { files: [] } }, 'unknown', 'the two trees differ, yet no differing file was read'],
    ['an invalid policy inside the change', { authors: ['ana'], inputs: { proposedPolicy: [{ severity: 'error', code: 'unknown-key', message: 'unknown key `approvals`', mend: 'did you mean `sign-off`?', at: { file: '.countersign/policy.yaml', line: 22, column: 11 } }] } }, 'refused', 'the policy it proposes is invalid: .countersign/policy.yaml:22:11 unknown key `approvals`'],
    ['a warning about the policy inside the change', { authors: ['ana'], inputs: { proposedPolicy: [{ severity: 'warning', code: 'w', message: 'odd', mend: null, at: { file: 'p', line: 1, column: 1 } }] } }, 'approved', 'no rule asks for more: low tier, written by a senior'],
    ['a rule that asks for nothing', { outcomes: [outcome(rule('empty', []))] }, 'unknown', 'empty: applies but asks for nothing, and nothing approves nothing'],
    ['a sign-off after the questions it would answer', { outcomes: [outcome(rule('ring', [ask({ kind: 'sign-off', level: 'mid', count: 1, owners: 'any', signature: 'any' }, 'checklist'), ask({ kind: 'checklist', name: 'ai-review' })]))], signOffs: [ana] }, 'unknown', 'ring: waits for sign-off, which waits for it in turn'],
    ['requirements that wait for each other', { outcomes: [outcome(rule('ring', [ask({ kind: 'sign-off', level: 'mid', count: 1, owners: 'any', signature: 'any' }, 'review'), ask({ kind: 'review', count: 1, level: 'mid', distinct: true, signature: 'any' }, 'sign-off')]))], signOffs: [ana] }, 'unknown', 'ring: waits for review, which waits for it in turn'],
    // What the policy says of the rest, and what nothing can meet yet.
    ['no rule applies and the policy then refuses', { authors: ['ana'], policy: { otherwise: { allow: false, because: 'only what a rule covers' } } }, 'refused', 'no rule allows it: only what a rule covers: low tier, written by a senior'],
    ['no rules at all and the policy allows', { outcomes: [] }, 'approved', 'no rule asks for more: low tier, written by a mid'],
    ['results nobody signed yet', { outcomes: [outcome(results)] }, 'pending', 'needs tests and 5 more results'],
    ['a scan nobody signed', { outcomes: [outcome(rule('scanned', [ask({ kind: 'scan', noNew: 'warning' })]))] }, 'pending', 'needs a clean scan'],
    ['a sign-off and results nobody signed', { outcomes: [outcome(two), outcome(results)] }, 'pending', 'needs 2 seniors, then tests and 5 more results'],
    ['nobody is enrolled', { people: nobody }, 'pending', 'needs a senior (nobody is enrolled yet), then one more reviewer'],
    ['nobody is enrolled and no rule applies', { people: nobody, state: 'not-assisted' }, 'approved', 'no rule asks for more: low tier, nobody is enrolled, so the author counts as unknown'],
  ])('%s', (_, parts, status, sentence) => {
    const { root, ...decision } = decisionOf(parts);
    expect({ status: decision.status, sentence: root.sentence }).toEqual({ status, sentence });
    expect(root.status).toBe(status);
  });
});

describe('sign-offs set aside, each with its reason', () => {
  test.each<[string, Case, string]>([
    ['a contributor', { signOffs: [signOff('bo', 1)] }, 'bo: contributor: author of 3f2a910'],
    ['one for a digest that ends otherwise', { signOffs: [signOff('ana', 1, { changeDigest: '4f1c'.padEnd(63, '0') + '1' })] }, 'ana: stale: signed for digest 4f1c…, the change is now 4f1c…'],
    ['a stale one', { signOffs: [signOff('ana', 1, { changeDigest: '91bc'.padEnd(64, '0') })] }, 'ana: stale: signed for digest 91bc…, the change is now 4f1c…'],
    ['another target', { signOffs: [signOff('ana', 1, { target: 'refs/heads/x' })] }, 'ana: given for refs/heads/x'],
    ['a level too low', { signOffs: [signOff('tomas', 1)] }, 'tomas: mid is below senior'],
    ['an agent', { signOffs: [signOff('kiro', 1)] }, 'kiro: agent'],
    ['a gate', { signOffs: [signOff('ci', 1)] }, 'ci: gate: a machine signs evidence, never changes'],
    ['somebody not enrolled', { signOffs: [signOff('zoe', 1)] }, 'zoe: nobody of this id is enrolled'],
    ['no touch', { signOffs: [signOff('ana', 1, { strength: 'any' })] }, 'ana: no touch on the key (any < touch)'],
    ['a synced passkey the policy refuses', { policy: { passkeys: { synced: 'refuse' } }, signOffs: [signOff('ana', 1, { strength: 'verified', synced: true })] }, 'ana: made with a passkey that may be synced to other devices; the policy counts those as any (any < touch)'],
    ['no PIN', { paths: ['kms/a'], outcomes: [outcome(principal, 'applies', ['kms'])], signOffs: [signOff('edda', 1, { strength: 'touch' })] }, 'edda: no PIN or biometric on the key (touch < verified)'],
    ['an expired one', { signOffs: [signOff('ana', 1, { signedAt: now - 33 * d })] }, 'ana: expired 3 d ago'],
    ['one expired this second', { signOffs: [signOff('ana', 1, { signedAt: now - 30 * d - 1 })] }, 'ana: expired 1 s ago'],
    ['one whose signer let it count until then', { signOffs: [signOff('ana', 1, { signedAt: now - 3 * d, expiresAt: now - d })] }, 'ana: expired 1 d ago'],
    ['one that does not say until when', { signOffs: [signOff('ana', 1, { expiresAt: NaN })] }, 'ana: it does not say until when it counts'],
    ['one from the future', { signOffs: [signOff('ana', 1, { signedAt: now + 7200 })] }, 'ana: dated 2 h in the future'],
    ['one without a date', { signOffs: [signOff('ana', 1, { signedAt: NaN })] }, 'ana: it does not say when it was given'],
    ['not an owner', { paths: ['kms/a'], signOffs: [signOff('ana', 1)] }, 'ana: not an owner of kms'],
    ['a withdrawn one', { signOffs: [signOff('ana', 1), signOff('ana', 2, { verdict: 'withdraw' })] }, 'ana: withdrawn'],
    ['one followed by a request for changes', { signOffs: [signOff('ana', 1), signOff('ana', 2, { verdict: 'request-changes' })] }, 'ana: later asked for changes'],
    ['a second one of the same person', { outcomes: [outcome(two)], signOffs: [ana, signOff('ana', 2)] }, 'ana: counted already: one person counts once'],
    ['a review before the sign-off', { signOffs: [signOff('tomas', 1), signOff('ana', 2)] }, 'tomas: signed before the sign-off it should follow'],
    ['a review without the sign-off', { signOffs: [peer] }, 'tomas: waits for the sign-off, which is not met yet'],
    ['the signer as reviewer', { signOffs: [ana] }, 'ana: Ana counts already: another person is asked'],
  ])('%s', (_, parts, because) => {
    expect(setAside(parts)).toContain(because);
    expect(decisionOf(parts).status).not.toBe('approved');
  });
});

describe('the way forward', () => {
  const next = (parts: Case) => decisionOf(parts).next.map(({ sentence, command }) => (command === null || /^countersign (?:sign|declare)/.test(command) ? sentence : command));
  const why = 'countersign explain bbbbbbbbbbbb..dddddddddddd';

  const reviews = (...levels: readonly string[]) => levels.map((level) => outcome(rule(`by-${level}`, [ask({ kind: 'review', count: 1, level, distinct: true, signature: 'any' })])));

  test.each<[string, Case, readonly string[]]>([
    ['who can sign, then who can review', {}, ['Ana, Li or Edda can sign', 'then one other person reviews: Tomás, Mina or 3 others', why]],
    ['only who may', { authors: ['bo', 'ana'], paths: ['checkout/a'] }, ['Li can sign', 'then one other person reviews: Edda, Tomás or Mina', why]],
    ['who can sign for which area where nobody owns all', { paths: ['checkout/a', 'kms/a'] }, ['Ana or Li can sign for checkout', 'Edda can sign for kms', 'then one other person reviews: Tomás, Mina or 2 others', why]],
    ['for two reviews only who counts for both', { outcomes: reviews('junior', 'senior') }, ['one other person reviews: Ana, Li or Edda', why]],
    ['for two reviews of unlike levels whichever comes first', { outcomes: reviews('senior', 'junior') }, ['one other person reviews: Ana, Li or Edda', why]],
    ['for a review nobody of whom the sign-off takes', { paths: ['kms/a'] }, ['Edda can sign', 'then one other person reviews: Ana, Li or 2 others', why]],
    ['only the review once signed', { signOffs: [ana] }, ['one other person reviews: Li, Edda or 2 others', why]],
    ['the command that answers the question', { state: 'ask' }, ['git commit --amend']],
    ['the command that answers for every commit', { state: 'ask', authors: ['bo', 'bo'] }, [`git rebase --exec 'git commit --amend' bbbbbbbbbbbb`]],
    ['no trailer where a signature is asked', { state: 'ask', policy: { undeclared: 'ask-signed' } }, ['Bo signs a declaration: did an AI write any of it?']],
    ['that people must be enrolled', { people: nobody }, ['enrol people: nobody is listed in `.countersign/people.yaml`', why]],
    ['the rest of the history', { change: { unread: ['shallow history'] }, state: 'not-assisted' }, ['git fetch --unshallow']],
    ['what cures a deadlock', { authors: ['ana', 'li', 'bo'], paths: ['checkout/a', 'web/b'] }, [
      'add an owner of level senior to checkout (policy.yaml:8)',
      'let level principal sign without owning checkout: Edda',
      'split the change, so that the rest need not wait',
      'override in an emergency: 2 seniors, with a review afterwards',
      why,
    ]],
    ['nothing once approved', { authors: ['ana'] }, []],
  ])('names %s', (_, parts, steps) => {
    expect(next(parts)).toEqual(steps);
  });

  test('with a command where there is one, naming commits', () => {
    const commands = (parts: Case) => decisionOf(parts).next.flatMap(({ command }) => command ?? []);
    const range = 'bbbbbbbbbbbb..dddddddddddd';
    expect(commands({})).toEqual([`countersign sign ${range}`, why]);
    expect(commands({ signOffs: [ana] })).toEqual([`countersign sign ${range}`, why]);
    expect(commands({ state: 'ask', policy: { undeclared: 'ask-signed' } })).toEqual([`countersign declare ${range}`]);
    expect(commands({ state: 'contradictory' })[0]).toBe(`countersign declare ${range} --attest`);
    expect(commands({ outcomes: [outcome(rule('results', [ask({ kind: 'document', parts: ['intent'] }), ask({ kind: 'checks', pass: ['test'] })]))] })).toEqual([
      `countersign declare ${range}`,
      why,
    ]);
  });

  test('a sign-off counts to the last second, and with a clock five minutes fast', () => {
    for (const signedAt of [now - 30 * d, now + 300]) expect(setAside({ signOffs: [signOff('ana', 1, { signedAt })] })).toEqual(['ana: Ana counts already: another person is asked']);
  });

  test('a review nobody is left for is a deadlock, not a wait', () => {
    const people = { ...team, persons: team.persons.filter(({ id }) => id === 'ana' || id === 'bo') };
    const decision = decisionOf({ people, outcomes: gate });
    expect(decision.status).toBe('unsatisfiable');
    expect(decision.root.sentence).toBe('needs 1 reviewer beside the signer; nobody is left');
  });

  test('a review that asks for a touch takes no key in a file', () => {
    const touched = [outcome(rule('gate', [ask({ kind: 'review', count: 1, level: 'mid', distinct: true, signature: 'touch' })]))];
    const given = (strength: 'any' | 'touch') => decisionOf({ outcomes: touched, signOffs: [signOff('ana', 1, { strength })] });
    expect(given('any').root.children[0]!.children.map(({ needs, setAside }) => [needs, setAside.map(({ because }) => because)])).toEqual([[['1 other mid, key touched'], ['no touch on the key (any < touch)']]]);
    expect([given('any').status, given('touch').status]).toEqual(['pending', 'approved']);
  });

  test('who is the only one to give a sign-off is kept from a review, and that is said', () => {
    const apart = rule('gate', [ask({ kind: 'sign-off', level: 'principal', count: 1, owners: 'any', signature: 'verified' }), ask({ kind: 'review', count: 1, level: 'junior', distinct: true, signature: 'any' })]);
    const decision = decisionOf({ outcomes: [outcome(apart)], signOffs: [signOff('edda', 1, { strength: 'touch' })] });
    expect(decision.root.children[0]!.children.map(({ setAside }) => setAside.map(({ because }) => because))).toEqual([
      ['no PIN or biometric on the key (touch < verified)'],
      ['Edda is needed for the sign-off: too few others could give it'],
    ]);
    expect(decision.next.slice(0, 2).map(({ people }) => people)).toEqual([['edda'], ['ana', 'li', 'tomas', 'mina']]);
  });
});

describe('a rule on trial', () => {
  const trial = (requirements: Parameters<typeof rule>[1]) => outcome({ ...rule('trial', requirements), shadow: true });

  test('is judged beside the tree and changes nothing in it', () => {
    const shadow = trial([ask({ kind: 'sign-off', level: 'principal', count: 1, owners: 'any', signature: 'verified' })]);
    const decision = decisionOf({ authors: ['ana'], outcomes: [shadow] });
    expect(decision).toMatchObject({ status: 'approved', next: [], shadow: [{ rule: 'trial', status: 'pending', sentence: 'needs a principal' }] });
    expect(decision.root.children.map((child) => child.rule)).toEqual(['otherwise']);
    expect(decisionOf({ outcomes: [...gate, shadow], signOffs: [ana, peer] }).status).toBe('approved');
    expect(decisionOf({ outcomes: [...gate, trial([])], signOffs: [ana, peer] })).toMatchObject({ status: 'approved', shadow: [{ status: 'unknown' }] });
  });

  test('that is met meets nothing', () => {
    const met = trial([ask({ kind: 'sign-off', level: 'senior', count: 1, owners: 'any', signature: 'touch' })]);
    const decision = decisionOf({ outcomes: [met], signOffs: [ana], policy: { otherwise: { allow: false, because: 'only what a rule covers' } } });
    expect([decision.status, decision.shadow[0]!.status]).toEqual(['refused', 'approved']);
  });
});

describe('the same inputs give the same answer', () => {
  test('to the byte, and under the same digest, a minute later too', () => {
    const parts: Case = { paths: ['checkout/a'], signOffs: [ana, peer] };
    expect(JSON.stringify(decisionOf(parts))).toBe(JSON.stringify(decisionOf(parts)));
    expect(decisionOf({ ...parts, inputs: { now: now + 60 } }).inputsDigest).toBe(decisionOf(parts).inputsDigest);
  });

  test('and every input changes the digest', () => {
    const digests = [
      decisionOf({}),
      decisionOf({ people: nobody }),
      decisionOf({ policy: { mode: 'warn' } }),
      decisionOf({ signOffs: [ana] }),
      decisionOf({ claims: [] }),
      decisionOf({ change: { target: 'refs/heads/x' } }),
      decisionOf({ inputs: { policyDigest: 'a' } }),
      decisionOf({ inputs: { history: { windowHours: 72, commits: 1, linesAdded: 4 } } }),
    ].map(({ inputsDigest }) => inputsDigest);
    expect(new Set(digests).size).toBe(digests.length);
  });
});
