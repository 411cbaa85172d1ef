import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openRepository } from '../src/adapters/git/index.ts';
import { pair, type Context, type Result, type Row } from './measure.ts';
import { capture, run } from './process.ts';

const files = 100_000;

/** `digest`: the change digest of 10 and of 1,000 changed files in a tree of 100,000, against git's own reading. */
export async function bench({ scratch, repeats, log }: Context): Promise<Result> {
  const folder = await wideTree(scratch, log);
  const rows: Row[] = [];
  for (const changed of [10, 1000]) {
    const base = (await capture('git', ['-C', folder, 'rev-parse', 'refs/heads/base'])).trim();
    const head = (await capture('git', ['-C', folder, 'rev-parse', `refs/heads/changed-${changed}`])).trim();
    const raw = await capture('git', ['-C', folder, 'diff-tree', '-r', '--raw', '--no-abbrev', base, head]);
    const ids = raw
      .split('\n')
      .flatMap((line) => line.split(' ').slice(2, 4))
      .filter((id) => !/^0+$/.test(id));
    const repository = await openRepository(folder);
    await repository.readDigest(base, head);
    const diffTree = () => run('git', ['-C', folder, 'diff-tree', '-r', '--raw', '-z', base, head]);
    const catFile = () => run('git', ['-C', folder, 'cat-file', '--batch', '--buffer'], [0], `${ids.join('\n')}\n`);
    const floor = async () => {
      await diffTree();
      await catFile();
    };
    const peer = 'git diff-tree + cat-file of the blobs';
    rows.push(
      await pair(`${changed} files: the digest`, peer, '≤ 1.3', repeats * 2, () => repository.readDigest(base, head), floor),
      await pair(`${changed} files: the whole change, with lines and commits`, peer, null, repeats, () => repository.readChange('refs/heads/base', base, head, true), floor),
    );
    await repository.close();
  }
  return { name: 'digest', rows, notes: [`a tree of ${files} files; ours on an open repository, git's as processes`] };
}

/** A bare repository with one commit of 100,000 small files and two that change 10 and 1,000 of them. */
async function wideTree(scratch: string, log: (line: string) => void): Promise<string> {
  const folder = join(scratch, 'wide-tree.git');
  if (existsSync(folder)) return folder;
  log('digest: building a tree of 100,000 files');
  const building = `${folder}.building`;
  rmSync(building, { recursive: true, force: true });
  await run('git', ['init', '-q', '--bare', '-b', 'base', building]);
  const child = spawn('git', ['-C', building, 'fast-import', '--quiet'], { stdio: ['pipe', 'inherit', 'inherit'] });
  const exited = once(child, 'exit');
  for (const chunk of wideStream()) if (!child.stdin.write(chunk)) await once(child.stdin, 'drain');
  child.stdin.end();
  await exited;
  await run('git', ['-C', building, 'repack', '-adq']);
  renameSync(building, folder);
  return folder;
}

function* wideStream(): Iterable<string> {
  const who = 'Ana <ana@example.com> 1700000000 +0000';
  const file = (n: number, version: number) => {
    const text = `export const value${n} = ${version};\n`.repeat(20);
    return `M 100644 inline area-${n % 40}/part-${n % 997}/file-${n}.ts\ndata ${text.length}\n${text}\n`;
  };
  yield `commit refs/heads/base\nmark :1\ncommitter ${who}\ndata 4\nbase\n`;
  for (let n = 0; n < files; n++) yield file(n, 0);
  for (const changed of [10, 1000]) {
    yield `commit refs/heads/changed-${changed}\ncommitter ${who}\ndata 7\nchanged\nfrom :1\n`;
    for (let n = 0; n < changed; n++) yield file(n * Math.floor(files / changed), 1);
  }
}
