import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { enrolmentNamespace, enrolmentText } from '../../src/core/attestation/index.ts';
import { bareKey } from '../../src/core/policy/index.ts';
import { formatInstant } from '../../src/core/values/index.ts';
import { countersign } from '../cli/bin.ts';
import { fileKey, softPasskey, softSecurityKey, type TestKey } from '../keys/index.ts';
import { folder, newShop, removeAll } from './shop.ts';

afterAll(removeAll);

const peopleFile = '.countersign/people.yaml';
const repository = '5e'.repeat(32);
const written = `root: { repository: "${repository}", keys: [] }   # ours
people:
  ana: { name: Ana Ruiz, level: principal, emails: [ana@example.com] }   # founder
  bo:
    level: mid
gates:
  ci: { keys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ000000000000000000000000000000000000000000 ci"], may: [evidence] }
agents: { kiro: {} }
`;
const fresh = (text = written): string => {
  const cwd = newShop();
  mkdirSync(join(cwd, '.countersign'));
  writeFileSync(join(cwd, peopleFile), text);
  return cwd;
};
const read = (cwd: string) => readFileSync(join(cwd, peopleFile), 'utf8');
const said = ({ status, stdout, stderr }: ReturnType<typeof countersign>) => ({ status, stdout: stdout.replaceAll(/\s+/g, ' '), stderr: stderr.replaceAll(/\s+/g, ' ') });
const now = () => Math.floor(Date.now() / 1000);

/** The proof of a key that no ssh-keygen here could use, in a file of its own. */
function proofFile(cwd: string, key: TestKey, claim: { person?: string; repository?: string; at?: number } = {}): string {
  const text = enrolmentText({ repository: claim.repository ?? repository, person: claim.person ?? 'ana', publicKey: bareKey(key.line), at: formatInstant(claim.at ?? now()) });
  writeFileSync(join(cwd, 'proof.txt'), text + key.sign(Buffer.from(text), enrolmentNamespace));
  return 'proof.txt';
}

describe('countersign people enrol', () => {
  const key = fileKey(folder(), 'ed25519', { name: 'ana' });

  it('writes the key of whom its comment names once it has signed, and leaves every other line alone', () => {
    const cwd = fresh();
    const { status, stdout } = said(countersign(cwd, ['people', 'enrol', '--key', `${key.path}.pub`]));
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^✓ enrolled a key of ana, SHA256:.*counts only where the policy says signature: any/)]);
    expect(read(cwd)).toBe(written.replace('emails: [ana@example.com] }', `emails: [ana@example.com], keys: [${key.line}] }`));
    expect(said(countersign(cwd, ['people', 'enrol', '--key', key.path])).stderr).toContain('the key is enrolled for `ana` already');
    expect(said(countersign(cwd, ['people', 'enrol', '--key', key.path, '--id', 'bo'])).stderr).toContain('the key belongs to `ana` already');
    expect(countersign(cwd, ['people', 'revoke', 'ana']).status).toBe(0);
    expect(said(countersign(cwd, ['people', 'enrol', '--key', key.path])).stderr).toContain('the key of `ana` was revoked');
  });

  it('takes the proof a newcomer printed elsewhere, and the key of a gate', () => {
    const [theirs, ours] = [fresh(), fresh()];
    const proof = countersign(theirs, ['people', 'prove', '--key', key.path, '--id', 'bo']);
    expect(read(theirs)).toBe(written);
    writeFileSync(join(ours, 'sent.txt'), proof.stdout.replaceAll('\n', '\r\n'));
    const report = JSON.parse(countersign(ours, ['people', 'enrol', '--proof', 'sent.txt', '--json']).stdout) as object;
    expect(report).toMatchObject({ schema: 'urn:countersign:schema:people-enrol:v1', id: 'bo', strength: 'any', written: true });
    expect(read(ours)).toContain(`    level: mid\n    keys: [${bareKey(key.line)} bo]\n`);
    const gate = fileKey(folder());
    expect(said(countersign(ours, ['people', 'enrol', '--key', gate.path, '--id', 'ci'])).stdout).not.toContain('signature: any');
    expect(read(ours)).toContain(` ci", ${gate.line}], may`);
    expect(JSON.parse(countersign(ours, ['people', 'prove', '--key', gate.path, '--id', 'ci', '--json']).stdout)).toMatchObject({ id: 'ci', repository });
  });

  it('writes the page of a passkey before its key', () => {
    const cwd = fresh();
    const passkey = softPasskey();
    expect(countersign(cwd, ['people', 'enrol', '--proof', proofFile(cwd, passkey)]).status).toBe(0);
    expect(read(cwd)).toContain(`keys: ["origin=\\"https://sign.example.com\\" ${bareKey(passkey.line)} ana"]`);
  });

  it.each<[string, (cwd: string) => readonly string[], number, string]>([
    ['a repository without a root', (cwd) => (writeFileSync(join(cwd, peopleFile), written.slice(written.indexOf('people:'))), ['--key', key.path]), 2, 'names no `root`'],
    ['somebody nobody knows', () => ['--key', key.path, '--id', 'zoe'], 2, 'nobody is called `zoe`'],
    ['an agent', () => ['--key', key.path, '--id', 'kiro'], 2, '`kiro` is an agent'],
    ['a key of nobody by its comment', () => ['--key', fileKey(folder()).path], 2, 'is nobody’s address or id'],
    ['a key that is not there', () => ['--key', 'no-such-key'], 2, 'there is no key file'],
    ['a proof and a key at once', (cwd) => ['--key', key.path, '--proof', proofFile(cwd, key)], 2, 'goes with neither'],
    ['a proof for another repository', (cwd) => ['--proof', proofFile(cwd, key, { repository: '00'.repeat(32) })], 2, 'the proof is for another repository'],
    ['an old proof', (cwd) => ['--proof', proofFile(cwd, key, { at: now() - 31 * 86_400 })], 2, 'older than 30 days'],
    ['a proof of tomorrow', (cwd) => ['--proof', proofFile(cwd, key, { at: now() + 86_400 })], 2, 'the proof is from the future'],
    ['a proof nobody touched the key for', (cwd) => ['--proof', proofFile(cwd, softSecurityKey('ed25519-sk', { flags: 0 }))], 2, 'the proof does not hold'],
    ['what is no proof', (cwd) => (writeFileSync(join(cwd, 'x'), 'hello\n'), ['--proof', 'x']), 2, 'it is no proof of a key'],
  ])('refuses %s, and writes nothing', (_, spoil, code, sentence) => {
    const cwd = fresh();
    const args = spoil(cwd);
    const before = read(cwd);
    const { status, stderr } = said(countersign(cwd, ['people', 'enrol', ...args]));
    expect([status, stderr, read(cwd)]).toEqual([code, expect.stringContaining(sentence), before]);
  });
});
