import { concat } from '../encoding/bytes.ts';
import { encodeUtf8 } from '../../values/index.ts';
import { quoted, Refused } from '../refused.ts';
import { readKeyBlob, UnknownKeyType, type KeyParts } from './public-key.ts';
import { WireProblem, WireReader, wireString } from './wire.ts';

/** An SSHSIG taken apart; nothing in it is believed yet. */
export interface SshSignature {
  readonly key: KeyParts;
  /** The public key as it stands in the signature. */
  readonly keyBlob: Uint8Array;
  readonly namespace: string;
  readonly hash: 'sha256' | 'sha512';
  /** The signature itself, still in its wire form. */
  readonly inner: Uint8Array;
}

const magic = encodeUtf8('SSHSIG');

/**
 * Takes an SSHSIG apart (OpenSSH, PROTOCOL.sshsig):
 *
 *     "SSHSIG", uint32 1, string public key, string namespace, string reserved, string hash, string signature
 *
 * `reserved` must be empty: what OpenSSH signs holds an empty one whatever stands here. Throws `Refused`.
 */
export function readSshSignature(blob: Uint8Array): SshSignature {
  return orRefused(() => {
    const reader = new WireReader(blob);
    if (!magic.every((byte) => byte === reader.byte())) throw new WireProblem('it does not begin with SSHSIG');
    const version = reader.uint32();
    if (version !== 1) throw new Refused('algorithm-unknown', `the signature has version ${version}, which is not known`);
    const keyBlob = reader.string();
    const namespace = reader.text();
    const reserved = reader.string();
    const hash = reader.text();
    const inner = reader.string();
    reader.end();
    if (reserved.length > 0) throw new WireProblem('its reserved field is not empty');
    if (hash !== 'sha256' && hash !== 'sha512') throw new Refused('algorithm-unknown', `the signature is made with the hash ${quoted(hash)}, which is not known`);
    return { key: readKey(keyBlob), keyBlob, namespace, hash, inner };
  }, 'the signature');
}

/** What an SSH signature is really over: namespace, hash algorithm and hash of the message. */
export function signedBytes(namespace: string, hash: 'sha256' | 'sha512', digest: Uint8Array): Uint8Array {
  return concat(magic, wireString(namespace), wireString(''), wireString(hash), wireString(digest));
}

/** `readKeyBlob`, with its problems as refusals. */
function readKey(blob: Uint8Array): KeyParts {
  try {
    return readKeyBlob(blob);
  } catch (error) {
    if (error instanceof UnknownKeyType) throw new Refused('algorithm-unknown', `a key of type ${quoted(error.type)} cannot sign here`);
    if (error instanceof WireProblem) throw new Refused('signature-malformed', `the public key in the signature is malformed: ${error.message}`);
    throw error;
  }
}

/** What `read` gives; a `WireProblem` becomes a refusal that names `what`. */
export function orRefused<T>(read: () => T, what: string): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof WireProblem) throw new Refused('signature-malformed', `${what} is malformed: ${error.message}`);
    throw error;
  }
}
