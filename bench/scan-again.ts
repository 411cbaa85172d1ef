import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildOnce, countersign } from './countersign.ts';
import { generateHistory } from './generate-history.ts';
import { median, summarise, time, type Context, type Result } from './measure.ts';
import { capture, run } from './process.ts';

/** `scan-again`: a second scan after one more commit, against the full scan of the same history. */
export async function bench({ repo, scratch, repeats }: Context): Promise<Result> {
  await buildOnce();
  const source = repo ?? (await generateHistory(scratch, 10_000));
  const folder = mkdtempSync(join(scratch, 'again-'));
  const copy = join(folder, 'repository.git');
  const cache = join(folder, 'cache');
  process.env['XDG_CACHE_HOME'] = cache;
  try {
    await run('git', ['clone', '-q', '--bare', source, copy]);
    const scan = (...more: string[]) => countersign(['scan', '--repo', copy, '--json', '--no-changes', ...more]);
    await scan();
    const full: number[] = [];
    const again: number[] = [];
    for (let i = 0; i < repeats; i++) {
      await addCommit(copy, i);
      again.push(await time(() => scan()));
      full.push(await time(() => scan('--no-cache')));
    }
    return {
      name: 'scan-again',
      rows: [
        {
          work: 'after one more commit',
          peer: 'full scan',
          ours: summarise(again),
          theirs: summarise(full),
          ratio: median(again.map((one, i) => one / full[i]!)),
          aim: 'cost grows with the new commits only',
        },
      ],
      notes: ['whole processes; what remains is starting Node and git'],
    };
  } finally {
    delete process.env['XDG_CACHE_HOME'];
    rmSync(folder, { recursive: true, force: true });
  }
}

async function addCommit(repository: string, n: number): Promise<void> {
  const git = (...args: string[]) => ['-C', repository, '-c', 'user.name=Ana', '-c', 'user.email=ana@example.com', ...args];
  const tree = (await capture('git', git('rev-parse', 'HEAD^{tree}'))).trim();
  const commit = (await capture('git', git('commit-tree', tree, '-p', 'HEAD', '-m', `One more ${n}`))).trim();
  await run('git', git('update-ref', 'HEAD', commit));
}
