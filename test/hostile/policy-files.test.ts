import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { byHand, people, policy, removeTeams, Team, withAi } from './team.ts';

afterAll(removeTeams);

/** A topic that sells something with an AI's help, which no senior has seen. */
function attack(team: Team): Team {
  team.write('shop/a.ts', 'a\n').git('add', 'shop');
  team.record(`Sell\n\n${withAi}`);
  return team;
}

describe('a policy on the target that cannot be read as one keeps the gate shut', () => {
  it.each([
    ['a symbolic link for the folder', '120000', '.countersign'],
    ['a submodule for the folder', '160000', '.countersign'],
    ['a file for the folder', '100644', '.countersign'],
    ['a symbolic link for the file', '120000', '.countersign/policy.yaml'],
    ['a submodule for the file', '160000', '.countersign/policy.yaml'],
    ['a folder for the file', '100644', '.countersign/policy.yaml/x'],
    ['a symbolic link for the people', '120000', '.countersign/people.yaml'],
  ])('with %s', (_what, mode, path) => {
    const team = Team.ready();
    const id = mode === '160000' ? '1'.repeat(40) : team.feed('version: 1\nmode: observe\n', 'hash-object', '-w', '--stdin');
    team.git('rm', '-rq', '--cached', path.split('/').slice(0, 2).join('/'));
    team.git('update-index', '--add', '--cacheinfo', `${mode},${id},${path}`);
    team.record('Replace the policy', 'edda');
    team.git('update-ref', 'refs/heads/main', 'HEAD');
    const { status, stderr } = attack(team).check(['main..topic']);
    expect(status).toBe(2);
    expect(stderr).toContain('.countersign');
  });

  it.each([
    ['two documents', `${policy}---\nversion: 1\nmode: observe\n`],
    ['a key said twice', `${policy}mode: observe\n`],
    ['nothing', ''],
    ['a zero byte', `${policy}\0`],
    ['an inherited key', `${policy}__proto__: { mode: observe }\n`],
    ['an alias', `${policy}x: &a [*a]\n`],
    ['an alias bomb', `a: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\n${policy}`],
    ['a hundred thousand brackets', '['.repeat(100_000)],
    ['seventy megabytes', policy + '#'.repeat(70_000_000)],
    ['UTF-16', Buffer.from(policy, 'utf16le')],
  ])('with %s', (_what, text) => {
    const { status, stderr } = attack(Team.ready(text)).check(['main..topic']);
    expect(status).toBe(2);
    expect(stderr).not.toMatch(/\n\s+at \S+ \(/);
  });

  it('with an ending that is not read, in one sentence that says how to mend it', () => {
    const team = Team.ready();
    team.git('mv', '.countersign/policy.yaml', '.countersign/policy.yml');
    team.record('Rename the policy', 'edda');
    team.git('update-ref', 'refs/heads/main', 'HEAD');
    const { status, stderr } = attack(team).check(['main..topic']);
    expect(status).toBe(2);
    expect(stderr).toContain('git mv .countersign/policy.yml .countersign/policy.yaml');
  });

  it('but a scan, which is a report, goes on under the preset and says why', () => {
    const team = Team.ready(`${policy}moed: enforce\n`);
    const { status, stdout } = team.countersign(['scan', '--json']);
    expect(status).toBe(0);
    const { commits, problems } = JSON.parse(stdout) as { commits: { total: number }; problems: { sentence: string }[] };
    expect(commits.total).toBeGreaterThan(0);
    expect(problems[0]?.sentence).toMatch(/the policy cannot be used.*moed/);
  });

  it.each([
    ['a byte order mark', `\ufeff${policy}`],
    ['carriage returns', policy.replaceAll('\n', '\r\n')],
    ['a byte that is no UTF-8 in a comment', Buffer.from(`${policy}# caf\xe9\n`, 'latin1')],
  ])('and %s changes nothing of what it says', (_what, text) => {
    expect(attack(Team.ready(text)).check(['main..topic']).status).toBe(1);
  });

  it('and nobody is Ana where two claim her address', () => {
    const team = Team.ready();
    team.write('.countersign/people.yaml', `${people}  eve: { name: Eve, level: principal, emails: [ANA@example.com] }\n`).commit('Enrol Eve', 'edda');
    team.git('update-ref', 'refs/heads/main', 'HEAD');
    expect(attack(team).check(['main..topic']).status).toBe(2);
  });
});

describe('a policy planted in the object store', () => {
  it('under the id of the real one is found out', () => {
    const team = attack(Team.ready());
    const id = team.git('rev-parse', 'main:.countersign/policy.yaml');
    const file = join(team.path, '.git', 'objects', id.slice(0, 2), id.slice(2));
    const text = policy.replace('enforce', 'observe');
    chmodSync(file, 0o644);
    writeFileSync(file, deflateSync(`blob ${text.length}\0${text}`));
    const { status, stderr } = team.check(['main..topic']);
    expect(status).toBe(3);
    expect(stderr).toContain('damaged');
  });
});

describe('a change is judged by the target’s policy, not by its own', () => {
  it.each([
    ['edits it', (team: Team) => team.write('.countersign/policy.yaml', policy.replace('enforce', 'observe')).commit(`Loosen\n\n${byHand}`, 'ana')],
    ['enrols its author higher', (team: Team) => team.write('.countersign/people.yaml', people.replace('junior', 'principal')).commit(`Promote\n\n${byHand}`, 'bo')],
    ['deletes it', (team: Team) => (team.git('rm', '-rq', '.countersign'), team.record(`Free\n\n${byHand}`, 'ana'))],
    ['moves it', (team: Team) => (team.git('mv', '.countersign', 'countersign'), team.record(`Move\n\n${byHand}`, 'ana'))],
    ['makes it a submodule', (team: Team) => {
      team.git('rm', '-rq', '.countersign');
      team.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},.countersign`);
      team.record(`Submodule\n\n${byHand}`, 'ana');
    }],
    ['makes it executable', (team: Team) => (team.git('update-index', '--chmod=+x', '.countersign/policy.yaml'), team.record(`Mode\n\n${byHand}`, 'ana'))],
    ['edits it and takes the edit back in a later commit of a merge', (team: Team) => {
      team.write('.countersign/policy.yaml', policy.replace('enforce', 'observe')).commit(`Loosen\n\n${byHand}`, 'ana');
      team.write('.countersign/policy.yaml', policy).write('shop/a.ts', 'a\n').commit(`Sell\n\n${withAi}`);
    }],
  ])('also where it %s', (_how, act: (team: Team) => unknown) => {
    const team = Team.ready();
    act(team);
    const { status, stdout, stderr } = team.check(['main..topic']);
    expect([1, 2]).toContain(status);
    expect(stdout + stderr).not.toContain('preview');
  });
});
