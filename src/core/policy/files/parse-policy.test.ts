import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { presets, type Policy } from '../index.ts';
import { parsePeople, parsePolicy, presetPolicy } from '../texts.ts';

function parsed(text: string): Policy {
  const { policy, problems } = parsePolicy(text, 'policy.yaml');
  expect(problems).toEqual([]);
  return policy!;
}

describe('reading any text', () => {
  it('never throws, and says why wherever there is no policy', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.json()), (text) => {
        const { policy, problems } = parsePolicy(text, 'policy.yaml');
        expect(policy === null).toBe(problems.some((problem) => problem.severity === 'error'));
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  it('never throws on a preset that was cut, doubled or stained', () => {
    const stains = ['', '[', '{', '"', ': ', '- ', '\n', '\t', '&a ', '*a', '!!', '%', '0', 'null', '~', '§', '\u0000'];
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(presets)), fc.nat(6000), fc.nat(40), fc.constantFrom(...stains), (text, at, length, stain) => {
        const { policy, problems } = parsePolicy(text.slice(0, at) + stain + text.slice(at + length), 'policy.yaml');
        expect(policy === null).toBe(problems.some((problem) => problem.severity === 'error'));
        for (const problem of problems) expect(problem.at.line).toBeGreaterThan(0);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it('never throws on people that were cut, doubled or stained', () => {
    const text =
      'people:\n  ana: { name: Ana, level: senior, emails: [ana@x.org], accounts: { github: ana } }\n  bo: { level: junior }\nagents: { kiro: { operator: none } }\nteams:\n  t: [ana, u]\n  u: [bo]\n';
    const stains = ['', '[', '{', ': ', '- ', '\n', '\t', '&a ', '*a', '0', 'null', 'ana', 't', 'source: x', '\u0000'];
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(30), fc.constantFrom(...stains), (at, length, stain) => {
        const { people, problems } = parsePeople(text.slice(0, at) + stain + text.slice(at + length), 'people.yaml', ['junior', 'senior']);
        expect(people === null).toBe(problems.some((problem) => problem.severity === 'error'));
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it('never throws on people of any shape', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc
            .object({ key: fc.constantFrom('people', 'teams', 'ana', 'level', 'keys', 'emails') })
            .map((o) => JSON.stringify(o)),
        ),
        (text) => {
          const { people, problems } = parsePeople(text, 'people.yaml', ['junior', 'senior']);
          expect(people === null).toBe(problems.some((problem) => problem.severity === 'error'));
        },
      ),
      { numRuns: 150 },
    );
  }, 60_000);
});

describe('the preset amazon-2026', () => {
  const policy = presetPolicy('amazon-2026')!;

  it('reads without a problem, observes, and says which text wrote its rules', () => {
    expect(parsePolicy(presets['amazon-2026']!, 'preset amazon-2026', { preset: 'amazon-2026' }).problems).toEqual([]);
    expect(policy.mode).toBe('observe');
    expect(new Set(policy.rules.map((rule) => rule.origin))).toEqual(new Set(['preset amazon-2026']));
  });

  it('asks for a senior, then a peer, then tests, in that order', () => {
    const gate = policy.rules.find((rule) => rule.name === 'senior-gate')!;
    expect(gate.require.map(({ kind, after }) => [kind, after])).toEqual([
      ['sign-off', null],
      ['checklist', null],
      ['review', 'sign-off'],
      ['checks', 'review'],
    ]);
  });

  it.each(['checkout', 'login', 'pricing', 'payments', 'inventory', 'countersign'])('is strictest on %s', (name) => {
    expect(policy.areas.find((area) => area.name === name)?.tier).toBe('critical');
  });

  it('is no policy under another name', () => {
    expect(presetPolicy('amazon-2027')).toBeNull();
    expect(presetPolicy('constructor')).toBeNull();
  });
});

describe('a policy that extends a preset', () => {
  const head = 'version: 1\nextends: amazon-2026\n';

  it('adds areas and paths, and keeps those of the preset', () => {
    const policy = parsed(
      `${head}areas:\n  checkout: { paths: [shop/**], owners: [ana], mode: enforce }\n  web: { paths: [web/**] }\n`,
    );
    const checkout = policy.areas.find((area) => area.name === 'checkout')!;
    expect(checkout.paths).toContain('**/checkout/**');
    expect(checkout.paths).toContain('shop/**');
    expect(checkout).toMatchObject({ tier: 'critical', owners: ['ana'], mode: 'enforce', at: { line: 4, column: 3 } });
    expect(policy.areas.find((area) => area.name === 'web')?.tier).toBe(policy.defaultTier);
    expect(policy.extends).toBe('amazon-2026');
  });

  it('raises a rule by naming it again, leaving the rest as it was', () => {
    const policy = parsed(
      `${head}rules:\n  - name: senior-gate\n    require:\n      - sign-off: { count: 2 }\n      - checks: [lint]\n      - owner: named\n`,
    );
    const gate = policy.rules.find((rule) => rule.name === 'senior-gate')!;
    expect(gate.when.text).toBe('change.assisted && author.level < senior');
    expect(gate.require.find((template) => template.kind === 'sign-off')).toMatchObject({
      level: 'senior',
      count: 2,
      signature: 'touch',
    });
    expect(gate.require.find((template) => template.kind === 'checks')).toMatchObject({
      pass: ['test', 'lint'],
      after: 'review',
    });
    expect(gate.require.map((template) => template.kind)).toEqual([
      'sign-off',
      'checklist',
      'review',
      'checks',
      'owner',
    ]);
    expect(gate.origin).toBe('policy.yaml');
  });

  it('is warned about patterns that are read otherwise than they look', () => {
    const { policy, problems } = parsePolicy(`${head}areas:\n  web: { paths: ["src/*.{ts,js}"] }\n`, 'policy.yaml');
    expect(policy).not.toBeNull();
    expect(problems).toMatchObject([{ severity: 'warning', code: 'odd-pattern', at: { line: 4, column: 18 } }]);
  });

  it('may put levels between those of the preset', () => {
    expect(parsed(`${head}levels: [intern, junior, mid, senior, staff, principal]\n`).levels).toHaveLength(6);
  });

  it('may try a rule of its own in the shadow, and take none of the preset\u2019s there', () => {
    const trial = '  - { name: trial, when: change.assisted, require: [owner], because: we try it, shadow: true }\n';
    const policy = parsed(`${head}rules:\n${trial}  - { name: critical, shadow: false }\n`);
    expect(policy.rules.filter((rule) => rule.shadow).map((rule) => rule.name)).toEqual(['trial']);
  });

  it('has a size card and code owners of its own', () => {
    const buckets = [
      { from: 1, to: 5, changes: 40, fixed: 2 },
      { from: 6, to: null, changes: 9, fixed: 9 },
    ];
    const card = { source: 'Fixes trailers', until: '2026-11-01', buckets };
    expect(parsed(`${head}calibration: ${JSON.stringify(card)}\n`).calibration).toEqual(card);
    expect(parsed(`${head}codeowners: github\n`).codeowners).toEqual({ dialect: 'github', path: null });
    expect(parsed(`${head}codeowners: { dialect: gitlab, path: docs/CODEOWNERS }\n`).codeowners?.path).toBe('docs/CODEOWNERS');
  });

  it('may close the emergency lanes', () => {
    expect(parsed(`${head}override: none\nrevert: none\n`)).toMatchObject({ override: null, revert: null });
  });
});

describe('a policy that forks a preset', () => {
  it('may lower, replace and drop', () => {
    const policy = parsed(
      'version: 1\nfork: amazon-2026\nundeclared: human\nareas:\n  checkout: { paths: [shop/**], tier: low }\nrules:\n  - { name: unknown-author, require: [] }\n  - name: senior-gate\n    when: change.assisted\n    require: [ { review: { count: 1 } } ]\n    because: a peer is enough\n',
    );
    expect(policy.undeclared).toBe('human');
    expect(policy.extends).toBeNull();
    expect(policy.areas.find((area) => area.name === 'checkout')).toMatchObject({ paths: ['shop/**'], tier: 'low' });
    expect(policy.rules.map((rule) => rule.name)).toEqual(['senior-gate', 'scan-all-ai', 'critical', 'rewritten', 'answered-for', 'policy-change']);
    expect(policy.rules[0]?.require.map((template) => template.kind)).toEqual(['review']);
  });
});

describe('a policy of its own', () => {
  it('has the area of policy and people without naming it', () => {
    const policy = parsed('version: 1\notherwise: { allow: true, because: no rule asks for more }\n');
    expect(policy.areas).toMatchObject([
      { name: 'countersign', tier: 'critical', paths: ['.countersign/**'], ai: 'allowed' },
    ]);
    expect(policy).toMatchObject({
      mode: 'observe',
      defaultTier: 'medium',
      undeclared: 'ask',
      expireSignOff: null,
      override: null,
    });
  });

  it('reads every requirement kind, short and long', () => {
    const policy = parsed(
      `version: 1\notherwise: { allow: false, because: name it first }\nrules:\n  - name: all\n    when: true\n    because: all of them\n    require:\n${[
        'sign-off: { level: mid, owners: any, signature: verified }',
        'review: { distinct: false }',
        'checks: [build, test]',
        'tests: { suites: [unit, end-to-end], cover: 80% }',
        'scan: { no-new: error, after: checks }',
        'edge-cases: { classes: [empty], after: tests }',
        'checklist: ai-review',
        'document: [intent]',
        'rewrite: answered',
        'owner',
      ]
        .map((line) => `      - ${line}\n`)
        .join('')}`,
    );
    expect(policy.rules[0]?.require.map(({ at: _, ...template }) => template)).toEqual([
      { kind: 'sign-off', after: null, level: 'mid', count: 1, owners: 'any', signature: 'verified' },
      { kind: 'review', after: null, count: 1, level: 'junior', distinct: false, signature: 'any' },
      { kind: 'checks', after: null, pass: ['build', 'test'] },
      { kind: 'tests', after: null, suites: ['unit', 'end-to-end'], cover: 0.8 },
      { kind: 'scan', after: 'checks', noNew: 'error' },
      { kind: 'edge-cases', after: 'tests', classes: ['empty'] },
      { kind: 'checklist', after: null, name: 'ai-review' },
      { kind: 'document', after: null, parts: ['intent'] },
      { kind: 'rewrite', after: null },
      { kind: 'owner', after: null },
    ]);
  });
});
