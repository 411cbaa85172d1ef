import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

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

/** RFC 4251 §5 `string`: four bytes of length, then the bytes. */
function wire(value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
