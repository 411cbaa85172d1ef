export { compileAreas, type AreaMatcher } from './area-matcher.ts';
export type { AreaPaths, RecentHistory, Risk, RiskReason, RiskSignal, SizeStep, TouchedArea } from './risk.ts';
export { compareTiers, maxTier, tiers, type Tier } from './tier.ts';
