import fc from 'fast-check';
import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import { compareLevels, modes, signatureStrengths, type Policy, type RequirementTemplate,  } from '../index.ts';
import { parsePolicy, presetPolicy } from '../texts.ts';

const preset = presetPolicy('amazon-2026')!;
const tiers = ['low', 'medium', 'high', 'critical'];
const carry = ['textual', 'disjoint', 'exact'];
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 3 });
const pick = (...values: readonly unknown[]) => maybe(fc.constantFrom(...values));
const compact = (value: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));
const record = (fields: Record<string, fc.Arbitrary<unknown>>) => fc.record(fields).map(compact);

const level = pick('junior', 'mid', 'senior', 'principal');
const signOff = record({
  level,
  count: pick(1, 2),
  owners: pick('any', 'per-area'),
  signature: pick(...signatureStrengths),
});
const requirement = fc.oneof(
  signOff.map((fields) => ({ 'sign-off': fields })),
  record({ count: pick(1, 2), level, distinct: pick(true, false), after: pick('sign-off', 'checks') }).map(
    (fields) => ({ review: fields }),
  ),
  fc.constantFrom(
    { checks: ['lint'] },
    { scan: 'error' },
    { scan: 'note' },
    { 'edge-cases': ['empty'] },
    { rewrite: 'answered' },
  ),
);
const rule = record({
  name: fc.constantFrom(...preset.rules.map((one) => one.name)),
  when: pick('change.assisted', 'change.assisted && author.level < senior', 'author.unknown'),
  require: maybe(fc.uniqueArray(requirement, { maxLength: 3, selector: (one) => Object.keys(one)[0] })),
});
const area = record({
  tier: pick(...tiers),
  mode: pick(...modes),
  ai: pick('allowed', 'forbidden'),
  paths: pick(['mine/**']),
  owners: pick(['ana']),
});
const child = record({
  version: fc.constant(1),
  extends: fc.constant('amazon-2026'),
  mode: pick(...modes),
  'default-tier': pick(...tiers),
  undeclared: pick('human', 'ask', 'assisted', 'ask-signed'),
  levels: pick(
    [...preset.levels],
    ['junior', 'mid', 'senior', 'staff', 'principal'],
    ['senior', 'junior', 'mid', 'principal'],
  ),
  size: pick(
    [
      { over: 100, tier: 'high' },
      { over: 900, tier: 'critical' },
    ],
    [{ over: 500, tier: 'critical' }],
  ),
  areas: maybe(record({ checkout: maybe(area), docs: maybe(area), countersign: maybe(area) })),
  rules: maybe(fc.uniqueArray(rule, { maxLength: 3, selector: (one) => one['name'] })),
  otherwise: pick({ allow: true, because: 'x' }, { allow: false, because: 'x' }),
  carry: maybe(record({ low: pick(...carry), critical: pick(...carry) })),
  expire: pick({ 'sign-off': '7d' }, { 'sign-off': '60d' }),
  override: pick('none', { by: { count: 1 } }, { by: { level: 'principal' } }, { 'review-within': '48h' }),
  'spot-check': pick({ share: '1%' }, { share: '50%' }),
  audit: pick('none', { every: '365d' }, { by: 'mid' }, ...['30d', '60d', '4w', '90d'].map((every) => ({ every, by: 'principal' }))),
});

function atLeast(order: readonly string[], value: string, floor: string): void {
  expect(order.indexOf(value)).toBeGreaterThanOrEqual(order.indexOf(floor));
}

function holds(policy: Policy, given: RequirementTemplate | undefined, floor: RequirementTemplate): void {
  expect(given?.kind).toBe(floor.kind);
  if (floor.after !== null) expect(given?.after).toBe(floor.after);
  if (given?.kind === 'sign-off' && floor.kind === 'sign-off') {
    expect(compareLevels(policy.levels, given.level, floor.level)).toBeGreaterThanOrEqual(0);
    expect(given.count).toBeGreaterThanOrEqual(floor.count);
    atLeast(signatureStrengths, given.signature, floor.signature);
    atLeast(['any', 'per-area'], given.owners, floor.owners);
  }
  if (given?.kind === 'review' && floor.kind === 'review') {
    expect(compareLevels(policy.levels, given.level, floor.level)).toBeGreaterThanOrEqual(0);
    expect(given.count).toBeGreaterThanOrEqual(floor.count);
    expect(Number(given.distinct)).toBeGreaterThanOrEqual(Number(floor.distinct));
  }
  if (given?.kind === 'checks' && floor.kind === 'checks')
    expect(given.pass).toEqual(expect.arrayContaining([...floor.pass]));
  if (given?.kind === 'scan' && floor.kind === 'scan') atLeast(['error', 'warning', 'note'], given.noNew, floor.noNew);
  if (given?.kind === 'edge-cases' && floor.kind === 'edge-cases')
    expect(given.classes).toEqual(expect.arrayContaining([...floor.classes]));
}

it('no policy that extends a preset is below it in any ordered field', () => {
  let accepted = 0;
  fc.assert(
    fc.property(child, (document) => {
      const { policy } = parsePolicy(stringify(document), 'policy.yaml');
      if (policy === null) return;
      accepted += 1;
      atLeast(modes, policy.mode, preset.mode);
      atLeast(tiers, policy.defaultTier, preset.defaultTier);
      atLeast(['human', 'ask', 'assisted', 'ask-signed'], policy.undeclared, preset.undeclared);
      expect(policy.levels.filter((name) => preset.levels.includes(name))).toEqual(preset.levels);
      for (const step of preset.size) {
        expect(
          policy.size.some((other) => other.over <= step.over && tiers.indexOf(other.tier) >= tiers.indexOf(step.tier)),
        ).toBe(true);
      }
      for (const floor of preset.areas) {
        const given = policy.areas.find((one) => one.name === floor.name)!;
        atLeast(tiers, given.tier, floor.tier);
        expect(given.paths).toEqual(expect.arrayContaining([...floor.paths]));
      }
      for (const floor of preset.rules) {
        const given = policy.rules.find((one) => one.name === floor.name)!;
        expect(given.when.text).toBe(floor.when.text);
        for (const template of floor.require)
          holds(
            policy,
            given.require.find((one) => one.kind === template.kind),
            template,
          );
      }
      for (const [tier, floor] of Object.entries(preset.carry)) atLeast(carry, policy.carry[tier as 'low'], floor);
      expect(policy.expireSignOff).toBeLessThanOrEqual(preset.expireSignOff!);
      if (policy.override !== null) {
        expect(compareLevels(policy.levels, policy.override.level, preset.override!.level)).toBeGreaterThanOrEqual(0);
        expect(policy.override.count).toBeGreaterThanOrEqual(preset.override!.count);
        expect(policy.override.reviewWithin).toBeLessThanOrEqual(preset.override!.reviewWithin);
      }
      expect(policy.spotCheck!.share).toBeGreaterThanOrEqual(preset.spotCheck!.share);
      expect(policy.audit!.every).toBeLessThanOrEqual(preset.audit!.every);
      expect(compareLevels(policy.levels, policy.audit!.level, preset.audit!.level)).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 1800 },
  );
  // The property says nothing unless policies get through.
  expect(accepted).toBeGreaterThan(10);
}, 20_000);
