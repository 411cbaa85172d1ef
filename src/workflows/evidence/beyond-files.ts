import type { Claim, EvidenceProblem } from '../../core/evidence/index.ts';
import { Failure } from '../../core/values/index.ts';
import type { Repository } from '../ports/index.ts';

/** Most files of a change's records that are looked at. */
const mostFiles = 500;

/** Records of lines that their file does not have at that commit, or of files that it does not have: once per file. */
export async function beyondFiles(repository: Repository, claims: readonly Claim[]): Promise<readonly EvidenceProblem[]> {
  const last = new Map<string, { readonly claim: Claim; readonly commit: string; readonly path: string; line: number }>();
  for (const claim of claims) {
    if (claim.subject.scope !== 'lines' || claim.rule.endsWith('.recovered')) continue;
    const { commit, path, ranges } = claim.subject;
    const line = ranges.at(-1)?.end ?? 0;
    const known = last.get(`${commit} ${path}`);
    if (known === undefined && last.size < mostFiles) last.set(`${commit} ${path}`, { claim, commit, path, line });
    else if (known !== undefined && line > known.line) known.line = line;
  }
  const found = await Promise.all(
    [...last.values()].map(async ({ claim, commit, path, line }): Promise<EvidenceProblem[]> => {
      const has = await lengthOf(repository, commit, path);
      if (has === 'unread' || (has !== null && line <= has)) return [];
      const source = claim.source.in === 'note' ? `${claim.source.ref} ${commit}` : path;
      const sentence = has === null ? `names \`${path}\`, which is no file of that commit` : `gives line ${line} of \`${path}\`, which has ${has} there`;
      return [{ source, sentence: `The record on ${commit.slice(0, 7)} ${sentence}.` }];
    }),
  );
  return found.flat();
}

async function lengthOf(repository: Repository, commit: string, path: string): Promise<number | null | 'unread'> {
  try {
    const file = await repository.readFile(commit, path);
    if (file === null) return null;
    let lines = 0;
    for (const byte of file.bytes) if (byte === 10) lines += 1;
    return file.bytes.length > 0 && file.bytes.at(-1) !== 10 ? lines + 1 : lines;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return 'unread';
  }
}
