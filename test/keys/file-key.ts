import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Kinds of keys that `ssh-keygen` makes without any device. */
export const fileKeyTypes = ['ed25519', 'ecdsa-256', 'ecdsa-384', 'ecdsa-521', 'rsa-2048', 'rsa-3072'] as const;

/** One of `fileKeyTypes`. */
export type FileKeyType = (typeof fileKeyTypes)[number];

/** Something that signs as a test says. */
export interface TestKey {
  /** `type base64` and a comment: what people.yaml holds. */
  readonly line: string;
  /** The armored SSHSIG over `message` in `namespace` (`countersign` where not given). */
  sign(message: Uint8Array, namespace?: string): string;
}

/** A key in a file. */
export interface FileKey extends TestKey {
  /** Of the private half; the public one is beside it, ending in `.pub`. */
  readonly path: string;
}

let made = 0;

/** A new key pair in `dir` by the machine's own ssh-keygen, which also signs; `passphrase` where it is to be encrypted. */
export function fileKey(dir: string, type: FileKeyType = 'ed25519', { name = `key-${(made += 1)}`, passphrase = '' } = {}): FileKey {
  mkdirSync(dir, { recursive: true });
  const path = join(dir, name);
  const [algorithm = '', bits] = type.split('-');
  run('-q', '-t', algorithm, ...(bits === undefined ? [] : ['-b', bits]), '-N', passphrase, '-C', `${name}@example.com`, '-f', path);
  return {
    path,
    line: readFileSync(`${path}.pub`, 'utf8').trim(),
    sign: (message, namespace = 'countersign') => {
      const file = `${path}.message`;
      writeFileSync(file, message);
      rmSync(`${file}.sig`, { force: true });
      run('-q', '-Y', 'sign', '-n', namespace, '-f', path, file);
      return readFileSync(`${file}.sig`, 'utf8');
    },
  };
}

function run(...args: readonly string[]): void {
  execFileSync('ssh-keygen', args, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, SSH_AUTH_SOCK: '' } });
}
