import { findPatternProblem, isWritten, wordsOf } from '../../risk/index.ts';
import { besides, vendored } from './meanings.ts';

/** A folder of the repository with the files below it. */
export interface Folder {
  /** Without a slash at the end; empty for the root. */
  readonly path: string;
  readonly name: string;
  readonly children: ReadonlyMap<string, Folder>;
  /** Every path below, however deep. */
  readonly files: readonly string[];
  /** How many of them people write line by line. */
  readonly written: number;
  /** What everything below is for, by the first folder that says so. */
  readonly kind: 'product' | 'tests' | 'docs' | 'examples' | 'vendored';
}

interface Growing {
  readonly path: string;
  readonly name: string;
  readonly children: Map<string, Growing>;
  readonly files: string[];
  written: number;
  readonly kind: Folder['kind'];
}

/** The folders of a list of paths. */
export function folderTree(paths: readonly string[]): Folder {
  const root: Growing = { path: '', name: '', children: new Map(), files: [], written: 0, kind: 'product' };
  for (const path of paths) {
    const names = path.split('/').slice(0, -1);
    const written = isWritten(path) ? 1 : 0;
    let folder = root;
    folder.files.push(path);
    folder.written += written;
    for (const name of names) {
      let child = folder.children.get(name);
      if (child === undefined) {
        child = {
          path: folder.path === '' ? name : `${folder.path}/${name}`,
          name, children: new Map(), files: [], written: 0,
          kind: folder.kind === 'product' ? kindOf(name, folder.path === '') : folder.kind,
        };
        folder.children.set(name, child);
      }
      folder = child;
      folder.files.push(path);
      folder.written += written;
    }
  }
  return root;
}

function kindOf(name: string, atRoot: boolean): Folder['kind'] {
  const folded = name.toLowerCase();
  // Git and its like keep their tests in `t`.
  if (besides.tests.has(folded) || besides.tests.has(wordsOf(name).at(-1) ?? '') || (atRoot && folded === 't')) return 'tests';
  if (besides.docs.has(folded)) return 'docs';
  if (besides.examples.has(folded)) return 'examples';
  return vendored.has(folded) ? 'vendored' : 'product';
}

/** The topmost folders that `wanted` holds for; what lies below one is not looked at. */
export function topmost(folder: Folder, wanted: (folder: Folder) => boolean): readonly Folder[] {
  return [...folder.children.values()].flatMap((child) => (wanted(child) ? [child] : topmost(child, wanted)));
}

/** Whether a policy takes the pattern: a folder may be called what no pattern can say. */
export function isUsable(pattern: string): boolean {
  // eslint-disable-next-line no-control-regex
  return !/[\u0000-\u001f]/.test(pattern) && pattern.trim() === pattern && findPatternProblem(pattern) === null;
}

/** A pattern for everything below a folder, anchored at the root. */
export function patternOf(folder: Folder): string {
  const escaped = folder.path.replace(/[\\*?[\]]/g, '\\$&');
  return escaped.includes('/') ? `${escaped}/**` : `/${escaped}/**`;
}
