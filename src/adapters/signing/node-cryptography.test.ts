import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyMaterial, SignatureCheck } from '../../core/attestation/index.ts';
import { nodeCryptography } from './index.ts';

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

/*
 * RFC 8032, section 7.1, test 2; RFC 6979, appendix A.2.5 (P-256, SHA-256, message "sample").
 */
const ed25519: SignatureCheck = {
  key: { algorithm: 'ed25519', publicKey: hex('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c') },
  hash: 'sha512',
  data: hex('72'),
  signature: hex('92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'),
};
const x = '60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6';
const y = '7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299';
const r = 'efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716';
const s = 'f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8';
const ecdsa: SignatureCheck = { key: { algorithm: 'ecdsa', curve: 'nistp256', point: hex(`04${x}${y}`) }, hash: 'sha256', data: Buffer.from('sample'), signature: hex(r + s) };

describe('Node’s cryptography', () => {
  it.each([['Ed25519', ed25519], ['ECDSA', ecdsa]] as const)('accepts the signature that the RFC publishes: %s', (_, check) => {
    expect(nodeCryptography.verify(check)).toBe(true);
    // A key that is known already answers the same.
    expect([nodeCryptography.verify(check), nodeCryptography.verify({ ...check, data: hex('73') })]).toEqual([true, false]);
  });

  it.each<[string, SignatureCheck]>([
    ['a point beside its curve', { ...ecdsa, key: { algorithm: 'ecdsa', curve: 'nistp256', point: hex(`04${x}${x}`) } }],
    ['a point at zero', { ...ecdsa, key: { algorithm: 'ecdsa', curve: 'nistp256', point: hex(`04${'00'.repeat(64)}`) } }],
    ['r and s of zero', { ...ecdsa, signature: new Uint8Array(64) }],
    ['an r beyond the order of the curve', { ...ecdsa, signature: hex('ff'.repeat(32) + s) }],
    ['r alone', { ...ecdsa, signature: hex(r) }],
    ['another hash', { ...ecdsa, hash: 'sha512' }],
    ['an Ed25519 signature whose S is not reduced', { ...ed25519, signature: hex(`${Buffer.from(ed25519.signature.subarray(0, 32)).toString('hex')}${'ff'.repeat(32)}`) }],
    ['no Ed25519 signature', { ...ed25519, signature: new Uint8Array() }],
    ['an RSA key of nothing', { ...ecdsa, key: { algorithm: 'rsa', modulus: new Uint8Array(), exponent: new Uint8Array() } }],
  ])('refuses %s', (_, check) => {
    expect(nodeCryptography.verify(check)).toBe(false);
  });

  it('never throws, whatever the numbers', () => {
    const bytes = fc.uint8Array({ maxLength: 140 });
    const key: fc.Arbitrary<KeyMaterial> = fc.oneof(
      bytes.map((publicKey) => ({ algorithm: 'ed25519' as const, publicKey })),
      fc.record({ curve: fc.constantFrom('nistp256' as const, 'nistp384' as const, 'nistp521' as const), point: bytes }).map((given) => ({ algorithm: 'ecdsa' as const, ...given })),
      fc.record({ modulus: bytes, exponent: bytes }).map((given) => ({ algorithm: 'rsa' as const, ...given })),
    );
    const hash = fc.constantFrom('sha256' as const, 'sha384' as const, 'sha512' as const);
    fc.assert(fc.property(fc.record({ key, hash, data: bytes, signature: bytes }), (check) => void expect(nodeCryptography.verify(check)).toBe(false)));
  });

  it('hashes as anybody does', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (data) => {
        expect([nodeCryptography.sha256(data), nodeCryptography.sha512(data)].map((digest) => Buffer.from(digest).toString('hex'))).toEqual(
          ['sha256', 'sha512'].map((name) => createHash(name).update(data).digest('hex')),
        );
      }),
    );
  });
});
