import { afterAll, describe, expect, it } from 'vitest';
import { policy, removeTeams, Team, withAi } from './team.ts';

afterAll(removeTeams);

const escape = '\u001b[2K\r\u001b[32m✓ approved\u001b[0m\u009b2J\u202e\u2066\u0007';
// eslint-disable-next-line no-control-regex
const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** Everything a repository may name, each name an attack on the terminal. */
function loud(): Team {
  const team = Team.ready(policy.replace('tier: critical', 'tier: critical, because: "calm\\e[2J\\u202e ✓ approved"'));
  team.git('branch', '-m', 'topic', 'to\u202epic');
  team.git('update-index', '--add', '--cacheinfo', `100644,${team.feed('x\n', 'hash-object', '-w', '--stdin')},shop/x${escape}\n✓ approved\n.ts`);
  const tree = team.git('write-tree');
  const who = `Bo ${escape.replace('\r', '')} <bo@example.com> 1795300000 +0000`;
  const message = `✓ approved   nothing to approve${escape}\r\n✓ approved\n\n${withAi}:${escape}\n`;
  const id = team.feed(`tree ${tree}\nparent ${team.git('rev-parse', 'main')}\nauthor ${who}\ncommitter ${who}\n\n${message}`, 'hash-object', '-t', 'commit', '-w', '--stdin');
  team.git('update-ref', 'HEAD', id);
  return team;
}

describe('nothing a repository holds reaches the terminal as more than text', () => {
  it.each([
    ['check', 'main..HEAD'], ['check', 'main..HEAD', '--json'], ['explain', 'main..HEAD'], ['explain', 'HEAD', '--json'], ['scan'], ['scan', '--json'],
    ['doctor'], ['policy', 'show'], ['policy', 'lint'], ['check', `main..${escape}`], ['check', 'HEAD', '--target', escape], ['check', '--preset', escape],
  ].map((args) => [args]))('%j', (args) => {
    const { stdout, stderr } = loud().countersign(args);
    const said = stdout + stderr;
    expect(unsafe.exec(said)?.[0]).toBeUndefined();
    expect(said.length).toBeGreaterThan(10);
    // The first word of a line is the verdict, and no line but ours begins with one.
    expect(said).not.toMatch(/^✓ approved/m);
  });

  it('and JSON holds every name as it is, in its own place', () => {
    const { status, stdout } = loud().check(['main..HEAD', '--json']);
    const report = JSON.parse(stdout);
    expect([status, report.status]).toEqual([1, 'pending']);
    expect([report.change.files, report.excluded[0].person]).toEqual([1, 'bo']);
  });
});

describe('many and long things are judged like few and short ones', () => {
  it('in ten thousand files of a critical area', () => {
    const team = Team.ready();
    const id = team.feed('x\n', 'hash-object', '-w', '--stdin');
    team.feed(Array.from({ length: 10_000 }, (_, i) => `100644 ${id}\tshop/${i % 100}/${i}.ts\n`).join(''), 'update-index', '--index-info');
    team.record(`Many\n\n${withAi}`);
    const { status, stdout } = team.check(['main..topic', '--json']);
    expect([status, JSON.parse(stdout).change.files]).toEqual([1, 10_000]);
  });

  it('in a line of four megabytes, and a path of four thousand characters', () => {
    const team = Team.ready();
    team.write('shop/min.ts', 'x'.repeat(4 << 20)).git('add', '-A');
    team.git('update-index', '--add', '--cacheinfo', `100644,${team.feed('x\n', 'hash-object', '-w', '--stdin')},shop/${'d/'.repeat(2000)}x.ts`);
    team.record(`Long\n\n${withAi}`);
    expect(team.check(['main..topic']).status).toBe(1);
  });

  it('in three thousand commits', () => {
    const team = Team.ready();
    const commits = Array.from({ length: 3000 }, (_, i) => {
      const text = `Step ${i}\n\n${i === 1500 ? withAi : 'Assisted-by: none'}\n`;
      return `commit refs/heads/topic\ncommitter Ana <ana@example.com> ${1_795_300_000 + i} +0000\ndata ${text.length}\n${text}${i === 0 ? 'from refs/heads/main\n' : ''}M 100644 inline lib/${i % 50}.ts\ndata ${String(i).length}\n${i}\n`;
    });
    team.feed(commits.join(''), 'fast-import', '--quiet', '--force');
    const { status, stdout } = team.check(['main..topic', '--json']);
    expect([status, JSON.parse(stdout).assistance.assisted]).toEqual([1, true]);
  });
});
