import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { changeOf, commit, now, signOff } from '../../../test/policy-cases/decision-cases.ts';
import type { Change, Commit } from '../change/index.ts';
import { claimsOfCommit, parseGitAiNote } from '../evidence/index.ts';
import { nobody, policyTexts, type People, type Policy } from '../policy/index.ts';
import type { Sha256 } from '../values/index.ts';
import { nothingRecorded, type DecisionInputs } from './inputs.ts';
import { judge } from './judge.ts';

const { parsePeople, parsePolicy, presetPolicy } = await policyTexts();

const sha256: Sha256 = (chunks) => {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
};

const policyText = `version: 1
extends: amazon-2026
mode: warn
areas:
  checkout: { paths: ["services/checkout/**"], tier: critical, owners: [seniors], mode: enforce }
  vault: { paths: ["vault/**"], tier: critical, ai: forbidden, because: INC-42 }
`;
const peopleText = `version: 1
people:
  ana: { name: Ana Ruiz, level: senior, emails: [ana@example.com], accounts: { github: ana-r } }
  li: { name: Li Wei, level: senior, emails: [li@example.com] }
  edda: { name: Edda Falk, level: principal, emails: [edda@example.com] }
  bo: { name: Bo Lind, level: mid, emails: [bo@example.com] }
  tomas: { name: Tomás Vega, level: mid, emails: [tomas@example.com] }
  mina: { name: Mina Sato, level: junior, emails: [mina@example.com] }
teams:
  seniors: [ana, li]
`;
const policy = parsePolicy(policyText, '.countersign/policy.yaml').policy!;
const people = parsePeople(peopleText, '.countersign/people.yaml', policy.levels).people!;

interface Given {
  readonly commits: readonly Commit[];
  readonly paths?: readonly string[];
  readonly policy?: Policy;
  readonly people?: People;
  readonly change?: Partial<Change>;
  readonly inputs?: Partial<DecisionInputs>;
  readonly note?: string;
}

/** A change whose only added line of each file comes from its newest commit, with the evidence the commits carry. */
function inputsOf(given: Given): DecisionInputs {
  const bare = changeOf(given.commits, given.paths ?? ['web/page.ts'], given.change);
  const hunk = { oldStart: 1, newStart: 1, removed: ['old'], added: ['new'] };
  const change: Change = { ...bare, files: bare.files.map((file) => ({ ...file, hunks: [hunk] })) };
  const origin = given.commits[0]!.id;
  const claims = given.commits.flatMap((one) => [...claimsOfCommit(one)]);
  const note = given.note === undefined ? [] : parseGitAiNote(given.note, { ref: 'refs/notes/ai', commit: origin, blob: 'f'.repeat(40) }).claims;
  return {
    change,
    evidence: {
      claims: [...claims, ...note],
      origins: change.files.map(({ path }) => ({ path, ranges: [{ start: 1, end: 1, commit: origin, originalStart: 1, originalPath: path }] })),
      problems: [],
    },
    policy: given.policy ?? policy,
    people: given.people ?? people,
    policyDigest: null,
    peopleDigest: null,
    proposedPolicy: null,
    ...nothingRecorded,
    history: { windowHours: 72, commits: 0, linesAdded: 0 },
    now,
    ...given.inputs,
  };
}
const judged = (given: Given) => judge(inputsOf(given), sha256);
const copilot = 'Reserve stock\n\nAssisted-by: Copilot:gpt-5.2\n';
const byHand = 'Fix a typo\n\nAssisted-by: none\n';
const withClaude = 'Reserve stock\n\nCo-authored-by: Claude <noreply@anthropic.com>\n';

describe('a change judged from its commits to its decision', () => {
  test.each<[string, Given, string, string]>([
    ['by a mid with Copilot', { commits: [commit('a1', 'bo', copilot)] }, 'pending', 'needs a senior, then one more reviewer, tests and a clean scan'],
    ['by a mid with Claude in checkout', { commits: [commit('a1', 'bo', withClaude)], paths: ['services/checkout/x.ts'] }, 'pending', 'needs a senior who owns checkout, then one more reviewer, tests and 3 more results'],
    ['by a senior by hand', { commits: [commit('a1', 'ana', byHand)] }, 'pending', "needs one more reviewer, or a touch of its author's key"],
    ['docs by a mid by hand', { commits: [commit('a1', 'bo', byHand)], paths: ['docs/a.md'] }, 'pending', "needs one more reviewer, or a touch of its author's key"],
    ['by a silent mid', { commits: [commit('a1', 'bo', 'Change it\n')] }, 'pending', "needs the author's answer: did an AI write any of it?"],
    ['by a mid who says "none" beside a weak trace', { commits: [commit('a1', 'bo', 'Change it\n\nCo-authored-by: Copilot <copilot@github.com>\nAssisted-by: none\n')] }, 'pending', "needs a second person's attestation"],
    ['by somebody not enrolled, by hand', { commits: [commit('a1', 'zoe', byHand)] }, 'pending', 'needs one more reviewer'],
    ['AI in the vault', { commits: [commit('a1', 'ana', copilot)], paths: ['vault/key.ts'] }, 'refused', 'AI is off-limits in vault (policy.yaml:6, INC-42), and this change is AI-assisted: Copilot was used (declared): 1 of 1 line added'],
    ['of the policy itself', { commits: [commit('a1', 'bo', byHand)], paths: ['.countersign/policy.yaml'] }, 'pending', 'needs a principal'],
    ['of the policy by its only principal', { commits: [commit('a1', 'edda', byHand)], paths: ['.countersign/policy.yaml'] }, 'unsatisfiable', 'needs a principal; the only one, Edda, wrote it'],
    ['with nobody enrolled', { commits: [commit('a1', 'bo', copilot)], people: nobody, policy: presetPolicy('amazon-2026')! }, 'pending', 'needs a senior (nobody is enrolled yet), then one more reviewer, tests and a clean scan'],
  ])('%s', (_, given, status, sentence) => {
    const { decision } = judged(given);
    expect({ status: decision.status, sentence: decision.root.sentence }).toEqual({ status, sentence });
  });

  test('signed, still waits for the results, and never calls that approved', () => {
    const signOffs = [signOff('ana', 1), signOff('tomas', 2)];
    const { decision } = judged({ commits: [commit('a1', 'bo', copilot)], inputs: { signOffs } });
    expect(decision.status).toBe('pending');
    expect(decision.root.sentence).toBe('needs tests and a clean scan');
  });

  test('takes a tool in a co-author trailer for no person', () => {
    const { author, exclusions } = judged({ commits: [commit('a1', 'ana', withClaude)] });
    expect(author).toMatchObject({ level: 'senior', unknown: false });
    expect(exclusions.map(({ who }) => who)).toEqual(['ana']);
  });

  test('the human a line record names as having run the agent counts as author and may not sign', () => {
    const note = [
      'web/page.ts',
      '  s_c9883b05a2487d::t_9f8e7d6c5b4a32 1',
      '---',
      '{"schema_version":"authorship/3.0.0","base_commit_sha":"x","prompts":{},"sessions":{"s_c9883b05a2487d":{"agent_id":{"tool":"cursor","id":"7f3c","model":"m"},"human_author":"Mina Sato <mina@example.com>"}}}',
    ].join('\n');
    const { author, exclusions, decision } = judged({ commits: [commit('a1', 'ana', byHand)], note });
    expect(author).toMatchObject({ level: 'junior', persons: ['ana', 'mina'] });
    expect(exclusions.map(({ who }) => who)).toEqual(['ana', 'mina']);
    expect(decision.next[0]).toMatchObject({ sentence: 'Li or Edda can sign', people: ['li', 'edda'] });
  });

  test('the strictest mode of policy and touched areas holds', () => {
    expect(judged({ commits: [commit('a1', 'bo', copilot)] }).mode).toBe('warn');
    expect(judged({ commits: [commit('a1', 'bo', copilot)], paths: ['services/checkout/x.ts'] }).mode).toBe('enforce');
  });

  test('names owners and mode of each touched area', () => {
    const { areas } = judged({ commits: [commit('a1', 'bo', copilot)], paths: ['services/checkout/x.ts'] });
    expect(areas).toEqual([{ name: 'checkout', tier: 'critical', files: ['services/checkout/x.ts'], owners: ['seniors'], mode: 'enforce', ai: 'allowed' }]);
  });

  test('gives the same bytes for the same inputs', () => {
    const given: Given = { commits: [commit('a1', 'bo', copilot), commit('a2', 'mina', withClaude)], paths: ['services/checkout/x.ts', 'docs/a.md'] };
    expect(JSON.stringify(judged(given))).toBe(JSON.stringify(judged(given)));
  });
});
