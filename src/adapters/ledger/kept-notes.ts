import { join } from 'node:path';
import type { KeptNotes } from '../../workflows/ports/index.ts';
import { changeState, readState } from './state-files.ts';

/** The newest note of each witness that was seen here, in the folder that all worktrees share. */
export function openKeptNotes(commonDir: string): KeptNotes {
  const path = join(commonDir, 'countersign', 'cosigned');
  return {
    read: async () => new Map(Object.entries(parsed(await readState(path))).map(([witness, note]) => [witness, Buffer.from(note, 'base64')])),
    async keep(notes) {
      if (notes.size === 0) return;
      await changeState(path, (text) => `${JSON.stringify({ ...parsed(text), ...Object.fromEntries(Array.from(notes, ([witness, note]) => [witness, Buffer.from(note).toString('base64')])) }, null, 2)}\n`);
    },
  };
}

/** Notes are believed by their signatures alone: a damaged file is one that remembers nothing. */
function parsed(text: string | null): Readonly<Record<string, string>> {
  try {
    const value = JSON.parse(text ?? '{}') as Record<string, unknown>;
    return Object.fromEntries(Object.entries(value).filter((each): each is [string, string] => typeof each[1] === 'string'));
  } catch {
    return {};
  }
}
