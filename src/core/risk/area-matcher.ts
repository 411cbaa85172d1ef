import { asBytes, readAreaPattern, type AreaPattern } from './area-pattern.ts';
import type { AreaPaths } from './risk.ts';
import { SegmentIndex } from './segment-index.ts';

/** Says which areas a path lies in. Paths are lossless strings (see `decodeUtf8`); a final `/` marks a folder. */
export interface AreaMatcher {
  /** Indexes (in the list given to `compileAreas`) of all areas that match, ascending. */
  match(path: string): readonly number[];
  /** Index of the last area that matches (as `CODEOWNERS` decides), or −1. */
  lastMatch(path: string): number;
}

/**
 * Compiles the patterns of all areas into one automaton over path segments. Patterns are gitignore-like
 * (see `readAreaPattern`): case-sensitive, anchored at the root when a slash stands at the start or in the
 * middle, at any depth otherwise, and matching everything below what they match. The state after each folder
 * is kept, so that the next path of the same folder costs a look-up of its own name.
 */
export function compileAreas(areas: readonly AreaPaths[]): AreaMatcher {
  return compilePatterns(areas.map(({ paths }) => paths.map(readAreaPattern)));
}

/** As `compileAreas`, for patterns read by other rules; `null` matches nothing. Indexes are those of the outer list. */
export function compilePatterns(lists: readonly (readonly (AreaPattern | null)[])[]): AreaMatcher {
  const root = newNode(false);
  for (const [index, patterns] of lists.entries()) {
    for (const pattern of patterns) if (pattern !== null) insert(root, pattern, index);
  }
  const start: FolderState = { live: withFolders([root]), matched: [] };
  const folders = new Map<string, FolderState>();

  const match = (path: string): readonly number[] => {
    const bytes = asBytes(path);
    const cut = bytes.lastIndexOf('/');
    const folder = cut < 0 ? start : folderState(start, folders, bytes.slice(0, cut));
    const name = cut < 0 ? bytes : bytes.slice(cut + 1);
    return name === '' ? folder.matched : nameMatches(folder, name);
  };
  return { match, lastMatch: (path) => match(path).at(-1) ?? -1 };
}

/** Where the automaton stands: `loops` after a `**`, which may take any number of further folders. */
interface Node {
  readonly loops: boolean;
  readonly next: SegmentIndex<Node>;
  /** The node after a `**` that follows here. */
  folders: Node | null;
  /** Areas matched by a file that arrives here, and by a folder with everything below it. */
  readonly asFile: number[];
  readonly asFolder: number[];
  hasNext: boolean;
  /** Areas by file name, where finding them costs more than one hash. */
  readonly names: Map<string, readonly number[]>;
}

interface FolderState {
  readonly live: readonly Node[];
  readonly matched: readonly number[];
}

/** Both caches are emptied when full: memory stays bounded on histories with millions of paths. */
const foldersKept = 50_000;
const namesKept = 20_000;

function newNode(loops: boolean): Node {
  return { loops, next: new SegmentIndex(), folders: null, asFile: [], asFolder: [], hasNext: false, names: new Map() };
}

function insert(root: Node, pattern: AreaPattern, area: number): void {
  let node = root;
  for (const segment of pattern.segments) {
    if (segment === 'folders') node = node.folders ??= newNode(true);
    else {
      node.hasNext = true;
      node = node.next.at(segment, () => newNode(false));
    }
  }
  if (!pattern.folderOnly) node.asFile.push(area);
  if (pattern.fileOnly !== true) node.asFolder.push(area);
}

function withFolders(nodes: readonly Node[]): Node[] {
  const live = new Set<Node>();
  for (const node of nodes) {
    if (node.hasNext) live.add(node);
    if (node.folders !== null) live.add(node.folders);
  }
  return [...live];
}

function folderState(start: FolderState, known: Map<string, FolderState>, folder: string): FolderState {
  const hit = known.get(folder);
  if (hit !== undefined) return hit;
  if (known.size > foldersKept) known.clear();
  let cut = folder.lastIndexOf('/');
  let state = start;
  let from = 0;
  // Continue from the nearest ancestor already known.
  while (cut >= 0) {
    const ancestor = known.get(folder.slice(0, cut));
    if (ancestor !== undefined) {
      state = ancestor;
      from = cut + 1;
      break;
    }
    // A negative start counts as 0, which would find a slash at the very beginning for ever.
    cut = cut === 0 ? -1 : folder.lastIndexOf('/', cut - 1);
  }
  while (from <= folder.length) {
    const end = folder.indexOf('/', from);
    const stop = end < 0 ? folder.length : end;
    state = enter(state, folder.slice(from, stop));
    known.set(folder.slice(0, stop), state);
    from = stop + 1;
  }
  return state;
}

function enter(state: FolderState, name: string): FolderState {
  const arrived: Node[] = [];
  for (const node of state.live) node.next.find(name, arrived);
  const hits: number[] = [];
  for (const node of arrived) hits.push(...node.asFolder);
  for (const node of state.live) if (node.loops) arrived.push(node);
  return { live: withFolders(arrived), matched: merge(state.matched, hits) };
}

function nameMatches(folder: FolderState, name: string): readonly number[] {
  let hits: number[] | null = null;
  for (const node of folder.live) {
    for (const area of node.next.wild ? keptAreas(node, name) : areasOf(node, name)) (hits ??= []).push(area);
  }
  return hits === null ? folder.matched : merge(folder.matched, hits);
}

function keptAreas(node: Node, name: string): readonly number[] {
  const kept = node.names.get(name);
  if (kept !== undefined) return kept;
  if (node.names.size > namesKept) node.names.clear();
  const areas = areasOf(node, name);
  node.names.set(name, areas);
  return areas;
}

function areasOf(node: Node, name: string): readonly number[] {
  const arrived: Node[] = [];
  node.next.find(name, arrived);
  if (arrived.length === 0) return none;
  return arrived.length === 1 ? arrived[0]!.asFile : arrived.flatMap((next) => next.asFile);
}

const none: readonly number[] = [];

function merge(sorted: readonly number[], more: readonly number[]): readonly number[] {
  if (more.length === 0) return sorted;
  const all = [...new Set([...sorted, ...more])].sort((a, b) => a - b);
  return all.length === sorted.length ? sorted : all;
}
