import { describe, expect, it } from 'vitest';
import type { AssistanceState } from '../evidence/index.ts';
import { policyTexts, type ConditionValues, type Policy } from '../policy/index.ts';
import { evaluateCondition, evaluateRules, type AtomOutcome, type ConditionFacts } from './index.ts';

const { parseCondition, parsePolicy } = await policyTexts();

const ladder = ['junior', 'mid', 'senior', 'principal'];
const at = { file: 'policy.yaml', line: 1, column: 1 };

function facts(
  assistance: AssistanceState = 'assisted',
  change: Partial<ConditionValues['change']> = {},
): ConditionFacts {
  return {
    values: {
      change: {
        assisted: assistance === 'assisted',
        contradictory: false,
        tier: 'high',
        linesAdded: 97,
        files: 1,
        areas: ['checkout', 'docs'],
        paths: ['a', 'b', 'c', 'd', 'e'],
        kinds: ['recorded'],
        tools: [],
        share: 0.84,
        touchesPolicy: false,
        deletesTests: null,
        ...change,
      },
      author: { level: 'mid', unknown: false, rewritten: false, touched: false },
      operator: { known: true },
      target: { ref: 'refs/heads/main' },
      evidence: { recorded: true, declared: false, inferred: false },
      scan: { ran: null },
      time: { hour: 12, weekday: 1 },
    },
    assistance,
    areas: ['checkout', 'docs'],
    shown: { 'change.assisted': `${assistance === 'assisted'} (recorded, 84 % of added lines)` },
  };
}

/** An atom of each outcome, under `ask`. */
const atom: Readonly<Record<AtomOutcome, string>> = {
  true: 'author.level == mid',
  false: 'author.unknown',
  asked: 'change.assisted',
  failed: 'scan.ran',
};

describe('a condition', () => {
  it.each([
    ['true', 'true', 'true', 'true'],
    ['true', 'false', 'false', 'true'],
    ['true', 'asked', 'asked', 'true'],
    ['false', 'false', 'false', 'false'],
    ['false', 'asked', 'false', 'asked'],
    ['asked', 'asked', 'asked', 'asked'],
    // A failure is never hidden, also not beside an operand that would settle it.
    ['true', 'failed', 'failed', 'failed'],
    ['false', 'failed', 'failed', 'failed'],
    ['asked', 'failed', 'failed', 'failed'],
    ['failed', 'failed', 'failed', 'failed'],
  ] as const)('of %s and %s is %s for &&, %s for ||, in both orders', (a, b, and, or) => {
    for (const [x, y] of [
      [a, b],
      [b, a],
    ] as const) {
      expect(outcome(`${atom[x]} && ${atom[y]}`)).toBe(and);
      expect(outcome(`${atom[x]} || ${atom[y]}`)).toBe(or);
    }
  });

  it.each([
    ['true', 'false'],
    ['false', 'true'],
    ['asked', 'asked'],
    ['failed', 'failed'],
  ] as const)('not %s is %s', (of, is) => {
    expect(outcome(`!(${atom[of]})`)).toBe(is);
  });

  it('evaluates every atom, whatever the first one says', () => {
    const { atoms } = evaluate('author.unknown && author.level == mid && scan.ran', facts());
    expect(atoms.map((one) => one.outcome)).toEqual(['false', 'true', 'failed']);
  });

  it('takes the author at the word of the evidence once there is one', () => {
    expect(evaluate('change.assisted', facts('assisted')).outcome).toBe('true');
    expect(evaluate('change.assisted', facts('not-assisted')).outcome).toBe('false');
    expect(evaluate('change.assisted', facts('contradictory')).outcome).toBe('asked');
  });

  it('shows the values each atom saw', () => {
    const { atoms } = evaluate(
      'change.assisted && author.level < senior && size(change.paths) > 1 && change.tools == []',
      facts(),
    );
    expect(atoms.map(({ saw }) => saw)).toEqual([
      [{ name: 'change.assisted', value: 'true (recorded, 84 % of added lines)' }],
      [{ name: 'author.level', value: 'mid' }],
      [{ name: 'change.paths', value: 'a, b, c and 2 more' }],
      [{ name: 'change.tools', value: 'none' }],
    ]);
  });

  it('says why an atom failed', () => {
    expect(evaluate('change.deletesTests', facts()).atoms[0]).toEqual({
      text: 'change.deletesTests',
      outcome: 'failed',
      saw: [{ name: 'change.deletesTests', value: 'unknown' }],
      error: '`change.deletesTests` is not known',
    });
  });

  function evaluate(text: string, given: ConditionFacts) {
    const { condition, problems } = parseCondition(text, at, ladder);
    expect(problems).toEqual([]);
    return evaluateCondition(condition!, ladder, given);
  }

  function outcome(text: string): AtomOutcome {
    return evaluate(text, facts('ask')).outcome;
  }
});

describe('the rules of a policy', () => {
  const policy = read(`version: 1
extends: amazon-2026
areas:
  checkout: { owners: [ana] }
rules:
  - { name: broken, when: scan.ran || change.assisted, require: [ { sign-off: { level: senior, owners: any } } ], because: x }
`);

  it('apply, drop out, or stay unknown, each with its atoms', () => {
    const outcomes = evaluateRules(policy, facts());
    expect(outcomes.map(({ rule, state }) => [rule.name, state])).toEqual([
      ['senior-gate', 'applies'],
      ['scan-all-ai', 'applies'],
      ['critical', 'skipped'],
      ['rewritten', 'skipped'],
      ['answered-for', 'skipped'],
      ['unknown-author', 'skipped'],
      ['policy-change', 'skipped'],
      ['broken', 'unknown'],
    ]);
    expect(outcomes.every((outcome) => outcome.atoms.length > 0)).toBe(true);
  });

  it('wait for the author’s answer only where it matters', () => {
    const states = new Map(evaluateRules(policy, facts('ask')).map(({ rule, state }) => [rule.name, state]));
    expect(states.get('senior-gate')).toBe('asked');
    expect(states.get('critical')).toBe('skipped');
    expect(states.get('policy-change')).toBe('skipped');
  });

  it('ask the owners of each touched area that has any, and nobody’s owners for the rest', () => {
    const [gate, , , , , , , broken] = evaluateRules(policy, facts());
    expect(gate?.requirements.map(({ template, areas }) => [template.kind, areas])).toEqual([
      ['sign-off', ['checkout']],
      ['checklist', []],
      ['review', []],
      ['checks', []],
    ]);
    expect(broken?.requirements.map(({ areas }) => areas)).toEqual([[]]);
  });

  it.each([
    ['principal', true, ['rewritten']],
    ['senior', true, ['rewritten']],
    ['senior', false, []],
    ['mid', true, ['senior-gate']],
    ['junior', true, ['senior-gate']],
  ])('ask one more of a %s who rewrote it (%s), and spare nobody below the senior gate: %j', (level, rewritten, rules) => {
    const seen = facts('assisted');
    const outcomes = evaluateRules(policy, { ...seen, values: { ...seen.values, author: { level, unknown: false, rewritten, touched: false } } });
    const names = outcomes.filter(({ state }) => state === 'applies').map(({ rule }) => rule.name);
    expect(names.filter((name) => ['rewritten', 'senior-gate'].includes(name))).toEqual(rules);
  });

  it('ask for nothing where they drop out', () => {
    const skipped = evaluateRules(policy, facts()).filter((outcome) => outcome.state === 'skipped');
    expect(skipped.flatMap((outcome) => outcome.requirements)).toEqual([]);
  });

  function read(text: string): Policy {
    const { policy: parsed, problems } = parsePolicy(text, 'policy.yaml');
    expect(problems).toEqual([]);
    return parsed!;
  }
});
