/** A bar of at most `width` columns for a share from 0 to 1, in halves; what is not nothing is never drawn as nothing. */
export function bar(share: number, width: number): string {
  const halves = share <= 0 ? 0 : Math.max(1, Math.round(Math.min(1, share) * width * 2));
  return '█'.repeat(Math.floor(halves / 2)) + (halves % 2 === 1 ? '▌' : '');
}

/** Parts of a whole side by side, `width` columns in all: largest remainders, at least one column for what is not nothing. */
export function widths(parts: readonly number[], width: number): number[] {
  const total = parts.reduce((sum, n) => sum + n, 0);
  if (total <= 0) return parts.map(() => 0);
  const sizes = parts.map((n) => (n <= 0 ? 0 : Math.max(1, Math.floor((n / total) * width))));
  const rest = () => width - sizes.reduce((sum, n) => sum + n, 0);
  const want = (index: number) => (parts[index]! <= 0 ? -Infinity : (parts[index]! / total) * width - sizes[index]!);
  const indexes = parts.map((_, index) => index);
  while (rest() > 0) sizes[indexes.reduce((a, b) => (want(b) > want(a) ? b : a))]! += 1;
  while (rest() < 0) sizes[indexes.reduce((a, b) => (sizes[b]! > sizes[a]! ? b : a))]! -= 1;
  return sizes;
}
