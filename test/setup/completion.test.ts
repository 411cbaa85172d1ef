import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { knownValues } from '../../src/cli/commands/setup/completion.ts';
import { completionTree } from '../../src/cli/setup/completion-tree.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { commitFiles, countersign, git, scratch } from '../cli/bin.ts';

const place = scratch();
const env = { PATH: process.env['PATH'] ?? '', HOME: place, TERM: 'dumb', LC_ALL: 'C.UTF-8', GIT_CONFIG_NOSYSTEM: '1' };
const has = (shell: string) => spawnSync(shell, ['-c', 'exit 0']).status === 0;
/** Bash is everywhere these tests run; the others where somebody installed them. */
const shells = ['bash', ...['zsh', 'fish'].filter(has)];

beforeAll(() => {
  git(place, 'init', '--quiet', '--initial-branch', 'main');
  commitFiles(place, 'x', { 'policy-x.yaml': '' });
  for (const branch of ['topic/one', 'a$(touch${IFS}pwned)b', "it's"]) git(place, 'branch', branch);
  for (const shell of shells) writeFileSync(join(place, shell), countersign(place, ['completion', shell]).stdout);
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** What a real shell offers at the end of these words. */
function offered(shell: string, words: readonly string[]): readonly string[] {
  if (shell === 'bash') {
    const script = `source ./bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _countersign; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return lines(spawnSync(shell, ['--norc', '-c', script, '_', ...words], { cwd: place, env, encoding: 'utf8' }).stdout);
  }
  const line = words.join(' ').replace(' = ', '=');
  if (shell === 'fish') {
    return lines(spawnSync(shell, ['-N', '-c', `source ./fish; complete -C '${line}'`], { cwd: place, env, encoding: 'utf8' }).stdout).map((each) => each.split('\t')[0]!);
  }
  // Only a terminal makes zsh complete: it gets one of its own, and what it adds is noted.
  const script = `
zmodload zsh/zpty; zpty z zsh -f -i; send() { zpty -w z "$1" }
send 'PS1= RPS1=; autoload -Uz compinit; compinit -u -D; source ./zsh; OUT=./zsh-out; LISTMAX=10000'
send 'compadd() { local -a m; builtin compadd -A m "$@"; builtin compadd "$@"; print -rl -- "\${m[@]/#/+}" >> $OUT }'
send 'show() { zle complete-word; print -r -- DONE >> $OUT }; zle -N show; bindkey "^T" show'
zpty -w -n z "$1"$'\\x14'
for i in {1..300}; do [[ -e zsh-out ]] && grep -q ^DONE zsh-out && break; sleep 0.1; done; zpty -d z`;
  rmSync(join(place, 'zsh-out'), { force: true });
  spawnSync(shell, ['-f', '-c', script, '_', line], { cwd: place, env, encoding: 'utf8' });
  return [...new Set(lines(readFileSync(join(place, 'zsh-out'), 'utf8')).filter((each) => each.startsWith('+')).map((each) => each.slice(1)))];
}

function lines(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}

const all = shells.flatMap((shell) =>
  (
    [
      [['countersign', 'pe'], ['people']],
      [['countersign', 'people', ''], ['add', 'allowed-signers', 'enrol', 'import', 'list', 'prove', 'revoke', 'root']],
      [['countersign', '--json', 'people', 'add', '--level', ''], ['junior', 'mid', 'principal', 'senior']],
      [['countersign', 'check', '--preset', 'amaz'], ['amazon-2026']],
      [['countersign', 'check', 'top'], ['topic/one']],
      [['countersign', 'policy', 'lint', '--policy', 'policy-x'], ['policy-x.yaml']],
      [['countersign', 'completion', ''], ['bash', 'fish', 'zsh']],
      [['countersign', 'people', 'add', '--lev'], ['--level']],
      [['countersign', 'hook', 'run', 'post-c'], ['post-commit']],
    ] as const
  ).map(([words, expected]) => [shell, words, expected] as const),
);

describe(`completion in ${shells.join(', ')}`, () => {
  it.each(all)('%s offers for %j: %j', (shell, words, expected) => expect(offered(shell, words).toSorted()).toEqual(expected));

  it.each(shells)('%s completes the end of a range, and runs nothing a branch is called', (shell) => {
    const ends = offered(shell, ['countersign', 'check', 'main..top']).map((each) => each.replace('main..', ''));
    expect(ends).toEqual(['topic/one']);
    offered(shell, ['countersign', 'check', '']);
    offered(shell, ['countersign', 'check', 'a']);
    expect(existsSync(join(place, 'pwned'))).toBe(false);
  });

  it.each(shells)('%s takes an option with its value in one word', (shell) => {
    const words = shell === 'bash' ? ['countersign', 'check', '--target', '=', 'mai'] : ['countersign', 'check', '--target=mai'];
    expect(offered(shell, words).map((each) => each.replace('--target=', ''))).toEqual(['main']);
  });

  it.each(shells)('%s reads the script without a complaint', (shell) => {
    expect(spawnSync(shell, ['-n', join(place, shell)], { env, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });
});

it('refuses a shell it has no script for', () => {
  expect(countersign(place, ['completion', 'tcsh'])).toMatchObject({ status: 2, stdout: '' });
});

it('knows values only for what the program has', () => {
  const program = buildProgram(async () => {}, { width: 80, ascii: false, colour: false });
  const tree = completionTree(program, Object.fromEntries(Object.keys(knownValues).map((key) => [key, [key]])));
  const used = new Set(tree.flatMap(({ options, arguments: places }) => [...options.map(({ values }) => values), ...places]).flatMap((values) => (Array.isArray(values) ? values : [])));
  expect(Object.keys(knownValues).filter((key) => !used.has(key))).toEqual([]);
});
