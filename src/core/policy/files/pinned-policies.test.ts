import { describe, expect, it } from 'vitest';
import type { PinnedTexts, PolicyProblem } from '../index.ts';
import { parsePeople, parsePolicy } from '../texts.ts';

const a = 'a'.repeat(64);
const b = 'b'.repeat(64);
const pin = (digest: string, kind = 'policies') => `github.com/acme/${kind}@sha256:${digest}`;

/** Texts by the digest they are pinned with; a pair holds the text and its real digest. */
function texts(all: Readonly<Record<string, string | readonly [string, string]>>): PinnedTexts {
  return (kind, digest) => {
    const found = all[digest];
    if (found === undefined) return null;
    const [text, real] = typeof found === 'string' ? [found, digest] : found;
    return { text, digest: real, file: `.countersign/${kind}/${digest.slice(0, 8)}.yaml` };
  };
}

const said = (problems: readonly PolicyProblem[]) =>
  problems.map(({ at, message, mend }) => `${at.file}:${at.line}:${at.column} ${message}${mend === null ? '' : ` / ${mend}`}`);

const acme = `version: 1
extends: amazon-2026
mode: warn
areas:
  countersign: { mode: enforce, owners: [edda] }
  web: { paths: [web/**], tier: high }
rules:
  - { name: critical, require: [ sign-off: { count: 2 } ] }
  - name: kms
    when: 'change.paths.exists(p, p == "a b")'
    require: [ sign-off: { level: senior } ]
    because: ours
spot-check: { share: 10% }
`;

describe('a policy that extends a pinned text', () => {
  const child = (rest: string) => parsePolicy(`version: 1\nextends: ${pin(a)}\n${rest}`, 'policy.yaml', { texts: texts({ [a]: acme }) });

  it('has all of it, each rule with the text that wrote it', () => {
    const { policy, problems } = child('');
    expect(problems).toEqual([]);
    expect(policy).toMatchObject({ extends: 'github.com/acme/policies', mode: 'warn', spotCheck: { share: 0.1 } });
    expect(policy!.rules.map(({ name, origin, at }) => [name, origin, at.file])).toEqual([
      ['senior-gate', 'preset amazon-2026', 'preset amazon-2026'],
      ['scan-all-ai', 'preset amazon-2026', 'preset amazon-2026'],
      ['critical', 'github.com/acme/policies', '.countersign/policies/aaaaaaaa.yaml'],
      ['rewritten', 'preset amazon-2026', 'preset amazon-2026'],
      ['answered-for', 'preset amazon-2026', 'preset amazon-2026'],
      ['unknown-author', 'preset amazon-2026', 'preset amazon-2026'],
      ['policy-change', 'preset amazon-2026', 'preset amazon-2026'],
      ['kms', 'github.com/acme/policies', '.countersign/policies/aaaaaaaa.yaml'],
    ]);
  });

  it.each([
    ['what it raised itself', 'mode: observe\n', '`mode` may not be lowered from `warn` (github.com/acme/policies) to `observe`'],
    ['a rule it raised', 'rules: [ { name: critical, require: [ sign-off: { count: 1 } ] } ]\n', '`count` of `sign-off` may not be lowered from `2` (github.com/acme/policies) to `1`'],
    ['what it has from its preset', 'undeclared: human\n', '`undeclared` may not be lowered from `ask` (github.com/acme/policies) to `human`'],
    ['an area of its own', 'areas: { web: { tier: low } }\n', '`tier` of area `web` may not be lowered from `high` (github.com/acme/policies) to `low`'],
    ['the mode of the area of policy and people', 'areas: { countersign: { mode: warn } }\n', '`mode` of area `countersign` may not be lowered from `enforce` (github.com/acme/policies) to `warn`'],
    ['the owners of policy and people', 'areas: { countersign: { owners: [] } }\n', '`owners` of area `countersign` may not drop the owners github.com/acme/policies names'],
    ['its draw', 'spot-check: { share: 5% }\n', '`share` of `spot-check` may not be lowered from `10%` (github.com/acme/policies) to `5%`'],
  ])('may not lower %s', (_, rest, message) => {
    const { policy, problems } = child(rest);
    expect(policy).toBeNull();
    expect(problems.map((problem) => problem.message)).toEqual([message]);
  });

  it('keeps the condition of a rule to the letter, blanks inside texts and all', () => {
    const { policy } = child(`rules: [ { name: kms, when: 'change.paths.exists(p, p == "ab")' } ]\n`);
    expect(policy?.rules.find(({ name }) => name === 'kms')?.when.text).toBe('change.paths.exists(p, p == "a b")');
  });

  it('may be forked instead, and then lowered, but for the area of policy and people', () => {
    const text = `version: 1\nfork: ${pin(a)}\nmode: observe\nrules: [ { name: kms, require: [] } ]\n`;
    const { policy, problems } = parsePolicy(text, 'policy.yaml', { texts: texts({ [a]: acme }) });
    expect(problems).toEqual([]);
    expect(policy).toMatchObject({ extends: null, mode: 'observe' });
    expect(policy!.rules.some(({ name }) => name === 'kms')).toBe(false);
  });

  it('may be forked without losing what the fork says nothing about, also in the area of policy and people', () => {
    const guarded = acme.replace('owners: [edda] }', 'owners: [edda], ai: forbidden, paths: [ops/**] }');
    const forked = (area: string) => {
      const { policy, problems } = parsePolicy(`version: 1\nfork: ${pin(a)}\nareas: { countersign: ${area} }\n`, 'policy.yaml', { texts: texts({ [a]: guarded }) });
      expect(problems).toEqual([]);
      return policy!.areas.find(({ name }) => name === 'countersign');
    };
    const whole = { tier: 'critical', owners: ['edda'], mode: 'enforce', ai: 'forbidden', paths: ['.countersign/**', 'ops/**'] };
    expect(forked('{ because: ours }')).toMatchObject({ ...whole, because: 'ours' });
    expect(forked('{ owners: [ana] }')).toMatchObject({ ...whole, owners: ['ana'] });
    expect(forked('{ paths: [infra/**] }')).toMatchObject({ ...whole, paths: ['.countersign/**', 'infra/**'] });
  });

  it('does not take over its size card: those figures are of another repository', () => {
    const card = 'calibration: { source: theirs, until: 2026-01-01, buckets: [ { from: 1, changes: 900, fixed: 9 } ] }\n';
    const { policy } = parsePolicy(`version: 1\nextends: ${pin(a)}\n`, 'policy.yaml', { texts: texts({ [a]: acme + card }) });
    expect(policy?.calibration).toBeNull();
  });
});

describe('a grandchild', () => {
  const chain = texts({ [a]: `version: 1\nextends: ${pin(b)}\nmode: warn\n`, [b]: acme });

  it('stands on the whole chain and may lower none of it', () => {
    const grandchild = (rest: string) => parsePolicy(`version: 1\nextends: ${pin(a)}\n${rest}`, 'policy.yaml', { texts: chain });
    expect(grandchild('').policy?.areas.find(({ name }) => name === 'web')?.tier).toBe('high');
    expect(grandchild('rules: [ { name: critical, require: [ sign-off: { count: 1 } ] } ]\n').policy).toBeNull();
    expect(grandchild('rules: [ { name: senior-gate, require: [ sign-off: { level: mid } ] } ]\n').policy).toBeNull();
    expect(grandchild('areas: { countersign: { owners: [] } }\n').policy).toBeNull();
  });

  it('may have eight texts below it, and no ninth', () => {
    const digest = (i: number) => i.toString(16).padStart(64, '0');
    const tower = texts({
      ...Object.fromEntries(Array.from({ length: 8 }, (_, i) => [digest(i), `version: 1\nextends: ${pin(digest(i + 1))}\n`])),
      [digest(8)]: 'version: 1\nextends: amazon-2026\n',
    });
    expect(parsePolicy(`version: 1\nextends: ${pin(digest(1))}\n`, 'policy.yaml', { texts: tower }).problems).toEqual([]);
    expect(said(parsePolicy(`version: 1\nextends: ${pin(digest(0))}\n`, 'policy.yaml', { texts: tower }).problems)).toEqual([
      '.countersign/policies/00000000.yaml:2:10 `github.com/acme/policies` is the 9th text below this policy; 8 are the most / join some of them: nobody reads so many',
    ]);
  });

  it('cannot stand on itself', () => {
    const circle = texts({ [a]: `version: 1\nextends: ${pin(b)}\n`, [b]: `version: 1\nextends: ${pin(a)}\n` });
    expect(said(parsePolicy(`version: 1\nextends: ${pin(a)}\n`, 'policy.yaml', { texts: circle }).problems)).toEqual([
      '.countersign/policies/bbbbbbbb.yaml:2:10 `github.com/acme/policies` stands on itself: aaaaaaaaaaaa → bbbbbbbbbbbb → aaaaaaaaaaaa / let one of them stand on a preset, or on nothing',
    ]);
  });
});

describe('a pinned text', () => {
  it('that is not here is missed by its path', () => {
    expect(said(parsePolicy(`version: 1\nextends: ${pin(a)}\n`, 'policy.yaml').problems)).toEqual([
      `policy.yaml:2:10 the text of \`github.com/acme/policies\` is not here: \`.countersign/policies/${a}.yaml\` is missing / put it there unchanged, on this branch; nothing is fetched, and countersign policy lint checks its digest`,
    ]);
  });

  it('that was changed is refused with both digests', () => {
    const { policy, problems } = parsePolicy(`version: 1\nextends: ${pin(a)}\n`, 'policy.yaml', { texts: texts({ [a]: [acme, b] }) });
    expect(policy).toBeNull();
    expect(said(problems)).toEqual([
      `policy.yaml:2:10 \`.countersign/policies/aaaaaaaa.yaml\` is not the text that \`github.com/acme/policies\` pins: its SHA-256 is ${b}, the pin says ${a} / put the pinned text back, or read this one and pin its digest`,
    ]);
  });

  it('with a mistake in it is reported in its own file, after those of the policy', () => {
    const { policy, problems } = parsePolicy(`version: 1\nextends: ${pin(a)}\nmodes: warn\n`, 'policy.yaml', {
      texts: texts({ [a]: 'version: 1\nextends: amazon-2027\n' }),
    });
    expect(policy).toBeNull();
    expect(problems.map(({ at, message }) => `${at.file}:${at.line} ${message}`)).toEqual([
      'policy.yaml:3 unknown key `modes` in the policy; did you mean `mode`?',
      '.countersign/policies/aaaaaaaa.yaml:2 unknown preset `amazon-2027`; did you mean `amazon-2026`?',
    ]);
  });
});

describe('people kept in another repository', () => {
  const ladder = ['junior', 'senior'];
  const people = 'people: { ana: { level: senior } }\n';

  it('are read from the text that is pinned', () => {
    const parsed = parsePeople(`source: ${pin(a, 'people')}\n`, 'people.yaml', ladder, { texts: texts({ [a]: people }) });
    expect(parsed.problems).toEqual([]);
    expect(parsed.people?.persons).toMatchObject([{ id: 'ana', at: { file: '.countersign/people/aaaaaaaa.yaml' } }]);
  });

  it.each<[string, string, PinnedTexts]>([
    ['is not here', `the text of \`github.com/acme/people\` is not here: \`.countersign/people/${a}.yaml\` is missing`, texts({})],
    ['was changed', `\`.countersign/people/aaaaaaaa.yaml\` is not the text that \`github.com/acme/people\` pins: its SHA-256 is ${b}, the pin says ${a}`, texts({ [a]: [people, b] })],
    ['names another source', 'a pinned people file names another `source`', texts({ [a]: `source: ${pin(b, 'people')}\n` })],
    ['has a level the ladder has not', 'unknown level `boss` in person `ana`', texts({ [a]: 'people: { ana: { level: boss } }\n' })],
  ])('are nobody where that text %s', (_, message, found) => {
    const parsed = parsePeople(`source: ${pin(a, 'people')}\n`, 'people.yaml', ladder, { texts: found });
    expect(parsed.people).toBeNull();
    expect(parsed.problems.map((problem) => problem.message)).toEqual([message]);
  });

  it('stand alone: a second list beside them would be forgotten', () => {
    const parsed = parsePeople(`source: ${pin(a, 'people')}\nteams: { t: [ana] }\n`, 'people.yaml', ladder, { texts: texts({ [a]: people }) });
    expect(parsed.problems.map((problem) => problem.message)).toEqual(['`source` and `teams` exclude each other']);
  });
});
