import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeCryptography } from '../../src/adapters/signing/index.ts';
import { fileKey, softPasskey, softSecurityKey, type TestKey } from '../keys/index.ts';
import { enrolmentNamespace, enrolmentText, parsePublicKey, readEnrolmentProof, type EnrolmentClaim } from '../../src/core/attestation/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-enrol-'));
afterAll(() => rmSync(folder, { recursive: true }));

const key = fileKey(folder);
const keyOf = ({ line }: TestKey) => {
  const read = parsePublicKey(line);
  if (!read.ok) throw new Error(line);
  return read.value.publicKey;
};
const claim = (of: TestKey): EnrolmentClaim => ({ repository: '5e'.repeat(32), person: 'ana', publicKey: keyOf(of), at: '2026-11-21T16:13:00Z' });
const proof = (of: TestKey, claimed = claim(of), namespace = enrolmentNamespace): string => enrolmentText(claimed) + of.sign(Buffer.from(enrolmentText(claimed)), namespace);
const read = (text: string) => readEnrolmentProof(text, nodeCryptography);

describe('the proof of a key', () => {
  it.each<[string, TestKey, string]>([
    ['in a file', key, 'any'],
    ['that was touched', softSecurityKey(), 'touch'],
    ['of a passkey', softPasskey(), 'verified'],
  ])('is read from a key %s', (_, of, strength) => {
    expect(read(proof(of))).toMatchObject({ ok: true, value: { ...claim(of), instant: 1_795_277_580, signature: { strength, publicKey: keyOf(of) } } });
  });

  it('survives mail: other line ends, blank lines around it', () => expect(read(`\r\n${proof(key).replaceAll('\n', '\r\n')}\r\n\r\n`).ok).toBe(true));

  it.each<[string, string, string]>([
    ['nothing', '', 'statement-malformed'],
    ['a text without a signature', enrolmentText(claim(key)), 'statement-malformed'],
    ['a person changed', proof(key).replace('person ana', 'person bo'), 'signature-invalid'],
    ['a repository changed', proof(key).replace('5e5e', '5f5e'), 'signature-invalid'],
    ['a date that is none', proof(key, { ...claim(key), at: 'today' }), 'statement-malformed'],
    ['a line more', proof(key).replace('date', 'level principal\ndate'), 'statement-malformed'],
    ['words behind it', `${proof(key)}and more`, 'statement-malformed'],
    ['a signature of another purpose', proof(key, claim(key), 'countersign'), 'namespace'],
    ['another key than the one it names', proof(key, { ...claim(key), publicKey: keyOf(fileKey(folder)) }), 'signature-invalid'],
    ['a security key that nobody touched', proof(softSecurityKey('ed25519-sk', { flags: 0 })), 'presence-missing'],
  ])('is refused of %s', (_, text, code) => expect(read(text)).toMatchObject({ ok: false, refusal: { code } }));
});
