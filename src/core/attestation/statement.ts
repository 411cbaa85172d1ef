import type { AdoptionV1, AfterReviewV1, AuditV1, DeclarationV1, EvidenceV1, LandingV1, OverrideV1, ReviewV1, SignOffV1 } from './v1/index.ts';

/** `name` → `predicateType` is `urn:countersign:<name>:v1`. */
export interface Predicates {
  readonly 'sign-off': SignOffV1;
  readonly declaration: DeclarationV1;
  readonly override: OverrideV1;
  readonly 'after-review': AfterReviewV1;
  readonly audit: AuditV1;
  readonly evidence: EvidenceV1;
  readonly review: ReviewV1;
  readonly landing: LandingV1;
  readonly adoption: AdoptionV1;
}

/** The predicates this engine knows. */
export type PredicateName = keyof Predicates;

/** One subject: a name with the digests of what it names (in-toto Attestation, spec/v1/resource_descriptor.md). */
export interface Subject {
  readonly name: string;
  /** `gitCommit` and `gitTree` under the name of the full target ref; `sha256` under the name `change`. */
  readonly digest: Readonly<Record<string, string>>;
}

/** An in-toto Statement v1 (`https://in-toto.io/Statement/v1`) with one of our predicates. */
export type Statement = { readonly [N in PredicateName]: StatementOf<N> }[PredicateName];

/** A statement with the predicate of this name. */
export interface StatementOf<N extends PredicateName> {
  readonly name: N;
  readonly subject: readonly Subject[];
  readonly predicate: Predicates[N];
}
