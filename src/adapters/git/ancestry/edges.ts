import type { GitRunner } from '../process/runner.ts';
import { textOf } from '../objects/bytes.ts';

/** A file that differs between a commit and one parent, with its blobs; a side that is absent has mode `000000`. */
export interface FileEdge {
  readonly oldMode: string;
  readonly newMode: string;
  readonly oldId: string;
  readonly newId: string;
}

/** What a commit has otherwise than each of its parents, by path. A commit without parents has one edge: all its files. */
export interface CommitEdges {
  readonly commit: string;
  readonly parents: readonly string[];
  readonly edges: readonly ReadonlyMap<string, FileEdge>[];
  /** Its trees or those of a parent are not all here, so `edges` says nothing. */
  readonly unreadable: boolean;
}

/** What reading edges needs of an opened repository. */
export interface EdgeSource {
  readonly scratch: GitRunner;
}

interface Listed {
  readonly commit: string;
  readonly parents: readonly string[];
}

/**
 * All commits that `head` reaches, children before parents, with their files compared to each parent's by tree
 * alone: no blob is read. A commit whose trees are missing is given as unreadable, and reading goes on after it.
 */
export async function* readEdges({ scratch }: EdgeSource, head: string): AsyncGenerator<CommitEdges> {
  const { stdout } = await scratch.run(['rev-list', '--topo-order', '--parents', head, '--']);
  const commits: Listed[] = stdout.toString('latin1').split('\n').filter((line) => line !== '').map((line) => {
    const [commit = '', ...parents] = line.split(' ');
    return { commit, parents };
  });
  let done = 0;
  while (done < commits.length) {
    for await (const edges of compareTrees(scratch, commits.slice(done))) {
      done += 1;
      yield edges;
    }
    if (done >= commits.length) return;
    // Git ended at this commit, or at the next before it said that this one's list is complete.
    let alone: CommitEdges = { ...commits[done]!, edges: [], unreadable: true };
    for await (const edges of compareTrees(scratch, commits.slice(done, done + 1))) alone = edges;
    yield alone;
    done += 1;
  }
}

/** Ends early, without an error, at the first commit git cannot compare. */
async function* compareTrees(scratch: GitRunner, commits: readonly Listed[]): AsyncGenerator<CommitEdges> {
  const form = ['--stdin', '--always', '--root', '-r', '--raw', '-z', '--no-abbrev', '--no-renames', '--format=tformat:commit %H', '--no-notes'];
  const { child, end } = scratch.start(['diff-tree', ...form, '--ignore-submodules=none']);
  let finished = false;
  try {
    child.stdin.end(commits.map(({ commit, parents }) => (parents.length === 0 ? `${commit}\n` : parents.map((parent) => `${commit} ${parent}\n`).join(''))).join(''));
    const reader = new EdgeReader(commits);
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) yield* reader.push(chunk);
    const { code } = await end;
    finished = true;
    // Where git ended over a missing tree, the last commit's list may be cut short.
    if (code === 0) yield* reader.end();
  } finally {
    if (!finished) child.kill('SIGKILL');
  }
}

/** Reads `commit <id> NUL` and `:<modes> <ids> <letter> NUL <path> NUL` as they come, edge by edge. */
class EdgeReader {
  readonly #commits: readonly Listed[];
  #rest: Buffer | null = null;
  #index = -1;
  #edges: Map<string, FileEdge>[] = [];
  #pending: FileEdge | null = null;

  constructor(commits: readonly Listed[]) {
    this.#commits = commits;
  }

  push(chunk: Buffer): CommitEdges[] {
    const bytes = this.#rest === null ? chunk : Buffer.concat([this.#rest, chunk]);
    const last = bytes.lastIndexOf(0);
    this.#rest = last + 1 < bytes.length ? bytes.subarray(last + 1) : null;
    return last < 0 ? [] : this.#take(textOf(bytes.subarray(0, last)).split('\0'));
  }

  end(): CommitEdges[] {
    const whole = this.#whole();
    return whole === null ? [] : [whole];
  }

  #take(fields: readonly string[]): CommitEdges[] {
    const complete: CommitEdges[] = [];
    for (const field of fields) {
      if (this.#pending !== null) {
        this.#edges.at(-1)?.set(field, this.#pending);
        this.#pending = null;
        continue;
      }
      // The list of a commit's files begins on a line of its own.
      const text = field.startsWith('\n') ? field.slice(1) : field;
      if (text.startsWith(':')) {
        const [oldMode = '', newMode = '', oldId = '', newId = ''] = text.slice(1).split(' ');
        this.#pending = { oldMode, newMode, oldId, newId };
      } else if (text.startsWith('commit ')) {
        const wanted = Math.max(1, this.#commits[this.#index]?.parents.length ?? 0);
        if (this.#index < 0 || this.#edges.length >= wanted) {
          const whole = this.#whole();
          if (whole !== null) complete.push(whole);
          this.#index += 1;
          this.#edges = [];
        }
        this.#edges.push(new Map());
      }
    }
    return complete;
  }

  #whole(): CommitEdges | null {
    const commit = this.#commits[this.#index];
    return commit === undefined ? null : { ...commit, edges: this.#edges, unreadable: false };
  }
}
