import type { LineRange } from '../../core/change/index.ts';
import { type ChangeSource, plainDiff } from './change.ts';
import { PatchReader, type PatchSection } from './patch.ts';

/** Lines one commit added, file by file. */
export interface AddedLines {
  readonly commit: string;
  readonly files: readonly { readonly path: string; readonly ranges: readonly LineRange[] }[];
}

/**
 * Which lines each of these commits added against its first parent, in one `git log`. Where an object is
 * missing git ends: that commit is named in `unread` and the others go on.
 */
export async function* readAddedLines(source: ChangeSource, commits: readonly string[], unread: string[]): AsyncGenerator<AddedLines> {
  for (let rest = commits; rest.length > 0; ) {
    const complete = new Set<string>();
    let begun: string | null = null;
    let last: AddedLines | null = null;
    const ready: AddedLines[] = [];
    let files: { path: string; ranges: LineRange[] }[] = [];
    const close = () => {
      if (begun !== null) last = { commit: begun, files };
      files = [];
    };
    const reader = new PatchReader({
      commit(id) {
        close();
        if (last !== null) ready.push(last);
        begun = id;
      },
      section: (section) => files.push({ path: section.newPath, ranges: addedRanges(section) }),
    }, false);
    const form = ['--format=tformat:commit %H', '--no-notes', '--no-show-signature', '--no-color'];
    const args = ['log', '--stdin', '--no-walk=unsorted', ...form, '--root', '--diff-merges=first-parent', '-p', '-M', ...plainDiff];
    const { child, end } = source.scratch.start(args);
    let finished = false;
    try {
      child.stdin.end(`${rest.join('\n')}\n`);
      for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
        reader.push(chunk);
        for (const lines of ready.splice(0)) {
          complete.add(lines.commit);
          yield lines;
        }
      }
      const { code } = await end;
      finished = true;
      if (code === 0) {
        reader.end();
        close();
        if (last !== null) yield last;
        return;
      }
    } finally {
      if (!finished) child.kill('SIGKILL');
    }
    const left = rest.filter((id) => !complete.has(id));
    const broken: string | null = begun ?? left[0] ?? null;
    if (broken !== null) unread.push(`the lines commit ${broken} added could not be read: its files are not all here`);
    rest = left.filter((id) => id !== broken);
  }
}

function addedRanges(section: PatchSection): LineRange[] {
  return section.hunks
    .filter(({ newCount }) => newCount > 0)
    .map(({ newStart, newCount }) => ({ start: newStart, end: newStart + newCount - 1 }));
}
