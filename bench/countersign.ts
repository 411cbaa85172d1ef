import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './process.ts';

const root = join(import.meta.dirname, '..');
const bundled = join(root, 'dist', 'package', 'bin', 'countersign.cjs');

let built = false;

/** Builds the published program once per run: what users start is what is timed. */
export async function buildOnce(): Promise<void> {
  if (built) return;
  await run(process.execPath, [join(root, 'scripts', 'build.ts')]);
  if (!existsSync(bundled)) throw new Error('the build left no dist/package/bin/countersign.cjs');
  built = true;
}

/** Runs the published program to its end with its output thrown away; 0 and 1 are answers. */
export async function countersign(args: readonly string[]): Promise<void> {
  await run(process.execPath, [bundled, ...args], [0, 1]);
}

/** Path of the published program. */
export const program = bundled;
