import { afterAll, describe, expect, it } from 'vitest';
import { byHand, removeTeams, Team, withAi } from './team.ts';

afterAll(removeTeams);

/** Messages that made an expression take quadratic time or worse; each would have run for minutes to days. */
const messages: Readonly<Record<string, string>> = {
  'a co-author of signs': `X\n\n${byHand}\nCo-authored-by: <${'@'.repeat(300_000)}\n`,
  'a co-author of short addresses': `X\n\n${byHand}\nCo-authored-by: a <${'a@'.repeat(300_000)}\n`,
  'a co-author of blanks': `X\n\n${byHand}\nCo-authored-by: "${' '.repeat(300_000)}x`,
  'a tool that is one long word': `X\n\nAssisted-by: Claude:${'a'.repeat(300_000)}\n`,
  'half a million folded lines': `X\n\nAssisted-by: Claude\n${' a\n'.repeat(500_000)}`,
  'comments that never close': `X\n\n${byHand}\n${'<!--'.repeat(500_000)}\n`,
  'dashes and blanks': `X\n\n${byHand}\n${'-'.repeat(500_000)}\n${' \t'.repeat(300_000)}x\n`,
  'ten megabytes of prose about agents': `X\n\n${byHand}\n${'the agent wrote claude code with copilot, https://claude.ai/code/ '.repeat(150_000)}\n`,
  'a subject of three megabytes': `${'X'.repeat(3_000_000)}\n\n${byHand}\n`,
  'fifty thousand co-authors': `X\n\n${byHand}\n${Array.from({ length: 50_000 }, (_, i) => `Co-authored-by: P${i} <p${i}@x.example>`).join('\n')}`,
};

describe('a message cannot hold up the gate', () => {
  // The command is killed after a minute; then it has no exit code.
  it.each(Object.entries(messages))('with %s', (_what, message) => {
    const team = Team.ready();
    team.write('lib/a.ts', 'export const a = 2;\n').commit(message, 'ana');
    expect(team.check(['main..topic']).status).not.toBeNull();
    expect(team.countersign(['scan', '--json']).status).toBe(0);
  });
});

describe('an answer in a message speaks for its own commit alone', () => {
  it('and not for another author’s silent one', () => {
    const team = Team.ready();
    team.write('lib/a.ts', 'export const a = 2;\n').commit('Say nothing', 'li');
    team.write('lib/b.ts', 'export const b = 2;\n').commit(`Speak\n\n${byHand}`, 'ana');
    const { status, stdout } = team.check(['main..topic']);
    expect(status).toBe(1);
    expect(stdout).toContain('Assisted-by: none');
  });

  it('and never takes back what another commit or the same says of an AI', () => {
    const team = Team.ready();
    team.write('shop/a.ts', 'a\n').commit(`Sell\n\n${withAi}`);
    team.write('shop/b.ts', 'b\n').commit(`No AI anywhere\n\n${byHand}\n${byHand}`, 'ana');
    const { status, stdout } = team.check(['main..topic', '--json']);
    expect([status, JSON.parse(stdout).assistance.assisted]).toEqual([1, true]);
  });
});
