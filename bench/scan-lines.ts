import { mkdtempSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { agreeWithBlame } from './blame-agreement.ts';
import { buildOnce, countersign } from './countersign.ts';
import { generateHistory } from './generate-history.ts';
import { pair, time, type Context, type Result, type Row } from './measure.ts';
import { run } from './process.ts';

/** Most files that are blamed one by one; the time for all is in proportion. */
const mostBlamed = 200;

/** `scan-lines`: assistance of every line of HEAD, whole process, against one pass of patches and against blaming file by file. */
export async function bench({ repo, scratch, repeats, log }: Context): Promise<Result> {
  await buildOnce();
  const folder = repo ?? (await generateHistory(scratch, 10_000));
  const name = basename(folder);
  log(`scan-lines: ${name}`);
  const scan = () => countersign(['scan', '--repo', folder, '--head-lines', '--no-lines', '--json', '--no-changes', '--no-cache']);
  const rows: Row[] = [await pair(`${name}, every line of HEAD`, 'git log -p -U0', '≤ 1.5', repeats, scan, () => run('git', ['-C', folder, 'log', '-p', '-U0', 'HEAD']))];
  const ours = rows[0]!.ours;
  const notes: string[] = ['whole processes, output to /dev/null, warm disk'];
  const filtered = mkdtempSync(join(scratch, 'filtered-'));
  try {
    await run('git', ['clone', '-q', '--bare', '--shared', folder, join(filtered, 'clone')]);
    const building = await time(() => run('git', ['-C', join(filtered, 'clone'), 'commit-graph', 'write', '--reachable', '--changed-paths']));
    for (const [words, path] of [['', folder], [' with changed-path filters', join(filtered, 'clone')]] as const) {
      const { lines, same, files, allFiles, blaming } = await agreeWithBlame(path, mostBlamed);
      const all = (blaming * allFiles) / files;
      rows.push({ work: `${name}, every line of HEAD`, peer: `git blame${words}`, ours, theirs: { median: all, min: all, max: all }, ratio: ours.median / all, aim: null });
      notes.push(`${same} of ${lines} lines (${((100 * same) / lines).toFixed(3)} %) in ${files} of ${allFiles} files have the commit that git blame${words} names; its time is ${(blaming / 1000).toFixed(1)} s for these, in proportion for all`);
    }
    notes.push(`building the filters took ${(building / 1000).toFixed(1)} s more`);
  } finally {
    rmSync(filtered, { recursive: true, force: true });
  }
  return { name: 'scan-lines', rows, notes };
}
