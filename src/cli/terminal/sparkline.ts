const blocks = '▁▂▃▄▅▆▇█';

/** One block per value from 0 to 1, against the largest value; all zeros are the lowest block. */
export function sparkline(shares: readonly number[]): string {
  const top = Math.max(...shares, 0);
  return shares.map((share) => blocks[top === 0 ? 0 : Math.round((share / top) * (blocks.length - 1))]!).join('');
}

/** Merges neighbours so that at most `width` values remain; each keeps the numbers it was made from. */
export function squeeze<T>(values: readonly T[], width: number, merge: (a: T, b: T) => T): T[] {
  const per = Math.ceil(values.length / Math.max(1, width));
  const squeezed: T[] = [];
  // Counted from the end: the newest column is always a full one.
  for (let end = values.length; end > 0; end -= per) {
    squeezed.unshift(values.slice(Math.max(0, end - per), end).reduce(merge));
  }
  return squeezed;
}
