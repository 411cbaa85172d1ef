import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ObjectFormat } from '../../../core/change/index.ts';
import { Failure } from '../../../core/values/index.ts';
import type { Location } from './locate.ts';

/** Work to do however the process ends; a git child or a scratch folder must not outlive us. */
const cleanups = new Set<() => void>();
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Makes a bare repository that borrows the objects of the real one and nothing else: no configuration,
 * attributes, hooks, refs, replacements, grafts or promisor remote. Only `shallow` is copied, for without it
 * every walk of a shallow history would end in a missing parent.
 */
export function makeScratch(location: Location, objectFormat: ObjectFormat): string {
  let folder: string | null = null;
  try {
    folder = mkdtempSync(join(tmpdir(), 'countersign-'));
    fillScratch(folder, location, objectFormat);
    return folder;
  } catch (error) {
    if (folder !== null) removeScratch(folder);
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure('file-unreadable', 'environment', `no scratch folder could be made in \`${tmpdir()}\`: ${why}`, [
      'make room there, or name another folder in the environment variable TMPDIR',
    ]);
  }
}

function fillScratch(folder: string, location: Location, objectFormat: ObjectFormat): void {
  mkdirSync(join(folder, 'objects', 'info'), { recursive: true });
  mkdirSync(join(folder, 'refs'));
  writeFileSync(join(folder, 'HEAD'), 'ref: refs/heads/none\n');
  writeFileSync(join(folder, 'config'), configuration(objectFormat));
  writeFileSync(join(folder, 'objects', 'info', 'alternates'), location.objectDirs.map(quoted).join('\n') + '\n');
  const shallow = join(location.commonDir, 'shallow');
  if (existsSync(shallow)) copyFileSync(shallow, join(folder, 'shallow'));
}

/** Removes a scratch repository; never throws, since there is nobody left who could act on it. */
export function removeScratch(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // The system's cleaning of its temporary folder is the fallback.
  }
}

/** Calls `cleanup` when the process ends or is asked to end; gives back how to forget it. */
export function onEnd(cleanup: () => void): () => void {
  if (cleanups.size === 0) {
    process.on('exit', runAll);
    for (const signal of signals) process.on(signal, onSignal);
  }
  cleanups.add(cleanup);
  return () => {
    if (!cleanups.delete(cleanup) || cleanups.size > 0) return;
    process.off('exit', runAll);
    for (const signal of signals) process.off(signal, onSignal);
  };
}

function runAll(): void {
  for (const cleanup of cleanups) cleanup();
  cleanups.clear();
}

function onSignal(signal: NodeJS.Signals): void {
  runAll();
  process.off('exit', runAll);
  for (const each of signals) process.off(each, onSignal);
  // Listening took the signal's own effect away. Where nobody else listens, it is given back.
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}

function configuration(objectFormat: ObjectFormat): string {
  const core = '[core]\n\trepositoryformatversion = 1\n\tbare = true\n';
  return objectFormat === 'sha256' ? `${core}[extensions]\n\tobjectformat = sha256\n` : core;
}

function quoted(path: string): string {
  if (!/["\\\n#]/.test(path)) return path;
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
