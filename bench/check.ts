import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { buildRetail } from '../examples/retail/build.ts';
import { buildOnce, countersign } from './countersign.ts';
import { pair, type Context, type Result } from './measure.ts';
import { capture, run } from './process.ts';

/** `check`: the whole program on a small change, cold, against `node -e 0` and as many git processes as it starts. */
export async function bench({ repo, scratch, repeats }: Context): Promise<Result> {
  await buildOnce();
  const folder = mkdtempSync(join(scratch, 'check-'));
  const cache = join(folder, 'cache');
  process.env['XDG_CACHE_HOME'] = cache;
  try {
    const where = repo ?? join(folder, 'retail');
    if (repo === null) await buildRetail(where);
    const range = repo === null ? 'main..reserve-stock' : 'HEAD~1..HEAD';
    const check = () => countersign(['check', range, '--repo', where, '--json']);
    const gits = await countGitProcesses(folder, check);
    const floor = async () => {
      await run(process.execPath, ['-e', '0']);
      for (let i = 0; i < gits; i++) await run('git', ['--version']);
    };
    const forget = () => rmSync(cache, { recursive: true, force: true });
    return {
      name: 'check',
      rows: [
        await pair('policy compiled before', `node -e 0 and ${gits} git processes`, '≤ 1.5', repeats * 4, check, floor),
        await pair('the first time', `node -e 0 and ${gits} git processes`, '≤ 3', repeats * 4, async () => {
          forget();
          await check();
        }, floor),
      ],
      notes: [],
    };
  } finally {
    delete process.env['XDG_CACHE_HOME'];
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs `check` once with a `git` in front of the real one that writes a line for each start. */
async function countGitProcesses(folder: string, check: () => Promise<void>): Promise<number> {
  const real = (await capture('sh', ['-c', 'command -v git'])).trim();
  const record = join(folder, 'git-starts');
  writeFileSync(record, '');
  const shim = join(folder, 'git');
  writeFileSync(shim, `#!/bin/sh\necho >> '${record}'\nexec '${real}' "$@"\n`);
  chmodSync(shim, 0o755);
  const path = process.env['PATH'];
  process.env['PATH'] = `${folder}${delimiter}${path}`;
  try {
    await check();
  } finally {
    process.env['PATH'] = path;
  }
  return readFileSync(record, 'utf8').length;
}
