const mark = /^(?:fixes: *([0-9a-f]{8,40})\b|this reverts commit ([0-9a-f]{8,40})\b)/gim;

/**
 * Commits that a message says it mends (`Fixes: 1a2b3c4d5e6f ("…")`, the kernel's trailer) or takes back (`This
 * reverts commit …`, as `git revert` writes it): ids, whole or shortened to no fewer than 8 hex digits.
 */
export function namedIn(message: string): readonly string[] {
  // Most messages say neither, and the expression is dearer than two look-ups.
  if (!/fixes:|this reverts commit/i.test(message)) return [];
  return [...message.matchAll(mark)].map(([, fixed, reverted]) => (fixed ?? reverted ?? '').toLowerCase());
}
