import type { FileBeginning } from '../../../workflows/ports/repository.ts';
import { readCommit } from './commits.ts';
import type { ObjectReader } from './reader.ts';
import { compareTrees, type IdLength } from './trees.ts';

/** A file larger than this (bytes) is made by a program, and its beginning costs as much as the whole. */
const largestFile = 512 * 1024;
/** Files asked for at a time: bounds memory. */
const filesAtOnce = 256;

/** The stores to read from. */
export interface BeginningSource {
  readonly objects: ObjectReader;
  /** Where sizes are asked. */
  readonly infos: ObjectReader;
  readonly idLength: IdLength;
}

/** The first `bytes` of every file at `commit` that is not the same at `before`; in no order. */
export async function* readBeginnings(
  { objects, infos, idLength }: BeginningSource,
  { commit, before, bytes }: { readonly commit: string; readonly before: string | null; readonly bytes: number },
  unread: string[],
): AsyncGenerator<readonly FileBeginning[]> {
  const [tree, old] = await Promise.all([commit, before].map(async (id) => (id === null ? null : (await readCommit(objects, id, idLength)).tree)));
  const files = (await compareTrees(objects, old ?? null, tree!, idLength)).filter(({ newMode }) => newMode.startsWith('100'));
  let lost = 0;
  for (let start = 0; start < files.length; start += filesAtOnce) {
    const some = files.slice(start, start + filesAtOnce);
    const sizes = await Promise.all(some.map(({ newId }) => infos.info(newId)));
    const read = await Promise.all(
      some.map(async ({ path, newId }, index) => {
        const size = sizes[index]!;
        if (size.state === 'found' && size.size > largestFile) return null;
        const answer = size.state === 'found' ? await objects.contents(newId, largestFile) : null;
        if (answer === null || answer.bytes === null) lost += 1;
        return answer === null || answer.bytes === null ? null : { path, bytes: Buffer.from(answer.bytes.subarray(0, bytes)) };
      }),
    );
    yield read.filter((one) => one !== null);
  }
  if (lost > 0) unread.push(`the first lines of ${lost === 1 ? '1 file' : `${lost} files`} could not be read: ${lost === 1 ? 'it is' : 'they are'} not here`);
}
