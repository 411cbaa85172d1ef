import { Failure } from '../../../core/values/index.ts';

type Kind = 'commit' | 'tree' | 'file' | 'object';

/** How to get what is not here. */
const mends: readonly string[] = [
  'in a partial clone, fetch what was left out with `git fetch --refetch --no-filter`',
  'in a shallow clone, fetch the whole history with `git fetch --unshallow`',
];

/** The failure for an object that is needed and cannot be read, with the command that mends it. */
export function unreadable(state: string, kind: Kind, id: string, path = ''): Failure {
  if (state === 'corrupt') return corrupt(kind, id, path);
  return new Failure('object-missing', 'environment', `the ${kind} ${id}${of(path)} is not in this repository`, mends);
}

/** The failure for an object whose bytes are damaged or are not what its id says. */
export function corrupt(kind: Kind, id: string, path = ''): Failure {
  return new Failure('object-corrupt', 'environment', `the ${kind} ${id}${of(path)} is damaged`, [
    'run `git fsck` to see what else is, then fetch the objects again with `git fetch --refetch`',
  ]);
}

/** The failure for a question that only history beyond a shallow clone's edge can answer. */
export function tooShallow(what: string): Failure {
  return new Failure('history-shallow', 'environment', `${what}: the history here is shallow`, [
    'fetch the rest with `git fetch --unshallow`',
  ]);
}

function of(path: string): string {
  return path === '' ? '' : ` (\`${path.replaceAll('\n', '\\n')}\`)`;
}

/** The failure of a git process that said `stderr`, with the mends we know. */
export function gitFailed(args: readonly string[], stderr: string): Failure {
  const said = reasonIn(stderr);
  const command = args.find((arg) => /^[a-z]/.test(arg) && !arg.includes('=')) ?? 'git';
  if (/(?:unable to|could not) (?:read|parse)|missing|failed to traverse|bad object/i.test(stderr)) {
    return new Failure('object-missing', 'environment', `git ${command} found something missing: ${said}`, mends);
  }
  return new Failure('git-failed', 'environment', `git ${command} failed: ${said === '' ? 'it gave no reason' : said}`, [
    'run `git fsck` in the repository to see whether it is damaged',
  ]);
}

/** The sentence of git's complaint that matters: the first that names an object, else the last that is fatal. */
export function reasonIn(stderr: string): string {
  const lines = stderr.trim().split('\n');
  const naming = lines.find((line) => /^(?:fatal|error): .*[0-9a-f]{40}/.test(line));
  const fatal = lines.findLast((line) => line.startsWith('fatal: '));
  return (naming ?? fatal ?? lines[0] ?? '').replace(/^(?:fatal|error): /, '');
}

/** The failure where no git can be started. */
export function gitMissing(): Failure {
  return new Failure('git-missing', 'environment', 'git was not found on the PATH', ['install git 2.31 or newer']);
}

/** The failure of what was under way when the reading was ended. */
export function interrupted(): Failure {
  return new Failure('interrupted', 'user', 'reading the repository was interrupted');
}
