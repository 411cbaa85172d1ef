import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { softPasskey, softSecurityKey } from '../../../../test/keys/soft-security-key.ts';
import { mpint, str } from '../../../../test/keys/wire.ts';
import { nobody } from '../../policy/index.ts';
import type { CheckedSignature } from '../signature.ts';
import { allowedSigners } from './allowed-signers.ts';
import { parsePublicKey, whyNotBy, type PublicKey } from './key-line.ts';

const ed25519 = `ssh-ed25519 ${Buffer.concat([str('ssh-ed25519'), str(Buffer.alloc(32, 7))]).toString('base64')}`;
const { line: passkey } = softPasskey();
const { line: securityKey, blob } = softSecurityKey('ed25519-sk');

const parsed = (line: string): PublicKey => {
  const read = parsePublicKey(line);
  if (!read.ok) throw new TypeError(read.refusal.sentence);
  return read.value;
};
const refused = (line: string): string => {
  const read = parsePublicKey(line);
  return read.ok ? 'read' : read.refusal.sentence;
};
const keyOf = (type: string, ...parts: readonly Uint8Array[]) => `${type} ${Buffer.concat([str(type), ...parts]).toString('base64')}`;
const one = Buffer.of(1);

describe('a public key', () => {
  it('is read with its options and comment', () => {
    expect(parsed(`${ed25519} ana on her laptop`)).toEqual({ publicKey: ed25519, type: 'ssh-ed25519', options: { origins: [], revoked: false }, comment: 'ana on her laptop' });
    expect(parsed(`revoked ${ed25519}`).options).toEqual({ origins: [], revoked: true });
    expect(parsed(passkey).options).toEqual({ origins: ['https://sign.example.com'], revoked: false });
    expect(parsed(passkey.replace('origin=', 'revoked,origin=')).options).toEqual({ origins: ['https://sign.example.com'], revoked: true });
  });

  it.each([
    ['nothing', ''],
    ['a private key', '-----BEGIN OPENSSH PRIVATE KEY-----'],
    ['a type without a key', 'ssh-ed25519'],
    ['a certificate', ed25519.replace('ssh-ed25519', 'ssh-ed25519-cert-v01@openssh.com')],
    ['DSA', keyOf('ssh-dss', mpint(one))],
    ['an option nobody knows', `cert-authority ${ed25519}`],
    ['a key of another type than it says', ed25519.replace('ssh-ed25519', 'ssh-rsa')],
    ['a key with a byte more', keyOf('ssh-ed25519', str(Buffer.alloc(32, 7)), one)],
    ['a key of 31 bytes', keyOf('ssh-ed25519', str(Buffer.alloc(31, 7)))],
    ['a key for which anybody could sign', keyOf('ssh-ed25519', str(Buffer.concat([one, Buffer.alloc(31)])))],
    ['a coordinate spelled a second way', keyOf('ssh-ed25519', str(Buffer.concat([Buffer.of(0xee), Buffer.alloc(30, 0xff), Buffer.of(0x7f)])))],
    ['a curve that is not its type’s', keyOf('ecdsa-sha2-nistp256', str('nistp384'), str(Buffer.concat([Buffer.of(4), Buffer.alloc(64, 1)])))],
    ['a compressed point', keyOf('ecdsa-sha2-nistp256', str('nistp256'), str(Buffer.concat([Buffer.of(2), Buffer.alloc(32, 1)])))],
    ['RSA of 2047 bits', keyOf('ssh-rsa', mpint(Buffer.of(1, 0, 1)), mpint(Buffer.concat([Buffer.of(0x7f), Buffer.alloc(255, 0xff)])))],
    ['RSA with an even exponent', keyOf('ssh-rsa', mpint(Buffer.of(4)), mpint(Buffer.alloc(256, 0xff)))],
    ['RSA with the exponent 1', keyOf('ssh-rsa', mpint(one), mpint(Buffer.alloc(256, 0xff)))],
    ['RSA with a negative modulus', keyOf('ssh-rsa', mpint(Buffer.of(3)), str(Buffer.alloc(256, 0xff)))],
    ['RSA with a padded modulus', keyOf('ssh-rsa', mpint(Buffer.of(3)), str(Buffer.concat([Buffer.of(0, 0), Buffer.alloc(256, 0xff)])))],
    ['a security key without an application', securityKey.replace(blob.toString('base64'), blob.subarray(0, -8).toString('base64'))],
  ])('is refused: %s', (_, line) => {
    expect(refused(line)).toMatch(/^the key cannot be used: ./);
  });

  it('of RSA needs 2048 bits, and an odd exponent', () => {
    expect(refused(keyOf('ssh-rsa', mpint(Buffer.of(3)), mpint(Buffer.alloc(256, 0xff))))).toBe('read');
  });

  it('is never read from random bytes as one that has another spelling', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String().map((text) => `ssh-ed25519 AAAA${text}`)), (line) => {
        const read = parsePublicKey(line);
        if (read.ok) expect(line).toContain(read.value.publicKey);
        else expect(read.refusal.code).toBe('key-malformed');
      }),
    );
  });
});

describe('a signature', () => {
  const by = (line: string, origin: string | null): CheckedSignature => ({
    publicKey: parsed(line).publicKey,
    fingerprint: '',
    strength: 'verified',
    synced: origin === null ? null : false,
    counter: 1,
    passkey: origin === null ? null : { rpId: 'sign.example.com', origin, backedUp: false },
  });
  const plainPasskey = passkey.slice(passkey.indexOf(' ') + 1);

  it.each([
    ['counts as its own key’s', securityKey, by(securityKey, null), null],
    ['counts for a page that is enrolled', passkey, by(passkey, 'https://sign.example.com'), null],
    ['counts without a page where none is enrolled', plainPasskey, by(passkey, null), null],
    ['does not count as another key’s', ed25519, by(securityKey, null), 'it is signed by another key'],
    ['does not count by a revoked key', `revoked ${securityKey}`, by(securityKey, null), 'its key is revoked'],
    ['does not count for another page', passkey, by(passkey, 'https://evil.example.com'), 'its passkey is not enrolled for the page `https://evil.example.com`'],
    ['does not count for any page where none is enrolled', plainPasskey, by(passkey, 'https://sign.example.com'), 'its passkey is not enrolled for the page `https://sign.example.com`'],
    ['does not count without a page where one is enrolled', passkey, by(passkey, null), 'its key is enrolled as a passkey and signed without a page'],
  ])('%s', (_, line, signature, expected) => {
    expect(whyNotBy(parsed(line), signature)).toBe(expected);
  });
});

describe('allowed signers', () => {
  const at = { file: 'people.yaml', line: 1, column: 1 };
  const person = (id: string, ...keys: readonly string[]) => ({ id, name: id, level: 'senior', emails: [], accounts: {}, keys, at });

  it('have one exact principal for each key, and none that is revoked or is no key', () => {
    const people = { ...nobody, persons: [person('ana', `${ed25519} laptop`, passkey), person('bo', `revoked ${securityKey}`, 'ssh-ed25519 AAAA')], gates: [{ id: 'ci', keys: [securityKey], may: [], at }], root: { repository: '0'.repeat(64), keys: [ed25519], at } };
    const bare = parsed(passkey).publicKey;
    expect(allowedSigners(people)).toBe(
      `@root namespaces="countersign" ${ed25519}\nana namespaces="countersign" ${ed25519}\nana namespaces="countersign" ${bare}\nci namespaces="countersign" ${parsed(securityKey).publicKey}\n`,
    );
  });

  it('have no pattern for a principal', () => {
    expect(allowedSigners({ ...nobody, persons: [person('*', ed25519), person('ana,bo', ed25519), person('!ana', ed25519)] })).toBe('');
  });
});
