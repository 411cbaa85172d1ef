import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bin, countersign, git } from '../cli/bin.ts';
import { folder, newShop, removeAll } from './shop.ts';

const peopleFile = '.countersign/people.yaml';
const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0000000000000000000000000000000000000000';
const mine = `# Ours. Ask in #platform.
people:
  ana:   { name: Ana Ruiz, level: principal, emails: [ana@example.com] }   # founder
  gone:  { name: Gone By,  level: mid, emails: [gone@example.com] }

teams:
  retail: [ana]
`;
const fresh = (text: string | null = mine): string => {
  const cwd = newShop();
  mkdirSync(join(cwd, '.countersign'));
  if (text !== null) writeFileSync(join(cwd, peopleFile), text);
  writeFileSync(join(cwd, '.countersign/policy.yaml'), 'version: 1\nextends: amazon-2026\nareas:\n  cart: { paths: [services/cart/**], owners: [retail] }\n');
  return cwd;
};
const read = (cwd: string) => readFileSync(join(cwd, peopleFile), 'utf8');
afterAll(removeAll);

describe('countersign people list', () => {
  it('says who is enrolled, what they own, who is quiet and who is not enrolled, as wide as it may be', async () => {
    const place = fresh();
    const narrow = countersign(place, ['people', 'list'], { COLUMNS: '50' }).stdout.split('\n');
    expect(narrow.filter((line) => line.length > 50)).toEqual([]);
    const { status, stdout } = countersign(place, ['people', 'list']);
    expect(status).toBe(0);
    // How long ago something was depends on the day.
    await expect(stdout.replaceAll(/\d+ (?:minutes?|hours?|days?|months?|years?) ago|just now|\d{4}-\d\d-\d\d/g, 'some time ago')).toMatchFileSnapshot('golden/people-list-80.txt');
  });

  it('reads the protected branch where there is no working tree', () => {
    const cwd = fresh();
    git(cwd, 'add', '--all');
    git(cwd, 'commit', '--quiet', '--message', 'Adopt');
    const bare = folder();
    git(bare, 'clone', '--quiet', '--bare', cwd, '.');
    const report = JSON.parse(countersign(bare, ['people', 'list', '--json']).stdout) as { from: string; inForce: boolean; people: { id: string; areas: string[]; stale: boolean }[]; unknown: { name: string }[] };
    expect(report).toMatchObject({ schema: 'urn:countersign:schema:people-list:v1', from: 'branch', inForce: true });
    expect(report.people.map(({ id, areas, stale }) => [id, areas, stale])).toEqual([['ana', ['cart'], false], ['gone', [], true]]);
    expect(report.unknown.map(({ name }) => name)).toContain('Li Wen');
  });
});

describe('countersign people root', () => {
  const rootKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1111111111111111111111111111111111111111 root';

  it('draws an id once, takes keys one after the other, and leaves every other line alone', () => {
    const cwd = fresh();
    expect(countersign(cwd, ['people', 'root', '--dry-run']).stdout).toContain('nothing is written');
    expect(read(cwd)).toBe(mine);
    expect(countersign(cwd, ['people', 'root']).stdout).toContain('the repository has an id now');
    const id = /repository: "([0-9a-f]{64})"/.exec(read(cwd))?.[1] ?? '';
    expect(read(cwd).startsWith(mine)).toBe(true);
    writeFileSync(join(cwd, 'root.pub'), `${rootKey}\n`);
    const report = JSON.parse(countersign(cwd, ['people', 'root', '--key', 'root.pub', '--json']).stdout) as { schema: string; written: boolean; after: string };
    expect(report).toMatchObject({ schema: 'urn:countersign:schema:people-root:v1', written: true, after: read(cwd) });
    expect(read(cwd)).toContain(`repository: "${id}"\n  keys: [${rootKey}]\n`);
    const shown = countersign(cwd, ['people', 'root', '--key', 'root.pub']);
    expect(shown.stdout).toContain(id);
    expect(shown.stdout).toMatch(/^✓ root/);
  });

  it.each<[string, (cwd: string) => readonly string[], string]>([
    ['a key that is somebody’s', (cwd) => (writeFileSync(join(cwd, peopleFile), mine.replace('emails: [ana@example.com]', `emails: [ana@example.com], keys: ["${key}"]`)), ['--key', key]), 'the key belongs to `ana` already'],
    ['the private half', (cwd) => (writeFileSync(join(cwd, 'root'), '-----BEGIN OPENSSH PRIVATE KEY-----\n'), ['--key', 'root']), '`root` is the private half of a key'],
    ['what is no key', (cwd) => (writeFileSync(join(cwd, 'root'), 'hello\n'), ['--key', 'root']), '`root` is not an OpenSSH public key'],
    ['a line with options', (cwd) => (writeFileSync(join(cwd, 'root'), `revoked ${rootKey}\n`), ['--key', 'root']), '`root` brings options with it'],
    ['a people file with mistakes', (cwd) => (writeFileSync(join(cwd, peopleFile), 'people: { ana: {} }\n'), []), 'person `ana` has no `level`'],
  ])('refuses %s, and writes nothing', (_, spoil, sentence) => {
    const cwd = fresh();
    const args = spoil(cwd);
    const before = read(cwd);
    const { status, stderr } = countersign(cwd, ['people', 'root', ...args]);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(sentence);
    expect([status, read(cwd)]).toEqual([2, before]);
  });
});

describe('countersign people revoke', () => {
  it('of nobody says who there is, and not to add them first', () => {
    const { status, stderr } = countersign(newShop(), ['people', 'revoke', 'nobody']);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/nobody is called `nobody`[^]*mend {3}countersign people list says who is/)]);
    expect(stderr).not.toContain('people add');
  });

  const [laptop, other] = ['1', '2'].map((digit) => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ${digit.repeat(42)}`) as [string, string];
  const withKeys = mine.replace('emails: [ana@example.com] }', `emails: [ana@example.com], keys: ["${laptop} laptop", '${other} desk'] }`);
  const lines = (cwd: string) => read(cwd).split('\n').filter((line) => line.includes('ssh-ed25519'));

  it('marks the key named, by fingerprint or comment, and with none named all of them', () => {
    const cwd = fresh(withKeys);
    const { keys } = JSON.parse(countersign(cwd, ['people', 'revoke', 'ana', '--dry-run', '--json']).stdout) as { keys: { fingerprint: string; line: string }[] };
    expect(keys.map(({ line }) => line)).toEqual([`${laptop} laptop`, `${other} desk`]);
    expect(read(cwd)).toBe(withKeys);
    expect(countersign(cwd, ['people', 'revoke', 'ana', '--key', keys[1]!.fingerprint]).stdout).toMatch(/^✓ revoked {3}1 key of ana/);
    expect(lines(cwd)[0]).toContain(`"${laptop} laptop", revoked ${other} desk]`);
    expect(countersign(cwd, ['people', 'revoke', 'ana', '--key', 'desk']).stderr).toContain('what is revoked already stays so');
    expect(countersign(cwd, ['people', 'revoke', 'ana']).stdout).toContain('signs nothing from then on');
    expect(lines(cwd)[0]).toContain(`[revoked ${laptop} laptop, revoked ${other} desk]`);
    expect(countersign(cwd, ['people', 'add', 'zoe', '--level', 'mid', '--email', 'zoe@example.com', '--key', laptop]).stderr).toContain('belongs to');
  });

  it.each([
    ['nobody', ['zoe'], 'nobody is called `zoe`'],
    ['somebody without keys', ['gone'], '`gone` has no key that counts'],
    ['a key of somebody else', ['ana', '--key', 'SHA256:x'], '`ana` has no key `SHA256:x`'],
  ])('refuses %s', (_, args, sentence) => {
    const { status, stderr } = countersign(fresh(withKeys), ['people', 'revoke', ...args]);
    expect([status, stderr.replaceAll(/\s+/g, ' ')]).toEqual([2, expect.stringContaining(sentence)]);
  });

  it('leaves revoked keys out of what ssh-keygen is told, which is what the protected branch has', () => {
    const cwd = fresh(withKeys.replace(`"${laptop} laptop"`, `"revoked ${laptop} laptop"`));
    expect(countersign(cwd, ['people', 'allowed-signers']).stdout).toBe('');
    expect(countersign(cwd, ['people', 'allowed-signers', '--worktree']).stdout).toBe(`ana namespaces="countersign" ${other}\n`);
    git(cwd, 'add', '--all');
    git(cwd, 'commit', '--quiet', '--message', 'Enrol');
    expect(JSON.parse(countersign(cwd, ['people', 'allowed-signers', '--json']).stdout)).toMatchObject({ from: 'branch', inForce: true, allowedSigners: `ana namespaces="countersign" ${other}\n` });
  });
});

describe('countersign people import', () => {
  it('shows the difference, writes nothing unasked, and keeps every line with --yes', async () => {
    const cwd = fresh();
    const shown = countersign(cwd, ['people', 'import']);
    await expect(shown.stdout).toMatchFileSnapshot('golden/people-import-80.txt');
    expect(read(cwd)).toBe(mine);
    expect(countersign(cwd, ['people', 'import', '--yes']).status).toBe(0);
    const after = read(cwd);
    for (const line of mine.split('\n')) expect(after).toContain(line.replace('] }   # founder', ''));
    expect(after).toContain(', ana@home.example] }   # founder\n');
    expect(countersign(cwd, ['people', 'import']).stdout).toContain('✓ nobody is missing');
  });

  it('says why an author is not proposed', () => {
    const { stdout } = countersign(fresh(), ['people', 'import', '--at-most', '1']);
    expect(stdout).toContain('left out: 2 wrote less than these');
  });

  it('takes members and keys from files', () => {
    const cwd = fresh();
    writeFileSync(join(cwd, 'members.json'), '[{"login":"zoe","type":"User"},{"login":"ana-r","type":"User","email":"ana@example.com"}]');
    writeFileSync(join(cwd, 'signers'), `ana@example.com ${key} laptop\nwho@example.com ${key.replace('J0', 'J1')}\n`);
    const { stdout } = countersign(cwd, ['people', 'import', '--yes', '--github-members', 'members.json', '--keys', 'signers']);
    expect(read(cwd)).toContain(`emails: [ana@example.com, ana@home.example], keys: [${key} laptop], accounts: { github: ana-r } }   # founder`);
    expect(read(cwd)).toContain('  zoe:\n    name: zoe\n    level: junior\n    accounts: { github: zoe }\n');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('the key of line 2 is of `who@example.com`, whom nobody here is');
  });

  it.each<[string, (cwd: string) => void, readonly string[], string]>([
    ['a members file that is none', (cwd) => writeFileSync(join(cwd, 'm.json'), '{"message":"Not Found"}'), ['--github-members', 'm.json'], '`m.json` is no list of members'],
    ['a keys file without keys', (cwd) => writeFileSync(join(cwd, 'k'), '-----BEGIN OPENSSH PRIVATE KEY-----\n'), ['--keys', 'k'], '`k` holds no public key'],
    ['a file that is not there', () => {}, ['--keys', 'none'], '`none` does not exist'],
    ['a people file that cannot be read', (cwd) => writeFileSync(join(cwd, peopleFile), 'people:\n  ana: { level: boss }\n'), [], 'mend it first'],
    ['a linked people file', (cwd) => {
      rmSync(join(cwd, peopleFile));
      symlinkSync('../README.md', join(cwd, peopleFile));
    }, [], 'is a symbolic link'],
  ])('refuses %s', (_name, spoil, args, sentence) => {
    const cwd = fresh();
    spoil(cwd);
    const before = read(cwd);
    const { status, stderr } = countersign(cwd, ['people', 'import', '--yes', ...args]);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(sentence);
    expect([status, read(cwd)]).toEqual([2, before]);
  });
});

describe('countersign people add', () => {
  it('adds one person and says where it counts', () => {
    const cwd = fresh();
    writeFileSync(join(cwd, 'li.pub'), `${key} li@laptop\n`);
    const { status, stdout } = countersign(cwd, ['people', 'add', 'li', '--name', 'Li "W" Wen', '--level', 'senior', '--email', 'li@example.com', '--account', 'github:li', '--key', 'li.pub']);
    expect(status).toBe(0);
    expect(stdout).toContain('✓ added   li to .countersign/people.yaml; not committed');
    expect(read(cwd)).toBe(mine.replace('\n\nteams', `\n  li:\n    name: "Li \\"W\\" Wen"\n    level: senior\n    emails: [li@example.com]\n    accounts: { github: li }\n    keys:\n      - "${key} li@laptop"\n\nteams`));
  });

  it('begins a file where there is none', () => {
    const cwd = fresh(null);
    expect(countersign(cwd, ['people', 'add', 'li', '--level', 'mid', '--email', 'li@example.com']).status).toBe(0);
    expect(read(cwd)).toContain('people:\n  li:\n    name: li\n    level: mid\n    emails: [li@example.com]\n');
  });

  it.each<[string, readonly string[], string]>([
    ['an id that is taken', ['ana', '--level', 'mid', '--email', 'x@example.com'], 'the name `ana` belongs to `ana` already (.countersign/people.yaml:3)'],
    ['a team’s id', ['retail', '--level', 'mid', '--email', 'x@example.com'], 'the name `retail` belongs to `retail` already (.countersign/people.yaml:7)'],
    ['an address that is taken', ['x', '--level', 'mid', '--email', 'ANA@example.com'], 'the address `ANA@example.com` belongs to `ana` already (.countersign/people.yaml:3)'],
    ['a level there is not', ['x', '--level', 'boss', '--email', 'x@example.com'], 'there is no level `boss`'],
    ['no address', ['x', '--level', 'mid'], '`x` could never be recognised'],
    ['no e-mail address', ['x', '--level', 'mid', '--email', 'x y@z'], 'is not an e-mail address'],
    ['no forge', ['x', '--level', 'mid', '--account', 'ana'], '`--account ana` names no forge'],
    ['no key', ['x', '--level', 'mid', '--email', 'x@example.com', '--key', 'ssh-ed25519 AAAA!'], 'is not an OpenSSH public key'],
    ['no name for an id', ['x y', '--level', 'mid', '--email', 'x@example.com'], '`x y` is not a name for a person'],
    ['no level', ['x', '--email', 'x@example.com'], '`--level <level>` not specified'],
  ])('refuses %s', (_name, args, sentence) => {
    const cwd = fresh();
    const { status, stderr } = countersign(cwd, ['people', 'add', ...args]);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(sentence);
    expect([status, read(cwd)]).toEqual([2, mine]);
  });

  it('leaves no half-written file when many write at once', async () => {
    const cwd = fresh();
    const add = (id: string) =>
      new Promise<number | null>((done) => {
        spawn(process.execPath, [bin, 'people', 'add', id, '--level', 'mid', '--email', `${id}@example.com`], { cwd, stdio: 'ignore' }).on('close', done);
      });
    const codes = await Promise.all(['p1', 'p2', 'p3', 'p4'].map(add));
    const written = ['p1', 'p2', 'p3', 'p4'].filter((id) => read(cwd).includes(`${id}@example.com`));
    // Who could not write says so; nobody's addition is lost.
    expect(written).toHaveLength(codes.filter((code) => code === 0).length);
    expect(written.length).toBeGreaterThanOrEqual(1);
    expect(readdirSync(join(cwd, '.countersign')).toSorted()).toEqual(['people.yaml', 'policy.yaml']);
  });
});
