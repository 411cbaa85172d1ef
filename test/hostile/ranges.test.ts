import { afterAll, describe, expect, it } from 'vitest';
import { byHand, policy, removeTeams, Team, withAi } from './team.ts';

afterAll(removeTeams);

describe('a range cannot be chosen so that less is judged than would land', () => {
  it('by starting before what the change takes back', () => {
    const team = Team.ready();
    team.git('switch', '-q', 'main');
    team.write('shop/cart.ts', 'export const cart = 1;\nlock();\n').commit(`Lock the cart\n\n${byHand}`, 'ana');
    team.git('switch', '-qC', 'topic');
    team.write('shop/cart.ts', 'export const cart = 1;\n').commit(`Unlock it\n\n${withAi}`);
    const { status, stdout } = team.check(['main~1..topic', '--json']);
    expect([status, JSON.parse(stdout).change.files]).toEqual([1, 1]);
    expect(JSON.parse(stdout).change.digest).toBe(JSON.parse(team.check(['main..topic', '--json']).stdout).change.digest);
  });

  it('by starting on the branch itself', () => {
    const team = Team.ready();
    team.write('shop/a.ts', 'a\n').commit(`First\n\n${withAi}`);
    team.write('docs/b.md', 'b\n').commit(`Second\n\n${byHand}`, 'ana');
    const { status, stdout } = team.check(['topic~1..topic']);
    expect(status).toBe(1);
    expect(stdout).toContain('is not on refs/heads/main');
  });

  it('by writing it the wrong way round', () => {
    const team = Team.ready();
    team.write('shop/a.ts', 'a\n').commit(`Sell\n\n${withAi}`);
    const { status, stderr } = team.check(['topic..main']);
    expect(status).toBe(2);
    expect(stderr).toContain('`main..topic`');
  });

  it.each(['..', '@{-1}..topic', ':/Start..topic', 'main...topic', '--upload-pack=touch x', 'main..--output=x', 'main..topic^@', 'main..topic:shop', '^main'])(
    'by what only git would understand: %s',
    (range) => {
      const team = Team.ready();
      team.write('shop/a.ts', 'a\n').commit(`Sell\n\n${withAi}`);
      expect(team.check(['--', range]).status).toBeGreaterThan(0);
    },
  );

  it('by histories that meet nowhere, or in two places', () => {
    const team = Team.ready();
    team.git('switch', '-q', '--orphan', 'alien');
    team.write('shop/a.ts', 'a\n').commit(`Sell\n\n${withAi}`);
    expect(team.check(['main..alien']).status).toBe(2);
    team.git('switch', '-q', 'topic');
    team.write('shop/a.ts', 'a\n').commit(`Sell\n\n${withAi}`);
    team.git('switch', '-q', 'main');
    const left = team.write('lib/a.ts', 'two\n').commit(`Two\n\n${byHand}`, 'ana');
    const right = team.git('rev-parse', 'topic');
    team.git('merge', '-q', '--no-edit', right);
    team.git('switch', '-q', 'topic');
    team.git('merge', '-q', '--no-edit', left);
    const { status, stderr } = team.check(['main..topic']);
    expect(status).toBe(2);
    expect(stderr).toContain('merge bases');
  });

  it('but what is contained in its target has nothing to land', () => {
    const team = Team.ready();
    expect(team.check(['main..topic']).status).toBe(0);
  });
});

describe('what has landed is judged by the policy before it', () => {
  it('not by the one it brought itself', () => {
    const team = Team.ready();
    team.git('switch', '-q', 'main');
    team.write('.countersign/policy.yaml', policy.replace('enforce', 'observe')).write('shop/a.ts', 'a\n').commit(`Loosen\n\n${withAi}`);
    for (const range of ['main~1..main', 'HEAD~1..HEAD']) {
      const { status, stdout } = team.check([range, '--json']);
      expect([status, JSON.parse(stdout).mode]).toEqual([1, 'enforce']);
    }
  });
});
