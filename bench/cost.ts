import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { buildOnce, program } from './countersign.ts';
import { generateHistory } from './generate-history.ts';
import { fittedExponent, time, type Context, type Result } from './measure.ts';
import { benchEnv, run } from './process.ts';
import { logFormat } from './scan.ts';

/** `cost`: time and memory of a scan against the size of the history, with the exponent fitted to each. */
export async function bench({ scratch, log }: Context): Promise<Result> {
  await buildOnce();
  const points: { size: number; seconds: number; git: number; megabytes: number }[] = [];
  for (const size of [1_000, 10_000, 100_000]) {
    log(`cost: ${size} commits`);
    const folder = await generateHistory(scratch, size);
    let peak = 0;
    const milliseconds = await time(async () => {
      peak = await peakMemory(['scan', '--repo', folder, '--json', '--no-changes', '--no-cache']);
    });
    const git = await time(() => run('git', ['-C', folder, 'log', '-z', '--numstat', logFormat]));
    points.push({ size, seconds: milliseconds / 1000, git: git / 1000, megabytes: peak });
  }
  const exponent = (pick: (point: (typeof points)[number]) => number) =>
    fittedExponent(points.map((point) => ({ size: point.size, value: pick(point) }))).toFixed(2);
  return {
    name: 'cost',
    rows: [],
    notes: [
      ...points.map((p) => `${String(p.size).padStart(7)} commits   ${p.seconds.toFixed(2)} s   ${p.megabytes.toFixed(0)} MB   (git log --numstat alone ${p.git.toFixed(2)} s)`),
      `time grows as size^${exponent((p) => p.seconds)} (git log --numstat as size^${exponent((p) => p.git)}), memory as size^${exponent((p) => p.megabytes)} (aim: ≤ 1, linear)`,
    ],
  };
}

/** Peak resident memory of the program alone in MB, sampled from /proc (Linux); 0 where there is none. */
async function peakMemory(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [program, ...args], { stdio: 'ignore', env: benchEnv });
  let peak = 0;
  const timer = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024);
    } catch {
      peak = Math.max(peak, 0);
    }
  }, 20);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearInterval(timer);
  if (code !== 0) throw new Error(`scan ended with ${code}`);
  return peak;
}
