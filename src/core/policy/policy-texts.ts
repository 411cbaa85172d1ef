/**
 * What reads the two files as text: parsers, lint, schemas. Loaded when the first text has to be read, for whoever
 * holds an effective policy already does without.
 */
export function policyTexts(): Promise<typeof import('./texts.ts')> {
  return import('./texts.ts');
}
