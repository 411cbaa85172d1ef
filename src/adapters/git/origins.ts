import type { Change } from '../../core/change/index.ts';
import type { FileOrigins } from '../../core/evidence/index.ts';
import type { ChangeSource } from './change.ts';

export async function readLineOrigins(_source: ChangeSource, change: Change): Promise<readonly FileOrigins[]> {
  const only = change.commits[0]?.id ?? change.head.commit;
  return change.files.flatMap((file) => {
    const ranges = file.hunks.filter((hunk) => hunk.added.length > 0).map((hunk) => ({
      start: hunk.newStart, end: hunk.newStart + hunk.added.length - 1, commit: only, originalStart: hunk.newStart, originalPath: file.path,
    }));
    return ranges.length === 0 ? [] : [{ path: file.path, ranges }];
  });
}
