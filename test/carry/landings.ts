import type { BuiltRepository } from '../git/built-repository.ts';
import type { Approved } from './approvals.ts';

/** A repository with sign-offs, and the landing that is asked about (the tip of `main` where none is named). */
export interface Landing {
  readonly repository: BuiltRepository;
  readonly signed: readonly Approved[];
  readonly landing?: string;
}

/** One row of the table. `is`: tests of the sign-offs that cover it, in order, or why none does. */
export interface Case {
  readonly name: string;
  readonly is: string;
  readonly build: (repository: BuiltRepository) => Landing;
}

const lines = (changed: Readonly<Record<number, string>> = {}) => Array.from({ length: 20 }, (_, i) => changed[i] ?? `line ${i}`).join('\n') + '\n';

/** `main` with some files, and a branch `topic` that changes two of them; signed there. */
function signedTopic(repository: BuiltRepository): { base: string; head: string } {
  repository.write('app.ts', lines()).write('lock.json', lines()).write('other.ts', lines());
  const base = repository.commit('Begin');
  repository.git('switch', '-qc', 'topic');
  repository.write('app.ts', lines({ 3: 'grant()' }));
  repository.commit('Grant');
  repository.write('lock.json', lines({ 5: 'dependency 2' }));
  const head = repository.commit('Update the lock');
  repository.git('switch', '-q', 'main');
  return { base, head };
}

function elsewhere(repository: BuiltRepository, file = 'other.ts', changed: Readonly<Record<number, string>> = { 10: 'elsewhere' }): string {
  repository.write(file, lines(changed));
  return repository.commit('Meanwhile');
}

function squash(repository: BuiltRepository, branch = 'topic'): string {
  repository.git('merge', '-q', '--squash', branch);
  return repository.commit('Squash');
}

export const changes: readonly Case[] = [
  { name: 'a fast-forward of one commit series', is: 'exact', build: (r) => {
    const signed = signedTopic(r);
    r.git('merge', '-q', '--ff-only', 'topic');
    return { repository: r, signed: [signed] };
  } },
  { name: 'a squash', is: 'exact', build: (r) => {
    const signed = signedTopic(r);
    squash(r);
    return { repository: r, signed: [signed] };
  } },
  { name: 'a squash after the target moved elsewhere', is: 'disjoint', build: (r) => {
    const signed = signedTopic(r);
    elsewhere(r);
    squash(r);
    return { repository: r, signed: [signed] };
  } },
  { name: 'a squash after another change of the same lock file', is: 'textual', build: (r) => {
    const signed = signedTopic(r);
    elsewhere(r, 'lock.json');
    squash(r);
    return { repository: r, signed: [signed] };
  } },
  { name: 'a merge commit', is: 'disjoint', build: (r) => {
    const signed = signedTopic(r);
    elsewhere(r);
    r.git('merge', '-q', '--no-ff', '-m', 'Merge', 'topic');
    return { repository: r, signed: [signed] };
  } },
  { name: 'an evil merge', is: 'edited', build: (r) => {
    const signed = signedTopic(r);
    elsewhere(r);
    r.git('merge', '-q', '--no-ff', '--no-commit', 'topic');
    r.write('other.ts', lines({ 10: 'elsewhere', 12: 'evil()' }));
    r.commit('Merge');
    return { repository: r, signed: [signed] };
  } },
  { name: 're-landing what was reverted', is: 'used', build: (r) => {
    const signed = signedTopic(r);
    const landed = squash(r);
    r.git('revert', '--no-edit', landed);
    squash(r);
    return { repository: r, signed: [signed] };
  } },
];
