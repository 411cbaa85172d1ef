import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Change, ObjectFormat, PathChange, PathState, Replay } from '../../core/change/index.ts';
import type { FileMoves, FileOrigins } from '../../core/evidence/index.ts';
import { Failure } from '../../core/values/index.ts';
import type { LedgerGit } from '../../workflows/ports/index.ts';
import type {
  CommitTree, FileAt, FileBeginning, HeadLines, HistoryCommit, HistoryQuery, Note, Repository, RepositoryFacts, ResolvedRevision,
} from '../../workflows/ports/repository.ts';
import { readHeadLines } from './ancestry/head-lines.ts';
import { type AddedLines, readAddedLines } from './added-lines.ts';
import { digestTrees, readChange, readDigest } from './change.ts';
import { readBeginnings } from './objects/beginnings.ts';
import { readCommit } from './objects/commits.ts';
import { countHistory, readHistory } from './history.ts';
import { locate, type Location } from './process/locate.ts';
import { tooShallow, unreadable } from './process/failures.ts';
import { type MergeTrees, replayMerge } from './merging/replay-merge.ts';
import { listNotes, readNotes } from './objects/notes.ts';
import { ObjectReader } from './objects/reader.ts';
import { askGit, walkLine } from './list-commits.ts';
import { readLineMoves } from './line-moves.ts';
import { readLineOrigins } from './origins.ts';
import { GitRunner, isAtLeast } from './process/runner.ts';
import { type Reference, References } from './references.ts';
import { makeScratch, onEnd, removeScratch } from './process/scratch.ts';
import { openAccess } from './writing/access.ts';
import { compareTrees, entriesOf, type IdLength, listTree, readTree, sortByPath, verifyId } from './objects/trees.ts';
import { readStates } from './objects/states.ts';

/** A file larger than this (bytes) is not read whole: nothing a person writes for us is. */
const largestRead = 64 * 1024 * 1024;

/** How to open a repository. */
export interface OpenOptions {
  /** Ends every git process when it fires; pending reads fail as `interrupted`. */
  readonly signal?: AbortSignal;
  /** Where a receive hook's quarantine variables are looked up; the process's own by default. */
  readonly environment?: NodeJS.ProcessEnv;
}

/**
 * Opens the repository `path` lies in. Nothing is ever written there: all objects are read through a scratch
 * repository that borrows them, so neither configuration nor attributes, hooks, replacements, grafts or a
 * promisor remote of the real one can change what is read. `close()` it, also after a failure.
 */
export async function openRepository(path: string, options: OpenOptions = {}): Promise<GitRepository> {
  const environment = options.environment ?? process.env;
  const location = locate(path, environment);
  const real = new GitRunner(location.gitDir, environment);
  const [version, objectFormat] = await Promise.all([gitVersion(real), readObjectFormat(real, location)]);
  const scratchDir = makeScratch(location, objectFormat);
  return new OpenedRepository({ path: location.root, location, real, version, objectFormat, scratchDir, quarantined: Boolean(environment.GIT_QUARANTINE_PATH) }, options.signal);
}

interface Opened {
  readonly path: string;
  readonly location: Location;
  readonly real: GitRunner;
  readonly version: string;
  readonly objectFormat: ObjectFormat;
  readonly scratchDir: string;
  readonly quarantined: boolean;
}

/** A repository that also lends its git to the adapter that keeps the ledger; `main.ts` passes it on. */
export interface GitRepository extends Repository {
  access(): LedgerGit;
}

class OpenedRepository implements GitRepository {
  readonly #opened: Opened;
  readonly #stop: () => void;
  readonly #forget: () => void;
  readonly #signal: AbortSignal | undefined;
  readonly scratch: GitRunner;
  #writing: GitRunner | null = null;
  readonly objects: ObjectReader;
  readonly #infos: ObjectReader;
  readonly #references: References;
  readonly objectFormat: ObjectFormat;
  readonly idLength: IdLength;
  readonly gitVersion: string;
  readonly shallowCommits: ReadonlySet<string>;
  readonly listedCommits = new Map<string, Promise<readonly string[]>>();
  readonly #notes = new Map<string, Promise<ReadonlyMap<string, string>>>();

  constructor(opened: Opened, signal: AbortSignal | undefined) {
    this.#opened = opened;
    this.objectFormat = opened.objectFormat;
    this.idLength = opened.objectFormat === 'sha1' ? 20 : 32;
    this.gitVersion = opened.version;
    this.scratch = new GitRunner(opened.scratchDir);
    const modern = isAtLeast(opened.version, 2, 36);
    this.objects = new ObjectReader(this.scratch, modern ? 'batch-command' : 'batch', opened.location.objectDirs);
    this.#infos = modern ? this.objects : new ObjectReader(this.scratch, 'batch-check', opened.location.objectDirs);
    this.#references = new References(opened.real, opened.location.commonDir, this.#infos, (commit) => this.isCut(commit));
    this.shallowCommits = readShallow(opened.location);
    this.#stop = () => {
      opened.real.stop();
      this.scratch.stop();
      this.#writing?.stop();
      removeScratch(opened.scratchDir);
    };
    this.#forget = onEnd(this.#stop);
    // It is needed for nearly every question, and starts up while the first one about refs is answered.
    this.objects.start();
    this.#signal = signal;
    if (signal?.aborted) this.#stop();
    signal?.addEventListener('abort', this.#stop);
  }

  async facts(): Promise<RepositoryFacts> {
    const { location, path, objectFormat, version } = this.#opened;
    return {
      name: basename(path).replace(/\.git$/, ''),
      path,
      objectFormat,
      bare: location.bare,
      shallow: this.shallowCommits.size > 0,
      partial: /^\s*(promisor|partialclone)\s*=/im.test(readText(join(location.commonDir, 'config'))),
      gitVersion: version,
    };
  }

  async defaultBranch(): Promise<string> {
    const origin = await this.#references.symbolic('refs/remotes/origin/HEAD');
    const prefix = 'refs/remotes/origin/';
    if (origin?.startsWith(prefix)) return `refs/heads/${origin.slice(prefix.length)}`;
    const head = await this.#references.symbolic('HEAD');
    if (this.#opened.location.bare && head !== null) return head;
    // With no word from a server, HEAD of a worktree is whatever is being worked on: a usual name is the better guess.
    const usual = ['main', 'master', 'trunk'];
    const found = await this.#references.exact(usual.flatMap((name) => [`refs/heads/${name}`, `${prefix}${name}`]));
    const name = usual.find((each) => found.has(`refs/heads/${each}`) || found.has(`${prefix}${each}`));
    if (name !== undefined) return `refs/heads/${name}`;
    if (head !== null) return head;
    throw new Failure('unknown-ref', 'user', 'the repository does not say which branch is protected', [
      'name it with `--target REF`',
    ]);
  }

  resolve(name: string): Promise<ResolvedRevision> {
    return this.#references.resolve(name);
  }

  async resolveBranch(fullRef: string): Promise<string | null> {
    const remote = fullRef.replace(/^refs\/heads\//, 'refs/remotes/origin/');
    const found = await this.#references.exact([fullRef, remote]);
    const ref = found.has(fullRef) ? fullRef : found.has(remote) ? remote : null;
    return ref === null ? null : (await this.#references.resolve(ref)).commit;
  }

  readRef(fullRef: string): Promise<{ readonly ref: string; readonly id: string | null }> {
    return this.#references.read(fullRef);
  }

  async mergeBases(a: string, b: string): Promise<readonly string[]> {
    // Whatever both reach they reach through their one merge base, so the commits of the change are these.
    const line = await walkLine(this, a, b, 8);
    if (line !== null) {
      this.listedCommits.set(`${a}..${b}`, Promise.resolve(line));
      return [a];
    }
    const listing = askGit(this, a, b);
    listing.catch(() => undefined);
    const { stdout } = await this.scratch.run(['-c', 'core.commitGraph=false', 'merge-base', '--all', a, b], [1]);
    const bases = stdout.toString('latin1').split('\n').filter((id) => id !== '');
    if (bases.length === 0 && this.shallowCommits.size > 0) {
      throw tooShallow('where the change left its target cannot be seen');
    }
    const [base, second] = bases;
    if (base !== undefined && second === undefined) this.listedCommits.set(`${base}..${b}`, listing);
    return bases;
  }

  /** A clone may list a root commit at its edge too, and that one lacks nothing. */
  async isCut(commit: string): Promise<boolean> {
    return this.shallowCommits.has(commit) && (await readCommit(this.objects, commit, this.idLength)).parents.length > 0;
  }

  async firstParent(commit: string): Promise<string | null> {
    const parent = (await readCommit(this.objects, commit, this.idLength)).parents[0] ?? null;
    if (parent !== null && this.shallowCommits.has(commit)) throw tooShallow(`the parent of ${commit} is not here`);
    return parent;
  }

  async isAncestor(ancestor: string, descendant: string): Promise<boolean> {
    if ((await walkLine(this, ancestor, descendant, 8)) !== null) return true;
    const args = ['-c', 'core.commitGraph=false', 'merge-base', '--is-ancestor', ancestor, descendant];
    return (await this.scratch.run(args, [1])).code === 0;
  }

  readChange(target: string, base: string | null, head: string, baseOnTarget: boolean): Promise<Change> {
    return readChange(this, target, base, head, baseOnTarget);
  }

  readDigest(base: string | null, head: string): Promise<string> {
    return readDigest(this, base, head);
  }

  async readTreeOf(commit: string): Promise<CommitTree> {
    const { tree, parents } = await readCommit(this.objects, commit, this.idLength);
    return { commit, tree, parents, cut: parents.length > 0 && this.shallowCommits.has(commit) };
  }

  async comparePaths(before: string | null, after: string): Promise<readonly PathChange[]> {
    return sortByPath(await compareTrees(this.objects, before, after, this.idLength));
  }

  readStates(tree: string, paths: readonly string[]): Promise<readonly (PathState | null)[]> {
    return readStates(this.objects, tree, paths, this.idLength);
  }

  digestTrees(before: string | null, after: string): Promise<{ readonly digest: string; readonly changes: readonly PathChange[] }> {
    return digestTrees(this, before, after);
  }

  replayMerge(trees: MergeTrees): Promise<Replay> {
    return replayMerge(this, trees);
  }

  readLineOrigins(change: Change): Promise<readonly FileOrigins[]> {
    return readLineOrigins(this, change);
  }

  readHistory(query: HistoryQuery, unread: string[]): AsyncIterable<readonly HistoryCommit[]> {
    return readHistory(this, query, unread);
  }

  readAddedLines(commits: readonly string[], unread: string[]): AsyncIterable<AddedLines> {
    return readAddedLines(this, commits, unread);
  }

  countHistory(query: HistoryQuery): Promise<number> {
    return countHistory(this, query);
  }

  listRefs(prefix: string): Promise<readonly Reference[]> {
    return this.#references.list(prefix);
  }

  async listNotes(ref: string): Promise<ReadonlyMap<string, string>> {
    const tip = (await this.#references.exact([ref])).get(ref);
    if (tip === undefined) return new Map();
    let notes = this.#notes.get(tip);
    if (notes === undefined) this.#notes.set(tip, (notes = listNotes(this.objects, tip, this.idLength)));
    return notes;
  }

  readNotes(ref: string, notes: ReadonlyMap<string, string>, unread: string[]): AsyncIterable<Note> {
    return readNotes(this.objects, ref, notes, unread);
  }

  async readFile(commit: string, path: string): Promise<FileAt | null> {
    const names = path.split('/');
    let id = (await readCommit(this.objects, commit, this.idLength)).tree;
    for (const [depth, name] of names.entries()) {
      const here = names.slice(0, depth).join('/');
      const tree = entriesOf(id, await readTree(this.objects, id, here, this.idLength), this.idLength);
      const entry = tree.find((each) => each.name === name);
      if (entry === undefined) return null;
      const last = depth === names.length - 1;
      // Something else of that name is not absence: who reads a policy must not take it for none.
      if (last ? !entry.mode.startsWith('100') : !entry.folder) throw notThatKind(names.slice(0, depth + 1).join('/'), entry.mode, last);
      id = entry.id;
    }
    const answer = await this.objects.contents(id, largestRead);
    if (answer.bytes === null && answer.state === 'found') {
      throw new Failure('file-unreadable', 'user', `\`${path}\` is too large to read (${answer.size} bytes)`);
    }
    if (answer.bytes === null) throw unreadable(answer.state, 'file', id, path);
    verifyId('blob', id, answer.bytes, this.idLength);
    return { blob: id, bytes: answer.bytes };
  }

  readBeginnings(query: { readonly commit: string; readonly before: string | null; readonly bytes: number }, unread: string[]): AsyncIterable<readonly FileBeginning[]> {
    return readBeginnings({ objects: this.objects, infos: this.#infos, idLength: this.idLength }, query, unread);
  }

  async missing(ids: readonly string[]): Promise<readonly string[]> {
    const found: string[] = [];
    for (let start = 0; start < ids.length; start += 1000) {
      const some = ids.slice(start, start + 1000);
      const answers = await Promise.all(some.map((id) => this.#infos.info(id)));
      answers.forEach((answer, index) => answer.state !== 'found' && found.push(some[index]!));
    }
    return found;
  }

  async listFiles(commit: string): Promise<readonly string[]> {
    const { tree } = await readCommit(this.objects, commit, this.idLength);
    const files = await listTree(this.objects, tree, this.idLength);
    return sortByPath(files).map(({ path }) => path);
  }

  readHeadLines(commit: string): Promise<HeadLines> {
    return readHeadLines(this, commit);
  }

  readLineMoves(from: string, to: string, paths: readonly string[]): Promise<FileMoves> {
    return readLineMoves(this, from, to, paths);
  }

  access(): LedgerGit {
    const { location, objectFormat, real, quarantined, scratchDir } = this.#opened;
    // Objects go into the real store from the scratch repository, whose configuration is ours.
    this.#writing ??= new GitRunner(scratchDir, { GIT_OBJECT_DIRECTORY: join(location.commonDir, 'objects') });
    return openAccess({
      location, objectFormat, real, quarantined, writing: this.#writing, scratch: this.scratch, objects: this.objects,
      seenRefs: (names) => this.#references.exact(names),
      missing: (ids) => this.missing(ids),
      isAncestor: (ancestor, descendant) => this.isAncestor(ancestor, descendant),
    });
  }

  async close(): Promise<void> {
    await Promise.all([this.objects.close(), this.#infos.close()]);
    this.#signal?.removeEventListener('abort', this.#stop);
    this.#stop();
    this.#forget();
  }
}

function notThatKind(path: string, mode: string, wantedFile: boolean): Failure {
  const kinds: Readonly<Record<string, string>> = { '040000': 'a folder', '120000': 'a symbolic link', '160000': 'a submodule' };
  const wanted = wantedFile ? 'a file' : 'a folder';
  return new Failure('file-unreadable', 'user', `\`${path}\` is ${kinds[mode] ?? 'a file'} in the repository, and must be ${wanted}`, [
    `commit ${wanted} of that name`,
  ]);
}

async function gitVersion(runner: GitRunner): Promise<string> {
  const { stdout } = await runner.run(['version']);
  const version = /(\d+\.\d+(?:\.\d+)?)/.exec(stdout.toString('latin1'))?.[1] ?? '0.0';
  if (!isAtLeast(version, 2, 31)) {
    throw new Failure('git-too-old', 'environment', `git ${version} is too old: Countersign needs 2.31`, ['install git 2.31 or newer']);
  }
  return version;
}

async function readObjectFormat(real: GitRunner, location: Location): Promise<ObjectFormat> {
  const config = join(location.commonDir, 'config');
  // Most repositories never name it, which saves a process.
  if (!/objectformat/i.test(readText(config))) return 'sha1';
  const args = ['config', '--file', config, '--no-includes', '--get', 'extensions.objectformat'];
  const { stdout } = await real.run(args, [1]);
  return stdout.toString('latin1').trim().toLowerCase() === 'sha256' ? 'sha256' : 'sha1';
}

function readShallow(location: Location): ReadonlySet<string> {
  return new Set(readText(join(location.commonDir, 'shallow')).split('\n').filter((line) => line !== ''));
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
