import { asciiText, concat } from '../encoding/bytes.ts';
import { encodeUtf8 } from '../../values/index.ts';

/** Bytes that are not what they should be; `message` says what is wrong with them. */
export class WireProblem extends Error {}

/** Reads the data types of SSH (RFC 4251, section 5) one after the other, and nothing past the end. */
export class WireReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Exactly so many bytes. */
  take(length: number): Uint8Array {
    if (length > this.#bytes.length - this.#at) throw new WireProblem('it ends too early');
    const taken = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return taken;
  }

  byte(): number {
    return this.take(1)[0]!;
  }

  uint32(): number {
    const [a, b, c, d] = this.take(4);
    return a! * 0x1000000 + ((b! << 16) | (c! << 8) | d!);
  }

  /** A `string`: its length, and so many bytes. */
  string(): Uint8Array {
    return this.take(this.uint32());
  }

  /** A `string` of printable ASCII. */
  text(): string {
    const text = asciiText(this.string());
    if (text === null) throw new WireProblem('a name in it is not ASCII');
    return text;
  }

  /**
   * A positive `mpint`, big-endian without leading zeros: one spelling for each number. OpenSSH takes further
   * zeros in front; a signature that was padded is another one to us, and refused.
   */
  positive(): Uint8Array {
    const bytes = this.string();
    const [first, second] = bytes;
    if (first === undefined) throw new WireProblem('a number in it is zero');
    if (first >= 0x80) throw new WireProblem('a number in it is negative');
    if (first !== 0) return bytes;
    if (second === undefined || second < 0x80) throw new WireProblem('a number in it has needless zeros');
    return bytes.subarray(1);
  }

  /** Nothing may follow. */
  end(): void {
    if (this.#at !== this.#bytes.length) throw new WireProblem('bytes follow its end');
  }
}

/** A `string` of SSH over bytes, or over the UTF-8 of a text. */
export function wireString(value: Uint8Array | string): Uint8Array {
  const bytes = typeof value === 'string' ? encodeUtf8(value) : value;
  return concat(wireUint32(bytes.length), bytes);
}

/** Four bytes, big-endian. */
export function wireUint32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
}
