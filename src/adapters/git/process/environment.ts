import { devNull } from 'node:os';
import { join } from 'node:path';

/** What a receive hook's git must be told so that it sees the pushed, not yet accepted objects. */
const quarantine = ['GIT_OBJECT_DIRECTORY', 'GIT_ALTERNATE_OBJECT_DIRECTORIES', 'GIT_QUARANTINE_PATH'] as const;

/** Variables the operating system itself needs to start a program. */
const system = ['PATH', 'Path', 'PATHEXT', 'SYSTEMROOT', 'SystemRoot', 'TMPDIR', 'TEMP', 'TMP'] as const;

/**
 * The whole environment git gets, built from nothing: no `GIT_*` of the caller, no home folder, no system,
 * global or attributes file, no replacement objects, no grafts, no network (a partial clone would otherwise
 * fetch while it reads), no prompt.
 */
export function gitEnvironment(gitDir: string, inherited: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {
    GIT_DIR: gitDir,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_SYSTEM: devNull,
    GIT_CONFIG_GLOBAL: devNull,
    GIT_ATTR_NOSYSTEM: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_GRAFT_FILE: join(gitDir, 'countersign-has-no-grafts'),
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_PAGER: 'cat',
    LC_ALL: 'C',
    TZ: 'UTC',
  };
  copy(process.env, environment, system);
  copy(inherited, environment, quarantine);
  return environment;
}

/** Settings given on the command line, where they beat any file. */
export const gitSettings: readonly string[] = [
  'safe.directory=*',
  'protocol.allow=never',
  'protocol.file.allow=never',
  'core.attributesFile=' + devNull,
  'core.fsmonitor=false',
  'core.quotePath=true',
  'core.bigFileThreshold=5m',
  'gc.auto=0',
].flatMap((setting) => ['-c', setting]);

/** A blob larger than this (bytes) is hashed as it streams by but never diffed; the same number as `core.bigFileThreshold`. */
export const largestCounted = 5 * 1024 * 1024;

function copy(from: NodeJS.ProcessEnv, to: NodeJS.ProcessEnv, names: readonly string[]): void {
  for (const name of names) {
    const value = from[name];
    if (value !== undefined) to[name] = value;
  }
}
