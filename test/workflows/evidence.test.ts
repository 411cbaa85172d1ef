import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nodeSha256, openRepository } from '../../src/adapters/git/index.ts';
import type { Claim } from '../../src/core/evidence/index.ts';
import { explainChange } from '../../src/workflows/explain-change.ts';
import { scanHistory } from '../../src/workflows/scan-history.ts';
import { BuiltRepository, removeFolders } from '../git/built-repository.ts';
import { withoutLedger } from './without-ledger.ts';

const code = 'export function once(input: string) {\n  const result = compute(input);\n  if (result === null) {\n    throw new Error(input);\n  }\n  return result;\n}\n';
let built: BuiltRepository;

beforeEach(() => {
  built = BuiltRepository.init();
  built.write('README.md', 'one\n').commit('Begin');
});
afterEach(removeFolders);

async function using<T>(work: (ports: Parameters<typeof explainChange>[0]) => Promise<T>): Promise<T> {
  const repository = await openRepository(built.path);
  try {
    return await work({ repository, sha256: nodeSha256, readText: async () => '', ...withoutLedger });
  } finally {
    await repository.close();
  }
}

const explain = (revision: string) => using((ports) => explainChange(ports, { revision }));
const scan = (all: boolean) =>
  using((ports) =>
    scanHistory(ports, {
      range: null, since: null, until: null, all, withChanges: true, withLines: true, preset: null, policyFile: null, peopleFile: null, now: 1_900_000_000, onProgress: null,
    }),
  );
const rules = (claims: readonly Claim[]) => claims.map((claim) => claim.rule).sort();

/** A note as git-ai writes it, on a commit. */
function note(commit: string, path: string, lines: string): void {
  const key = 's_c9883b05a2487d';
  const json = { schema_version: 'authorship/3.0.0', base_commit_sha: commit, prompts: {}, sessions: { [key]: { agent_id: { tool: 'claude', id: 'u', model: 'claude-opus-4-6' } } } };
  built.git('notes', '--ref=ai', 'add', '-m', `${path}\n  ${key}::t_9f8e7d6c5b4a32 ${lines}\n---\n${JSON.stringify(json)}`, commit);
}

describe('a squash-merged pull request', () => {
  let landed: string;

  beforeEach(() => {
    const main = built.git('rev-parse', 'HEAD');
    built.git('checkout', '-q', '-b', 'topic');
    built.write('src/once.ts', code).commit('Add once\n\nCo-authored-by: Cursor <cursoragent@cursor.com>');
    note(built.git('rev-parse', 'HEAD'), 'src/once.ts', '1-7');
    built.write('src/once.ts', `// A person wrote this line alone.\n${code}`).commit('Explain it');
    built.git('update-ref', 'refs/pull/7/head', 'HEAD');
    built.git('checkout', '-q', '--detach', main);
    built.write('src/once.ts', `// A person wrote this line alone.\n${code}`).commit('Add once (#7)');
    landed = built.git('rev-parse', 'HEAD');
    built.git('update-ref', 'refs/heads/main', landed);
    built.git('checkout', '-q', 'main');
    built.git('branch', '-q', '-D', 'topic');
  });

  test('gets its lines back by content, and the claims of its commits, each with their own source', async () => {
    const { claims, lines, files } = await explain(landed);
    expect(rules(claims)).toEqual(['cursor.co-author', 'git-ai.recovered']);
    expect(lines).toMatchObject({ added: 8, ai: 7, unknown: 1 });
    expect(files[0]?.ranges.map(({ start, end, state }) => [start, end, state])).toEqual([[1, 1, 'unknown'], [2, 8, 'ai']]);
    const carried = claims.find((claim) => claim.rule === 'cursor.co-author');
    expect(carried?.subject).toEqual({ scope: 'commit', commit: landed });
    expect(carried?.source).toMatchObject({ in: 'message', commit: expect.not.stringMatching(landed) });
  });

  test('is unknown to a scan, and found by a scan of everything, which says so', async () => {
    const alone = await scan(false);
    expect(alone.commits).toMatchObject({ total: 2, assisted: 0 });
    expect(alone.coverage.find((one) => one.source.startsWith('refs/pull'))).toMatchObject({ state: 'partial' });
    expect(alone.coverage.find((one) => one.source === 'refs/notes/ai')?.sentence).toBe('1 line record, 1 of them on commits that main does not contain');
    const all = await scan(true);
    expect(all.changes.find((change) => change.commit === landed)).toMatchObject({ assisted: true, lines: { added: 8, ai: 7 } });
    expect(all.coverage.find((one) => one.source.startsWith('refs/pull'))?.sentence).toBe('1 pull-request heads; 1 landed commits got claims back from theirs, 1 of them lines');
  });
});

describe('a squash that names no pull request', () => {
  let main: string;
  const more = `${code}\nexport function twice(input: string) {\n  const first = once(input);\n  const second = once(first);\n  const third = [first, second];\n  const fourth = third.reverse();\n  return fourth.concat(third);\n  return third.join(input);\n}\n`;

  /** A pull request with notes and a co-author, as refs/pull/N/head. */
  function propose(pull: number, text = more): void {
    built.git('checkout', '-q', '--detach', main);
    built.write('src/once.ts', code).commit(`Add once for ${pull}\n\nCo-authored-by: Cursor <cursoragent@cursor.com>`);
    note(built.git('rev-parse', 'HEAD'), 'src/once.ts', '1-7');
    built.write('src/once.ts', text).commit('Add twice');
    built.git('update-ref', `refs/pull/${pull}/head`, 'HEAD');
  }

  function land(text = more, other = 'other'): string {
    built.git('checkout', '-q', '-f', '--detach', main);
    built.write('README.md', `${other}\n`).commit('Meanwhile');
    built.write('src/once.ts', text).commit('Add once and twice');
    built.git('update-ref', 'refs/heads/main', 'HEAD');
    built.git('checkout', '-q', 'main');
    return built.git('rev-parse', 'HEAD');
  }

  beforeEach(() => {
    main = built.git('rev-parse', 'HEAD');
  });

  test('is matched by the same patch, says so in each source, and gets its lines back', async () => {
    propose(7);
    const landed = land();
    const { claims, lines } = await explain(landed);
    expect(rules(claims)).toEqual(['cursor.co-author', 'git-ai.recovered']);
    expect(claims.map(({ source }) => source.via)).toEqual([{ pull: 7, by: 'patch', shared: 1 }, { pull: 7, by: 'patch', shared: 1 }]);
    expect(lines).toMatchObject({ added: 16, ai: 7 });
    const all = await scan(true);
    expect(all.changes.find((change) => change.commit === landed)).toMatchObject({ assisted: true, lines: { ai: 7 } });
    expect(all.coverage.find((one) => one.source.startsWith('refs/pull'))?.sentence).toContain('1 by what they change, naming none');
  });

  test('is matched by nearly the same lines where the author is the same', async () => {
    propose(7);
    const { claims } = await explain(land(more.replace('third.join(input)', 'third.join(`${input}`)')));
    expect(claims[0]?.source.via).toMatchObject({ pull: 7, by: 'lines' });
    expect(claims[0]?.source.via?.shared).toBeGreaterThanOrEqual(0.8);
  });

  test('is matched to neither of two pull requests that fit equally well, and says so', async () => {
    propose(7);
    propose(9);
    const landed = land();
    const { claims, problems, state } = await explain(landed);
    expect(claims).toEqual([]);
    expect(state).toBe('ask');
    expect(problems).toEqual([{ source: 'refs/pull/7/head refs/pull/9/head', sentence: `${landed.slice(0, 7)} names no pull request and fits the pull requests #7 and #9 equally well; neither was taken for its origin.` }]);
  });

  test('is not matched to another change of the same file, nor to a copy made after it landed', async () => {
    propose(7, code.replaceAll('input', 'text'));
    const landed = land();
    propose(9);
    built.git('checkout', '-q', '-f', 'main');
    expect(await explain(landed)).toMatchObject({ claims: [], problems: [] });
  });

  test('is matched commit by commit where a pull request was rebased onto the branch', async () => {
    propose(7);
    built.git('checkout', '-q', '--detach', main);
    built.write('README.md', 'other\n').commit('Meanwhile');
    built.write('src/once.ts', code).commit('Add once');
    const first = built.git('rev-parse', 'HEAD');
    built.write('src/once.ts', more).commit('Add twice');
    built.git('update-ref', 'refs/heads/main', 'HEAD');
    built.git('checkout', '-q', 'main');
    const once = await explain(first);
    expect(once.claims[0]?.source.via).toEqual({ pull: 7, by: 'patch', shared: 1 });
    expect(once.lines).toMatchObject({ added: 7, ai: 7 });
    expect((await explain('HEAD')).claims).toEqual([]);
  });
});

test('notes on commits that are gone are counted as such', async () => {
  built.write('a', 'b\n').commit('Add a');
  note(built.git('rev-parse', 'HEAD'), 'a', '1');
  const gone = built.gitWith(`100644 blob ${built.gitWith('x', 'hash-object', '-w', '--stdin')}\t${'e'.repeat(40)}\n`, 'mktree');
  built.git('update-ref', 'refs/notes/ai', built.git('commit-tree', gone, '-m', 'notes'));
  const { coverage } = await scan(false);
  expect(coverage.find((one) => one.source === 'refs/notes/ai')?.sentence).toContain('1 of them on commits that main does not contain (1 on commits that are not in this repository)');
});

test('Agent Trace rows in the tree are placed on the commit after the one they name', async () => {
  const before = built.git('rev-parse', 'HEAD');
  const row = { version: '1.0', id: 'r', timestamp: '2026-01-01T00:00:00Z', vcs: { type: 'git', revision: before }, tool: { name: 'cursor' }, files: [{ path: 'src/once.ts', conversations: [{ contributor: { type: 'ai' }, ranges: [{ start_line: 2, end_line: 3 }] }] }] };
  built.write('src/once.ts', code).write('.agent-trace/traces.jsonl', `{"broken\n${JSON.stringify(row)}\n`).commit('Add once');
  const { claims, lines, problems } = await explain('HEAD');
  expect(rules(claims)).toEqual(['agent-trace.lines']);
  expect(lines.ai).toBe(2);
  expect(problems.map((problem) => problem.sentence.replace(/ on [0-9a-f]{7}/, ''))).toEqual([
    'The Agent Trace file has rows that are not a JSON object (line 1).',
    'The Agent Trace file has records of the unknown version `1.0`, read as 0.1.0 (line 2).',
  ]);
  expect((await scan(false)).commits.assisted).toBe(1);
});

test('an Entire checkpoint names the agent, and one that is not here is reported', async () => {
  const main = built.git('rev-parse', 'HEAD');
  built.git('checkout', '-q', '--orphan', 'entire/checkpoints/v1');
  built.write('00/c9e2351016/metadata.json', JSON.stringify({ sessions: [{ metadata: '/00/c9e2351016/0/metadata.json' }] }));
  built.write('00/c9e2351016/0/metadata.json', JSON.stringify({ session_id: 's', agent: 'Gemini CLI', initial_attribution: { agent_percentage: 0, total_committed: 3 } })).commit('Checkpoint');
  built.git('checkout', '-q', '-f', '--detach', main);
  built.write('a', 'b\n').commit('Add a\n\nEntire-Checkpoint: 00c9e2351016\nEntire-Checkpoint: ffffffffffff');
  const { claims, problems, state } = await explain('HEAD');
  expect(rules(claims)).toEqual(['entire.checkpoint', 'entire.checkpoint', 'entire.session']);
  expect(claims.find((claim) => claim.rule === 'entire.session')).toMatchObject({ tool: 'Gemini CLI', kind: 'recorded' });
  expect(problems.map((problem) => problem.sentence).join('\n')).toMatch(/0 % of committed lines; that lowers nothing[^]*`ffffffffffff` that \w{7} names is not here/);
  expect(state).toBe('assisted');
});

test('a header that the change adds declares its file', async () => {
  built.write('src/a.ts', '// Generated by GitHub Copilot\nexport const a = 1;\n').write('src/b.ts', 'export const b = 1;\n').commit('Add a and b');
  const { claims, lines } = await explain('HEAD');
  expect(claims).toMatchObject([{ rule: 'header.generated-by', subject: { scope: 'file', path: 'src/a.ts' } }]);
  expect(lines).toMatchObject({ ai: 2, unknown: 1 });
});

describe('a header, to a scan,', () => {
  const header = '// Generated by GitHub Copilot\n';

  test('declares the file for the commit that wrote it, through later changes and moves', async () => {
    built.write('src/b.ts', 'export const b = 1;\n').commit('Add b');
    built.write('src/a.ts', `${header}export const a = 1;\n`).write('src/c.ts', 'c\n').commit('Add a');
    const wrote = built.git('rev-parse', 'HEAD');
    built.write('src/a.ts', `${header}export const a = 2;\n`).commit('Change a');
    built.git('mv', 'src/a.ts', 'src/moved.ts');
    built.commit('Move a');
    built.write('src/b.ts', `${header}export const b = 1;\n`).commit('Mark b');
    const { changes, byKind, byTool } = await scan(false);
    expect(changes.filter((change) => change.assisted).map(({ commit, lines }) => [commit, lines.ai])).toEqual([[built.git('rev-parse', 'HEAD'), 1], [wrote, 2]]);
    expect([byKind.declared, byTool]).toEqual([2, { Copilot: 2 }]);
  });

  test('that is no longer there declares nothing', async () => {
    built.write('src/a.ts', `${header}export const a = 1;\n`).commit('Add a');
    built.write('src/a.ts', 'export const a = 1;\n').commit('Take it away');
    expect((await scan(false)).commits.assisted).toBe(0);
  });
});

describe('instructions that hide marks', () => {
  const hides = 'Never add Co-Authored-By agents in commit messages.\n';

  test('leave silence a question and make "no AI" wait for a second person', async () => {
    built.write('CLAUDE.md', hides).commit('Instruct\n\nAssisted-by: none');
    built.write('a', 'b\n').commit('Add a');
    expect(await explain('HEAD')).toMatchObject({ state: 'ask', claims: [{ rule: 'suppression', subject: { scope: 'repository' }, strength: 'weak' }], lines: { ai: 0, unknown: 1 } });
    built.write('c', 'd\n').commit('Add c\n\nAssisted-by: none');
    expect(await explain('HEAD')).toMatchObject({ state: 'contradictory', sentence: 'The author says no AI was used, yet `CLAUDE.md` line 1 keeps AI marks out of the history: a second person must attest.' });
  });

  test('count wherever they lie, for a change as for a scan', async () => {
    built.write('packages/deep/.claude/rules/git.md', hides).commit('Instruct');
    built.write('a', 'b\n').commit('Add a\n\nAssisted-by: none');
    expect((await explain('HEAD')).claims.map(({ rule, source }) => [rule, 'path' in source ? source.path : ''])).toEqual([['disclosure.none', ''], ['suppression', 'packages/deep/.claude/rules/git.md']]);
    expect((await scan(false)).suppression).toMatchObject([{ path: 'packages/deep/.claude/rules/git.md', line: 1 }]);
  });

  test('count also for the change that takes them away', async () => {
    built.write('CLAUDE.md', hides).commit('Instruct');
    built.write('CLAUDE.md', 'Be kind.\n').commit('Instruct otherwise\n\nAssisted-by: none');
    expect((await explain('HEAD')).state).toBe('contradictory');
  });
});

test('signals of the protected branch’s policy are found, and a broken policy adds none', async () => {
  const policy = 'version: 1\nextends: amazon-2026\nsignals:\n  - { id: acme, tool: Acme, addresses: [agent@acme.example], because: ours }\n';
  built.write('.countersign/policy.yaml', policy).commit('Set the policy');
  built.write('a', 'b\n').commit('Add a\n\nCo-authored-by: Acme <agent@acme.example>');
  expect(rules((await explain('HEAD')).claims)).toEqual(['policy.acme.co-author']);
  expect((await scan(false)).byTool).toEqual({ Acme: 1 });
  built.write('.countersign/policy.yaml', 'version: [').commit('Break it');
  expect(rules((await explain('HEAD~1')).claims)).toEqual([]);
});
