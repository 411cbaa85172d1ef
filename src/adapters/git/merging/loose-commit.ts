import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { ObjectFormat } from '../../../core/change/index.ts';

const nobody = 'Countersign <> 0 +0000';

/**
 * Writes a commit of `tree` as a loose object (gitformat: zlib over `commit <length> NUL <content>`), without
 * starting git for it. The same tree and parent give the same commit, which is written once.
 */
export function writeCommit(gitDir: string, objectFormat: ObjectFormat, tree: string, parent: string | null): string {
  const content = `tree ${tree}\n${parent === null ? '' : `parent ${parent}\n`}author ${nobody}\ncommitter ${nobody}\n\nreplay\n`;
  const bytes = Buffer.from(`commit ${content.length}\0${content}`, 'latin1');
  const id = createHash(objectFormat).update(bytes).digest('hex');
  const folder = join(gitDir, 'objects', id.slice(0, 2));
  const file = join(folder, id.slice(2));
  if (existsSync(file)) return id;
  mkdirSync(folder, { recursive: true });
  const unfinished = `${file}.tmp`;
  writeFileSync(unfinished, deflateSync(bytes, { level: 1 }));
  renameSync(unfinished, file);
  return id;
}
