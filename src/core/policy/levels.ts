/**
 * The order of two levels on a ladder (least first): negative when `a` is below `b`. A name the ladder does
 * not have ranks below all others: an unknown author counts as the lowest, and an unknown signer clears nothing.
 */
export function compareLevels(levels: readonly string[], a: string, b: string): number {
  return levels.indexOf(a) - levels.indexOf(b);
}

/** The lowest level of a ladder: what an unknown author counts as. A parsed policy always has one. */
export function lowestLevel(levels: readonly string[]): string {
  return levels[0] ?? 'unknown';
}
