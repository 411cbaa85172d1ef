import { spawn } from 'node:child_process';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { bin } from '../cli/bin.ts';
import { byHand, removeTeams, Team } from './team.ts';

afterAll(removeTeams);

const key = 's_c9883b05a2487d';
const trace = `${key}::t_9f8e7d6c5b4a32`;
const sessions = { [key]: { agent_id: { tool: 'claude', id: 'u', model: 'claude-opus-4-6' } } };
const code = 'one();\ntwo();\nthree();\nfour();\n';
let team: Team;
let commit: string;

beforeEach(() => {
  team = Team.ready();
  team.write('lib/b.ts', code).commit('Add b', 'ana');
  commit = team.git('rev-parse', 'HEAD');
});

/** A note of git-ai's format on the commit. */
function annotate(entries: string | Buffer, json: unknown = { schema_version: 'authorship/3.0.0', base_commit_sha: commit, prompts: {}, sessions }): void {
  attach('refs/notes/ai', Buffer.concat([Buffer.from(entries), Buffer.from(`---\n${typeof json === 'string' ? json : JSON.stringify(json)}`)]));
}

function attach(ref: string, bytes: Buffer): void {
  const blob = team.feed(bytes, 'hash-object', '-w', '--stdin');
  team.git('update-ref', ref, team.git('commit-tree', '-m', 'notes', team.feed(`100644 blob ${blob}\t${commit}\n`, 'mktree')));
}

/** What `explain` says: never fatal, lines given to the AI, all its problems in one text. */
function explained(): { readonly ai: number; readonly problems: string; readonly human: number } {
  const { status, stdout, stderr } = team.countersign(['explain', commit, '--json']);
  expect([status, stderr]).toEqual([0, '']);
  const { lines, problems } = JSON.parse(stdout) as { lines: { ai: number; human: number; contradictory: number }; problems: { sentence: string }[] };
  return { ai: lines.ai + lines.contradictory, human: lines.human, problems: problems.map(({ sentence }) => sentence).join('\n') };
}

describe('a note that breaks its format is read as far as it goes, and says where', () => {
  it.each<[string, string | Buffer, unknown, number, RegExp]>([
    ['overlapping and unsorted lines', `lib/b.ts\n  ${trace} 3-4,1,3\n`, undefined, 3, /unsorted or overlapping lines, which were merged/],
    ['lines beyond the file', `lib/b.ts\n  ${trace} 4-90\n`, undefined, 1, /gives line 90 of `lib\/b\.ts`, which has 4 there/],
    ['a file that is not there', `lib/c.ts\n  ${trace} 1\nlib/b.ts\n  ${trace} 1\n`, undefined, 1, /names `lib\/c\.ts`, which is no file of that commit/],
    ['lines without end', `lib/b.ts\n  ${trace} 2-99999999999999999999\n`, undefined, 3, /line numbers no file reaches/],
    ['missing keys', `lib/b.ts\n  ${trace} 1\n`, {}, 1, /names no version[^]*|lacks the required map/],
    ['keys nobody explains', `lib/b.ts\n  s_00000000000000::t_00000000000000 1\n`, undefined, 1, /keys its metadata does not explain/],
    ['an unknown version', `lib/b.ts\n  ${trace} 1\n`, { schema_version: 'authorship/99.0.0', base_commit_sha: '', prompts: {}, sessions }, 1, /unknown version `authorship\/99\.0\.0`/],
    ['JSON cut short', `lib/b.ts\n  ${trace} 1\n`, '{"schema_version":', 1, /not a JSON object/],
    ['bytes that are no text', Buffer.concat([Buffer.from([0xff, 0xfe, 0x00, 0x0a]), Buffer.from(`lib/b.ts\n  ${trace} 2\n`)]), undefined, 1, /names a path without lines/],
    ['CRLF', `lib/b.ts\r\n  ${trace} 1-2\r\n`, undefined, 2, /^$/],
    ['a path with marks of direction', `\u202elib/b.ts\n  ${trace} 1\nlib/b.ts\n  ${trace} 1\n`, undefined, 1, /which is no file of that commit/],
    ['a thousand lines of nothing', `lib/b.ts\n${'  \n'.repeat(1000)}  ${trace} 1\n`, undefined, 1, /^$/],
  ])('%s', (_, entries, json, ai, sentence) => {
    annotate(entries, json);
    const said = explained();
    expect(said.ai).toBe(ai);
    expect(said.problems).toMatch(sentence);
  });

  it('a note of hundreds of megabytes is left out, in bounded memory', async () => {
    const size = 384;
    const hash = spawn('git', ['-c', 'core.bigFileThreshold=1m', '-c', 'core.compression=1', 'hash-object', '-w', '--stdin'], { cwd: team.path, stdio: ['pipe', 'pipe', 'inherit'] });
    const chunk = Buffer.from(`lib/b.ts\n  ${trace} 1\n`.repeat(16_384));
    const chunks = Math.ceil((size * 1024 * 1024) / chunk.length);
    const written = (async () => {
      for (let i = 0; i < chunks; i++) if (!hash.stdin.write(chunk)) await new Promise<void>((next) => void hash.stdin.once('drain', next));
      hash.stdin.end();
    })();
    let blob = '';
    for await (const text of hash.stdout) blob += String(text);
    await written;
    team.git('update-ref', 'refs/notes/ai', team.git('commit-tree', '-m', 'notes', team.feed(`100644 blob ${blob.trim()}\t${commit}\n`, 'mktree')));
    expect(explained().problems).toMatch(/the note of refs\/notes\/ai on [0-9a-f]{40} is too large to read/);
    const run = `process.argv=['node','countersign','explain','${commit}','--json'];process.on('exit',()=>process.stderr.write(String(process.resourceUsage().maxRSS)));await import(${JSON.stringify(bin)})`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', run], { cwd: team.path, stdio: ['ignore', 'ignore', 'pipe'] });
    let peak = '';
    for await (const text of child.stderr) peak += String(text);
    // Kilobytes: well below the note, which is never held.
    expect(Number(peak)).toBeGreaterThan(0);
    expect(Number(peak)).toBeLessThan(256 * 1024);
  });
});

describe('rows of Agent Trace', () => {
  const row = (extra: object = {}) =>
    JSON.stringify({
      version: '0.1.0', id: '1', timestamp: '2026-01-01T00:00:00Z', vcs: { type: 'git', revision: team.git('rev-parse', 'HEAD') },
      files: [{ path: 'lib/d.ts', conversations: [{ contributor: { type: 'ai' }, ranges: [{ start_line: 1, end_line: 2 }] }] }], ...extra,
    });

  it.each<[string, () => string | Buffer, number, RegExp]>([
    ['that are broken', () => `{"files":[\n${row()}\n]]]\n\0\n`, 2, /rows that are not a JSON object \(line 1 and 2 more\)/],
    ['that are not UTF-8', () => Buffer.concat([Buffer.from([0xff, 0x7b, 0x0a]), Buffer.from(row())]), 2, /rows that are not a JSON object/],
    ['too long to be read', () => `{"a":"${'x'.repeat(2_000_000)}"}\n${row()}`, 2, /rows too long to be read/],
    ['with CRLF', () => `${row()}\r\n`, 2, /^$/],
    ['with a byte-order mark', () => `\ufeff${row()}\n${row()}`, 2, /rows that are not a JSON object \(line 1\)/],
    ['of a version that is none', () => row({ version: '\u202e9' }), 2, /unknown version/],
    ['too many to be read', () => Buffer.alloc(65 * 1024 * 1024, 10), 0, /too large to read/],
  ])('%s are reported, and the others read', (_, text, ai, sentence) => {
    team.write('.agent-trace/traces.jsonl', text()).write('lib/d.ts', code).commit('Add d', 'ana');
    commit = team.git('rev-parse', 'HEAD');
    const said = explained();
    expect(said.ai).toBe(ai);
    expect(said.problems).toMatch(sentence);
  });
});

describe('trailers', () => {
  const raw = (body: string | Buffer): void => {
    const head = team.git('cat-file', 'commit', commit).split('\n\n')[0]!;
    commit = team.feed(Buffer.concat([Buffer.from(`${head}\n\nAdd b\n\n`), Buffer.from(body)]), 'hash-object', '-t', 'commit', '-w', '--stdin', '--literally');
  };
  const claims = () => {
    const { status, stdout, stderr } = team.countersign(['explain', commit, '--json']);
    expect([status, stderr]).toEqual([0, '']);
    return (JSON.parse(stdout) as { claims: { rule: string; strength: string; class: string }[] }).claims.map((claim) => `${claim.class} ${claim.strength} ${claim.rule}`);
  };
  const claude = 'Co-authored-by: Claude <noreply@anthropic.com>';

  it.each<[string, string | Buffer, string[]]>([
    ['with CRLF', `${claude}\r\nAssisted-by: Codex\r\n`, ['ai strong claude.co-author', 'ai strong disclosure.assisted-by']],
    ['that are folded', 'Co-authored-by: Claude\n\t<noreply@anthropic.com>\n', ['ai strong claude.co-author']],
    ['beside bytes that are not UTF-8', Buffer.concat([Buffer.from([0xc3, 0x28, 0xff, 0x0a]), Buffer.from(`${claude}\n`)]), ['ai strong claude.co-author']],
    ['with a name of zero width and marks of direction', 'Co-authored-by: \u202eCla\u200bude <noreply@anthropic.com>\n', ['ai strong claude.co-author']],
    ['with a key of zero width', 'Co-auth\u200bored-by: Claude <noreply@anthropic.com>\n', ['ai weak disguised']],
    ['with letters of another alphabet', 'Co-authored-by: Claude <n\u043ereply@anthr\u043epic.com>\n', ['ai weak disguised']],
    ['of full width', '\uff21ssisted-by: Codex\n', ['ai weak disguised']],
    ['behind a lone carriage return', `Nothing to see\r${claude}\n`, ['ai weak disguised']],
    ['behind a mark of direction', `\u202e${claude}\n`, ['ai weak disguised']],
    ['that deny with letters of another alphabet', 'Assisted-b\u0443: none\n', []],
    ['in prose of another alphabet', 'Кэш: чиним гонку. Автор: Клод.\n', []],
  ])('%s', (_, body, wanted) => {
    raw(body);
    expect(claims()).toEqual(wanted);
  });

  it('forged by hand count in the direction that raises, and "no AI" takes nothing back', () => {
    raw(`${claude}\n${byHand}\n`);
    annotate(`lib/b.ts\n  h_31dce776f88375 1-4\n`, { schema_version: 'authorship/3.0.0', base_commit_sha: commit, prompts: {}, humans: { h_31dce776f88375: { author: 'Ana' } } });
    const { stdout } = team.countersign(['explain', commit, '--json']);
    const { state, contradictions } = JSON.parse(stdout) as { state: string; contradictions: unknown[] };
    expect([state, contradictions.length > 0]).toEqual(['assisted', true]);
    expect(explained().human).toBe(0);
  });

  it('a record of people alone lowers nothing', () => {
    annotate('lib/b.ts\n  h_31dce776f88375 1-4\n', { schema_version: 'authorship/3.0.0', base_commit_sha: commit, prompts: {}, humans: {} });
    expect(explained()).toMatchObject({ ai: 0, human: 0 });
  });

  it('a disguised mark makes "no AI" wait for a second person', () => {
    raw(`Co-auth\u200bored-by: Claude <noreply@anthropic.com>\n${byHand}\n`);
    expect(JSON.parse(team.countersign(['explain', commit, '--json']).stdout)).toMatchObject({ state: 'contradictory' });
  });
});
