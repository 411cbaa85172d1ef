import { openRepository } from '../src/adapters/git/index.ts';
import { capture } from './process.ts';

/** How the origins of a head's lines compare with `git blame`'s. */
export interface Agreement {
  readonly lines: number;
  /** Lines given to the same commit. */
  readonly same: number;
  /** Of these, those with the same number in it. */
  readonly sameNumber: number;
  readonly files: number;
  readonly allFiles: number;
  /** Milliseconds that blaming the files one by one took. */
  readonly blaming: number;
  /** Files with lines that differ, most first: how many, and the first of them. */
  readonly different: readonly string[];
}

/** Compares every line of a head, or of at most `atMost` files spread evenly over it, with `git blame` of each file. */
export async function agreeWithBlame(path: string, atMost = Number.POSITIVE_INFINITY): Promise<Agreement> {
  const repository = await openRepository(path);
  try {
    const head = (await repository.resolve('HEAD')).commit;
    const { files: all } = await repository.readHeadLines(head);
    const every = Math.max(1, all.length / atMost);
    const files = all.filter((_, index) => Math.floor(index / every) !== Math.floor((index - 1) / every));
    let lines = 0;
    let same = 0;
    let sameNumber = 0;
    let blaming = 0;
    const different: { readonly count: number; readonly words: string }[] = [];
    for (const file of files) {
      const started = performance.now();
      const blamed = originsIn(await capture('git', ['-C', path, 'blame', '--incremental', head, '--', file.path]));
      blaming += performance.now() - started;
      let wrong = 0;
      let first = '';
      for (const { start, end, commit, originalStart } of file.ranges) {
        for (let line = start; line <= end; line++) {
          const theirs = blamed.get(line);
          lines += 1;
          if (theirs?.commit === commit) {
            same += 1;
            if (theirs.line === originalStart + line - start) sameNumber += 1;
            continue;
          }
          wrong += 1;
          first ||= `line ${line} ours ${commit.slice(0, 8)}, blame ${theirs?.commit.slice(0, 8) ?? 'none'}`;
        }
      }
      if (wrong > 0) different.push({ count: wrong, words: `${wrong} in ${file.path}: ${first}` });
    }
    return {
      lines, same, sameNumber, files: files.length, allFiles: all.length, blaming,
      different: different.toSorted((a, b) => b.count - a.count).map(({ words }) => words),
    };
  } finally {
    await repository.close();
  }
}

/** `<commit> <line there> <line here> <count>` of `--incremental`, by line here. */
function originsIn(output: string): ReadonlyMap<number, { readonly commit: string; readonly line: number }> {
  const origins = new Map<number, { commit: string; line: number }>();
  for (const [, commit = '', there = '', here = '', count = ''] of output.matchAll(/^([0-9a-f]{40,64}) (\d+) (\d+) (\d+)$/gm)) {
    for (let i = 0; i < Number(count); i++) origins.set(Number(here) + i, { commit, line: Number(there) + i });
  }
  return origins;
}
