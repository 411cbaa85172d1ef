import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeCryptography } from '../../src/adapters/signing/index.ts';
import { openEnvelope, pae, payloadType, type CheckedSignature } from '../../src/core/attestation/index.ts';

/*
 * Sign-offs as the first version wrote them, one for each key type: every later version must read the same in them.
 * The keys were thrown away; those of security keys and the passkey were made in software.
 */
const folder = join(import.meta.dirname, 'sign-offs');
const kept = readdirSync(folder).filter((file) => file !== 'expected.json').map((file) => file.replace('.json', '')).toSorted();
const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Record<string, { readonly signature: CheckedSignature }>;

const dir = mkdtempSync(join(tmpdir(), 'countersign-kept-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe.each(kept)('the sign-off kept from the first version, by a key of type %s', (name) => {
  const envelope = readFileSync(join(folder, `${name}.json`));

  it('is read as it was then', () => {
    expect(openEnvelope(envelope, nodeCryptography)).toMatchObject({
      ok: true,
      value: { ...expected[name], statement: { name: 'sign-off', predicate: { verdict: 'approve', person: { id: 'ana', level: 'senior' }, target: 'refs/heads/main' } } },
    });
  });

  it('is accepted by ssh-keygen', () => {
    const { payload, signatures } = JSON.parse(envelope.toString()) as { payload: string; signatures: readonly [{ sig: string }] };
    writeFileSync(join(dir, 'allowed_signers'), `ana ${expected[name]!.signature.publicKey}\n`);
    writeFileSync(join(dir, 'signature'), Buffer.from(signatures[0].sig, 'base64'));
    const { status, stdout } = spawnSync('ssh-keygen', ['-Y', 'verify', '-n', 'countersign', '-f', 'allowed_signers', '-I', 'ana', '-s', 'signature'], {
      cwd: dir,
      input: pae(payloadType, Buffer.from(payload, 'base64')),
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([0, expect.stringContaining(expected[name]!.signature.fingerprint)]);
  });
});

it('keeps one sign-off of each key type', () => {
  expect(kept).toEqual(Object.keys(expected).toSorted());
  expect(kept).toHaveLength(8);
});
