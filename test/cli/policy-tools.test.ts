import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commitFiles, countersign, git, people, policy, scratch, teamRepository } from './bin.ts';

let repository: string;

beforeAll(() => {
  repository = scratch();
  teamRepository(repository);
  git(repository, 'switch', '--quiet', '--create', 'edited', 'main');
  commitFiles(repository, 'Loosen the policy\n\nAssisted-by: none\n', {
    '.countersign/policy.yaml': policy.replace('mode: enforce', 'mode: warn').replace('tier: high', 'tier: critical'),
    '.countersign/people.yaml': people.replace('Mina Okafor, level: mid', 'Mina Okafor, level: senior'),
  });
  git(repository, 'switch', '--quiet', 'main');
});
afterAll(() => rmSync(repository, { recursive: true, force: true }));

const run = (...args: string[]) => {
  const { status, stdout, stderr } = countersign(repository, ['policy', ...args]);
  return { status, stdout, stderr, words: stdout.replaceAll(/\s+/g, ' ') };
};

describe('policy explain', () => {
  it('lists every rule in one line, and what becomes of the rest', () => {
    const { status, stdout } = run('explain');
    expect(status).toBe(0);
    for (const name of ['senior-gate', 'scan-all-ai', 'critical', 'unknown-author', 'policy-change', 'otherwise']) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
  });

  it('says when a rule applies, in which order it asks, and whom in each area', () => {
    const { words } = run('explain', 'senior-gate');
    expect(words).toContain('the lowest level of those who wrote it is below senior: junior or mid');
    expect(words).toMatch(/asks 1 sign-off: .* shop 2 people: Ana Ruiz \(senior\), Li Wen \(senior\) elsewhere 4 people: .* 2 review: .* 3 checks: test must pass/);
    expect(words).toContain('written preset amazon-2026:');
  });

  it('keeps people in one column beside areas with long names', () => {
    const file = join(repository, '.git', 'long.yaml');
    writeFileSync(file, policy.replace('  shop:', '  order-management: { paths: [orders/**], tier: high, owners: [li] }\n  shop:'));
    const { status, stdout } = run('explain', 'senior-gate', '--policy', file);
    expect(status).toBe(0);
    const lines = stdout.split('\n').filter((line) => /\d (?:person|people): /.test(line)).slice(0, 3);
    expect(lines).toHaveLength(3);
    expect(new Set(lines.map((line) => line.search(/\d (?:person|people): /))).size).toBe(1);
  });

  it('says what each part of the condition saw of a change, and offers nobody who may not sign it', () => {
    const { words } = run('explain', 'senior-gate', 'main..assisted');
    expect(words).toContain('here applies: main..assisted, ◐ pending: needs a senior who owns shop');
    expect(words).toContain('saw assisted ✓ declared, 100 % of added lines · author.level mid (Bo) < senior ✓');
    expect(words).toContain('Mina Okafor');
    expect(words).not.toContain('Bo Lind (mid)');
    expect(run('explain', 'critical', 'main..assisted').words).toContain('here does not apply: main..assisted saw assisted ✓ declared, 100 % of added lines · tier high == critical ✗');
  });

  it('suggests the rule that was meant', () => {
    const { status, stderr } = run('explain', 'seniorgate');
    expect(status).toBe(2);
    expect(stderr).toContain('did you mean `senior-gate`?');
    expect(run('explain', 'nothing-like-it').stderr).toContain('the rules are senior-gate');
  });
});

describe('policy diff', () => {
  it('says first what an edit lets through, people included, and exits with 0', () => {
    const { status, stdout, words } = run('diff', 'main', 'edited');
    expect(status).toBe(0);
    expect(stdout.split('\n')[0]).toBe('◐ looser   2 of 3 differences let through what was stopped before');
    expect(words).toContain('looser policy mode enforce → warn person mina level mid → senior');
    expect(words).toContain('stricter area shop tier high → critical');
  });

  it('turned round is stricter where it was looser', () => {
    expect(run('diff', 'edited', 'main').words).toContain('looser area shop tier critical → high');
  });

  it('compares the policy in force with the working tree, where nothing is named', () => {
    expect(run('diff').stdout).toMatch(/^✓ the same/);
    writeFileSync(join(repository, '.countersign', 'policy.yaml'), policy.replace('mode: enforce', 'mode: observe'));
    const { stdout, words } = run('diff');
    git(repository, 'checkout', '--quiet', '--', '.countersign');
    expect(stdout).toMatch(/^◐ looser/);
    expect(words).toContain('to working tree:.countersign/policy.yaml');
    expect(words).toContain('policy mode enforce → observe');
  });

  it('takes presets and files', () => {
    writeFileSync(join(repository, '.git', 'other.yaml'), policy);
    expect(run('diff', 'main', '.git/other.yaml').stdout).toMatch(/^✓ the same/);
    const { stdout, words } = run('diff', 'amazon-2026', 'main');
    // Whether `main` is the default branch is not to be known from two texts, so this difference is not ordered.
    expect(stdout.split('\n')[0]).toBe('◐ looser   1 of 4 differences lets through what was stopped before');
    expect(words).toContain('looser rule answered-for');
    expect(words).toContain('different policy protected the default branch → refs/heads/main');
    expect(words).toContain('stricter policy mode observe → enforce');
  });

  it.each([
    ['what is nowhere', ['main', 'nowhere'], '`nowhere`'],
    ['a file that is not there', ['main', 'nowhere.yaml'], '`nowhere.yaml` does not exist'],
  ])('refuses %s', (_, sides, why) => {
    const { status, stderr } = run('diff', ...sides);
    expect(status).toBe(2);
    expect(stderr).toContain(why);
  });
});
