import { decodeUtf8 } from '../../src/core/values/index.ts';

/** What a parser made of some bytes. */
export interface Taken {
  /** The bytes that its writer gives for what was read; `null`: nothing writes it. */
  readonly written: Uint8Array | null;
  /** There is one spelling: `written` must be what was given. */
  readonly canonical: boolean;
}

/** A reader of bytes that somebody else made, and how it says no. */
export interface Parser {
  /** Names it, and the folder of its seeds: lower-case words and hyphens. */
  readonly name: string;
  /** `null`: refused, as the parser refuses. Whatever this throws is a finding. */
  readonly read: (bytes: Uint8Array) => Taken | null | Promise<Taken | null>;
}

/** Something was read, and no writer gives it back. */
export const taken: Taken = { written: null, canonical: false };

/** A parser of text; bytes that are no UTF-8 come as the lone surrogates that the program itself makes of them. */
export function ofText(name: string, read: (text: string) => Taken | null | Promise<Taken | null>): Parser {
  return { name, read: (bytes) => read(decodeUtf8(bytes)) };
}

/** What `read` gives; an error of `refusal` is the parser's way to say no. */
export function unless<T>(refusal: new (...args: never[]) => Error, read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof refusal) return null;
    throw error;
  }
}
