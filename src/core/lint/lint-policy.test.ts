import { describe, expect, it } from 'vitest';
import { policyTexts } from '../policy/index.ts';
import { lintDrafts, lintPolicy, type LintOptions } from './index.ts';

const { parsePeople, parsePolicy, presetPolicy } = await policyTexts();

const team =
  'people:\n  edda: { name: Edda Sund, level: principal }\n  ana: { name: Ana Ruiz, level: senior }\n  li: { name: Li Wen, level: senior }\n  bo: { name: Bo Lind, level: mid }\n  mina: { level: mid }\nteams:\n  seniors: [ana, li]\nagents:\n  kiro: {}\n';
const own = 'version: 1\notherwise: { allow: true, because: none }\n';
const rule = (when: string, ...require: string[]) =>
  `rules:\n  - name: gate\n    when: ${when}\n    because: x\n    require:\n${require.map((line) => `      - ${line}\n`).join('')}`;

function lint(policyText: string, peopleText = team, options: LintOptions = {}): readonly string[] {
  const { policy, problems } = parsePolicy(policyText, 'policy.yaml');
  expect(problems).toEqual([]);
  const people = parsePeople(peopleText, 'people.yaml', policy!.levels);
  expect(people.problems).toEqual([]);
  // Root and keys are tried in trust.test.ts.
  return lintPolicy(policy!, people.people!, options).filter(({ code }) => code !== 'no-root').map(
    ({ severity, code, message, at }) => `${severity} ${code} ${at.line}:${at.column} ${message}`,
  );
}

describe('policy lint', () => {
  it('is silent where everything can be met', () => {
    expect(
      lint(
        `${own}areas:\n  shop: { paths: [shop/**], tier: critical, owners: [seniors, edda] }\n${rule('true', 'sign-off: { level: senior }', 'review: { after: sign-off }')}`,
      ),
    ).toEqual([]);
  });

  it('names an owner nobody enrolled, at the owner', () => {
    expect(lint(`${own}areas:\n  shop: { paths: [shop/**], owners: [senoirs, kiro] }\n`)).toEqual([
      'error unknown-owner 4:38 unknown person or team `senoirs` owns area `shop`; did you mean `seniors`?',
      'error unknown-owner 4:47 the owner `kiro` of area `shop` is an agent, which never counts as a person',
    ]);
  });

  it('finds the author nobody could sign for', () => {
    const policy = `${own}areas:\n  kms: { paths: [infra/kms/**], tier: critical, owners: [edda] }\n${rule('change.tier == critical', 'sign-off: { level: senior }')}`;
    expect(lint(policy)).toEqual([
      'error unsatisfiable-rule 4:3 nobody could sign `kms` if Edda writes: it has one owner',
    ]);
  });

  it('imagines only authors the rule is about, so others beside them', () => {
    const policy = `${own}areas:\n  kms: { paths: [infra/kms/**], tier: critical, owners: [edda] }\n${rule('author.level < senior && !author.unknown', 'sign-off: { level: senior }')}`;
    expect(lint(policy)).toEqual([
      'warning unsatisfiable-rule 4:3 nobody could sign `kms` if Edda and Bo write it together: it has one owner',
    ]);
    expect(lint(policy.replace('author.level < senior', 'author.level == senior'))).toEqual([
      'warning unsatisfiable-rule 4:3 nobody could sign `kms` if Edda and Ana write it together: it has one owner',
    ]);
    expect(lint(policy.replace('author.level < senior', 'author.level < junior'))).toEqual([
      'error never-applies 7:11 rule `gate` can never apply: `author.level < junior && !author.unknown` is never true',
    ]);
  });

  it('asks owners of an area the rule is not about only where both are touched', () => {
    const policy = `${own}areas:\n  kms: { paths: [infra/kms/**], owners: [edda, li] }\n  shop: { paths: [shop/**], owners: [bo] }\n${rule('\'"kms" in change.areas\'', 'sign-off: { level: senior }')}`;
    expect(lint(policy)).toEqual([
      'warning unsatisfiable-rule 4:3 nobody could sign `kms` if Edda and Li write it together: it has two owners',
      'warning unsatisfiable-rule 5:3 nobody could ever sign `shop` in one change with `kms`: it has no owners of level senior or above',
    ]);
    expect(lint(policy.replace('"kms" in', 'change.areas == ["kms"] && "kms" in'))).toEqual([
      'warning unsatisfiable-rule 4:3 nobody could sign `kms` if Edda and Li write it together: it has two owners',
    ]);
  });

  it('finds an area whose owners are all below the level', () => {
    const policy = `${own}areas:\n  shop: { paths: [shop/**], owners: [bo, mina] }\n${rule('change.assisted', 'sign-off: { level: senior }')}`;
    expect(lint(policy)).toEqual([
      'error unsatisfiable-rule 4:3 nobody could ever sign `shop`: it has no owners of level senior or above',
    ]);
  });

  it('finds a level too few people have', () => {
    expect(lint(own + rule('change.assisted', 'sign-off: { level: principal, count: 2, owners: any }'))).toEqual([
      'error unsatisfiable-rule 4:5 nobody could ever sign `gate`: there is one of level principal or above, `gate` asks for two',
    ]);
    expect(lint(own + rule('change.assisted', 'sign-off: { level: principal, owners: any }'), 'people:\n  bo: { level: mid }\n')).toEqual([
      'error unsatisfiable-rule 4:5 nobody could ever sign `gate`: there is nobody of level principal or above',
    ]);
    expect(lint(own + rule('change.assisted', 'sign-off: { level: principal, owners: any }'))).toEqual([
      'error unsatisfiable-rule 4:5 nobody could sign `gate` if Edda writes: there is one of level principal or above',
    ]);
  });

  it('finds reviews that the signers leave nobody for', () => {
    const two = 'people:\n  ana: { level: senior }\n  bo: { name: Bo Lind, level: mid }\n';
    expect(
      lint(own + rule('author.level < senior', 'sign-off: { level: senior }', 'review: { after: sign-off }'), two),
    ).toEqual([
      'error unsatisfiable-rule 4:5 nobody could review `gate` if Bo writes: it takes one to sign and one more to review',
    ]);
  });

  it('finds rules that can never apply', () => {
    expect(lint(own + rule('author.level < junior || change.tier > critical && change.assisted', 'rewrite'))).toEqual([
      'error never-applies 5:11 rule `gate` can never apply: `author.level < junior || change.tier > critical && change.assisted` is never true',
    ]);
    expect(lint(own + rule('false', 'rewrite'))[0]).toContain('never-applies');
  });

  it('warns about keys an agent could use', () => {
    expect(lint(own + rule('change.assisted', 'sign-off: { level: mid, owners: any, signature: any }'))).toEqual([
      'warning weak-signature 8:9 rule `gate` takes `signature: any`: an agent on the same laptop can use a key kept in a file',
    ]);
  });

  it('warns about areas that hurt and have no owner', () => {
    const policy = `${own}areas:\n  shop: { paths: [shop/**], tier: critical }\n  docs: { paths: [docs/**], tier: low }\n${rule('change.assisted', 'sign-off: { level: senior }')}`;
    expect(lint(policy)).toEqual(['warning area-without-owners 4:3 nobody owns `shop`: any senior may sign there']);
  });

  it.each(['**', '*', '/**', '**/*', '/*'])('warns about an area over every file, %s, below the default tier', (pattern) => {
    expect(lint(`${own}areas:\n  all: { paths: [docs/**, "${pattern}"], tier: low }\n`)).toEqual([
      `warning lowers-default-tier 4:3 area \`all\` is over every file (\`${pattern}\`): it lowers the default tier from medium to low`,
    ]);
    expect(lint(`${own}areas:\n  all: { paths: ["${pattern}"], tier: medium }\n`)).toEqual([]);
  });

  it.each(['**/*.md', '*.*', 'src/**', '**/docs/**'])('does not take %s for every file', (pattern) => {
    expect(lint(`${own}areas:\n  some: { paths: ["${pattern}"], tier: low }\n`)).toEqual([]);
  });

  it('warns about reviews overdue, given a day', () => {
    const policy = `${own}areas:\n  kms: { paths: [kms/**], ai: forbidden, because: INC-42, review-by: 2027-03-01 }\n`;
    expect(lint(policy, team, { today: '2027-03-01' })).toEqual([]);
    expect(lint(policy, team, { today: '2027-03-02' })).toEqual([
      'warning review-overdue 4:3 area `kms` was to be looked at again by 2027-03-01',
    ]);
  });

  it('warns about patterns of the file that match nothing, never about those of the preset', () => {
    const policy =
      'version: 1\nextends: amazon-2026\nareas:\n  checkout: { paths: [shop/cart/**, shop/kart/**], owners: [seniors] }\n';
    expect(lint(policy, team, { paths: ['shop/cart/total.ts'], preset: presetPolicy('amazon-2026') }).filter((line) => line.includes('matches'))).toEqual([
      'warning pattern-matches-nothing 4:3 no file matches `shop/kart/**` of area `checkout`',
    ]);
  });

  it('has no errors about the preset with a team large enough for its rules', () => {
    const team =
      'people:\n  p1: { level: principal }\n  p2: { level: principal }\n  s1: { level: senior }\n  m1: { level: mid }\n  j1: { level: junior }\n';
    expect(lint('version: 1\nextends: amazon-2026\n', team).filter((line) => line.startsWith('error'))).toEqual([]);
  });

  it('warns once where nobody is enrolled', () => {
    const { policy } = parsePolicy('version: 1\nextends: amazon-2026\n', 'policy.yaml');
    const problems = lintPolicy(policy!, { persons: [], agents: [], gates: [], teams: [] });
    expect(problems.map((problem) => problem.code)).toEqual(['nobody-enrolled']);
  });

  it('warns about emergency lanes too few people can take', () => {
    const policy = `${own}override: { by: { level: principal, count: 2 }, review-within: 24h }\n`;
    expect(lint(policy)).toEqual([
      'warning lane-out-of-reach 1:1 `override` takes two of level principal or above; there is one',
    ]);
  });

  it('warns about a lane that closes once one of its people writes', () => {
    const lanes = (count: number, level: string, onCall: boolean) =>
      lint(`${own}override: { by: { level: ${level}, count: ${count} }, review-within: 24h }\nrevert: { by: { level: ${level}, count: ${count}, on-call: ${onCall} }, review-within: 24h }\n`);
    const one = 'of level principal or above; there is one, too few if Edda wrote the change';
    expect(lanes(1, 'principal', true)).toEqual([`warning lane-out-of-reach 1:1 \`override\` takes one ${one}`]);
    expect(lanes(1, 'principal', false)).toEqual([`warning lane-out-of-reach 1:1 \`override\` takes one ${one}`, `warning lane-out-of-reach 1:1 \`revert\` takes one ${one}`]);
    // One of them may have written it, as long as another did not.
    expect(lanes(3, 'senior', true)).toEqual([]);
    expect(lanes(3, 'senior', false)).toEqual(['warning lane-out-of-reach 1:1 `revert` takes three of level senior or above; there are three, too few if Edda, Ana or Li wrote the change']);
  });

  it('warns where nobody of those on call could take the lane of a revert', () => {
    const { policy } = parsePolicy(`${own}revert: { by: { level: senior, count: 1 }, review-within: 24h }\n`, 'policy.yaml');
    const called = (who: string) => {
      const { people } = parsePeople(`${team}on-call: [${who}]\n`, 'people.yaml', policy!.levels);
      return lintPolicy(policy!, people!).flatMap(({ code, message, at }) => (code === 'lane-out-of-reach' ? [`${at.line}:${at.column} ${message}`] : []));
    };
    expect(called('ana')).toEqual([]);
    expect(called('bo')).toEqual(['11:11 `revert` takes one of level senior or above on call; of those named nobody could']);
  });

  it('names the pair that would be stuck together, and no larger author where a smaller one is', () => {
    const policy = `${own}areas:\n  shop: { paths: [shop/**], tier: high, owners: [seniors] }\n${rule('change.assisted', 'sign-off: { level: senior }')}`;
    expect(lint(policy)).toEqual([
      'warning unsatisfiable-rule 4:3 nobody could sign `shop` if Ana and Li write it together: it has two owners',
    ]);
    expect(lint(policy.replace('[seniors]', '[ana]'))).toEqual([
      'error unsatisfiable-rule 4:3 nobody could sign `shop` if Ana writes: it has one owner',
    ]);
  });

  it('says the same of several areas once', () => {
    const areas = ['a', 'b', 'c', 'd', 'e'].map((name) => `  ${name}: { paths: [${name}/**], owners: [seniors] }\n`).join('');
    expect(lint(`${own}areas:\n${areas}${rule('change.assisted', 'sign-off: { level: senior }')}`)).toEqual([
      'warning unsatisfiable-rule 4:3 nobody could sign `a`, `b`, `c` and 2 more if Ana and Li write it together: it has two owners',
    ]);
  });

  it('finds the signers of two areas who leave too few to review', () => {
    const few = 'people:\n  ana: { name: Ana, level: senior }\n  bo: { name: Bo, level: senior }\n  cy: { name: Cy, level: senior }\n  di: { name: Di, level: senior }\n';
    const policy = `${own}areas:\n  a: { paths: [a/**], owners: [ana, bo] }\n  b: { paths: [b/**], owners: [cy, di] }\n${rule('author.level == senior', 'sign-off: { level: senior }', 'review: { count: 2 }')}`;
    expect(lint(policy, few)).toEqual([
      'warning unsatisfiable-rule 4:3 nobody could sign `a` if Ana and Bo write it together: it has two owners',
      'warning unsatisfiable-rule 5:3 nobody could sign `b` if Cy and Di write it together: it has two owners',
      'warning unsatisfiable-rule 7:5 nobody could review `gate` if any of them writes in one change with `a` and `b`: it takes one to sign and two more to review',
    ]);
  });

  it('warns where only size or what the change does brings the rule', () => {
    const policy = `${own}areas:\n  docs: { paths: [docs/**], tier: low, owners: [edda] }\n${rule('change.tier == critical', 'sign-off: { level: senior }')}`;
    expect(lint(policy)).toEqual([
      'warning unsatisfiable-rule 4:3 nobody could sign `docs` if Edda writes, once its tier rises to critical: it has one owner',
    ]);
  });

  it('warns only, where the rule is in shadow', () => {
    const policy = `${own}areas:\n  kms: { paths: [infra/kms/**], owners: [edda] }\n${rule('true', 'sign-off: { level: senior }')}    shadow: true\n`;
    expect(lint(policy)).toEqual(['warning unsatisfiable-rule 4:3 nobody could sign `kms` if Edda writes: it has one owner']);
  });

  it('leaves an area alone whose owners are a mistake of their own', () => {
    const policy = `${own}areas:\n  kms: { paths: [infra/kms/**], owners: [eda] }\n${rule('true', 'sign-off: { level: senior }')}`;
    expect(lint(policy)).toEqual(['error unknown-owner 4:42 unknown person or team `eda` owns area `kms`; did you mean `edda`?']);
  });

  it('looks at as much of files with mistakes as could be read', () => {
    const text = `${own}areas:\n  kms: { paths: [infra/kms/**], owners: [edda] }\n  shop: { paths: [shop/**], owners: [an] }\n${rule('true', 'sign-off: { level: senior }')}  - { name: broken, when: true, because: x, require: [ approvals: 2 ] }\n`;
    const { policy, draft, problems } = parsePolicy(text, 'policy.yaml');
    expect([policy, problems.length]).toEqual([null, 1]);
    const people = parsePeople(`${team}`.replace('[ana, li]', '[ana, lee]'), 'people.yaml', draft!.levels);
    expect([people.people, people.problems.length]).toEqual([null, 1]);
    expect(lintDrafts(draft!, people.draft!).map(({ message }) => message)).toEqual([
      'nobody could sign `kms` if Edda writes: it has one owner',
      'unknown person or team `an` owns area `shop`; did you mean `ana`?',
    ]);
    expect(parsePeople(team.replace('senior }', 'sernior }'), 'people.yaml', draft!.levels).draft).toBeNull();
  });
});
