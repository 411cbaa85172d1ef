import type { LineRange } from '../../change/index.ts';
import type { Claim, EvidenceProblem } from '../claim.ts';

/** Where a note was read: the notes ref, the blob's id and the annotated commit, ids in full. */
export interface NoteSource {
  readonly ref: string;
  readonly blob: string;
  readonly commit: string;
}

/** Claims of a note and each way in which it departs from its format. */
export interface NoteClaims {
  readonly claims: readonly Claim[];
  readonly problems: readonly EvidenceProblem[];
}

/** Where a record was read and what it is about, for the sentences about its faults. */
export type RecordSource = Pick<NoteSource, 'ref' | 'commit'>;

/** Longest record read, in UTF-16 units; the largest of ten thousand real ones is far below. */
export const longestRecord = 16 * 1024 * 1024;
/** No file has more lines; larger numbers are cut to it and reported. */
export const lastLine = 2_147_483_647;
/** Most ranges kept of one record; more are reported. */
export const mostRanges = 500_000;

/** Sorted, disjoint ranges that cover the same lines. */
export function mergeRanges(ranges: readonly LineRange[]): readonly LineRange[] {
  const merged: LineRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last === undefined || range.start > last.end + 1) merged.push(range);
    else if (range.end > last.end) merged[merged.length - 1] = { start: last.start, end: range.end };
  }
  return merged;
}

/** Departures by kind, so that a hostile note reports ten sentences and not ten million. */
export class Faults {
  readonly #source: RecordSource;
  readonly #what: string;
  readonly #kinds = new Map<string, { readonly sentence: string; readonly line: number; count: number }>();

  /** `what`: the record as a sentence names it, e.g. `git-ai note`. */
  constructor(what: string, source: RecordSource) {
    this.#what = what;
    this.#source = source;
  }

  add(kind: string, line: number, sentence: string): void {
    const known = this.#kinds.get(kind);
    if (known === undefined) this.#kinds.set(kind, { sentence, line, count: 1 });
    else known.count += 1;
  }

  problems(): readonly EvidenceProblem[] {
    const { ref, commit } = this.#source;
    return [...this.#kinds.values()].map(({ sentence, line, count }) => ({
      source: `${ref} ${commit}`,
      sentence: `The ${this.#what} on ${commit.slice(0, 7)} ${sentence} (line ${line}${count > 1 ? ` and ${count - 1} more` : ''}).`,
    }));
  }
}
