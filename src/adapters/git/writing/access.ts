import { devNull } from 'node:os';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import type { ObjectFormat } from '../../../core/change/index.ts';
import { Failure } from '../../../core/values/index.ts';
import type { LedgerGit, RefState } from '../../../workflows/ports/index.ts';
import { readCommit } from '../objects/commits.ts';
import type { ObjectReader } from '../objects/reader.ts';
import { type IdLength, listTree, parseTree, readTree, type TreeEntry, verifyId } from '../objects/trees.ts';
import { gitFailed, unreadable } from '../process/failures.ts';
import type { Location } from '../process/locate.ts';
import { GitRunner } from '../process/runner.ts';
import { textOf } from '../objects/bytes.ts';
import { userGit } from './user-git.ts';

/** What an opened repository lends. */
export interface Lent {
  readonly location: Location;
  readonly objectFormat: ObjectFormat;
  readonly real: GitRunner;
  readonly scratch: GitRunner;
  /** In the scratch repository, with the objects of the real one to write to. */
  readonly writing: GitRunner;
  readonly objects: ObjectReader;
  readonly quarantined: boolean;
  seenRefs(names: readonly string[]): Promise<ReadonlyMap<string, string>>;
  missing(ids: readonly string[]): Promise<readonly string[]>;
  isAncestor(ancestor: string, descendant: string): Promise<boolean>;
}

/** Written to the disk before a ref may point at it. */
const durable = ['-c', 'core.fsync=committed,loose-object,reference'];

/** See `LedgerGit`; close the repository it belongs to. */
export function openAccess(lent: Lent): LedgerGit {
  const { location, objectFormat, real, objects } = lent;
  const idLength: IdLength = objectFormat === 'sha1' ? 20 : 32;
  const zero = '0'.repeat(idLength * 2);
  const trees = new Map<string, Promise<ReadonlyMap<string, TreeEntry>>>();

  // Kept while it is being read: thousands of files of one folder are asked for at once.
  const treeOf = (id: string, path: string): Promise<ReadonlyMap<string, TreeEntry>> => {
    const known = trees.get(id);
    if (known !== undefined) return known;
    const tree = readTree(objects, id, path, idLength).then((bytes) => new Map(parseTree(id, bytes, idLength).map((entry) => [entry.name, entry])));
    // An append replaces every tree on its way; old ones are not asked for again.
    if (trees.size > 4096) trees.clear();
    trees.set(id, tree);
    tree.catch(() => trees.delete(id));
    return tree;
  };

  const fileAt = async (root: string, path: string): Promise<Uint8Array | null> => {
    const names = path.split('/');
    let id = root;
    for (const [depth, name] of names.entries()) {
      const entry = (await treeOf(id, names.slice(0, depth).join('/'))).get(name);
      if (entry === undefined) return null;
      const last = depth === names.length - 1;
      if (last ? !entry.mode.startsWith('100') : !entry.folder) return null;
      id = entry.id;
    }
    const answer = await objects.contents(id);
    if (answer.bytes === null) throw unreadable(answer.state, 'file', id, path);
    verifyId('blob', id, answer.bytes, idLength);
    return answer.bytes;
  };

  return {
    location,
    quarantined: lent.quarantined,
    seenRefs: (names) => lent.seenRefs(names),
    missing: (ids) => lent.missing(ids),
    async isAncestor(ancestor, descendant) {
      // Mostly it is a few links back along first parents, which takes no process to see.
      for (let at: string | undefined = descendant, steps = 0; at !== undefined && steps < 32; steps++) {
        if (at === ancestor) return true;
        // Beyond a shallow clone's edge git knows better.
        at = await readCommit(objects, at, idLength).then(({ parents }) => parents[0], () => undefined);
      }
      return lent.isAncestor(ancestor, descendant);
    },

    async refs(names) {
      const { stdout } = await real.run(['for-each-ref', '--format=%(objectname) %(objecttype) %(refname) %(symref)', ...names]);
      const found = new Map<string, RefState>();
      for (const line of textOf(stdout).split('\n')) {
        const [id, type, ref, symbolic = ''] = line.split(' ');
        if (ref !== undefined && names.includes(ref)) found.set(ref, { id: id!, type: type!, symbolic: symbolic === '' ? null : symbolic });
      }
      return found;
    },

    async files(commit, paths) {
      const { tree } = await readCommit(objects, commit, idLength);
      return Promise.all(paths.map((path) => fileAt(tree, path)));
    },

    async paths(commit) {
      const { tree } = await readCommit(objects, commit, idLength);
      return (await listTree(objects, tree, idLength)).map(({ path }) => path);
    },

    async history(commit) {
      const { stdout } = await lent.scratch.run(['-c', 'core.commitGraph=false', 'rev-list', '--parents', commit]);
      return textOf(stdout).split('\n').filter((line) => line !== '').map((line) => {
        const [id, ...parents] = line.split(' ');
        return { commit: id!, parents };
      });
    },

    async importObjects(stream) {
      const args = [...durable, ...sharing(location), 'fast-import', '--quiet', '--done', '--force', '--date-format=raw', '--cat-blob-fd=1'];
      return textOf((await lent.writing.run(args, [], stream)).stdout);
    },

    async updateRefs(updates, message) {
      const lines = updates.map(({ ref, before, after }) => `option no-deref\nupdate ${ref} ${after} ${before ?? zero}\n`);
      const args = [...durable, '-c', `core.hooksPath=${devNull}`, ...identity, 'update-ref', '-m', message, '--stdin'];
      const { child, end } = real.start(args);
      child.stdout.resume();
      child.stdin.end(`start\n${lines.join('')}prepare\ncommit\n`);
      const { code, stderr } = await end;
      if (code === 0) return 'done';
      if (/\.lock'?: File exists/i.test(stderr)) return 'locked';
      if (/but expected|already exists|unable to resolve reference/i.test(stderr)) return 'moved';
      throw gitFailed(args, stderr);
    },

    user(args) {
      return userGit(location.root, args, '', false, plainEnvironment(location));
    },
  };
}

/** Git's complaints are read; and no replacement or graft may make another history look like the one a push stands on. */
function plainEnvironment({ commonDir }: Location): NodeJS.ProcessEnv {
  return { LC_ALL: 'C', LANGUAGE: '', GIT_NO_REPLACE_OBJECTS: '1', GIT_GRAFT_FILE: join(commonDir, 'countersign-has-no-grafts') };
}

/** For the reflog, where one is kept. */
const identity = ['-c', 'user.name=countersign', '-c', 'user.email=countersign@localhost'];

/** A repository that several accounts write to says so in its own configuration: its objects must stay theirs. */
function sharing({ commonDir }: Location): string[] {
  let text = '';
  try {
    text = readFileSync(join(commonDir, 'config'), 'latin1');
  } catch (error) {
    throw new Failure('git-failed', 'environment', `\`${join(commonDir, 'config')}\` cannot be read (${(error as NodeJS.ErrnoException).code})`, ['see who owns it']);
  }
  const value = /^\s*sharedrepository\s*=\s*"?([0-9a-z]+)"?\s*$/im.exec(text)?.[1];
  return value === undefined ? [] : ['-c', `core.sharedRepository=${value}`];
}
