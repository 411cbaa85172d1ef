import { createHash, hash } from 'node:crypto';
import type { Sha256 } from '../../core/values/index.ts';

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
