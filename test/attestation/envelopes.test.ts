import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeCryptography } from '../../src/adapters/signing/index.ts';
import { openEnvelope, pae, payloadType, writeEnvelope, writeStatement, type OpenedEnvelope, type Read } from '../../src/core/attestation/index.ts';
import { canonicalJson, type Json } from '../../src/core/values/index.ts';
import { softPasskey, softSecurityKey, type TestKey } from '../keys/index.ts';
import { evidence } from '../keys/statement.ts';

const key = softSecurityKey('ed25519-sk');
/** A short one, with bytes that base64 spells in two ways. */
const statement = evidence({ result: { kind: 'check', name: '>>>>> ????? ¾¾¾', outcome: 'passed', tool: null } });
const payload = writeStatement(statement);
const message = pae(payloadType, payload);
const signature = key.sign(message);
const envelope = writeEnvelope(payload, signature);
const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64');
const open = (bytes: Uint8Array | string) => openEnvelope(Buffer.from(bytes), nodeCryptography);
const wrapped = (members: object) => Buffer.from(canonicalJson({ payload: base64(payload), payloadType, signatures: [{ sig: base64(signature) }], ...members } as Json));

const meaning = ({ statement, payload: bytes, payloadSha256, signature: checked }: OpenedEnvelope) => ({ statement, bytes: base64(bytes), payloadSha256, checked });
const opened = open(envelope);
const original = opened.ok ? meaning(opened.value) : null;

/** Whether a changed envelope is refused; one that is not must mean exactly the same. */
function refusedOrSame(read: Read<OpenedEnvelope>): 'refused' | 'same' {
  if (!read.ok) return 'refused';
  expect(meaning(read.value)).toEqual(original);
  return 'same';
}

it('opens what it writes', () => {
  expect(original?.statement).toEqual(statement);
});

describe('a changed envelope', () => {
  it('is refused with any one byte changed', () => {
    for (let at = 0; at < envelope.length; at++) {
      for (const bit of [1, 32]) {
        const copy = Buffer.from(envelope);
        copy[at]! ^= bit;
        expect(refusedOrSame(open(copy)), `byte ${at}, bit ${bit}`).toBe('refused');
      }
    }
  });

  it('is refused or means the same with any byte put in, and only white space between its parts means the same', () => {
    const putIn = (byte: number) => Array.from({ length: envelope.length + 1 }, (_, at) => refusedOrSame(open(Buffer.concat([envelope.subarray(0, at), Buffer.of(byte), envelope.subarray(at)]))));
    expect(new Set(putIn(0x20))).toEqual(new Set(['refused', 'same']));
    expect(new Set(putIn(0x41))).toEqual(new Set(['refused']));
  });

  it('is refused wherever it is cut', () => {
    for (let at = 0; at < envelope.length; at++) expect(refusedOrSame(open(envelope.subarray(0, at))), `cut at ${at}`).toBe('refused');
  });

  it('never means anything else, and nothing is thrown, whatever is done to it', () => {
    const edits = fc.array(fc.record({ at: fc.nat(envelope.length), remove: fc.nat(8), put: fc.uint8Array({ maxLength: 8 }) }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(edits, (all) => {
        const changed = all.reduce<Buffer>((bytes, { at, remove, put }) => Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + remove)]), Buffer.from(envelope));
        expect(['refused', 'same']).toContain(refusedOrSame(open(changed)));
      }),
      { numRuns: 500 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void expect(open(bytes)).toMatchObject({ ok: false, refusal: { code: 'envelope-malformed' } })));
  });

  it('means the same in either alphabet of base64, padded or not, laid out otherwise, and with any `keyid`', () => {
    const url = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64url');
    expect(base64(payload)).toMatch(/[+/]/);
    const padding = '='.repeat((4 - (url(payload).length % 4)) % 4);
    const parsed = JSON.parse(Buffer.from(envelope).toString()) as object;
    const same = [
      wrapped({ payload: url(payload) }),
      wrapped({ payload: url(payload) + padding }),
      wrapped({ payload: base64(payload).replaceAll('=', '') }),
      wrapped({ signatures: [{ sig: url(signature) }] }),
      wrapped({ signatures: [{ keyid: '', sig: base64(signature) }] }),
      wrapped({ signatures: [{ keyid: 'SHA256:of another key', sig: base64(signature) }] }),
      wrapped({ signatures: [{ sig: base64(signature.trimEnd()) }] }),
      Buffer.from(JSON.stringify(parsed, null, 2)),
      Buffer.from(JSON.stringify(Object.fromEntries(Object.entries(parsed).reverse()))),
    ];
    expect(same.map((bytes) => refusedOrSame(open(bytes)))).toEqual(same.map(() => 'same'));
  });
});

describe('an envelope', () => {
  const sig = base64(signature);
  it.each([
    ['without a signature', wrapped({ signatures: [] }), 'envelope-malformed'],
    ['with two signatures', wrapped({ signatures: [{ sig }, { sig }] }), 'envelope-malformed'],
    ['with a further member', wrapped({ extra: 1 }), 'envelope-malformed'],
    ['with a further member of its signature', wrapped({ signatures: [{ sig, cert: 'x' }] }), 'envelope-malformed'],
    ['with a `keyid` that is no text', wrapped({ signatures: [{ sig, keyid: 1 }] }), 'envelope-malformed'],
    ['with white space in its base64', wrapped({ payload: base64(payload).replace(/(?<=^.{76})/, '\n') }), 'envelope-malformed'],
    ['with both alphabets', wrapped({ payload: `${base64(payload).replace('+', '-')}` }), 'envelope-malformed'],
    ['whose signature is not armored', wrapped({ signatures: [{ sig: base64(Buffer.from(signature.replaceAll(/-----.*-----|\n/g, ''), 'base64')) }] }), 'signature-malformed'],
    ['with another payload type', wrapped({ payloadType: 'application/vnd.in-toto+JSON' }), 'payload-type'],
    ['with a payload type that looks alike', wrapped({ payloadType: 'application/vnd.in-t\u043eto+json' }), 'payload-type'],
    ['without a payload type', wrapped({ payloadType: null }), 'payload-type'],
    ['around another payload', wrapped({ payload: base64(writeStatement(evidence({ gate: 'another' }))) }), 'signature-invalid'],
    ['around the same payload written otherwise', wrapped({ payload: base64(` ${new TextDecoder().decode(payload)}`) }), 'signature-invalid'],
    ['signed for another purpose', writeEnvelope(payload, key.sign(message, 'git')), 'namespace'],
    ['signed as a message, not as a payload', writeEnvelope(payload, key.sign(payload)), 'signature-invalid'],
    ['signed as another type of payload', writeEnvelope(payload, key.sign(pae('text/plain', payload))), 'signature-invalid'],
    ['larger than 256 kB', Buffer.concat([envelope, Buffer.alloc(256 * 1024, 0x20)]), 'envelope-malformed'],
  ])('%s is refused', (_, bytes, code) => {
    expect(open(bytes)).toMatchObject({ ok: false, refusal: { code } });
  });

  it('with a member twice is refused, whatever either says', () => {
    const text = Buffer.from(envelope).toString();
    for (const member of ['payload', 'payloadType', 'signatures', 'sig']) {
      expect(open(text.replace(`"${member}":`, `"${member}":null,"${member}":`))).toMatchObject({ ok: false, refusal: { code: 'envelope-malformed', sentence: expect.stringContaining('a member stands twice') } });
    }
    expect(open(text.replace('{', '{"__proto__":{"payload":"e30="},'))).toMatchObject({ ok: false, refusal: { sentence: 'the envelope is malformed: the envelope has a member `__proto__`, which is not known' } });
  });

  it('that holds no statement of ours is refused though its signature holds', () => {
    const around = (value: string, by: TestKey = key) => open(writeEnvelope(Buffer.from(value), by.sign(pae(payloadType, Buffer.from(value)))));
    expect(around('{}')).toMatchObject({ ok: false, refusal: { code: 'statement-malformed' } });
    expect(around('not JSON', softPasskey())).toMatchObject({ ok: false, refusal: { code: 'statement-malformed' } });
    expect(around(JSON.stringify(JSON.parse(new TextDecoder().decode(payload)), null, 1))).toMatchObject({ ok: false, refusal: { code: 'statement-malformed' } });
    expect(around(slsa)).toMatchObject({ ok: false, refusal: { code: 'predicate-unknown', sentence: 'statements of type `https://slsa.dev/provenance/v1` are not known to this version' } });
  });
});

/** A statement of another kind, shaped as SLSA's build provenance is (slsa.dev, provenance v1). */
const slsa = canonicalJson({
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{ name: 'a.tar.gz', digest: { sha256: 'a'.repeat(64) } }],
  predicateType: 'https://slsa.dev/provenance/v1',
  predicate: { buildDefinition: { buildType: 'https://example.com/build', externalParameters: {} }, runDetails: { builder: { id: 'https://example.com/builder' } } },
});
