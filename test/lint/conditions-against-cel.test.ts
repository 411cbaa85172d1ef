import { celEnv, parse, plan } from '@bufbuild/cel';
import { strings as stringFunctions } from '@bufbuild/cel/ext';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileCondition, policyTexts, type ConditionTree, type ConditionValues } from '../../src/core/policy/index.ts';
import { tiers } from '../../src/core/risk/index.ts';
import { levels } from './generated-policies.ts';

const { parseCondition } = await policyTexts();
const at = { file: 'policy.yaml', line: 1, column: 1 };

const text = fc.constantFrom('a', 'b', 'docs', 'docs/a.md', 'src/B.ts', '', 'ü', '😀');
const strings = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('change.paths', 'change.areas', 'change.tools', 'change.kinds') },
  fc.array(text, { minLength: 1, maxLength: 3 }).map((all) => `[${all.map((one) => JSON.stringify(one)).join(', ')}]`),
);
const quoted = text.map((one) => JSON.stringify(one));
const compare = fc.constantFrom('<', '<=', '==', '!=', '>=', '>');
/** Atoms that cannot fail; arithmetic is apart, because CEL hides its failures inside macros and we refuse it there. */
const onElement = fc.tuple(fc.constantFrom('startsWith', 'endsWith', 'contains'), quoted, quoted, fc.integer({ min: 0, max: 9 }), compare).map(([call, a, b, n, op]) => [
  `p.${call}(${a})`, `p == ${b}`, `size(p) ${op} ${n}`, `p in [${a}, ${b}]`, `p.${call}(${a}) || p != ${b}`, `!p.${call}(${b})`, `p.lowerAscii() == ${a}`,
]).chain((all) => fc.constantFrom(...all));
const atom = fc.oneof(
  fc.constantFrom('change.assisted', 'author.unknown', 'author.rewritten', 'author.touched', 'operator.known', 'evidence.recorded', 'true', 'false'),
  fc.tuple(compare, fc.constantFrom(...levels)).map(([op, name]) => `author.level ${op} ${name}`),
  fc.subarray(levels, { minLength: 1 }).map((all) => `author.level in [${all.join(', ')}]`),
  fc.tuple(compare, fc.constantFrom(...tiers)).map(([op, name]) => `change.tier ${op} ${name}`),
  fc.tuple(fc.constantFrom('change.linesAdded', 'change.files', 'time.hour'), compare, fc.integer({ min: -3, max: 30 })).map(([field, op, n]) => `${field} ${op} ${n}`),
  fc.tuple(fc.constantFrom('+', '-', '*', '/', '%'), compare, fc.integer({ min: 0, max: 4 }), fc.integer({ min: -9, max: 40 })).map(([sign, op, a, b]) => `change.linesAdded ${sign} ${a} ${op} ${b}`),
  fc.tuple(compare, fc.constantFrom('0.0', '0.5', '1.0', '0.25')).map(([op, n]) => `change.share ${op} ${n}`),
  fc.tuple(strings, compare, fc.integer({ min: 0, max: 4 })).map(([list, op, n]) => `size(${list}) ${op} ${n}`),
  fc.tuple(quoted, strings).map(([one, list]) => `${one} in ${list}`),
  fc.tuple(strings, fc.constantFrom('==', '!='), strings).map(([a, op, b]) => `${a} ${op} ${b}`),
  fc.tuple(strings, fc.integer({ min: 0, max: 3 }), quoted).map(([list, n, one]) => `${list}[${n}] == ${one}`),
  fc.tuple(strings, fc.constantFrom('all', 'exists', 'exists_one'), onElement).map(([list, macro, body]) => `${list}.${macro}(p, ${body})`),
  fc.tuple(strings, onElement, compare, fc.integer({ min: 0, max: 3 })).map(([list, body, op, n]) => `size(${list}.filter(p, ${body})) ${op} ${n}`),
  fc.tuple(strings, quoted).map(([list, one]) => `${one} in ${list}.map(p, p.upperAscii())`),
  fc.tuple(fc.constantFrom('startsWith', 'endsWith', 'contains'), quoted).map(([call, one]) => `target.ref.${call}(${one})`),
);
const condition: fc.Arbitrary<string> = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    { weight: 4, arbitrary: atom },
    { weight: 1, arbitrary: tie('any').map((one) => `!(${one})`) },
    { weight: 3, arbitrary: fc.tuple(tie('any'), fc.constantFrom('&&', '||'), tie('any')).map(([a, op, b]) => `(${a}) ${op} (${b})`) },
    { weight: 1, arbitrary: fc.tuple(atom, atom, atom).map(([a, b, c]) => `(${a}) ? (${b}) : (${c})`) },
  ),
})).any;

const list = fc.array(text, { maxLength: 3 });
const values: fc.Arbitrary<ConditionValues> = fc.record({
  change: fc.record({
    assisted: fc.boolean(), contradictory: fc.boolean(), tier: fc.constantFrom(...tiers), linesAdded: fc.integer({ min: 0, max: 2000 }), files: fc.nat(30),
    areas: list, paths: list, kinds: list, tools: list, share: fc.constantFrom(0, 0.25, 0.5, 1), touchesPolicy: fc.boolean(), deletesTests: fc.boolean(),
  }),
  author: fc.record({ level: fc.constantFrom(...levels), unknown: fc.boolean(), rewritten: fc.boolean(), touched: fc.boolean() }),
  operator: fc.record({ known: fc.boolean() }),
  target: fc.record({ ref: fc.constantFrom('refs/heads/main', 'docs') }),
  evidence: fc.record({ recorded: fc.boolean(), declared: fc.boolean(), inferred: fc.boolean() }),
  scan: fc.record({ ran: fc.boolean() }),
  time: fc.record({ hour: fc.nat(23), weekday: fc.integer({ min: 1, max: 7 }) }),
});

/** Two-valued reading of a condition whose atoms all gave an answer. */
function joined(tree: ConditionTree, said: Iterator<string>): boolean {
  if (tree.op === 'atom') return said.next().value === 'true';
  if (tree.op === 'not') return !joined(tree.operand, said);
  const operands = tree.operands.map((operand) => joined(operand, said));
  return tree.op === 'and' ? operands.every(Boolean) : operands.some(Boolean);
}

const environment = celEnv({ funcs: stringFunctions });

/** The other implementation knows neither levels nor tiers: it gets their ranks, which compare alike. */
function others(of: string, values: ConditionValues): string {
  // Plain objects: it refuses those without a prototype.
  const { change, author, ...rest } = JSON.parse(JSON.stringify(values)) as ConditionValues;
  const seen = {
    change: { ...change, tier: BigInt(tiers.indexOf(change.tier!)), linesAdded: BigInt(change.linesAdded!), files: BigInt(change.files!) },
    author: { ...author, level: BigInt(levels.indexOf(author.level!)) },
    ...rest,
    time: { hour: BigInt(rest.time.hour!), weekday: BigInt(rest.time.weekday!) },
    ...Object.fromEntries([...levels, ...tiers].map((name) => [name, BigInt(Math.max(levels.indexOf(name), (tiers as readonly string[]).indexOf(name)))])),
  };
  try {
    const result = plan(environment, parse(of))(seen as never);
    return typeof result === 'boolean' ? String(result) : 'failed';
  } catch {
    return 'failed';
  }
}
/** What we refuse to parse though it is CEL: a failure that CEL would hide inside an atom. */
const refusal = /could fail unseen inside/;

test('every atom says what another implementation of CEL says, and the whole does where none fails', () => {
  const seed = Number(process.env['FC_SEED'] ?? 20261121);
  const told = { conditions: 0, atoms: 0, true: 0, false: 0, failed: 0, refused: 0, absorbed: 0, cased: 0 };
  fc.assert(
    fc.property(condition, values, (text, seen) => {
      const { condition: parsed, problems } = parseCondition(text, at, levels);
      if (parsed === null) {
        expect(problems.map(({ message }) => message).join()).toMatch(refusal);
        told.refused += 1;
        return;
      }
      told.conditions += 1;
      const { cased } = told;
      const said = compileCondition(parsed, levels).atoms.map(({ atom: one, evaluate }) => {
        const { outcome } = evaluate(seen);
        const they = others(one.text, seen);
        if (outcome !== they) {
          // The one difference known: cel-js also changes the case of letters beyond ASCII.
          expect(one.text).toMatch(/(?:lower|upper)Ascii/);
          expect(one.text + JSON.stringify(seen)).toMatch(/ü/);
          told.cased += 1;
        }
        told.atoms += 1;
        told[outcome] += 1;
        return outcome;
      });
      const whole = others(text, seen);
      if (told.cased > cased) return;
      if (!said.includes('failed')) expect(String(joined(parsed.tree, said.values()))).toBe(whole);
      // CEL lets a true operand of `||` hide that the other one failed; a rule of ours is unknown then.
      else if (whole !== 'failed') told.absorbed += 1;
    }),
    { numRuns: 3000, seed },
  );
  console.log(`seed ${seed}: ${told.conditions} conditions with ${told.atoms} atoms agree (${told.true} true, ${told.false} false, ${told.failed} failed in both); CEL hides a failed atom in ${told.absorbed}; ${told.refused} refused because an atom itself could hide one; ${told.cased} differ in the case of letters beyond ASCII`);
  expect(Math.min(told.true, told.false, told.failed, told.refused, told.absorbed)).toBeGreaterThan(50);
});

test.each([
  ['10,000 parentheses', `${'('.repeat(10_000)}true${')'.repeat(10_000)}`, '4000 is the limit'],
  ['1,900 parentheses', `${'('.repeat(1_900)}true${')'.repeat(1_900)}`, 'exceeded maxDepth'],
  ['a megabyte', `change.assisted || ${'x'.repeat(1 << 20)}`, '4000 is the limit'],
  ['a regular expression', 'change.paths.exists(p, p.matches("(a+)+$"))', '`matches` is not a function of conditions'],
  ['paths over and over', 'change.paths.all(p, change.paths.exists(q, q == p))', '`exists` in another list macro'],
  ['paths over and over by another name', '[change.paths].exists(l, l.exists(p, p == "a"))', '`exists` in another list macro'],
  ['paths over and over, sifted', 'change.areas.all(a, change.paths.filter(p, p == a) == [])', '`filter` in another list macro'],
])('%s are refused at once, in one sentence', (_, text, message) => {
  const { condition: parsed, problems } = parseCondition(text, at, levels);
  expect({ parsed, problems: problems.length }).toEqual({ parsed: null, problems: 1 });
  expect(problems[0]!.message).toContain(message);
  expect(problems[0]!.message.length).toBeLessThan(200);
});

test.each(['change.paths.exists(p, ["a", "b"].exists(q, p == q))', 'change.paths.all(p, change.areas.exists(a, p.startsWith(a)))', 'change.paths.filter(p, p != "a").exists(p, p == "b")'])(
  '`%s` goes over a long list once',
  (text) => expect(parseCondition(text, at, levels).problems).toEqual([]),
);

test.each([
  ['1,900 negations', `${'!'.repeat(1_900)}true`],
  ['600 operands', Array.from({ length: 600 }, () => 'true').join('||')],
])('%s are walked', (_, text) => {
  const { condition: parsed, problems } = parseCondition(text, at, levels);
  expect(problems).toEqual([]);
  expect(joined(parsed!.tree, compileCondition(parsed!, levels).atoms.map(() => 'true').values())).toBe(true);
});
