import { createHash, createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A key pair of the story. It protects nothing: everybody can derive it. */
export interface ExampleKey {
  readonly privateKey: KeyObject;
  /** One line as in `authorized_keys`: type, base64, comment. */
  readonly line: string;
}

// RFC 8410: the fixed start of an Ed25519 private key in PKCS #8, before its 32 bytes of seed.
const pkcs8Start = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * The Ed25519 key of a person or gate of the story, the same on every machine. `sk` gives the line of a
 * security key (OpenSSH PROTOCOL.u2f) whose authenticator tests can play with the private key.
 */
export function exampleKey(id: string, kind: 'file' | 'sk' = 'file'): ExampleKey {
  const seed = createHash('sha256').update('countersign example key, protects nothing: ' + id).digest();
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8Start, seed]), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  const point = spki.subarray(spki.length - 32);
  const type = kind === 'sk' ? 'sk-ssh-ed25519@openssh.com' : 'ssh-ed25519';
  const blob = [wire(type), wire(point), ...(kind === 'sk' ? [wire('ssh:')] : [])];
  return { privateKey, line: `${type} ${Buffer.concat(blob).toString('base64')} ${id}${kind === 'sk' ? '-yubikey' : ''}` };
}

/** The id of the example's repository; drawn from its name, where `countersign init` draws at random. */
export const exampleRepository = createHash('sha256').update('countersign example repository: shop-api').digest('hex');

/**
 * Writes a key pair of the story as `ssh-keygen` does and gives the path of the private half. These are public test
 * keys: whoever has this file has every one of them.
 */
export function writeExampleKey(folder: string, id: string): string {
  const { privateKey, line } = exampleKey(id);
  const { d = '', x = '' } = privateKey.export({ format: 'jwk' });
  const [seed, point, blob] = [Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url'), Buffer.from(line.split(' ')[1] ?? '', 'base64')];
  // OpenSSH PROTOCOL.key, unencrypted: the two numbers in front must only be equal.
  const inner = Buffer.concat([Buffer.alloc(8), wire('ssh-ed25519'), wire(point), wire(Buffer.concat([seed, point])), wire(`${id}, public test key`)]);
  const padded = Buffer.concat([inner, Buffer.from(Array.from({ length: (8 - (inner.length % 8)) % 8 }, (_, index) => index + 1))]);
  const count = Buffer.from([0, 0, 0, 1]);
  const bytes = Buffer.concat([Buffer.from('openssh-key-v1\0'), wire('none'), wire('none'), wire(''), count, wire(blob), wire(padded)]);
  const lines = bytes.toString('base64').match(/.{1,70}/g) ?? [];
  mkdirSync(folder, { recursive: true });
  const path = join(folder, id);
  const label = 'OPENSSH PRIVATE KEY';
  writeFileSync(path, `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`, { mode: 0o600 });
  chmodSync(path, 0o600);
  writeFileSync(`${path}.pub`, `${line}\n`);
  return path;
}

/** The armored SSH signature of a key of the story (OpenSSH PROTOCOL.sshsig), as `ssh-keygen -Y sign` makes it. */
export function signWith({ privateKey, line }: ExampleKey, namespace: string, message: Uint8Array): string {
  const named = [wire(namespace), wire(''), wire('sha512')];
  const digest = createHash('sha512').update(message).digest();
  const signature = sign(null, Buffer.concat([Buffer.from('SSHSIG'), ...named, wire(digest)]), privateKey);
  const blob = Buffer.concat([Buffer.from('SSHSIG'), Buffer.from([0, 0, 0, 1]), wire(Buffer.from(line.split(' ')[1] ?? '', 'base64')), ...named, wire(Buffer.concat([wire('ssh-ed25519'), wire(signature)]))]);
  const lines = blob.toString('base64').match(/.{1,70}/g) ?? [];
  return `-----BEGIN SSH SIGNATURE-----\n${lines.join('\n')}\n-----END SSH SIGNATURE-----\n`;
}

/** RFC 4251 §5 `string`: four bytes of length, then the bytes. */
function wire(value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
