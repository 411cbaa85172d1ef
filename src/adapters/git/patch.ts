import type { Hunk } from '../../core/change/index.ts';
import { textBetween, unquotePath } from './objects/bytes.ts';

/** What a patch says about one file. A change of kind comes as two sections: one deletes, one adds. */
export interface PatchSection {
  oldPath: string;
  newPath: string;
  /** Whether `rename from` and `rename to` gave the paths. */
  renamed: boolean;
  added: boolean;
  deleted: boolean;
  binary: boolean;
  linesAdded: number;
  linesRemoved: number;
  hunks: (Hunk & { readonly oldCount: number; readonly newCount: number })[];
}

/** Who is told of what a patch holds, in its order. */
export interface PatchHandler {
  /** A line `commit <id>` between patches. */
  commit?(id: string): void;
  section(section: PatchSection): void;
}

/**
 * Reads `git log -p` or `git diff-tree -p` as it comes (with `-U0`, quoted paths, prefixes `a/` and `b/`).
 * Inside a hunk lines are told apart by the counts of its header alone, so nothing a file holds
 * (`--- x`, `@@`, `diff --git`) can pass for the patch's own structure.
 */
export class PatchReader {
  readonly #handler: PatchHandler;
  readonly #keepLines: boolean;
  #rest: Buffer[] = [];
  #section: PatchSection | null = null;
  #oldLeft = 0;
  #newLeft = 0;
  #removed: string[] = [];
  #added: string[] = [];

  constructor(handler: PatchHandler, keepLines: boolean) {
    this.#handler = handler;
    this.#keepLines = keepLines;
  }

  push(chunk: Buffer): void {
    let at = 0;
    if (this.#rest.length > 0) {
      const end = chunk.indexOf(10);
      if (end < 0) {
        this.#rest.push(chunk);
        return;
      }
      const line = Buffer.concat([...this.#rest, chunk.subarray(0, end)]);
      this.#rest = [];
      this.#line(line, 0, line.length);
      at = end + 1;
    }
    for (let end = chunk.indexOf(10, at); end >= 0; end = chunk.indexOf(10, at)) {
      this.#line(chunk, at, end);
      at = end + 1;
    }
    if (at < chunk.length) this.#rest = [chunk.subarray(at)];
  }

  end(): void {
    if (this.#rest.length > 0) {
      const line = Buffer.concat(this.#rest);
      this.#rest = [];
      this.#line(line, 0, line.length);
    }
    this.#closeSection();
  }

  #line(bytes: Buffer, start: number, end: number): void {
    const first = bytes[start];
    if (this.#oldLeft > 0 && first === 45) {
      this.#oldLeft -= 1;
      if (this.#keepLines) this.#removed.push(textBetween(bytes, start + 1, end));
    } else if (this.#newLeft > 0 && first === 43) {
      this.#newLeft -= 1;
      if (this.#keepLines) this.#added.push(textBetween(bytes, start + 1, end));
    } else if (first !== 92) this.#structure(textBetween(bytes, start, end));
  }

  #structure(line: string): void {
    const section = this.#section;
    if (line.startsWith('@@ ') && section !== null) this.#openHunk(line, section);
    else if (line.startsWith('diff --git ')) this.#openSection(line);
    else if (line.startsWith('commit ')) {
      this.#closeSection();
      this.#handler.commit?.(line.slice(7));
    } else if (section === null) return;
    else if (line.startsWith('new file mode ')) section.added = true;
    else if (line.startsWith('deleted file mode ')) section.deleted = true;
    else if (line.startsWith('Binary files ')) section.binary = true;
    else if (line.startsWith('rename from ')) {
      section.oldPath = unquotePath(line.slice(12));
      section.renamed = true;
    } else if (line.startsWith('rename to ')) section.newPath = unquotePath(line.slice(10));
  }

  #openSection(line: string): void {
    this.#closeSection();
    // Without a rename both names are the same, so each takes half of the line; `rename` lines correct the rest.
    const names = line.slice(11);
    const half = unquotePath(names.slice((names.length + 1) / 2));
    const path = half.slice(2);
    this.#section = {
      oldPath: path, newPath: path, renamed: false, added: false, deleted: false, binary: false,
      linesAdded: 0, linesRemoved: 0, hunks: [],
    };
  }

  #openHunk(line: string, section: PatchSection): void {
    this.#closeHunk();
    const header = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (header === null) return;
    const oldCount = header[2] === undefined ? 1 : Number(header[2]);
    const newCount = header[4] === undefined ? 1 : Number(header[4]);
    this.#oldLeft = oldCount;
    this.#newLeft = newCount;
    section.linesRemoved += oldCount;
    section.linesAdded += newCount;
    this.#removed = [];
    this.#added = [];
    section.hunks.push({
      oldStart: Number(header[1]), newStart: Number(header[3]), oldCount, newCount,
      removed: this.#removed, added: this.#added,
    });
  }

  #closeHunk(): void {
    if (this.#oldLeft > 0 || this.#newLeft > 0) throw new RangeError('a hunk ended before its lines');
  }

  #closeSection(): void {
    this.#closeHunk();
    if (this.#section !== null) this.#handler.section(this.#section);
    this.#section = null;
  }
}
