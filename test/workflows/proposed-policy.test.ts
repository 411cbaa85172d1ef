import { afterAll, describe, expect, it } from 'vitest';
import { nodeSha256 } from '../../src/adapters/git/index.ts';
import { checkChange } from '../../src/workflows/check-change.ts';
import { BuiltRepository, reading, removeFolders } from '../git/built-repository.ts';
import { withoutLedger } from './without-ledger.ts';

afterAll(removeFolders);

const policyYaml = `version: 1
extends: amazon-2026
mode: enforce
areas:
  checkout: { owners: [seniors] }
  kms: { paths: [infra/kms/**], tier: critical, owners: [edda] }
`;
const peopleYaml = `people:
  edda: { name: Edda Sund, level: principal, emails: [edda@example.com] }
  pia: { name: Pia Berg, level: principal, emails: [pia@example.com] }
  ana: { name: Ana Ruiz, level: senior, emails: [ada@example.com] }
  li: { name: Li Wen, level: senior, emails: [li@example.com] }
  bo: { name: Bo Lind, level: mid, emails: [bo@example.com] }
  mina: { name: Mina Okafor, level: mid, emails: [mina@example.com] }
teams:
  seniors: [ana, li]
`;

/** Commits both files to main and `edit` to a branch; what `check` says of the policy it proposes. */
async function refusals(
  edit: (repository: BuiltRepository) => void,
  adopted: { readonly policy?: string; readonly people?: string } = { policy: policyYaml, people: peopleYaml },
): Promise<readonly string[]> {
  const repository = BuiltRepository.init();
  repository.write('README.md', 'shop\n');
  if (adopted.policy !== undefined) repository.write('.countersign/policy.yaml', adopted.policy);
  if (adopted.people !== undefined) repository.write('.countersign/people.yaml', adopted.people);
  repository.commit('Adopt');
  repository.git('checkout', '-q', '-b', 'topic');
  edit(repository);
  repository.commit('Edit\n\nAssisted-by: none\n');
  const report = await reading(repository.path, (opened) =>
    checkChange(
      { repository: opened, sha256: nodeSha256, readText: () => Promise.reject(new Error('nothing is read from disk')), ...withoutLedger },
      { range: 'main..topic', target: null, now: 1_800_000_000, onProgress: null, preset: null, policyFile: null, peopleFile: null },
    ),
  );
  const { root, status } = report.judgement.decision;
  const said = root.children.filter(({ rule }) => rule === 'proposed-policy').map(({ sentence }) => sentence);
  expect(status === 'refused').toBe(said.length > 0);
  return said.map((sentence) => sentence.replace('the policy it proposes is invalid: .countersign/', ''));
}

describe('a change of policy or people', () => {
  it('is not refused for what the files in force say already: one owner of kms', async () => {
    expect(await refusals((main) => main.write('.countersign/policy.yaml', `${policyYaml}  docs: { paths: [wiki/**], tier: low }\n`))).toEqual([]);
  });

  it('is not looked at where it edits neither file', async () => {
    expect(await refusals((main) => main.write('src/a.ts', 'a\n').write('.countersign/README.md', 'people: {}\n'))).toEqual([]);
  });

  it('is refused for a mistake of form', async () => {
    expect(await refusals((main) => main.write('.countersign/policy.yaml', policyYaml.replace('mode:', 'modes:')))).toEqual([
      'policy.yaml:3:1 unknown key `modes` in the policy; did you mean `mode`?',
    ]);
  });

  it('is refused for an owner nobody enrolled', async () => {
    expect(await refusals((main) => main.write('.countersign/policy.yaml', policyYaml.replace('[seniors]', '[senoirs]')))).toEqual([
      'policy.yaml:5:24 unknown person or team `senoirs` owns area `checkout`; did you mean `seniors`?',
    ]);
  });

  it('is refused for an owner it takes out of the people file', async () => {
    const without = peopleYaml.replace(/teams:\n.*\n/, '');
    expect(await refusals((main) => main.write('.countersign/people.yaml', without))).toEqual([
      'policy.yaml:5:24 unknown person or team `seniors` owns area `checkout`',
    ]);
  });

  it('is refused for a rule nobody could satisfy any more', async () => {
    expect(await refusals((main) => main.write('.countersign/policy.yaml', policyYaml.replace('[seniors]', '[bo, mina]')))).toEqual([
      'policy.yaml:5:3 nobody could ever sign `checkout`: it has no owners of level senior or above',
    ]);
  });

  it('is refused where it deletes the policy', async () => {
    expect(await refusals((main) => main.git('rm', '-q', '.countersign/policy.yaml'))).toEqual([
      'policy.yaml:1:1 this change deletes `.countersign/policy.yaml`',
    ]);
  });

  it('is refused where it puts a file in place of the folder', async () => {
    const said = await refusals((main) => {
      main.git('rm', '-q', '-r', '.countersign');
      main.write('.countersign', 'gone\n');
    });
    expect(said).toEqual([
      'policy.yaml:1:1 this change deletes `.countersign/policy.yaml`',
      'people.yaml:1:1 this change deletes `.countersign/people.yaml`',
    ]);
  });

  it('is refused where it leaves nobody to sign', async () => {
    expect(await refusals((main) => main.write('.countersign/people.yaml', 'people: {}\n').write('.countersign/policy.yaml', policyYaml.replace(/areas:[\s\S]*/, '')))).toEqual([
      'people.yaml:1:1 this change leaves nobody enrolled',
    ]);
  });

  it('is refused where it renames the policy away', async () => {
    expect(await refusals((main) => main.git('mv', '.countersign/policy.yaml', '.countersign/policy.yml'))).toEqual([
      'policy.yaml:1:1 this change deletes `.countersign/policy.yaml`',
    ]);
  });

  it('may add a first people file without anybody yet', async () => {
    expect(await refusals((main) => main.write('.countersign/people.yaml', 'people: {}\n'), { policy: 'version: 1\nextends: amazon-2026\n' })).toEqual([]);
  });

  it('is refused where the first policy holds a rule nobody could satisfy', async () => {
    expect(await refusals((main) => main.write('.countersign/policy.yaml', policyYaml).write('.countersign/people.yaml', peopleYaml), {})).toEqual([
      'policy.yaml:6:3 nobody could sign `kms` if Edda writes: it has one owner',
    ]);
  });
});
