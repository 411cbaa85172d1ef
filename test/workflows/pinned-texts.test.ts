import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeSha256 } from '../../src/adapters/git/index.ts';
import { Failure } from '../../src/core/values/index.ts';
import { checkChange } from '../../src/workflows/check-change.ts';
import { lintPolicyFiles } from '../../src/workflows/lint-policy.ts';
import { loadPolicy, type PolicyOverrides } from '../../src/workflows/load-policy.ts';
import type { PolicyMemory, Ports } from '../../src/workflows/ports/index.ts';
import { BuiltRepository, newFolder, reading, removeFolders } from '../git/built-repository.ts';
import { withoutLedger } from './without-ledger.ts';

afterAll(removeFolders);

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const readText = (path: string) =>
  Promise.resolve()
    .then(() => readFileSync(path, 'utf8'))
    .catch(() => Promise.reject(new Failure('file-unreadable', 'user', `\`${path}\` does not exist`)));
const none: PolicyOverrides = { preset: null, policyFile: null, peopleFile: null };

const acme = 'version: 1\nextends: amazon-2026\nmode: enforce\nlevels: [junior, mid, senior, staff, principal]\n';
const policy = `version: 1\nextends: github.com/acme/policies@sha256:${digest(acme)}\n`;
const people = `people:
  edda: { level: principal, emails: [edda@example.com] }
  pia: { level: principal, emails: [pia@example.com] }
  ana: { level: staff, emails: [ana@example.com] }
  bo: { level: mid, emails: [bo@example.com] }
`;
const source = `source: gitlab.com/acme/people@sha256:${digest(people)}\n`;

/** A repository whose main has both files, and what of the pinned texts is asked for. */
function pinning({ policies = true, persons = true } = {}): BuiltRepository {
  const repository = BuiltRepository.init();
  repository.write('.countersign/policy.yaml', policy).write('.countersign/people.yaml', source).write('README.md', 'shop\n');
  if (policies) repository.write(`.countersign/policies/${digest(acme)}.yaml`, acme);
  if (persons) repository.write(`.countersign/people/${digest(people)}.yaml`, people);
  repository.commit('Adopt');
  return repository;
}

const withPorts = <T>(repository: BuiltRepository, use: (ports: Ports) => Promise<T>): Promise<T> =>
  reading(repository.path, (opened) => use({ repository: opened, sha256: nodeSha256, readText, ...withoutLedger }));
const lint = (repository: BuiltRepository, overrides = none) =>
  withPorts(repository, (ports) => lintPolicyFiles(ports, { target: null, ...overrides }));
const check = (repository: BuiltRepository, range: string, overrides = none) =>
  withPorts(repository, (ports) => checkChange(ports, { range, target: null, now: 1_800_000_000, onProgress: null, ...overrides }));
const load = (repository: BuiltRepository, memory: PolicyMemory | null = null) =>
  withPorts(repository, async (ports) => {
    const { commit } = await ports.repository.resolve('main');
    return loadPolicy(ports, commit, 'refs/heads/main', none, memory);
  });

describe('policy and people pinned to texts of other repositories', () => {
  it('are read from the protected branch itself', async () => {
    const report = await lint(pinning());
    expect(report.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(report.policy).toMatchObject({ extends: 'github.com/acme/policies', mode: 'enforce' });
    expect(report.people?.persons.map(({ id }) => id)).toEqual(['edda', 'pia', 'ana', 'bo']);
  });

  it('are asked for by path where they are missing, and decide nothing', async () => {
    const repository = pinning({ policies: false });
    expect((await lint(repository)).problems.map(({ message }) => message)).toEqual([
      `the text of \`github.com/acme/policies\` is not here: \`.countersign/policies/${digest(acme)}.yaml\` is missing`,
    ]);
    await expect(check(repository, 'main')).rejects.toThrow(/policies\/[0-9a-f]{64}\.yaml` is missing/);
  });

  it('are refused with both digests where a byte was changed', async () => {
    const repository = pinning();
    repository.write(`.countersign/policies/${digest(acme)}.yaml`, acme.replace('enforce', 'observe')).commit('Relax');
    await expect(check(repository, 'main')).rejects.toThrow(`its SHA-256 is ${digest(acme.replace('enforce', 'observe'))}, the pin says ${digest(acme)}`);
  });

  it('are part of what a policy is known by, and of what is remembered of it', async () => {
    const remembered = new Map<string, unknown>();
    const memory: PolicyMemory = {
      program: 'build 1',
      read: (key) => Promise.resolve(remembered.get(key) ?? null),
      write: (key, value) => Promise.resolve(void remembered.set(key, value)),
    };
    const repository = pinning();
    const first = await load(repository, memory);
    expect(await load(repository, memory)).toStrictEqual(first);
    expect(remembered.size).toBe(1);
    expect(first.policyDigest).not.toBe(digest(policy));
    repository.write(`.countersign/policies/${digest(acme)}.yaml`, `${acme}# one more line\n`).commit('Spoil');
    await expect(load(repository, memory)).rejects.toThrow('the pin says');
  });

  it('may be tried from disk, with the text beside the file that pins it', async () => {
    const repository = BuiltRepository.init();
    repository.write('README.md', 'shop\n').commit('Begin');
    const folder = newFolder();
    repository.write('.countersign/policy.yaml', policy).write(`.countersign/policies/${digest(acme)}.yaml`, acme);
    writeFileSync(join(folder, 'people.yaml'), people);
    const report = await lint(repository, { ...none, policyFile: join(repository.path, '.countersign/policy.yaml'), peopleFile: join(folder, 'people.yaml') });
    expect(report.policy?.mode).toBe('enforce');
    expect(report.people?.persons).toHaveLength(4);
  });
});

describe('people who are private', () => {
  function given(text: string): string {
    const file = join(newFolder(), 'people.yaml');
    writeFileSync(file, text);
    return file;
  }

  it('are read from the file that is named, where its digest is the one pinned', async () => {
    const file = given(people);
    const report = await check(pinning({ persons: false }), 'main', { ...none, peopleFile: file });
    expect(report.people.persons).toHaveLength(4);
    expect(report.source.people).toBe(`${file}, pinned by refs/heads/main:.countersign/people.yaml`);
  });

  it('are nobody where it is another, even beside a copy on the branch', async () => {
    const promoted = people.replace('level: mid', 'level: principal');
    for (const persons of [false, true])
      await expect(check(pinning({ persons }), 'main', { ...none, peopleFile: given(promoted) })).rejects.toThrow(
        `its SHA-256 is ${digest(promoted)}, the pin says ${digest(people)}`,
      );
  });

  it('are asked for where nothing is named', async () => {
    const error = await check(pinning({ persons: false }), 'main').catch((failure: unknown) => failure);
    expect((error as Failure).message).toContain('the text of `gitlab.com/acme/people` is not here');
    expect((error as Failure).hints[0]).toContain('--people FILE');
  });
});

describe('a change of what is pinned', () => {
  const proposal = async (edit: (repository: BuiltRepository) => void, overrides = none, options = {}) => {
    const repository = pinning(options);
    repository.git('checkout', '-q', '-b', 'topic');
    edit(repository);
    repository.commit('Edit\n\nAssisted-by: none\n');
    const { judgement } = await check(repository, 'main..topic', overrides);
    return judgement.decision.root.children.filter(({ rule }) => rule === 'proposed-policy').map(({ sentence }) => sentence);
  };

  it('is refused where it edits the pinned text', async () => {
    expect(await proposal((main) => main.write(`.countersign/policies/${digest(acme)}.yaml`, `${acme}# more\n`))).toEqual([
      expect.stringContaining(`is not the text that \`github.com/acme/policies\` pins`),
    ]);
  });

  it('is refused where it removes the pinned text', async () => {
    const said = await proposal((main) => main.git('rm', '-q', `.countersign/people/${digest(people)}.yaml`));
    expect(said).toEqual([expect.stringContaining('the text of `gitlab.com/acme/people` is not here')]);
  });

  it('may pin another text that it brings along', async () => {
    const next = `${acme}undeclared: assisted\n`;
    expect(
      await proposal((main) =>
        main
          .write('.countersign/policy.yaml', policy.replace(digest(acme), digest(next)))
          .write(`.countersign/policies/${digest(next)}.yaml`, next),
      ),
    ).toEqual([]);
  });

  it('may pin other private people, found beside those in force by their digest', async () => {
    const folder = newFolder();
    const next = people.replace('bo:', 'cy: { level: mid }\n  bo:');
    writeFileSync(join(folder, 'people.yaml'), people);
    writeFileSync(join(folder, `${digest(next)}.yaml`), next);
    const edit = (main: BuiltRepository) => void main.write('.countersign/people.yaml', source.replace(digest(people), digest(next)));
    const overrides = { ...none, peopleFile: join(folder, 'people.yaml') };
    expect(await proposal(edit, overrides, { persons: false })).toEqual([]);
  });
});
