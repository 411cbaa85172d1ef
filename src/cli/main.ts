import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, realpathSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { PasskeyAsking, PolicyMemory, Ports, ScanMemory, Signer } from '../workflows/ports/index.ts';
import { appendFitting } from './append-file.ts';
import { exitCodes } from './exit-code.ts';
import { run, type Writing } from './run.ts';
import { textFiles } from './text-files.ts';
import { wholeFile } from './whole-file.ts';

/*
 * The entry: everything the command line needs from the machine is put together here and nowhere else.
 */

const now = () => Math.floor(Date.now() / 1000);

async function openPorts(path: string): Promise<Ports> {
  const [{ nodeSha256, openRepository }, { openLedgerStore }, { nodeCryptography }] = await Promise.all([
    import('../adapters/git/index.ts'),
    import('../adapters/ledger/index.ts'),
    import('../adapters/signing/index.ts'),
  ]);
  const repository = await openRepository(path);
  return { repository, sha256: nodeSha256, cryptography: nodeCryptography, readText: textFiles.readText, ledger: openLedgerStore(repository.access(), { now }) };
}

async function openMemory(): Promise<ScanMemory> {
  const { openCache } = await import('../adapters/cache/index.ts');
  return openCache('scan', process.env);
}

/** Set to a digest of the sources by `scripts/build.ts`; run from its sources, the program changes under its caches. */
declare const COUNTERSIGN_BUILD: string | undefined;

async function openPolicyMemory(): Promise<PolicyMemory | null> {
  if (typeof COUNTERSIGN_BUILD === 'undefined') return null;
  const { openCache } = await import('../adapters/cache/index.ts');
  return { ...openCache('policy', process.env), program: COUNTERSIGN_BUILD };
}

async function openWriting(): Promise<Writing> {
  const [{ nodeSha256, openCommitWriter }, { openHookFolder }, { openWorkingFiles }, { askAtTerminal, readInput }] = await Promise.all([
    import('../adapters/git/index.ts'),
    import('../adapters/hooks/index.ts'),
    import('../adapters/files/index.ts'),
    import('./ask.ts'),
  ]);
  const script = process.argv[1];
  const program = [process.execPath, ...(script === undefined ? [] : [realpathSync(script)])];
  const signer = async (): Promise<Signer> => (await import('../adapters/signing/index.ts')).openSigner(process.env, { terminal: someoneSits });
  const cryptography = async () => (await import('../adapters/signing/index.ts')).nodeCryptography;
  const passkey = async () => {
    const { openBrowser, openPasskeySigner } = await import('../adapters/passkey/index.ts');
    const checks = await cryptography();
    return { page: (asking: PasskeyAsking) => openPasskeySigner(asking, checks), openBrowser: (url: string) => openBrowser(url, process.env) };
  };
  const witnessing = async () => {
    const [{ openEmptyRepository }, { fetchLedger, openWitnessStore }, { drawWitnessKey, readWitnessKey }] = await Promise.all([import('../adapters/git/index.ts'), import('../adapters/ledger/index.ts'), import('../adapters/signing/index.ts')]);
    const opened: { close(): Promise<void> }[] = [];
    const empty = async () => {
      const repository = await openEmptyRepository();
      opened.push(repository);
      return repository.access();
    };
    // A path is one from where the user stands, not from the folder that git is run in.
    const placed = (place: string) => (existsSync(place) ? resolve(place) : place);
    return {
      fetchLedger: async (from: string) => fetchLedger(await empty(), placed(from)),
      openWitness: async (at: string) => openWitnessStore(await empty(), placed(at), now),
      readKey: async (file: string) => readWitnessKey(file),
      drawKey: async (name: string, file: string) => drawWitnessKey(name, file),
      close: async () => void (await Promise.all(opened.map((each) => each.close()))),
    };
  };
  return { witnessing, writer: openCommitWriter, signer, passkey, cryptography, hooks: (path) => openHookFolder(path, program), worktree: openWorkingFiles, nodeSha256, draw: (bytes) => randomBytes(bytes).toString('hex'), input: readInput, ask: askAtTerminal };
}

/** At both ends: what is asked is read, and the answer typed. */
const someoneSits = process.stdin.isTTY && process.stderr.isTTY;

async function question(text: string): Promise<string | null> {
  const { askOnce } = await import('./ask.ts');
  return askOnce(text);
}

async function writeTrace(text: string): Promise<string> {
  const path = join(tmpdir(), `countersign-trace-${process.pid}-${Date.now()}.txt`);
  // `wx`: never through a link or over a file that somebody else put there.
  const file = openSync(path, 'wx', 0o600);
  writeSync(file, text);
  closeSync(file);
  return path;
}

/**
 * A reader that went away (`| head`) is no error: the rest is not written, the exit code stays what it is. An
 * answer that cannot be written for another reason, such as a full disk, was not given: that is never success.
 */
function untilClosed(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  let closed = false;
  const write = stream.write.bind(stream);
  stream.write = ((...args: Parameters<typeof write>) => closed || write(...args)) as typeof stream.write;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    closed = true;
    if (error.code !== 'EPIPE') {
      if (stream === process.stdout) process.stderr.write(`countersign: the answer could not be written (${error.code ?? error.message})\n`);
      process.exit(exitCodes.environment);
    }
    stream.emit('drain');
  });
  return stream;
}

/** The first signal ends the command in order, a second one at once. The listeners stay: who listens last decides. */
const interrupted = new Promise<void>((resolve) => {
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (asked) process.exit(exitCodes.interrupted);
      asked = true;
      resolve();
    });
  }
});

// Until the answer is known, ending in any way is a bug and never an approval.
process.exitCode = exitCodes.bug;
const code = await run(process.argv.slice(2), {
  stdout: untilClosed(process.stdout),
  stderr: untilClosed(process.stderr),
  env: process.env,
  now,
  clock: () => performance.now(),
  openPorts,
  openMemory,
  openPolicyMemory,
  files: textFiles,
  wholeFile,
  appendFitting,
  openWriting,
  question: someoneSits ? question : null,
  writeTrace,
  interrupted,
});
process.exitCode = code;
// An interrupted command may have work under way that would keep the process alive.
if (code === exitCodes.interrupted) process.exit(code);
