import { join } from 'node:path';
import type { Checkpoint } from '../../core/ledger/index.ts';
import { Failure } from '../../core/values/index.ts';
import { changeState, readState } from './state-files.ts';

/** What was seen, so that a ledger that forgets it is caught. */
interface Pins {
  readonly checkpoint: { readonly origin: string; readonly size: number; readonly root: string } | null;
  /** The newest commit of the ledger seen at each remote. */
  readonly remotes: Readonly<Record<string, string>>;
}

/** The file of pins in the folder that all worktrees share. */
export class PinFile {
  readonly path: string;

  constructor(commonDir: string) {
    this.path = join(commonDir, 'countersign', 'pins');
  }

  async checkpoint(): Promise<Checkpoint | null> {
    const { checkpoint } = this.#parse(await readState(this.path));
    return checkpoint === null ? null : { ...checkpoint, root: Buffer.from(checkpoint.root, 'base64') };
  }

  /** Takes a checkpoint and what the remotes have with it, unless a larger one is known. */
  async pin({ origin, size, root }: Checkpoint, remotes: Readonly<Record<string, string>>): Promise<void> {
    await changeState(this.path, (text) => {
      const pins = this.#parse(text);
      const newer = pins.checkpoint === null || pins.checkpoint.origin !== origin || pins.checkpoint.size < size;
      if (!newer) return printed({ ...pins, remotes: { ...remotes, ...pins.remotes } });
      return printed({ checkpoint: { origin, size, root: Buffer.from(root).toString('base64') }, remotes: { ...pins.remotes, ...remotes } });
    });
  }

  async seenAt(remote: string): Promise<string | null> {
    return this.#parse(await readState(this.path)).remotes[remote] ?? null;
  }

  /** Notes what a remote has now, unless somebody else here has noted another commit than `before` meanwhile: that one is newer. */
  async see(remote: string, before: string | null, commit: string): Promise<void> {
    await changeState(this.path, (text) => {
      const pins = this.#parse(text);
      if ((pins.remotes[remote] ?? null) !== before) return text ?? printed(pins);
      return printed({ ...pins, remotes: { ...pins.remotes, [remote]: commit } });
    });
  }

  #parse(text: string | null): Pins {
    if (text === null) return { checkpoint: null, remotes: {} };
    try {
      const value = JSON.parse(text) as Pins;
      const { checkpoint, remotes } = value;
      const fits = checkpoint === null || (typeof checkpoint.origin === 'string' && Number.isSafeInteger(checkpoint.size) && typeof checkpoint.root === 'string');
      if (fits && Object.values(remotes).every((id) => /^[0-9a-f]{40,64}$/.test(id))) return value;
    } catch {
      // Said below: what was seen is unknown, and unknown is not "nothing".
    }
    throw new Failure('ledger-inconsistent', 'environment', `\`${this.path}\`, which remembers the newest checkpoint seen, is damaged`, [
      'countersign ledger audit, then remove that file: what the ledger says now is pinned again',
    ]);
  }
}

function printed(pins: Pins): string {
  return `${JSON.stringify(pins, null, 2)}\n`;
}
