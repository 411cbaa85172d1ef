import { describe, expect, test } from 'vitest';
import { asking, change, entry, inputs, keyOf, people, peopleWith, policy, sha256, signs } from '../../../test/recorded/some-statements.ts';
import type { RecordedStatement } from '../attestation/index.ts';
import { judge } from '../decision/index.ts';
import { policyTexts } from '../policy/index.ts';
import { ledgerRootOf, statementsAbout, unknownId, type StatementsQuestion } from './index.ts';

const decided = (recorded: readonly RecordedStatement[], parts: Partial<StatementsQuestion> = {}) => judge({ ...inputs, change: parts.change ?? change, people: parts.people ?? people, carries: parts.carries ?? [], ...statementsAbout(asking(recorded, parts)) }, sha256).decision;
const aside = (recorded: readonly RecordedStatement[], parts: Partial<StatementsQuestion> = {}) => statementsAbout(asking(recorded, parts)).setAside.map(({ signOff, person, because }) => `${person} ${signOff}: ${because}`);

const enough = [signs(4, 'ana'), signs(5, 'tomas'), entry(6, 'evidence', 'ci')];
const other = '9'.repeat(64);

test('a senior, a peer and a test of the gate let the change land', () => {
  const { status, root } = decided(enough);
  expect({ status, sentence: root.sentence }).toEqual({ status: 'approved', sentence: 'signed by Ana (senior, touch) and reviewed by Tomas (mid, touch)' });
});

test('a review on the forge stands for the peer', () => {
  expect(decided([signs(4, 'ana'), entry(5, 'review', 'ci'), entry(6, 'evidence', 'ci')]).status).toBe('approved');
});

describe('set aside, with the reason', () => {
  const revoked = peopleWith((text) => text.replace(`keys: ["${keyOf('ana')} ana"]`, `keys: ["revoked ${keyOf('ana')} ana"]`));
  const page = `origin="https://sign.example.com" sk-ecdsa-sha2-nistp256@openssh.com ${passkeyBlob()}`;
  const withPage = peopleWith((text) => text.replace(`"${keyOf('ana')} ana"`, `'${page}'`));
  const byPasskey = (origin: string) => ({ publicKey: page.split(' ').slice(1).join(' '), strength: 'verified' as const, passkey: { rpId: 'sign.example.com', origin, backedUp: false } });
  const noRoot = peopleWith((text) => text.replace(/^root:.*\n/, ''));

  test.each<[string, RecordedStatement, Partial<StatementsQuestion>, string]>([
    ['a key of nobody', entry(4, 'sign-off', 'mallory'), {}, 'ana 4: key of nobody enrolled (SHA256:mallory)'],
    ['another repository', signs(4, 'ana', { repository: '3f2b'.padEnd(64, '0') }), {}, 'ana 4: signed for repository 3f2b…'],
    ['a repository without a root', signs(4, 'ana'), { people: noRoot }, 'ana 4: people.yaml names no repository that it could be for'],
    ['somebody else’s name', entry(4, 'sign-off', 'bo', { person: { id: 'ana', level: 'senior' } }), {}, "ana 4: it says it is ana, and the key is bo's"],
    ['a gate that signs off', entry(4, 'sign-off', 'ci', { person: { id: 'ci', level: 'principal' } }), {}, 'ci 4: key of the gate ci: a machine signs no sign-off'],
    ['a gate that overrides', entry(4, 'override', 'host', { person: { id: 'host', level: 'principal' } }), {}, 'host 4: key of the gate host: a machine signs no override'],
    ['the root that signs off', entry(4, 'sign-off', 'root'), {}, 'ana 4: key of the root: a machine signs no sign-off'],
    ['a person that signs a result', entry(4, 'evidence', 'bo', { gate: 'bo' }), {}, 'bo 4: key of the person bo: only a gate signs evidence'],
    ['a person in the name of a gate', entry(4, 'evidence', 'bo'), {}, 'ci 4: key of the person bo: only a gate signs evidence'],
    ['a gate in the name of another', entry(4, 'evidence', 'host'), {}, "ci 4: it says it is ci, and the key is host's"],
    ['a gate that may not', entry(4, 'evidence', 'host', { gate: 'host' }), {}, 'host 4: host may not sign evidence'],
    ['a forge’s review by a gate that may not', entry(4, 'review', 'host', { gate: 'host' }), {}, 'host 4: host may not sign evidence'],
    ['a review of an account nobody has', entry(4, 'review', 'ci', { account: 'zoe' }), {}, "ci 4: `zoe` on github is nobody's account here"],
    ['a review of an agent', entry(4, 'review', 'ci', { account: 'kiro-bot' }), {}, 'ci 4: agent'],
    ['a declaration in somebody else’s name', entry(4, 'declaration', 'li'), {}, "bo 4: it says it is bo, and the key is li's"],
    ['a key marked revoked', signs(4, 'ana'), { people: revoked }, 'ana 4: key revoked in people.yaml'],
    ['a passkey used on another page', signs(4, 'ana', {}, byPasskey('https://evil.example.com')), { people: withPage }, 'ana 4: its passkey is not enrolled for the page `https://evil.example.com`'],
    ['what the history says does not cover it', signs(4, 'ana'), { notCovering: new Map([[4, { sentence: 'it landed and was taken back' }]]) }, 'ana 4: it landed and was taken back'],
  ])('%s', (_, one, parts, because) => {
    expect(aside([one], parts)).toEqual([because]);
    expect(decided([one, signs(7, 'tomas'), entry(8, 'evidence', 'ci')], parts).status).not.toBe('approved');
  });

  test('a passkey counts on the page it is enrolled for', () => {
    expect(aside([signs(4, 'ana', {}, byPasskey('https://sign.example.com'))], { people: withPage })).toEqual([]);
  });

  test('stands in the tree, under the name the statement gives itself', () => {
    expect(decided([entry(4, 'sign-off', 'mallory')]).root.children.at(-1)).toMatchObject({ rule: 'ledger', status: 'skipped', setAside: [{ signOff: '4', person: 'ana' }] });
  });

  test('a review that was dismissed, until there is another', () => {
    const dismissed = [entry(4, 'review', 'ci'), entry(5, 'review', 'ci', { verdict: 'dismissed' })];
    expect(aside(dismissed)).toEqual(['tomas 4: dismissed on github, entry 5']);
    expect(statementsAbout(asking([...dismissed, entry(6, 'review', 'ci')])).reviews.map(({ id }) => id)).toEqual(['6']);
  });
});

describe('what landed before lets nothing in again:', () => {
  const landedBefore = new Set([4]);

  test('a declaration is marked as used', () => {
    const said = [entry(4, 'declaration', 'bo'), entry(5, 'declaration', 'bo')];
    expect(statementsAbout(asking(said, { landedBefore })).declarations.map(({ used }) => used)).toEqual([true, undefined]);
  });

  test('an approval on a forge is set aside, and a wish for changes is not', () => {
    const because = 'tomas 4: given before the change landed, or nobody can tell: a review lets in once';
    expect(aside([entry(4, 'review', 'ci')], { landedBefore })).toEqual([because]);
    expect(statementsAbout(asking([entry(4, 'review', 'ci', { verdict: 'request-changes' })], { landedBefore })).reviews).toHaveLength(1);
  });
});

describe('what is about other changes is left out', () => {
  test.each<[string, RecordedStatement]>([
    ['a sign-off', signs(4, 'ana', { change: { digest: other, entries: 1 }, head: { commit: 'e'.repeat(40), tree: 'f'.repeat(40) } })],
    ['a rejection', signs(4, 'ana', { verdict: 'reject', change: { digest: other, entries: 1 }, head: { commit: 'e'.repeat(40), tree: 'f'.repeat(40) } })],
    ['a result', entry(4, 'evidence', 'ci', { tree: 'f'.repeat(40) })],
    ['a landing', entry(4, 'landing', 'host')],
    ['an adoption', entry(4, 'adoption', 'root')],
    ['an after-review', entry(4, 'after-review', 'ana')],
  ])('%s', (_, one) => {
    expect(statementsAbout(asking([one]))).toEqual(statementsAbout(asking([])));
  });
});

describe('an earlier state of the same work', () => {
  const earlier = { change: { digest: other, entries: 1 }, head: { commit: 'a'.repeat(40), tree: 'f'.repeat(40) } };
  const grown = { ...change, commits: [...change.commits, { ...change.commits[0]!, id: 'a'.repeat(40) }] };

  test.each<[string, Partial<StatementsQuestion>]>([
    ['whose head is among its commits', { change: grown }],
    ['that is carried onto it', { carries: [{ signOff: '4', test: 'textual', moved: ['checkout/a.ts'] }] }],
    ['that was found to be one', { earlier: new Set([4]) }],
  ])('%s: a rejection stands, an approval is stale, and its contributors stay', (_, parts) => {
    expect(decided([signs(4, 'ana', { ...earlier, verdict: 'reject' }), ...enough.map((one) => ({ ...one, entry: one.entry + 1 }))], parts).status).toBe('refused');
    const approved = statementsAbout(asking([signs(4, 'ana', { ...earlier, contributors: ['bo', 'tomas'] })], parts));
    expect(approved.signOffs.map(({ id, changeDigest }) => [id, changeDigest])).toEqual([['4', other]]);
    expect(approved.knownExclusions).toEqual([
      { who: 'bo', person: 'bo', reasons: ['contributor of aaaaaaa, as entry 4 says'] },
      { who: 'tomas', person: 'tomas', reasons: ['contributor of aaaaaaa, as entry 4 says'] },
    ]);
  });

  test('keeps whoever was a contributor from signing after a squash by somebody else', () => {
    const squashed = [signs(3, 'li', { verdict: 'request-changes', contributors: ['bo', 'ana'] }), signs(4, 'li', { verdict: 'withdraw' }), ...enough.map((one) => ({ ...one, entry: one.entry + 1 }))];
    expect(decided(squashed).status).toBe('pending');
  });

  test('finds somebody enrolled since by the address', () => {
    expect(statementsAbout(asking([signs(4, 'ana', { contributors: [unknownId('Tomas@Example.com', sha256)], excluded: [unknownId('zoe@example.com', sha256)] })])).knownExclusions).toEqual([
      { who: 'tomas', person: 'tomas', reasons: ['known when entry 4 was signed'] },
    ]);
  });
});

describe('keys that come and go', () => {
  const without = peopleWith((text) => text.replace(`, keys: ["${keyOf('ana')} ana"]`, ''));
  const gone = peopleWith((text) => text.replace(/^ {2}ana: .*\n/m, '').replace('[ana, li]', '[li]'));

  test('a sign-off after the adoption that took the key away is dead', () => {
    const adoptions = [{ entry: 1, people }, { entry: 3, people: without }];
    expect(aside([signs(4, 'ana')], { adoptions })).toEqual(['ana 4: key revoked at entry 3']);
    expect(aside([signs(2, 'ana')], { adoptions })).toEqual([]);
    expect(aside([signs(6, 'ana')], { adoptions: [...adoptions, { entry: 5, people }] })).toEqual([]);
  });

  test('a key that an adoption does not know yet was not revoked by it', () => {
    expect(aside([signs(4, 'ana')], { adoptions: [{ entry: 3, people: without }] })).toEqual([]);
  });

  test('who said no and left is heard, and withdrawn by the highest level alone', () => {
    const principals = peopleWith((text) => text.replace(/^ {2}ana: .*\n/m, '').replace('[ana, li]', '[li]').replace('level: senior, emails: [li@', 'level: principal, emails: [li@'));
    const no = signs(2, 'ana', { verdict: 'reject' });
    const adoptions = [{ entry: 1, people }];
    expect(decided([no], { people: gone, adoptions }).status).toBe('refused');
    expect(decided([no, signs(4, 'tomas', { verdict: 'withdraw' })], { people: gone, adoptions }).status).toBe('refused');
    expect(decided([no, signs(4, 'li', { verdict: 'withdraw' })], { people: principals, adoptions }).status).toBe('refused');
    expect(decided([no, signs(4, 'li', { verdict: 'withdraw', previous: 2 })], { people: principals, adoptions }).status).toBe('pending');
    expect(statementsAbout(asking([no], { people: gone })).signOffs).toEqual([]);
    expect(statementsAbout(asking([signs(2, 'ana')], { people: gone, adoptions })).signOffs).toEqual([]);
  });
});

describe('an override', () => {
  const broken = entry(4, 'override', 'li');
  const landed = { ...change, head: { commit: 'e'.repeat(40), tree: change.head.tree } };
  const landing = (parts: object = {}) => entry(5, 'landing', 'host', { landed: [{ commit: change.head.commit, signOffs: [4], test: null, override: true }], ...parts });

  test('opens once, as a gate recorded', () => {
    expect(decided([broken]).status).toBe('overridden');
    expect(decided([broken, landing()]).status).toBe('pending');
    expect(statementsAbout(asking([broken, entry(5, 'landing', 'ana', { landed: [{ commit: change.head.commit, signOffs: [4], test: null, override: true }] })])).overrides.map(({ used }) => used)).toEqual([false]);
  });

  test('still covers the landing it let in, whose commit is a new one', () => {
    const own = landing({ landed: [{ commit: landed.head.commit, signOffs: [4], test: null, override: true }] });
    expect(decided([broken, own], { change: landed, landing: landed.head.commit })).toMatchObject({ status: 'overridden' });
    expect(statementsAbout(asking([broken, own], { change: landed, landing: landed.head.commit })).overrides).toMatchObject([{ head: landed.head.commit, used: false }]);
    expect(statementsAbout(asking([broken], { change: { ...landed, head: { ...landed.head, tree: 'f'.repeat(40) } }, landing: landed.head.commit })).overrides).toMatchObject([{ head: change.head.commit }]);
  });
});

describe('the root that a spot-check is drawn from', () => {
  test('is the one right after the word that met what people are asked', async () => {
    const { parsePolicy } = await policyTexts();
    const drawn = parsePolicy(`version: 1\nrules:\n  - { name: gate, when: change.assisted, because: x, require: [ { sign-off: { level: senior, count: 1, signature: touch } }, { checks: { pass: [test], after: sign-off } } ] }\notherwise: { allow: true, because: x }\nspot-check: { share: 50%, when: change.tier >= low }\n`, 'policy.yaml').policy!;
    const rootAt = (size: number) => String(size);
    const root = (...recorded: readonly RecordedStatement[]) => ledgerRootOf({ ...inputs, policy: drawn, ...statementsAbout(asking(recorded)) }, rootAt, sha256);
    const tested = (place: number, outcome: 'passed' | 'failed' = 'passed') => entry(place, 'evidence', 'ci', { result: { kind: 'check', name: 'test', outcome, tool: null } });
    expect(root(signs(4, 'ana'))).toBeNull();
    expect(root(signs(4, 'ana'), tested(9))).toBe('5');
    expect(root(signs(2, 'tomas'), signs(4, 'ana'), signs(7, 'li'), tested(9), tested(12))).toBe('5');
    expect(root(signs(4, 'ana'), tested(9), tested(10, 'failed'))).toBeNull();
    expect(ledgerRootOf({ ...inputs, policy, ...statementsAbout(asking(enough)) }, rootAt, sha256)).toBeNull();
  });
});

test('every key stands for one holder: a key of two is nobody’s', () => {
  const shared = { ...people, persons: people.persons.map((person) => (person.id === 'li' ? { ...person, keys: [keyOf('ana')] } : person)) };
  expect(aside([signs(4, 'ana')], { people: shared })).toEqual(['ana 4: key of several holders']);
});

/** A blob of `sk-ecdsa-sha2-nistp256@openssh.com`: type, curve, point, application (OpenSSH PROTOCOL.u2f). */
function passkeyBlob(): string {
  const text = (value: string) => Buffer.concat([Buffer.from([0, 0, 0, value.length]), Buffer.from(value)]);
  const point = Buffer.concat([Buffer.from([4]), Buffer.from('6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5', 'hex')]);
  return Buffer.concat([text('sk-ecdsa-sha2-nistp256@openssh.com'), text('nistp256'), Buffer.from([0, 0, 0, point.length]), point, text('sign.example.com')]).toString('base64');
}
