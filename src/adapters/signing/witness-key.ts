import { createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { cosignerKey, isKeyName, readSignerKey, signerKeyMark, type SignerKey, writeSignerKey } from '../../core/ledger/index.ts';
import { Failure } from '../../core/values/index.ts';
import type { NoteSigner } from '../../workflows/ports/index.ts';
import { nodeCryptography } from './node-cryptography.ts';

const hash = nodeCryptography.sha256;
const mend = 'countersign witness --new-key NAME --key FILE makes one';

/** Reads the one private key this program ever reads: that of a witness, which is nobody's but the machine's. Throws `key-unusable`. */
export function readWitnessKey(file: string): NoteSigner {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Failure('key-unusable', 'user', `the witness's key \`${file}\` cannot be read (${(error as NodeJS.ErrnoException).code})`, [mend]);
  }
  const read = readSignerKey(hash, publicKeyOf, text);
  if (!read.ok) throw new Failure('key-unusable', 'user', `\`${file}\` is no key of a witness: ${read.sentence}`, [mend]);
  return signerOf(read.value);
}

/** Draws a key and writes it into a new file that its owner alone can read. Throws `file-unwritable`. */
export function drawWitnessKey(name: string, file: string): NoteSigner {
  if (!isKeyName(name)) throw new Failure('usage', 'user', `\`${name}\` is no name for a witness's key`, ['a name has no spaces, no control characters and no plus, such as witness.example.com/shop']);
  if (lstatSync(file, { throwIfNoEntry: false }) !== undefined) throw new Failure('file-unwritable', 'user', `\`${file}\` exists, and no key is ever written over`, ['name a new file']);
  const key: SignerKey = { name, seed: new Uint8Array(randomBytes(32)) };
  try {
    writeFileSync(file, writeSignerKey(hash, key, publicKeyOf(key.seed)), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw new Failure('file-unwritable', 'user', `\`${file}\` cannot be written (${(error as NodeJS.ErrnoException).code})`, [`name a file in a folder that is there; it will begin with \`${signerKeyMark}\``]);
  }
  return signerOf(key);
}

function signerOf({ name, seed }: SignerKey): NoteSigner {
  const secret = secretOf(seed);
  return { key: cosignerKey(hash, name, publicKeyOf(seed)), sign: (message) => new Uint8Array(sign(null, message, secret)) };
}

/** The DER of an Ed25519 private key (RFC 8410) up to its seed. */
const derStart = Buffer.from('302e020100300506032b657004220420', 'hex');

function secretOf(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([derStart, seed]), format: 'der', type: 'pkcs8' });
}

function publicKeyOf(seed: Uint8Array): Uint8Array {
  return new Uint8Array(createPublicKey(secretOf(seed)).export({ format: 'der', type: 'spki' }).subarray(-32));
}
