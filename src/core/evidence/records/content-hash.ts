import type { LineRange } from '../../change/index.ts';
import { encodeUtf8 } from '../../values/index.ts';

/** Bytes hashed to find one range again; a larger file is compared at the recorded place alone. */
const mostHashed = 8 * 1024 * 1024;

/** What a content hash says of the lines a record names. */
export type HashFinding =
  | { readonly found: 'here' }
  /** The text stands at other lines of the file, once. */
  | { readonly found: 'elsewhere'; readonly range: LineRange }
  /** Not in the file, or several times: the recorded lines are all there is. */
  | { readonly found: 'no' }
  /** Hashed in a way that is not known here. */
  | { readonly found: 'unknown-hash' };

/** MurmurHash3 x86 32-bit with seed 0 (Austin Appleby, public domain), eight lower-case hex digits. */
export function murmur3(bytes: Uint8Array): string {
  let hash = 0;
  const whole = bytes.length - (bytes.length % 4);
  for (let at = 0; at < whole; at += 4) {
    hash ^= mixed(bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24));
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  let tail = 0;
  for (let at = bytes.length - 1; at >= whole; at--) tail = (tail << 8) | bytes[at]!;
  if (bytes.length > whole) hash ^= mixed(tail);
  hash ^= bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0).toString(16).padStart(8, '0');
}

function mixed(word: number): number {
  const k = Math.imul(word, 0xcc9e2d51);
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593);
}

/**
 * Looks the lines of a record up by `content_hash` (`murmur3:<8 hex>`, cursor/agent-trace README 6.6). The format
 * settles neither seed nor line ends, so the usual ones are tried: seed 0, lines joined by `\n`, with and without one
 * at the end. A hash that fits proves the lines; one that does not proves nothing but that something differs.
 */
export function findHashed(hash: string, { start, end }: LineRange, text: readonly string[]): HashFinding {
  const wanted = /^murmur3:(?:0x)?([0-9a-f]{8})$/i.exec(hash.trim())?.[1]?.toLowerCase();
  if (wanted === undefined) return { found: 'unknown-hash' };
  const fits = (from: number, to: number): boolean => {
    const joined = text.slice(from - 1, to).join('\n');
    return murmur3(encodeUtf8(joined)) === wanted || murmur3(encodeUtf8(`${joined}\n`)) === wanted;
  };
  if (end <= text.length && fits(start, end)) return { found: 'here' };
  const length = end - start + 1;
  const places = text.length - length + 1;
  let bytes = 0;
  for (const line of text) bytes += line.length;
  if (places < 1 || (bytes / text.length) * length * places > mostHashed) return { found: 'no' };
  const found: number[] = [];
  for (let from = 1; from <= places && found.length < 2; from++) if (fits(from, from + length - 1)) found.push(from);
  return found.length === 1 ? { found: 'elsewhere', range: { start: found[0]!, end: found[0]! + length - 1 } } : { found: 'no' };
}
