export type { AboutChange, AboutRepository, Answer, LedgerSeen, Moment, SignOffV1 } from './sign-off.ts';
export type { DeclarationV1 } from './declaration.ts';
export type { OverrideV1 } from './override.ts';
export type { AfterReviewV1, AuditV1 } from './after-review.ts';
export type { EvidenceV1, ReviewV1 } from './evidence.ts';
export type { AdoptionV1, LandingV1 } from './landing.ts';
