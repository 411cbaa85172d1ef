import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { checkSignature } from '../../core/attestation/index.ts';
import { Failure } from '../../core/values/index.ts';
import type { Signer, SigningKey } from '../../workflows/ports/index.ts';
import { agentKeys, fileKey } from './list-keys.ts';
import { nodeCryptography } from './node-cryptography.ts';
import { runTool, type Prompts } from './run-tool.ts';
import { whyNotSigned } from './why-not-signed.ts';

/**
 * Signs with the user's own keys through ssh-keygen and ssh-agent, in the user's own environment. `terminal`: a
 * person sits there, whom ssh-keygen may ask for a passphrase, a PIN or a touch; otherwise what needs an answer fails.
 */
export function openSigner(env: Readonly<Record<string, string | undefined>>, { terminal }: { readonly terminal: boolean }): Signer {
  return {
    keys: async (file) => (file === null ? agentKeys(env) : [{ ...(await fileKey(resolve(file), env)), where: file === 'ssh-agent' ? './ssh-agent' : file }]),
    sign: async (key, namespace, message) => {
      // The touch prompt of a security key is written to stderr; a passphrase is asked on the terminal itself.
      const prompts: Prompts = !terminal ? 'nobody' : key.publicKey.startsWith('sk-') ? 'shown' : 'terminal';
      const dir = mkdtempSync(join(tmpdir(), 'countersign-'));
      // An interruption ends the process while ssh-keygen is still being waited for.
      const clear = (): void => rmSync(dir, { recursive: true, force: true });
      process.once('exit', clear);
      try {
        const armored = await signed(key, namespace, message, { dir, env, prompts });
        return believed(armored, key, namespace, message);
      } finally {
        process.off('exit', clear);
        clear();
      }
    },
  };
}

/** Runs ssh-keygen on files of our own: its stdin stays free for what it asks. */
async function signed(
  key: SigningKey,
  namespace: string,
  message: Uint8Array,
  { dir, env, prompts }: { readonly dir: string; readonly env: Readonly<Record<string, string | undefined>>; readonly prompts: Prompts },
): Promise<string> {
  const file = join(dir, 'statement');
  writeFileSync(file, message, { mode: 0o600 });
  let half = resolve(key.where);
  if (key.where === 'ssh-agent') {
    half = join(dir, 'key.pub');
    writeFileSync(half, `${key.publicKey}\n`);
    chmodSync(half, 0o600);
  }
  const ended = await runTool('ssh-keygen', ['-q', '-Y', 'sign', '-n', namespace, '-f', half, file], env, prompts);
  if (ended.code !== 0) throw whyNotSigned(ended, key, prompts);
  return readFileSync(`${file}.sig`, 'utf8').replaceAll('\r\n', '\n');
}

/** Nothing leaves here that a verifier would refuse, or that another key made than the one shown to the signer. */
function believed(armored: string, key: SigningKey, namespace: string, message: Uint8Array): string {
  const checked = checkSignature(armored, message, namespace, nodeCryptography);
  if (!checked.ok) throw new Failure('signing-failed', 'user', `what ssh-keygen signed with \`${key.where}\` would not count: ${checked.refusal.sentence}`, mends(checked.refusal.code));
  if (checked.value.publicKey === key.publicKey) return armored;
  throw new Failure('signing-failed', 'user', `ssh-keygen signed with another key than ${key.fingerprint} of \`${key.where}\``, [
    'the `.pub` file beside the private key belongs to another one: write it anew with `ssh-keygen -y -f KEY > KEY.pub`',
  ]);
}

function mends(code: string): readonly string[] {
  return code === 'presence-missing' ? ['make a key without `-O no-touch-required`: `ssh-keygen -t ed25519-sk`'] : ['try another key'];
}
