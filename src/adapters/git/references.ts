import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../core/values/index.ts';
import type { ResolvedRevision } from '../../workflows/ports/repository.ts';
import { textOf } from './objects/bytes.ts';
import { unreadable } from './process/failures.ts';
import type { ObjectReader } from './objects/reader.ts';
import type { GitRunner } from './process/runner.ts';

/** A ref and the id it holds. */
export interface Reference {
  readonly ref: string;
  readonly id: string;
}

/** Asked for along with whatever is asked first: that there is no ledger must not cost a process of its own. */
const askedAlong = 'refs/countersign/ledger';

/** Names are tried in this order, so that a tag named like a branch loses to it. */
const places = ['refs/heads/', 'refs/remotes/', 'refs/remotes/origin/', 'refs/tags/'];

/**
 * Reads refs of the real repository (with `git for-each-ref`, which knows every ref storage) and resolves names.
 * A name is asked for once: as long as the repository is open, it stands for what it was first seen to hold.
 */
export class References {
  readonly #real: GitRunner;
  /** Where refs live that all worktrees share. */
  readonly #commonDir: string;
  readonly #objects: ObjectReader;
  readonly #isCut: (commit: string) => Promise<boolean>;
  readonly #seen = new Map<string, Promise<string | undefined>>();
  #asked: string[] = [];
  #answer: Promise<ReadonlyMap<string, string>> | null = null;

  /** `isCut` tells whether a shallow clone left a commit's parents out. */
  constructor(real: GitRunner, commonDir: string, objects: ObjectReader, isCut: (commit: string) => Promise<boolean>) {
    this.#real = real;
    this.#commonDir = commonDir;
    this.#objects = objects;
    this.#isCut = isCut;
  }

  /** Refs whose full name begins with `prefix`. */
  async list(prefix: string): Promise<Reference[]> {
    const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1).replace(/\/$/, '');
    const found = await this.#forEach(isSafeRef(folder) ? [folder] : ['refs']);
    return found.filter(({ ref }) => ref.startsWith(prefix));
  }

  /** The ids of those of `names` (full) that exist. */
  async exact(names: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const answers = names.filter(isSafeRef).map(async (name) => {
      let id = this.#seen.get(name);
      if (id === undefined) this.#seen.set(name, (id = this.#ask(name)));
      return [name, await id] as const;
    });
    return new Map((await Promise.all(answers)).filter((answer): answer is [string, string] => answer[1] !== undefined));
  }

  /** What a name stands for in the end, and what that holds. Git itself follows five symbols and no more. */
  async read(name: string): Promise<{ readonly ref: string; readonly id: string | null }> {
    let ref = name;
    for (let depth = 0; depth < 5 && isSafeRef(ref); depth++) {
      const next = await this.#standsFor(ref);
      if (next === null) break;
      ref = next;
    }
    return { ref, id: (await this.exact([ref])).get(ref) ?? null };
  }

  async #standsFor(name: string): Promise<string | null> {
    if (this.#keepsSymbolsAsFiles()) {
      const text = contentOf(join(this.#commonDir, name));
      return text?.startsWith('ref:') === true ? text.slice(4).trim() : null;
    }
    const { code, stdout } = await this.#real.run(['symbolic-ref', '-q', name], [1, 128]);
    return code === 0 ? textOf(stdout).trim() : null;
  }

  /** One process for all names that are asked for in the same turn of the event loop. */
  async #ask(name: string): Promise<string | undefined> {
    this.#asked.push(name);
    const first = this.#answer === null && !this.#seen.has(askedAlong);
    this.#answer ??= new Promise((resolve, reject) => {
      setImmediate(() => {
        const asked = this.#asked;
        this.#asked = [];
        this.#answer = null;
        this.#forEach(asked).then((found) => resolve(new Map(found.map(({ ref, id }) => [ref, id]))), reject);
      });
    });
    if (first) {
      const along = this.#ask(askedAlong);
      along.catch(() => undefined);
      this.#seen.set(askedAlong, along);
    }
    return (await this.#answer).get(name);
  }

  /** Full name `HEAD` (or `origin/HEAD`) stands for; `null` where it is detached or absent. */
  async symbolic(name: 'HEAD' | 'refs/remotes/origin/HEAD'): Promise<string | null> {
    if (name === 'HEAD') {
      const head = this.#headFile();
      if (head !== null && head !== 'refs/heads/.invalid') return head.startsWith('refs/') ? head : null;
    } else if (this.#keepsSymbolsAsFiles()) {
      const text = contentOf(join(this.#commonDir, name));
      if (text === null) return null;
      if (text.startsWith('ref:')) return text.slice(4).trim();
    }
    const { code, stdout } = await this.#real.run(['symbolic-ref', '-q', name], [1, 128]);
    return code === 0 ? textOf(stdout).trim() : null;
  }

  /** Resolves what a person typed to a commit; throws `unknown-ref` or `no-commits`. */
  async resolve(typed: string): Promise<ResolvedRevision> {
    const split = typed.search(/[~^]/);
    const name = split < 0 ? typed : typed.slice(0, split);
    const suffix = split < 0 ? '' : typed.slice(split);
    if (name === '' || !/^(?:[~^]\d*|\^\{(?:commit|tag|object)?\})*$/.test(suffix)) throw await this.#unknown(typed);
    if (/^(?:0{40}|0{64})$/.test(name)) throw new Failure('unknown-ref', 'user', '`000…0` is git\'s null id: it names no commit');
    const start = await this.#start(name === '@' ? 'HEAD' : name, typed);
    const answer = await this.#objects.info(`${start.id}${suffix}^{commit}`);
    if (answer.state === 'found') return { ref: suffix === '' ? start.ref : null, commit: answer.id };
    if (answer.state === 'ambiguous') throw ambiguous(name);
    if (await this.#leavesClone(start.id, suffix)) throw notInShallow(typed);
    if (start.ref === null && name !== 'HEAD' && !/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(name)) throw await this.#unknown(typed);
    const itself = await this.#objects.info(start.id);
    if (itself.state !== 'found') throw unreadable(itself.state, 'commit', start.id, typed);
    throw await this.#unknown(typed);
  }

  /** Whether a walk by `suffix` (`~2^2`) ends because a shallow clone left out the next commit. */
  async #leavesClone(start: string, suffix: string): Promise<boolean> {
    let reached = start;
    for (const step of suffix.match(/\^\{[a-z]*\}|[~^]\d*/g) ?? []) {
      const next = await this.#objects.info(`${reached}${step}`);
      if (next.state === 'found') {
        reached = next.id;
        continue;
      }
      if (step.startsWith('^{')) return false;
      const last = step.startsWith('~') ? await this.#lastAncestor(reached, Number(step.slice(1) || 1)) : `${reached}^{commit}`;
      const commit = await this.#objects.info(last);
      return commit.state === 'found' && this.#isCut(commit.id);
    }
    return false;
  }

  /** The furthest first-parent ancestor that is here, given that the one `steps` back is not. */
  async #lastAncestor(commit: string, steps: number): Promise<string> {
    let [here, gone] = [0, steps];
    while (gone - here > 1) {
      const middle = Math.floor((here + gone) / 2);
      if ((await this.#objects.info(`${commit}~${middle}`)).state === 'found') here = middle;
      else gone = middle;
    }
    return `${commit}~${here}`;
  }

  async #start(name: string, typed: string): Promise<{ ref: string | null; id: string }> {
    if (name === 'HEAD') {
      const ref = await this.symbolic('HEAD');
      if (ref === null) return { ref: null, id: await this.#detached() };
      const id = (await this.exact([ref])).get(ref);
      if (id === undefined) throw await this.#unborn(ref);
      return { ref, id };
    }
    const candidates = name.startsWith('refs/') ? [name] : places.map((place) => place + name);
    const found = await this.exact(candidates);
    for (const ref of candidates) {
      const id = found.get(ref);
      if (id !== undefined) return { ref, id };
    }
    if (/^[0-9a-f]{7,64}$/i.test(name)) return { ref: null, id: name.toLowerCase() };
    throw await this.#unknown(typed);
  }

  async #detached(): Promise<string> {
    const head = this.#headFile();
    if (head !== null && /^[0-9a-f]{40,64}$/.test(head)) return head;
    const { stdout } = await this.#real.run(['rev-parse', '--verify', '-q', 'HEAD'], [1, 128]);
    const id = stdout.toString('latin1').trim();
    if (id === '') throw await this.#unborn('HEAD');
    return id;
  }

  /** Symbolic refs are files, never packed, so that one without a file is absent; not where refs are kept in tables. */
  #keepsSymbolsAsFiles(): boolean {
    const head = this.#headFile();
    return head !== null && head !== 'refs/heads/.invalid';
  }

  /** Content of the file `HEAD`: a full ref name or an id; `null` where it cannot be read as a file. */
  #headFile(): string | null {
    const text = contentOf(join(this.#real.gitDir, 'HEAD'));
    return text?.startsWith('ref:') ? text.slice(4).trim() : text;
  }

  async #unborn(ref: string): Promise<Failure> {
    const branches = (await this.#forEach(['refs/heads', 'refs/remotes'])).length;
    if (branches > 0) {
      return new Failure('unknown-ref', 'user', `HEAD stands for \`${ref}\`, which does not exist`, await this.#names());
    }
    return new Failure('no-commits', 'user', 'the repository has no commits yet', ['commit something first']);
  }

  async #unknown(typed: string): Promise<Failure> {
    const names = await this.#names(typed);
    return new Failure('unknown-ref', 'user', `\`${typed}\` is not a branch, tag or commit here`, names);
  }

  async #names(near = ''): Promise<string[]> {
    const refs = await this.#forEach(['refs/heads', 'refs/remotes', 'refs/tags']);
    const names = [...new Set(refs.map(({ ref }) => ref.replace(/^refs\/(heads|remotes|tags)\//, '')))];
    const nearest = names
      .slice(0, 5000)
      .map((name) => ({ name, distance: distanceBetween(near, name) }))
      .filter(({ name, distance }) => near === '' || distance <= 2 + near.length / 3 || name.includes(near))
      .toSorted((a, b) => a.distance - b.distance)
      .slice(0, 3);
    if (nearest.length > 0) return nearest.map(({ name }) => `did you mean \`${name}\`?`);
    return ['`git branch --all` lists the branches', 'if it is on the server, `git fetch` first'];
  }

  async #forEach(patterns: readonly string[]): Promise<Reference[]> {
    const { stdout } = await this.#real.run(['for-each-ref', '--format=%(objectname) %(refname)', ...patterns]);
    const lines = textOf(stdout).split('\n');
    return lines.filter((line) => line !== '').map((line) => {
      const space = line.indexOf(' ');
      return { id: line.slice(0, space), ref: line.slice(space + 1) };
    });
  }
}

/** What git allows in a ref name, and nothing that `for-each-ref` would read as a pattern or an option. */
function isSafeRef(ref: string): boolean {
  // eslint-disable-next-line no-control-regex
  return ref.startsWith('refs') && !/[\0-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\/|\/$/.test(ref);
}

/** A small file's text without what surrounds it; `null` where it cannot be read. */
function contentOf(file: string): string | null {
  try {
    return textOf(readFileSync(file)).trim();
  } catch {
    return null;
  }
}

function notInShallow(typed: string): Failure {
  return new Failure('history-shallow', 'environment', `this clone is shallow: \`${typed}\` is not in it`, ['git fetch --unshallow']);
}

function ambiguous(name: string): Failure {
  return new Failure('unknown-ref', 'user', `\`${name}\` is the beginning of more than one id`, ['give more of its digits']);
}

/** Levenshtein distance. */
function distanceBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
