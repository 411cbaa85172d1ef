import type { FileChange } from '../src/core/change/index.ts';
import { nothingRecorded, type DecisionInputs } from '../src/core/decision/index.ts';
import { claimsOfCommit } from '../src/core/evidence/index.ts';
import { policyTexts } from '../src/core/policy/index.ts';

const { parsePeople, parsePolicy } = await policyTexts();

const policyText = `version: 1
levels: [junior, mid, senior, principal]
mode: enforce
protected: [refs/heads/main]
default-tier: medium
undeclared: human
rules:
  - name: senior-gate
    when: change.assisted && author.level < senior
    require:
      - sign-off: { level: senior, count: 1, owners: any, signature: touch }
    because: AI-assisted changes below senior need a senior
otherwise: { allow: true, because: no rule asks for more }
`;
const peopleText = `people:
  ana: { name: Ana Ruiz, level: senior, emails: [ana@example.com] }
  bo: { name: Bo Lind, level: mid, emails: [bo@example.com] }
`;
const { policy, problems } = parsePolicy(policyText, 'policy.yaml');
const { people } = parsePeople(peopleText, 'people.yaml', policy?.levels ?? []);

/** The `n`-th of a series of ten-file changes under a one-rule policy: two people, half of them with a co-author. */
export function decisionInputs(n: number): DecisionInputs {
  if (policy === null || people === null) throw new Error(`the bench's own policy is wrong: ${problems[0]?.message ?? ''}`);
  const hex = (value: number) => value.toString(16).padStart(40, '0');
  const id = hex(n + 1);
  const author = n % 3 === 0 ? { name: 'Ana Ruiz', email: 'ana@example.com' } : { name: 'Bo Lind', email: 'bo@example.com' };
  const message = `Change ${n}\n\nWhy it is needed.\n${n % 2 === 0 ? '\nCo-authored-by: Claude <noreply@anthropic.com>\n' : ''}`;
  const commit = { id, parents: [hex(0)], author, committer: author, authoredAt: 1_790_000_000, committedAt: 1_790_000_000, message };
  const files = Array.from({ length: 10 }, (_, k): FileChange => ({
    path: `src/part-${k}/file-${n}.ts`,
    status: 'M',
    oldMode: '100644',
    newMode: '100644',
    oldId: hex(n * 100 + k),
    newId: hex(n * 100 + k + 50),
    oldSha256: hex(1).padStart(64, '0'),
    newSha256: hex(2).padStart(64, '0'),
    linesAdded: 10,
    linesRemoved: 1,
    uncounted: null,
    hunks: [{ oldStart: 5, newStart: 5, removed: ['const old = 1;'], added: Array.from({ length: 10 }, (_, l) => `const value${l} = ${n};`) }],
  }));
  return {
    change: {
      objectFormat: 'sha1',
      target: 'refs/heads/main',
      base: { commit: hex(0), tree: hex(3) },
      head: { commit: id, tree: hex(4) },
      baseOnTarget: true,
      digest: String(n).padStart(64, '0'),
      files,
      commits: [commit],
      unread: [],
    },
    evidence: {
      claims: claimsOfCommit(commit),
      origins: files.map(({ path }) => ({ path, ranges: [{ start: 5, end: 14, commit: id, originalStart: 5, originalPath: path }] })),
      problems: [],
    },
    policy,
    people,
    policyDigest: '1'.repeat(64),
    peopleDigest: '2'.repeat(64),
    proposedPolicy: null,
    ...nothingRecorded,
    history: { windowHours: 72, commits: 0, linesAdded: 0 },
    now: 1_790_000_000,
  };
}
