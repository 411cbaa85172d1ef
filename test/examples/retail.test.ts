import { execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { buildRetail, type Retail } from '../../examples/retail/build.ts';
import { exampleKey } from '../../examples/retail/keys.ts';
import { addedLines } from '../../examples/retail/notes.ts';
import { waitingTable } from '../../examples/retail/readme-table.ts';
import { waiting } from '../../examples/retail/story/waiting/index.ts';
import { policyTexts } from '../../src/core/policy/index.ts';

const { parsePeople, parsePolicy } = await policyTexts();

let scratch: string;
let first: Retail;

const git = (...args: string[]): string => execFileSync('git', ['-C', first.folder, ...args], { encoding: 'utf8', maxBuffer: 2 ** 26 });

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'countersign-retail-'));
  first = await buildRetail(join(scratch, 'one'));
});
afterAll(() => rmSync(scratch, { recursive: true }));

describe('the example repository', () => {
  it('has the same ids in another folder, time zone and configuration', async () => {
    const before = { ...process.env };
    try {
      const config = join(scratch, 'hostile');
      writeFileSync(config, '[core]\n\tautocrlf = true\n[user]\n\tname = Somebody Else\n[init]\n\tdefaultObjectFormat = sha256\n');
      Object.assign(process.env, { TZ: 'Pacific/Auckland', GIT_CONFIG_GLOBAL: config, GIT_AUTHOR_DATE: '2001-01-01T00:00:00Z' });
      const second = await buildRetail(join(scratch, 'a folder', 'two'));
      expect({ ...second, folder: first.folder }).toEqual(first);
    } finally {
      process.env = before;
    }
  });

  it('keeps the ids it was published with', () => {
    expect({ head: first.head, notes: first.notes, ledger: first.ledger }).toEqual({
      head: '72daf3a9a61cf64e00963d623b769457d5856773',
      notes: 'b34c7f66a036a2b8404c4f8fb200dc375eab4539',
      ledger: '8f308c7c0f807fac8f9ea2875e95406c72c98e4d',
    });
  });

  it('replaces an earlier build, and never a folder it did not build', async () => {
    expect((await buildRetail(first.folder)).head).toBe(first.head);
    const mine = join(scratch, 'mine');
    mkdirSync(mine);
    writeFileSync(join(mine, 'thesis.txt'), 'keep me');
    await expect(buildRetail(mine)).rejects.toThrow('is not empty and was not built by this script');
    expect(readFileSync(join(mine, 'thesis.txt'), 'utf8')).toBe('keep me');
  });

  it('is clean for git fsck, and its work tree is main', () => {
    expect(git('fsck', '--full', '--strict', '--no-dangling')).toBe('');
    expect(git('status', '--porcelain', '--branch').trim()).toBe('## main');
  });

  it.each(waiting.map((change) => [change.branch, change.steps.length] as const))('has the branch %s on top of main', (branch, commits) => {
    expect(git('merge-base', 'refs/heads/main', `refs/heads/${branch}`).trim()).toBe(first.head);
    expect(git('rev-list', `refs/heads/main..refs/heads/${branch}`).trim().split('\n')).toHaveLength(commits);
  });

  it('has every kind of trace, a merge, a rename and a revert', () => {
    const log = git('log', '--format=%an <%ae>%n%B', 'refs/heads/main');
    const traces = [
      /^Co-Authored-By: Claude Opus 4\.6 <noreply@anthropic\.com>$/m,
      /^Co-authored-by: Copilot <223556219\+Copilot@users\.noreply\.github\.com>$/m,
      /^Made-with: Cursor$/m,
      /^Assisted-by: Copilot:gpt-5\.2$/m,
      /^Assisted-by: none$/m,
      /^Agent-Logs-Url: https:\/\/github\.com\//m,
      /^Mina Okafor \(aider\) </m,
      /^copilot-swe-agent\[bot\] </m,
      /^Kiro Agent </m,
      /^dependabot\[bot\] </m,
      /^Revert "/m,
    ];
    for (const trace of traces) expect(log).toMatch(trace);
    expect(git('rev-list', '--merges', 'refs/heads/main').trim().split('\n')).toEqual([first.labels['merge']]);
    expect(git('show', '--format=', '--name-status', '-M', first.labels['rename'] ?? '').trim()).toBe('R100\tlibs/prices/round.ts\tlibs/money/round.ts');
  });

  it('reads like code: every TypeScript file of every branch parses, every YAML file too', () => {
    const blobs = new Set<string>();
    for (const branch of Object.keys(first.branches)) {
      for (const line of git('ls-tree', '-r', `refs/heads/${branch}`).trim().split('\n')) blobs.add(line);
    }
    let read = 0;
    for (const line of blobs) {
      const [, , id = '', path = ''] = line.split(/\s+/);
      const content = git('cat-file', 'blob', id);
      expect(content, path).toMatch(/[^\n]\n$/);
      if (path.endsWith('.ts')) stripTypeScriptTypes(content, { mode: 'strip' });
      if (path.endsWith('.yaml')) expect(parse(content), path).toBeTypeOf('object');
      read += 1;
    }
    expect(read).toBeGreaterThan(50);
  });
});

describe('the policy and the people of the example', () => {
  it.each(['adoption', 'enforce', 'main', 'loosen-policy'])('have no problem at %s', (at) => {
    const commit = first.labels[at] ?? first.branches[at] ?? '';
    const { policy, problems } = parsePolicy(git('show', `${commit}:.countersign/policy.yaml`), '.countersign/policy.yaml');
    expect(problems).toEqual([]);
    expect(policy?.extends).toBe('amazon-2026');
    const people = parsePeople(git('show', `${commit}:.countersign/people.yaml`), '.countersign/people.yaml', policy?.levels ?? []);
    expect(people.problems).toEqual([]);
    expect(people.people?.persons.map((person) => person.id)).toEqual(['edda', 'ana', 'li', 'bo', 'mina', 'tomas', 'noor']);
  });
});

describe('the line records of the example', () => {
  it('name only lines that their commit added', () => {
    const annotated = git('notes', '--ref=ai', 'list').trim().split('\n').map((line) => line.slice(41));
    expect(annotated.length).toBeGreaterThan(8);
    for (const commit of annotated) {
      let path = '';
      let added = new Set<number>();
      for (const line of (git('notes', '--ref=ai', 'show', commit).split('---\n')[0] ?? '').trimEnd().split('\n')) {
        if (!line.startsWith('  ')) {
          path = line;
          const blame = git('blame', '--porcelain', commit, '--', path);
          added = new Set([...blame.matchAll(/^([0-9a-f]{40}) \d+ (\d+)/gm)].filter((match) => match[1] === commit).map((match) => Number(match[2])));
          continue;
        }
        for (const run of (line.trim().split(' ')[1] ?? '').split(',')) {
          const [start = 0, end = start] = run.split('-').map(Number);
          for (let at = start; at <= end; at += 1) expect(added.has(at), `${commit} ${path}:${at}`).toBe(true);
        }
      }
    }
  });

  it.each([
    ['', 'a\nb\n', [1, 2]],
    ['a\nb\n', 'a\nb\n', []],
    ['a\nc\n', 'a\nb\nc\n', [2]],
    ['a\nb\n', 'b\nb\n', [2]],
    ['a\n', 'x\n', [1]],
  ])('count the added lines from %j to %j', (before, after, lines) => {
    expect(addedLines(before, after)).toEqual(lines);
  });
});

describe('the keys of the example', () => {
  it.each(['file', 'sk'] as const)('are public keys that ssh-keygen reads (%s)', (kind) => {
    const path = join(scratch, `${kind}.pub`);
    writeFileSync(path, exampleKey('ana', kind).line + '\n');
    const type = kind === 'sk' ? 'ED25519-SK' : 'ED25519';
    expect(execFileSync('ssh-keygen', ['-l', '-f', path], { encoding: 'utf8' })).toMatch(new RegExp(`^256 SHA256:\\S+ ana.*\\(${type}\\)`));
  });
});

it('the README tells the same story as the waiting changes', () => {
  const readme = readFileSync(new URL('../../examples/retail/README.md', import.meta.url), 'utf8');
  expect(readme).toContain(`<!-- waiting -->\n${waitingTable()}<!-- /waiting -->`);
});
