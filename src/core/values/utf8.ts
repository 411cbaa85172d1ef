/**
 * Git paths are bytes, not text. We carry them as strings that never lose a byte: valid UTF-8 decodes
 * as usual, and each byte that is not part of a valid sequence becomes the lone surrogate
 * U+DC80 + (byte − 0x80), as in Python's `surrogateescape` (PEP 383). `encodeUtf8` is the exact
 * inverse, so two different paths never become the same string. The core has no `TextDecoder`.
 */
export function decodeUtf8(bytes: Uint8Array): string {
  let text = '';
  let i = 0;
  while (i < bytes.length) {
    const plain = plainUntil(bytes, i);
    if (plain > i) {
      // Spreading them into the call takes eight times as long.
      text += Reflect.apply(String.fromCharCode, null, bytes.subarray(i, plain)) as string;
      i = plain;
      continue;
    }
    const first = bytes[i]!;
    const length = sequenceLength(bytes, i);
    if (length === 0) {
      text += String.fromCharCode(0xdc00 + first);
      i += 1;
      continue;
    }
    let point = first & (0xff >> (length + 1));
    for (let k = 1; k < length; k++) point = (point << 6) | (bytes[i + k]! & 0x3f);
    text += String.fromCodePoint(point);
    i += length;
  }
  return text;
}

/** Where ASCII ends, within so many bytes as fit in the arguments of one call. */
function plainUntil(bytes: Uint8Array, from: number): number {
  const last = Math.min(bytes.length, from + 4096);
  let at = from;
  while (at < last && bytes[at]! < 0x80) at += 1;
  return at;
}

/** The inverse of `decodeUtf8`; a lone surrogate that stands for no byte is encoded as U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const ascii = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) return encodeAny(text);
    ascii[i] = unit;
  }
  return ascii;
}

function encodeAny(text: string): Uint8Array {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) bytes.push(unit);
    else if (unit < 0x800) bytes.push(0xc0 | (unit >> 6), 0x80 | (unit & 0x3f));
    else if (unit >= 0xd800 && unit <= 0xdfff) {
      const point = text.codePointAt(i)!;
      if (point > 0xffff) {
        bytes.push(
          0xf0 | (point >> 18),
          0x80 | ((point >> 12) & 0x3f),
          0x80 | ((point >> 6) & 0x3f),
          0x80 | (point & 0x3f),
        );
        i += 1;
      } else if (unit >= 0xdc80 && unit <= 0xdcff) bytes.push(unit - 0xdc00);
      else bytes.push(0xef, 0xbf, 0xbd);
    } else bytes.push(0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f));
  }
  return Uint8Array.from(bytes);
}

/** Bytewise order of two strings' UTF-8 forms, as git sorts the full paths of a diff. */
export function compareUtf8(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  let i = 0;
  while (i < shorter && a.charCodeAt(i) === b.charCodeAt(i)) i += 1;
  if (i === shorter) return a.length - b.length;
  const x = a.charCodeAt(i);
  const y = b.charCodeAt(i);
  // Below the surrogates, and among what follows them, code units order as their UTF-8 forms do.
  return isSurrogate(x) || isSurrogate(y) ? compareBytes(encodeUtf8(a), encodeUtf8(b)) : x - y;
}

function compareBytes(x: Uint8Array, y: Uint8Array): number {
  const shared = Math.min(x.length, y.length);
  for (let i = 0; i < shared; i++) if (x[i] !== y[i]) return x[i]! - y[i]!;
  return x.length - y.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

/** Length of the well-formed UTF-8 sequence of several bytes at `i` (Unicode 15, table 3-7), or 0 where there is none. */
function sequenceLength(bytes: Uint8Array, i: number): number {
  const a = bytes[i]!;
  const b = bytes[i + 1];
  if (b === undefined) return 0;
  if (a >= 0xc2 && a <= 0xdf) return isTail(b) ? 2 : 0;
  const c = bytes[i + 2];
  if (c === undefined || !isTail(c)) return 0;
  if (a >= 0xe0 && a <= 0xef) {
    const low = a === 0xe0 ? 0xa0 : 0x80;
    const high = a === 0xed ? 0x9f : 0xbf;
    return b >= low && b <= high ? 3 : 0;
  }
  const d = bytes[i + 3];
  if (d === undefined || !isTail(d)) return 0;
  if (a >= 0xf0 && a <= 0xf4) {
    const low = a === 0xf0 ? 0x90 : 0x80;
    const high = a === 0xf4 ? 0x8f : 0xbf;
    return b >= low && b <= high ? 4 : 0;
  }
  return 0;
}

function isTail(byte: number): boolean {
  return byte >= 0x80 && byte <= 0xbf;
}
