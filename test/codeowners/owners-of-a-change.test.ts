/** CODEOWNERS of the protected branch deciding who is asked, in real repositories. */
import { afterAll, describe, expect, it } from 'vitest';
import { nodeSha256 } from '../../src/adapters/git/index.ts';
import { checkChange } from '../../src/workflows/check-change.ts';
import { lintPolicyFiles } from '../../src/workflows/lint-policy.ts';
import { BuiltRepository, reading, removeFolders } from '../git/built-repository.ts';
import { withoutLedger } from '../workflows/without-ledger.ts';

afterAll(removeFolders);

const policyYaml = (codeowners: string) => `version: 1
mode: enforce
${codeowners}
areas:
  kms: { paths: [infra/kms/**], tier: critical, owners: [edda] }
  docs: { paths: [wiki/**], tier: low }
rules:
  - name: owners
    when: "!change.touchesPolicy"
    require: [ sign-off: { level: mid, owners: per-area } ]
    because: every change needs its owners
  - name: policy
    when: change.touchesPolicy
    require: [ sign-off: { level: principal } ]
    because: policy changes need the top level
otherwise: { allow: false, because: nothing else }
`;
const peopleYaml = `people:
  edda: { name: Edda Sund, level: principal, emails: [edda@example.com], accounts: { github: edda-s, gitlab: edda-s } }
  ana: { name: Ana Ruiz, level: senior, emails: [ana@example.com], accounts: { github: ana-r, gitlab: ana-r } }
  li: { name: Li Wen, level: senior, emails: [li@example.com] }
  bo: { name: Bo Lind, level: mid, emails: [bo@example.com] }
  ada: { name: Ada, level: junior, emails: [ada@example.com] }
agents:
  kiro: { operator: required, accounts: { github: kiro-bot } }
teams:
  retail-seniors: [ana, li]
`;

interface Given {
  readonly key?: string;
  /** CODEOWNERS on the protected branch, by path. */
  readonly owners?: Readonly<Record<string, string>>;
  /** Files of the change. */
  readonly edit: Readonly<Record<string, string | null>>;
}

function built({ key = 'codeowners: github', owners = {}, edit }: Given): BuiltRepository {
  const repository = BuiltRepository.init();
  repository.write('README.md', 'shop\n').write('.countersign/policy.yaml', policyYaml(key)).write('.countersign/people.yaml', peopleYaml);
  for (const [path, text] of Object.entries(owners)) repository.write(path, text);
  repository.commit('Adopt');
  repository.git('checkout', '-q', '-b', 'topic');
  for (const [path, text] of Object.entries(edit)) if (text === null) repository.git('rm', '-q', path); else repository.write(path, text);
  repository.commit('Edit\n\nAssisted-by: none\n');
  return repository;
}

async function check(given: Given) {
  const repository = built(given);
  return reading(repository.path, (opened) =>
    checkChange(
      { repository: opened, sha256: nodeSha256, readText: () => Promise.reject(new Error('nothing is read from disk')), ...withoutLedger },
      { range: 'main..topic', target: null, now: 1_800_000_000, onProgress: null, preset: null, policyFile: null, peopleFile: null },
    ),
  );
}

/** Status, and what each sign-off asked for says. */
async function asked(given: Given): Promise<readonly string[]> {
  const { decision } = (await check(given)).judgement;
  const leaves = (reason: typeof decision.root): string[] =>
    reason.children.length === 0 ? (reason.status === 'skipped' ? [] : [`${reason.rule}: ${reason.status}: ${reason.sentence}`]) : reason.children.flatMap(leaves);
  return [decision.status, ...leaves(decision.root)];
}

describe('owners from GitHub’s CODEOWNERS', () => {
  const owners = { '.github/CODEOWNERS': '* @acme/retail-seniors\n/src/auth/ @edda-s\n/src/open/\n/src/lost/ @nobody-here\n/src/mail/ bo@example.com @kiro-bot\ninfra/ @ana-r\nwiki/ @ana-r\n' };

  it('are asked for each set of owners the touched files have, named after their line', async () => {
    expect(await asked({ owners, edit: { 'src/a.ts': 'a\n', 'src/b.ts': 'b\n', 'src/auth/c.ts': 'c\n' } })).toEqual([
      'pending',
      'sign-off: pending: needs a mid who owns * (CODEOWNERS:1)',
      'sign-off: pending: needs a mid who owns /src/auth/ (CODEOWNERS:2)',
    ]);
  });
  it('are found by account, e-mail and team, and an agent is none of them', async () => {
    const { judgement } = await check({ owners, edit: { 'src/mail/a.ts': 'a\n', 'src/b.ts': 'b\n' } });
    expect(judgement.decision.next.flatMap(({ people }) => people)).toEqual(['ana', 'li', 'bo']);
  });
  it('give way to an area that names owners, and stand in for one that names none', async () => {
    expect(await asked({ owners, edit: { 'infra/kms/key.tf': 'k\n', 'wiki/a.txt': 'w\n' } })).toEqual([
      'pending',
      'sign-off: pending: needs a mid who owns kms',
      'sign-off: pending: needs a mid who owns wiki/ (CODEOWNERS:7)',
    ]);
  });
  it('are anybody of the level where a line takes owners away', async () => {
    expect(await asked({ owners, edit: { 'src/open/a.ts': 'a\n' } })).toEqual(['pending', 'sign-off: pending: needs a mid']);
  });
  it('nobody enrolled is a deadlock whose way out names the line', async () => {
    const { decision } = (await check({ owners, edit: { 'src/lost/a.ts': 'a\n' } })).judgement;
    expect(decision.status).toBe('unsatisfiable');
    expect(decision.root.sentence).toContain('/src/lost/ (CODEOWNERS:4)');
    expect(decision.next[0]?.sentence).toBe(
      'enrol `@nobody-here` in .countersign/people.yaml (no person of people.yaml has the account `github: nobody-here`), or name an owner of level mid in CODEOWNERS:4',
    );
  });
  it('come from the first place GitHub looks', async () => {
    const two = { ...owners, CODEOWNERS: '* @edda-s\n', 'docs/CODEOWNERS': '* bo@example.com\n' };
    expect(await asked({ owners: two, edit: { 'src/a.ts': 'a\n' } })).toContain('sign-off: pending: needs a mid who owns * (CODEOWNERS:1)');
    const { judgement } = await check({ owners: two, edit: { 'src/a.ts': 'a\n' } });
    expect(judgement.decision.next[0]?.people).toEqual(['ana', 'li']);
  });
  it('come from the path the policy names, and from no other', async () => {
    const key = 'codeowners: { dialect: github, path: owners/MAIN }';
    const { judgement } = await check({ key, owners: { ...owners, 'owners/MAIN': '* bo@example.com\n' }, edit: { 'src/a.ts': 'a\n' } });
    expect(judgement.decision.next[0]?.people).toEqual(['bo']);
  });
  it('are not read where the policy does not ask for them', async () => {
    expect(await asked({ key: '', owners, edit: { 'src/lost/a.ts': 'a\n' } })).toEqual(['pending', 'sign-off: pending: needs a mid']);
  });
  it('that cannot be read leave the change unknown, never approved', async () => {
    expect(await asked({ edit: { 'src/a.ts': 'a\n' } })).toContain('codeowners: unknown: the policy takes owners from CODEOWNERS, and refs/heads/main has none that can be read');
    expect((await asked({ owners: { CODEOWNERS: '#'.repeat(3_000_000) }, edit: { 'src/a.ts': 'a\n' } }))[0]).toBe('unknown');
    expect((await asked({ owners: { 'CODEOWNERS/x': 'a folder' }, edit: { 'src/a.ts': 'a\n' } }))[0]).toBe('unknown');
  });
});

describe('owners from GitLab’s CODEOWNERS', () => {
  const key = 'codeowners: gitlab';
  const owners = { CODEOWNERS: '* @edda-s\n!*.lock\n[Backend][2] @acme/retail-seniors bo@example.com\n*.rb\n^[Docs]\n*.md @nobody-here\n[Roles]\n*.tf @@maintainer\n' };

  it('are asked section by section, each for its number of approvals', async () => {
    expect(await asked({ key, owners, edit: { 'a.rb': 'a\n' } })).toEqual([
      'pending',
      'sign-off: pending: needs a mid who owns * (CODEOWNERS:1)',
      'sign-off: pending: needs 2 mids who own *.rb [Backend] (CODEOWNERS:4)',
    ]);
  });
  it('of an optional section are not asked, and excluded files have none', async () => {
    expect(await asked({ key, owners, edit: { 'x/a.md': 'a\n' } })).toEqual(['pending', 'sign-off: pending: needs a mid who owns * (CODEOWNERS:1)']);
    expect(await asked({ key, owners, edit: { 'gem.lock': 'a\n' } })).toEqual(['pending', 'sign-off: pending: needs a mid']);
  });
  it('that are a role are the team of its name, or nobody', async () => {
    expect(await asked({ key, owners, edit: { 'a.tf': 'a\n' } })).toContain('sign-off: unsatisfiable: needs a mid who owns *.tf [Roles] (CODEOWNERS:8); there is none');
  });
  it('are nobody, not everybody, where a line names none', async () => {
    const bare = { CODEOWNERS: 'src/\n' };
    expect((await asked({ key, owners: bare, edit: { 'src/a': 'a\n' } }))[0]).toBe('unsatisfiable');
  });
});

describe('a change of CODEOWNERS itself', () => {
  const owners = { CODEOWNERS: '* @edda-s\n' };

  it('is a change of policy, critical, and judged by the file of the protected branch', async () => {
    const report = await check({ owners, edit: { CODEOWNERS: '* bo@example.com\n', 'src/a.ts': 'a\n' } });
    expect(report.judgement.risk.tier).toBe('critical');
    expect(report.judgement.areas.map(({ name }) => name)).toEqual(['countersign']);
    expect(report.judgement.decision.root.children.map(({ rule, status }) => [rule, status])).toEqual([['owners', 'skipped'], ['policy', 'pending']]);
    expect(report.judgement.decision.next[0]?.people).toEqual(['edda']);
  });
  it('cannot give itself owners: the old file is asked', async () => {
    const key = 'codeowners: github';
    const repository = built({ key, owners, edit: { CODEOWNERS: '* bo@example.com\n', 'src/a.ts': 'a\n' } });
    repository.git('checkout', '-q', 'main');
    repository.write('.countersign/policy.yaml', policyYaml(key).replace('"!change.touchesPolicy"', 'change.touchesPolicy').replace('level: principal', 'level: mid'));
    repository.commit('Ask owners for policy too');
    repository.git('checkout', '-q', 'topic');
    repository.git('rebase', '-q', 'main');
    const report = await reading(repository.path, (opened) =>
      checkChange(
        { repository: opened, sha256: nodeSha256, readText: () => Promise.reject(new Error('nothing is read from disk')), ...withoutLedger },
        { range: 'main..topic', target: null, now: 1_800_000_000, onProgress: null, preset: null, policyFile: null, peopleFile: null },
      ),
    );
    expect(report.judgement.decision.next[0]?.people).toEqual(['edda']);
  });
  it('is one too where it adds the file at a place that comes first', async () => {
    const report = await check({ owners, edit: { '.github/CODEOWNERS': '* bo@example.com\n' } });
    expect(report.judgement.areas.map(({ name }) => name)).toEqual(['countersign']);
  });
  it('is refused where it deletes the file, breaks a line, or names nobody', async () => {
    const refusals = async (edit: Given['edit']) => (await asked({ owners, edit })).filter((line) => line.startsWith('proposed-policy'));
    expect(await refusals({ CODEOWNERS: null })).toEqual([expect.stringContaining('the policy takes owners from CODEOWNERS, and there is none')]);
    expect(await refusals({ CODEOWNERS: '* @edda-s\nsrc/ bo\n' })).toEqual([expect.stringContaining('CODEOWNERS:2:6 `bo` is no owner')]);
    expect(await refusals({ CODEOWNERS: '* @edda-s\nsrc/ @bo\n' })).toEqual([expect.stringContaining('CODEOWNERS:2:1 `@bo` owns `src/`, and no person')]);
    expect(await refusals({ CODEOWNERS: '* @edda-s\nsrc/ @ana-r\n' })).toEqual([]);
  });
  it('is not refused for what the file says already', async () => {
    const broken = { CODEOWNERS: '* @edda-s\nsrc/ bo\nlib/ @gone\n' };
    expect((await asked({ owners: broken, edit: { CODEOWNERS: '* @edda-s\n\nsrc/ bo\nlib/ @gone\nx/ @ana-r\n' } })).filter((line) => line.startsWith('proposed'))).toEqual([]);
  });
  it('is refused where the policy starts to ask for a file that is not there', async () => {
    const edit = { '.countersign/policy.yaml': policyYaml('codeowners: gitlab') };
    expect((await asked({ key: '', edit })).filter((line) => line.startsWith('proposed'))).toEqual([expect.stringContaining('`.gitlab/CODEOWNERS`: nothing can be approved')]);
    expect((await asked({ key: '', owners, edit })).filter((line) => line.startsWith('proposed'))).toEqual([]);
  });
});

describe('policy lint', () => {
  it('says what is wrong with the CODEOWNERS file of the protected branch', async () => {
    const repository = built({ owners: { CODEOWNERS: '* @edda-s\n[Docs]\nsrc/ @nobody-here\nlib/ @nobody-here @ana-r\napi/ @acme/ghosts\n' }, edit: { a: 'a' } });
    const report = await reading(repository.path, (opened) =>
      lintPolicyFiles({ repository: opened, sha256: nodeSha256, readText: () => Promise.reject(new Error('nothing is read from disk')), ...withoutLedger }, { target: null, preset: null, policyFile: null, peopleFile: null }),
    );
    const said = report.problems.filter(({ code }) => code.startsWith('codeowners')).map(({ severity, code, at }) => `${severity} ${code} ${at.file}:${at.line}`);
    expect(said).toEqual([
      'error codeowners-gitlab-syntax CODEOWNERS:2',
      'error codeowners-unknown-owner CODEOWNERS:3',
      'warning codeowners-unknown-owner CODEOWNERS:4',
      'error codeowners-unknown-owner CODEOWNERS:5',
    ]);
  });
  it('says where the owners of a line could never give what a rule asks', async () => {
    const text = '* @edda-s\n[Two][2]\nlib/ @ana-r\napi/ @acme/retail-seniors\n^[Told][2]\nx/ @ana-r\n';
    const repository = built({ key: 'codeowners: gitlab', owners: { CODEOWNERS: text }, edit: { a: 'a' } });
    const report = await reading(repository.path, (opened) =>
      lintPolicyFiles({ repository: opened, sha256: nodeSha256, readText: () => Promise.reject(new Error('nothing is read from disk')), ...withoutLedger }, { target: null, preset: null, policyFile: null, peopleFile: null }),
    );
    const said = report.problems.filter(({ code }) => code === 'codeowners-out-of-reach').map(({ message, at }) => `${at.line} ${message}`);
    expect(said).toEqual(['3 rule `owners` asks 2 of level mid among the owners of `lib/`, which has only 1: where it applies nobody could approve a change of them']);
  });
});
