import { encodeUtf8 } from '../../values/index.ts';
import { readCheckpoint } from './checkpoint.ts';

/** What an Ed25519 cosignature (C2SP tlog-cosignature, `cosignature/v1`) is over, and when its signer says it was made. */
export interface Cosigned {
  readonly message: Uint8Array;
  /** 64 bytes. */
  readonly signature: Uint8Array;
  /** Seconds since 1970. */
  readonly signedAt: number;
}

/**
 * The signed message of a cosignature on this note text: eight bytes of time come before the signature itself. `null`
 * where the text is no checkpoint, or the bytes no timestamped signature.
 */
export function cosignedMessage(text: string, timestamped: Uint8Array): Cosigned | null {
  if (timestamped.length !== 72 || !readCheckpoint(encodeUtf8(text)).ok) return null;
  let signedAt = 0;
  for (const byte of timestamped.subarray(0, 8)) signedAt = signedAt * 256 + byte;
  if (!Number.isSafeInteger(signedAt)) return null;
  return { message: encodeUtf8(`cosignature/v1\ntime ${signedAt}\n${text}`), signature: timestamped.subarray(8), signedAt };
}

/** The bytes of a cosignature: the moment as big-endian uint64, then the Ed25519 signature. */
export function timestamped(signedAt: number, signature: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8 + signature.length);
  let rest = signedAt;
  for (let at = 7; at >= 0; at--) {
    bytes[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes.set(signature, 8);
  return bytes;
}
