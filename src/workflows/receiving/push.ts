import { Failure } from '../../core/values/index.ts';

/** One ref of a push: full name, and the ids before and after; `null`: it is created, or deleted. */
export interface PushedRef {
  readonly ref: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What git gives `pre-receive` and `post-receive` on stdin: a line `old new ref` for each ref (githooks(5)). */
export function readPushedRefs(input: string): readonly PushedRef[] {
  const refs = input.split('\n').flatMap((line) => {
    if (line === '') return [];
    const [, before, after, ref] = /^([0-9a-f]{40}|[0-9a-f]{64}) ([0-9a-f]{40}|[0-9a-f]{64}) (refs\/\S+)$/.exec(line) ?? [];
    if (before === undefined || after === undefined || ref === undefined) throw notGits(line);
    return [{ ref, before: idOrNull(before), after: idOrNull(after) }];
  });
  if (refs.length === 0) throw notGits('');
  return refs;
}

/** The three arguments of an `update` hook: ref, old, new. */
export function readPushedRef(args: readonly string[]): readonly PushedRef[] {
  const [ref = '', before = '', after = ''] = args;
  return readPushedRefs(`${before} ${after} ${ref}\n`);
}

/**
 * Ledger entries of overrides that a push cites (`git push -o countersign.override=12`). Citing is all that an option
 * can do: any other of ours is refused, and what is cited must be an override of this push.
 */
export function citedOverrides(env: Readonly<Record<string, string | undefined>>): readonly number[] {
  const count = Number(env['GIT_PUSH_OPTION_COUNT'] ?? 0);
  const options = Array.from({ length: Number.isInteger(count) && count > 0 && count <= 1000 ? count : 0 }, (_, index) => env[`GIT_PUSH_OPTION_${index}`] ?? '');
  return options.filter((option) => /^countersign\b/i.test(option)).map((option) => {
    const [, entry] = /^countersign\.override=(\d{1,15})$/.exec(option) ?? [];
    if (entry !== undefined) return Number(entry);
    throw new Failure('usage', 'user', `the push option \`${option}\` is none: all that one can do is cite an override`, [
      'git push -o countersign.override=ENTRY',
      'countersign override --help',
    ]);
  });
}

function idOrNull(id: string): string | null {
  return /^0+$/.test(id) ? null : id;
}

function notGits(line: string): Failure {
  return new Failure('usage', 'user', line === '' ? 'git named no ref that is pushed' : `\`${line.slice(0, 200)}\` is no line of a push`, [
    'this command is for git to call: countersign receive install',
  ]);
}
