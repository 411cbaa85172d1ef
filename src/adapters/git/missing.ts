import { Failure } from '../../core/values/index.ts';

type Kind = 'commit' | 'tree' | 'file' | 'object';

/** The failure for an object that is needed and cannot be read, with the command that mends it. */
export function unreadable(state: string, kind: Kind, id: string, path = ''): Failure {
  if (state === 'corrupt') return corrupt(kind, id, path);
  return new Failure('object-missing', 'environment', `the ${kind} ${id}${of(path)} is not in this repository`, [
    'in a partial clone, fetch what was left out with `git fetch --refetch --no-filter`',
    'in a shallow clone, fetch the whole history with `git fetch --unshallow`',
  ]);
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
