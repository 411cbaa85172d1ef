import { claimsOfHeader, headerBytes, type Claim } from '../../core/evidence/index.ts';
import { decodeUtf8, Failure } from '../../core/values/index.ts';
import type { HistoryCommit, Repository } from '../ports/index.ts';

/** A file at the head whose first lines name an AI. */
export interface Header {
  readonly path: string;
  /** Strong and declared, about the file at the head. */
  readonly claims: readonly Claim[];
}

/** What the files of a head declare, as an earlier scan keeps it. */
export interface Headers {
  /** All of the head. */
  readonly all: readonly Header[];
  /** Those in files that changed since the earlier scan: the rest was placed then. */
  readonly changed: readonly Header[];
  /** Whether something the earlier scan found is gone, which makes what it added up wrong. */
  readonly gone: boolean;
}

/** Where an earlier scan stood and what it found. */
export interface EarlierHeaders {
  readonly head: string;
  readonly headers: readonly Header[];
}

/** Files whose parent's tree is searched for where a moved one came from. */
const mostMoved = 200;

/** Reads how the files at `head` begin; with `earlier`, only those that changed since. */
export async function readHeaders(repository: Repository, head: string, earlier: EarlierHeaders | null, unread: string[]): Promise<Headers> {
  const changed: Header[] = [];
  const read = new Set<string>();
  for await (const batch of repository.readBeginnings({ commit: head, before: earlier?.head ?? null, bytes: headerBytes }, unread)) {
    for (const { path, bytes } of batch) {
      read.add(path);
      if (bytes.includes(0)) continue;
      const claims = claimsOfHeader(decodeUtf8(bytes), { commit: head, path });
      if (claims.length > 0) changed.push({ path, claims });
    }
  }
  if (earlier === null) return { all: changed, changed, gone: false };
  const now = new Set(changed.flatMap(({ path, claims }) => claims.map(({ quote }) => `${path}\0${quote}`)));
  const deleted = new Set(earlier.headers.length === 0 ? [] : await missingFrom(repository, head, earlier.headers.map(({ path }) => path)));
  const gone = earlier.headers.some(({ path, claims }) => deleted.has(path) || (read.has(path) && claims.some(({ quote }) => !now.has(`${path}\0${quote}`))));
  return { all: [...earlier.headers.filter(({ path }) => !read.has(path) && !deleted.has(path)), ...changed], changed, gone };
}

async function missingFrom(repository: Repository, commit: string, paths: readonly string[]): Promise<readonly string[]> {
  const here = new Set(await repository.listFiles(commit));
  return paths.filter((path) => !here.has(path));
}

/** Headers of which the commit that wrote them has not been met, followed back through the history. */
export class HeaderSearch {
  readonly #repository: Repository;
  /** By the path they have at the commit that is looked at next. */
  readonly #pending = new Map<string, Claim[]>();

  constructor(repository: Repository, headers: readonly Header[]) {
    this.#repository = repository;
    for (const { path, claims } of headers) this.#pending.set(path, [...claims]);
  }

  /** The claims that this commit wrote the lines of; ask newest commits first. */
  async of({ id, parents, files }: HistoryCommit): Promise<readonly Claim[]> {
    const found: Claim[] = [];
    if (this.#pending.size === 0) return found;
    for (const { path, status } of files) {
      const claims = this.#pending.get(path);
      if (claims === undefined || status === 'D') continue;
      const here = await this.#top(id, path);
      if (here === null) continue;
      const parent = parents[0] ?? null;
      const before = parent === null ? null : await this.#top(parent, path);
      const written = claims.filter(({ quote }) => here.has(quote) && !before?.has(quote));
      if (written.length === 0) continue;
      const from = before === null && parent !== null ? await this.#movedFrom(id, parent, path, written) : null;
      if (from !== null) {
        this.#pending.delete(path);
        this.#pending.set(from, [...(this.#pending.get(from) ?? []), ...claims]);
        continue;
      }
      found.push(...written.map((claim) => ({ ...claim, subject: { scope: 'file', commit: id, path } as const })));
      const left = claims.filter((claim) => !written.includes(claim));
      if (left.length > 0) this.#pending.set(path, left);
      else this.#pending.delete(path);
    }
    return found;
  }

  /** A file that is new here with a line another one had that is no longer here was moved. */
  async #movedFrom(id: string, parent: string, path: string, claims: readonly Claim[]): Promise<string | null> {
    const [now, then] = await Promise.all([id, parent].map((commit) => this.#repository.listFiles(commit)));
    const here = new Set(now);
    const name = path.slice(path.lastIndexOf('/'));
    const away = then!.filter((one) => !here.has(one)).sort((a, b) => Number(b.endsWith(name)) - Number(a.endsWith(name)));
    for (const from of away.slice(0, mostMoved)) {
      const top = await this.#top(parent, from);
      if (top !== null && claims.every(({ quote }) => top.has(quote))) return from;
    }
    return null;
  }

  async #top(commit: string, path: string): Promise<ReadonlySet<string> | null> {
    try {
      const file = await this.#repository.readFile(commit, path);
      return file === null ? null : new Set(claimsOfHeader(decodeUtf8(file.bytes.subarray(0, headerBytes)), { commit, path }).map(({ quote }) => quote));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return null;
    }
  }
}
