import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { policyTexts, type Policy } from '../policy/index.ts';
import type { Sha256 } from '../values/index.ts';
import { parseCases, runCases, untriedRules } from './index.ts';

const sha256: Sha256 = (chunks) => {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
};

const head = `policy: { preset: amazon-2026 }
people:
  ana: { name: Ana Ruiz, level: senior, emails: [ana@example.com] }
  bo: { name: Bo Lind, level: mid, emails: [bo@example.com] }
  mina: { name: Mina Sato, level: junior, emails: [mina@example.com] }
defaults: { change: { author: bo, files: { web/page.ts: +10 -2 }, assistance: declared } }
cases:
`;

async function ran(cases: string, gates = '', parts: Partial<Policy> = {}) {
  const { content, problems } = await parseCases(head.replace('defaults:', `${gates}defaults:`) + cases, 'cases.yaml');
  if (content === null) return { said: problems.map(({ at, message }) => `${at.line}:${at.column} ${message}`), untried: [] };
  const policy = { ...(await policyTexts()).presetPolicy('amazon-2026')!, ...parts };
  const people = content.people?.is === 'inline' ? content.people.read(policy.levels).people! : null!;
  const run = await runCases(content, { policy, people, codeOwners: null }, sha256);
  const said = [
    ...run.problems.map(({ at, message }) => `${at.line}:${at.column} ${message}`),
    ...run.results.flatMap(({ differences }) => differences.map(({ at, about, expected, got }) => `${at.line}:${at.column} ${about}: ${expected}, not ${got}`)),
  ];
  return { said, untried: untriedRules([{ policy, results: run.results }]).map(({ rule }) => rule) };
}

const one = (rest: string) => `  - name: one\n    ${rest}\n`;

test.each([
  ['what is so', 'expect: { status: pending, tier: medium, assistance: assisted, author: mid, mode: observe, reasons: { senior-gate: { status: pending, needs: 1 senior, sign-off: pending } }, people: [ana], not-people: [bo], excluded: { bo: author of c000001 } }', []],
  ['another status', 'expect: { status: refused }', ['9:23 status: refused, not pending']],
  ['another tier', 'expect: { tier: low }', ['9:21 tier: low, not medium']],
  ['a reason that is not there', 'expect: { reasons: { otherwise: { status: approved } } }', ['9:26 otherwise: approved, not only senior-gate, scan-all-ai, critical, rewritten, answered-for, unknown-author, policy-change']],
  ['a reason that is there', 'expect: { reasons: { senior-gate: absent } }', ['9:39 senior-gate: no such reason, not pending']],
  ['another text in a child', 'expect: { reasons: { senior-gate: { sign-off: { needs: principal } } } }', ['9:60 senior-gate › sign-off › needs: principal, not 1 senior, key touched']],
  ['somebody who cannot help', 'expect: { people: [bo], not-people: [ana] }', ['9:24 people: bo, not ana, mina', '9:42 not-people: not ana, not ana, mina']],
  ['words of the way forward', 'expect: { next: [Ana can sign, one other person reviews, Edda] }', ['9:62 next: Edda']],
])('%s is told with its place', async (_, rest, said) => {
  const all = (await ran(one(rest))).said;
  // The way forward is long, and nobody's words here.
  expect(all.map((text) => text.replace(/(next: [^,]+),.*/, '$1'))).toEqual(said);
});

test.each([
  ['allow', 'approved'],
  ['refuse', 'pending'],
] as const)('a synced passkey under `synced: %s` leaves the sign-off %s', async (synced, status) => {
  const signed = one(`sign-offs: [{ by: ana, synced: true }]\n    expect: { reasons: { senior-gate: { sign-off: { status: ${status} } } } }`);
  expect((await ran(signed, '', { passkeys: { synced } })).said).toEqual([]);
});

test.each([
  ['that ran clean', '{ check: semgrep, kind: scan }', 'approved'],
  ['that found something', '{ check: semgrep, kind: scan, outcome: failed }', 'pending'],
  ['of an older head', '{ check: semgrep, kind: scan, stale: true }', 'pending'],
  ['that is only called one', 'scan', 'pending'],
])('a scan %s', async (_, result, status) => {
  const gates = 'gates: { ci: { keys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGZha2VrZXlmb3J0aGVjYXNlc29mdGhlcG9saWN5 ci"], may: [evidence] } }\n';
  expect((await ran(one(`results: [${result}]\n    expect: { reasons: { scan-all-ai: { status: ${status} } } }`), gates)).said).toEqual([]);
});

test('rules that no case makes apply are named', async () => {
  expect((await ran(one('expect: { status: pending }'))).untried).toEqual(['critical', 'rewritten', 'answered-for', 'unknown-author', 'policy-change']);
});

test.each([
  ['a misspelt author', 'change: { author: bob }', /nobody of the id `bob` is enrolled; did you mean `bo`\?/],
  ['a misspelt signer', 'sign-offs: [anna]', /nobody of the id `anna` is enrolled; did you mean `ana`\?/],
  ['a misspelt person of the way forward', 'expect: { status: pending, not-people: [miina] }', /nobody of the id `miina` is enrolled; did you mean `mina`\?/],
  ['a misspelt rule, which would be absent for ever', 'expect: { reasons: { senior-gaet: absent } }', /no rule or reason is called `senior-gaet`; did you mean `senior-gate`\?/],
  ['a live rule among those on trial, where it is absent for ever', 'expect: { shadow: { senior-gate: absent } }', /no rule in the shadow is called `senior-gate`/],
  ['a path no commit changes', 'change: { commits: [{ author: bo, files: [web/pge.ts] }] }', /a commit changes `web\/pge.ts`, which the change does not; did you mean `web\/page.ts`\?/],
  ['a tool the evidence does not know', 'change: { assistance: { is: declared, tool: Hammer } }', /the evidence does not know the tool `Hammer`/],
  ['a trace no tool leaves', 'change: { assistance: { is: inferred, tool: Hammer } }', /no trace of `Hammer` can be left/],
  ['a record of no lines', 'change: { assistance: recorded, files: { a.ts: -2 } }', /nothing can be recorded/],
  ['a mistake proposed in no policy', 'change: { proposes-mistake: x }', /is about a policy this change does not edit/],
])('%s is a mistake of the case, not a difference', async (_, rest, message) => {
  const { said } = await ran(one(rest.startsWith('expect') ? rest : `${rest}\n    expect: { status: pending }`));
  expect(said.some((text) => message.test(text)), said.join('\n')).toBe(true);
});

test('of ten sign-offs of one kind each expectation takes another one, wherever it stands', async () => {
  const areas = Array.from({ length: 10 }, (_, i) => `a${i}`);
  const own = (expected: readonly string[]) => `policy:
  version: 1
  areas:
${areas.map((area) => `    ${area}: { paths: [${area}/**], owners: [ana] }\n`).join('')}  rules: [{ name: gate, when: true, require: [{ sign-off: { level: senior } }], because: ours }]
  otherwise: { allow: true, because: nothing else }
people:
  ana: { level: senior, emails: [ana@example.com] }
  bo: { level: mid, emails: [bo@example.com] }
cases:
  - name: one
    change: { author: bo, files: { ${areas.map((area) => `${area}/x.ts: +1`).join(', ')} } }
    expect: { reasons: { gate: { sign-off: { sign-off: [${expected.join(', ')}] } } } }
`;
  const differing = async (expected: readonly string[]) => {
    const { content, problems } = await parseCases(own(expected), 'cases.yaml');
    expect(problems).toEqual([]);
    const [policy, people] = [content!.policy, content!.people];
    if (policy?.is !== 'inline' || people?.is !== 'inline') throw new Error('written in the file');
    const run = await runCases(content!, { policy: policy.policy, people: people.read(policy.policy.levels).people!, codeOwners: null }, sha256);
    expect(run.problems).toEqual([]);
    return run.results[0]!.differences.length;
  };
  const needs = (area: string) => `{ needs: 1 senior owner of ${area} }`;
  expect(await differing(areas.map(needs))).toBe(0);
  expect(await differing(areas.toReversed().map(needs))).toBe(0);
  expect(await differing(['{ needs: senior }', '{ needs: 1 senior owner of a0 }', '{ needs: 1 senior owner of a9 }'])).toBe(0);
  expect(await differing(areas.map(() => needs('a0')))).toBe(9);
});

test('owners of files are a mistake under a policy that takes none from them', async () => {
  const { said } = await ran(`${one('expect: { status: pending }')}codeowners: "* @ana"\n`);
  expect(said).toEqual(['10:13 `codeowners` is given, and the policy takes no owners from such a file']);
});

test('strangers are written with their address', async () => {
  expect((await ran(one('change: { author: Zoe <zoe@x.example> }\n    expect: { author: unknown }'))).said).toEqual([]);
  expect((await ran(one('change: { author: BO@example.com }\n    expect: { author: mid }'))).said).toEqual([]);
});
