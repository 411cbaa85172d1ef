import { describe, expect, test } from 'vitest';
import { assistanceOf, changeOf, claim, commit, policy, team } from '../../../test/policy-cases/decision-cases.ts';
import type { Commit, FileChange } from '../change/index.ts';
import type { AssistanceState, Claim } from '../evidence/index.ts';
import { contributorsOf } from './contributors.ts';

const author = (commits: readonly Commit[], claims: readonly Claim[] = [], state: AssistanceState = 'assisted') =>
  contributorsOf(changeOf(commits, ['a.ts']), assistanceOf(state, claims), team, policy.levels);
const claude = (id: string) =>
  claim(id, { quote: 'Co-authored-by: Claude <noreply@anthropic.com>', tool: 'Claude' });
const hunk = (removed: string[], added: string[]) => ({ oldStart: 1, newStart: 1, removed, added });
const withClaude = 'x\n\nCo-authored-by: Claude <noreply@anthropic.com>';

describe('the author as rules see it', () => {
  test.each<[string, readonly Commit[], string, boolean]>([
    ['one senior', [commit('a1', 'ana')], 'senior', false],
    ['the lower of two authors', [commit('a1', 'ana'), commit('a2', 'mina')], 'junior', false],
    ['a junior who amended what a senior wrote', [commit('a1', 'ana', 'x', 'mina')], 'junior', false],
    ['a junior co-author', [commit('a1', 'edda', 'x\n\nCo-authored-by: Mina <mina@example.com>')], 'junior', false],
    ['somebody not enrolled', [commit('a1', 'zoe')], 'junior', true],
    ['a principal with somebody not enrolled', [commit('a1', 'edda'), commit('a2', 'zoe')], 'junior', true],
    ['an agent alone', [commit('a1', 'kiro')], 'junior', true],
    ['an agent whose commit a mid made', [commit('a1', 'kiro', 'x', 'bo')], 'mid', false],
    ['an agent whose message names a principal', [commit('a1', 'kiro', 'x\n\nCo-authored-by: Edda <edda@example.com>')], 'junior', true],
    ['an agent alone beside a commit of a senior', [commit('a1', 'kiro'), commit('a2', 'ana')], 'junior', true],
  ])('%s', (_, commits, level, unknown) => {
    expect(author(commits)).toMatchObject({ level, unknown });
  });

  test('a tool that evidence recognises is no unknown co-author', () => {
    const one = commit('a1', 'ana', withClaude);
    expect(author([one], [claude(one.id)])).toMatchObject({ level: 'senior', unknown: false, names: ['Ana'] });
    expect(author([one]).unknown).toBe(true);
  });

  test('an operator named by a record lowers the level but never lifts an agent', () => {
    const record = (id: string, who: string) => claim(id, { source: { in: 'note', ref: 'refs/notes/ai', blob: 'f', line: 1 }, person: `${who}@example.com` });
    const senior = commit('a1', 'ana');
    expect(author([senior], [record(senior.id, 'mina')]).level).toBe('junior');
    const alone = commit('a1', 'kiro');
    expect(author([alone], [record(alone.id, 'edda')])).toMatchObject({ level: 'junior', unknown: true, operatorKnown: false });
  });

  test('is rewritten when a commit had AI lines and none of them is left', () => {
    const commits = [commit('a2', 'ana'), commit('a1', 'bo')];
    const claims = [claim(commits[1]!.id)];
    expect(author(commits, claims, 'not-assisted').rewritten).toBe(true);
    expect(author(commits, claims).rewritten).toBe(false);
    expect(author(commits, [], 'not-assisted').rewritten).toBe(false);
    expect(author([...commits, commit('a0', 'zoe')], claims, 'not-assisted').rewritten).toBe(false);
  });

  test.each<[string, Partial<FileChange>, boolean]>([
    ['lines stand in the place of others', { hunks: [hunk(['lock()'], ['locked(() => {'])] }, true],
    ['lines are only added', { hunks: [hunk([], ['log()'])] }, true],
    ['one line is added and a lock elsewhere is gone', { hunks: [hunk([], ['log()']), hunk(['lock()'], [])] }, false],
    ['a file is gone', { status: 'D' }, false],
    ['a file became executable', { newMode: '100755' }, false],
    ['lines could not be counted', { uncounted: 'binary' }, false],
  ])('is rewritten or not where %s', (_, parts, rewritten) => {
    const commits = [commit('a2', 'ana'), commit('a1', 'ana')];
    const change = changeOf(commits, ['a.ts']);
    const over = { ...change, files: change.files.map((file) => ({ ...file, ...parts })) };
    expect(contributorsOf(over, assistanceOf('not-assisted', [claim(commits[1]!.id)]), team, policy.levels).rewritten).toBe(rewritten);
  });
});
