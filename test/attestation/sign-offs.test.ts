import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeCryptography } from '../../src/adapters/signing/index.ts';
import { openEnvelope, pae, parsePublicKey, payloadType, whyNotBy, writeEnvelope, writeStatement } from '../../src/core/attestation/index.ts';
import { fileKey, fileKeyTypes, signOff, softPasskey, softSecurityKey, type TestKey } from '../keys/index.ts';

const dir = mkdtempSync(join(tmpdir(), 'countersign-keys-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const statement = signOff();
const payload = writeStatement(statement);
const signed = (key: TestKey): Uint8Array => writeEnvelope(payload, key.sign(pae(payloadType, payload)));

const keys: readonly (readonly [string, TestKey, object])[] = [
  ...fileKeyTypes.map((type) => [type, fileKey(dir, type), { strength: 'any', synced: null, counter: null, passkey: null }] as const),
  ['ed25519-sk, touched', softSecurityKey('ed25519-sk'), { strength: 'touch', synced: false, counter: 1, passkey: null }],
  ['ecdsa-sk, touched, with PIN', softSecurityKey('ecdsa-sk', { flags: 5 }), { strength: 'verified', synced: false, counter: 1, passkey: null }],
  ['passkey', softPasskey(), { strength: 'verified', synced: false, counter: 1, passkey: { rpId: 'sign.example.com', origin: 'https://sign.example.com', backedUp: false } }],
  ['synced passkey', softPasskey({ flags: 0x1d }), { strength: 'verified', synced: true, counter: 1, passkey: { rpId: 'sign.example.com', origin: 'https://sign.example.com', backedUp: true } }],
];

describe('a sign-off', () => {
  it.each(keys)('by %s is believed, with how the key was used', (_, key, expected) => {
    const opened = openEnvelope(signed(key), nodeCryptography);
    expect(opened).toMatchObject({ ok: true, value: { statement, payload, signature: expected } });
    const line = parsePublicKey(key.line);
    expect(opened.ok && line.ok && whyNotBy(line.value, opened.value.signature)).toBeNull();
  });
});
