import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commitFiles, countersign, git } from '../cli/bin.ts';
import { files, folder, history, newShop, removeAll, type Step } from './shop.ts';

const policyFile = '.countersign/policy.yaml';
const peopleFile = '.countersign/people.yaml';
const status = (cwd: string) => git(cwd, 'status', '--short', '--untracked-files=all');
afterAll(removeAll);

/** An environment in which the program's `node:fs/promises` does what `harm` makes of it: a script that sees `fs` and the `real` one. */
function harmedBy(harm: string): Record<string, string> {
  const script = join(folder(), 'harm.mjs');
  writeFileSync(script, `import fs from 'node:fs/promises';\nimport { syncBuiltinESMExports } from 'node:module';\nconst real = { ...fs };\n${harm}\nsyncBuiltinESMExports();\n`);
  return { NODE_OPTIONS: `--import=${script}` };
}

describe('countersign init', () => {
  let place = '';
  beforeAll(() => void (place = newShop()));

  it.each([80, 50])('shows what it proposes %i columns wide and writes nothing', async (width) => {
    const { status: code, stdout, stderr } = countersign(place, ['init'], { COLUMNS: String(width) });
    expect({ code, stderr, changed: status(place) }).toEqual({ code: 0, stderr: '', changed: '' });
    // A command to be pasted is never broken.
    expect(stdout.split('\n').filter((line) => line.length > width && !line.includes('countersign init'))).toEqual([]);
    await expect(stdout).toMatchFileSnapshot(`golden/init-${width}.txt`);
  });

  it('prints the files with --dry-run', async () => {
    const { stdout } = countersign(place, ['init', '--dry-run', '--principal', 'ana@example.com,li@example.com']);
    // The id is drawn anew each time.
    await expect(stdout.slice(stdout.indexOf('# .countersign')).replace(/[0-9a-f]{64}/, '5e'.repeat(32))).toMatchFileSnapshot('golden/init-files.txt');
    expect(status(place)).toBe('');
  });

  it('writes both files with --yes, which lint has no error against once somebody is principal', () => {
    const cwd = newShop();
    const { status: code, stdout } = countersign(cwd, ['init', '--yes', '--principal', 'ana-ruiz,LI@example.com', '--mid', 'bo-lind']);
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toBe('✓ written   .countersign/policy.yaml, .countersign/people.yaml; not committed');
    expect(stdout).toContain('git add .countersign && git commit');
    expect(status(cwd)).toBe(`?? ${peopleFile}\n?? ${policyFile}`);
    git(cwd, 'add', '.countersign');
    git(cwd, 'commit', '--quiet', '--message', 'Adopt');
    const lint = countersign(cwd, ['policy', 'lint']);
    expect(lint.stdout).toContain('0 errors');
    expect(lint.status).toBe(0);
    expect(countersign(cwd, ['check', 'HEAD~1..HEAD']).status).toBe(0);
  });

  it('is a report for programs', () => {
    const { stdout } = countersign(place, ['init', '--json']);
    const report = JSON.parse(stdout) as { schema: string; written: boolean; areas: { name: string }[]; people: { id: string; level: string }[]; files: { path: string }[] };
    expect(report).toMatchObject({ schema: 'urn:countersign:schema:init:v1', written: false, target: 'refs/heads/main' });
    expect(report.files.map(({ path }) => path)).toEqual([policyFile, peopleFile]);
    expect(new Set(report.people.map(({ level }) => level))).toEqual(new Set(['junior']));
  });

  it.each<[string, (cwd: string) => void, readonly string[], number, string]>([
    ['a policy that is there', (cwd) => commitFiles(cwd, 'x', { [policyFile]: 'version: 1\nextends: amazon-2026\n' }), [], 2, '`.countersign/policy.yaml` is there already'],
    ['a policy on the protected branch alone', (cwd) => {
      commitFiles(cwd, 'x', { [policyFile]: 'version: 1\nextends: amazon-2026\n' });
      git(cwd, 'switch', '--quiet', '--create', 'old', 'HEAD~1');
    }, [], 2, 'refs/heads/main has `.countersign/policy.yaml` already'],
    ['a linked folder', (cwd) => symlinkSync('.', join(cwd, '.countersign')), [], 2, '`.countersign` is a symbolic link'],
    ['a linked file', (cwd) => {
      mkdirSync(join(cwd, '.countersign'));
      symlinkSync('../README.md', join(cwd, policyFile));
    }, [], 2, '`.countersign/policy.yaml` is a symbolic link'],
    ['a file where the folder belongs', (cwd) => writeFileSync(join(cwd, '.countersign'), ''), [], 2, '`.countersign` is a file where a folder must be'],
    ['nobody of that name', () => {}, ['--senior', 'zoe@example.com'], 2, 'nobody here writes as `zoe@example.com`'],
    ['two levels for one', () => {}, ['--senior', 'ana-ruiz', '--mid', 'Ana-Ruiz'], 2, '`Ana-Ruiz` is given two levels'],
    ['a preset there is not', () => {}, ['--preset', 'amazon'], 2, 'there is no preset `amazon`'],
    ['no number', () => {}, ['--at-most', 'many'], 2, '`--at-most many` is no number of people'],
    ['a branch there is not', () => {}, ['--target', 'trunk'], 2, '`trunk`'],
  ])('refuses %s and leaves everything as it was', (_name, spoil, args, code, sentence) => {
    const cwd = newShop();
    spoil(cwd);
    const before = status(cwd);
    const done = countersign(cwd, ['init', '--yes', ...args]);
    expect(done.stderr.replaceAll(/\s+/g, ' ')).toContain(sentence);
    expect([done.status, status(cwd)]).toEqual([code, before]);
  });

  it('refuses what is no repository, one without commits and one without a working tree', () => {
    expect(countersign(folder(), ['init']).stderr).toContain('no repository');
    const empty = folder();
    git(empty, 'init', '--quiet', '--initial-branch', 'main');
    expect(countersign(empty, ['init']).stderr).toContain('no commits');
    const bare = folder();
    git(bare, 'clone', '--quiet', '--bare', place, '.');
    expect(countersign(bare, ['init', '--yes']).stderr).toContain('bare repository');
    expect(countersign(bare, ['init', '--dry-run']).status).toBe(0);
  });

  it('counts whom only CODEOWNERS names apart from the authors', () => {
    const cwd = newShop();
    commitFiles(cwd, 'Own', { '.github/CODEOWNERS': '* @zoe @yan\n' });
    expect(countersign(cwd, ['init', '--at-most', '3']).stdout.replaceAll(/\s+/g, ' ')).toContain('people 3 of 4 authors, and 2 from CODEOWNERS alone; left out: 1 wrote less than these');
  });

  it('goes on without a .mailmap and a CODEOWNERS that it cannot read, and says so', () => {
    const cwd = newShop();
    rmSync(join(cwd, '.mailmap'));
    for (const name of ['.mailmap', 'CODEOWNERS']) symlinkSync('README.md', join(cwd, name));
    commitFiles(cwd, 'Link', {});
    const { status: code, stdout } = countersign(cwd, ['init']);
    expect(code).toBe(0);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('.mailmap was not read; CODEOWNERS was not read');
  });

  it('works where nothing is checked out by name, and says which branch it protects', () => {
    const cwd = newShop();
    git(cwd, 'checkout', '--quiet', '--detach', 'HEAD~1');
    expect(countersign(cwd, ['init']).stdout).toContain('refs/heads/main');
  });

  it('keeps a people file that is there', () => {
    const cwd = newShop();
    mkdirSync(join(cwd, '.countersign'));
    const mine = '# mine\npeople:\n  ana: { level: principal, emails: [ana@example.com] }\n';
    writeFileSync(join(cwd, peopleFile), mine);
    expect(countersign(cwd, ['init', '--yes']).status).toBe(0);
    expect(readFileSync(join(cwd, peopleFile), 'utf8')).toBe(mine);
    expect(existsSync(join(cwd, policyFile))).toBe(true);
  });

  it('writes nothing at all where it may not write', () => {
    const cwd = newShop();
    chmodSync(cwd, 0o555);
    try {
      const { status: code } = countersign(cwd, ['init', '--yes']);
      // Who may do everything may write here too.
      expect([code, existsSync(join(cwd, '.countersign'))]).toEqual(process.getuid?.() === 0 ? [0, true] : [3, false]);
    } finally {
      chmodSync(cwd, 0o755);
    }
  });

  it.each([['new', 0], ['there', 1], ['there', 2]])('killed while its folder is %s, at link %i: leaves nothing or people alone, and the second run ends it', (folderIs, links) => {
    const cwd = newShop();
    if (folderIs === 'there') mkdirSync(join(cwd, '.countersign'));
    const call = links === 0 ? 'rename' : 'link';
    // Ends the process at its call of that name and number, before it is done.
    const harm = `let calls = 0; fs.${call} = (...given) => (++calls === ${Math.max(1, links)} ? process.kill(process.pid, 'SIGKILL') : real.${call}(...given));`;
    const killed = countersign(cwd, ['init', '--yes', '--principal', 'ana-ruiz'], harmedBy(harm));
    expect(killed.status).not.toBe(0);
    expect([existsSync(join(cwd, peopleFile)), existsSync(join(cwd, policyFile))]).toEqual([links === 2, false]);
    expect(countersign(cwd, ['init', '--yes', '--principal', 'ana-ruiz']).status).toBe(0);
    expect(readFileSync(join(cwd, peopleFile), 'utf8')).toContain('level: principal');
    expect(existsSync(join(cwd, policyFile))).toBe(true);
  });

  it.each<[string, () => string, readonly string[]]>([
    ['a new folder', () => newShop(), ['init', '--yes']],
    ['a folder that is there', () => {
      const cwd = newShop();
      mkdirSync(join(cwd, '.countersign'));
      return cwd;
    }, ['init', '--yes']],
    ['a people file', () => {
      const cwd = newShop();
      commitFiles(cwd, 'x', { [peopleFile]: 'people: {}\n' });
      return cwd;
    }, ['people', 'add', 'zoe', '--level', 'mid', '--email', 'zoe@example.com']],
  ])('leaves nothing beside %s where the disk is full', (_name, make, args) => {
    const cwd = make();
    const before = status(cwd);
    const harm = `fs.open = async (...given) => {
  const handle = await real.open(...given);
  if (given[1] === 'wx') handle.sync = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
  return handle;
};`;
    const full = countersign(cwd, args, harmedBy(harm));
    expect(full.stderr).toContain('cannot be written (ENOSPC)');
    expect([full.status, status(cwd)]).toEqual([3, before]);
    expect(countersign(cwd, args).status).toBe(0);
  });

  it('writes plain files, and takes no author at their word', () => {
    const cwd = folder();
    const names = ['Eve "x" # y: [z]', "O'Neil -- {a}", 'null', 'x\u202egpj.exe', '田中 太郎'];
    history(cwd, names.map((name, index): Step => ({ name, email: `e${index}@example.com`, at: '2026-11-19T09:00:00Z', message: 'x', files: index === 0 ? files : {} })));
    countersign(cwd, ['init', '--yes', '--principal', '田中 太郎']);
    expect(lstatSync(join(cwd, policyFile)).isFile()).toBe(true);
    const lint = countersign(cwd, ['policy', 'lint', '--policy', policyFile, '--people', peopleFile, '--json']);
    const { problems } = JSON.parse(lint.stdout) as { problems: { code: string; severity: string }[] };
    expect(problems.filter(({ severity, code }) => severity === 'error' && /yaml|type|key|shared|empty/.test(code))).toEqual([]);
    expect(readFileSync(join(cwd, peopleFile), 'utf8')).toContain('name: "x\\u202egpj.exe"');
  });

  it('makes a size card where the history has enough fixes on record', () => {
    const cwd = folder();
    const change = (index: number, message: string, at = '2026-01-01T09:00:00Z'): Step => ({
      name: 'Ana Ruiz', email: 'ana@example.com', at, message, files: { [`src/f${index}.ts`]: 'line\n'.repeat(index % 7) },
    });
    const changes = Array.from({ length: 230 }, (_, index) => change(index, `Change ${index}`));
    history(cwd, changes);
    const ids = git(cwd, 'rev-list', '--reverse', 'HEAD').split('\n');
    const fixes = Array.from({ length: 35 }, (_, index) => change(300 + index, `Mend it\n\nFixes: ${ids[100 + index]!.slice(0, 12)} ("Change")`, '2026-02-01T09:00:00Z'));
    const again = folder();
    history(again, [...changes, ...fixes, change(999, 'Later', '2026-11-01T09:00:00Z')]);
    countersign(again, ['init', '--yes', '--principal', 'ana-ruiz']);
    const text = readFileSync(join(again, policyFile), 'utf8');
    expect(text).toMatch(/calibration:\n {2}source: .*\n {2}until: 2026-08-03\n {2}buckets:\n {4}- \{ from: 0, to: 0, changes: \d+, fixed: \d+ \}/);
  });
});
