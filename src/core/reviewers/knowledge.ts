import type { Instant } from '../values/index.ts';

/** What somebody did to files that leaves them knowing those files. */
export interface KnowledgeEvent {
  /** A person's id, or how an identity that is not enrolled is called. */
  readonly who: string;
  /** `fixed`: wrote what repairs an earlier commit (a `Fixes:` trailer with its id, or a revert). */
  readonly kind: 'authored' | 'fixed' | 'reviewed';
  /** When it landed. */
  readonly at: Instant;
  readonly commit: string;
  readonly subject: string;
  readonly paths: readonly string[];
}

/** What each kind counts for, per file, on the day it lands. */
export const weights: Readonly<Record<KnowledgeEvent['kind'], number>> = { authored: 1, fixed: 1.5, reviewed: 0.7 };

/** Knowledge halves in so many seconds: 180 days. */
export const halfLife = 180 * 86_400;

/** What work in the same folder counts for, against work on the file itself. */
const folderShare = 0.3;

/** A sum that fades: `value` as it was at `at`. */
interface Fading {
  value: number;
  at: Instant;
}

type Scores = Map<string, Fading>;

/**
 * Who knows which files: E(person, file) = Σ weight · 2^(−age / 180 days), plus 0.3 of the same sum over the file's
 * folder, where each commit counts once. Events are added in the order they happened; those a little out of order,
 * from a clock that was wrong, are taken for what they say.
 */
export class Knowledge {
  readonly #files = new Map<string, Scores>();
  readonly #folders = new Map<string, Scores>();

  add({ who, kind, at, paths }: KnowledgeEvent): void {
    const folders = new Set<string>();
    for (const path of paths) {
      credit(this.#files, path, who, weights[kind], at);
      folders.add(folderOf(path));
    }
    for (const folder of folders) credit(this.#folders, folder, who, weights[kind], at);
  }

  /** Everybody's knowledge of these files together at a moment; nobody with none is listed. */
  of(paths: readonly string[], now: Instant): ReadonlyMap<string, number> {
    const sums = new Map<string, number>();
    const take = (scores: Scores | undefined, share: number) => {
      if (scores === undefined) return;
      for (const [who, { value, at }] of scores) sums.set(who, (sums.get(who) ?? 0) + share * value * fade(now - at));
    };
    for (const path of paths) {
      take(this.#files.get(path), 1);
      take(this.#folders.get(folderOf(path)), folderShare);
    }
    return sums;
  }

  /** Files of which one person holds more than `share` of all that is known. */
  heldByOne(share: number, now: Instant): readonly { readonly path: string; readonly who: string }[] {
    const held: { path: string; who: string }[] = [];
    for (const [path, scores] of this.#files) {
      const each = [...scores].map(([who, { value, at }]) => ({ who, value: value * fade(now - at) }));
      const all = each.reduce((sum, { value }) => sum + value, 0);
      const top = each.find(({ value }) => value > share * all);
      if (top !== undefined) held.push({ path, who: top.who });
    }
    return held;
  }

  /** How many files anything is known of. */
  get files(): number {
    return this.#files.size;
  }
}

/** What is left of something after so many seconds; a moment ahead of its time counts whole. */
export function fade(age: number): number {
  return 2 ** -(Math.max(0, age) / halfLife);
}

/** The folder a path lies in, with its slash; the root is empty. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function credit(all: Map<string, Scores>, key: string, who: string, weight: number, at: Instant): void {
  let scores = all.get(key);
  if (scores === undefined) all.set(key, (scores = new Map()));
  const before = scores.get(who);
  if (before === undefined) scores.set(who, { value: weight, at });
  else if (at >= before.at) {
    before.value = before.value * fade(at - before.at) + weight;
    before.at = at;
  } else before.value += weight * fade(before.at - at);
}
