import { afterAll, describe, expect, it } from 'vitest';
import { byHand, policy, removeTeams, Team, withAi } from './team.ts';

afterAll(removeTeams);

const bySize = `${policy.replace('tier: critical', 'tier: low')}  - { name: big, when: change.tier >= high, require: [{ review: { count: 1 } }], because: size }
`;

describe('what is taken away is answered for like what is added', () => {
  it('by the commit that only deletes, beside one that answers', () => {
    const team = Team.ready();
    team.write('lib/b.ts', 'b\n').commit(`Add b\n\n${byHand}`, 'ana');
    team.write('lib/a.ts', '').commit('Remove the lock', 'ana');
    const { status, stdout } = team.check(['main..topic']);
    expect(status).toBe(1);
    expect(stdout).toContain('did an AI write any of it?');
  });

  it('by the commit that only changes a mode or a link', () => {
    const team = Team.ready();
    team.write('lib/b.ts', 'b\n').commit(`Add b\n\n${byHand}`, 'ana');
    team.git('update-index', '--chmod=+x', 'lib/a.ts');
    team.record('Make it run', 'ana');
    expect(team.check(['main..topic']).status).toBe(1);
  });
});

describe('a critical area is touched', () => {
  it.each([
    ['by a deletion alone', (team: Team) => (team.git('rm', '-q', 'shop/cart.ts'), team.record(`Drop\n\n${withAi}`, 'ana'))],
    ['by a mode alone', (team: Team) => (team.git('update-index', '--chmod=+x', 'shop/cart.ts'), team.record(`Run\n\n${withAi}`, 'ana'))],
    ['by a move out of it', (team: Team) => (team.git('mv', 'shop', 'Shop'), team.record(`Move\n\n${withAi}`, 'ana'))],
    ['by a link in its place', (team: Team) => {
      team.git('rm', '-rq', '--cached', 'shop');
      team.git('update-index', '--add', '--cacheinfo', `120000,${team.feed('lib', 'hash-object', '-w', '--stdin')},shop`);
      team.record(`Link\n\n${withAi}`, 'ana');
    }],
    ['by a submodule inside it', (team: Team) => {
      team.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},shop/vendored`);
      team.record(`Vendor\n\n${withAi}`, 'ana');
    }],
    ['by a submodule in its place, which a file in the change hides', (team: Team) => {
      team.git('rm', '-rq', '--cached', 'shop');
      team.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},shop`);
      team.write('.gitmodules', '[submodule "shop"]\n\tpath = shop\n\turl = ./x\n\tignore = all\n').git('add', '.gitmodules');
      team.record(`Vendor\n\n${withAi}`, 'ana');
    }],
    ['by a path with a line break', (team: Team) => {
      team.git('update-index', '--add', '--cacheinfo', `100644,${team.feed('x', 'hash-object', '-w', '--stdin')},shop/a\nb`);
      team.record(`Odd\n\n${withAi}`, 'ana');
    }],
    ['by a merge that smuggles it in', (team: Team) => {
      team.git('switch', '-qc', 'side', 'main');
      team.write('lib/side.ts', 's\n').commit(`Side\n\n${byHand}`, 'li');
      team.git('switch', '-q', 'topic');
      team.write('lib/b.ts', 'b\n').commit(`B\n\n${withAi}`, 'ana');
      team.git('merge', '-q', '--no-commit', 'side');
      team.write('shop/smuggled.ts', 'x\n').commit('Merge', 'ana');
    }],
    ['by one commit of many', (team: Team) => {
      for (let i = 0; i < 20; i++) team.write(`docs/${i}.md`, `${i}\n`).commit(`Doc ${i}\n\n${byHand}`, 'ana');
      team.write('shop/a.ts', 'a\n').commit(`Sell\n\n${withAi}`, 'ana');
      for (let i = 0; i < 20; i++) team.write(`docs/${i}.md`, `${i} again\n`).commit(`Doc ${i} again\n\n${byHand}`, 'ana');
    }],
  ])('%s', (_how, act: (team: Team) => unknown) => {
    const team = Team.ready();
    act(team);
    const { status, stdout } = team.check(['main..topic', '--json']);
    const { tier, decision } = JSON.parse(stdout);
    expect([status, tier.value]).toEqual([1, 'critical']);
    expect(JSON.stringify(decision)).toContain('critical');
  });
});

describe('size is not hidden', () => {
  it.each([
    ['as text', ''],
    ['behind a zero byte that makes it binary', '//\0\n'],
    ['behind six megabytes', `//${'x'.repeat(6 << 20)}\n`],
  ])('%s', (_how, head) => {
    const team = Team.ready(bySize);
    team.write('lib/b.ts', head + 'let x = 1;\n'.repeat(2000)).commit(`B\n\n${byHand}`, 'ana');
    const { status, stdout } = team.check(['main..topic', '--json']);
    expect([status, JSON.parse(stdout).tier.value]).toEqual([1, 'critical']);
  });

  it.each(['ana@example.com', 'ana@home.example', 'Ana@Example.com'])('by landing it in parts, one of them as %s', (address) => {
    const team = Team.ready(bySize);
    team.write('lib/b.ts', 'let x = 1;\n'.repeat(300)).commit(`Part one\n\n${byHand}`, address);
    team.git('update-ref', 'refs/heads/main', 'HEAD');
    team.write('lib/b.ts', 'let x = 1;\n'.repeat(600)).commit(`Part two\n\n${byHand}`, 'ana');
    const { status, stdout } = team.countersign(['check', 'main..topic', '--json', '--at', '2026-11-21']);
    expect([status, JSON.parse(stdout).tier.value]).toEqual([1, 'high']);
  });

  it('by landing it in parts, one of them in a merge', () => {
    const team = Team.ready(bySize);
    team.write('lib/b.ts', 'let x = 1;\n'.repeat(300)).commit(`Part one\n\n${byHand}`, 'ana');
    team.git('switch', '-q', 'main');
    team.git('merge', '-q', '--no-commit', '--no-ff', 'topic');
    team.record('Merge part one', 'ana');
    team.git('switch', '-qC', 'topic');
    team.write('lib/b.ts', 'let x = 1;\n'.repeat(600)).commit(`Part two\n\n${byHand}`, 'ana');
    const { status, stdout } = team.countersign(['check', 'main..topic', '--json', '--at', '2026-11-21']);
    expect([status, JSON.parse(stdout).tier.value]).toEqual([1, 'high']);
  });
});
