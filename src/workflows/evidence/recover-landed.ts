import { recoverLines, type AttestedFile, type Claim, type LandedFile } from '../../core/evidence/index.ts';
import { decodeUtf8, Failure } from '../../core/values/index.ts';
import type { Repository } from '../ports/index.ts';

/** Most files whose text is read for one landed commit. */
const mostFiles = 2000;

/** Lines of a landed commit that records on the commits of its pull request attest; see `recoverLines`. */
export async function recoverLanded(repository: Repository, landed: { readonly id: string }, lines: readonly Claim[], unread: string[]): Promise<readonly Claim[]> {
  const added: { path: string; ranges: LandedFile['added'] }[] = [];
  for await (const commit of repository.readAddedLines([landed.id], unread)) added.push(...commit.files);
  if (added.length === 0) return [];
  const names = new Set(added.map(({ path }) => nameOf(path)));
  const attested: AttestedFile[] = [];
  const texts = new Map<string, readonly string[] | null>();
  const textOf = async (commit: string, path: string): Promise<readonly string[] | null> => {
    const key = `${commit}:${path}`;
    if (!texts.has(key)) texts.set(key, texts.size < mostFiles ? await readLines(repository, commit, path) : null);
    return texts.get(key)!;
  };
  for (const claim of lines) {
    if ((claim.subject.scope !== 'lines' && claim.subject.scope !== 'file') || !names.has(nameOf(claim.subject.path))) continue;
    const { commit, path } = claim.subject;
    const text = await textOf(commit, path);
    if (text !== null) attested.push({ path, claim, text });
  }
  if (attested.length === 0) return [];
  const files: LandedFile[] = [];
  const attestedNames = new Set(attested.map(({ path }) => nameOf(path)));
  for (const { path, ranges } of added) {
    const text = attestedNames.has(nameOf(path)) ? await textOf(landed.id, path) : null;
    if (text !== null) files.push({ path, text, added: ranges });
  }
  if (texts.size >= mostFiles) unread.push(`lines of ${landed.id.slice(0, 7)} were recovered from ${mostFiles} files of its pull request; the rest were not read`);
  return recoverLines(attested, files, landed.id);
}

async function readLines(repository: Repository, commit: string, path: string): Promise<readonly string[] | null> {
  try {
    const file = await repository.readFile(commit, path);
    return file === null ? null : decodeUtf8(file.bytes).split('\n').map((line) => line.replace(/\r$/, ''));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return null;
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
