import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../core/values/index.ts';
import type { LedgerItem, PendingItem, PendingItems } from '../../workflows/ports/index.ts';
import { readState, writeState } from './state-files.ts';

/** An item as it lies on the disk. */
interface Stored {
  readonly v: 1;
  /** Milliseconds since 1970: only for the order. */
  readonly at: number;
  readonly envelope: string;
  readonly entryList: { readonly digest: string; readonly bytes: string } | null;
  readonly keep: readonly string[];
}

/** Items that wait for the ledger, one file each, in the folder that all worktrees share. */
export function openPendingFolder(commonDir: string): PendingItems {
  const folder = join(commonDir, 'countersign', 'pending');
  const fileOf = (id: string) => join(folder, `${id}.json`);
  return {
    async list() {
      const names = (await namesIn(folder)).filter((name) => /^[0-9a-f]{64}\.json$/.test(name));
      const unreadable: string[] = [];
      const found: { at: number; item: PendingItem }[] = [];
      await someAtATime(names, async (name) => {
        const id = name.slice(0, 64);
        const text = await readState(fileOf(id)).catch(() => '');
        // Somebody else's append has taken it meanwhile.
        if (text === null) return;
        const read = parse(id, text);
        if (read === null) unreadable.push(fileOf(id));
        else found.push(read);
      });
      found.sort((a, b) => a.at - b.at || (a.item.id < b.item.id ? -1 : 1));
      return { items: found.map(({ item }) => item), unreadable: unreadable.toSorted() };
    },
    async keep(items) {
      const start = Date.now();
      const stored = new Map(items.map((item, index) => [digestOf(item.envelope), printed(item, start + index)]));
      await someAtATime([...stored], async ([id, text]) => {
        const before = await readState(fileOf(id)).catch(() => null);
        if (before === null || parse(id, before) === null) await writeState(fileOf(id), text);
      });
    },
    // What stays although the ledger has it is found there by the next append.
    forget: (ids) => someAtATime(ids, (id) => rm(fileOf(id), { force: true }).catch(() => undefined)),
  };
}

/** No folder, nothing waits; one that cannot be read may hold what somebody signed. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    throw new Failure('file-unreadable', 'environment', `\`${folder}\`, where what was signed waits for the ledger, cannot be read (${code})`, ['see who owns it']);
  }
}

/** Waiting for the disk is most of the work. */
async function someAtATime<T>(all: readonly T[], work: (each: T) => Promise<void>): Promise<void> {
  for (let start = 0; start < all.length; start += 32) await Promise.all(all.slice(start, start + 32).map(work));
}

function printed({ envelope, entryList, keep }: LedgerItem, at: number): string {
  const stored: Stored = { v: 1, at, envelope: base64(envelope), entryList: entryList === null ? null : { digest: entryList.digest, bytes: base64(entryList.bytes) }, keep };
  return `${JSON.stringify(stored)}\n`;
}

/** `null` where the file is not whole, or not what its name says. */
function parse(id: string, text: string): { at: number; item: PendingItem } | null {
  try {
    const { v, at, envelope, entryList, keep } = JSON.parse(text) as Stored;
    const bytes = Buffer.from(envelope, 'base64');
    if (v !== 1 || digestOf(bytes) !== id || !keep.every((each) => /^[0-9a-f]{40,64}$/.test(each))) return null;
    if (entryList !== null && digestOf(Buffer.from(entryList.bytes, 'base64')) !== entryList.digest) return null;
    return {
      at,
      item: { id, envelope: bytes, entryList: entryList === null ? null : { digest: entryList.digest, bytes: Buffer.from(entryList.bytes, 'base64') }, keep },
    };
  } catch {
    return null;
  }
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
