import { describe, expect, it } from 'vitest';
import { presets, type Policy, type Rule } from '../index.ts';
import { parsePolicy, presetPolicy } from '../texts.ts';

const policyOf = (name: string): Policy => presetPolicy(name)!;
const rule = (preset: string, name: string): Rule => policyOf(preset).rules.find((one) => one.name === name)!;
const asks = (preset: string, name: string) => {
  const { when, require } = rule(preset, name);
  return [when.text, ...require.map(({ at: _, after: __, ...template }) => template)];
};
const tierOf = (preset: string, area: string) => policyOf(preset).areas.find(({ name }) => name === area)?.tier;

describe.each(Object.keys(presets))('the preset %s', (name) => {
  it('reads without a problem, names its source and observes', () => {
    expect(parsePolicy(presets[name]!, `preset ${name}`, { preset: name }).problems).toEqual([]);
    expect(presets[name]).toMatch(/^# Preset [^\n]*\n#\n# Source: /);
    expect(policyOf(name)).toMatchObject({ mode: 'observe', undeclared: 'ask' });
    expect(policyOf(name).rules.every(({ shadow }) => !shadow)).toBe(true);
  });

  it('lets the top level own the policy, states a quarterly audit, and closes no way out', () => {
    const { levels, audit, override, revert } = policyOf(name);
    expect(asks(name, 'policy-change')).toEqual([
      'change.touchesPolicy',
      { kind: 'sign-off', level: levels.at(-1), count: 1, owners: 'any', signature: 'verified' },
    ]);
    expect(audit).toEqual({ every: 90 * 86_400, level: levels.at(-1) });
    expect(override?.count).toBe(2);
    expect(revert?.count).toBe(1);
  });

  it('asks for somebody where an author is not enrolled', () => {
    expect(policyOf(name).rules.some(({ when }) => when.text === 'author.unknown')).toBe(true);
  });
});

describe.each(Object.keys(presets).filter((name) => name !== 'amazon-2026'))('the preset %s', (name) => {
  it('gives the second senior’s place to one of the second-lowest level, only after a senior rewrote it', () => {
    const { levels, rules } = policyOf(name);
    const spared = rules.filter(({ when }) => when.text.includes('!(author.rewritten'));
    const instead = rules.filter(({ when }) => / author\.rewritten &&/.test(when.text));
    expect([spared.length, instead.length]).toEqual([1, 1]);
    const top = name === 'open-source' ? 'maintainer' : 'senior';
    expect(spared[0]!.when.text.endsWith(` && !(author.rewritten && author.level >= ${top})`)).toBe(true);
    expect(instead[0]!.when.text).toBe(spared[0]!.when.text.replace(/!\((.*)\)$/, '$1'));
    expect(instead[0]!.require[0]).toMatchObject({ level: levels[1], count: 1 });
  });
});

describe('amazon-2026', () => {
  it('asks one other person of a senior who rewrote the AI’s code, and lowers nothing for it', () => {
    expect(asks('amazon-2026', 'rewritten')).toEqual(['author.rewritten && author.level >= senior', { kind: 'review', count: 1, level: 'mid', distinct: true, signature: 'touch' }]);
    expect(policyOf('amazon-2026').rules.filter(({ when }) => when.text.includes('!author.rewritten') || when.text.includes('!(author.rewritten'))).toEqual([]);
  });
});

describe('three-tier', () => {
  it.each(['infrastructure', 'auth', 'payments', 'data-pipelines'])('has %s in the high tier', (area) => {
    expect(tierOf('three-tier', area)).toBe('high');
  });

  it.each(['tests', 'docs', 'internal-tools'])('has %s in the low tier', (area) => {
    expect(tierOf('three-tier', area)).toBe('low');
  });

  it('lets a junior review the low, a peer the medium, and a senior answer for the high', () => {
    expect([tierOf('three-tier', 'api'), policyOf('three-tier').defaultTier]).toEqual(['medium', 'medium']);
    expect(asks('three-tier', 'low').slice(1)).toEqual([{ kind: 'review', count: 1, level: 'junior', distinct: true, signature: 'touch' }]);
    expect(asks('three-tier', 'medium').slice(1)).toEqual([{ kind: 'review', count: 1, level: 'mid', distinct: true, signature: 'touch' }]);
    expect(asks('three-tier', 'high').slice(1)).toMatchObject([{ kind: 'sign-off', level: 'senior' }, { kind: 'rewrite' }]);
  });
});

describe('four-tier', () => {
  it.each([
    ['payments', 'critical'],
    ['authentication', 'critical'],
    ['data', 'critical'],
    ['customer-facing', 'high'],
    ['internal-tools', 'medium'],
    ['docs', 'low'],
    ['tests', 'low'],
  ])('has %s in the tier %s', (area, tier) => {
    expect(tierOf('four-tier', area)).toBe(tier);
  });

  it('asks a senior, a peer and spot checks, the standard review, and automated checks', () => {
    expect(asks('four-tier', 'critical')[1]).toMatchObject({ kind: 'sign-off', level: 'senior' });
    expect(asks('four-tier', 'customer-facing')[1]).toMatchObject({ kind: 'review', level: 'mid' });
    expect(policyOf('four-tier').spotCheck).toMatchObject({ share: 0.1, when: { text: 'change.tier == high' } });
    expect(asks('four-tier', 'standard')[1]).toMatchObject({ kind: 'review', level: 'junior' });
    expect(asks('four-tier', 'automated')[1]).toEqual({ kind: 'checks', pass: ['test'] });
  });
});

describe('three-layer', () => {
  it('asks a machine alone of low stakes, one approval of medium ones, and that a human creates where they are high', () => {
    expect(asks('three-layer', 'automatic')).toEqual(['change.assisted && change.tier == low', { kind: 'checks', pass: ['test'] }]);
    expect(policyOf('three-layer').otherwise.allow).toBe(true);
    expect(asks('three-layer', 'one-approval')).toEqual(['change.assisted && change.tier == medium', { kind: 'review', count: 1, level: 'junior', distinct: true, signature: 'touch' }]);
    expect(asks('three-layer', 'human-creates')[0]).toBe('change.tier >= high && change.share >= 0.5');
    expect(policyOf('three-layer').spotCheck?.when.text).toBe('change.assisted');
  });
});

describe('open-source', () => {
  it('asks one approval more of strangers than of contributors it knows, by people who can commit', () => {
    expect(asks('open-source', 'contribution')[1]).toMatchObject({ kind: 'review', count: 1, level: 'committer' });
    expect(asks('open-source', 'drive-by')[1]).toMatchObject({ kind: 'review', count: 2, level: 'committer' });
  });

  it('asks for a sign-off of one form for the policy alone: everywhere else any review will do', () => {
    expect(policyOf('open-source').rules.filter(({ require }) => require.some(({ kind }) => kind === 'sign-off')).map(({ name }) => name)).toEqual(['policy-change']);
  });
});
