import { nodeCryptography } from '../../../src/adapters/signing/index.ts';
import { newStatement, openEnvelope, pae, payloadType, writeEnvelope, writeStatement } from '../../../src/core/attestation/index.ts';
import { softSecurityKey } from '../../keys/index.ts';
import { evidence, someSignOff } from '../../keys/statement.ts';
import { armored, takenApart } from '../../keys/wire.ts';
import { preventedIf, type Row } from './row.ts';

const key = softSecurityKey();
const other = softSecurityKey();
const payload = writeStatement(newStatement('sign-off', { ...someSignOff, comment: 'as it should be' }));
const message = pae(payloadType, payload);
const signature = key.sign(message);
const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64');
const text = Buffer.from(writeEnvelope(payload, signature)).toString();
const statement = Buffer.from(payload).toString();
const around = (changed: string, sig = signature) => JSON.stringify({ payload: base64(changed), payloadType, signatures: [{ sig: base64(sig) }] });
const signedAnew = (changed: string) => around(changed, key.sign(pae(payloadType, Buffer.from(changed))));
const opens = (bytes: string | Uint8Array) => openEnvelope(Buffer.from(bytes), nodeCryptography);
const written: Row['source'] = { threat: 'statements made by the wrong kind of writer' };

/** Bytes that are refused with this code, where those they were made of are not. */
function bytes(id: string, act: string, make: () => string | Uint8Array, code: string, rest: Partial<Row> = {}): Row {
  const run = async () => {
    const read = opens(make());
    return preventedIf(opens(text).ok && !read.ok && read.refusal.code === code);
  };
  return { id: `bytes/${id}`, actor: 'stranger', act, source: written, expected: 'prevented', ...rest, run };
}

/** What is done to the bytes of statements, envelopes and signatures. */
export const byteStrings: readonly Row[] = [
  bytes('comment', 'edits the words of a signer and leaves the signature', () => around(statement.replace('as it should be', 'as it shall be')), 'signature-invalid', { source: { pitfall: 'edited-comment' } }),
  bytes('verdict', 'makes an approval of a rejection', () => around(statement.replace('"approve"', '"reject"')), 'signature-invalid'),
  bytes('cut', 'cuts an envelope short', () => text.slice(0, -20), 'envelope-malformed'),
  bytes('doubled', 'says the payload twice, so that one reader takes the first and another the last', () => text.replace('"payload":', '"payload":"e30=","payload":'), 'envelope-malformed'),
  bytes('doubled-inside', 'says the verdict twice inside what is signed', () => signedAnew(statement.replace('"verdict":', '"verdict":"reject","verdict":')), 'statement-malformed'),
  bytes('extra-inside', 'adds a member to what is signed that a later version may read', () => signedAnew(statement.replace('"verdict":', '"urgent":true,"verdict":')), 'statement-malformed'),
  bytes('two-signatures', 'adds a signature of their own to somebody’s envelope', () => JSON.stringify({ payload: base64(payload), payloadType, signatures: [{ sig: base64(signature) }, { sig: base64(other.sign(message)) }] }), 'envelope-malformed'),
  bytes('unsigned', 'takes the signature off', () => JSON.stringify({ payload: base64(payload), payloadType, signatures: [] }), 'envelope-malformed'),
  bytes('large', 'makes an envelope larger than any is', () => text + ' '.repeat(256 * 1024), 'envelope-malformed'),
  bytes('other-type', 'has a payload of another type taken for one of ours', () => text.replace(payloadType, 'application/json'), 'payload-type'),
  bytes('lookalike-type', 'writes the payload type with a letter of another alphabet', () => text.replace(payloadType, 'application/vnd.in-t\u043eto+json'), 'payload-type'),
  bytes('git-signature', 'uses a signature that the signer gave a commit', () => writeEnvelope(payload, key.sign(message, 'git')), 'namespace'),
  bytes('file-signature', 'uses a signature that the signer gave a file', () => writeEnvelope(payload, key.sign(payload, 'file')), 'namespace'),
  bytes('not-pae', 'uses a signature over the payload alone', () => writeEnvelope(payload, key.sign(payload)), 'signature-invalid'),
  bytes('other-key', 'puts their own public key into somebody’s signature', () => writeEnvelope(payload, armored({ ...takenApart(signature), key: other.blob })), 'signature-invalid'),
  bytes('after-signature', 'puts bytes behind a signature', () => writeEnvelope(payload, armored({ ...takenApart(signature), after: Buffer.from('x') })), 'signature-malformed'),
  bytes('weak-hash', 'asks for a hash that can be forged', () => writeEnvelope(payload, armored({ ...takenApart(signature), hash: 'sha1' })), 'algorithm-unknown'),
  bytes('provenance', 'uses a build’s provenance as a sign-off', () => signedAnew(statement.replace('urn:countersign:sign-off:v1', 'https://slsa.dev/provenance/v1')), 'predicate-unknown'),
  bytes('later-version', 'writes a version that this one does not know', () => signedAnew(statement.replace('sign-off:v1', 'sign-off:v2')), 'predicate-unknown'),
  bytes('other-kind', 'calls a gate’s result a sign-off', () => signedAnew(Buffer.from(writeStatement(evidence())).toString().replace('urn:countersign:evidence:v1', 'urn:countersign:sign-off:v1')), 'statement-malformed'),
  bytes('other-subject', 'names another change as the subject than the statement is about', () => signedAnew(statement.replace(/("digest":\{"sha256":")6{64}/, `$1${'7'.repeat(64)}`)), 'statement-malformed'),
];
