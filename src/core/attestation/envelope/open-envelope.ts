import type { Cryptography } from '../cryptography.ts';
import { decodeBase64 } from '../encoding/base64.ts';
import { decodeUtf8 } from '../../values/index.ts';
import { encodeHex } from '../encoding/hex.ts';
import { isList, JsonProblem, readJson, type JsonObject, type JsonValue } from '../encoding/strict-json.ts';
import { namespace, payloadType } from '../format.ts';
import { readStatement } from '../read-statement.ts';
import type { Read } from '../refusal.ts';
import { attempt, quoted, Refused } from '../refused.ts';
import type { CheckedSignature } from '../signature.ts';
import { checkSignature } from '../ssh/check-signature.ts';
import type { Statement } from '../statement.ts';
import { pae } from './pae.ts';

/** An envelope whose signature holds, and the statement that was read from the very bytes that are signed. */
export interface OpenedEnvelope {
  readonly statement: Statement;
  /** The signed bytes. */
  readonly payload: Uint8Array;
  /** 64 hex digits. */
  readonly payloadSha256: string;
  /** Of the envelope as given, 64 hex digits. */
  readonly envelopeSha256: string;
  readonly signature: CheckedSignature;
}

/**
 * Opens a DSSE envelope (envelope.md of DSSE 1.0.2) with exactly one signature: first the signature is checked, then
 * the payload is read. `keyid` may stand there and decides nothing. Any bytes may be given; nothing is thrown.
 */
export function openEnvelope(bytes: Uint8Array, cryptography: Cryptography): Read<OpenedEnvelope> {
  return attempt(() => {
    const { payload, armored } = readEnvelope(bytes);
    const checked = checkSignature(armored, pae(payloadType, payload), namespace, cryptography);
    if (!checked.ok) throw new Refused(checked.refusal.code, checked.refusal.sentence);
    return {
      statement: readStatement(payload),
      payload,
      payloadSha256: encodeHex(cryptography.sha256(payload)),
      envelopeSha256: encodeHex(cryptography.sha256(bytes)),
      signature: checked.value,
    };
  });
}

/** Takes an envelope apart; nothing in it is believed yet. */
function readEnvelope(bytes: Uint8Array): { readonly payload: Uint8Array; readonly armored: string } {
  const envelope = object(parse(bytes), 'the envelope', ['payload', 'payloadType', 'signatures']);
  const type = envelope.get('payloadType');
  if (type !== payloadType) throw new Refused('payload-type', `the payload is ${typeof type === 'string' ? quoted(type) : 'of no type'}, not \`${payloadType}\``);
  const signatures = envelope.get('signatures') ?? null;
  if (!isList(signatures) || signatures.length !== 1) throw malformed('it does not hold exactly one signature');
  const signature = object(signatures[0], 'its signature', ['keyid', 'sig']);
  if (signature.has('keyid') && typeof signature.get('keyid') !== 'string') throw malformed('its `keyid` is not a text');
  return { payload: base64(envelope.get('payload'), 'payload'), armored: decodeUtf8(base64(signature.get('sig'), 'sig')) };
}

function parse(bytes: Uint8Array): JsonValue {
  try {
    return readJson(bytes).value;
  } catch (error) {
    if (error instanceof JsonProblem) throw malformed(error.message);
    throw error;
  }
}

function object(value: JsonValue | undefined, what: string, names: readonly string[]): JsonObject {
  if (!(value instanceof Map)) throw malformed(`${what} is not an object`);
  for (const name of value.keys()) if (!names.includes(name)) throw malformed(`${what} has a member ${quoted(name)}, which is not known`);
  return value;
}

function base64(value: JsonValue | undefined, member: string): Uint8Array {
  const bytes = typeof value === 'string' ? decodeBase64(value) : null;
  if (bytes === null) throw malformed(`its \`${member}\` is not base64`);
  return bytes;
}

function malformed(why: string): Refused {
  return new Refused('envelope-malformed', `the envelope is malformed: ${why}`);
}
