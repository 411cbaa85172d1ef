import { createHash, generateKeyPairSync, sign as signBytes, type KeyObject } from 'node:crypto';
import type { TestKey } from './file-key.ts';
import { armored, mpint, preimage, str, uint32 } from './wire.ts';

/** A security key in software: everything a real one would decide is said by the test. */
export interface SoftSecurityKey extends TestKey {
  /** The public key in its wire form. */
  readonly blob: Buffer;
  /** Like `sign`, with other flags (bit 0 a touch, bit 2 a PIN or biometric), counter or hash. */
  signAs(how: Touch, message: Uint8Array, namespace?: string): string;
}

/** How a security key answers once. */
export interface Touch {
  readonly flags?: number;
  readonly counter?: number;
  readonly hash?: 'sha256' | 'sha512';
}

const sha256 = (data: Uint8Array): Buffer => createHash('sha256').update(data).digest();

/** What an authenticator signs: application, flags, counter and extensions, before a hash (OpenSSH PROTOCOL.u2f). */
const authenticated = (application: string, flags: number, counter: number, extensions: Uint8Array, hashed: Uint8Array): Buffer =>
  Buffer.concat([sha256(Buffer.from(application)), Buffer.of(flags), uint32(counter), extensions, hashed]);

/** A new key, `ed25519-sk` or `ecdsa-sk`; `flags` are those of `sign`: 1 touched, 5 touched and verified. */
export function softSecurityKey(
  type: 'ed25519-sk' | 'ecdsa-sk' = 'ed25519-sk',
  { flags = 1, application = 'ssh:', comment = `${type}@example.com` } = {},
): SoftSecurityKey {
  const pair = type === 'ed25519-sk' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = type === 'ed25519-sk' ? 'sk-ssh-ed25519@openssh.com' : ecdsaSk;
  const blob = type === 'ed25519-sk' ? Buffer.concat([str(name), str(rawEd25519(pair.publicKey)), str(application)]) : ecdsaSkBlob(pair.publicKey, application);
  let used = 0;
  const signAs = ({ flags: given = flags, counter = (used += 1), hash = 'sha512' }: Touch, message: Uint8Array, namespace = 'countersign'): string => {
    const over = preimage(namespace, hash, createHash(hash).update(message).digest());
    const data = authenticated(application, given, counter, Buffer.alloc(0), sha256(over));
    const value = type === 'ed25519-sk' ? signBytes(null, data, pair.privateKey) : ecdsaValue(data, pair.privateKey);
    return armored({ key: blob, namespace, hash, signature: Buffer.concat([str(name), str(value), Buffer.of(given), uint32(counter)]) });
  };
  return { line: `${name} ${blob.toString('base64')} ${comment}`, blob, signAs, sign: (message, namespace) => signAs({}, message, namespace) };
}

/** A passkey in software, with the browser that asks it. */
export interface SoftPasskey extends TestKey {
  readonly blob: Buffer;
  /** Like `sign`, with another browser's or authenticator's answer. */
  signAs(how: Assertion, message: Uint8Array, namespace?: string): string;
}

/** How a passkey and its browser answer once. */
export interface Assertion extends Touch {
  /** What the browser wrote down as the page; the page itself where not given. */
  readonly origin?: string;
  /** The origin that the signature names beside; the same where not given. */
  readonly namedOrigin?: string;
  readonly rpId?: string;
  /** Of the authenticator; announce them with 0x80 in `flags`. */
  readonly extensions?: Uint8Array;
  /** Members after `origin`. */
  readonly further?: string;
  /** What the browser took for the challenge; the pre-image where not given. */
  readonly challenge?: (preimage: Buffer) => Buffer;
}

/** A new passkey of the page `origin`, whose relying party is the host in it; `flags` are those of `sign`: 5 is UP and UV. */
export function softPasskey({ origin = 'https://sign.example.com', rpId = new URL(origin).hostname, flags = 5, comment = 'passkey@example.com' } = {}): SoftPasskey {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const blob = ecdsaSkBlob(pair.publicKey, rpId);
  let used = 0;
  const signAs = (how: Assertion, message: Uint8Array, namespace = 'countersign'): string => {
    const { flags: given = flags, counter = (used += 1), hash = 'sha512', extensions = Buffer.alloc(0), origin: page = origin, namedOrigin = page } = how;
    const over = preimage(namespace, hash, createHash(hash).update(message).digest());
    const challenge = (how.challenge ?? ((bytes) => bytes))(over).toString('base64url');
    const clientData = Buffer.from(`{"type":"webauthn.get","challenge":"${challenge}","origin":"${page}"${how.further ?? ',"crossOrigin":false'}}`);
    const value = ecdsaValue(authenticated(how.rpId ?? rpId, given, counter, extensions, sha256(clientData)), pair.privateKey);
    const signature = [str(`webauthn-${ecdsaSk}`), str(value), Buffer.of(given), uint32(counter), str(namedOrigin), str(clientData), str(extensions)];
    return armored({ key: blob, namespace, hash, signature: Buffer.concat(signature) });
  };
  return { line: `origin="${origin}" ${ecdsaSk} ${blob.toString('base64')} ${comment}`, blob, signAs, sign: (message, namespace) => signAs({}, message, namespace) };
}

const ecdsaSk = 'sk-ecdsa-sha2-nistp256@openssh.com';

function ecdsaSkBlob(key: KeyObject, application: string): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return Buffer.concat([str(ecdsaSk), str('nistp256'), str(point), str(application)]);
}

function rawEd25519(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
}

function ecdsaValue(data: Uint8Array, key: KeyObject): Buffer {
  const pair = signBytes('sha256', data, { key, dsaEncoding: 'ieee-p1363' });
  return Buffer.concat([mpint(pair.subarray(0, 32)), mpint(pair.subarray(32))]);
}
