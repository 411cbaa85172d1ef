import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { adoptExample } from './adopt.ts';
import { noteText } from './notes.ts';
import { main } from './story/main.ts';
import { waiting } from './story/waiting/index.ts';
import { writeStream } from './stream.ts';
import { identities } from './team.ts';

/** The repository that was built; ids are full and the same on every machine. */
export interface Retail {
  readonly folder: string;
  readonly head: string;
  /** Branch → head commit, main included. */
  readonly branches: Readonly<Record<string, string>>;
  /** Label of a step → its commit. */
  readonly labels: Readonly<Record<string, string>>;
  /** Commit that `refs/notes/ai` points at. */
  readonly notes: string;
  /** Commit of the ledger, which holds the first adoption. */
  readonly ledger: string;
  readonly commits: number;
}

const markerFile = 'countersign-example';

/** Builds `shop-api` in a folder that is absent, empty, or an earlier build of it (which is replaced). */
export async function buildRetail(folder: string): Promise<Retail> {
  const target = resolve(folder);
  clear(target);
  git(target, ['init', '--quiet', '--template=', '--object-format=sha1', '--initial-branch=main', '.']);
  writeFileSync(join(target, '.git', markerFile), 'Built by examples/retail; a new build replaces this folder.\n');

  const { stream, written } = writeStream(main, waiting);
  const marks = importStream(target, stream);
  const idOf = (mark: number): string => {
    const id = marks.get(mark);
    if (id === undefined) throw new Error(`git fast-import gave no id for mark ${mark}`);
    return id;
  };

  const recorded = written.filter((each) => each.step.recorded !== undefined);
  const clock = '1795600000 +0000';
  const notes = recorded.map(({ step, mark, before, after }) => {
    const note = noteText(step, idOf(mark), before, after);
    return `N inline ${idOf(mark)}\ndata ${Buffer.byteLength(note)}\n${note}\n`;
  });
  const { name, email } = identities.bo;
  importStream(target, `commit refs/notes/ai\ncommitter ${name} <${email}> ${clock}\ndata 0\n${notes.join('')}\ndone\n`);
  git(target, ['reset', '--quiet', '--hard']);

  await adoptExample(target);

  const refs = git(target, ['for-each-ref', '--format=%(objectname) %(refname)']).trim().split('\n');
  const ids = new Map(refs.map((line) => [line.slice(41), line.slice(0, 40)]));
  const branches = Object.fromEntries([...ids].filter(([ref]) => ref.startsWith('refs/heads/')).map(([ref, id]) => [ref.slice(11), id]));
  return {
    folder: target,
    head: ids.get('refs/heads/main') ?? '',
    branches,
    labels: Object.fromEntries(written.flatMap(({ step, mark }) => (step.label === undefined ? [] : [[step.label, idOf(mark)]]))),
    notes: ids.get('refs/notes/ai') ?? '',
    ledger: ids.get('refs/countersign/ledger') ?? '',
    commits: written.length,
  };
}

function clear(target: string): void {
  if (existsSync(target) && readdirSync(target).length > 0) {
    if (!existsSync(join(target, '.git', markerFile))) {
      throw new Error(`\`${target}\` is not empty and was not built by this script; name another folder`);
    }
    rmSync(target, { recursive: true });
  }
  mkdirSync(target, { recursive: true });
}

function importStream(target: string, stream: string): Map<number, string> {
  const scratch = mkdtempSync(join(tmpdir(), 'countersign-example-'));
  try {
    const file = join(scratch, 'marks');
    git(target, ['fast-import', '--quiet', '--done', '--date-format=raw', `--export-marks=${file}`], stream);
    const lines = readFileSync(file, 'utf8').split('\n').filter((line) => line !== '');
    return new Map(lines.map((line) => [Number(line.slice(1, line.indexOf(' '))), line.slice(line.indexOf(' ') + 1)]));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** Git with nothing of the caller's configuration, environment or hooks. */
function git(target: string, args: readonly string[], input?: string): string {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
  return execFileSync('git', ['-c', 'core.autocrlf=false', '-c', 'core.fsync=none', '-c', 'gc.auto=0', ...args], {
    cwd: target,
    env: { ...env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: devNull, GIT_NO_REPLACE_OBJECTS: '1', LC_ALL: 'C' },
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(input === undefined ? {} : { input }),
  });
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    const retail = await buildRetail(process.argv[2] ?? 'build/retail');
    process.stdout.write(`built ${retail.folder}: ${retail.commits} commits, ${Object.keys(retail.branches).length} branches, main at ${retail.head.slice(0, 10)}\n`);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 2;
  }
}
