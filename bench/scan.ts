import { basename } from 'node:path';
import { buildOnce, countersign } from './countersign.ts';
import { generateHistory } from './generate-history.ts';
import { pair, type Context, type Result, type Row } from './measure.ts';
import { run } from './process.ts';

/** The fields a scan needs of each commit, so that the floor prints no less than we read. */
export const logFormat = '--format=%x01%H%x00%P%x00%an%x00%ae%x00%at%x00%cn%x00%ce%x00%ct%x00%B%x00';

/** `scan`: assistance of every commit of a history, whole process, against the git pass it stands on. */
export async function bench({ repo, scratch, repeats, log }: Context): Promise<Result> {
  await buildOnce();
  const repositories = repo === null ? [await generateHistory(scratch, 100), await generateHistory(scratch, 10_000)] : [repo];
  const rows: Row[] = [];
  for (const folder of repositories) {
    const name = basename(folder);
    log(`scan: ${name}`);
    const scan = (...more: string[]) => () => countersign(['scan', '--repo', folder, '--json', '--no-changes', '--no-cache', ...more]);
    const log_ = (...more: string[]) => () => run('git', ['-C', folder, 'log', '-z', logFormat, ...more]);
    rows.push(
      await pair(`${name}, without lines`, 'git log --raw -z', '≤ 1.3', repeats, scan('--no-lines'), log_('--raw')),
      await pair(`${name}, with lines`, 'git log --numstat -z', '≤ 1.3', repeats, scan(), log_('--numstat')),
    );
  }
  return { name: 'scan', rows, notes: ['whole processes, output to /dev/null, warm disk'] };
}
