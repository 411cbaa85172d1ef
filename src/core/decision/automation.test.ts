import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changeOf, commit, now, policy, team } from '../../../test/policy-cases/decision-cases.ts';
import type { Change, Commit, Identity } from '../change/index.ts';
import { claimsOfCommit } from '../evidence/index.ts';
import type { Agent, People, Policy } from '../policy/index.ts';
import { nothingRecorded, type DecisionInputs } from './inputs.ts';
import { judge } from './judge.ts';

const dependabot = { name: 'dependabot[bot]', email: '49699333+dependabot[bot]@users.noreply.github.com' };
const renovate = { name: 'Renovate Bot', email: 'bot@renovateapp.com' };
const webFlow = { name: 'GitHub', email: 'noreply@github.com' };
const person = { name: 'Bo Lind', email: 'bo@example.com' };

const agent = (id: string, parts: Partial<Agent>): Agent => ({ id, operator: 'none', emails: [], accounts: {}, at: { file: 'people.yaml', line: 1, column: 1 }, ...parts });
const enrolled: People = {
  ...team,
  agents: [...team.agents, agent('dependabot', { accounts: { github: 'dependabot[bot]' } }), agent('renovate', { emails: [renovate.email] })],
};

function by(id: string, author: Identity, committer: Identity = author, message = 'Bump it\n'): Commit {
  return { ...commit(id, 'bo', message), author, committer };
}

/** A change to which each commit added one line. */
function judged(commits: readonly Commit[], people: People, parts: Partial<Policy> = {}, change: Partial<Change> = {}) {
  const bare = changeOf(commits, commits.map(({ id }) => `web/${id}.ts`), change);
  const files = bare.files.map((file) => ({ ...file, linesRemoved: 0 }));
  const inputs: DecisionInputs = {
    change: { ...bare, files },
    evidence: {
      claims: commits.flatMap((one) => [...claimsOfCommit(one)]),
      origins: commits.map(({ id }) => ({ path: `web/${id}.ts`, ranges: [{ start: 1, end: 1, commit: id, originalStart: 1, originalPath: `web/${id}.ts` }] })),
      problems: [],
    },
    policy: { ...policy, ...parts },
    people,
    policyDigest: null,
    peopleDigest: null,
    proposedPolicy: null,
    ...nothingRecorded,
    history: { windowHours: 72, commits: 0, linesAdded: 0 },
    now,
  };
  return judge(inputs, () => '0'.repeat(64));
}

const weak = 'Bump it\n\nCo-authored-by: Copilot <copilot@github.com>\n';
const required: People = { ...team, agents: [agent('dependabot', { operator: 'required', accounts: { github: 'dependabot[bot]' } })] };
const pretender: People = { ...team, agents: [agent('tidy', { emails: ['tidy@example.com'] })] };

describe('a commit by ordinary automation', () => {
  test.each<[string, readonly Commit[], People, string]>([
    ['is asked where nobody enrolled it', [by('a1', dependabot, webFlow)], team, 'ask'],
    ['is not asked where the people file enrols it without an operator', [by('a1', dependabot, webFlow)], enrolled, 'not-assisted'],
    ['is not asked by its address either', [by('a1', renovate)], enrolled, 'not-assisted'],
    ['is asked where it needs an operator', [by('a1', dependabot, webFlow)], required, 'ask'],
    ['is asked where a person committed it', [by('a1', dependabot, person)], enrolled, 'ask'],
    ['is asked where a person is its co-author', [by('a1', dependabot, webFlow, 'Bump it\n\nCo-authored-by: Bo Lind <bo@example.com>\n')], enrolled, 'ask'],
    ['is asked where a weak trace of AI stands in it', [by('a1', dependabot, webFlow, weak)], enrolled, 'ask'],
    ['is assisted where a strong one does', [by('a1', dependabot, webFlow, 'Bump it\n\nAssisted-by: Copilot:gpt-5.2\n')], enrolled, 'assisted'],
    ['excuses no other commit', [by('a1', dependabot, webFlow), by('a2', person)], enrolled, 'ask'],
    ['is asked where the evidence does not know it for automation', [by('a1', { name: 'tidy', email: 'tidy@example.com' })], pretender, 'ask'],
  ])('%s', (_, commits, people, state) => {
    const { assistance } = judged(commits, people);
    expect(assistance.state).toBe(state);
    expect(assistance.unanswered.length > 0).toBe(state === 'ask');
  });

  test('leaves its lines unknown and says why nobody is asked', () => {
    const { assistance } = judged([by('a1', dependabot, webFlow)], enrolled);
    expect(assistance.lines).toMatchObject({ added: 1, unknown: 1, human: 0 });
    expect(assistance.sentence).toBe('Nothing says that AI was used; a100000 is by enrolled automation, which is not asked.');
  });

  test.each<[Policy['undeclared'], string]>([['ask', 'not-assisted'], ['ask-signed', 'not-assisted'], ['assisted', 'assisted'], ['human', 'not-assisted']])(
    'is, enrolled and silent under `%s`, %s',
    (undeclared, state) => {
      expect(judged([by('a1', dependabot, webFlow)], enrolled, { undeclared }).assistance.state).toBe(state);
    },
  );
});

describe('the way forward of silent commits', () => {
  const enrol = (name: string) =>
    `${name} is ordinary automation and cannot answer: enrol it under \`agents:\` with \`operator: none\` in .countersign/people.yaml, or let the person who lands it answer`;
  const answer = (who: string, where: string) => `${who} answers in ${where}: \`Assisted-by: none\`, or \`Assisted-by: AGENT:MODEL\` where one helped`;
  const merge = { ...by('a3', person), parents: ['a1'.padEnd(40, '0'), 'b'.repeat(40)] };
  const ana = { name: 'Ana Ruiz', email: 'ana@example.com' };
  const none = 'Change it\n\nAssisted-by: none\n';
  const amend = 'git commit --amend';

  test.each<[string, readonly Commit[], People, readonly (readonly [string, string | null])[]]>([
    ['of a bot is to enrol it', [by('a1', dependabot, webFlow)], team, [[enrol('Dependabot'), null]]],
    ['of an enrolled bot with a trace of AI is another’s answer', [by('a1', dependabot, webFlow, weak)], enrolled, [['Dependabot cannot answer for the trace of AI in its commit: the person who lands it answers', null]]],
    ['of what a person committed for a bot is the person’s answer', [by('a1', dependabot, person)], team, [[answer('Bo', 'the commit message'), amend]]],
    ['of a bot and a person is one step each', [by('a1', dependabot, webFlow), by('a2', person)], team, [[answer('Bo', 'the commit message'), null], [enrol('Dependabot'), null]]],
    ['of one author is a command', [by('a1', person), by('a2', person)], team, [[answer('Bo', 'the commit messages'), `git rebase --exec '${amend}' bbbbbbbbbbbb`]]],
    ['of several authors is in words alone', [by('a1', person), by('a2', ana)], team, [[answer('each author', 'their commit messages'), null]]],
    ['among the answered commits of others rewrites none of theirs', [by('a1', person), by('a2', ana, ana, none)], team, [[answer('Bo', 'the commit message'), null]]],
    ['that are merges is in words alone', [merge, by('a1', person)], team, [[answer('Bo', 'the commit messages'), null]]],
  ])('%s', (_, commits, people, steps) => {
    const { next } = judged(commits, people, { rules: [] }).decision;
    const asked = next.filter(({ sentence }) => /answer/.test(sentence));
    expect(asked.map(({ sentence, command }) => [sentence, command])).toEqual(steps);
  });

  test('is in the first line too', () => {
    const { root } = judged([by('a1', dependabot, webFlow)], team, { rules: [] }).decision;
    expect(root.sentence).toBe("needs somebody's answer for Dependabot: did an AI write any of it?");
  });
});

test('enrolling automation takes the question away and nothing else', () => {
  const identities = fc.constantFrom(dependabot, renovate, person, { name: 'Zoe', email: 'zoe@example.com' });
  const message = fc.constantFrom('Bump it\n', weak, 'Bump it\n\nAssisted-by: none\n', 'Bump it\n\nAssisted-by: Copilot:gpt-5.2\n', 'Bump it\n\nCo-authored-by: Bo Lind <bo@example.com>\n');
  const one = fc.record({ author: identities, committer: fc.oneof({ weight: 1, arbitrary: identities }, { weight: 3, arbitrary: fc.constant(webFlow) }), message });
  const undeclared = fc.constantFrom('ask', 'ask-signed', 'assisted', 'human');
  let excused = 0;
  fc.assert(
    fc.property(fc.array(one, { minLength: 1, maxLength: 3 }), undeclared, (commits, silence) => {
      const made = commits.map(({ author, committer, message: text }, index) => by(`a${index}`, author, committer, text));
      const before = judged(made, team, { undeclared: silence });
      const after = judged(made, enrolled, { undeclared: silence });
      for (const part of ['claims', 'lines', 'share', 'files', 'contradictions'] as const) expect(after.assistance[part]).toEqual(before.assistance[part]);
      expect(policy.levels.indexOf(after.author.level)).toBeLessThanOrEqual(policy.levels.indexOf(before.author.level));
      expect(before.author.unknown && !after.author.unknown).toBe(false);
      expect(after.exclusions.filter((found) => found.person !== null)).toEqual(before.exclusions.filter((found) => found.person !== null));
      if (before.assistance.state !== after.assistance.state) {
        expect([before.assistance.state, after.assistance.state]).toEqual(['ask', 'not-assisted']);
        excused += 1;
      } else if (after.author.level === before.author.level) expect(after.outcomes).toEqual(before.outcomes);
    }),
    { numRuns: 1000 },
  );
  expect(excused).toBeGreaterThan(5);
});
