import { afterAll, describe, expect, it } from 'vitest';
import { policy, removeTeams, Team, withAi } from './team.ts';

afterAll(removeTeams);

/** `develop` is protected, nothing says so but its policy, and the branch worked on has a policy of its own making. */
function ownJudge(): Team {
  const team = Team.ready(policy.replace('heads/main', 'heads/develop'), 'develop');
  team.write('.countersign/policy.yaml', policy.replace('heads/main', 'heads/topic').replace('enforce', 'observe'));
  team.write('shop/a.ts', 'a\n').commit(`Sell\n\n${withAi}`);
  return team;
}

describe('a change is not judged against itself where the target is named', () => {
  it('by a tag or a branch named like the target in full', () => {
    const team = ownJudge();
    team.git('tag', 'develop', 'topic');
    team.git('branch', 'refs/heads/develop', 'topic');
    team.git('branch', 'heads/develop', 'topic');
    for (const target of ['develop', 'refs/heads/develop']) {
      const { status, stdout } = team.check(['topic', '--json', '--target', target]);
      expect([status, JSON.parse(stdout).mode]).toEqual([1, 'enforce']);
    }
  });

  it.each(['', '--', '@{u}', 'develop:', '^develop', 'refs/heads/develop\nrefs/heads/topic', 'refs/heads/*'])('by a target that is none: %j', (target) => {
    expect(ownJudge().check(['develop..topic', `--target=${target}`]).status).toBeGreaterThan(0);
  });
});
