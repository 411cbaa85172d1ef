import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { benchEnv, capture, run } from './process.ts';

/**
 * A copy of a history whose newest commit is made `newest` (seconds since 1970) and all others keep their distance
 * to it: the same words, people and trees at another time. A claim that leaned on a date would show. Only commits
 * before `before` are copied. Objects other than commits are borrowed from the original, so the copy is small and
 * lives only as long as it.
 */
export async function redateHistory(original: string, copy: string, before: string, newest: number): Promise<number> {
  await run('git', ['init', '-q', '--bare', '-b', 'main', copy]);
  const objects = (await capture('git', ['-C', original, 'rev-parse', '--path-format=absolute', '--git-path', 'objects'])).trim();
  writeFileSync(join(copy, 'objects', 'info', 'alternates'), `${objects}\n`);
  const tip = (await capture('git', ['-C', original, 'rev-list', '-1', '--first-parent', `--before=${before}`, 'HEAD'])).trim();
  if (tip === '') return 0;
  const raw = await capture('git', ['-C', original, 'log', '-z', '--reverse', '--topo-order', '--format=%H %T %at %ct %P%n%an <%ae>%n%cn <%ce>%n%B', tip]);
  const commits = raw.split('\0').filter((one) => one !== '');
  const latest = Math.max(...commits.map((commit) => Number(commit.split(' ', 4)[3])));
  const shift = newest - latest;
  const child = spawn('git', ['-C', copy, 'fast-import', '--quiet', '--force'], { stdio: ['pipe', 'inherit', 'inherit'], env: benchEnv });
  const exited = once(child, 'exit');
  const marks = new Map<string, number>();
  for (const commit of commits) {
    const [head = '', author = '', committer = ''] = commit.split('\n', 3);
    const message = commit.slice(head.length + author.length + committer.length + 3);
    const [id = '', tree = '', authored = '0', committed = '0', ...parents] = head.split(' ').filter((word) => word !== '');
    marks.set(id, marks.size + 1);
    const lines = [
      'commit refs/heads/main',
      `mark :${marks.size}`,
      `author ${clean(author)} ${Math.max(0, Number(authored) + shift)} +0000`,
      `committer ${clean(committer)} ${Math.max(0, Number(committed) + shift)} +0000`,
      `data ${Buffer.byteLength(message)}\n${message}`,
      ...parents.map((parent, i) => `${i === 0 ? 'from' : 'merge'} :${marks.get(parent)}`),
      `M 040000 ${tree} `,
    ];
    if (!child.stdin.write(`${lines.join('\n')}\n\n`)) await once(child.stdin, 'drain');
  }
  child.stdin.end();
  const [code] = (await exited) as [number];
  if (code !== 0) throw new Error(`git fast-import ended with ${code}`);
  return commits.length;
}

/** fast-import refuses angle brackets inside names, which old commits have. */
function clean(identity: string): string {
  const at = identity.lastIndexOf(' <');
  const name = identity.slice(0, at).replaceAll(/[<>\n]/g, '');
  const email = identity.slice(at + 2, -1).replaceAll(/[<>\n]/g, '');
  return `${name} <${email}>`;
}
