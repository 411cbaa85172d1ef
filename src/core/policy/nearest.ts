/**
 * The candidate a person most likely meant: by edit distance (Damerau–Levenshtein, at most a third of the
 * word), first without regard to case, `-` and `_`. `null` where nothing is close.
 */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const squeezed = squeeze(word);
  if (squeezed === '' || word.length > 60) return null;
  let best: string | null = null;
  let distance = Math.max(1, Math.floor(squeezed.length / 3)) + 1;
  for (const candidate of candidates) {
    const away = editDistance(squeezed, squeeze(candidate));
    if (away < distance) {
      best = candidate;
      distance = away;
    }
  }
  return best;
}

function squeeze(word: string): string {
  return word.toLowerCase().replace(/[-_ ]/g, '');
}

function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(row[j - 1]! + 1, last[j]! + 1, last[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1);
      row.push(cost);
    }
    before = last;
    last = row;
  }
  return last[b.length]!;
}
