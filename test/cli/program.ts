import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { bundle } from '../../scripts/bundle.ts';

/*
 * The command line, bundled as it is published, once for a whole run: the tests start it thousands of times, and it
 * starts in half the time that the sources take. What is about the sources' own start uses `bin/` of the checkout.
 */

const root = join(import.meta.dirname, '..', '..');
const launcher = join('bin', 'countersign.cjs');
const aDay = 24 * 3600 * 1000;

/** Vitest calls this once, before any test. */
export default async function setup({ provide }: TestProject): Promise<void> {
  const { outputFiles } = await bundle({ main: 'src/cli/main.ts' }, join(root, 'build', 'cli'));
  const files = new Map<string, Uint8Array>([[launcher, readFileSync(join(root, launcher))]]);
  for (const { path, contents } of outputFiles) files.set(join('cli', basename(path)), contents);
  const digest = createHash('sha256');
  for (const [name, bytes] of files) digest.update(`${name}\0${bytes.length}\0`).update(bytes);
  // Named after what is in it, so that runs side by side share it, and Node finds its code compiled.
  const programs = join(root, 'build', 'programs-of-tests');
  const made = join(programs, digest.digest('hex').slice(0, 20));
  if (!existsSync(made)) writeAtOnce(made, files);
  const now = new Date();
  utimesSync(made, now, now);
  for (const other of readdirSync(programs).map((name) => join(programs, name))) {
    const { mtimeMs } = statSync(other, { throwIfNoEntry: false }) ?? { mtimeMs: now.getTime() };
    if (now.getTime() - mtimeMs > aDay) rmSync(other, { recursive: true, force: true });
  }
  provide('program', join(made, launcher));
}

/** The whole folder or none, also where another run makes the same. */
function writeAtOnce(folder: string, files: ReadonlyMap<string, Uint8Array>): void {
  const making = `${folder}.${process.pid}`;
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(making, name)), { recursive: true });
    writeFileSync(join(making, name), bytes);
  }
  try {
    renameSync(making, folder);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}
