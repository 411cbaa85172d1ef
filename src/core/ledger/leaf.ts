import { canonicalJson, decodeUtf8, encodeUtf8 } from '../values/index.ts';
import type { Parsed } from './ledger.ts';

/**
 * What the tree is made of: one small record for each entry. It says nothing of the content, so that a private
 * repository can publish leaves and checkpoints; the envelope lies beside it.
 */
export interface Leaf {
  /** Name of the predicate: `sign-off`, `landing`, … */
  readonly kind: string;
  /** SHA-256 of the payload (the statement's bytes), 64 hex digits. */
  readonly payload: string;
  /** SHA-256 of the envelope's bytes, 64 hex digits. */
  readonly envelope: string;
  /** Fingerprint of the key, `SHA256:…` as `ssh-keygen -l` prints it. */
  readonly key: string;
  /** Id of the repository the statement is for, 64 hex digits. */
  readonly repository: string;
}

const form = /^\{"envelope":"([0-9a-f]{64})","key":"(SHA256:[A-Za-z0-9+/]{43})","kind":"([a-z][a-z-]{0,31})","payload":"([0-9a-f]{64})","repository":"([0-9a-f]{64})","v":1\}$/;

/** A leaf as canonical JSON (RFC 8785), e.g. `{"envelope":"…","key":"SHA256:…","kind":"sign-off",…,"v":1}`. */
export function writeLeaf(leaf: Leaf): Uint8Array {
  const text = canonicalJson({ v: 1, kind: leaf.kind, payload: leaf.payload, envelope: leaf.envelope, key: leaf.key, repository: leaf.repository });
  if (!form.test(text)) throw new TypeError('a leaf with a malformed field');
  return encodeUtf8(text);
}

/** The one reading of a leaf: exactly the bytes `writeLeaf` gives, so that no record has two forms. */
export function readLeaf(bytes: Uint8Array): Parsed<Leaf> {
  const [, envelope, key, kind, payload, repository] = form.exec(decodeUtf8(bytes)) ?? [];
  if (envelope === undefined || key === undefined || kind === undefined || payload === undefined || repository === undefined) {
    return { ok: false, sentence: 'it is no leaf record of version 1 in canonical form' };
  }
  return { ok: true, value: { kind, payload, envelope, key, repository } };
}
