import type { Note } from '../../../workflows/ports/repository.ts';
import { readCommit } from './commits.ts';
import type { ObjectReader } from './reader.ts';
import { type IdLength, listTree } from './trees.ts';

/** A note larger than this (bytes) is reported, not read. */
const largestNote = 8 * 1024 * 1024;
/** Notes asked for at a time: bounds memory, since whoever reads them may be slower than git. */
const notesAtOnce = 256;

/** Which blob annotates which object, at any depth of fan-out; other files in the tree are not notes. */
export async function listNotes(objects: ObjectReader, tip: string, idLength: IdLength): Promise<ReadonlyMap<string, string>> {
  const { tree } = await readCommit(objects, tip, idLength);
  const notes = new Map<string, string>();
  for (const { path, id, mode } of await listTree(objects, tree, idLength)) {
    const annotated = path.replaceAll('/', '');
    if (annotated.length === idLength * 2 && /^[0-9a-f]+$/.test(annotated) && mode.startsWith('100')) notes.set(annotated, id);
  }
  return notes;
}

/** Bytes of the given notes, in their order. */
export async function* readNotes(
  objects: ObjectReader,
  ref: string,
  notes: ReadonlyMap<string, string>,
  unread: string[],
): AsyncGenerator<Note> {
  const all = [...notes];
  for (let start = 0; start < all.length; start += notesAtOnce) {
    const some = all.slice(start, start + notesAtOnce);
    const answers = await Promise.all(some.map(([, blob]) => objects.contents(blob, largestNote)));
    for (const [index, answer] of answers.entries()) {
      const [commit, blob] = some[index]!;
      if (answer.bytes !== null && answer.state === 'found' && answer.type === 'blob') yield { ref, commit, blob, bytes: answer.bytes };
      else unread.push(`the note of ${ref} on ${commit} ${why(answer.state)}`);
    }
  }
}

function why(state: string): string {
  if (state === 'found') return 'is too large to read';
  return state === 'corrupt' ? 'is damaged' : 'is not in this repository';
}
