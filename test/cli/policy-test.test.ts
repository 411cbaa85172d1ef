import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countersign, policy, scratch, teamRepository } from './bin.ts';

const kept = `cases:
  - name: A mid's AI-assisted change of the shop waits for an owner
    change: { author: bo, assistance: declared, files: { shop/total.ts: +2 } }
    expect:
      status: pending
      reasons: { senior-gate: { sign-off: { needs: 1 senior owner of shop } } }
      people: [ana, li]
`;
const broken = `${kept}  - name: A mid's review is enough for the shop
    because: it was, last year
    change: { author: bo, assistance: declared, files: { shop/total.ts: +2 } }
    sign-offs: [{ by: mina, answered: ai-review }]
    expect:
      status: approved
      reasons: { senior-gate: { status: approved, sign-off: { status: approved, met: Mina }, review: skipped } }
      next: nothing
`;

let repository: string;
/** A folder in no repository. */
let nowhere: string;

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

beforeAll(() => {
  repository = scratch();
  teamRepository(repository);
  write(repository, { '.countersign/tests/shop.yaml': kept, '.countersign/tests/deep/er.yml': kept, 'old/broken.yaml': broken, 'empty/readme.md': 'none' });
  nowhere = mkdtempSync(join(tmpdir(), 'countersign-nowhere-'));
  write(nowhere, { 'own.yaml': `policy: { preset: amazon-2026 }\npeople:\n  bo: { level: mid, emails: [bo@example.com] }\n  ana: { level: senior }\n  li: { level: senior }\n${kept.replace('1 senior owner of shop', '"1 senior, key touched"')}`, 'none.yaml': kept });
});
afterAll(() => [repository, nowhere].forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const run = (folder: string, ...args: string[]) => countersign(folder, ['policy', 'test', ...args], { XDG_CACHE_HOME: tmpdir() });

describe('policy test', () => {
  it('runs the cases of the repository under the policy in force, and names the rules nobody tried', () => {
    const { status, stdout, stderr } = run(repository);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/^rules no case makes apply critical, .*policy-change \(preset amazon-2026\) ✓ 2 passed, 0 failed 2 files $/);
  });

  it.each([50, 80, 120])('says where what was expected, what came and why, in %i columns', async (width) => {
    const { status, stdout, stderr } = countersign(repository, ['policy', 'test', 'old/broken.yaml'], { COLUMNS: String(width) });
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('✗ 1 passed, 1 failed   1 file');
    await expect(stdout).toMatchFileSnapshot(`golden/policy-test-${width}.txt`);
  });

  it('needs no repository where the files say under which policy they are', () => {
    expect(run(nowhere, 'own.yaml')).toMatchObject({ status: 0, stderr: '' });
    expect(run(nowhere, 'none.yaml')).toMatchObject({ status: 2, stderr: expect.stringContaining('no repository') as string });
    write(nowhere, { 'policy.yaml': policy, 'people.yaml': 'people:\n  bo: { level: mid, emails: [bo@example.com] }\n  ana: { level: senior }\n  li: { level: senior }\n' });
    expect(run(nowhere, 'none.yaml', '--policy', 'policy.yaml', '--people', 'people.yaml')).toMatchObject({ status: 0, stderr: '' });
  });

  it('tries the cases under another policy where they name none', () => {
    const { status, stdout } = run(repository, '--preset', 'amazon-2026');
    expect(status).toBe(1);
    expect(stdout).toContain('senior-gate › sign-off › needs');
  });

  it.each([
    ['a folder without cases', ['empty'], /`empty` holds no YAML file/],
    ['a file that is not there', ['gone.yaml'], /`gone.yaml` does not exist/],
    ['an unknown preset', ['old', '--preset', 'amazon-2062'], /unknown preset `amazon-2062`|there is no preset/],
    ['an unreadable case', ['typo.yaml'], /unknown key `casses` in a file of cases; did\s+you mean `cases`\?\n.*typo.yaml:1:1/],
    ['somebody nobody enrolled', ['who.yaml'], /nobody of the id `bob` is enrolled; did you\s+mean `bo`\?\n.*who.yaml:3:23/],
    ['a policy that does not parse', ['old', '--policy', 'bad.yaml'], /unknown key `rulez` in the policy; did you\s+mean `rules`\?/],
    ['an owner nobody enrolled', ['old', '--policy', 'owner.yaml'], /unknown person or team `nobody` owns area\s+`shop`/],
  ])('%s is a mistake, and never success', (_, args, message) => {
    write(repository, {
      'typo.yaml': 'casses: []\n',
      'who.yaml': 'cases:\n  - name: one\n    change: { author: bob, files: { a.ts: +1 } }\n    expect: { status: pending }\n',
      'bad.yaml': 'version: 1\nrulez: []\n',
      'owner.yaml': policy.replace('[ana, li]', '[nobody]'),
    });
    const { status, stdout, stderr } = run(repository, ...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('says the same as JSON', () => {
    const { stdout } = run(repository, 'old/broken.yaml', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'failed',
      passed: 1,
      failed: 1,
      files: [{ file: 'old/broken.yaml', policy: 'refs/heads/main:.countersign/policy.yaml', cases: [{ status: 'passed' }, { status: 'failed', decision: 'pending' }] }],
    });
  });

  it('stands on texts of other repositories that lie beside the policy', () => {
    const text = 'version: 1\nextends: amazon-2026\nareas:\n  shop: { paths: [shop/**], tier: high, owners: [ana, li] }\n';
    const digest = createHash('sha256').update(text).digest('hex');
    write(nowhere, { [`policies/${digest}.yaml`]: text, 'pinning.yaml': `version: 1\nextends: github.com/acme/policies@sha256:${digest}\n` });
    write(nowhere, { 'pinned.yaml': `policy: pinning.yaml\npeople:\n  bo: { level: mid, emails: [bo@example.com] }\n  ana: { level: senior }\n  li: { level: senior }\n${kept}` });
    expect(run(nowhere, 'pinned.yaml')).toMatchObject({ status: 0, stderr: '' });
  });
});
