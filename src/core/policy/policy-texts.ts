/**
 * What reads the two files as text: parsers, lint, schemas. Loaded when the first text has to be read, for whoever
 * holds an effective policy already does without.
 */
export function policyTexts(): Promise<PolicyTexts> {
  return import('./texts.ts');
}

/** What `policyTexts` loads. */
export type PolicyTexts = typeof import('./texts.ts');
