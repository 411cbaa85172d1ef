import type { CheckedSignature } from '../signature.ts';
import type { Cryptography } from '../cryptography.ts';
import { decodeBase64 } from '../encoding/base64.ts';
import type { Read } from '../refusal.ts';
import { attempt, quoted, Refused } from '../refused.ts';
import { fingerprintOf } from './check-signature.ts';
import { keyTypes, readKeyBlob, UnknownKeyType, type KeyType } from './public-key.ts';
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
 * Reads one line: `[options] type base64 [comment]`, with the options of `authorized_keys` of which two are known,
 * `origin="https://…[,https://…]"` and `revoked`, joined by commas. Refuses any other option: one that is not
 * understood may have been meant to hold the key back.
 */
export function parsePublicKey(line: string): Read<PublicKey> {
  return attempt(() => {
    const [first = ''] = line.split(' ', 1);
    const named = isKeyType(first);
    const found = (named ? /^()(\S+) +(\S+)(?: +(.*))?$/ : /^((?:[^\s"]|"[^"]*")+) +(\S+) +(\S+)(?: +(.*))?$/).exec(line.trim());
    const [, options = '', type = '', base64 = '', comment = ''] = found ?? [];
    if (found === null || /[^ -~]/.test(line.slice(0, line.length - comment.length))) throw refused(`${quoted(line)} is no line of a public key: type, key, comment`);
    if (!isKeyType(type)) throw new Refused('algorithm-unknown', `a key of type ${quoted(type)} cannot sign here`);
    const blob = base64.length % 4 === 0 && !/[-_]/.test(base64) ? decodeBase64(base64) : null;
    if (blob === null) throw refused('the key is not base64: write the line of the .pub file');
    if (typeOf(blob) !== type) throw refused(`the key says it is of another type than ${quoted(type)}`);
    return { publicKey: `${type} ${base64}`, type, options: readOptions(options, type), comment };
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

function readOptions(text: string, type: KeyType): PublicKey['options'] {
  let origins: readonly string[] = [];
  let revoked = false;
  const seen = new Set<string>();
  for (const option of text === '' ? [] : text.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)) {
    const [name = ''] = option.split('=', 1);
    if (seen.has(name)) throw refused(`the option ${quoted(name)} stands twice`);
    seen.add(name);
    if (option === 'revoked') revoked = true;
    else if (name === 'origin') origins = readOrigins(option, type);
    else throw refused(`${quoted(option)} is no option of a key here: there are \`origin="https://…"\` and \`revoked\``);
  }
  return { origins, revoked };
}

function readOrigins(option: string, type: KeyType): readonly string[] {
  if (type !== 'sk-ecdsa-sha2-nistp256@openssh.com') throw refused(`\`origin\` is for passkeys, and a key of type ${quoted(type)} is none`);
  const origins = /^origin="([^"]*)"$/.exec(option)?.[1]?.split(',').map((origin) => origin.trim()) ?? [];
  const wrong = origins.find((origin) => !/^https:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9]\d{0,4})?$|^http:\/\/localhost(:[1-9]\d{0,4})?$/.test(origin));
  if (origins.length === 0 || wrong !== undefined) throw refused(`${quoted(wrong ?? option)} is no origin: write \`origin="https://sign.example.com"\`, without a path`);
  return origins;
}

function typeOf(blob: Uint8Array): KeyType | null {
  try {
    return readKeyBlob(blob).type;
  } catch (error) {
    if (error instanceof UnknownKeyType) return null;
    if (error instanceof WireProblem) throw refused(`the key is malformed: ${error.message}`);
    throw error;
  }
}

function isKeyType(text: string): text is KeyType {
  return keyTypes.some((type) => type === text);
}

function refused(sentence: string): Refused {
  return new Refused('key-malformed', sentence);
}
