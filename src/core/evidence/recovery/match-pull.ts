import type { Commit } from '../../change/index.ts';

/** One file before and after a commit or a whole pull request; `null` where it does not exist. */
export interface FileStep {
  readonly path: string;
  readonly before: readonly string[] | null;
  readonly after: readonly string[] | null;
}

/** What a commit or a pull request does to its files: how often it adds and removes each line, by path and text. */
export interface ContentDelta {
  readonly lines: ReadonlyMap<string, number>;
}

/** How well two deltas fit. */
export interface Fit {
  /** `patch`: line for line the same; `lines`: nearly. */
  readonly by: 'patch' | 'lines';
  /** Lines both have, over lines either has. */
  readonly shared: number;
}

/** Letters and digits a line needs to tell one patch from another. */
const weight = 8;
/** Telling lines that the same patch needs where the author is the same, and where not. */
const fewTelling = 3;
const manyTelling = 10;
/** Least share of lines where a patch is not the same. */
const leastShared = 0.8;
/** Fits that differ by less are equal. */
const asGood = 0.05;

/**
 * The lines some files gained and lost, as numbers per path and text: where a line stands, its indentation and blank
 * lines do not count, so a patch stays the same when what surrounds it moves.
 */
export function contentDelta(steps: Iterable<FileStep>): ContentDelta {
  const lines = new Map<string, number>();
  for (const { path, before, after } of steps) {
    const [old, now] = [before ?? [], after ?? []];
    // What stands at both ends of both counts for nothing: most of a large file.
    let start = 0;
    while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
    let end = 0;
    while (end < old.length - start && end < now.length - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end += 1;
    for (const [texts, step] of [[now, 1], [old, -1]] as const) {
      for (let at = start; at < texts.length - end; at++) {
        const plain = texts[at]!.trim();
        if (plain === '') continue;
        const key = `${path}\0${plain}`;
        const count = (lines.get(key) ?? 0) + step;
        if (count === 0) lines.delete(key);
        else lines.set(key, count);
      }
    }
  }
  return { lines };
}

/**
 * Whether what landed is what a pull request (or one of its commits) did, or `null`. The same patch counts with three
 * telling lines (eight letters or digits) by the same author, with ten by anybody; a patch that was changed on the way
 * needs the same author, ten telling lines and four fifths of all lines in common.
 */
export function fitOf(landed: ContentDelta, proposed: ContentDelta, sameAuthor: boolean): Fit | null {
  let common = 0;
  let either = 0;
  let telling = 0;
  for (const [key, count] of landed.lines) {
    const other = proposed.lines.get(key) ?? 0;
    const shared = Math.sign(count) === Math.sign(other) ? Math.min(Math.abs(count), Math.abs(other)) : 0;
    common += shared;
    either += Math.abs(count) + Math.abs(other) - shared;
    if (shared > 0 && isTelling(key.slice(key.indexOf('\0') + 1))) telling += shared;
  }
  for (const [key, count] of proposed.lines) if (!landed.lines.has(key)) either += Math.abs(count);
  const shared = either === 0 ? 0 : common / either;
  if (shared === 1) return telling >= (sameAuthor ? fewTelling : manyTelling) ? { by: 'patch', shared } : null;
  return sameAuthor && telling >= manyTelling && shared >= leastShared ? { by: 'lines', shared } : null;
}

function isTelling(text: string): boolean {
  let count = 0;
  for (const _ of text.matchAll(/[\p{L}\p{N}]/gu)) if (++count === weight) return true;
  return false;
}

/** Whether two commits name the same author: the address, or the name, for forges sign with an address of theirs. */
export function sameAuthor({ author: one }: Pick<Commit, 'author'>, { author: other }: Pick<Commit, 'author'>): boolean {
  return one.email.toLowerCase() === other.email.toLowerCase() || (one.name !== '' && one.name === other.name);
}

/** A fit of something, e.g. of a pull-request head. */
export interface Fitting<T> extends Fit {
  readonly of: T;
  /** What stands behind it, e.g. its newest commit: two fits of the same are one. */
  readonly id: string;
}

/** The best fit, or those that fit equally well, of which none may be taken; `null` where there is none. */
export function chooseFit<T>(fits: readonly Fitting<T>[]): { readonly best: Fitting<T> } | { readonly equals: readonly Fitting<T>[] } | null {
  const ranked = fits.toSorted((a, b) => b.shared - a.shared);
  const best = ranked[0];
  if (best === undefined) return null;
  const rivals = ranked.filter((fit) => fit.id !== best.id && fit.by === best.by && best.shared - fit.shared < asGood);
  return rivals.length === 0 ? { best } : { equals: [best, ...rivals] };
}
