import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { ObjectFormat } from '../../../core/change/index.ts';
import { encodeUtf8 } from '../../../core/values/index.ts';

/** Where objects are written: never the user's repository, always the scratch one. */
export interface LooseStore {
  readonly gitDir: string;
  readonly objectFormat: ObjectFormat;
}

/** An entry of a tree to write. */
export interface NewEntry {
  /** Six octal digits. */
  readonly mode: string;
  readonly name: string;
  readonly id: string;
}

/** Writes a tree in git's order: bytewise, folders as if their names ended in a slash. */
export function writeTree(store: LooseStore, entries: readonly NewEntry[]): string {
  const rows = entries.map(({ mode, name, id }) => {
    const bytes = encodeUtf8(name);
    const sortedAs = mode === '040000' ? Buffer.concat([bytes, Buffer.from('/')]) : bytes;
    return { sortedAs, row: Buffer.concat([Buffer.from(`${mode.replace(/^0+/, '')} `), bytes, Buffer.from([0]), Buffer.from(id, 'hex')]) };
  });
  return write(store, 'tree', Buffer.concat(rows.toSorted((a, b) => Buffer.compare(a.sortedAs, b.sortedAs)).map(({ row }) => row)));
}

const nobody = 'Countersign <> 0 +0000';

/** Writes a commit of a tree; the same tree and parent give the same commit. */
export function writeCommit(store: LooseStore, tree: string, parent: string | null): string {
  return write(store, 'commit', Buffer.from(`tree ${tree}\n${parent === null ? '' : `parent ${parent}\n`}author ${nobody}\ncommitter ${nobody}\n\nreplay\n`));
}

/** As a loose object (zlib over `<type> <length> NUL <content>`), without starting git for it; what is there is left. */
function write({ gitDir, objectFormat }: LooseStore, type: 'tree' | 'commit', content: Buffer): string {
  const bytes = Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content]);
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
