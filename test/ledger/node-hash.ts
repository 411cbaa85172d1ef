import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';

/** SHA-256 as the ledger takes it. */
export function sha256(data: Uint8Array): Uint8Array {
  return createHash('sha256').update(data).digest();
}

// SubjectPublicKeyInfo of an Ed25519 key, up to the key itself (RFC 8410).
const spki = Buffer.from('302a300506032b6570032100', 'hex');

/** Ed25519 by `node:crypto`; `false` for what is no key. */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const key = createPublicKey({ key: Buffer.concat([spki, publicKey]), format: 'der', type: 'spki' });
  return verify(null, message, key, signature);
}

/** A key made on the spot, to sign notes with. */
export function ed25519Key(): { readonly publicKey: Uint8Array; readonly sign: (message: Uint8Array) => Uint8Array } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(spki.length),
    sign: (message) => sign(null, message, privateKey),
  };
}
