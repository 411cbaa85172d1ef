import type { AddedSignal, Undeclared } from '../evidence/index.ts';
import type { SizeCalibration, SizeStep, Tier } from '../risk/index.ts';
import type { Position } from '../values/index.ts';
import type { Condition } from './conditions/condition.ts';

/** What a decision does to exit codes and forge statuses: nothing, a warning, or a block. */
export type Mode = (typeof modes)[number];
/** Modes, least first. */
export const modes = ['observe', 'warn', 'enforce'] as const;

/** How strong a human's key must have been used: a file key, a touch, or a touch with PIN or biometric. */
export type SignatureStrength = (typeof signatureStrengths)[number];
/** Strengths, least first. */
export const signatureStrengths = ['any', 'touch', 'verified'] as const;

/** What passkeys that may be synced to other devices are good for, least strict first: all they show, or no more than a key in a file. */
export const syncedOrder = ['allow', 'refuse'] as const;

/** A named part of the product: paths, tier, owners, whether AI is off-limits. */
export interface Area {
  readonly name: string;
  /** Gitignore-like patterns, see `compileAreas`. */
  readonly paths: readonly string[];
  /** Those of `paths` that the text below wrote; absent where none did. */
  readonly inherited?: readonly string[];
  readonly tier: Tier;
  /** Person and team ids; empty: nobody owns it. */
  readonly owners: readonly string[];
  /** Where each owner is written, in the same order; absent where the area was not read from a file. */
  readonly ownersAt?: readonly Position[];
  readonly mode: Mode | null;
  readonly ai: 'allowed' | 'forbidden';
  readonly because: string | null;
  /** RFC 3339 date. */
  readonly reviewBy: string | null;
  readonly at: Position;
  /**
   * Only where the area stands for a line of CODEOWNERS: how many of its owners must sign, and which owners the line
   * names that nobody enrolled is, with why.
   */
  readonly codeOwners?: {
    readonly approvals: number;
    readonly unknown: readonly { readonly owner: string; readonly because: string }[];
  };
}

/** Name of the area every policy has: the policy and people files themselves. */
export const policyAreaName = 'countersign';

/** Kinds of requirement: a closed set. */
export const requirementKinds = [
  'sign-off',
  'review',
  'checks',
  'tests',
  'scan',
  'edge-cases',
  'checklist',
  'document',
  'rewrite',
  'owner',
] as const;
/** One of `requirementKinds`. */
export type RequirementKind = (typeof requirementKinds)[number];

/** One line under a rule's `require`, by kind. `after`: met only by what came later than that kind. */
export type RequirementTemplate = { readonly at: Position; readonly after: RequirementKind | null } & (
  | {
      readonly kind: 'sign-off';
      readonly level: string;
      readonly count: number;
      readonly owners: 'per-area' | 'any';
      readonly signature: SignatureStrength;
    }
  | { readonly kind: 'review'; readonly count: number; readonly level: string; readonly distinct: boolean; readonly signature: SignatureStrength }
  | { readonly kind: 'checks'; readonly pass: readonly string[] }
  | { readonly kind: 'tests'; readonly suites: readonly string[]; readonly cover: number | null }
  | { readonly kind: 'scan'; readonly noNew: 'note' | 'warning' | 'error' }
  | { readonly kind: 'edge-cases'; readonly classes: readonly string[] }
  | { readonly kind: 'checklist'; readonly name: string }
  | { readonly kind: 'document'; readonly parts: readonly string[] }
  | { readonly kind: 'rewrite' }
  | { readonly kind: 'owner' }
);

/** One line of policy: when the condition holds, everything under `require` is asked for. */
export interface Rule {
  readonly name: string;
  readonly when: Condition;
  readonly require: readonly RequirementTemplate[];
  readonly because: string;
  /** Evaluated and reported beside the live rules, and never part of the decision. */
  readonly shadow: boolean;
  /** `policy.yaml` or `preset amazon-2026`: which text wrote it. */
  readonly origin: string;
  readonly at: Position;
}

/** The whole effective policy: preset and file merged. */
export interface Policy {
  readonly version: 1;
  /** Name of the preset it extends, or host and path of the pinned text (`github.com/acme/policies`); else `null`. */
  readonly extends: string | null;
  /** Least first. */
  readonly levels: readonly string[];
  readonly mode: Mode;
  /** Full ref names. */
  readonly protected: readonly string[];
  readonly areas: readonly Area[];
  readonly defaultTier: Tier;
  readonly size: readonly SizeStep[];
  readonly undeclared: Undeclared;
  /** Signals of AI and bots besides the built-in ones: only ever more. */
  readonly signals: readonly AddedSignal[];
  readonly rules: readonly Rule[];
  readonly otherwise: { readonly allow: boolean; readonly because: string };
  readonly carry: Readonly<Record<Tier, 'textual' | 'disjoint' | 'exact'>>;
  /** Lifetime of a sign-off in seconds, `null`: none. */
  readonly expireSignOff: number | null;
  readonly override: { readonly level: string; readonly count: number; readonly reviewWithin: number } | null;
  readonly revert: {
    readonly level: string;
    readonly count: number;
    readonly onCall: boolean;
    readonly reviewWithin: number;
  } | null;
  readonly spotCheck: { readonly share: number; readonly when: Condition } | null;
  /**
   * The audit of AI incidents that people of at least a level owe every so many seconds; `null`: none is owed.
   * Statements of that name are signed audits; that one is overdue is not computed by this version.
   */
  readonly audit: { readonly every: number; readonly level: string } | null;
  /** This repository's own size card, for sentences alone; `null`: the shipped one. */
  readonly calibration: SizeCalibration | null;
  /**
   * The CODEOWNERS file of the protected branch that owns files no area with owners holds; `path` `null`: the first
   * place its forge looks. `null`: areas alone name owners.
   */
  readonly codeowners: { readonly dialect: 'github' | 'gitlab'; readonly path: string | null } | null;
  /** `refuse`: what a passkey signs that may be synced to other devices counts as `any`, whatever it shows. */
  readonly passkeys: { readonly synced: (typeof syncedOrder)[number] };
}

/** One mistake in a policy or people file, with the mend. `error` makes the file unusable. */
export interface PolicyProblem {
  readonly severity: 'error' | 'warning';
  /** Stable id, e.g. `unknown-key`, `unknown-person`, `unsatisfiable-rule`. */
  readonly code: string;
  readonly message: string;
  readonly mend: string | null;
  readonly at: Position;
}
