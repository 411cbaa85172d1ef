import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { nodeCryptography, openSigner } from '../../src/adapters/signing/index.ts';
import { checkSignature, parsePublicKey } from '../../src/core/attestation/index.ts';
import { fileKey, fileKeyTypes } from '../keys/index.ts';

const dir = mkdtempSync(join(tmpdir(), 'countersign-signer-'));
const message = Buffer.from('what is signed');
const socket = join(dir, 'agent');
let agent = '';

const { PATH = '' } = process.env;
const env = { PATH, HOME: dir };
const withAgent = { ...env, SSH_AUTH_SOCK: socket };
const signer = openSigner(env, { terminal: false });
const agentSigner = openSigner(withAgent, { terminal: false });

beforeAll(() => {
  agent = /SSH_AGENT_PID=(\d+)/.exec(execFileSync('ssh-agent', ['-s', '-a', socket], { encoding: 'utf8' }))?.[1] ?? '';
});
afterAll(() => {
  process.kill(Number(agent));
  rmSync(dir, { recursive: true, force: true });
});

const addKey = (...args: readonly string[]) => execFileSync('ssh-add', ['-q', ...args], { env: withAgent, stdio: 'ignore' });
const publicKeyOf = (line: string) => {
  const parsed = parsePublicKey(line);
  return parsed.ok ? parsed.value.publicKey : '';
};

describe('a signer with a key file', () => {
  it.each(fileKeyTypes)('finds its public key, and signs with it: %s', async (type) => {
    const { path, line } = fileKey(dir, type);
    const [key] = await signer.keys(path);
    expect(key).toMatchObject({ publicKey: publicKeyOf(line), where: path });
    const armored = await signer.sign(key!, 'countersign', message);
    expect(checkSignature(armored, message, 'countersign', nodeCryptography)).toMatchObject({ ok: true, value: { publicKey: key!.publicKey, fingerprint: key!.fingerprint } });
  });

  it('takes the public half where the private one lies beside it', async () => {
    const { path, line } = fileKey(dir);
    const [key] = await signer.keys(`${path}.pub`);
    expect(key).toMatchObject({ publicKey: publicKeyOf(line) });
    expect(await signer.sign(key!, 'countersign', message)).toMatch(/^-----BEGIN SSH SIGNATURE-----\n/);
  });

  it('knows the key of an encrypted file without its passphrase, and says what signing with it needs', async () => {
    const { path, line } = fileKey(dir, 'ed25519', { passphrase: 'correct horse' });
    rmSync(`${path}.pub`);
    const [key] = await signer.keys(path);
    expect(key).toMatchObject({ publicKey: publicKeyOf(line) });
    await expect(signer.sign(key!, 'countersign', message)).rejects.toMatchObject({
      code: 'no-terminal',
      message: `\`${path}\` asks for its passphrase or PIN, and nobody sits at a terminal`,
      hints: [`load it into ssh-agent first: \`ssh-add ${path}\``, 'or sign at a terminal'],
    });
  });

  it('says where a file is missing, is no key, or is one that cannot sign', async () => {
    await expect(signer.keys(join(dir, 'none'))).rejects.toMatchObject({ code: 'key-unusable', message: `there is no key file \`${join(dir, 'none')}\`` });
    const text = join(dir, 'text');
    writeFileSync(text, 'just a text\n');
    chmodSync(text, 0o600);
    await expect(signer.keys(text)).rejects.toMatchObject({ code: 'key-unusable', message: `\`${text}\` holds no key that ssh-keygen reads` });
    const small = join(dir, 'small');
    execFileSync('ssh-keygen', ['-q', '-t', 'rsa', '-b', '1024', '-N', '', '-f', small]);
    await expect(signer.keys(small)).rejects.toMatchObject({ code: 'key-unusable', message: `the key of \`${small}\` cannot be used: it has 1024 bits, and RSA needs 2048` });
  });

  it('says so where others could read the private key', async () => {
    const { path } = fileKey(dir);
    chmodSync(path, 0o644);
    const [key] = await signer.keys(path);
    await expect(signer.sign(key!, 'countersign', message)).rejects.toMatchObject({ code: 'key-unusable', message: `\`${path}\` can be read by others, so ssh-keygen does not sign with it`, hints: [`chmod 600 ${path}`] });
  });

  it('does not give away a signature by another key than the one it showed', async () => {
    const [one, other] = [fileKey(dir), fileKey(dir)];
    const [key] = await signer.keys(one.path);
    renameSync(other.path, one.path);
    renameSync(`${other.path}.pub`, `${one.path}.pub`);
    await expect(signer.sign(key!, 'countersign', message)).rejects.toMatchObject({ code: 'signing-failed', message: `ssh-keygen signed with another key than ${key!.fingerprint} of \`${one.path}\`` });
  });

  it('leaves nothing behind', async () => {
    const [key] = await signer.keys(fileKey(dir).path);
    const temporary = join(dir, 'temporary');
    mkdirSync(temporary);
    vi.stubEnv('TMPDIR', temporary);
    await signer.sign(key!, 'countersign', message);
    vi.unstubAllEnvs();
    expect(readdirSync(temporary)).toEqual([]);
  });
});

describe('a signer with ssh-agent', () => {
  it('says that no agent answers, and that one holds nothing', async () => {
    await expect(signer.keys(null)).rejects.toMatchObject({ code: 'key-unusable', message: 'there is no key to sign with: no ssh-agent answers here' });
    await expect(agentSigner.keys(null)).rejects.toMatchObject({ code: 'key-unusable', message: 'there is no key to sign with: ssh-agent holds none that can sign here' });
  });

  it('signs with a key whose private half is nowhere else, and says when it is gone', async () => {
    const { path, line } = fileKey(dir);
    addKey(path);
    const lone = join(dir, 'lone.pub');
    copyFileSync(`${path}.pub`, lone);
    rmSync(path);
    const [key, ...others] = await agentSigner.keys(null);
    expect([key, others]).toEqual([{ publicKey: publicKeyOf(line), fingerprint: key!.fingerprint, where: 'ssh-agent' }, []]);
    const [byFile] = await agentSigner.keys(lone);
    for (const half of [key!, byFile!]) {
      const armored = await agentSigner.sign(half, 'countersign', message);
      expect(checkSignature(armored, message, 'countersign', nodeCryptography).ok).toBe(true);
    }
    addKey('-D');
    await expect(agentSigner.sign(key!, 'countersign', message)).rejects.toMatchObject({ code: 'key-unusable', message: `the key ${key!.fingerprint} of ssh-agent is no longer there` });
    await expect(agentSigner.sign(byFile!, 'countersign', message)).rejects.toMatchObject({ code: 'key-unusable', message: `the private half of \`${lone}\` is neither beside it nor in ssh-agent` });
  });
});

describe('a signer without ssh-keygen', () => {
  it('says what to install', async () => {
    const bare = openSigner({ PATH: join(dir, 'empty') }, { terminal: false });
    const expected = { code: 'key-unusable', kind: 'environment', hints: ['install OpenSSH 8.2 or newer: it signs for you'] };
    await expect(bare.keys(null)).rejects.toMatchObject({ ...expected, message: 'ssh-add was not found on the PATH' });
    await expect(bare.keys(fileKey(dir).path)).rejects.toMatchObject({ ...expected, message: 'ssh-keygen was not found on the PATH' });
  });
});
