import { createHash } from 'node:crypto';
import type { Change } from '../../src/core/change/index.ts';
import { nothingRecorded, type DecisionInputs } from '../../src/core/decision/index.ts';
import { claimsOfCommit } from '../../src/core/evidence/index.ts';
import { policyTexts } from '../../src/core/policy/index.ts';
import type { Sha256 } from '../../src/core/values/index.ts';
import { changeOf, commit, now } from './decision-cases.ts';

const { parsePeople, parsePolicy } = await policyTexts();

export const sha256: Sha256 = (chunks) => {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
};

const policy = parsePolicy(
  `version: 1
levels: [junior, mid, senior, principal]
mode: enforce
areas:
  checkout: { paths: ["services/checkout/**"], tier: critical, owners: [seniors] }
undeclared: ask
rules:
  - name: senior-gate
    when: change.assisted && author.level < senior
    require:
      - sign-off: { level: senior, count: 1, owners: per-area, signature: touch }
      - checklist: ai-review
      - review: { count: 1, after: sign-off, distinct: true }
    because: AI-assisted changes need a senior
  - name: critical
    when: change.assisted && change.tier == critical
    require:
      - edge-cases: [nullish, concurrency]
      - rewrite: answered
      - owner: named
    because: where an outage costs most
otherwise: { allow: true, because: no rule asks for more }
`,
  '.countersign/policy.yaml',
);
const parsed = parsePeople(
  `version: 1
people:
  ana: { name: Ana Ruiz, level: senior, emails: [ana@example.com] }
  li: { name: Li Wei, level: senior, emails: [li@example.com] }
  bo: { name: Bo Lind, level: mid, emails: [bo@example.com] }
  tomas: { name: Tomás Vega, level: mid, emails: [tomas@example.com] }
teams:
  seniors: [ana, li]
`,
  '.countersign/people.yaml',
  ['junior', 'mid', 'senior', 'principal'],
);

/** A mid's change with Copilot, with one added line in each of `paths`. */
export function briefInputs(paths: readonly string[] = ['web/page.ts'], parts: Partial<DecisionInputs> = {}): DecisionInputs {
  const commits = [commit('a1', 'bo', 'Reserve stock\n\nAssisted-by: Copilot:gpt-5.2\n')];
  const bare = changeOf(commits, paths);
  const hunk = { oldStart: 1, newStart: 1, removed: ['old'], added: ['new'] };
  const change: Change = { ...bare, files: bare.files.map((file) => ({ ...file, hunks: [hunk] })) };
  return {
    change,
    evidence: {
      claims: commits.flatMap((one) => [...claimsOfCommit(one)]),
      origins: change.files.map(({ path }) => ({ path, ranges: [{ start: 1, end: 1, commit: commits[0]!.id, originalStart: 1, originalPath: path }] })),
      problems: [],
    },
    policy: policy.policy!,
    people: parsed.people!,
    policyDigest: 'a'.repeat(64),
    peopleDigest: 'b'.repeat(64),
    proposedPolicy: null,
    ...nothingRecorded,
    history: { windowHours: 72, commits: 0, linesAdded: 0 },
    now,
    ...parts,
  };
}
