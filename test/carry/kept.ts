import { newFolder } from '../git/built-repository.ts';
import { begin, branch, lines, meanwhile, merge, squash, topic, type Case } from './case.ts';

/** Ways to land that are no new thing to judge. */
export const kept: readonly Case[] = [
  { name: 'a fast-forward of a series', is: 'exact', build: (r) => {
    const signed = topic(r);
    r.git('merge', '-q', '--ff-only', 'topic');
    return { repository: r, signed: [signed] };
  } },
  { name: 'a squash', is: 'exact', build: (r) => {
    const signed = topic(r);
    squash(r);
    return { repository: r, signed: [signed] };
  } },
  { name: 'a squash after the target moved elsewhere', is: 'disjoint', build: (r) => {
    const signed = topic(r);
    meanwhile(r);
    squash(r);
    return { repository: r, signed: [signed] };
  } },
  { name: 'a squash after another change of the same lock file', is: 'textual(lock.json)', build: (r) => {
    const signed = topic(r);
    meanwhile(r, 'lock.json');
    squash(r);
    return { repository: r, signed: [signed] };
  } },
  { name: 'a merge commit', is: 'disjoint', build: (r) => {
    const signed = topic(r);
    meanwhile(r);
    merge(r);
    return { repository: r, signed: [signed] };
  } },
  { name: 'a merge commit over a lock file', is: 'textual(lock.json)', build: (r) => {
    const signed = topic(r);
    meanwhile(r, 'lock.json');
    merge(r);
    return { repository: r, signed: [signed] };
  } },
  { name: 'a squash after an update-merge', is: 'disjoint', build: (r) => {
    const signed = topic(r);
    meanwhile(r);
    r.git('switch', '-q', 'topic');
    r.git('merge', '-q', '--no-edit', 'main');
    r.git('switch', '-q', 'main');
    squash(r);
    return { repository: r, signed: [signed] };
  } },
  ...['first', 'last'].map((which): Case => ({ name: `a rebase-merge, asked about its ${which} commit`, is: 'disjoint', build: (r) => {
    const signed = topic(r);
    meanwhile(r);
    r.git('cherry-pick', `${signed.base}..topic`);
    return { repository: r, signed: [signed], landing: r.git('rev-parse', which === 'first' ? 'HEAD~1' : 'HEAD') };
  } })),
  { name: 'a rebase-merge over a lock file', is: 'textual(lock.json)', build: (r) => {
    const signed = topic(r);
    meanwhile(r, 'lock.json');
    r.git('cherry-pick', `${signed.base}..topic`);
    return { repository: r, signed: [signed] };
  } },
  { name: 'a rollup of two in one commit', is: 'exact + disjoint', build: (r) => {
    const one = topic(r);
    const two = branch(r, 'two', () => meanwhile(r));
    squash(r, 'topic', 'two');
    return { repository: r, signed: [two, one] };
  } },
  { name: 'a rollup of two that share a lock file', is: 'exact + textual(lock.json)', build: (r) => {
    const one = topic(r);
    const two = branch(r, 'two', () => meanwhile(r, 'lock.json'));
    squash(r, 'topic', 'two');
    return { repository: r, signed: [one, two] };
  } },
  { name: 'a rollup of two, with an older state of one signed too', is: 'exact + disjoint', build: (r) => {
    const one = topic(r);
    const older = { base: one.base, head: r.git('rev-parse', 'topic~1') };
    const two = branch(r, 'two', () => meanwhile(r));
    squash(r, 'topic', 'two');
    return { repository: r, signed: [older, two, one] };
  } },
  { name: 'a queue that merges a batch at once', is: 'exact + disjoint', build: (r) => {
    const one = topic(r);
    const two = branch(r, 'two', () => meanwhile(r));
    r.git('switch', '-qc', 'queue');
    merge(r, 'topic');
    merge(r, 'two');
    r.git('switch', '-q', 'main');
    merge(r, 'queue');
    return { repository: r, signed: [one, two] };
  } },
  { name: 'a queue that merges one by one', is: 'disjoint', build: (r) => {
    const one = topic(r);
    const two = branch(r, 'two', () => meanwhile(r));
    merge(r, 'topic');
    merge(r, 'two');
    return { repository: r, signed: [one, two] };
  } },
  { name: 'a merge of two branches at once', is: 'exact + disjoint', build: (r) => {
    const one = topic(r);
    const two = branch(r, 'two', () => meanwhile(r));
    r.git('merge', '-q', '--no-ff', '-m', 'Merge', 'topic', 'two');
    return { repository: r, signed: [one, two] };
  } },
  { name: 'a stack whose lower part was squashed', is: 'disjoint', build: (r) => {
    const lower = topic(r);
    r.git('switch', '-q', 'topic');
    const upper = branch(r, 'upper', () => r.write('app.ts', lines({ 3: 'grant()', 9: 'upper()' })).commit('Upper'));
    r.git('switch', '-q', 'main');
    meanwhile(r);
    squash(r);
    r.git('switch', '-q', 'upper');
    r.git('rebase', '-q', '--onto', 'main', 'topic');
    r.git('switch', '-q', 'main');
    squash(r, 'upper');
    return { repository: r, signed: [upper, lower] };
  } },
  { name: 'a stack that lands at once', is: 'exact + exact', build: (r) => {
    const lower = topic(r);
    r.git('switch', '-q', 'topic');
    const upper = branch(r, 'upper', () => r.write('app.ts', lines({ 3: 'grant()', 9: 'upper()' })).commit('Upper'));
    r.git('switch', '-q', 'main');
    squash(r, 'upper');
    return { repository: r, signed: [upper, lower] };
  } },
  { name: 'two people, one before a rebase and one after', is: 'disjoint, exact', build: (r) => {
    const before = topic(r);
    const moved = meanwhile(r);
    r.git('switch', '-q', 'topic');
    r.git('rebase', '-q', 'main');
    r.git('switch', '-q', 'main');
    const after = { base: moved, head: r.git('rev-parse', 'topic') };
    squash(r);
    return { repository: r, signed: [before, after] };
  } },
  { name: 'a base that a merge brought into the target', is: 'disjoint', build: (r) => {
    begin(r);
    const side = branch(r, 'side', () => meanwhile(r));
    r.git('switch', '-q', 'side');
    const signed = branch(r, 'topic', () => r.write('app.ts', lines({ 3: 'grant()' })).commit('Grant'));
    r.git('switch', '-q', 'main');
    meanwhile(r, 'lock.json');
    merge(r, 'side');
    merge(r, 'topic');
    return { repository: r, signed: [{ base: side.head, head: signed.head }] };
  } },
  { name: 'modes, links and submodules, where nothing of theirs moved', is: 'disjoint', build: (r) => {
    const base = begin(r);
    const entries = [
      { mode: '100755', path: 'app.ts', content: lines() },
      { mode: '120000', path: 'link', content: 'app.ts' },
      { mode: '160000', path: 'sub', content: '1'.repeat(base.length) },
      { mode: '100644', path: 'lock.json', content: lines() },
      { mode: '100644', path: 'other.ts', content: lines() },
    ];
    const head = r.commitTree(entries, base);
    const on = r.commitTree([{ ...entries[0]!, mode: '100644' }, entries[3]!, { ...entries[4]!, content: lines({ 1: 'elsewhere' }) }], base);
    const landed = r.commitTree([...entries.slice(0, 4), { ...entries[4]!, content: lines({ 1: 'elsewhere' }) }], on);
    r.git('update-ref', 'refs/heads/main', landed);
    return { repository: r, signed: [{ base, head }] };
  } },
  { name: 'a file that becomes a folder', is: 'disjoint', build: (r) => {
    begin(r);
    const signed = branch(r, 'topic', () => {
      r.git('rm', '-q', 'lock.json');
      return r.write('lock.json/inside', 'x\n').commit('Swap');
    });
    meanwhile(r);
    squash(r);
    return { repository: r, signed: [signed] };
  } },
  { name: 'the first commit there is', is: 'exact', build: (r) => {
    const head = begin(r);
    return { repository: r, signed: [{ base: '', head }] };
  } },
  { name: 'a landing that changes nothing', is: '', build: (r) => {
    topic(r);
    r.git('commit', '-q', '--allow-empty', '-m', 'Nothing');
    return { repository: r, signed: [] };
  } },
  { name: 'a further target the signer named, after it landed on the first', is: 'disjoint', build: (r) => {
    const signed = topic(r);
    r.git('branch', 'release');
    meanwhile(r);
    const landed = squash(r);
    r.git('switch', '-q', 'release');
    meanwhile(r, 'other.ts', { 2: 'released' });
    r.git('cherry-pick', landed);
    return { repository: r, signed: [{ ...signed, alsoFor: ['refs/heads/release'] }], target: 'refs/heads/release' };
  } },
  { name: 'what is left of a change, where another brought a part of it', is: 'textual(lock.json)', build: (r) => {
    begin(r);
    const signed = branch(r, 'topic', () => r.write('app.ts', lines({ 3: 'grant()' })).write('lock.json', lines({ 5: 'dependency 2' })).commit('Grant'));
    meanwhile(r, 'lock.json', { 5: 'dependency 2' });
    squash(r);
    return { repository: r, signed: [signed] };
  } },
  { name: 'a landing whose signed head is gone, where nothing touched moved', is: 'disjoint', build: (r) => {
    const signed = topic(r);
    meanwhile(r);
    squash(r);
    const asked = newFolder();
    r.git('clone', '-q', '--bare', '--single-branch', '--branch=main', `file://${r.path}`, asked);
    return { repository: r, signed: [signed], asked };
  } },
  { name: 'a change landed again by its own new sign-off after a revert', is: 'exact', build: (r) => {
    const signed = topic(r);
    const landed = squash(r);
    r.git('revert', '--no-edit', landed);
    const again = branch(r, 'again', () => {
      r.git('cherry-pick', landed);
      return r.git('rev-parse', 'HEAD');
    });
    squash(r, 'again');
    return { repository: r, signed: [signed, again] };
  } },
];
