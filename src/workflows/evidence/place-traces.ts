import { isHashedAbout, tracesOfCommit, type Claim, type EvidenceProblem, type TracedCommit, type TracedLines } from '../../core/evidence/index.ts';
import { decodeUtf8 } from '../../core/values/index.ts';
import type { Repository } from '../ports/index.ts';
import { notRead } from './unread.ts';

/** The Agent Trace records about one commit, checked against the files where they give hashes. */
export async function placeTraces(
  repository: Repository,
  lines: readonly TracedLines[],
  commit: Omit<TracedCommit, 'texts'>,
  placed: Set<TracedLines>,
  problems: EvidenceProblem[],
): Promise<readonly Claim[]> {
  const hashed = new Set(lines.filter((traced) => !placed.has(traced) && isHashedAbout(traced, commit)).map(({ path }) => path));
  const texts = new Map<string, readonly string[]>();
  for (const path of hashed) {
    try {
      const file = await repository.readFile(commit.id, path);
      if (file !== null) texts.set(path, decodeUtf8(file.bytes).replace(/\n$/, '').split('\n'));
    } catch (error) {
      problems.push(notRead(error, path, (why) => `The hashes of Agent Trace records about \`${path}\` at ${commit.id.slice(0, 7)} could not be checked: ${why}.`));
    }
  }
  return tracesOfCommit(lines, { ...commit, texts }, placed, problems);
}
