import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policyTexts, type Policy } from '../index.ts';
import { diffPeople } from './diff-people.ts';
import { diffPolicies } from './diff-policies.ts';
import type { Effect, PolicyDifference } from './difference.ts';

const { parsePeople, parsePolicy } = await policyTexts();

/** The policy every edit below starts from, one setting a line. */
const base: Readonly<Record<string, string>> = {
  version: '1',
  levels: '[junior, mid, senior, principal]',
  mode: 'warn',
  protected: '[refs/heads/main]',
  'default-tier': 'medium',
  size: '[ { over: 400, tier: high } ]',
  undeclared: 'ask',
  areas: '{ checkout: { paths: [shop/**], tier: critical, owners: [ana, li] }, docs: { paths: [docs/**], tier: low } }',
  rules: `[ { name: gate, when: change.assisted, because: so, require: [ sign-off: { level: mid, count: 2, owners: any, signature: touch }, review: { count: 1, after: sign-off }, checks: { pass: [test, lint] } ] } ]`,
  otherwise: '{ allow: true, because: none }',
  carry: '{ low: textual, medium: textual, high: disjoint, critical: disjoint }',
  expire: '{ sign-off: 30d }',
  override: '{ by: { level: senior, count: 2 }, reason: required, review-within: 24h }',
  revert: '{ by: { level: mid, count: 1, on-call: true }, review-within: 24h }',
  'spot-check': '{ share: 5%, when: change.tier >= high }',
  audit: '{ every: 90d, by: principal }',
  passkeys: '{ synced: allow }',
};

function policy(edit: Readonly<Record<string, string | null>> = {}): Policy {
  const lines = Object.entries({ ...base, ...edit }).filter(([, value]) => value !== null);
  const { policy: parsed, problems } = parsePolicy(lines.map(([key, value]) => `${key}: ${value}\n`).join(''), 'policy.yaml');
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return parsed!;
}

const rule = (text: string, from: RegExp | string, to: string) => ({ rules: text.replace(from, to) });
const areas = (from: string, to: string) => ({ areas: base['areas']!.replace(from, to) });
const gate = (from: RegExp | string, to: string) => rule(base['rules']!, from, to);

const edits: readonly (readonly [edit: Readonly<Record<string, string | null>>, expected: readonly string[]])[] = [
  [{}, []],
  [{ mode: 'enforce' }, ['stricter policy mode warn → enforce']],
  [{ mode: 'observe' }, ['looser policy mode warn → observe']],
  [{ protected: '[refs/heads/main, refs/heads/next]' }, ['stricter policy protected + refs/heads/next']],
  [{ protected: null }, ['different policy protected refs/heads/main → the default branch']],
  [{ 'default-tier': 'low' }, ['looser policy default-tier medium → low']],
  [{ size: '[ { over: 200, tier: high } ]' }, ['stricter policy size over 400 high → over 200 high']],
  [{ size: '[ { over: 200, tier: low } ]' }, ['different policy size over 400 high → over 200 low']],
  [{ size: '[ { over: 800, tier: critical } ]' }, ['different policy size over 400 high → over 800 critical']],
  [{ undeclared: 'assisted' }, ['stricter policy undeclared ask → assisted']],
  [{ undeclared: 'human' }, ['looser policy undeclared ask → human']],
  [{ otherwise: '{ allow: false, because: none }' }, ['stricter policy otherwise allowed → refused']],
  [{ carry: '{ low: textual, medium: textual, high: disjoint, critical: exact }' }, ['stricter policy carry.critical disjoint → exact']],
  [{ expire: '{ sign-off: 60d }' }, ['looser policy expire.sign-off 30d → 60d']],
  [{ override: null }, ['stricter policy override − 2 senior, reviewed within 24h']],
  [{ override: '{ by: { level: mid, count: 3 }, reason: required, review-within: 24h }' }, ['different policy override 2 senior, reviewed within 24h → 3 mid, reviewed within 24h']],
  [{ override: '{ by: { level: senior, count: 1 }, reason: required, review-within: 24h }' }, ['looser policy override 2 senior, reviewed within 24h → 1 senior, reviewed within 24h']],
  [{ revert: '{ by: { level: mid, count: 1, on-call: false }, review-within: 24h }' }, ['looser policy revert 1 mid on call, reviewed within 24h → 1 mid, reviewed within 24h']],
  [{ 'spot-check': '{ share: 10%, when: change.tier >= high }' }, ['stricter policy spot-check 5 % where change.tier >= high → 10 % where change.tier >= high']],
  [{ 'spot-check': '{ share: 10%, when: change.tier == critical }' }, ['different policy spot-check 5 % where change.tier >= high → 10 % where change.tier == critical']],
  [{ passkeys: '{ synced: refuse }' }, ['stricter policy passkeys.synced allow → refuse']],
  [{ audit: null }, ['looser policy audit − every 90d by a principal']],
  [areas('tier: critical', 'tier: high'), ['looser area checkout tier critical → high']],
  [areas('shop/**', 'shop/**, cart/**'), ['stricter area checkout paths + cart/**']],
  [areas('shop/**', 'shop/src/**'), ['looser area checkout paths − shop/**', 'stricter area checkout paths + shop/src/**']],
  [areas('docs/**', 'docs/**, "*.md"'), ['looser area docs paths + *.md']],
  [areas('owners: [ana, li]', 'owners: [ana, li, bo]'), ['looser area checkout owners + bo']],
  [areas('owners: [ana, li]', 'owners: [ana]'), ['stricter area checkout owners − li']],
  [areas(', owners: [ana, li]', ''), ['looser area checkout owners − ana', 'looser area checkout owners − li']],
  [areas('tier: low', 'tier: low, owners: [ana]'), ['stricter area docs owners + ana']],
  [areas('tier: low', 'tier: low, ai: forbidden'), ['stricter area docs ai allowed → forbidden']],
  [areas('tier: low', 'tier: low, mode: enforce'), ['stricter area docs mode + enforce']],
  [{ areas: '{ docs: { paths: [docs/**], tier: low } }' }, ['looser area checkout − critical, owned by ana, li: shop/**']],
  [{ areas: base['areas']!.replace(', docs: { paths: [docs/**], tier: low }', '') }, ['stricter area docs − low, nobody owns it: docs/**']],
  [gate('count: 2', 'count: 1'), ['looser rule gate sign-off.count 2 → 1']],
  [gate('level: mid', 'level: senior'), ['stricter rule gate sign-off.level mid → senior']],
  [gate('owners: any', 'owners: per-area'), ['stricter rule gate sign-off.owners any → per-area']],
  [gate('signature: touch', 'signature: any'), ['looser rule gate sign-off.signature touch → any']],
  [gate('[test, lint]', '[test, e2e]'), ['looser rule gate checks.pass − lint', 'stricter rule gate checks.pass + e2e']],
  [gate(', review: { count: 1, after: sign-off }', ''), ['looser rule gate review − asked']],
  [gate(', after: sign-off', ''), ['looser rule gate review.after − sign-off']],
  [gate('{ pass: [test, lint] }', '{ pass: [test, lint], after: review }'), ['stricter rule gate checks.after + review']],
  [gate('change.assisted', 'change.assisted && change.tier == low'), ['different rule gate when change.assisted → change.assisted && change.tier == low']],
  [gate('change.assisted', '" change.assisted "'), []],
  [gate('because: so', 'because: otherwise'), ['different rule gate because so → otherwise']],
  [gate('because: so', 'because: so, shadow: true'), ['looser rule gate shadow live → shadow']],
  [{ rules: '[]' }, ['looser rule gate − when change.assisted: sign-off, review, checks']],
];

const line = ({ where, field, before, after, effect }: PolicyDifference): string =>
  `${effect} ${where}${field === null ? '' : ` ${field}`} ${before === null ? `+ ${after}` : after === null ? `− ${before}` : `${before} → ${after}`}`;

describe('the difference of two policies', () => {
  it.each(edits)('of %j reads %j', (edit, expected) => {
    expect(diffPolicies(policy(), policy(edit)).map(line)).toEqual(expected);
  });

  it('shows what is looser first, then what has no order', () => {
    const effects = diffPolicies(policy(), policy({ mode: 'enforce', expire: '{ sign-off: 60d }', ...gate('change.assisted', 'change.tier == low') })).map(({ effect }) => effect);
    expect(effects).toEqual(['looser', 'different', 'stricter']);
  });

  it('says of a rule that lets in where everything else is refused that it has no order', () => {
    const refusing = { otherwise: '{ allow: false, because: none }' };
    expect(diffPolicies(policy({ ...refusing, rules: '[]' }), policy(refusing)).map(({ effect }) => effect)).toEqual(['different']);
  });

  it('says of one more sign-off in a rule with questions that it has no order: whoever signs can also answer them', () => {
    const list = (more: string) => `[ { name: gate, when: change.assisted, because: so, require: [ { sign-off: { level: mid } }, { checklist: ai-review }${more} ] } ]`;
    expect(diffPolicies(policy({ rules: list('') }), policy({ rules: list(', { sign-off: { level: junior, owners: any } }') })).map(({ effect }) => effect)).toEqual(['different']);
  });

  const opposite: Record<Effect, Effect> = { looser: 'stricter', stricter: 'looser', different: 'different' };
  const edit = fc.constantFrom(...edits.map(([one]) => one));
  const several = fc.array(edit, { maxLength: 4 }).map((all) => Object.assign({}, ...all) as Readonly<Record<string, string | null>>);

  it('of the same policy is nothing, and turned round every stricter is looser', () => {
    fc.assert(
      fc.property(several, several, (one, other) => {
        const [a, b] = [policy(one), policy(other)];
        expect(diffPolicies(a, a)).toEqual([]);
        const turned = diffPolicies(b, a).map((each) => line({ ...each, before: each.after, after: each.before, effect: opposite[each.effect] }));
        expect(turned.toSorted()).toEqual(diffPolicies(a, b).map(line).toSorted());
      }),
      { numRuns: 150 },
    );
  });
});

describe('the difference of two people files', () => {
  const people = (text: string) => parsePeople(text, 'people.yaml', ['junior', 'mid', 'senior']).people!;
  const before = people(`people:\n  ana: { name: Ana, level: senior, emails: [ana@x.example] }\n  bo: { name: Bo, level: mid, emails: [bo@x.example] }\nteams: { shop: [ana] }\nagents: { kiro: { operator: required, emails: [k@x.example] } }\n`);

  it('is looser where more can sign, and has no order for who somebody is', () => {
    const after = people(`people:\n  bo: { name: Bo, level: senior, emails: [bo@y.example] }\n  li: { name: Li, level: mid, emails: [li@x.example] }\nteams: { shop: [bo] }\nagents: { kiro: { operator: none, emails: [k@x.example] } }\n`);
    expect(diffPeople(before, after, ['junior', 'mid', 'senior']).map(line)).toEqual([
      'looser person bo level mid → senior',
      'looser person li + Li, mid',
      'looser agent kiro operator required → none',
      'looser team shop members + bo',
      'different person bo emails − bo@x.example',
      'different person bo emails + bo@y.example',
      'stricter person ana − Ana, senior',
      'stricter team shop members − ana',
    ]);
  });

  it('is looser where more are on call, or longer', () => {
    const with_ = (onCall: string) => people(`people:\n  ana: { level: senior }\n  bo: { level: mid }\n${onCall}`);
    expect(diffPeople(with_('on-call: [ana]\n'), with_('on-call: [ana, { who: bo, from: 2027-03-01, until: 2027-03-08 }]\n'), ['junior', 'mid', 'senior']).map(line)).toEqual([
      'looser people on-call + bo from 2027-03-01T00:00:00Z until 2027-03-08T00:00:00Z',
    ]);
    expect(diffPeople(with_('on-call: [ana]\n'), with_(''), ['junior', 'mid', 'senior']).map(line)).toEqual(['stricter people on-call − ana']);
  });

  it('says what becomes of the root, and which keys are revoked', () => {
    const key = (letter: string) => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${letter.repeat(43)} ${letter}`;
    const with_ = (root: string, keys: string) => people(`${root}people:\n  ana: { level: senior, keys: [${keys}] }\n`);
    const root = (digit: string, ...keys: string[]) => `root: { repository: "${digit.repeat(64)}", keys: [${keys.join(', ')}] }\n`;
    const said = (a: ReturnType<typeof people>, b: ReturnType<typeof people>) => diffPeople(a, b, ['junior', 'mid', 'senior']).map((one) => `${line(one)} (${one.because})`);
    const old = with_(root('1', key('R')), key('A'));
    expect(said(with_('', key('A')), old)).toEqual([`looser root keys + ssh-ed25519 …RRRRRRRR R (who can adopt a policy from nothing)`, `different root + ${'1'.repeat(64)} (from here on changes can be signed)`]);
    expect(said(old, with_(root('2', key('R'), key('S')), `revoked ${key('A')}`))).toEqual([
      'looser root keys + ssh-ed25519 …SSSSSSSS S (who can adopt a policy from nothing)',
      `different root repository ${'1'.repeat(64)} → ${'2'.repeat(64)} (every sign-off made so far names another repository, and counts no more)`,
      'stricter person ana keys − ssh-ed25519 …AAAAAAAA A (revoked)',
    ]);
    expect(said(old, with_('', key('A')))).toEqual([`different root − ${'1'.repeat(64)} (without a root nothing can be signed or proved)`]);
  });

  it('of the same people is nothing', () => {
    expect(diffPeople(before, before, ['junior', 'mid', 'senior'])).toEqual([]);
  });
});

it('sees every trace that is no longer looked for, not the name of its signal alone', () => {
  const signal = (traces: string) => policy({ signals: `[ { id: acme, because: ours, ${traces} } ]` });
  const whole = 'addresses: [a@acme.example], accounts: [12345678], logins: ["acme[bot]"], trailer: { key: Acme-Session, value: "https://acme.example/s/" }';
  for (const less of [whole.replace('a@acme', 'b@acme'), whole.replace('12345678', '12345679'), whole.replace('acme[bot]', 'other[bot]'), whole.replace('/s/', '/t/')]) {
    expect(diffPolicies(signal(whole), signal(less)).map(({ field, effect }) => `${effect} ${field}`)).toEqual(['looser signals', 'stricter signals']);
  }
  expect(diffPolicies(signal(whole), signal(whole))).toEqual([]);
});

it('takes conditions for the same where blanks differ, but not those inside a text', () => {
  const when = (text: string) => policy({ rules: `[ { name: gate, when: '${text}', because: so, require: [owner] } ]` });
  const folder = 'change.paths.exists(p, p == "a b")';
  expect(diffPolicies(when(folder), when('change.paths.exists(p,  p  ==  "a b")'))).toEqual([]);
  expect(diffPolicies(when(folder), when('change.paths.exists(p, p == "a  b")')).map(({ effect }) => effect)).toEqual(['different']);
});
