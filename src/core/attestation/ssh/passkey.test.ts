import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passkeyPublicKey, passkeySignature } from '../index.ts';

const prefix = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d03010703420004', 'hex');
const spki = Buffer.concat([prefix, Buffer.alloc(64, 7)]);
const key = () => {
  const read = passkeyPublicKey(spki, 'localhost');
  if (!read.ok) throw new Error(read.refusal.sentence);
  return read.value;
};
const assertion = { authenticatorData: Buffer.alloc(37), clientData: Buffer.from('{}'), signature: Buffer.from('3006020101020102', 'hex') };

describe('a passkey as a key of OpenSSH', () => {
  it('is its point and its relying party, whatever was around them', () => {
    expect(Buffer.from(key().split(' ')[1]!, 'base64').toString('latin1')).toContain('nistp256\0\0\0\x41\x04\x07');
    expect(Buffer.from(key().split(' ')[1]!, 'base64').toString('latin1')).toMatch(/localhost$/);
  });

  it.each([
    ['a point that is packed', Buffer.concat([prefix.subarray(0, -1), Buffer.of(2), Buffer.alloc(64, 7)])],
    ['another curve', Buffer.concat([Buffer.from(prefix.toString('hex').replace('030107', '030106'), 'hex'), Buffer.alloc(64, 7)])],
    ['a byte too many', Buffer.concat([spki, Buffer.of(0)])],
    ['nothing', Buffer.alloc(0)],
  ])('is none where it is %s', (_, bytes) => {
    expect(passkeyPublicKey(bytes, 'localhost')).toMatchObject({ ok: false, refusal: { code: 'algorithm-unknown' } });
  });

  it('signs only with two numbers as DER has them, and never throws', () => {
    expect(passkeySignature(key(), 'countersign', 'http://localhost:14117', assertion)).toMatchObject({ ok: true, value: expect.stringMatching(/^-----BEGIN SSH SIGNATURE-----\n[^]+-----END SSH SIGNATURE-----\n$/) as string });
    for (const der of ['', '30', '3006020101020102ff', '300602010102010', '3106020101020102', '3006030101020102', '30060201010201']) {
      expect(passkeySignature(key(), 'countersign', 'http://localhost:14117', { ...assertion, signature: Buffer.from(der, 'hex') }), der).toMatchObject({ ok: false, refusal: { code: 'signature-malformed' } });
    }
    const bytes = fc.uint8Array({ maxLength: 90 });
    fc.assert(fc.property(bytes, bytes, bytes, (authenticatorData, clientData, signature) => void expect(() => passkeySignature(key(), 'countersign', 'http://localhost:14117', { authenticatorData, clientData, signature })).not.toThrow()));
  });

  it('is refused where the authenticator said too little, or the key is of another kind', () => {
    expect(passkeySignature(key(), 'countersign', 'http://localhost:14117', { ...assertion, authenticatorData: Buffer.alloc(36) }).ok).toBe(false);
    expect(passkeySignature('ssh-ed25519 AAAA', 'countersign', 'http://localhost:14117', assertion).ok).toBe(false);
  });
});
