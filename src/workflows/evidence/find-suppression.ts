import type { Change } from '../../core/change/index.ts';
import { isInstructionFile, suppressionsIn, type EvidenceProblem, type Suppression } from '../../core/evidence/index.ts';
import { decodeUtf8 } from '../../core/values/index.ts';
import type { Repository } from '../ports/index.ts';
import { notRead } from './unread.ts';

/** An instruction or setting that hides marks, and the commit it was read at. */
export interface FoundSuppression extends Suppression {
  readonly commit: string;
}

/** Instructions and settings at a commit that keep AI marks out of the history; unreadable files are passed over. */
export async function findSuppression(repository: Repository, commit: string): Promise<readonly Suppression[]> {
  return suppressionsAt(repository, commit, (await repository.listFiles(commit)).filter(isInstructionFile), []);
}

/**
 * The same for a change, at its base and at its head: a change that removes the instruction was written under it,
 * one that brings it will not be marked. One listing serves both: the head has the base's files and the change's.
 */
export async function suppressionOfChange(repository: Repository, change: Change, problems: EvidenceProblem[]): Promise<readonly FoundSuppression[]> {
  const listed = change.base.commit === '' ? [] : await listFiles(repository, change.base.commit, problems);
  const paths = new Set([...listed, ...change.files.map((file) => file.path)].filter(isInstructionFile));
  const [before, after] = await Promise.all([change.base.commit, change.head.commit].map((commit) => (commit === '' ? [] : suppressionsAt(repository, commit, [...paths], problems))));
  const seen = new Set<string>();
  return [...after!.map((one) => ({ ...one, commit: change.head.commit })), ...before!.map((one) => ({ ...one, commit: change.base.commit }))].filter(({ path, quote }) => {
    const key = `${path}\n${quote}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

async function listFiles(repository: Repository, commit: string, problems: EvidenceProblem[]): Promise<readonly string[]> {
  try {
    return await repository.listFiles(commit);
  } catch (error) {
    problems.push(notRead(error, 'instructions', (why) => `Only the files of the change were searched for instructions that hide marks: ${why}.`));
    return [];
  }
}

async function suppressionsAt(repository: Repository, commit: string, paths: readonly string[], problems: EvidenceProblem[]): Promise<readonly Suppression[]> {
  const read = await Promise.all(
    paths.map(async (path) => {
      try {
        const file = await repository.readFile(commit, path);
        return file === null ? [] : [{ path, text: decodeUtf8(file.bytes) }];
      } catch (error) {
        problems.push(notRead(error, path, (why) => `\`${path}\` could not be searched for instructions that hide marks: ${why}.`));
        return [];
      }
    }),
  );
  return suppressionsIn(read.flat());
}
