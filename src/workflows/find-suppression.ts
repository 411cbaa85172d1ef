import { isInstructionFile, suppressionsIn, type Suppression } from '../core/evidence/index.ts';
import { decodeUtf8, Failure } from '../core/values/index.ts';
import type { Repository } from './ports/index.ts';

/** Instructions and settings at a commit that keep AI marks out of the history; unreadable files are passed over. */
export async function findSuppression(repository: Repository, commit: string): Promise<readonly Suppression[]> {
  const paths = (await repository.listFiles(commit)).filter(isInstructionFile);
  const files: { path: string; text: string }[] = [];
  for (const path of paths) {
    try {
      const file = await repository.readFile(commit, path);
      if (file !== null) files.push({ path, text: decodeUtf8(file.bytes) });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
    }
  }
  return suppressionsIn(files);
}
