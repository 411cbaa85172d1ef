import { tiers } from '../../risk/index.ts';
import type { ConditionAtom } from './condition.ts';
import { conditionVariables, type ConditionField } from './environment.ts';

/** Asks an atom of a value that is known and of the field's type: what CEL would answer. */
export type PlainTest = (value: unknown) => boolean;

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};

/**
 * An atom that needs no CEL: `change.assisted`, `author.level < senior`, `change.linesAdded > 400`,
 * `"kms" in change.areas`. `null` for any other, and for what CEL's type check would refuse.
 */
export function plainAtom(atom: ConditionAtom, levels: readonly string[]): PlainTest | null {
  const text = atom.text.trim();
  const [path, second] = atom.reads;
  if (path === undefined || second !== undefined) return null;
  const type = typeOf(path);
  if (text === path) return type === 'bool' ? (value) => value === true : null;
  const listed = /^"([^"\\\n\r]*)" in (\S+)$/.exec(text);
  if (listed !== null && listed[2] === path && type === 'list<string>') {
    const wanted = listed[1]!;
    return (value) => (value as readonly string[]).includes(wanted);
  }
  const [, left, operator = '', right = ''] = /^([a-zA-Z.]+) *(<=|>=|==|!=|<|>) *([a-zA-Z_]\w*|0|[1-9]\d{0,14})$/.exec(text) ?? [];
  const compare = comparisons[operator];
  if (left !== path || compare === undefined) return null;
  if (type === 'int') return /^\d+$/.test(right) ? (value) => compare(value as number, Number(right)) : null;
  const ladder: readonly string[] | null = type === 'Level' ? levels : type === 'Tier' ? tiers : null;
  const rank = ladder?.indexOf(right) ?? -1;
  if (ladder === null || rank < 0) return null;
  return (value) => compare(ladder.indexOf(String(value)), rank);
}

function typeOf(path: string): ConditionField['type'] | undefined {
  const [variable = '', field = ''] = path.split('.');
  const variables: Readonly<Record<string, Readonly<Record<string, ConditionField>>>> = conditionVariables;
  return variables[variable]?.[field]?.type;
}
