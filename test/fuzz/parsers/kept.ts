import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openKeptNotes } from '../../../src/adapters/ledger/kept-notes.ts';
import { openPendingFolder } from '../../../src/adapters/ledger/pending-folder.ts';
import { PinFile } from '../../../src/adapters/ledger/pins.ts';
import { readWitnessKey } from '../../../src/adapters/signing/index.ts';
import { Failure } from '../../../src/core/values/index.ts';
import { taken, unless, type Parser } from '../parser.ts';

/** What `read` makes of a folder such as `.git` in which one file of ours says `bytes`. */
async function ofFile<T>(file: string, bytes: Uint8Array, read: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-fuzz-'));
  try {
    mkdirSync(dirname(join(folder, 'countersign', file)), { recursive: true });
    writeFileSync(join(folder, 'countersign', file), bytes);
    return await read(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const waiting = createHash('sha256').update('an envelope').digest('hex');
/** Readers of what a machine keeps for this program beside the objects of git. */
export const kept: readonly Parser[] = [
  {
    name: 'pins',
    read: (bytes) =>
      ofFile('pins', bytes, async (folder) => {
        const file = new PinFile(folder);
        try {
          const checkpoint = await file.checkpoint();
          if (checkpoint !== null && !Number.isSafeInteger(checkpoint.size)) throw new Error('it pins a size that is no number');
          await file.seenAt('origin');
          return taken;
        } catch (error) {
          if (error instanceof Failure) return null;
          throw error;
        }
      }),
  },
  {
    name: 'kept-cosignatures',
    read: (bytes) => ofFile('cosigned', bytes, async (folder) => ((await openKeptNotes(folder).read()).size === 0 ? null : taken)),
  },
  {
    name: 'pending',
    read: (bytes) =>
      ofFile(`pending/${waiting}.json`, bytes, async (folder) => {
        const { items, unreadable } = await openPendingFolder(folder).list();
        if (items.length + unreadable.length !== 1) throw new Error('what waits is neither read nor said to be unreadable');
        return items.length === 0 ? null : taken;
      }),
  },
  {
    name: 'witness-key',
    read: (bytes) => ofFile('witness.key', bytes, (folder) => unless(Failure, () => (readWitnessKey(join(folder, 'countersign', 'witness.key')), taken))),
  },
];
