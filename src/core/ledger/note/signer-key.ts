import { decodeUtf8, encodeUtf8 } from '../../values/index.ts';
import type { Checkpoint, Hash, Parsed } from '../ledger.ts';
import { sameBytes } from '../tree/tree-hash.ts';
import { fromBase64, fromHex, toBase64, toHex } from './base64.ts';
import { writeCheckpoint } from './checkpoint.ts';
import { timestamped } from './cosignature.ts';
import { isKeyName, keyId, type VerifierKey, writeNote } from './signed-note.ts';

/** The secret half of a note key, in the text form of Go's `sumdb/note`: whoever reads it can sign. */
export interface SignerKey {
  readonly name: string;
  /** RFC 8032, 32 bytes. */
  readonly seed: Uint8Array;
}

/** What every file with a signer key begins with. */
export const signerKeyMark = 'PRIVATE+KEY+';

/** Writes a signer key as one line: `PRIVATE+KEY+name+hex(id)+base64(1, seed)`; the id is that of the plain Ed25519 key. */
export function writeSignerKey(hash: Hash, { name, seed }: SignerKey, publicKey: Uint8Array): string {
  return `${signerKeyMark}${name}+${toHex(keyId(hash, name, 'ed25519', publicKey))}+${toBase64(Uint8Array.from([1, ...seed]))}\n`;
}

/** Reads a signer key; `publicKeyOf` derives the public half, which the id in the text must belong to. */
export function readSignerKey(hash: Hash, publicKeyOf: (seed: Uint8Array) => Uint8Array, text: string): Parsed<SignerKey> {
  const [, name = '', id = '', material = ''] = /^PRIVATE\+KEY\+([^+\n]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)\n?$/.exec(text) ?? [];
  const bytes = fromBase64(material);
  if (!isKeyName(name) || bytes?.length !== 33 || bytes[0] !== 1) return { ok: false, sentence: 'it is no signer key: `PRIVATE+KEY+name+id+key`, of Ed25519' };
  const seed = bytes.subarray(1);
  if (!sameBytes(keyId(hash, name, 'ed25519', publicKeyOf(seed)), fromHex(id)!)) return { ok: false, sentence: 'its key id belongs to another name or key' };
  return { ok: true, value: { name, seed } };
}

/** The key by which others check cosignatures of this name. */
export function cosignerKey(hash: Hash, name: string, publicKey: Uint8Array): VerifierKey {
  return { name, id: keyId(hash, name, 'cosignature', publicKey), algorithm: 'cosignature', publicKey };
}

/** A key for checking as text, a vkey: `name+hex(id)+base64(type, public key)`. */
export function writeVerifierKey({ name, id, algorithm, publicKey }: VerifierKey): string {
  return `${name}+${toHex(id)}+${toBase64(Uint8Array.from([algorithm === 'cosignature' ? 4 : 1, ...publicKey]))}`;
}

/** The checkpoint as a note with one cosignature (C2SP tlog-cosignature) of the moment `signedAt`, seconds since 1970. */
export function cosign(checkpoint: Checkpoint, key: VerifierKey, signedAt: number, sign: (message: Uint8Array) => Uint8Array): Uint8Array {
  const body = writeCheckpoint(checkpoint);
  const message = Uint8Array.from([...encodeUtf8(`cosignature/v1\ntime ${signedAt}\n`), ...body]);
  return writeNote({ text: decodeUtf8(body), signatures: [{ name: key.name, id: key.id, signature: timestamped(signedAt, sign(message)) }] });
}
