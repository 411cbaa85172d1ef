import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { countersign, git, people, policy, scratch, teamRepository } from '../cli/bin.ts';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

let place = '';
beforeEach(() => {
  place = scratch();
  folders.push(place);
  teamRepository(place);
  git(place, 'switch', '--quiet', 'main');
});

const edit = (name: string, text: string) => {
  mkdirSync(join(place, '.countersign'), { recursive: true });
  writeFileSync(join(place, '.countersign', name), text);
};
const lint = (...args: readonly string[]) => countersign(place, ['policy', 'lint', ...args], { COLUMNS: '100' });
const mistaken = policy.replace('owners: [ana, li]', 'owner: [ana, li]');

describe('policy lint', () => {
  it('looks at what is edited and not committed, and says that it does not count yet', () => {
    edit('policy.yaml', mistaken);
    const { status, stdout } = lint();
    expect(status).toBe(2);
    expect(stdout).toMatch(/^\.countersign\/policy\.yaml:6:\d+ +unknown key `owner` in area `shop`; did you mean `owners`\?/);
    expect(stdout).toContain('in working tree:.countersign/policy.yaml, working tree:.countersign/people.yaml\nnot on refs/heads/main as they are here');
    const [problem] = (JSON.parse(lint('--json').stdout) as { problems: { at: { file: string } }[] }).problems;
    expect(problem?.at.file).toBe('.countersign/policy.yaml');
  });

  it('looks at the protected branch where that is asked for, and where nothing is edited', () => {
    const before = lint();
    expect(before.stdout).toContain('refs/heads/main:.countersign/policy.yaml');
    expect(before.stdout).not.toContain('working tree');
    edit('policy.yaml', mistaken);
    expect(lint('--target', 'main').stdout).toBe(before.stdout);
    rmSync(join(place, '.countersign'), { recursive: true });
    expect(lint().stdout).toBe(before.stdout);
  });

  it('takes the CODEOWNERS file and pinned people of the working tree with it', () => {
    edit('policy.yaml', `${policy}codeowners: github\n`);
    writeFileSync(join(place, 'CODEOWNERS'), '*.md @nobody-here\n');
    expect(lint().stdout).toContain('nobody-here');
    edit('people.yaml', people.replace('level: mid', 'level: middle'));
    expect(lint().stdout).toMatch(/people\.yaml:\d+:\d+ +.*`middle`/);
  });

  it('names the file that has the wrong ending, and follows no link', () => {
    renameSync(join(place, '.countersign', 'policy.yaml'), join(place, '.countersign', 'policy.yml'));
    expect(lint().stderr).toContain('git mv .countersign/policy.yml .countersign/policy.yaml');
    renameSync(join(place, '.countersign'), join(place, 'elsewhere'));
    symlinkSync('elsewhere', join(place, '.countersign'));
    expect(lint()).toMatchObject({ status: 2, stdout: '' });
  });

  it('runs in a folder below the root', () => {
    edit('policy.yaml', mistaken);
    mkdirSync(join(place, 'below'));
    expect(countersign(join(place, 'below'), ['policy', 'lint'], { XDG_CACHE_HOME: join(place, '.git', 'cache') }).stdout).toContain('unknown key `owner`');
  });

  it('never changes what check decides', () => {
    const before = countersign(place, ['check', 'main..assisted', '--json']);
    edit('policy.yaml', 'version: 1\nextends: amazon-2026\nmode: observe\n');
    expect(countersign(place, ['check', 'main..assisted', '--json']).status).toBe(before.status);
  });
});
