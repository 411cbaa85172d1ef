/** How much a change can hurt, least first. */
export const tiers = ['low', 'medium', 'high', 'critical'] as const;
/** One of `tiers`. */
export type Tier = (typeof tiers)[number];

/** The order of two tiers: negative when `a` hurts less. */
export function compareTiers(a: Tier, b: Tier): number {
  return tiers.indexOf(a) - tiers.indexOf(b);
}

/** The more harmful of two tiers. */
export function maxTier(a: Tier, b: Tier): Tier {
  return compareTiers(a, b) >= 0 ? a : b;
}
