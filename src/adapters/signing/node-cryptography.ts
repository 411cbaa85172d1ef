import { createPublicKey, hash, verify, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { Cryptography, KeyMaterial, SignatureCheck } from '../../core/attestation/index.ts';

/** Importing a key takes about as long as checking a signature, and a ledger has few keys and many signatures. */
const imported = new Map<string, KeyObject | null>();
const mostImported = 1024;

/** Hashes and signature checks by Node's own cryptography (OpenSSL). */
export const nodeCryptography: Cryptography = {
  sha256: (data) => digest('sha256', data),
  sha512: (data) => digest('sha512', data),
  verify: (check) => {
    const key = keyOf(check.key);
    return key !== null && holds(check, key);
  },
};

function digest(algorithm: string, data: Uint8Array): Uint8Array {
  return new Uint8Array(hash(algorithm, data, 'buffer'));
}

function holds({ key: { algorithm }, hash: name, data, signature }: SignatureCheck, key: KeyObject): boolean {
  try {
    if (algorithm === 'ed25519') return verify(null, data, key, signature);
    // IEEE P1363 has r and s at fixed places; RSA is PKCS #1 v1.5, which is the default.
    return verify(name, data, algorithm === 'ecdsa' ? { key, dsaEncoding: 'ieee-p1363' } : key, signature);
  } catch {
    return false;
  }
}

/** `null`: no such key, e.g. a point that is not on its curve. */
function keyOf(material: KeyMaterial): KeyObject | null {
  const jwk = asJwk(material);
  const name = JSON.stringify(jwk);
  const known = imported.get(name);
  if (known !== undefined) return known;
  let key: KeyObject | null;
  try {
    key = createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    key = null;
  }
  if (imported.size >= mostImported) imported.clear();
  imported.set(name, key);
  return key;
}

const curves = { nistp256: 'P-256', nistp384: 'P-384', nistp521: 'P-521' } as const;

/** As a JSON Web Key (RFC 7518, RFC 8037). */
function asJwk(material: KeyMaterial): JsonWebKey {
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
  switch (material.algorithm) {
    case 'ed25519':
      return { kty: 'OKP', crv: 'Ed25519', x: text(material.publicKey) };
    case 'ecdsa': {
      const size = (material.point.length - 1) / 2;
      return { kty: 'EC', crv: curves[material.curve], x: text(material.point.subarray(1, 1 + size)), y: text(material.point.subarray(1 + size)) };
    }
    case 'rsa':
      return { kty: 'RSA', n: text(material.modulus), e: text(material.exponent) };
  }
}
