import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedStatement } from '../../src/core/attestation/index.ts';
import type { BuiltRepository } from '../git/built-repository.ts';
import type { Approved } from './approvals.ts';

/** A repository with sign-offs, and the landing that is asked about. */
export interface Landing {
  readonly repository: BuiltRepository;
  readonly signed: readonly Approved[];
  /** Full id; the tip of the target where none is named. */
  readonly landing?: string;
  /** `refs/heads/main` where none is named. */
  readonly target?: string;
  /** Another repository to ask: a clone that lacks something. */
  readonly asked?: string;
  /** What a statement claims instead. */
  readonly forged?: (recorded: RecordedStatement) => RecordedStatement;
  /** A file that appears if a planted command runs. */
  readonly trap?: string;
}

/** One row of the table. `is`: by which tests, part by part, or why not. */
export interface Case {
  readonly name: string;
  readonly is: string;
  readonly build: (repository: BuiltRepository) => Landing;
}

/** Twenty lines, some of them changed. */
export function lines(changed: Readonly<Record<number, string>> = {}): string {
  return Array.from({ length: 20 }, (_, i) => changed[i] ?? `line ${i}`).join('\n') + '\n';
}

/** Three files on `main`. */
export function begin(r: BuiltRepository): string {
  r.write('app.ts', lines()).write('lock.json', lines()).write('other.ts', lines());
  return r.commit('Begin');
}

/** A branch `name` off here that `work` commits to; back on `main` afterwards. */
export function branch(r: BuiltRepository, name: string, work: () => string): { base: string; head: string } {
  const base = r.git('rev-parse', 'HEAD');
  const from = r.git('symbolic-ref', '--short', 'HEAD');
  r.git('switch', '-qc', name);
  const head = work();
  r.git('switch', '-q', from);
  return { base, head };
}

/** `main` with three files, and a branch `topic` that changes two of them in two commits. */
export function topic(r: BuiltRepository): { base: string; head: string } {
  if (existsSync(join(r.path, '.git', 'index'))) return buildTopic(r);
  const format = r.git('rev-parse', '--show-object-format');
  const known = templates.get(format);
  if (known !== undefined) {
    r.become(known.repository);
    return known.signed;
  }
  const signed = buildTopic(r);
  templates.set(format, { repository: r.copy(), signed });
  return signed;
}

/** Most rows begin with the same topic: built once for each format of ids. */
const templates = new Map<string, { readonly repository: BuiltRepository; readonly signed: { base: string; head: string } }>();

function buildTopic(r: BuiltRepository): { base: string; head: string } {
  begin(r);
  return branch(r, 'topic', () => {
    r.write('app.ts', lines({ 3: 'grant()' })).commit('Grant');
    return r.write('lock.json', lines({ 5: 'dependency 2' })).commit('Update the lock');
  });
}

/** Somebody else's landing on the branch that is checked out. */
export function meanwhile(r: BuiltRepository, file = 'other.ts', changed: Readonly<Record<number, string>> = { 14: 'elsewhere' }): string {
  return r.write(file, lines(changed)).commit('Meanwhile');
}

export function squash(r: BuiltRepository, ...branches: string[]): string {
  for (const name of branches.length > 0 ? branches : ['topic']) {
    r.git('merge', '-q', '--squash', name);
    if (branches.length > 1) r.git('commit', '-qm', 'Part');
  }
  if (branches.length > 1) r.git('reset', '-q', '--soft', `HEAD~${branches.length}`);
  return r.commit('Squash');
}

export function merge(r: BuiltRepository, name = 'topic'): string {
  r.git('merge', '-q', '--no-ff', '-m', 'Merge', name);
  return r.git('rev-parse', 'HEAD');
}
