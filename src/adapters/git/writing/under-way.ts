import { existsSync, readFileSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Copying, UnderWay } from '../../../workflows/ports/index.ts';

/** Where git keeps what it is in the middle of. */
export interface GitState {
  /** Of this worktree. */
  readonly gitDir: string;
  /** Asks the user's git: what it prints, `null` where it prints nothing or fails. */
  readonly ask: (...args: readonly string[]) => Promise<string | null>;
}

/** See `CommitWriter.underWay`. */
export async function underWay(state: GitState): Promise<UnderWay | null> {
  const has = (name: string) => existsSync(join(state.gitDir, name));
  const picking = (await pseudoRef(state, 'CHERRY_PICK_HEAD')) !== null;
  if (has('rebase-apply') || (has('rebase-merge') && !ownStep(state))) return 'rebase';
  if (picking) return 'cherry-pick';
  if ((await pseudoRef(state, 'REVERT_HEAD')) !== null) return 'revert';
  if (has('MERGE_HEAD')) return 'merge';
  return has('SQUASH_MSG') ? 'squash' : null;
}

/**
 * Whether a rebase has handed over to somebody: its last command is one that stops or runs a program. While it
 * makes the pick of an `edit` itself, `CHERRY_PICK_HEAD` is there and the file `amend` is not yet.
 */
function ownStep({ gitDir }: GitState): boolean {
  const command = /(?:^|\n)(\w+)[^\n]*\n?$/.exec(textOf(join(gitDir, 'rebase-merge/done')).trimEnd())?.[1] ?? '';
  if (/^(?:e|edit)$/.test(command)) return existsSync(join(gitDir, 'rebase-merge/amend'));
  return /^(?:x|exec|b|break)$/.test(command);
}

/** See `CommitWriter.copying`. */
export async function copying(state: GitState): Promise<Copying | null> {
  const onto = await state.ask('rev-parse', '--verify', '--quiet', 'HEAD');
  const now = await underWay(state);
  if (now === 'cherry-pick') return { onto, sources: [(await pseudoRef(state, 'CHERRY_PICK_HEAD'))!], only: true };
  // The log in it is the newest first; what else it holds is indented.
  if (now === 'squash') return { onto, sources: idsIn(textOf(join(state.gitDir, 'SQUASH_MSG')), /^commit ([0-9a-f]{40,64})\r?$/gm).toReversed(), only: true };
  // Git has forgotten these too once the commit is made; their lines are nobody's who commits.
  if (now === 'revert' || now === 'merge') return { onto, sources: [], only: true };
  if (now !== null || !existsSync(join(state.gitDir, 'rebase-merge/amend'))) return null;
  const stopped = await pseudoRef(state, 'REBASE_HEAD');
  return stopped === null ? null : { onto, sources: [stopped], only: false };
}

const kept = 'countersign-copying';

/** See `CommitWriter.keepCopying`. */
export async function keepCopying({ gitDir }: GitState, copies: Copying | null): Promise<void> {
  const path = join(gitDir, kept);
  if (copies === null) return rm(path, { force: true });
  const lines = [`onto ${copies.onto ?? 'nothing'}`, ...(copies.only ? ['only'] : []), ...copies.sources.map((id) => `source ${id}`)];
  await writeFile(`${path}.new`, lines.map((line) => `${line}\n`).join(''));
  await rename(`${path}.new`, path);
}

/** See `CommitWriter.keptCopying`. */
export async function keptCopying(state: GitState): Promise<(Copying & { commit: string | null }) | null> {
  const text = await readFile(join(state.gitDir, kept), 'utf8').catch(() => null);
  if (text === null) return null;
  const onto = idsIn(text, /^onto ([0-9a-f]{40,64})$/gm)[0] ?? null;
  const [head, parent = null] = (await state.ask('rev-list', '--max-count=1', '--parents', 'HEAD'))?.split(' ') ?? [];
  const commit = head !== undefined && head !== onto && (parent === onto || (await amendedFrom(state)) === onto) ? head : null;
  return { onto, sources: idsIn(text, /^source ([0-9a-f]{40,64})$/gm), only: /^only$/m.test(text), commit };
}

/** See `CommitWriter.amendedFrom`. A rebase names its amends otherwise, so the parents decide there. */
export async function amendedFrom({ gitDir, ask }: GitState): Promise<string | null> {
  const [last, before] = ((await ask('reflog', 'show', '-2', '--format=%H %gs', 'HEAD')) ?? '').split('\n').map((line) => /^(\S+) (.*)$/.exec(line));
  const [head, parent] = (await ask('rev-list', '--max-count=1', '--parents', 'HEAD'))?.split(' ') ?? [];
  if (last == null || before == null || last[1] !== head || before[1] === parent) return null;
  const said = last[2]!;
  const stopped = existsSync(join(gitDir, 'rebase-merge/done')) && said.startsWith('rebase');
  return stopped || said.startsWith('commit (amend)') ? before[1]! : null;
}

/** A ref of git's own, wherever refs are stored. */
function pseudoRef({ ask }: GitState, name: string): Promise<string | null> {
  return ask('rev-parse', '--verify', '--quiet', name);
}

function idsIn(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, id]) => id!);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
