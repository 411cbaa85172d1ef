import { existsSync } from 'node:fs';
import { keyFingerprint, parsePublicKey } from '../../core/attestation/index.ts';
import { Failure } from '../../core/values/index.ts';
import type { SigningKey } from '../../workflows/ports/index.ts';
import { nodeCryptography } from './node-cryptography.ts';
import { runTool } from './run-tool.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The keys that ssh-agent holds and that can sign here, in its order. Throws `key-unusable` where there are none. */
export async function agentKeys(env: Environment): Promise<readonly SigningKey[]> {
  const hints = ['name a key file with `--key FILE`', 'or load one into ssh-agent: `ssh-add FILE`'];
  const { code, stdout } = await runTool('ssh-add', ['-L'], env, 'nobody');
  if (code === 2) throw new Failure('key-unusable', 'user', 'there is no key to sign with: no ssh-agent answers here', hints);
  const keys = stdout.split('\n').flatMap((line) => signingKey(line, 'ssh-agent') ?? []);
  if (keys.length === 0) throw new Failure('key-unusable', 'user', 'there is no key to sign with: ssh-agent holds none that can sign here', hints);
  return keys;
}

/**
 * The key of a file: its public half, or its private half, which ssh-keygen looks at for us; the public part of an
 * encrypted key is not encrypted. Throws `key-unusable`.
 */
export async function fileKey(file: string, env: Environment): Promise<SigningKey> {
  if (!existsSync(file)) throw new Failure('key-unusable', 'user', `there is no key file \`${file}\``, ['name the private key, or its `.pub` where ssh-agent holds it', '`ls ~/.ssh` shows what is there']);
  const exported = await exportedKey(file, env);
  // The older PEM files are encrypted whole; what is beside them is tried only then.
  const besides = exported.line === null && existsSync(`${file}.pub`) ? await exportedKey(`${file}.pub`, env) : exported;
  const line = besides.line ?? '';
  const key = signingKey(line, file);
  if (key !== null) return key;
  if (/UNPROTECTED PRIVATE KEY/.test(exported.stderr)) {
    throw new Failure('key-unusable', 'user', `\`${file}\` is no key that ssh-keygen reads, or one that others can read`, [`if it is a private key: \`chmod 600 ${file}\``, '`ssh-keygen -l -f FILE` says what a file holds']);
  }
  const parsed = parsePublicKey(line);
  const sentence = line === '' || parsed.ok ? `\`${file}\` holds no key that ssh-keygen reads` : parsed.refusal.sentence.replace('the key', `the key of \`${file}\``);
  throw new Failure('key-unusable', 'user', sentence, ['`ssh-keygen -t ed25519-sk` makes a key on a security key, `ssh-keygen -t ed25519` one in a file']);
}

/** The public key of a file as one line, from ssh-keygen's RFC 4716 form; `null`: it could not read one. */
async function exportedKey(file: string, env: Environment): Promise<{ readonly line: string | null; readonly stderr: string }> {
  const { code, stdout, stderr } = await runTool('ssh-keygen', ['-e', '-m', 'RFC4716', '-f', file], env, 'nobody');
  const base64 = stdout.split('\n').filter((line) => /^[A-Za-z0-9+/]+={0,2}$/.test(line)).join('');
  if (code !== 0 || base64 === '') return { line: null, stderr };
  const blob = Buffer.from(base64, 'base64');
  const type = blob.subarray(4, 4 + blob.readUInt32BE(0)).toString('latin1');
  return { line: `${type} ${base64}`, stderr };
}

function signingKey(line: string, where: string): SigningKey | null {
  const key = parsePublicKey(line.trim());
  return key.ok ? { publicKey: key.value.publicKey, fingerprint: keyFingerprint(key.value.publicKey, nodeCryptography), where } : null;
}
