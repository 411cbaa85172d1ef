import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StatementOf } from '../../src/core/attestation/index.ts';
import type { BuiltRepository } from '../git/built-repository.ts';
import { newFolder } from '../git/built-repository.ts';
import { begin, branch, lines, meanwhile, merge, squash, topic, type Case } from './case.ts';

const release = 'refs/heads/release';

/** The same line, `grant()`, where both sides add another one after line 3: only a union takes both. */
function clash(r: BuiltRepository): { base: string; head: string } {
  const signed = topic(r);
  meanwhile(r, 'app.ts', { 3: 'deny()' });
  r.write('app.ts', lines({ 3: 'deny()\ngrant()' })).write('lock.json', lines({ 5: 'dependency 2' }));
  return signed;
}

/** Configuration, attributes and drivers of the repository that is asked, as a build step could leave them. */
function plant(r: BuiltRepository): string {
  const trap = join(newFolder(), 'ran');
  r.git('config', 'merge.default', 'union');
  r.git('config', 'merge.evil.driver', `touch ${trap}; cat %B > %A`);
  r.git('config', 'merge.renames', 'true');
  r.git('config', 'core.attributesFile', join(r.path, '.git', 'planted'));
  writeFileSync(join(r.path, '.git', 'planted'), '* merge=evil\n');
  mkdirSync(join(r.path, '.git', 'info'), { recursive: true });
  writeFileSync(join(r.path, '.git', 'info', 'attributes'), '* merge=evil\n');
  return trap;
}

/** Landings that must be looked at again, each made to look like one that was signed. */
export const refused: readonly Case[] = [
  { name: 'an evil merge', is: 'edited', build: (r) => {
    const signed = topic(r);
    meanwhile(r);
    r.git('merge', '-q', '--no-ff', '--no-commit', 'topic');
    r.write('other.ts', lines({ 14: 'elsewhere', 17: 'evil()' })).commit('Merge');
    return { repository: r, signed: [signed] };
  } },
  { name: 'an evil merge in a file the change touches', is: 'edited', build: (r) => {
    const signed = topic(r);
    meanwhile(r, 'app.ts');
    r.git('merge', '-q', '--no-ff', '--no-commit', 'topic');
    r.write('app.ts', lines({ 3: 'grant()', 14: 'elsewhere', 17: 'evil()' })).commit('Merge');
    return { repository: r, signed: [signed] };
  } },
  { name: 'an evil update-merge, then a squash', is: 'edited', build: (r) => {
    const signed = topic(r);
    meanwhile(r);
    r.git('switch', '-q', 'topic');
    r.git('merge', '-q', '--no-ff', '--no-commit', 'main');
    r.write('app.ts', lines({ 3: 'grant()', 17: 'evil()' })).commit('Update');
    r.git('switch', '-q', 'main');
    squash(r);
    return { repository: r, signed: [signed] };
  } },
  { name: 'a file more than was signed', is: 'edited', build: (r) => {
    const signed = topic(r);
    r.git('merge', '-q', '--squash', 'topic');
    r.write('more.ts', 'evil()\n').commit('Squash');
    return { repository: r, signed: [signed] };
  } },
  { name: 'a hunk in another place of the file', is: 'edited', build: (r) => {
    const signed = topic(r);
    meanwhile(r);
    r.write('app.ts', lines({ 13: 'grant()' })).write('lock.json', lines({ 5: 'dependency 2' })).commit('Squash');
    return { repository: r, signed: [signed] };
  } },
  { name: 'another indentation: moved out of an if', is: 'edited', build: (r) => {
    r.write('app.py', 'if admin:\n    log()\n').write('other.ts', lines()).commit('Begin');
    const signed = branch(r, 'topic', () => r.write('app.py', 'if admin:\n    log()\n    grant()\n').commit('Grant'));
    meanwhile(r);
    r.write('app.py', 'if admin:\n    log()\ngrant()\n').commit('Squash');
    return { repository: r, signed: [signed] };
  } },
  { name: 'the signed tree on another base', is: 'edited', build: (r) => {
    const signed = topic(r);
    meanwhile(r);
    const landed = r.git('commit-tree', '-p', 'main', '-m', 'Squash', `${signed.head}^{tree}`);
    r.git('update-ref', 'refs/heads/main', landed);
    return { repository: r, signed: [signed] };
  } },
  { name: 'the same trees on an older base of the same content', is: 'not-forward', build: (r) => {
    const older = begin(r);
    const bad = meanwhile(r);
    r.git('revert', '--no-edit', bad);
    const signed = branch(r, 'topic', () => r.write('app.ts', lines({ 3: 'grant()' })).commit('Grant'));
    r.git('reset', '-q', '--hard', older);
    r.git('commit', '-q', '--allow-empty', '-m', 'Go on from there');
    r.git('update-ref', 'refs/heads/main', r.git('commit-tree', '-p', 'main', '-m', 'Grant', `${signed.head}^{tree}`));
    return { repository: r, signed: [signed] };
  } },
  { name: 'signed for another branch', is: 'retargeted', build: (r) => {
    const signed = topic(r);
    squash(r);
    return { repository: r, signed: [{ ...signed, target: release }] };
  } },
  { name: 'picked to another branch', is: 'retargeted', build: (r) => {
    const signed = topic(r);
    r.git('branch', 'release');
    const landed = squash(r);
    r.git('switch', '-q', 'release');
    r.git('cherry-pick', landed);
    return { repository: r, signed: [signed], target: release };
  } },
  { name: 'picked to a further target before it landed', is: 'not-landed', build: (r) => {
    const signed = topic(r);
    r.git('switch', '-qc', 'release');
    squash(r);
    return { repository: r, signed: [{ ...signed, alsoFor: [release] }], target: release };
  } },
  { name: 'picked to a further target after a revert on the first', is: 'reverted', build: (r) => {
    const signed = topic(r);
    r.git('branch', 'release');
    const landed = squash(r);
    meanwhile(r, 'lock.json', { 5: 'dependency 2', 17: 'later' });
    r.git('revert', '--no-edit', landed);
    r.git('switch', '-q', 'release');
    r.git('cherry-pick', landed);
    return { repository: r, signed: [{ ...signed, alsoFor: [release] }], target: release };
  } },
  { name: 'picked to a further target after half of it was taken back on the first', is: 'reverted', build: (r) => {
    const signed = topic(r);
    r.git('branch', 'release');
    const landed = squash(r);
    r.write('app.ts', lines()).commit('Take the grant back');
    r.git('switch', '-q', 'release');
    r.git('cherry-pick', landed);
    return { repository: r, signed: [{ ...signed, alsoFor: [release] }], target: release };
  } },
  { name: 'picked to a further target where a touched file differs', is: 'touched', build: (r) => {
    const signed = topic(r);
    r.git('switch', '-qc', 'release');
    meanwhile(r, 'lock.json');
    r.git('switch', '-q', 'main');
    const landed = squash(r);
    r.git('switch', '-q', 'release');
    r.git('cherry-pick', landed);
    return { repository: r, signed: [{ ...signed, alsoFor: [release] }], target: release };
  } },
  { name: 'picked to a further target twice, with a revert there between', is: 'used', build: (r) => {
    const signed = topic(r);
    r.git('branch', 'release');
    const landed = squash(r);
    r.git('switch', '-q', 'release');
    r.git('cherry-pick', landed);
    r.git('revert', '--no-edit', 'HEAD');
    r.git('cherry-pick', landed);
    return { repository: r, signed: [{ ...signed, alsoFor: [release] }], target: release };
  } },
  { name: 'half of a change', is: 'edited', build: (r) => {
    const signed = topic(r);
    r.write('app.ts', lines({ 3: 'grant()' })).commit('Half');
    return { repository: r, signed: [signed] };
  } },
  { name: 'landing again what was reverted', is: 'used', build: (r) => {
    const signed = topic(r);
    r.git('revert', '--no-edit', squash(r));
    squash(r);
    return { repository: r, signed: [signed] };
  } },
  { name: 'landing again what was merged by text and reverted', is: 'used', build: (r) => {
    const signed = topic(r);
    meanwhile(r, 'lock.json');
    r.git('revert', '--no-edit', squash(r));
    squash(r);
    return { repository: r, signed: [signed] };
  } },
  { name: 'landing again what came in a rollup and was reverted', is: 'used', build: (r) => {
    const one = topic(r);
    const two = branch(r, 'two', () => meanwhile(r));
    r.git('revert', '--no-edit', squash(r, 'topic', 'two'));
    squash(r);
    return { repository: r, signed: [one, two] };
  } },
  { name: 'landing again what came commit by commit and was reverted', is: 'used', build: (r) => {
    const signed = topic(r);
    meanwhile(r);
    r.git('cherry-pick', `${signed.base}..topic`);
    r.git('revert', '--no-edit', 'HEAD', 'HEAD~1');
    squash(r);
    return { repository: r, signed: [signed] };
  } },
  { name: 'landing again what was merged and then half edited away', is: 'used', build: (r) => {
    const signed = topic(r);
    merge(r);
    r.write('app.ts', lines()).commit('Take half back');
    r.write('lock.json', lines()).commit('Take the rest back');
    squash(r, 'topic~0');
    r.write('app.ts', lines({ 3: 'grant()' })).write('lock.json', lines({ 5: 'dependency 2' })).commit('Again');
    return { repository: r, signed: [signed] };
  } },
  { name: 'a commit that breaks, and its undoing, behind a landing', is: 'edited', build: (r) => {
    const signed = topic(r);
    squash(r);
    r.write('app.ts', lines({ 3: 'grant()', 17: 'evil()' }));
    const evil = r.commit('Break');
    r.git('revert', '--no-edit', evil);
    return { repository: r, signed: [signed], landing: evil };
  } },
  { name: 'a series whose end is as signed, and a commit of which is not', is: 'edited', build: (r) => {
    const signed = topic(r);
    const evil = r.write('app.ts', lines({ 3: 'grant()', 17: 'evil()' })).commit('Break');
    r.write('app.ts', lines({ 3: 'grant()' })).write('lock.json', lines({ 5: 'dependency 2' })).commit('End as signed');
    return { repository: r, signed: [signed], landing: evil };
  } },
  { name: 'a foreign commit between those of a series', is: 'edited', build: (r) => {
    const signed = topic(r);
    r.git('cherry-pick', 'topic~1');
    const evil = r.write('app.ts', lines({ 3: 'grant()', 17: 'evil()' })).commit('Between');
    r.git('cherry-pick', 'topic');
    return { repository: r, signed: [signed], landing: evil };
  } },
  { name: 'a series longer than was signed', is: 'edited', build: (r) => {
    const signed = topic(r);
    r.write('app.ts', lines({ 3: 'gran' })).commit('One');
    r.write('app.ts', lines({ 3: 'grant()' })).commit('Two');
    r.write('lock.json', lines({ 5: 'dependency 2' })).commit('Three');
    return { repository: r, signed: [signed], landing: r.git('rev-parse', 'HEAD~2') };
  } },
  { name: 'a rollup with something nobody signed', is: 'edited', build: (r) => {
    const one = topic(r);
    const two = branch(r, 'two', () => meanwhile(r));
    r.git('merge', '-q', '--squash', 'topic');
    r.write('other.ts', lines({ 14: 'elsewhere', 17: 'evil()' })).commit('Rollup');
    return { repository: r, signed: [one, two] };
  } },
  { name: 'a stack on a lower part that nobody signed', is: 'not-forward', build: (r) => {
    topic(r);
    r.git('switch', '-q', 'topic');
    const upper = branch(r, 'upper', () => r.write('other.ts', lines({ 9: 'upper()' })).commit('Upper'));
    r.git('switch', '-q', 'main');
    squash(r);
    r.git('cherry-pick', upper.head);
    return { repository: r, signed: [upper] };
  } },
  { name: 'a stack on a lower part that has not landed', is: 'not-forward', build: (r) => {
    const lower = topic(r);
    r.git('switch', '-q', 'topic');
    const upper = branch(r, 'upper', () => r.write('other.ts', lines({ 9: 'upper()' })).commit('Upper'));
    r.git('switch', '-q', 'main');
    r.git('cherry-pick', upper.head);
    return { repository: r, signed: [upper, lower] };
  } },
  { name: 'the upper part of a stack after a revert, on a lower part signed anew', is: 'edited', build: (r) => {
    const lower = topic(r);
    r.git('switch', '-q', 'topic');
    const upper = branch(r, 'upper', () => r.write('app.ts', lines({ 3: 'grant()', 9: 'upper()' })).commit('Upper'));
    r.git('switch', '-q', 'main');
    const first = squash(r);
    const second = squash(r, 'upper');
    r.git('revert', '--no-edit', second);
    r.git('revert', '--no-edit', first);
    const anew = branch(r, 'anew', () => { squash(r); return r.git('rev-parse', 'HEAD'); });
    r.git('checkout', '-q', second, '--', '.');
    r.commit('Both at once');
    return { repository: r, signed: [lower, upper, anew] };
  } },
  { name: 'two stacked changes that each claim to stand on the other', is: 'not-forward', build: (r) => {
    const signed = topic(r);
    r.git('cherry-pick', 'topic');
    return { repository: r, signed: [{ base: signed.head, head: 'topic~1' }, { base: 'topic~1', head: signed.head }].map(({ base, head }) => ({ base: r.git('rev-parse', base), head: r.git('rev-parse', head) })) };
  } },
  { name: 'a conflict settled by hand', is: 'conflict', build: (r) => {
    const signed = clash(r);
    r.commit('Squash');
    return { repository: r, signed: [signed] };
  } },
  { name: 'a conflict that planted configuration and drivers would settle', is: 'conflict', build: (r) => {
    const signed = clash(r);
    r.commit('Squash');
    return { repository: r, signed: [signed], trap: plant(r) };
  } },
  { name: 'a conflict that attributes in the trees would settle', is: 'conflict', build: (r) => {
    r.write('.gitattributes', '* merge=union\n');
    const signed = clash(r);
    r.commit('Squash');
    return { repository: r, signed: [signed] };
  } },
  { name: 'a signed head replaced by another commit', is: 'edited', build: (r) => {
    const signed = topic(r);
    meanwhile(r, 'lock.json');
    r.write('app.ts', lines({ 3: 'evil()' })).write('lock.json', lines({ 5: 'dependency 2', 14: 'elsewhere' })).commit('Squash');
    const evil = branch(r, 'evil', () => r.write('app.ts', lines({ 3: 'evil()' })).commit('Evil'));
    r.git('replace', `${signed.head}^{tree}`, `${evil.head}^{tree}`);
    return { repository: r, signed: [signed] };
  } },
  { name: 'a base that a graft puts into the history', is: 'not-forward', build: (r) => {
    const older = begin(r);
    r.git('revert', '--no-edit', meanwhile(r));
    const signed = branch(r, 'topic', () => r.write('app.ts', lines({ 3: 'grant()' })).commit('Grant'));
    r.git('reset', '-q', '--hard', older);
    const landed = r.write('app.ts', lines({ 3: 'grant()' })).commit('Grant');
    writeFileSync(join(r.path, '.git', 'info', 'grafts'), `${landed} ${signed.base}\n`);
    return { repository: r, signed: [signed] };
  } },
  { name: 'a file that became a folder underneath', is: 'edited', build: (r) => {
    const signed = topic(r);
    r.git('rm', '-q', 'lock.json');
    r.write('lock.json/inside', 'x\n').commit('Swap');
    r.write('app.ts', lines({ 3: 'grant()' })).write('lock.json/inside', 'dependency 2\n').commit('Squash');
    return { repository: r, signed: [signed] };
  } },
  { name: 'a folder that became a file underneath', is: 'edited', build: (r) => {
    r.write('app.ts', lines()).write('part/one', lines()).commit('Begin');
    const signed = branch(r, 'topic', () => r.write('app.ts', lines({ 3: 'grant()' })).write('part/one', lines({ 3: 'x' })).commit('Grant'));
    r.git('rm', '-qr', 'part');
    r.write('part', lines()).commit('Swap');
    r.write('app.ts', lines({ 3: 'grant()' })).write('part', lines({ 3: 'x' })).commit('Squash');
    return { repository: r, signed: [signed] };
  } },
  { name: 'a file renamed underneath', is: 'edited', build: (r) => {
    const signed = topic(r);
    r.git('mv', 'lock.json', 'locked.json');
    r.commit('Rename');
    r.git('merge', '-q', '--squash', 'topic');
    r.commit('Squash');
    return { repository: r, signed: [signed] };
  } },
  { name: 'an added file that a merge moved after a renamed folder', is: 'edited', build: (r) => {
    r.write('app.ts', lines()).write('old/a', lines()).write('old/b', lines({ 1: 'b' })).commit('Begin');
    const signed = branch(r, 'topic', () => r.write('old/c', 'new\n').write('app.ts', lines({ 3: 'x' })).commit('Add'));
    r.git('mv', 'old', 'critical');
    r.commit('Rename');
    r.write('app.ts', lines({ 3: 'x' })).write('critical/c', 'new\n').commit('Squash');
    return { repository: r, signed: [signed] };
  } },
  { name: 'an executable bit more', is: 'edited', build: (r) => {
    const signed = topic(r);
    meanwhile(r);
    r.git('merge', '-q', '--squash', 'topic');
    r.git('update-index', '--chmod=+x', 'app.ts');
    r.git('commit', '-qm', 'Squash');
    return { repository: r, signed: [signed] };
  } },
  { name: 'a link that points elsewhere', is: 'edited', build: (r) => {
    const base = begin(r);
    const rest = ['app.ts', 'lock.json', 'other.ts'].map((path) => ({ mode: '100644', path, content: lines() }));
    const link = (to: string) => ({ mode: '120000', path: 'link', content: to });
    const head = r.commitTree([rest[0]!, link('app.ts'), ...rest.slice(1)], base);
    r.git('update-ref', 'refs/heads/main', r.commitTree([rest[0]!, link('/etc/passwd'), ...rest.slice(1)], base));
    return { repository: r, signed: [{ base, head }] };
  } },
  { name: 'a submodule that points elsewhere, hidden by .gitmodules', is: 'edited', build: (r) => {
    const base = begin(r);
    const modules = { mode: '100644', path: '.gitmodules', content: '[submodule "sub"]\n\tpath = sub\n\turl = ./sub\n\tignore = all\n' };
    const rest = ['app.ts', 'lock.json', 'other.ts'].map((path) => ({ mode: '100644', path, content: lines() }));
    const sub = (digit: string) => ({ mode: '160000', path: 'sub', content: digit.repeat(base.length) });
    const head = r.commitTree([modules, ...rest, sub('1')], base);
    r.git('update-ref', 'refs/heads/main', r.commitTree([modules, ...rest, sub('2')], base));
    return { repository: r, signed: [{ base, head }] };
  } },
  { name: 'a statement with the digest of other trees', is: 'unsigned', build: (r) => {
    const signed = topic(r);
    branch(r, 'evil', () => r.write('other.ts', lines({ 17: 'evil()' })).commit('Evil'));
    squash(r, 'evil');
    return { repository: r, signed: [signed], forged: (recorded) => withPredicate(recorded, ({ base }) => ({ head: base })) };
  } },
  { name: 'a statement whose trees are not those of its digest', is: 'inconsistent', build: (r) => {
    const signed = topic(r);
    const evil = branch(r, 'evil', () => r.write('app.ts', lines({ 3: 'evil()' })).write('lock.json', lines({ 5: 'x' })).commit('Evil'));
    meanwhile(r, 'lock.json');
    squash(r, 'evil');
    return { repository: r, signed: [signed], forged: (recorded) => withPredicate(recorded, () => ({ head: { commit: evil.head, tree: r.git('rev-parse', `${evil.head}^{tree}`) } })) };
  } },
  { name: 'a statement whose base tree is not that of its commit', is: 'inconsistent', build: (r) => {
    const signed = topic(r);
    meanwhile(r, 'lock.json');
    r.git('commit', '-q', '--allow-empty', '-m', 'Nothing');
    squash(r);
    return { repository: r, signed: [signed], forged: (recorded) => withPredicate(recorded, ({ base }) => ({ base: { commit: r.git('rev-parse', 'main~2'), tree: base.tree } })) };
  } },
  { name: 'a rejection, a request and a withdrawal', is: 'unsigned', build: (r) => {
    const signed = topic(r);
    squash(r);
    return { repository: r, signed: (['reject', 'request-changes', 'withdraw'] as const).map((verdict) => ({ ...signed, verdict })) };
  } },
  { name: 'no sign-off at all', is: 'unsigned', build: (r) => {
    topic(r);
    squash(r);
    return { repository: r, signed: [] };
  } },
  { name: 'a repository of another hash', is: 'object-format', build: (r) => {
    const signed = topic(r);
    squash(r);
    return { repository: r, signed: [signed], forged: (recorded) => withPredicate(recorded, ({ objectFormat }) => ({ objectFormat: objectFormat === 'sha1' ? 'sha256' : 'sha1' })) };
  } },
  { name: 'a shallow clone', is: 'history-shallow', build: (r) => {
    const signed = topic(r);
    for (const one of [1, 2, 3]) meanwhile(r, 'other.ts', { [one]: 'elsewhere' });
    squash(r);
    const asked = newFolder();
    r.git('clone', '-q', '--bare', '--depth=2', '--branch=main', `file://${r.path}`, asked);
    return { repository: r, signed: [signed], asked };
  } },
  { name: 'a signed head that is gone, where it would have to be merged', is: 'object-missing', build: (r) => {
    const signed = topic(r);
    meanwhile(r, 'lock.json');
    squash(r);
    const asked = newFolder();
    r.git('clone', '-q', '--bare', '--single-branch', '--branch=main', `file://${r.path}`, asked);
    return { repository: r, signed: [signed], asked };
  } },
];

type Predicate = StatementOf<'sign-off'>['predicate'];

function withPredicate<T extends { readonly statement: unknown }>(recorded: T, change: (predicate: Predicate) => Partial<Predicate>): T {
  const statement = recorded.statement as StatementOf<'sign-off'>;
  return { ...recorded, statement: { ...statement, predicate: { ...statement.predicate, ...change(statement.predicate) } } };
}
