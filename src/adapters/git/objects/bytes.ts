import { createHash, hash } from 'node:crypto';
import { decodeUtf8, type Sha256 } from '../../../core/values/index.ts';

/** `decodeUtf8` at native speed wherever the bytes are valid UTF-8, which nearly all of git's output is. */
export function textOf(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? decodeUtf8(bytes) : text;
}

/** The part of `bytes` from `start` to before `end`, as text without loss. */
export function textBetween(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('utf8', start, end);
  return text.includes('\ufffd') ? decodeUtf8(bytes.subarray(start, end)) : text;
}

const escapes: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '"': 34, '\\': 92 };

/** Undoes git's C-style quoting of unusual paths (`"a\303\244\n"`); a path without quotes is given as it is. */
export function unquotePath(quoted: string): string {
  if (!quoted.startsWith('"')) return quoted;
  const bytes: number[] = [];
  for (let i = 1; i < quoted.length - 1; i++) {
    if (quoted[i] !== '\\') {
      bytes.push(quoted.charCodeAt(i));
      continue;
    }
    const next = quoted[i + 1] ?? '';
    const escaped = escapes[next];
    if (escaped !== undefined) {
      bytes.push(escaped);
      i += 1;
    } else {
      bytes.push(Number.parseInt(quoted.slice(i + 1, i + 4), 8));
      i += 3;
    }
  }
  return decodeUtf8(Uint8Array.from(bytes));
}

/** The `Sha256` port over `node:crypto`. */
export const nodeSha256: Sha256 = (chunks) => {
  const digest = createHash('sha256');
  for (const chunk of chunks) digest.update(chunk);
  return digest.digest('hex');
};

/** SHA-256 of one piece of bytes; several times cheaper than a hash object for small blobs. */
export function sha256Of(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}
