import { afterAll, describe, expect, it } from 'vitest';
import { byHand, removeTeams, Team, withAi } from './team.ts';

afterAll(removeTeams);

describe('a stranger stays a stranger', () => {
  it.each([
    ['when a trailer names the stranger as a tool', 'evil@x.example', 'Assisted-by: Claude <evil@x.example>'],
    ['when a trailer names the stranger as a co-author called like a tool', 'evil@x.example', 'Co-authored-by: Claude Code <evil@x.example>'],
    ['when the name ends like a tool’s', 'evil (aider) <evil@x.example>', ''],
    ['when a human senior committed it', 'evil@x.example', byHand],
  ])('%s', (_how, author, trailer) => {
    const team = Team.ready();
    const [, name = author, email = author] = /^(.*) <(.*)>$/.exec(author) ?? [];
    team.write('lib/b.ts', 'b\n').git('add', '-A');
    const tree = team.git('write-tree');
    const raw = `tree ${tree}\nparent ${team.git('rev-parse', 'main')}\nauthor ${name} <${email}> 1795300000 +0000\ncommitter ana <ana@example.com> 1795300000 +0000\n\nB\n\n${trailer}\n`;
    team.git('update-ref', 'refs/heads/topic', team.feed(raw, 'hash-object', '-t', 'commit', '-w', '--stdin'));
    const { status, stdout } = team.check(['main..topic', '--json']);
    const rules: { rule: string; status: string }[] = JSON.parse(stdout).decision.root.children;
    expect([status, rules.find(({ rule }) => rule === 'unknown-author')?.status]).toEqual([1, 'pending']);
  });

  it.each(['anа@example.com', 'ana@example.com.evil.example', 'ana@example.comм', 'ana+senior@example.com', '"ana@example.com"@x.example'])(
    'with an address that only looks like a senior’s: %s',
    (address) => {
      const team = Team.ready();
      team.write('lib/b.ts', 'b\n').commit(`B\n\n${byHand}`, address);
      expect(team.check(['main..topic']).status).toBe(1);
    },
  );
});

describe('whoever had a hand in a change is known by any of their names', () => {
  it.each(['ana@home.example', 'ANA@Example.COM', ' ana@example.com '])('%s is Ana', (address) => {
    const team = Team.ready();
    team.write('shop/b.ts', 'b\n').commit(`B\n\n${withAi}`, address);
    expect(JSON.parse(team.check(['main..topic', '--json']).stdout).excluded[0].person).toBe('ana');
  });
});
