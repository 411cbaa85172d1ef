import { conditionAtoms, type Condition, type ConditionAtom } from './condition.ts';
import { tiers } from '../../risk/index.ts';
import { environmentOf } from './cel-when-needed.ts';
import { conditionVariables, type ConditionEnvironment, type ConditionField, type ConditionValues } from './environment.ts';
import { plainAtom, type PlainTest } from './plain-atom.ts';

/** What evaluating one atom gave; `failed` says why in words. */
export type AtomResult =
  { readonly outcome: 'true' | 'false' } | { readonly outcome: 'failed'; readonly error: string };

/** A condition ready to be asked. It holds closures, so it is kept apart from `Condition`, which is plain data. */
export interface CompiledCondition {
  readonly atoms: readonly {
    readonly atom: ConditionAtom;
    readonly evaluate: (values: ConditionValues) => AtomResult;
  }[];
}

const compiled = new WeakMap<Condition, WeakMap<readonly string[], CompiledCondition>>();

/** Compiles each atom of a parsed condition against a ladder of levels, once per condition and ladder. */
export function compileCondition(condition: Condition, levels: readonly string[]): CompiledCondition {
  let byLadder = compiled.get(condition);
  if (byLadder === undefined) compiled.set(condition, (byLadder = new WeakMap()));
  let made = byLadder.get(levels);
  if (made === undefined) {
    made = {
      atoms: conditionAtoms(condition.tree).map((atom) => {
        const plain = plainAtom(atom, levels);
        return { atom, evaluate: plain === null ? compileAtom(atom, levels) : plainly(atom, plain, levels) };
      }),
    };
    byLadder.set(levels, made);
  }
  return made;
}

/** `change.paths` and the like must be known and of their type, as for CEL. */
function plainly(atom: ConditionAtom, test: PlainTest, levels: readonly string[]): (values: ConditionValues) => AtomResult {
  const path = atom.reads[0]!;
  const [variable = '', field = ''] = path.split('.');
  return (values) => {
    const value = knownValue(variable, field, values, levels);
    if (value === null) return { outcome: 'failed', error: `\`${path}\` is not known` };
    return { outcome: test(value) ? 'true' : 'false' };
  };
}

function compileAtom(atom: ConditionAtom, levels: readonly string[]): (values: ConditionValues) => AtomResult {
  try {
    const environment = environmentOf(levels);
    const run = environment.cel.parse(atom.text);
    const check = run.check();
    if (!check.valid || check.type !== 'bool') {
      const error = check.error === undefined ? `it is ${String(check.type)}, not bool` : check.error.summary;
      return () => ({ outcome: 'failed', error });
    }
    return (values) => evaluate(run, atom, values, environment);
  } catch (error) {
    const sentence = sentenceOf(error);
    return () => ({ outcome: 'failed', error: sentence });
  }
}

/** Values are looked at first: CEL would swallow a missing one beside a true operand inside a macro. */
function evaluate(
  run: (context: Record<string, unknown>) => unknown,
  atom: ConditionAtom,
  values: ConditionValues,
  environment: ConditionEnvironment,
): AtomResult {
  try {
    const context: Record<string, Record<string, unknown>> = {};
    for (const path of atom.reads) {
      const [variable = '', field = ''] = path.split('.');
      const value = celValue(variable, field, values, environment);
      if (value === null) return { outcome: 'failed', error: `\`${path}\` is not known` };
      (context[variable] ??= {})[field] = value;
    }
    const outcome = run(context);
    if (outcome === true) return { outcome: 'true' };
    if (outcome === false) return { outcome: 'false' };
    return { outcome: 'failed', error: 'it gave neither true nor false' };
  } catch (error) {
    return { outcome: 'failed', error: sentenceOf(error) };
  }
}

/** A value as CEL wants it: integers as bigint, levels and tiers as their own types; `null` where it is not known. */
function celValue(variable: string, field: string, values: ConditionValues, environment: ConditionEnvironment): unknown {
  const value = knownValue(variable, field, values, [...environment.levels.keys()]);
  switch (value === null ? undefined : typeOf(variable, field)) {
    case undefined:
      return null;
    case 'int':
      return BigInt(value as number);
    case 'Level':
      return environment.levels.get(value as string) ?? null;
    case 'Tier':
      return environment.tiers.get(value as string) ?? null;
    default:
      return value;
  }
}

function typeOf(variable: string, field: string): ConditionField['type'] | undefined {
  const variables: Readonly<Record<string, Readonly<Record<string, ConditionField>>>> = conditionVariables;
  return variables[variable]?.[field]?.type;
}

/** A value that is known and of its field's type, else `null`. */
function knownValue(variable: string, field: string, values: ConditionValues, levels: readonly string[]): unknown {
  const type = typeOf(variable, field);
  const value = (values as unknown as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>)[variable]?.[field];
  if (type === undefined || value === undefined || value === null) return null;
  switch (type) {
    case 'bool':
      return typeof value === 'boolean' ? value : null;
    case 'int':
      return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
    case 'double':
      return typeof value === 'number' && Number.isFinite(value) ? value : null;
    case 'string':
      return typeof value === 'string' ? value : null;
    case 'list<string>':
      return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : null;
    case 'Level':
      return levels.includes(String(value)) ? String(value) : null;
    case 'Tier':
      return (tiers as readonly string[]).includes(String(value)) ? String(value) : null;
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof Error)
    return 'summary' in error && typeof error.summary === 'string' ? error.summary : error.message;
  return String(error);
}
