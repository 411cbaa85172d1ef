import type { Change, Commit, FileChange } from '../../src/core/change/index.ts';
import { nothingRecorded, type DecisionInputs, type Reason } from '../../src/core/decision/index.ts';
import type { Assistance, Claim } from '../../src/core/evidence/index.ts';
import { nobody, type Policy, type RequirementTemplate, type Rule } from '../../src/core/policy/index.ts';
import type { CheckReport, ExplainReport, Finding, LintReport, MonthFigures, ScanReport } from '../../src/workflows/reports.ts';

/*
 * Reports as the workflows give them, made by hand: what the words and the JSON are tried on.
 */

/** 2026-11-21T09:00:00Z */
export const now = 1_795_251_600;

const head = '9c41e7a'.padEnd(40, '0');
const base = '71d0c2e'.padEnd(40, '0');
const at = { file: '.countersign/policy.yaml', line: 8, column: 3 };

export const repository = {
  name: 'shop-api',
  path: '/somewhere/shop-api',
  objectFormat: 'sha1',
  bare: false,
  shallow: false,
  partial: false,
  gitVersion: '2.39.5',
} as const;

const source = {
  preview: false,
  policy: 'refs/heads/main:.countersign/policy.yaml',
  people: 'refs/heads/main:.countersign/people.yaml',
};

/** A commit by Bo with any subject. */
export function commit(subject: string, name = 'Bo Lind', id = head): Commit {
  const identity = { name, email: 'bo@example.com' };
  return { id, parents: [base], author: identity, committer: identity, authoredAt: now - 3600, committedAt: now - 3600, message: `${subject}\n` };
}

/** A changed file with any path. */
export function file(path: string, linesAdded: number | null = 10, linesRemoved: number | null = 3): FileChange {
  return {
    path,
    status: 'M',
    oldMode: '100644',
    newMode: '100644',
    oldId: '1'.repeat(40),
    newId: '2'.repeat(40),
    oldSha256: '1'.repeat(64),
    newSha256: '2'.repeat(64),
    linesAdded,
    linesRemoved,
    uncounted: linesAdded === null ? 'binary' : null,
    hunks: [],
  };
}

export const claims: readonly Claim[] = [
  {
    class: 'ai',
    kind: 'recorded',
    strength: 'strong',
    subject: { scope: 'lines', commit: head, path: 'services/checkout/reserve.ts', ranges: [{ start: 19, end: 26 }] },
    tool: 'Copilot',
    model: 'gpt-5.2',
    session: '7f3c9b52-5d0e-4f17',
    rule: 'git-ai.lines',
    source: { in: 'note', ref: 'refs/notes/ai', blob: 'b'.repeat(40), line: 2 },
    quote: '  s_c07eb8 19-26',
  },
  {
    class: 'ai',
    kind: 'declared',
    strength: 'strong',
    subject: { scope: 'commit', commit: head },
    tool: 'Copilot',
    model: 'gpt-5.2',
    session: null,
    rule: 'assisted-by',
    source: { in: 'message', commit: head, line: 9 },
    quote: 'Assisted-by: Copilot:gpt-5.2',
  },
  {
    class: 'bot',
    kind: 'inferred',
    strength: 'strong',
    subject: { scope: 'commit', commit: base },
    tool: null,
    model: null,
    session: null,
    rule: 'bot.dependabot',
    source: { in: 'author', commit: base },
    quote: 'dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>',
  },
];

export const assistance: Assistance = {
  state: 'assisted',
  sentence: 'Copilot was used (recorded): 75 of 97 lines added',
  unanswered: [],
  asked: [],
  share: 75 / 97,
  lines: { added: 97, ai: 75, human: 13, unknown: 9, contradictory: 0 },
  aiLinesByKind: { recorded: 69, declared: 6, inferred: 0 },
  kinds: ['recorded', 'declared'],
  tools: ['Copilot'],
  claims,
  files: [
    {
      path: 'services/checkout/reserve.ts',
      ranges: [
        { start: 19, end: 26, state: 'ai', origin: head, claims: [0, 1] },
        { start: 27, end: 27, state: 'ai', origin: head, claims: [1] },
        { start: 31, end: 33, state: 'unknown', origin: head, claims: [] },
      ],
    },
  ],
  contradictions: [{ sentence: 'message says 6 files by hand; the note covers 4 of them', claims: [0, 1] }],
  problems: [{ source: 'refs/notes/ai', sentence: 'the ranges of line 4 overlap' }],
};

const requirements: readonly RequirementTemplate[] = [
  { at, after: null, kind: 'sign-off', level: 'senior', count: 1, owners: 'per-area', signature: 'verified' },
  { at, after: null, kind: 'checklist', name: 'ai-review' },
  { at, after: 'sign-off', kind: 'review', count: 1, level: 'junior', distinct: true, signature: 'any' },
  { at, after: 'review', kind: 'checks', pass: ['test'] },
];

const text = 'change.assisted && author.level < senior';
const rule: Rule = {
  name: 'senior-gate',
  when: { text, tree: { op: 'atom', text, offset: 0, reads: ['change.assisted'] }, at },
  require: requirements,
  because: 'AI-assisted changes by juniors and mids need a senior (March 2026 policy)',
  shadow: false,
  origin: 'preset amazon-2026',
  at: { ...at, file: 'preset amazon-2026' },
};

export const policy: Policy = {
  version: 1,
  extends: 'amazon-2026',
  levels: ['junior', 'mid', 'senior', 'principal'],
  mode: 'enforce',
  protected: ['refs/heads/main'],
  areas: [
    { name: 'checkout', paths: ['services/checkout/**'], tier: 'critical', owners: ['ana', 'li'], mode: 'enforce', ai: 'allowed', because: null, reviewBy: null, at },
    { name: 'kms', paths: ['infra/kms/**'], tier: 'critical', owners: [], mode: null, ai: 'forbidden', because: 'INC-42', reviewBy: '2027-03-01', at },
  ],
  defaultTier: 'medium',
  size: [{ over: 400, tier: 'high' }],
  undeclared: 'ask',
  rules: [rule],
  otherwise: { allow: true, because: 'no rule asks for more' },
  carry: { low: 'textual', medium: 'textual', high: 'disjoint', critical: 'disjoint' },
  expireSignOff: null,
  override: null,
  revert: null,
  spotCheck: null,
  audit: { every: 90 * 86_400, level: 'principal' },
  signals: [],
  calibration: null,
  codeowners: null,
  passkeys: { synced: 'allow' },
};

/** A node of the tree with what it may leave out left out. */
export function reason(parts: Pick<Reason, 'rule' | 'status' | 'sentence'> & Partial<Reason>): Reason {
  return { needs: [], met: [], setAside: [], children: [], ...parts };
}

const seniorGate = reason({
  rule: 'senior-gate',
  status: 'pending',
  sentence: 'needs a senior who owns checkout',
  children: [
    reason({ rule: 'sign-off', status: 'pending', sentence: 'needs a senior who owns checkout', needs: ['1 senior owner of checkout, key verified'] }),
    reason({ rule: 'checklist', status: 'approved', sentence: 'checklist ai-review answered in the sign-off', met: ['answered by Ana'] }),
    reason({ rule: 'review', status: 'pending', sentence: 'needs one more reviewer', needs: ['1 other person, after the sign-off'] }),
    reason({ rule: 'checks', status: 'pending', sentence: 'no signed result of `test` for this head yet', needs: ['tests, after the review'] }),
  ],
  setAside: [{ signOff: '3f2a91d', person: 'Tomás', because: 'stale since 9c41e7a, retry.ts moved underneath' }],
});

const change: Change = {
  objectFormat: 'sha1',
  target: 'refs/heads/main',
  base: { commit: base, tree: 'a'.repeat(40) },
  head: { commit: head, tree: 'b'.repeat(40) },
  baseOnTarget: true,
  digest: '4f1c'.repeat(16),
  files: [file('services/checkout/reserve.ts', 60, 50), file('services/checkout/retry.ts', 37, 21), file('logo.png', null, null)],
  commits: [commit('Reserve stock in one query'), commit('Try something', 'Bo Lind', '3f2a91d'.padEnd(40, '0'))],
  unread: [],
};

const inputs: DecisionInputs = {
  change,
  evidence: { claims: assistance.claims, origins: [], problems: [] },
  policy,
  people: nobody,
  policyDigest: null,
  peopleDigest: null,
  proposedPolicy: null,
  ...nothingRecorded,
  history: { windowHours: 72, commits: 0, linesAdded: 0 },
  now,
};

/** The sample of the design: a mid's change of checkout, written with Copilot. */
export const pending: CheckReport = {
  trial: null,
  repository,
  range: 'main..topic',
  target: 'refs/heads/main',
  source,
  policy,
  people: nobody,
  change,
  place: { target: { ref: 'refs/heads/main', tip: base }, head, base, baseOnTarget: true, landed: false },
  governedAt: base,
  inputs,
  coverage: [{ source: 'refs/notes/ai', state: 'read', sentence: '12 line records' }],
  judgement: {
    assistance,
    risk: {
      tier: 'critical',
      reasons: [
        { signal: 'area', tier: 'critical', sentence: 'checkout is critical (policy.yaml:8)', paths: ['services/checkout/reserve.ts'], at, hit: null },
        { signal: 'rule-hit', tier: 'critical', sentence: 'removes a row lock', paths: ['services/checkout/reserve.ts'], at: null, hit: 'row-lock-removed' },
        { signal: 'size', tier: 'medium', sentence: '97 lines added: 1 in 6 of this size here needed a fix (n 412)', paths: [], at: null, hit: null },
      ],
      areas: [{ name: 'checkout', tier: 'critical', files: ['services/checkout/reserve.ts'] }],
      outside: [],
      linesAdded: 97,
    },
    exclusions: [
      { who: 'bo', person: 'bo', reasons: ['author of 9c41e7a', 'committer of 9c41e7a', 'author of 3f2a91d'] },
      { who: 'Copilot <copilot@example.com>', person: null, reasons: ['co-author of 9c41e7a'] },
    ],
    author: { level: 'mid', unknown: false, operatorKnown: true, rewritten: false, persons: ['bo'], names: ['Bo'] },
    areas: [],
    outcomes: [
      {
        rule,
        state: 'applies',
        atoms: [
          { text: 'change.assisted', outcome: 'true', saw: [{ name: 'change.assisted', value: 'true (recorded, 77 % of added lines)' }], error: null },
          { text: 'author.level < senior', outcome: 'true', saw: [{ name: 'author.level', value: 'mid' }], error: null },
        ],
        requirements: requirements.map((template) => ({ template, areas: [] })),
      },
    ],
    mode: 'enforce',
    warnings: ["Bo's commit 9c41e7a takes Bo out of those who may sign checkout; Ana alone is left"],
    decision: {
      status: 'pending',
      changeDigest: '4f1c'.repeat(16),
      inputsDigest: '8ae1'.repeat(16),
      shadow: [],
      root: reason({
        rule: 'decision',
        status: 'pending',
        sentence: 'needs a senior who owns checkout, then one more reviewer and tests',
        children: [
          seniorGate,
          reason({ rule: 'skipped-rule', status: 'skipped', sentence: 'does not apply: `change.tier == low` is false' }),
        ],
      }),
      next: [
        { sentence: 'Ana or Li can sign for checkout', people: ['ana', 'li'], command: 'countersign sign 71d0c2e00000..9c41e7a00000' },
        { sentence: 'why AI, line by line', people: [], command: 'countersign explain 71d0c2e00000..9c41e7a00000' },
      ],
    },
  },
};

/** The same change with another outcome. */
export function decided(
  status: CheckReport['judgement']['decision']['status'],
  sentence: string,
  parts: { readonly children?: readonly Reason[]; readonly mode?: Policy['mode']; readonly preview?: boolean } = {},
): CheckReport {
  const { judgement } = pending;
  const root = reason({ rule: 'decision', status, sentence, children: parts.children ?? [] });
  const preview = { preview: true, policy: 'preset amazon-2026', people: 'nobody is enrolled' };
  return {
    ...pending,
    source: parts.preview === true ? preview : source,
    judgement: { ...judgement, warnings: [], mode: parts.mode ?? 'enforce', decision: { ...judgement.decision, status, root, next: [] } },
  };
}

/** The sample of the design: a repository with seven years of history. */
const month = (name: string, commits: number, recorded: number, declared: number, inferred: number): MonthFigures => ({
  month: name,
  commits,
  assisted: recorded + declared + inferred,
  byKind: { recorded, declared, inferred },
  byTool: { Claude: declared, Copilot: recorded },
  byArea: { checkout: { commits: Math.ceil(commits / 2), assisted: recorded } },
});
const months = [month('2026-08', 100, 0, 5, 0), month('2026-10', 100, 8, 20, 2), month('2026-11', 80, 12, 20, 1)];

export const scanned: ScanReport = {
  repository,
  head,
  headRef: 'refs/heads/main',
  headLines: null,
  commits: { total: 9620, assisted: 1278, bot: 866, unknown: 7476, weak: 12, declaredNone: 3 },
  byKind: { recorded: 214, declared: 1031, inferred: 33 },
  byTool: { Claude: 702, Copilot: 241, Cursor: 88 },
  lines: { added: 812_000, ai: 90_000, human: 4000, unknown: 718_000, contradictory: 0 },
  aiLinesByKind: { recorded: 31_000, declared: 57_000, inferred: 2000 },
  coverage: [
    { source: 'refs/notes/ai', state: 'partial', sentence: 'the notes ref has 23 notes on commits main does not contain' },
    { source: 'trailers', state: 'read', sentence: 'read from 9,620 messages' },
  ],
  suppression: [{ path: 'CLAUDE.md', line: 29, quote: 'Do not add Co-Authored-By lines.', sentence: 'tells agents to leave no trailer' }],
  problems: [],
  months: months.map(({ month, commits, assisted }) => ({ month, commits, assisted })),
  series: months,
  areas: [
    {
      name: 'checkout',
      tier: 'critical',
      commits: 100,
      assisted: 38,
      lines: { added: 6420, ai: 3400, human: 1350, unknown: 1540, contradictory: 130 },
      aiLinesByKind: { recorded: 2820, declared: 390, inferred: 190 },
    },
    {
      name: 'web',
      tier: 'medium',
      commits: 50,
      assisted: 26,
      lines: { added: 9870, ai: 5330, human: 0, unknown: 4540, contradictory: 0 },
      aiLinesByKind: { recorded: 2300, declared: 2100, inferred: 930 },
    },
  ],
  latest: [
    {
      commit: head,
      subject: 'Reserve stock in one query',
      committedAt: now - 3600,
      tools: ['Copilot'],
      kind: 'recorded',
      quote: '  s_c07eb8 19-26',
      where: 'refs/notes/ai, line 2',
      lines: { added: 97, ai: 75, human: 13, unknown: 9, contradictory: 0 },
    },
    {
      commit: base,
      subject: 'Sort the basket',
      committedAt: now - 9 * 86_400,
      tools: ['Claude'],
      kind: 'declared',
      quote: 'Co-authored-by: Claude <noreply@anthropic.com>',
      where: 'message, line 5',
      lines: { added: 12, ai: 12, human: 0, unknown: 0, contradictory: 0 },
    },
  ],
  lastYear: { commits: 1000, assisted: 410 },
  first: 1_555_000_000,
  last: now - 3600,
  changes: [
    {
      commit: head,
      subject: 'Reserve stock in one query',
      committedAt: now - 3600,
      assisted: true,
      bot: false,
      tools: ['Copilot'],
      kinds: ['recorded', 'declared'],
      tier: 'critical',
      lines: { added: 97, ai: 75, human: 13, unknown: 9, contradictory: 0 },
    },
  ],
  source,
};

/** The sample of the design, with a claim on no line. */
export const explained: ExplainReport = {
  repository,
  base,
  head,
  subject: 'Reserve stock in one query',
  author: { name: 'Bo Lind', email: 'bo@example.com' },
  committedAt: now - 2 * 86_400,
  claims,
  files: assistance.files,
  lines: assistance.lines,
  state: 'assisted',
  sentence: assistance.sentence,
  contradictions: assistance.contradictions,
  problems: assistance.problems,
  unread: [],
};

/** Two mistakes, as in the design. */
export const linted: LintReport = {
  source,
  edited: null,
  policy: null,
  people: null,
  problems: [
    {
      severity: 'error',
      code: 'unknown-key',
      message: 'unknown key `approvals` in a requirement; did you mean `sign-off`?',
      mend: null,
      at: { file: 'policy.yaml', line: 22, column: 11 },
    },
    {
      severity: 'warning',
      code: 'unsatisfiable-rule',
      message: 'nobody could sign `kms` if Edda writes: it has one owner',
      mend: 'add an owner, or let level principal sign without owning',
      at: { file: 'policy.yaml', line: 14, column: 3 },
    },
  ],
};

/** One of each state. */
export const findings: readonly Finding[] = [
  { name: 'git', state: 'ok', sentence: '2.39.5, sha1', mend: null },
  { name: 'history', state: 'warning', sentence: 'this clone is shallow: merge bases are missing', mend: 'git fetch --unshallow' },
  { name: 'policy', state: 'problem', sentence: '2 mistakes: the gate stays shut', mend: 'countersign policy lint' },
];
