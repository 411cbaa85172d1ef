import type { existing } from './existing-gates.ts';
import type { pitfalls } from './pitfalls.ts';

/** How an attack ended. `prevented`: no gate let it pass; `detected`: it was done, and whoever looks is told; `missed`: neither. */
export type Ended = 'prevented' | 'detected' | 'missed';

/** One attack. A row builds its own repository or bytes, does the act and asks the program; it asserts nothing itself. */
export interface Row {
  /** `subject/what`, once in the table. */
  readonly id: string;
  readonly actor: 'author' | 'agent' | 'reviewer' | 'stranger' | 'pusher' | 'gate' | 'administrator' | 'build step';
  /** What the actor does, as the rest of a sentence that begins with them. */
  readonly act: string;
  /** Beginnings of rows of the threat table in SECURITY.md, or names of pitfalls of other gates. */
  readonly source: { readonly threat: string } | { readonly pitfall: keyof typeof pitfalls };
  /** What other gates' own documentation says of the act. */
  readonly elsewhere?: keyof typeof existing;
  readonly expected: Exclude<Ended, 'missed'>;
  readonly run: () => Promise<Ended>;
}

/** `prevented` where what was to hold does. */
export const preventedIf = (holds: boolean): Ended => (holds ? 'prevented' : 'missed');

/** `detected` where what was to be seen is. */
export const detectedIf = (seen: boolean): Ended => (seen ? 'detected' : 'missed');
