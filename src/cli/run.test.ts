import { describe, expect, it } from 'vitest';
import type { Ports, Repository } from '../workflows/ports/index.ts';
import { textFiles } from './text-files.ts';
import { run, type Surroundings } from './run.ts';
import { withoutLedger } from '../../test/workflows/without-ledger.ts';

function surroundings(parts: Partial<Surroundings> = {}) {
  const written = { stdout: '', stderr: '' };
  const sink = (name: keyof typeof written) => ({ write: (text: string) => ((written[name] += text), true), once: () => undefined });
  const around: Surroundings = {
    stdout: sink('stdout'),
    stderr: sink('stderr'),
    env: {},
    now: () => 0,
    clock: () => 0,
    openPorts: () => Promise.reject(new TypeError('a fault of ours')),
    openMemory: () => Promise.reject(new TypeError('a fault of ours')),
    openPolicyMemory: () => Promise.resolve(null),
    files: textFiles,
    wholeFile: () => {
      throw new TypeError('a fault of ours');
    },
    appendFitting: () => null,
    openWriting: () => Promise.reject(new TypeError('a fault of ours')),
    question: null,
    writeTrace: () => Promise.resolve('trace.txt'),
    interrupted: new Promise(() => {}),
    ...parts,
  };
  return { around, written };
}

describe('what is no Failure', () => {
  it('is our bug: exit 70, one sentence, no stack', async () => {
    const { around, written } = surroundings();
    expect(await run(['check'], around)).toBe(70);
    expect(written.stdout).toBe('');
    expect(written.stderr).toBe(
      '✗ bug   this is a bug in countersign: TypeError: a fault of ours\n  mend   run again with --debug and report it with the trace\n',
    );
  });

  it('leaves a trace with --debug and says where', async () => {
    let trace = '';
    const { around, written } = surroundings({ writeTrace: (text) => ((trace = text), Promise.resolve('trace.txt')) });
    expect(await run(['check', '--debug'], around)).toBe(70);
    expect(trace).toContain('TypeError: a fault of ours\n    at ');
    expect(written.stderr).toContain('  trace  trace.txt\n');
  });

  it('keeps its sentence and its exit code where the trace cannot be written', async () => {
    const { around, written } = surroundings({ writeTrace: () => Promise.reject(new Error('ENOSPC: no space left')) });
    expect(await run(['check', '--debug'], around)).toBe(70);
    expect(written.stderr).toMatch(/^✗ bug {3}this is a bug in countersign: TypeError: a fault of ours\n[^]* {2}trace {2}not written: ENOSPC: no space left\n$/);
  });
});

it('gives its exit code also where the repository never closes', async () => {
  // Anything asked of it fails, and closing hangs without work that would keep a process alive.
  const stuck = new Proxy({} as Repository, {
    get: (_target, name) => (name === 'then' ? undefined : name === 'close' ? () => new Promise(() => {}) : () => Promise.reject(new TypeError('asked'))),
  });
  const ports: Ports = { repository: stuck, sha256: () => '', readText: () => Promise.resolve(''), ...withoutLedger };
  const { around } = surroundings({ openPorts: () => Promise.resolve(ports) });
  expect(await run(['check'], around)).toBe(70);
});

it('ends with 130 as soon as it is interrupted', async () => {
  const { around, written } = surroundings({ openPorts: () => new Promise(() => {}), interrupted: Promise.resolve() });
  expect(await run(['scan', '--json'], around)).toBe(130);
  expect(JSON.parse(written.stdout)).toMatchObject({ error: { code: 'interrupted' } });
});

it('prints the help where nothing is asked', async () => {
  const { around, written } = surroundings();
  expect(await run([], around)).toBe(0);
  expect(written.stdout).toContain('Usage  countersign COMMAND [options]');
  expect(written.stderr).toBe('');
});

describe('policies parsed before', () => {
  it.each<[string, readonly string[], Record<string, string>, number]>([
    ['are looked up by a check at the desk', ['check'], {}, 1],
    ['are not with --no-cache', ['check', '--no-cache'], {}, 0],
    ['are not in continuous integration', ['check'], { CI: 'true' }, 0],
    ['are not in a hook that receives a push', ['check'], { GIT_QUARANTINE_PATH: 'objects/incoming' }, 0],
    ['are not by lint', ['policy', 'lint'], {}, 0],
  ])('%s', async (_what, argv, env, times) => {
    let opened = 0;
    const { around } = surroundings({ env, openPolicyMemory: () => ((opened += 1), Promise.resolve(null)) });
    await run(argv, around);
    expect(opened).toBe(times);
  });
});
