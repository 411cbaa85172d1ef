export { compileAreas, compilePatterns, type AreaMatcher } from './area-matcher.ts';
export { findPatternProblem, readAreaPattern, type AreaPattern, type AreaPatternProblem } from './area-pattern.ts';
export { assessHistoryFiles } from './assess-history.ts';
export { assessRisk } from './assess-risk.ts';
export { isWritten } from './path-hits.ts';
export { pathKind, wordsOf } from './path-kind.ts';
export type { AreaPaths, RecentHistory, Risk, RiskReason, RiskSignal, SizeStep, TouchedArea } from './risk.ts';
export { bucketOf, sizeCard, sizeCardSentence, type SizeBucket, type SizeCalibration, type SizeRate } from './size-card.ts';
export { compareTiers, tiers, type Tier } from './tier.ts';
