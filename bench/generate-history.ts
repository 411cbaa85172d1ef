import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './process.ts';

const people = ['Ana Ruiz <ana@example.com>', 'Bo Lind <bo@example.com>', 'Li Wei <li@example.com>', 'Mina Aho <mina@example.com>'];
const markers = [
  'Co-authored-by: Claude <noreply@anthropic.com>',
  'Co-authored-by: Copilot <198982749+Copilot@users.noreply.github.com>',
  'Assisted-by: Copilot:gpt-5.2',
  'Made-with: Cursor',
];
const folders = ['services/checkout', 'services/auth', 'web/pages', 'web/components', 'libs/pricing', 'infra', 'docs', 'test'];

/** Pseudo-random numbers below `limit` from a fixed seed (mulberry32), so that every machine generates the same history. */
function seeded(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  };
}

/**
 * A bare repository with `commits` commits: four people, a tenth of the commits with an AI marker, every fiftieth a
 * merge, renames, and git-ai notes on one commit in forty. Made once per size, by `git fast-import`.
 */
export async function generateHistory(scratch: string, commits: number): Promise<string> {
  const folder = join(scratch, `history-${commits}.git`);
  if (existsSync(folder)) return folder;
  const building = `${folder}.building`;
  rmSync(building, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  await run('git', ['init', '-q', '--bare', '-b', 'main', building]);
  const child = spawn('git', ['-C', building, 'fast-import', '--quiet'], { stdio: ['pipe', 'inherit', 'inherit'] });
  const exited = once(child, 'exit');
  for (const chunk of importStream(commits)) {
    if (!child.stdin.write(chunk)) await once(child.stdin, 'drain');
  }
  child.stdin.end();
  const [code] = (await exited) as [number];
  if (code !== 0) throw new Error(`git fast-import ended with ${code}`);
  await run('git', ['-C', building, 'repack', '-adq', '--write-bitmap-index']);
  await run('git', ['-C', building, 'commit-graph', 'write', '--reachable']);
  renameSync(building, folder);
  return folder;
}

function* importStream(commits: number): Iterable<string> {
  const random = seeded(commits);
  const files = new Map<string, string[]>();
  let when = 1_500_000_000;
  for (let n = 1; n <= commits; n++) {
    when += 60 + random(20_000);
    const marker = random(10) === 0 ? `\n\n${markers[random(markers.length)]}\n` : '\n';
    const message = `Change ${n}\n\nWhat the change does, in a line or two, so that bodies have a size.${marker}`;
    const who = people[random(people.length)];
    let commit = `commit refs/heads/main\nmark :${n}\nauthor ${who} ${when} +0000\ncommitter ${who} ${when} +0000\n${data(message)}`;
    if (n > 1) commit += `from :${n - 1}\n`;
    if (n > 10 && n % 50 === 0) commit += `merge :${n - 7}\n`;
    const touched = 1 + random(4);
    for (let i = 0; i < touched; i++) {
      const path = `${folders[random(folders.length)]}/file-${random(Math.max(20, Math.ceil(commits / 40)))}.ts`;
      const lines = files.get(path) ?? [];
      const at = random(lines.length + 1);
      lines.splice(at, Math.min(random(3), lines.length), ...Array.from({ length: 1 + random(12) }, (_, k) => `const value${n}x${k} = ${random(1e6)};`));
      if (lines.length > 300) lines.splice(0, 100);
      files.set(path, lines);
      commit += `M 100644 inline ${path}\n${data(`${lines.join('\n')}\n`)}`;
    }
    yield `${commit}\n`;
  }
  yield 'commit refs/notes/ai\ncommitter git-ai <git-ai@local> 1500000000 +0000\ndata 5\nnotes\n';
  for (let n = 40; n <= commits; n += 40) {
    const note = `services/checkout/file-1.ts\n  s_c9883b05a2487d::t_9f8e7d6c5b4a32 1-10\n---\n${JSON.stringify({
      schema_version: 'authorship/3.0.0',
      base_commit_sha: '0'.repeat(40),
      prompts: {},
      sessions: { s_c9883b05a2487d: { agent_id: { tool: 'cursor', id: 'x', model: 'm' } } },
    })}`;
    yield `N inline :${n}\n${data(note)}`;
  }
  yield '\n';
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
