import type { FileStatus } from '../../core/change/index.ts';
import { Failure } from '../../core/values/index.ts';
import type { HistoryCommit, HistoryFile } from '../../workflows/ports/repository.ts';
import { textBetween } from './objects/bytes.ts';
import { seconds } from './objects/commits.ts';

/** Fields end in NUL, which no field can hold; the message comes last, and `-z` itself ends it. */
export const historyFormat = '--format=tformat:c%H%x00%P%x00%e%x00%an%x00%ae%x00%at%x00%cn%x00%ce%x00%ct%x00%B';

/** A commit as `git log` gave it. */
export interface ParsedCommit {
  readonly commit: HistoryCommit;
  /**
   * The commit claims an encoding, so git has converted what it says, or, where the claim is a lie, made
   * nothing of it: its object has to be read.
   */
  readonly converted: boolean;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type FileInProgress = Mutable<HistoryFile>;

/** Fields of a commit before the files: see `historyFormat`. */
const fieldsOfCommit = 10;

/**
 * Reads `git log -z --raw --numstat` with `historyFormat`, chunk by chunk. A commit is given out once the next
 * one begins, so one whose files git could not finish never is.
 */
export class HistoryParser {
  #rest: Buffer = Buffer.alloc(0);
  #complete: ParsedCommit[] = [];
  #fields: string[] = [];
  #files: FileInProgress[] = [];
  #byPath: Map<string, FileInProgress> | null = null;
  /** What the next NUL-ended field is. */
  #next: 'commit' | 'entry' | 'raw-path' | 'raw-old' | 'raw-new' | 'stat-old' | 'stat-new' = 'commit';
  #status: FileStatus | 'R' = 'M';
  #stat: { added: number | null; removed: number | null } = { added: null, removed: null };

  /** Takes output of git and gives the commits that became complete. */
  push(chunk: Buffer): readonly ParsedCommit[] {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    for (let end = bytes.indexOf(0); end >= 0; end = bytes.indexOf(0, at)) {
      this.#field(bytes, at, end);
      at = end + 1;
    }
    this.#rest = at === bytes.length ? Buffer.alloc(0) : bytes.subarray(at);
    return this.#take();
  }

  /** The last commit, once git ended well. */
  end(): readonly ParsedCommit[] {
    this.#closeCommit();
    return this.#take();
  }

  #take(): readonly ParsedCommit[] {
    const complete = this.#complete;
    this.#complete = [];
    return complete;
  }

  #field(bytes: Buffer, start: number, end: number): void {
    switch (this.#next) {
      case 'commit':
        return this.#commitField(bytes, start, end);
      case 'entry':
        return this.#entry(bytes, start, end);
      case 'raw-old':
        this.#next = 'raw-new';
        return;
      case 'raw-path':
      case 'raw-new':
        this.#next = 'entry';
        this.#addFile(textBetween(bytes, start, end));
        return;
      case 'stat-old':
        this.#next = 'stat-new';
        return;
      case 'stat-new':
        this.#next = 'entry';
        this.#addStat(textBetween(bytes, start, end));
    }
  }

  #commitField(bytes: Buffer, start: number, end: number): void {
    this.#fields.push(textBetween(bytes, start, end));
    if (this.#fields.length === fieldsOfCommit) this.#next = 'entry';
  }

  /** After the message: a line feed before the first file, a file, or already the next commit. */
  #entry(bytes: Buffer, from: number, end: number): void {
    const start = bytes[from] === 10 ? from + 1 : from;
    const first = bytes[start];
    if (first === 99) {
      this.#closeCommit();
      this.#next = 'commit';
      this.#commitField(bytes, start, end);
    } else if (first === 58) this.#rawEntry(bytes, start, end);
    else if (start < end) this.#statEntry(bytes, start, end);
  }

  /** `:100644 100644 <id> <id> R086`, then the path or, for renames, both. */
  #rawEntry(bytes: Buffer, start: number, end: number): void {
    const space = bytes.subarray(start, end).lastIndexOf(32);
    if (space < 0) throw malformed('without its status');
    const letter = String.fromCharCode(bytes[start + space + 1]!);
    this.#next = letter === 'R' || letter === 'C' ? 'raw-old' : 'raw-path';
    this.#status = letter === 'A' || letter === 'D' || letter === 'T' || letter === 'R' ? letter : letter === 'C' ? 'A' : 'M';
  }

  /** `12 TAB 3 TAB path`, `- TAB - TAB path` for binaries, and an empty path before both names of a rename. */
  #statEntry(bytes: Buffer, start: number, end: number): void {
    const tab = bytes.indexOf(9, start);
    const second = bytes.indexOf(9, tab + 1);
    if (tab < 0 || second < 0 || second >= end) throw malformed('without its two numbers');
    const binary = bytes[start] === 45;
    this.#stat.added = binary ? null : Number(bytes.toString('latin1', start, tab));
    this.#stat.removed = binary ? null : Number(bytes.toString('latin1', tab + 1, second));
    if (second + 1 === end) this.#next = 'stat-old';
    else this.#addStat(textBetween(bytes, second + 1, end));
  }

  #addFile(path: string): void {
    this.#files.push({ path, status: this.#status, linesAdded: null, linesRemoved: null });
  }

  /** Numbers come in the order of the statuses, except that a change of kind has two lines of them. */
  #addStat(path: string): void {
    this.#byPath ??= new Map(this.#files.map((file) => [file.path, file]));
    const file = this.#byPath.get(path);
    if (file === undefined || this.#stat.added === null || this.#stat.removed === null) return;
    file.linesAdded = (file.linesAdded ?? 0) + this.#stat.added;
    file.linesRemoved = (file.linesRemoved ?? 0) + this.#stat.removed;
  }

  #closeCommit(): void {
    const fields = this.#fields;
    if (fields.length !== fieldsOfCommit) return;
    const parents = fields[1]!;
    const commit = {
      id: fields[0]!.slice(1),
      parents: parents === '' ? [] : parents.split(' '),
      author: { name: fields[3]!, email: fields[4]! },
      authoredAt: seconds(fields[5]!),
      committer: { name: fields[6]!, email: fields[7]! },
      committedAt: seconds(fields[8]!),
      message: fields[9]!,
      files: this.#files,
    };
    this.#complete.push({ commit, converted: fields[2] !== '' });
    this.#fields = [];
    this.#files = [];
    this.#byPath = null;
  }
}

function malformed(how: string): Failure {
  return new Failure('git-failed', 'environment', `git log printed a changed file ${how}`, ['git fsck']);
}
