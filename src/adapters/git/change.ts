import type { Change, Commit, FileChange, Hunk, ObjectFormat, PathChange } from '../../core/change/index.ts';
import { changeDigest, emptyTree } from '../../core/change/index.ts';
import { listCommits } from './list-commits.ts';
import { readCommit } from './objects/commits.ts';
import { largestCounted } from './process/environment.ts';
import { corrupt, unreadable } from './process/failures.ts';
import type { ObjectReader } from './objects/reader.ts';
import type { PatchSection } from './patch.ts';
import { LastingDiff } from './process/lasting-diff.ts';
import type { GitRunner } from './process/runner.ts';
import { nodeSha256 } from './objects/bytes.ts';
import { compareTrees, type IdLength, sortByPath, type TreeDifference } from './objects/trees.ts';

/** Options that leave nothing of a diff's form to chance or configuration. */
export const plainDiff: readonly string[] = [
  '--no-ext-diff', '--no-textconv', '--no-color', '--indent-heuristic', '--diff-algorithm=myers', '--full-index',
  '--ignore-submodules=none', '--submodule=short', '--src-prefix=a/', '--dst-prefix=b/', '-U0', '--inter-hunk-context=0',
];

/** A patch longer than this (bytes) is not kept; its files are uncounted and say so. */
const longestPatch = 256 * 1024 * 1024;

/** What `readChange` needs of an opened repository. */
export interface ChangeSource {
  readonly scratch: GitRunner;
  readonly objects: ObjectReader;
  readonly objectFormat: ObjectFormat;
  readonly idLength: IdLength;
  /** Commits whose parents a shallow clone left out. */
  readonly shallowCommits: ReadonlySet<string>;
  /** Ids of commits that are being listed already, by `BASE..HEAD`. */
  readonly listedCommits: ReadonlyMap<string, Promise<readonly string[]>>;
}

/** See `Repository.readChange`: entries from the trees, SHA-256 from the blobs, lines from a patch, in that order of trust. */
export async function readChange(
  source: ChangeSource,
  target: string,
  base: string | null,
  head: string,
  baseOnTarget: boolean,
): Promise<Change> {
  const { objects, idLength, objectFormat } = source;
  const commitIds = source.listedCommits.get(`${base}..${head}`) ?? listCommits(source, base, head);
  commitIds.catch(() => undefined);
  const [headCommit, baseCommit] = await Promise.all([
    readCommit(objects, head, idLength),
    base === null ? null : readCommit(objects, base, idLength),
  ]);
  // Git makes the patch while we hash. What a missing file makes of it is not waited for: hashing names the file.
  const counting = countLines(source, baseCommit?.tree ?? emptyTree[objectFormat], headCommit.tree);
  counting.catch(() => undefined);
  const entries = await readEntries(source, baseCommit?.tree ?? null, headCommit.tree);
  const lines = await counting;
  const files = entries.map((entry) => fileChange(entry, lines.get(entry.path)));
  const commits = await Promise.all((await commitIds).map((id) => readCommit(objects, id, idLength)));
  return {
    objectFormat,
    target,
    base: { commit: base ?? '0'.repeat(idLength * 2), tree: baseCommit?.tree ?? emptyTree[objectFormat] },
    head: { commit: head, tree: headCommit.tree },
    baseOnTarget,
    digest: changeDigest(objectFormat, files, nodeSha256),
    files,
    commits: commits.map(withoutTree),
    unread: unreadHistory(commits, source.shallowCommits),
  };
}

/** See `Repository.readDigest`. */
export async function readDigest(source: ChangeSource, base: string | null, head: string): Promise<string> {
  const { objects, idLength } = source;
  const [headCommit, baseCommit] = await Promise.all([
    readCommit(objects, head, idLength),
    base === null ? null : readCommit(objects, base, idLength),
  ]);
  return (await digestTrees(source, baseCommit?.tree ?? null, headCommit.tree)).digest;
}

/** See `Repository.digestTrees`. */
export async function digestTrees(source: ChangeSource, before: string | null, after: string): Promise<{ digest: string; changes: readonly PathChange[] }> {
  const changes = await readEntries(source, before, after);
  return { digest: changeDigest(source.objectFormat, changes, nodeSha256), changes };
}

/** A difference with what is in its blobs. */
interface Entry extends TreeDifference {
  readonly oldSha256: string;
  readonly newSha256: string;
  /** Bytes of the larger side. */
  readonly size: number;
}

async function readEntries(source: ChangeSource, oldTree: string | null, newTree: string): Promise<Entry[]> {
  const differences = sortByPath(await compareTrees(source.objects, oldTree, newTree, source.idLength));
  const blobs = await hashBlobs(source.objects, differences);
  return differences.map((difference) => {
    const old = isBlob(difference.oldMode) ? blobs.get(difference.oldId)! : absent;
    const now = isBlob(difference.newMode) ? blobs.get(difference.newId)! : absent;
    return { ...difference, oldSha256: old.sha256, newSha256: now.sha256, size: Math.max(old.size, now.size) };
  });
}

function withoutTree(commit: Commit): Commit {
  const { id, parents, author, committer, authoredAt, committedAt, message } = commit;
  return { id, parents, author, committer, authoredAt, committedAt, message };
}

function unreadHistory(commits: readonly Commit[], shallow: ReadonlySet<string>): string[] {
  const cut = commits.filter((commit) => shallow.has(commit.id) && commit.parents.length > 0).length;
  if (cut === 0) return [];
  return [`the history here is shallow: the parents of ${cut} of the commits are not here (\`git fetch --unshallow\` brings them)`];
}

interface Blob {
  readonly sha256: string;
  readonly size: number;
}

/** What stands for a side that is absent or a submodule. */
const absent: Blob = { sha256: '-', size: 0 };

async function hashBlobs(objects: ObjectReader, entries: readonly TreeDifference[]): Promise<ReadonlyMap<string, Blob>> {
  const wanted = new Map<string, string>();
  for (const entry of entries) {
    if (isBlob(entry.oldMode)) wanted.set(entry.oldId, entry.path);
    if (isBlob(entry.newMode)) wanted.set(entry.newId, entry.path);
  }
  const hashed = [...wanted].map(async ([id, path]): Promise<[string, Blob]> => {
    const answer = await objects.sha256(id);
    if (answer.state !== 'found') throw unreadable(answer.state, 'file', id, path);
    if (answer.type !== 'blob') throw corrupt('file', id, path);
    return [id, { sha256: answer.sha256, size: answer.size }];
  });
  return new Map(await Promise.all(hashed));
}

function isBlob(mode: string): boolean {
  return mode !== '000000' && !mode.startsWith('16');
}

interface Lines {
  readonly added: number;
  readonly removed: number;
  readonly binary: boolean;
  readonly hunks: readonly Hunk[];
}

const lasting = new WeakMap<GitRunner, LastingDiff>();

async function countLines({ scratch }: ChangeSource, oldTree: string, newTree: string): Promise<ReadonlyMap<string, Lines>> {
  const found = new Map<string, Lines>();
  let diff = lasting.get(scratch);
  if (diff === undefined) {
    diff = new LastingDiff(scratch, { arguments: ['-r', '-p', '--no-renames', ...plainDiff], keepLines: true, longest: longestPatch });
    lasting.set(scratch, diff);
  }
  // Of a patch that is too long the file that was being read is incomplete, so it is not in `found`.
  await diff.ask([`${oldTree} ${newTree}`], { section: (section) => merge(found, section) });
  return found;
}

/** A change of kind comes as a deletion and an addition of the same path: one entry for us. */
function merge(found: Map<string, Lines>, section: PatchSection): void {
  const before = found.get(section.newPath);
  found.set(section.newPath, {
    added: (before?.added ?? 0) + section.linesAdded,
    removed: (before?.removed ?? 0) + section.linesRemoved,
    binary: (before?.binary ?? false) || section.binary,
    hunks: [...(before?.hunks ?? []), ...section.hunks.map(({ oldStart, newStart, removed, added }) => ({ oldStart, newStart, removed, added }))],
  });
}

function fileChange({ size, ...entry }: Entry, lines: Lines | undefined): FileChange {
  const uncounted = whyUncounted(entry, size, lines);
  return {
    ...entry,
    linesAdded: uncounted === null ? lines!.added : null,
    linesRemoved: uncounted === null ? lines!.removed : null,
    uncounted,
    hunks: uncounted === null ? lines!.hunks : [],
  };
}

function whyUncounted(entry: TreeDifference, size: number, lines: Lines | undefined): string | null {
  if (entry.oldMode.startsWith('16') || entry.newMode.startsWith('16')) return 'submodule';
  if (size >= largestCounted) return 'too large';
  if (lines === undefined) return 'the change is too large to count';
  return lines.binary ? 'binary' : null;
}
