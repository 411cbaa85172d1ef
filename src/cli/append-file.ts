import { closeSync, fstatSync, openSync, writeSync } from 'node:fs';
import { Failure } from '../core/values/index.ts';

/**
 * Adds to the end of a file the first of `texts` with which it stays within `limit` bytes, and gives it; `null` where
 * none fits. What is there is never shortened or replaced.
 */
export function appendFitting(path: string, texts: readonly string[], limit: number): string | null {
  try {
    const file = openSync(path, 'a');
    try {
      const { size } = fstatSync(file);
      const fitting = texts.find((text) => size + Buffer.byteLength(text) <= limit);
      if (fitting === undefined) return null;
      writeSync(file, fitting);
      return fitting;
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new Failure('file-unwritable', 'environment', `\`${path}\` cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
}
