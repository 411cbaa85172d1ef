import { randomBytes } from 'node:crypto';
import { nodeSha256, openRepository } from '../../src/adapters/git/index.ts';
import { openLedgerStore } from '../../src/adapters/ledger/index.ts';
import { nodeCryptography, openSigner } from '../../src/adapters/signing/index.ts';
import { run, type Surroundings } from '../../src/cli/run.ts';
import { textFiles } from '../../src/cli/text-files.ts';
import type { Signer } from '../../src/workflows/ports/index.ts';

/** What a person at the terminal did and saw. */
export interface Typed {
  readonly code: number;
  /** Every question, without the blanks around it. */
  readonly asked: readonly string[];
  readonly stdout: string;
  readonly stderr: string;
}

/** What happens while somebody types. */
export interface While {
  /** Called with the number of each question before it is answered. */
  readonly asking?: (index: number) => void;
  /** Interrupts at the question of this number, as Ctrl-C does. */
  readonly interruptAt?: number;
  readonly signer?: Signer;
  readonly env?: Readonly<Record<string, string>>;
}

const now = Math.floor(Date.now() / 1000);

/** One command with a person at the terminal who types these lines, one for each question, and then leaves; `null`: nobody sits there. */
export async function typing(repo: string, args: readonly string[], lines: readonly string[] | null, during: While = {}): Promise<Typed> {
  const asked: string[] = [];
  const said = { stdout: '', stderr: '' };
  const sink = (name: keyof typeof said) => ({ write: (text: string) => ((said[name] += text), true), once: () => undefined });
  const never = () => Promise.reject(new TypeError('not asked for'));
  const no = () => {
    throw new TypeError('not asked for');
  };
  const { PATH = '' } = process.env;
  const env = { PATH, HOME: repo, NO_COLOR: '1', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', ...during.env };
  let interrupt: () => void = () => undefined;
  const around: Surroundings = {
    stdout: sink('stdout'),
    stderr: sink('stderr'),
    env,
    now: () => now,
    clock: () => 0,
    openPorts: async (path) => {
      const repository = await openRepository(path);
      return { repository, sha256: nodeSha256, cryptography: nodeCryptography, readText: textFiles.readText, ledger: openLedgerStore(repository.access(), { now: () => now }) };
    },
    openMemory: never,
    openPolicyMemory: () => Promise.resolve(null),
    files: textFiles,
    wholeFile: no,
    appendFitting: () => null,
    openWriting: () =>
      Promise.resolve({
        writer: no,
        hooks: no,
        worktree: no,
        nodeSha256,
        input: never,
        ask: null,
        witnessing: never,
        cryptography: never,
        passkey: never,
        signer: () => Promise.resolve(during.signer ?? openSigner(env, { terminal: false })),
        draw: (bytes) => randomBytes(bytes).toString('hex'),
      }),
    question: lines === null ? null : (text) => {
      const index = asked.push(text.trim()) - 1;
      during.asking?.(index);
      if (during.interruptAt === index) {
        interrupt();
        return new Promise(() => {});
      }
      return Promise.resolve(lines[index] ?? null);
    },
    writeTrace: () => Promise.resolve(''),
    interrupted: new Promise((resolve) => (interrupt = resolve)),
  };
  const code = await run(['--repo', repo, ...args], around);
  return { code, asked, ...said };
}
