import { encodeUtf8 } from '../../values/index.ts';
import type { Hash, Parsed } from '../ledger.ts';
import { sameBytes } from '../tree/tree-hash.ts';
import { fromBase64, fromHex, toBase64, toHex } from './base64.ts';
import { plainText } from './checkpoint.ts';
import { cosignedMessage } from './cosignature.ts';

/** How many signature lines are read: the format asks for at least 16, and an unbounded note is an attack. */
const mostSignatures = 64;

/** Checks an Ed25519 signature (RFC 8032); never throws. */
export type VerifyEd25519 = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;

/** A key that may sign notes. `ed25519` signs the text; `cosignature` a moment and the text (C2SP tlog-cosignature). */
export interface VerifierKey {
  readonly name: string;
  readonly id: Uint8Array;
  readonly algorithm: 'ed25519' | 'cosignature';
  readonly publicKey: Uint8Array;
}

const typeBytes = { ed25519: 1, cosignature: 4 } as const;

/** A key id: the first four bytes of SHA-256 over name, line feed, type and public key. A short cut, never a proof. */
export function keyId(hash: Hash, name: string, algorithm: VerifierKey['algorithm'], publicKey: Uint8Array): Uint8Array {
  return hash(Uint8Array.from([...encodeUtf8(`${name}\n`), typeBytes[algorithm], ...publicKey])).subarray(0, 4);
}

/** Reads a vkey, `name+hex(id)+base64(type, public key)`. */
export function readVerifierKey(hash: Hash, text: string): Parsed<VerifierKey> {
  const [, name = '', id = '', material = ''] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  const bytes = fromBase64(material);
  if (!isKeyName(name) || bytes === null) return { ok: false, sentence: 'it is no verifier key: `name+id+key`' };
  const algorithm = bytes[0] === typeBytes.ed25519 ? 'ed25519' : bytes[0] === typeBytes.cosignature ? 'cosignature' : null;
  if (algorithm === null) return { ok: false, sentence: `signature type ${bytes[0] ?? 'none'} is not known here` };
  const publicKey = bytes.subarray(1);
  if (publicKey.length !== 32) return { ok: false, sentence: 'its public key is not 32 bytes long' };
  if (toHex(keyId(hash, name, algorithm, publicKey)) !== id) return { ok: false, sentence: 'its key id belongs to another name or key' };
  return { ok: true, value: { name, id: fromHex(id)!, algorithm, publicKey } };
}

/** One signature line. */
export interface NoteSignature {
  readonly name: string;
  readonly id: Uint8Array;
  readonly signature: Uint8Array;
}

/** A note taken apart; nothing of it is checked. */
export interface Note {
  /** With its last line feed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Takes a signed note (C2SP signed-note) apart: its text ends at the last empty line. */
export function readNote(bytes: Uint8Array): Parsed<Note> {
  const whole = plainText(bytes);
  if (whole === null) return { ok: false, sentence: 'the note holds control characters or is not UTF-8' };
  const end = whole.lastIndexOf('\n\n');
  if (end < 0 || !whole.endsWith('\n')) return { ok: false, sentence: 'the note has no signatures behind an empty line' };
  const lines = whole.slice(end + 2, -1).split('\n');
  if (lines.length > mostSignatures) return { ok: false, sentence: `the note has more than ${mostSignatures} signatures` };
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const [, name = '', encoded = ''] = /^\u2014 ([^ ]+) ([A-Za-z0-9+/=]+)$/.exec(line) ?? [];
    const signed = fromBase64(encoded);
    if (!isKeyName(name) || signed === null || signed.length < 5) return { ok: false, sentence: `signature line ${signatures.length + 1} of the note is malformed` };
    signatures.push({ name, id: signed.subarray(0, 4), signature: signed.subarray(4) });
  }
  return { ok: true, value: { text: whole.slice(0, end + 1), signatures } };
}

/** Writes a note: a text that ends in a line feed, an empty line, and a line for each signature. */
export function writeNote({ text, signatures }: Note): Uint8Array {
  const lines = signatures.map(({ name, id, signature }) => `\u2014 ${name} ${toBase64(Uint8Array.from([...id, ...signature]))}\n`);
  return encodeUtf8(`${text}\n${lines.join('')}`);
}

/** A note of which at least one known key signed the text, and no known key's signature is bad. */
export interface OpenedNote {
  readonly text: string;
  /** `signedAt`: the moment a cosigner vouches for, in seconds since 1970; `null` for a plain signature. */
  readonly signedBy: readonly { readonly key: VerifierKey; readonly signedAt: number | null }[];
}

/** Checks a note against the keys that are known. Signatures of other keys are passed over, a bad one of a known key refuses it all. */
export function openNote(cryptography: { readonly verify: VerifyEd25519 }, bytes: Uint8Array, keys: readonly VerifierKey[]): Parsed<OpenedNote> {
  const note = readNote(bytes);
  if (!note.ok) return note;
  const { text, signatures } = note.value;
  const signedBy = new Map<VerifierKey, number | null>();
  for (const { name, id, signature } of signatures) {
    const key = keys.find((each) => each.name === name && sameBytes(each.id, id));
    if (key === undefined) continue;
    const signed = key.algorithm === 'ed25519' ? { message: encodeUtf8(text), signature, signedAt: null } : cosignedMessage(text, signature);
    if (signed === null || signed.signature.length !== 64 || !cryptography.verify(key.publicKey, signed.message, signed.signature)) {
      return { ok: false, sentence: `the signature of \`${name}\` is bad` };
    }
    signedBy.set(key, signed.signedAt);
  }
  if (signedBy.size === 0) return { ok: false, sentence: 'no key that is known signed the note' };
  return { ok: true, value: { text, signedBy: Array.from(signedBy, ([key, signedAt]) => ({ key, signedAt })) } };
}

/** Not empty, without Unicode spaces and plus, and nothing that a note could not hold. */
export function isKeyName(name: string): boolean {
  return name !== '' && !/[\s+\p{Cc}\p{Cs}]/u.test(name);
}
