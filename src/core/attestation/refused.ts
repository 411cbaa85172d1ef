import type { Read, Refusal, RefusalCode } from './refusal.ts';

/** Thrown and caught inside this folder alone: a reader deep in a structure gives up with the reason. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(code: RefusalCode, sentence: string) {
    super(sentence);
    this.refusal = { code, sentence };
  }
}

/** What `read` gives, or its refusal as a value. Anything else it throws is a bug and goes on. */
export function attempt<T>(read: () => T): Read<T> {
  try {
    return { ok: true, value: read() };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

/** Text from outside, in backticks and fit for a sentence: without control characters, and not too long. */
export function quoted(text: string): string {
  const short = text.length <= 80 ? text : `${text.slice(0, 80)}…`;
  return `\`${short.replace(/[^ -~…]|`/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)}\``;
}
