import type { KeyMaterial } from '../cryptography.ts';
import { isSmallOrder } from './small-order.ts';
import { WireProblem, WireReader } from './wire.ts';

/** A public key taken apart: what it is checked with, and for a security key the application it was made for. */
export interface KeyParts {
  /** The key's type, e.g. `sk-ssh-ed25519@openssh.com`. */
  readonly type: KeyType;
  readonly material: KeyMaterial;
  /** Of a security key: `ssh:…`; of a passkey its relying party id (a host name). `null`: a key in a file. */
  readonly application: string | null;
}

/** The key types that may sign. Certificates, DSA and what is not here yet are none. */
export const keyTypes = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'ssh-rsa',
  'sk-ssh-ed25519@openssh.com',
  'sk-ecdsa-sha2-nistp256@openssh.com',
] as const;

/** One of `keyTypes`. */
export type KeyType = (typeof keyTypes)[number];

/** Bytes of one coordinate. */
export const coordinateBytes = { nistp256: 32, nistp384: 48, nistp521: 66 } as const;

/** A key type that this engine does not know, thrown by `readKeyBlob`. */
export class UnknownKeyType extends Error {
  readonly type: string;

  constructor(type: string) {
    super(type);
    this.type = type;
  }
}

/**
 * Takes the wire form of a public key apart (RFC 4253 section 6.6, RFC 5656, RFC 8709, OpenSSH PROTOCOL.u2f).
 * Throws `UnknownKeyType`, or `WireProblem` for anything that is too short, too long, of a wrong size or spelled in
 * more than one way. That a point lies on its curve is seen when a signature is checked.
 */
export function readKeyBlob(blob: Uint8Array): KeyParts {
  const reader = new WireReader(blob);
  const name = reader.text();
  const type = keyTypes.find((known) => known === name);
  if (type === undefined) throw new UnknownKeyType(name);
  const material = readMaterial(type, reader);
  const application = type.startsWith('sk-') ? reader.text() : null;
  reader.end();
  if (application === '') throw new WireProblem('it names no application');
  return { type, material, application };
}

function readMaterial(type: KeyType, reader: WireReader): KeyMaterial {
  switch (type) {
    case 'ssh-ed25519':
    case 'sk-ssh-ed25519@openssh.com':
      return readEd25519(reader);
    case 'ssh-rsa':
      return readRsa(reader);
    case 'ecdsa-sha2-nistp256':
    case 'sk-ecdsa-sha2-nistp256@openssh.com':
      return readPoint(reader, 'nistp256');
    case 'ecdsa-sha2-nistp384':
      return readPoint(reader, 'nistp384');
    case 'ecdsa-sha2-nistp521':
      return readPoint(reader, 'nistp521');
  }
}

function readEd25519(reader: WireReader): KeyMaterial {
  const publicKey = reader.string();
  if (publicKey.length !== 32) throw new WireProblem('its key is not 32 bytes long');
  if (isSmallOrder(publicKey)) throw new WireProblem('anybody could sign for it');
  return { algorithm: 'ed25519', publicKey };
}

function readPoint(reader: WireReader, curve: 'nistp256' | 'nistp384' | 'nistp521'): KeyMaterial {
  if (reader.text() !== curve) throw new WireProblem('it names another curve than its type');
  const point = reader.string();
  if (point[0] !== 4 || point.length !== 1 + 2 * coordinateBytes[curve]) throw new WireProblem('its point is not written out in full');
  return { algorithm: 'ecdsa', curve, point };
}

function readRsa(reader: WireReader): KeyMaterial {
  const exponent = reader.positive();
  const modulus = reader.positive();
  const bits = modulus.length * 8 - Math.clz32(modulus[0]!) + 24;
  if (bits < 2048) throw new WireProblem(`it has ${bits} bits, and RSA needs 2048`);
  if (bits > 16_384) throw new WireProblem(`it has ${bits} bits, and no RSA key needs more than 16384`);
  if (exponent.length > 8 || (exponent.at(-1)! & 1) === 0 || (exponent.length === 1 && exponent[0]! < 3)) throw new WireProblem('its exponent is none');
  return { algorithm: 'rsa', modulus, exponent };
}
