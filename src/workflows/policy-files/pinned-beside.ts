import { digestsPinnedIn, type PinnedKind, type PinnedText, type PinnedTexts } from '../../core/policy/index.ts';
import { encodeUtf8, Failure, type Sha256 } from '../../core/values/index.ts';
import type { TextFiles } from '../ports/index.ts';

/** Texts read for one file: far more than may stand on each other. */
const mostPinned = 64;

/** The texts that a file on disk pins, and those these pin in turn, from beside it; a digest says what each is. */
export async function pinnedBeside(files: TextFiles, sha256: Sha256, path: string, text: string): Promise<PinnedTexts> {
  const found = new Map<string, PinnedText>();
  const pending = [...digestsPinnedIn(text)];
  for (let digest = pending.shift(); digest !== undefined && found.size < mostPinned; digest = pending.shift()) {
    if (found.has(digest)) continue;
    for (const kind of ['policies', 'people'] satisfies PinnedKind[]) {
      const file = files.beside(path, `${kind}/${digest}.yaml`);
      const pinned = await files.readText(file).catch(absent);
      if (pinned === null || sha256([encodeUtf8(pinned)]) !== digest) continue;
      found.set(digest, { text: pinned, digest, file });
      pending.push(...digestsPinnedIn(pinned));
    }
  }
  return (_kind, digest) => found.get(digest) ?? null;
}

function absent(error: unknown): null {
  if (error instanceof Failure && error.code === 'file-unreadable') return null;
  throw error;
}
