import { expect, it } from 'vitest';
import { readKeyLine } from '../people/key-line.ts';
import { parsePeople, parsePolicy } from '../texts.ts';

const policy = `# .countersign/policy.yaml
version: 1
extends: amazon-2026              # a preset, or github.com/acme/policies@sha256:…  (a child may add rules and raise)
levels: [junior, mid, senior, principal]
mode: observe                     # observe | warn | enforce; also per area. Observe reports what would have happened
protected: [refs/heads/main]      # what RANGE is judged against unless --target says otherwise

areas:
  checkout: { paths: [services/checkout/**, libs/pricing/**], tier: critical, owners: [retail-seniors], mode: enforce }
  auth:     { paths: ["**/auth/**", "**/*session*"],          tier: critical }
  docs:     { paths: ["**/*.md", docs/**],                    tier: low }
  kms:      { paths: [infra/kms/**], tier: critical, ai: forbidden, because: INC-42, review-by: 2027-03-01 }
default-tier: medium
undeclared: ask                   # evidence.md has the table

rules:
  - name: senior-gate
    when: change.assisted && author.level < senior
    require:
      - sign-off: { level: senior, count: 1, owners: per-area }
      - checklist: ai-review
      - review: { count: 1, after: sign-off, distinct: true }      # peer review, a second person
      - checks: { pass: [test], after: review }
    because: AI-assisted changes by juniors and mids need a senior (March 2026 policy)
  - name: scan-all-ai
    when: change.assisted
    require: [ scan: { no-new: warning } ]
  - name: critical
    when: change.assisted && change.tier == critical
    require:
      - sign-off: { level: senior, count: 1, owners: per-area, signature: verified }
      - edge-cases: [nullish, empty, overflow, concurrency]
      - document: [intent, rollback]
      - rewrite: answered          # "rewritten" or "kept because …"
otherwise: { allow: true, because: no rule asks for more }

carry:    { low: textual, medium: textual, high: disjoint, critical: disjoint }   # judged per file, by its area's tier
expire:   { sign-off: 30d }
override: { by: { level: senior, count: 2 }, reason: required, review-within: 24h }
revert:   { by: { level: mid, count: 1, on-call: true }, review-within: 24h }
spot-check: { share: 5%, when: change.tier >= high }   # drawn from the change digest and the ledger root after the sign-off
passkeys: { synced: refuse }                            # allow | refuse: one that may be synced counts as a key in a file
`;

const key = 'AAAAC3NzaC1lZDI1NTE5AAAAIJ2kQ0cTnYvWQ6G8l1f3d0K5c2mB7xUe9oP4aRtSw1zY';
const people = `# .countersign/people.yaml  (or one line with its source, which may be private)
root: { repository: ${'0123456789abcdef'.repeat(4)}, keys: [ "ssh-ed25519 ${key}R root", "revoked ssh-ed25519 ${key}S old-root" ] }
people:
  ana:  { name: Ana Ruiz, level: senior, emails: [ana@example.com], accounts: { github: ana-r },
          keys: [ "sk-ssh-ed25519@openssh.com ${key}A ana-yubikey", 'origin="https://sign.example.com, https://b.example:8443" sk-ecdsa-sha2-nistp256@openssh.com ${key}B ana phone', "revoked ssh-ed25519 ${key}C ana-lost" ] }
  li:   { name: Li Wen, level: senior, emails: [li@example.com] }
agents:
  kiro: { operator: required, accounts: { github: kiro-bot } }     # never counts as a person
gates:
  ci:   { keys: [ "ssh-ed25519 ${key} ci" ], may: [evidence, landing, adoption] }
teams:
  retail-seniors: [ana, li]
on-call:
  - retail-seniors
  - { who: ana, from: 2027-03-01, until: 2027-03-08T09:00Z }
witnesses:
  - { key: w.example.com/shop+bb1d8000+BLPMOXBY7prBFjZs/drllMPkYAtI6HPZT6lQjVbT4dHe, repository: https://git.example/witness.git }
`;

it('a policy that uses the whole language reads as it is meant', () => {
  const { policy: read, problems } = parsePolicy(policy, 'policy.yaml');
  expect(problems).toEqual([]);
  expect(read).toMatchObject({
    extends: 'amazon-2026',
    levels: ['junior', 'mid', 'senior', 'principal'],
    mode: 'observe',
    protected: ['refs/heads/main'],
    defaultTier: 'medium',
    undeclared: 'ask',
    otherwise: { allow: true, because: 'no rule asks for more' },
    carry: { low: 'textual', medium: 'textual', high: 'disjoint', critical: 'disjoint' },
    expireSignOff: 30 * 86_400,
    override: { level: 'senior', count: 2, reviewWithin: 86_400 },
    revert: { level: 'mid', count: 1, onCall: true, reviewWithin: 86_400 },
    spotCheck: { share: 0.05, when: { text: 'change.tier >= high' } },
    passkeys: { synced: 'refuse' },
  });
  const area = (name: string) => read!.areas.find((one) => one.name === name);
  expect(area('checkout')).toMatchObject({ tier: 'critical', owners: ['retail-seniors'], mode: 'enforce' });
  expect(area('checkout')!.paths).toEqual(expect.arrayContaining(['services/checkout/**', 'libs/pricing/**']));
  expect(area('kms')).toMatchObject({ ai: 'forbidden', because: 'INC-42', reviewBy: '2027-03-01' });
  const rule = (name: string) => read!.rules.find((one) => one.name === name)!;
  expect(rule('senior-gate').require.map(({ kind, after }) => [kind, after])).toEqual([
    ['sign-off', null],
    ['checklist', null],
    ['review', 'sign-off'],
    ['checks', 'review'],
  ]);
  expect(rule('scan-all-ai').require).toMatchObject([{ kind: 'scan', noNew: 'warning' }]);
  expect(rule('critical').require.map(({ kind }) => kind)).toEqual(['sign-off', 'edge-cases', 'document', 'rewrite']);
  expect([rule('senior-gate'), rule('critical')].every(({ origin }) => origin === 'policy.yaml')).toBe(true);
});

it('people that use the whole language read as they are meant', () => {
  const { people: read, problems } = parsePeople(people, 'people.yaml', ['junior', 'mid', 'senior', 'principal']);
  expect(problems).toEqual([]);
  expect(read).toMatchObject({
    root: { repository: '0123456789abcdef'.repeat(4), keys: [`ssh-ed25519 ${key}R root`], revokedKeys: [`revoked ssh-ed25519 ${key}S old-root`] },
    persons: [{ id: 'ana', accounts: { github: 'ana-r' }, revokedKeys: [`revoked ssh-ed25519 ${key}C ana-lost`] }, { id: 'li', keys: [] }],
    agents: [{ id: 'kiro', operator: 'required' }],
    gates: [{ id: 'ci', may: ['evidence', 'landing', 'adoption'] }],
    teams: [{ id: 'retail-seniors', members: ['ana', 'li'] }],
    onCall: [{ who: 'retail-seniors', from: null, until: null }, { who: 'ana', from: 1_803_859_200, until: 1_804_496_400 }],
    witnesses: [{ key: 'w.example.com/shop+bb1d8000+BLPMOXBY7prBFjZs/drllMPkYAtI6HPZT6lQjVbT4dHe', repository: 'https://git.example/witness.git' }],
  });
  expect(read!.persons[0]!.keys.map((line) => readKeyLine(line))).toMatchObject([
    { ok: true, line: { publicKey: `sk-ssh-ed25519@openssh.com ${key}A`, comment: 'ana-yubikey', origins: [], revoked: false } },
    { ok: true, line: { publicKey: `sk-ecdsa-sha2-nistp256@openssh.com ${key}B`, comment: 'ana phone', origins: ['https://sign.example.com', 'https://b.example:8443'], revoked: false } },
  ]);
});

it.each(['textual', 'disjoint', 'exact'])('a sign-off may be carried by the %s test, in every tier', (test) => {
  const text = `version: 1\notherwise: { allow: true, because: no rule asks for more }\ncarry: { low: ${test}, medium: ${test}, high: ${test}, critical: ${test} }\n`;
  expect(parsePolicy(text, 'policy.yaml').policy?.carry).toEqual({ low: test, medium: test, high: test, critical: test });
});

it.each([
  ['lowers one by a smaller list', 'rules: [ { name: critical, require: [ edge-cases: [empty] ] } ]'],
  ['adds a requirement of another kind', 'rules: [ { name: scan-all-ai, require: [ owner ] } ]'],
  ['raises a count, a level and a strength', 'rules: [ { name: senior-gate, require: [ sign-off: { level: principal, count: 2, signature: verified } ] } ]'],
  ['says another reason', 'rules: [ { name: senior-gate, because: ours } ]'],
])('a rule of the preset keeps everything it asks for where a child %s', (_, rules) => {
  const floor = parsePolicy('version: 1\nextends: amazon-2026\n', 'policy.yaml').policy!;
  const { policy: child, problems } = parsePolicy(`version: 1\nextends: amazon-2026\n${rules}\n`, 'policy.yaml');
  expect(problems).toEqual([]);
  for (const rule of floor.rules) {
    const raised = child!.rules.find(({ name }) => name === rule.name)!;
    expect(raised.when.text).toBe(rule.when.text);
    expect(raised.require.map(({ kind }) => kind)).toEqual(expect.arrayContaining(rule.require.map(({ kind }) => kind)));
    for (const asked of rule.require)
      if (asked.kind === 'edge-cases') expect(raised.require.find(({ kind }) => kind === 'edge-cases')).toMatchObject({ classes: expect.arrayContaining([...asked.classes]) as string[] });
  }
});
