import { signatureStrengths, type RequirementKind, type SignatureStrength } from '../policy.ts';

/** A value of a requirement's field. */
export type FieldValue = string | number | boolean | readonly string[];

/** One field of a requirement kind: how it is read, its default, and what is stricter. */
export interface RequirementField {
  readonly key: string;
  readonly property: string;
  readonly read:
    'level' | 'count' | 'boolean' | 'percent' | { readonly words: readonly string[]; readonly many: boolean } | 'names';
  /** `undefined`: the file must say it. `lowest`: the lowest level. */
  readonly fallback: FieldValue | null | undefined;
  /** Least strict first, for fields that are words in an order. */
  readonly order?: readonly string[];
}

/** Edge-case classes a test can be asked for. */
export const edgeCaseClasses = ['nullish', 'empty', 'overflow', 'concurrency'] as const;
/** Checklists that exist. */
export const checklists = ['ai-review'] as const;
/** Parts of a document the author writes. */
export const documentParts = ['intent', 'rollback', 'considered'] as const;
/** Kinds of test suites. */
export const suiteKinds = ['unit', 'integration', 'end-to-end'] as const;

const strengths: readonly string[] = signatureStrengths;

function signatureOf(fallback: SignatureStrength): RequirementField {
  return { key: 'signature', property: 'signature', read: { words: strengths, many: false }, fallback, order: strengths };
}

/** The fields of each kind; the first is the one a short form (`checks: [test]`) means. */
export const requirementFields: Readonly<Record<RequirementKind, readonly RequirementField[]>> = {
  'sign-off': [
    { key: 'level', property: 'level', read: 'level', fallback: undefined },
    { key: 'count', property: 'count', read: 'count', fallback: 1 },
    {
      key: 'owners',
      property: 'owners',
      read: { words: ['any', 'per-area'], many: false },
      fallback: 'per-area',
      order: ['any', 'per-area'],
    },
    signatureOf('touch'),
  ],
  review: [
    { key: 'count', property: 'count', read: 'count', fallback: 1 },
    { key: 'level', property: 'level', read: 'level', fallback: null },
    { key: 'distinct', property: 'distinct', read: 'boolean', fallback: true },
    // A review may be one that a forge recorded, which no key signed.
    signatureOf('any'),
  ],
  checks: [{ key: 'pass', property: 'pass', read: 'names', fallback: undefined }],
  tests: [
    { key: 'suites', property: 'suites', read: { words: suiteKinds, many: true }, fallback: undefined },
    { key: 'cover', property: 'cover', read: 'percent', fallback: null },
  ],
  scan: [
    {
      key: 'no-new',
      property: 'noNew',
      read: { words: ['error', 'warning', 'note'], many: false },
      fallback: 'warning',
      order: ['error', 'warning', 'note'],
    },
  ],
  'edge-cases': [
    { key: 'classes', property: 'classes', read: { words: edgeCaseClasses, many: true }, fallback: undefined },
  ],
  checklist: [{ key: 'name', property: 'name', read: { words: checklists, many: false }, fallback: undefined }],
  document: [{ key: 'parts', property: 'parts', read: { words: documentParts, many: true }, fallback: undefined }],
  rewrite: [{ key: 'is', property: 'is', read: { words: ['answered'], many: false }, fallback: 'answered' }],
  owner: [{ key: 'is', property: 'is', read: { words: ['named'], many: false }, fallback: 'named' }],
};

/** Other words people use for a kind, squeezed to lower case without `-` and `_`. */
export const kindMeanings: Readonly<Record<string, RequirementKind>> = {
  approvals: 'sign-off',
  approval: 'sign-off',
  approve: 'sign-off',
  approvers: 'sign-off',
  signoffs: 'sign-off',
  reviewers: 'review',
  reviewer: 'review',
  peerreview: 'review',
  ci: 'checks',
  status: 'checks',
  statuschecks: 'checks',
  suite: 'tests',
  coverage: 'tests',
  scanner: 'scan',
  scanners: 'scan',
  lint: 'scan',
  sast: 'scan',
  edges: 'edge-cases',
  docs: 'document',
  documentation: 'document',
  questions: 'checklist',
  rewritten: 'rewrite',
  maintainer: 'owner',
};
/** Other words people use for a field of a requirement. */
export const fieldMeanings = {
  approvals: 'count',
  number: 'count',
  min: 'count',
  minimum: 'count',
  rank: 'level',
  role: 'level',
  strength: 'signature',
  key: 'signature',
  severity: 'no-new',
  order: 'after',
  list: 'pass',
  names: 'pass',
  coverage: 'cover',
};
