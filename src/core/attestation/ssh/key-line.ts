import type { Cryptography } from '../cryptography.ts';
import { decodeBase64 } from '../encoding/base64.ts';
import type { Read } from '../refusal.ts';
import { attempt, quoted, Refused } from '../refused.ts';
import type { CheckedSignature } from '../signature.ts';
import { readKeyLine } from '../../policy/index.ts';
import { fingerprintOf } from './check-signature.ts';
import { readKeyBlob, UnknownKeyType, type KeyType } from './public-key.ts';
import { WireProblem } from './wire.ts';

/** A public key as people.yaml holds it: a line of `authorized_keys`, read. */
export interface PublicKey {
  /** `type base64`, without options and comment: what two lines of one key have in common. */
  readonly publicKey: string;
  readonly type: KeyType;
  readonly options: {
    /** Pages whose passkey signatures count, e.g. `https://sign.example.com`; empty: it is no passkey. */
    readonly origins: readonly string[];
    /** It signs no more. */
    readonly revoked: boolean;
  };
  readonly comment: string;
}

/**
 * Reads one line, `[options] type base64 [comment]`, as `readKeyLine` of the policy does, and takes the key itself
 * apart: one that could never verify a signature is refused here.
 */
export function parsePublicKey(line: string): Read<PublicKey> {
  return attempt(() => {
    const read = readKeyLine(line);
    if (!read.ok) throw malformed(read.sentence);
    const { publicKey, origins, revoked, comment } = read.line;
    const [name = '', base64 = ''] = publicKey.split(' ');
    const blob = base64.length % 4 === 0 ? decodeBase64(base64) : null;
    if (blob === null) throw malformed('it is not base64');
    const type = typeOf(blob);
    if (type !== name) throw malformed(`it says it is of another type than ${quoted(name)}`);
    return { publicKey, type, options: { origins, revoked }, comment };
  });
}

/** The fingerprint of a `type base64`; throws `RangeError` for what is none. */
export function keyFingerprint(publicKey: string, cryptography: Pick<Cryptography, 'sha256'>): string {
  const blob = decodeBase64(publicKey.split(' ')[1] ?? '');
  if (blob === null) throw new RangeError('not the `type base64` of a public key');
  return fingerprintOf(blob, cryptography);
}

/**
 * Why a signature does not count as one by the key of this line, or `null`: it is another key, the key is revoked,
 * a passkey was asked by a page that the line does not name, or a key enrolled for pages signed without one.
 */
export function whyNotBy(key: PublicKey, signature: CheckedSignature): string | null {
  const { origins, revoked } = key.options;
  const asked = signature.passkey?.origin ?? null;
  if (signature.publicKey !== key.publicKey) return 'it is signed by another key';
  if (revoked) return 'its key is revoked';
  if (asked === null) return origins.length === 0 ? null : 'its key is enrolled as a passkey and signed without a page';
  return origins.includes(asked) ? null : `its passkey is not enrolled for the page ${quoted(asked)}`;
}

function typeOf(blob: Uint8Array): KeyType | null {
  try {
    return readKeyBlob(blob).type;
  } catch (error) {
    if (error instanceof UnknownKeyType) return null;
    if (error instanceof WireProblem) throw malformed(error.message);
    throw error;
  }
}

function malformed(why: string): Refused {
  return new Refused('key-malformed', `the key cannot be used: ${why}`);
}
