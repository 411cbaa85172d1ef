import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeCryptography } from '../../src/adapters/signing/index.ts';
import { allowedSigners, checkSignature, pae, payloadType, writeStatement } from '../../src/core/attestation/index.ts';
import { nobody, type People } from '../../src/core/policy/index.ts';
import { fileKey, fileKeyTypes, signOff, softPasskey, softSecurityKey, type TestKey } from '../keys/index.ts';
import { armored, inArmor, reader, str, takenApart, uint32 } from '../keys/wire.ts';

/*
 * Our verifier beside the machine's own ssh-keygen: what it refuses we refuse; what we refuse and it does not stands
 * in a table of its own, and nothing else.
 */

const dir = mkdtempSync(join(tmpdir(), 'countersign-stock-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const message = pae(payloadType, writeStatement(signOff()));
const enrolled = (...lines: readonly string[]): People => ({
  ...nobody,
  persons: [{ id: 'ana', name: 'Ana', level: 'senior', emails: [], accounts: {}, keys: lines, at: { file: 'people.yaml', line: 1, column: 1 } }],
});

/** Whether `ssh-keygen -Y verify` accepts it as Ana's. */
function stock(people: People, signature: string, over: Uint8Array = message, who = 'ana'): boolean {
  const [signers, file] = [join(dir, 'allowed_signers'), join(dir, 'signature')];
  writeFileSync(signers, allowedSigners(people));
  writeFileSync(file, signature);
  return spawnSync('ssh-keygen', ['-Y', 'verify', '-n', 'countersign', '-f', signers, '-I', who, '-s', file], { input: over }).status === 0;
}

/** What our own code says: `true`, or the code of the refusal. */
function ours(signature: string, over: Uint8Array = message): true | string {
  const checked = checkSignature(signature, over, 'countersign', nodeCryptography);
  return checked.ok || checked.refusal.code;
}

const [touched, passkey] = [softSecurityKey('ed25519-sk'), softPasskey()];
const keys: readonly (readonly [string, TestKey])[] = [
  ...fileKeyTypes.map((type) => [type, fileKey(dir, type)] as const),
  ['ed25519-sk', touched],
  ['ecdsa-sk', softSecurityKey('ecdsa-sk')],
  ['passkey', passkey],
];

/** Every way in which a test spoils a good signature. */
const tampered: readonly (readonly [string, (signature: string, key: TestKey) => { readonly signature: string; readonly over?: Uint8Array }])[] = [
  ['the statement is another', (signature) => ({ signature, over: Buffer.from('another') })],
  ['the statement has one byte more', (signature) => ({ signature, over: Buffer.concat([message, Buffer.of(32)]) })],
  ['it was made for another namespace', (_, key) => ({ signature: key.sign(message, 'git') })],
  ['its namespace is written over', (_, key) => ({ signature: armored({ ...takenApart(key.sign(message, 'git')), namespace: 'countersign' }) })],
  ['the hash is written over', (signature) => ({ signature: armored({ ...takenApart(signature), hash: 'sha256' }) })],
  ['the hash is none', (signature) => ({ signature: armored({ ...takenApart(signature), hash: 'md5' }) })],
  ['the version is 2', (signature) => ({ signature: armored({ ...takenApart(signature), version: 2 }) })],
  ['a byte follows', (signature) => ({ signature: armored({ ...takenApart(signature), after: Buffer.of(0) }) })],
  ['a byte follows inside', (signature) => ({ signature: armored({ ...takenApart(signature), signature: Buffer.concat([takenApart(signature).signature, Buffer.of(0)]) }) })],
  ['a byte follows the key', (signature) => ({ signature: armored({ ...takenApart(signature), key: Buffer.concat([takenApart(signature).key, Buffer.of(0)]) }) })],
  ['the last bit is turned', (signature) => ({ signature: armored({ ...takenApart(signature), signature: turned(takenApart(signature).signature) }) })],
  ['the signature is cut', (signature) => ({ signature: armored({ ...takenApart(signature), signature: takenApart(signature).signature.subarray(0, -1) }) })],
  ['it is another key’s', (signature) => ({ signature: armored({ ...takenApart(signature), key: takenApart(other.sign(message)).key }) })],
  ['its type is another', (signature) => ({ signature: armored({ ...takenApart(signature), signature: retyped(takenApart(signature).signature, 'ssh-dss') }) })],
  ['the armor has no end', (signature) => ({ signature: signature.replace('-----END SSH SIGNATURE-----', '') })],
];
const other = fileKey(dir, 'ed25519');

function turned(bytes: Uint8Array): Buffer {
  const copy = Buffer.from(bytes);
  // Of a passkey the last bytes are the length of no extensions: the bit before its client data's end is one that counts.
  copy[copy.length - 5]! ^= 1;
  return copy;
}

function retyped(signature: Uint8Array, type: string): Buffer {
  const { read, at } = reader(Buffer.from(signature));
  read();
  return Buffer.concat([str(type), signature.subarray(at())]);
}

describe.each(keys)('a signature by a key of type %s', (_, key) => {
  const good = key.sign(message);

  it('is accepted by ssh-keygen and by us', () => {
    expect([stock(enrolled(key.line), good), ours(good)]).toEqual([true, true]);
  });

  it('is not accepted as somebody else’s', () => {
    expect([stock(enrolled(other.line), good), stock(enrolled(key.line), good, message, 'bo')]).toEqual([false, false]);
  });

  it.each(tampered)('is refused by both where %s', (_what, spoil) => {
    const { signature, over = message } = spoil(good, key);
    expect([stock(enrolled(key.line), signature, over), ours(signature, over)]).toEqual([false, expect.stringMatching(/./)]);
  });
});

describe('a revoked key', () => {
  it('is not among the allowed signers', () => {
    expect(stock(enrolled(`revoked ${touched.line}`), touched.sign(message))).toBe(false);
  });
});

/** An ECDSA signature in which a number has a needless zero in front. */
function padded(signature: string): string {
  const { read } = reader(Buffer.from(takenApart(signature).signature));
  const type = read();
  const numbers = reader(read());
  const [r, s] = [numbers.read(), numbers.read()];
  return armored({ ...takenApart(signature), signature: Buffer.concat([str(type), str(Buffer.concat([str(Buffer.concat([Buffer.of(0, 0), r])), str(s)]))]) });
}

const noFlag = softSecurityKey('ed25519-sk', { flags: 0 });
const p256 = fileKey(dir, 'ecdsa-256');
const small = join(dir, 'small');
spawnSync('ssh-keygen', ['-q', '-t', 'rsa', '-b', '1024', '-N', '', '-f', small]);

describe('what ssh-keygen accepts and we refuse', () => {
  const more: readonly (readonly [string, string, string, string])[] = [
    ['a security key that nobody touched', noFlag.line, noFlag.sign(message), 'presence-missing'],
    ['a security key with a PIN and without a touch', noFlag.line, noFlag.signAs({ flags: 4 }, message), 'presence-missing'],
    ['a passkey that nobody touched', passkey.line, passkey.signAs({ flags: 0 }, message), 'presence-missing'],
    ['a passkey asked inside another page', passkey.line, passkey.signAs({ further: ',"crossOrigin":true' }, message), 'passkey-context'],
    ['a passkey asked inside a page that is named', passkey.line, passkey.signAs({ further: ',"crossOrigin":false,"topOrigin":"https://evil.example"' }, message), 'passkey-context'],
    ['a passkey whose page is named twice', passkey.line, passkey.signAs({ further: ',"origin":"https://evil.example"' }, message), 'passkey-context'],
    ['a passkey that cannot be backed up and is', passkey.line, passkey.signAs({ flags: 0x15 }, message), 'passkey-context'],
    ['flags that announce what is not there', touched.line, touched.signAs({ flags: 0x41 }, message), 'signature-malformed'],
    ['a number with needless zeros', p256.line, padded(p256.sign(message)), 'signature-malformed'],
    ['a reserved field that is not empty', p256.line, armored({ ...takenApart(p256.sign(message)), reserved: 'x' }), 'signature-malformed'],
    ['something after the armor', p256.line, `${p256.sign(message)}more`, 'signature-malformed'],
    ['blank lines in the armor', p256.line, p256.sign(message).replace('\n', '\n\n'), 'signature-malformed'],
  ];
  it.each(more)('is %s', (_, line, signature, code) => {
    expect([stock(enrolled(line), signature), ours(signature)]).toEqual([true, code]);
  });

  it('is an RSA key of 1024 bits', () => {
    const signature = spawnSync('ssh-keygen', ['-q', '-Y', 'sign', '-n', 'countersign', '-f', small], { input: message }).stdout.toString();
    expect(ours(signature)).toBe('signature-malformed');
    expect(allowedSigners(enrolled(readFileSync(`${small}.pub`, 'utf8')))).toBe('');
  });
});

describe('what both refuse of a passkey', () => {
  const wrong: readonly (readonly [string, string])[] = [
    ['its challenge is the hash of what is signed', passkey.signAs({ challenge: (bytes) => Buffer.from(nodeCryptography.sha256(bytes)) }, message)],
    ['its page is not the one it names', passkey.signAs({ namedOrigin: 'https://sign.example.org' }, message)],
    ['its relying party is another', passkey.signAs({ rpId: 'example.org' }, message)],
    ['it announces extensions that are not there', passkey.signAs({ flags: 0x85 }, message)],
    ['it has extensions that are not announced', passkey.signAs({ extensions: Buffer.of(0xa0) }, message)],
    ['it announces a new credential', passkey.signAs({ flags: 0x45 }, message)],
    ['a quote stands in its page', passkey.signAs({ origin: 'https://sign.example.com","x":"' }, message)],
  ];
  it.each(wrong)('is that %s', (_, signature) => {
    expect([stock(enrolled(passkey.line), signature), ours(signature)]).toEqual([false, expect.stringMatching(/./)]);
  });

  it('is not what an authenticator appends and announces', () => {
    const extended = passkey.signAs({ flags: 0x85, extensions: Buffer.from('a16b6372656450726f7465637402', 'hex') }, message);
    const further = passkey.signAs({ further: ',"crossOrigin":false,"other_keys_can_be_added_here":"do not compare"' }, message);
    expect([stock(enrolled(passkey.line), extended), ours(extended), stock(enrolled(passkey.line), further), ours(further)]).toEqual([true, true, true, true]);
  });
});

describe('a signature of an algorithm that is not here', () => {
  it.each([
    ['DSA', 'ssh-dss'],
    ['a certificate', 'ssh-ed25519-cert-v01@openssh.com'],
    ['the hybrid of ML-DSA and Ed25519', 'ssh-mldsa44-ed25519@openssh.com'],
  ])('is unknown, not malformed: %s', (_, type) => {
    expect(ours(armored({ ...takenApart(p256.sign(message)), key: Buffer.concat([str(type), uint32(0)]) }))).toBe('algorithm-unknown');
  });

  it('is RSA with SHA-1', () => {
    const parts = takenApart(fileKey(dir, 'rsa-2048').sign(message));
    expect(ours(armored({ ...parts, signature: retyped(parts.signature, 'ssh-rsa') }))).toBe('algorithm-unknown');
  });
});

it('refuses bytes that are no SSHSIG at all', () => {
  for (const blob of [Buffer.alloc(0), Buffer.from('SSHSIG'), Buffer.from('SSHSIH\0\0\0\x01')]) expect(ours(inArmor(blob))).toBe('signature-malformed');
});
