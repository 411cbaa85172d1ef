import { closeSync, lstatSync, openSync, readSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Failure } from '../core/values/index.ts';
import type { WholeFile } from './commands/command.ts';

/**
 * Looks whether `path` can be written before the long work begins. Only a new file, or one that begins with one of
 * `marks` and so was written by us, is ever replaced.
 */
export function wholeFile(path: string, ...marks: readonly string[]): WholeFile {
  const whole = resolve(path);
  const refuse = (why: string, hint: string): Failure => new Failure('file-unwritable', 'user', `\`${path}\` ${why}`, [hint]);
  if (path === '') throw new Failure('usage', 'user', 'what is written needs the name of a file, and `` is none', ['name a new file in a folder that is there']);
  const parent = statSync(dirname(whole), { throwIfNoEntry: false });
  if (parent?.isDirectory() !== true) throw refuse('is in a folder that does not exist', 'make the folder first, or name a file in another one');
  const there = lstatSync(whole, { throwIfNoEntry: false });
  if (there?.isDirectory() === true) throw refuse('is a folder', `name a file in it`);
  if (there !== undefined && !there.isFile()) throw refuse('is no plain file', 'name a new file');
  if (there !== undefined && !marks.some((mark) => beginsWith(whole, mark))) throw refuse('exists and is no report of ours', 'name a new file, or remove this one first');
  return {
    path: whole,
    write(text) {
      const scratch = join(dirname(whole), `.${basename(whole)}.${process.pid}.tmp`);
      try {
        // `wx`: never through a link or over a file that somebody else put there.
        writeFileSync(scratch, text, { flag: 'wx' });
        renameSync(scratch, whole);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code !== 'EEXIST') rmSync(scratch, { force: true });
        throw refuse(`cannot be written (${code})`, 'nothing was written; name another file');
      }
    },
  };
}

function beginsWith(path: string, mark: string): boolean {
  const wanted = Buffer.from(mark);
  const start = Buffer.alloc(wanted.length);
  try {
    const file = openSync(path, 'r');
    try {
      return readSync(file, start, 0, start.length, 0) === wanted.length && start.equals(wanted);
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}
