import type { Cryptography } from '../../../core/attestation/index.ts';
import { toHex, type VerifierKey, type VerifyEd25519 } from '../../../core/ledger/index.ts';
import { encodeUtf8 } from '../../../core/values/index.ts';

/** Signatures of notes, by the port that checks all others. */
export function checkerOfNotes(cryptography: Cryptography): VerifyEd25519 {
  return (publicKey, data, signature) => cryptography.verify({ key: { algorithm: 'ed25519', publicKey }, hash: 'sha512', data, signature });
}

/** Where a witness keeps the newest checkpoint it cosigned of a ledger: `checkpoint/<SHA-256 of the origin>/<key id>`. */
export function cosignedPath(cryptography: Pick<Cryptography, 'sha256'>, origin: string, { id }: Pick<VerifierKey, 'id'>): string {
  return `checkpoint/${toHex(cryptography.sha256(encodeUtf8(origin)))}/${toHex(id)}`;
}
