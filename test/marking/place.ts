import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { bin } from '../cli/bin.ts';
import { readStrictly, type StrictNote } from './strict-note-reader.ts';

const made: string[] = [];

export function removePlaces(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

let hooked: string | null = null;
afterAll(() => {
  if (hooked !== null) rmSync(hooked, { recursive: true, force: true });
  hooked = null;
});

export interface End {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A real repository with the real git and the real bin; no agent's variable and nothing of the user's gets in. */
export class Place {
  readonly path: string;

  constructor(path = mkdtempSync(join(tmpdir(), 'countersign-mark-'))) {
    this.path = path;
    made.push(path);
  }

  /** One that is there already. */
  static at(path: string): Place {
    return Object.assign(Object.create(Place.prototype) as Place, { path });
  }

  static init(place = new Place()): Place {
    place.git('init', '-q', '-b', 'main', '.');
    place.commit('Start', { 'a.txt': '1\n2\n3\n' });
    return place;
  }

  /** The same with our hooks installed: made once for a file, and copied. */
  static hooked(): Place {
    if (hooked === null) {
      const first = Place.init(Place.at(mkdtempSync(join(tmpdir(), 'countersign-mark-'))));
      hooked = first.path;
      const { status, stderr } = first.countersign('hook', 'install');
      if (status !== 0) throw new Error(stderr);
    }
    const place = new Place();
    cpSync(hooked, place.path, { recursive: true, preserveTimestamps: true });
    place.git('update-index', '-q', '--refresh');
    return place;
  }

  run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}, input: string | Buffer = ''): End {
    const { PATH = '', HOME = '', NODE_COMPILE_CACHE = '' } = process.env;
    const who = { GIT_AUTHOR_NAME: 'Bo Lind', GIT_AUTHOR_EMAIL: 'bo@example.com', GIT_COMMITTER_NAME: 'Bo Lind', GIT_COMMITTER_EMAIL: 'bo@example.com' };
    const quiet = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', NO_COLOR: '1', GIT_EDITOR: 'true', LC_ALL: 'C' };
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: this.path, input, env: { PATH, HOME, NODE_COMPILE_CACHE, ...who, ...quiet, ...env } });
    return { status, stdout: stdout.toString('latin1'), stderr: stderr.toString('utf8') };
  }

  /** Git that must succeed. */
  git(...args: string[]): string {
    return this.gitWith({}, ...args);
  }

  gitWith(env: Readonly<Record<string, string>>, ...args: string[]): string {
    const { status, stdout, stderr } = this.run('git', args, env);
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
    return stdout.trimEnd();
  }

  countersign(...args: string[]): End {
    return this.run(process.execPath, [bin, ...args]);
  }

  write(path: string, content: string, mode = 0o644): void {
    mkdirSync(dirname(join(this.path, path)), { recursive: true });
    writeFileSync(join(this.path, path), content);
    spawnSync('chmod', [mode.toString(8), join(this.path, path)]);
  }

  commit(message: string, files: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}): string {
    for (const [path, content] of Object.entries(files)) this.write(path, content);
    this.git('add', '-A');
    this.gitWith(env, 'commit', '-q', '-m', message);
    return this.head();
  }

  head(revision = 'HEAD'): string {
    return this.git('rev-parse', revision);
  }

  /** The whole message, byte by byte as Latin-1. */
  message(revision = 'HEAD'): string {
    const { stdout } = this.run('git', ['cat-file', 'commit', this.head(revision)]);
    return stdout.slice(stdout.indexOf('\n\n') + 2);
  }

  /** Read by the strict reader; `null` where there is none. */
  note(revision = 'HEAD'): StrictNote | null {
    const { status, stdout } = this.run('git', ['notes', '--ref=ai', 'show', this.head(revision)]);
    return status === 0 ? readStrictly(stdout) : null;
  }

  /** Lines by file, whatever the key. */
  lines(revision = 'HEAD'): Record<string, number[]> | null {
    const note = this.note(revision);
    if (note === null) return null;
    return Object.fromEntries(Object.entries(note.files).map(([path, keys]) => [path, Object.values(keys).flat().toSorted((a, b) => a - b)]));
  }
}

/** Every note reads strictly, names its own commit, and names only lines that git says the commit added. */
export function mustHoldTrueNotes(place: Place): void {
  for (const line of place.git('notes', '--ref=ai', 'list').split('\n').filter((each) => each !== '')) {
    const commit = line.split(' ')[1]!;
    const note = place.note(commit)!;
    if (note.metadata.base_commit_sha !== commit) throw new Error(`the note of ${commit} is about ${note.metadata.base_commit_sha}`);
    for (const [path, keys] of Object.entries(note.files)) {
      const patch = place.git('-c', 'core.quotePath=false', 'show', '--first-parent', '--format=', '-U0', '-M', commit, '--');
      const own = patch.split(/^diff --git /m).find((section) => section.includes(`\n+++ b/${path}`)) ?? '';
      const added = [...own.matchAll(/^@@ -\S+ \+(\d+)(?:,(\d+))? @@/gm)].flatMap(([, start, count = '1']) => Array.from({ length: Number(count) }, (_, n) => Number(start) + n));
      const foreign = Object.values(keys).flat().filter((number) => !added.includes(number));
      if (foreign.length > 0) throw new Error(`the note of ${commit} names lines ${foreign.join(', ')} of ${path}, which it did not add`);
    }
  }
}

/** Places made since the last `removePlaces`. */
export function placesMade(): readonly Place[] {
  return made.filter((path) => existsSync(join(path, '.git'))).map((path) => Place.at(path));
}

export const agent = { CLAUDECODE: '1', CLAUDE_CODE_SESSION_ID: 'session-1' };
export const otherAgent = { CODEX_THREAD_ID: 'thread-2' };
