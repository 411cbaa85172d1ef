import { afterEach, describe, expect, it } from 'vitest';
import { agent, mustHoldTrueNotes, otherAgent, Place, placesMade, removePlaces } from './place.ts';

afterEach(() => {
  try {
    placesMade().forEach(mustHoldTrueNotes);
  } finally {
    removePlaces();
  }
});

/** A topic branch with an assisted commit, and a main whose lines have moved under it; `main` is checked out. */
function moved(): { readonly place: Place; readonly topic: string } {
  const place = Place.hooked();
  place.git('switch', '-q', '-c', 'topic');
  const topic = place.commit('Assisted', { 'a.txt': '1\n2\n3\nA\nB\n' }, agent);
  place.git('switch', '-q', 'main');
  place.commit('Above', { 'a.txt': 'zero\nnull\n1\n2\n3\n' });
  return { place, topic };
}

const noFresh = (place: Place, revision = 'HEAD') => Object.values(place.note(revision)!.metadata.sessions).map((session) => session.agent_id.tool);

describe('records follow rewrites:', () => {
  it('an amend by hand keeps the lines that stand', () => {
    const place = Place.hooked();
    place.commit('Add', { 'a.txt': '1\n2\n3\n4\n5\n6\n' }, agent);
    place.write('a.txt', '0\n1\n2\n3\n4\nfive\n6\n');
    place.git('commit', '-q', '-a', '--amend', '--no-edit');
    expect(place.lines()).toEqual({ 'a.txt': [5, 7] });
    expect(place.note()?.metadata.base_commit_sha).toBe(place.head());
  });

  it('an amend by an agent records what it brought and not what a human wrote before', () => {
    const place = Place.hooked();
    place.commit('By hand', { 'b.txt': 'mine\n' });
    place.write('b.txt', 'mine\nits\n');
    place.gitWith(agent, 'commit', '-q', '-a', '--amend', '--no-edit');
    expect(place.lines()).toEqual({ 'b.txt': [2] });
  });

  it('a rebase onto a target that moved the lines, with a commit dropped and another by hand', () => {
    const place = Place.hooked();
    place.git('switch', '-q', '-c', 'topic');
    place.commit('Assisted', { 'a.txt': '1\n2\n3\nA\nB\n' }, agent);
    place.commit('To be dropped', { 'c.txt': 'dropped\n' }, agent);
    place.commit('By hand', { 'd.txt': 'd\n' });
    place.git('switch', '-q', 'main');
    place.commit('Above', { 'a.txt': 'zero\nnull\n1\n2\n3\n' });
    place.git('switch', '-q', 'topic');
    place.gitWith({ GIT_SEQUENCE_EDITOR: 'sed -i.old 2s/^pick/drop/' }, 'rebase', '-q', '-i', 'main');
    expect(place.git('log', '--format=%s', 'main..')).toBe('By hand\nAssisted');
    expect([place.lines('HEAD~1'), place.note('HEAD')]).toEqual([{ 'a.txt': [6, 7] }, null]);
    expect(place.note('HEAD~1')?.metadata.base_commit_sha).toBe(place.head('HEAD~1'));
    expect(place.git('notes', '--ref=ai', 'list').split('\n')).toHaveLength(3);
  });

  it('a squash keeps every session, each line with the last that wrote it', () => {
    const place = Place.hooked();
    place.git('switch', '-q', '-c', 'topic');
    place.commit('One', { 'a.txt': '1\n2\n3\nA\nB\n' }, agent);
    place.commit('Two', { 'a.txt': '1\n2\n3\nA\nb\n', 'e.txt': 'e\n' }, otherAgent);
    place.gitWith({ GIT_SEQUENCE_EDITOR: 'sed -i.old 2s/^pick/squash/' }, 'rebase', '-q', '-i', 'main');
    const note = place.note()!;
    expect(place.lines()).toEqual({ 'a.txt': [4, 5], 'e.txt': [1] });
    expect(Object.values(note.metadata.sessions).map((session) => session.agent_id.tool).toSorted()).toEqual(['claude', 'codex']);
    expect(place.message()).toMatch(/Assisted-by: Claude[^]*Assisted-by: Codex/);
  });

  it('an agent that rebases, cherry-picks or merges has not written what it moves', () => {
    const place = Place.hooked();
    place.git('switch', '-q', '-c', 'topic');
    const byHand = place.commit('By hand', { 'd.txt': 'd\n' });
    place.git('switch', '-q', 'main');
    place.commit('Main', { 'm.txt': 'm\n' });
    place.gitWith(agent, 'cherry-pick', byHand);
    expect([place.message(), place.note()]).toEqual(['By hand\n', null]);
    place.git('reset', '-q', '--hard', 'HEAD~1');
    place.gitWith(agent, 'merge', '-q', '--no-ff', '--no-edit', 'topic');
    expect([place.message(), place.note()]).toEqual(["Merge branch 'topic'\n", null]);
    place.git('reset', '-q', '--hard', 'HEAD~1');
    place.git('switch', '-q', 'topic');
    place.gitWith(agent, 'rebase', '-q', 'main');
    expect([place.message(), place.note()]).toEqual(['By hand\n', null]);
  });
});

describe('records follow a cherry-pick:', () => {
  it('to the lines it adds, where they are now', () => {
    const { place, topic } = moved();
    place.git('cherry-pick', topic);
    expect(place.lines()).toEqual({ 'a.txt': [6, 7] });
    expect(place.lines(topic)).toEqual({ 'a.txt': [4, 5] });
  });

  it('of several commits, each its own, one by hand between them', () => {
    const { place } = moved();
    place.git('switch', '-q', 'topic');
    place.commit('By hand', { 'd.txt': 'd\n' });
    place.commit('Another', { 'e.txt': 'e\n' }, otherAgent);
    place.git('switch', '-q', 'main');
    place.git('cherry-pick', '-x', 'topic~3..topic');
    expect([place.lines('HEAD~2'), place.note('HEAD~1'), place.lines('HEAD')]).toEqual([{ 'a.txt': [6, 7] }, null, { 'e.txt': [1] }]);
    expect(noFresh(place)).toEqual(['codex']);
  });

  it.each<[string, string[]]>([['commit', ['commit', '-q', '-a', '--no-edit']], ['cherry-pick --continue', ['cherry-pick', '--continue']]])(
    'with a conflict that is ended by git %s: what stands unchanged, and not what was mended',
    (_, end) => {
      for (const env of [{}, otherAgent]) {
        const place = Place.hooked();
        place.git('switch', '-q', '-c', 'topic');
        const topic = place.commit('Assisted', { 'a.txt': '1\n2\nthree\n', 'new.txt': 'A\nB\n' }, agent);
        place.git('switch', '-q', 'main');
        place.commit('Other', { 'a.txt': '1\n2\nTHREE\n' });
        expect(place.run('git', ['cherry-pick', topic], env).status).toBe(1);
        place.write('a.txt', '1\n2\nthree, mended\n');
        place.git('add', 'a.txt');
        place.gitWith(env, ...end);
        expect(place.lines()).toEqual({ 'new.txt': [1, 2] });
        expect([noFresh(place), place.message()]).toEqual([['claude'], expect.stringContaining('Assisted-by: Claude\n')]);
      }
    },
  );

  it('by an agent, which does not become the one who wrote it', () => {
    const { place, topic } = moved();
    place.gitWith(otherAgent, 'cherry-pick', topic);
    expect([place.lines(), noFresh(place), place.message()]).toEqual([{ 'a.txt': [6, 7] }, ['claude'], 'Assisted\n\nAssisted-by: Claude\n']);
  });

  it('that was given up goes to no later commit', () => {
    const { place, topic } = moved();
    place.write('a.txt', 'zero\nnull\n1\n2\nX\n');
    place.git('commit', '-q', '-a', '-m', 'Clash');
    expect(place.run('git', ['cherry-pick', topic]).status).toBe(1);
    expect(place.run('git', ['commit', '-a', '-m', ''], {}).status).toBe(1);
    place.git('cherry-pick', '--abort');
    place.commit('The same by hand', { 'a.txt': 'zero\nnull\n1\n2\nX\nA\nB\n' });
    expect(place.note()).toBeNull();
  });

  it('not where --no-commit leaves nothing to tell what was copied', () => {
    const { place, topic } = moved();
    place.git('cherry-pick', '--no-commit', topic);
    place.git('commit', '-q', '-m', 'Taken over');
    expect(place.note()).toBeNull();
  });

  it('in a linked worktree', () => {
    const { place, topic } = moved();
    const linked = new Place(`${place.path}-picked`);
    place.git('worktree', 'add', '-q', '--detach', linked.path, 'main');
    linked.git('cherry-pick', topic);
    expect(linked.lines()).toEqual({ 'a.txt': [6, 7] });
  });
});

describe('records follow merge --squash:', () => {
  const squashed = () => {
    const { place } = moved();
    place.git('switch', '-q', 'topic');
    place.commit('By hand', { 'd.txt': 'd\n' });
    place.commit('Another', { 'a.txt': '1\n2\n3\nA\nb\n', 'e.txt': 'e\n' }, otherAgent);
    place.git('switch', '-q', 'main');
    place.git('merge', '-q', '--squash', 'topic');
    return place;
  };

  it.each<[string, string[], Record<string, string>]>([
    ['with the message git proposes', ['commit', '-q', '--no-edit'], {}],
    ['with a message of its own', ['commit', '-q', '-m', 'All of it'], {}],
    ['with nothing left of the proposed message', ['commit', '-q'], { GIT_EDITOR: "sh -c 'echo Mine > \"$1\"' editor" }],
    ['without checks', ['commit', '-q', '--no-verify', '-m', 'All of it'], {}],
    ['by an agent, which did not write it', ['commit', '-q', '-m', 'All of it'], { GEMINI_CLI: '1' }],
  ])('%s', (_, args, env) => {
    const place = squashed();
    place.gitWith(env, ...args);
    expect(place.lines()).toEqual({ 'a.txt': [6, 7], 'e.txt': [1] });
    expect(noFresh(place).toSorted()).toEqual(['claude', 'codex']);
    const keys = Object.values(place.note()!.files['a.txt']!);
    expect(keys.toSorted()).toEqual([[6], [7]]);
    expect(place.message()).not.toContain('Gemini');
  });

  it('that fast-forwards, and the next commit is an ordinary one', () => {
    const place = Place.hooked();
    place.git('switch', '-q', '-c', 'topic');
    place.commit('Assisted', { 'd.txt': 'd\n' }, agent);
    place.git('switch', '-q', 'main');
    place.git('merge', '-q', '--squash', 'topic');
    place.git('commit', '-q', '--no-edit');
    expect([place.lines(), place.message().includes('Assisted-by: Claude')]).toEqual([{ 'd.txt': [1] }, true]);
    place.commit('Next', { 'd.txt': 'd\nmine\n' });
    expect(place.note()).toBeNull();
  });
});

describe('records follow a rebase', () => {
  it('with --autosquash, onto what was pulled', () => {
    const place = Place.hooked();
    const origin = new Place();
    origin.git('clone', '-q', '--bare', place.path, '.');
    place.git('remote', 'add', 'origin', origin.path);
    const other = new Place();
    other.git('clone', '-q', '-b', 'main', origin.path, '.');
    other.commit('Above', { 'a.txt': 'zero\n1\n2\n3\n' });
    other.git('push', '-q');
    place.commit('Assisted', { 'a.txt': '1\n2\n3\nA\nB\n' }, agent);
    place.commit('By hand', { 'd.txt': 'd\n' });
    place.commit('fixup! Assisted', { 'a.txt': '1\n2\n3\nA\nB\nC\n' }, otherAgent);
    place.git('pull', '-q', '--rebase', 'origin', 'main');
    expect([place.lines('HEAD~2'), place.note('HEAD~1'), place.lines()]).toEqual([{ 'a.txt': [5, 6] }, null, { 'a.txt': [7] }]);
    place.git('fetch', '-q', 'origin', 'main:refs/remotes/origin/main');
    place.git('rebase', '-q', '-i', '--autosquash', 'origin/main');
    expect([place.lines('HEAD~1'), place.note('HEAD')]).toEqual([{ 'a.txt': [5, 6, 7] }, null]);
    expect(noFresh(place, 'HEAD~1').toSorted()).toEqual(['claude', 'codex']);
  });

  it.each(['merge', 'apply'])('that stops for a conflict (--%s)', (backend) => {
    const place = Place.hooked();
    place.git('switch', '-q', '-c', 'topic');
    place.commit('Assisted', { 'a.txt': '1\n2\nthree\n', 'new.txt': 'A\n' }, agent);
    place.git('switch', '-q', 'main');
    place.commit('Other', { 'a.txt': '1\n2\nTHREE\n' });
    place.git('switch', '-q', 'topic');
    expect(place.run('git', ['rebase', '-q', `--${backend}`, 'main']).status).toBe(1);
    place.write('a.txt', '1\n2\nboth\n');
    place.git('add', 'a.txt');
    place.git('rebase', '--continue');
    expect(place.lines()).toEqual({ 'new.txt': [1] });
  });
});

describe('records follow a renamed file:', () => {
  const long = Array.from({ length: 12 }, (_, n) => `line ${n}`).join('\n');

  const renaming = () => {
    const place = Place.init();
    place.commit('Long', { 'old name.txt': `${long}\n` });
    place.countersign('hook', 'install');
    place.git('switch', '-q', '-c', 'topic');
    const topic = place.commit('Assisted', { 'old name.txt': `${long}\nA\nB\n` }, agent);
    place.git('switch', '-q', 'main');
    place.git('mv', 'old name.txt', 'n\u00e9w.txt');
    place.commit('Rename', { 'n\u00e9w.txt': `zero\n${long}\n` });
    return { place, topic };
  };
  const there = { 'n\u00c3\u00a9w.txt': [14, 15] };

  it('a rebase onto the commit that renames it', () => {
    const { place } = renaming();
    place.git('switch', '-q', 'topic');
    place.git('rebase', '-q', 'main');
    expect(place.lines()).toEqual(there);
  });

  it('a cherry-pick and a squash over it', () => {
    const { place, topic } = renaming();
    place.git('cherry-pick', topic);
    expect(place.lines()).toEqual(there);
    place.git('reset', '-q', '--hard', 'HEAD~1');
    place.git('merge', '-q', '--squash', 'topic');
    place.git('commit', '-q', '-m', 'Squash');
    expect(place.lines()).toEqual(there);
  });

  it('an amend that renames, by hand and by an agent that adds to it', () => {
    for (const env of [{}, otherAgent]) {
      const place = Place.hooked();
      place.commit('Assisted', { 'b.txt': `${long}\n` }, agent);
      place.git('mv', 'b.txt', 'c.txt');
      place.write('c.txt', `mine\n${long}\n`);
      place.gitWith(env, 'commit', '-q', '-a', '--amend', '--no-edit');
      const [first, more] = [Array.from({ length: 12 }, (_, n) => n + 2), 'CODEX_THREAD_ID' in env];
      expect(place.lines()).toEqual({ 'c.txt': more ? [1, ...first] : first });
      expect(noFresh(place)).toHaveLength(more ? 2 : 1);
    }
  });

  it('and not to a file that only took its name', () => {
    const place = Place.hooked();
    place.commit('Assisted', { 'b.txt': `${long}\n` }, agent);
    place.git('mv', 'b.txt', 'c.txt');
    place.write('b.txt', 'something else\n');
    place.git('add', '-A');
    place.git('commit', '-q', '--amend', '--no-edit');
    expect(place.lines()?.['b.txt']).toBeUndefined();
  });
});

describe('at an `edit` stop of a rebase', () => {
  /** Two commits after the first, the older one of them stopped at. */
  const stopped = (env: Record<string, string>, todo = '1s/^pick/edit/') => {
    const place = Place.hooked();
    place.commit('Base', { 'z.txt': 'z\n' });
    place.commit('Edited', { 'b.txt': 'one\ntwo\n' }, env);
    place.commit('After', { 'd.txt': 'd\n' });
    place.commit('zero', { 'y.txt': 'y\n' });
    place.gitWith({ GIT_SEQUENCE_EDITOR: `sed -i.old -e ${todo}` }, 'rebase', '-q', '-i', '--force-rebase', 'HEAD~3');
    return place;
  };

  it("an agent's amend is marked, and recorded beside what was recorded", () => {
    for (const env of [{}, agent]) {
      const place = stopped(env);
      place.write('b.txt', 'one\ntwo\nthree\n');
      place.gitWith(otherAgent, 'commit', '-q', '-a', '--amend', '--no-edit');
      place.gitWith(otherAgent, 'rebase', '--continue');
      const assisted = 'CLAUDECODE' in env;
      expect(place.lines('HEAD~2')).toEqual({ 'b.txt': assisted ? [1, 2, 3] : [3] });
      expect(place.message('HEAD~2')).toBe(assisted ? 'Edited\n\nAssisted-by: Claude\n' : 'Edited\n\nAssisted-by: Codex\n');
      expect([place.note('HEAD~1'), place.message('HEAD~1'), place.note('HEAD')]).toEqual([null, 'After\n', null]);
    }
  });

  it('so is what it leaves to rebase --continue', () => {
    const place = stopped({});
    place.write('b.txt', 'one\ntwo\nthree\n');
    place.git('add', '-A');
    place.gitWith(otherAgent, 'rebase', '--continue');
    expect([place.lines('HEAD~2'), place.message('HEAD~2')]).toEqual([{ 'b.txt': [3] }, 'Edited\n\nAssisted-by: Codex\n']);
    expect([place.note('HEAD~1'), place.message('HEAD~1')]).toEqual([null, 'After\n']);
  });

  it('an amend by hand after it keeps it, and a fixup on top takes it in', () => {
    const place = stopped({}, "'1s/^pick/edit/;2s/^pick/fixup/'");
    place.write('b.txt', 'one\ntwo\nthree\n');
    place.gitWith(agent, 'commit', '-q', '-a', '--amend', '--no-edit');
    place.write('b.txt', 'zero\none\ntwo\nthree\n');
    place.git('commit', '-q', '-a', '--amend', '--no-edit');
    place.git('rebase', '--continue');
    expect([place.lines('HEAD~1'), place.note('HEAD')]).toEqual([{ 'b.txt': [4] }, null]);
  });

  it('a commit that is split gives each part its own lines', () => {
    const place = stopped(agent);
    place.git('reset', '-q', 'HEAD~1');
    place.write('b.txt', 'one\n');
    place.git('add', '-A');
    place.git('commit', '-q', '-m', 'First half');
    place.write('b.txt', 'one\ntwo\nmine\n');
    place.git('commit', '-q', '-a', '-m', 'Second half');
    place.git('rebase', '--continue');
    expect([place.lines('HEAD~3'), place.lines('HEAD~2')]).toEqual([{ 'b.txt': [1] }, { 'b.txt': [2] }]);
  });

  it("an agent that splits somebody's commit has written what it added alone", () => {
    const place = stopped({});
    place.git('reset', '-q', 'HEAD~1');
    place.write('b.txt', 'one\nits own\n');
    place.git('add', '-A');
    place.gitWith(agent, 'commit', '-q', '-m', 'First half');
    place.write('b.txt', 'one\nits own\ntwo\n');
    place.git('commit', '-q', '-a', '-m', 'Second half');
    place.git('rebase', '--continue');
    expect([place.lines('HEAD~3'), place.note('HEAD~2')]).toEqual([{ 'b.txt': [2] }, null]);
  });

  it('an agent that only rewords has written nothing', () => {
    const place = Place.hooked();
    place.commit('One', { 'b.txt': 'b\n' });
    place.commit('Two', { 'c.txt': 'c\n' });
    place.gitWith({ ...agent, GIT_SEQUENCE_EDITOR: 'sed -i.old s/^pick/reword/', GIT_EDITOR: "sed -i.old '1s/$/ more/'" }, 'rebase', '-q', '-i', 'HEAD~2');
    expect([place.message('HEAD~1'), place.message(), place.note('HEAD~1'), place.note()]).toEqual(['One more\n', 'Two more\n', null, null]);
  });
});
