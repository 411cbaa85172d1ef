import { serialize } from '@marcbachmann/cel-js';
import type { Position } from '../../values/index.ts';
import type { Condition, ConditionTree } from './condition.ts';
import { celIsHere } from './cel-when-needed.ts';
import { conditionEnvironment } from './cel.ts';
import { conditionFunctions, conditionVariables } from './environment.ts';
import { nearest } from '../nearest.ts';
import type { PolicyProblem } from '../policy.ts';

/** A condition, or why it is none. Problems are never empty where the condition is `null`. */
export interface ParsedCondition {
  readonly condition: Condition | null;
  readonly problems: readonly PolicyProblem[];
}

/** The part of cel-js's syntax tree we walk. */
interface CelNode {
  readonly op: string;
  readonly args: unknown;
  readonly start: number;
  readonly end: number;
  readonly pos: number;
}

const macros = new Set(['all', 'exists', 'exists_one', 'filter', 'map']);
/** Operators that can fail on a value: CEL hides such a failure beside a true `||` or a false `&&` operand. */
const fallible = new Set(['[]', '/', '%', '+', '-', '*', '-_']);
const longest = 4000;

/**
 * Parses and type-checks a condition against a ladder of levels (least first). `locate` turns an offset into
 * the text into the place a person can open; without it every problem stands at `at`.
 */
export function parseCondition(
  text: string,
  at: Position,
  levels: readonly string[],
  locate: (offset: number) => Position = () => at,
): ParsedCondition {
  const problems: PolicyProblem[] = [];
  const problem = (message: string, mend: string | null, offset: number) => {
    problems.push({ severity: 'error', code: 'invalid-condition', message, mend, at: locate(offset) });
  };
  if (text.trim() === '') {
    problem('the condition is empty', 'write `true` where the rule is for every change', 0);
    return { condition: null, problems };
  }
  if (text.length > longest) {
    problem(`the condition has ${text.length} characters; ${longest} is the limit`, 'split it into several rules', 0);
    return { condition: null, problems };
  }
  celIsHere(conditionEnvironment);
  const { cel } = conditionEnvironment(levels);
  let tree: ConditionTree | null = null;
  try {
    const run = cel.parse(text);
    const root = run.ast as unknown as CelNode;
    walk(root, { levels, problem, swallowed: false, repeated: false });
    if (problems.length === 0) {
      const check = run.check();
      if (!check.valid) explain(check.error, text, levels, problem);
      else if (check.type !== 'bool')
        problem(
          `the condition \`${brief(text)}\` is ${article(check.type)}, not true or false`,
          'compare it with something',
          root.start,
        );
      else tree = skeleton(root, text);
    }
  } catch (error) {
    explain(error, text, levels, problem);
  }
  return { condition: tree === null || problems.length > 0 ? null : { text, tree, at }, problems };
}

interface Walk {
  readonly levels: readonly string[];
  readonly problem: (message: string, mend: string | null, offset: number) => void;
  /** Inside `&&`, `||` or a macro of one atom, where CEL would hide a failure. */
  readonly swallowed: boolean;
  /** Inside a macro, so that it runs once for each of a list whose length the author of a change chooses. */
  readonly repeated: boolean;
}

/** Refuses what type-checks but would weaken a rule: foreign functions, shadowed constants, hidden failures. */
function walk(node: CelNode, state: Walk, skeletal = true): void {
  const inSkeleton = skeletal && (node.op === '&&' || node.op === '||' || node.op === '!_');
  if (fallible.has(node.op) && state.swallowed) {
    state.problem(
      `\`${node.op === '-_' ? '-' : node.op}\` could fail unseen inside \`&&\`, \`||\`, \`?\` or a list macro`,
      'compare it outside, as an operand of its own',
      node.start,
    );
  }
  const hides = state.swallowed || (!inSkeleton && ['&&', '||', '?:'].includes(node.op));
  if (node.op === 'call' || node.op === 'rcall') {
    const parts = node.args as readonly unknown[];
    const name = String(parts[0]);
    const args = (parts[node.op === 'call' ? 1 : 2] ?? []) as readonly CelNode[];
    if (!conditionFunctions.includes(name)) {
      const close = nearest(name, conditionFunctions);
      state.problem(
        `\`${name}\` is not a function of conditions${close === null ? '' : `; did you mean \`${close}\`?`}`,
        `functions: ${conditionFunctions.join(', ')}`,
        node.start,
      );
      return;
    }
    const macro = macros.has(name);
    if (macro) for (const bound of args.slice(0, -1)) refuseShadow(bound, state);
    const over = parts[1] as CelNode;
    if (macro && state.repeated && !isShortList(over)) {
      state.problem(
        `\`${name}\` in another list macro could run for hours on a change of many files`,
        'inside one, go over a written list or `change.areas`, `change.kinds`, `change.tools`; or ask with `in`',
        node.start,
      );
    }
    if (node.op === 'rcall') walk(over, { ...state, swallowed: hides }, false);
    for (const arg of args) walk(arg, { ...state, swallowed: hides || macro, repeated: state.repeated || macro }, false);
    return;
  }
  if ((node.op === '[]' || node.op === '.') && Array.isArray(node.args)) {
    const base = node.args[0] as CelNode;
    if (node.op === '[]' && base.op === 'id' && String(base.args) in conditionVariables) {
      state.problem(
        `\`${String(base.args)}\` is read by name, not with \`[ ]\``,
        `write \`${String(base.args)}.\` and the name`,
        node.start,
      );
    }
  }
  for (const child of children(node)) walk(child, { ...state, swallowed: hides }, inSkeleton);
}

/** A list whose length no author of a change can stretch. */
function isShortList(node: CelNode): boolean {
  if (node.op === 'list') return true;
  if (node.op !== '.' || !Array.isArray(node.args)) return false;
  const [base, name] = node.args as unknown as readonly [CelNode, unknown];
  return base.op === 'id' && base.args === 'change' && ['areas', 'kinds', 'tools'].includes(String(name));
}

function refuseShadow(bound: CelNode, state: Walk): void {
  if (bound.op !== 'id') return;
  const name = String(bound.args);
  if (
    state.levels.includes(name) ||
    ['low', 'medium', 'high', 'critical'].includes(name) ||
    name in conditionVariables
  ) {
    state.problem(`the macro variable \`${name}\` already has a meaning`, 'use another name, such as `x`', bound.start);
  }
}

function skeleton(node: CelNode, text: string): ConditionTree {
  if (node.op === '&&' || node.op === '||') {
    const op = node.op === '&&' ? 'and' : 'or';
    const operands = (node.args as readonly CelNode[]).map((child) => skeleton(child, text));
    // `a && b && c` reads as one conjunction, as it is written.
    return { op, operands: operands.flatMap((child) => (child.op === op ? child.operands : [child])) };
  }
  if (node.op === '!_') return { op: 'not', operand: skeleton(node.args as CelNode, text) };
  const reads = new Set<string>();
  collectReads(node, reads);
  return { op: 'atom', text: atomText(node, text), offset: node.start, reads: [...reads] };
}

/** As written, unless the node's range cuts through parentheses (cel-js ranges leave closing ones out). */
function atomText(node: CelNode, text: string): string {
  const canonical = unescaped(serialize(node as unknown as Parameters<typeof serialize>[0]));
  const written = text.slice(node.start, node.end);
  const squeeze = (s: string) => s.replace(/\s+/g, '');
  return squeeze(written) === squeeze(canonical) ? written : canonical;
}

/** cel-js writes `\u00fc` for `ü`, and two halves for what lies beyond, which it then refuses to read. */
function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|[^u])/g, (written, code: string | undefined) => {
    const unit = code === undefined ? 0 : Number.parseInt(code, 16);
    return unit < 0x80 ? written : String.fromCharCode(unit);
  });
}

function collectReads(node: CelNode, into: Set<string>): void {
  if (node.op === '.') {
    const [base, name] = node.args as readonly [CelNode, string];
    if (base.op === 'id' && String(base.args) in conditionVariables) into.add(`${String(base.args)}.${name}`);
  }
  for (const child of children(node)) collectReads(child, into);
}

function children(node: CelNode): readonly CelNode[] {
  const found: CelNode[] = [];
  const look = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(look);
    else if (typeof value === 'object' && value !== null && 'op' in value && 'args' in value)
      found.push(value as CelNode);
  };
  look(node.args);
  return found;
}

/** The checker's sentence in our words, with the nearest name where one was mistyped. */
function explain(error: unknown, text: string, levels: readonly string[], problem: Walk['problem']): void {
  const cel = error as {
    readonly summary?: string;
    readonly message?: string;
    readonly range?: { readonly start: number };
  };
  const summary = cel.summary ?? cel.message ?? String(error);
  const offset = cel.range?.start ?? 0;
  const names = [...Object.keys(conditionVariables), ...levels, 'low', 'medium', 'high', 'critical'];
  const unknown = /^Unknown variable: (.*)$/.exec(summary)?.[1];
  if (unknown !== undefined) {
    const close = nearest(unknown, names);
    problem(`\`${unknown}\` is unknown in a condition${suggest(close)}`, `names: ${names.join(', ')}`, offset);
    return;
  }
  const key = /^No such key: (.*)$/.exec(summary)?.[1];
  if (key !== undefined) {
    const variable = /([A-Za-z_]\w*)\s*\.\s*$/.exec(text.slice(0, offset))?.[1] ?? '';
    const fields = Object.keys((conditionVariables as Readonly<Record<string, object>>)[variable] ?? {});
    const close = nearest(key, fields);
    problem(
      `\`${variable}\` has no \`${key}\`${suggest(close)}`,
      fields.length === 0 ? null : `it has ${fields.join(', ')}`,
      offset,
    );
    return;
  }
  const overload = /^no such overload: (.*)$/.exec(summary)?.[1];
  if (overload !== undefined) {
    const ladders = /Level/.test(overload) && /Tier/.test(overload);
    problem(
      `\`${brief(text)}\`: ${ladders ? 'a level cannot be compared with a tier' : 'these types do not go together'} (${overload.replace(/_facts/g, '')})`,
      ladders ? `levels: ${levels.join(' < ')}; tiers: low < medium < high < critical` : null,
      offset,
    );
    return;
  }
  if (/EOF/.test(summary)) {
    problem(
      `the condition \`${brief(text)}\` ends too early`,
      'write what is missing at its end',
      text.trimEnd().length,
    );
    return;
  }
  problem(
    `\`${brief(text)}\`: ${summary.charAt(0).toLowerCase()}${summary.slice(1)}`,
    null,
    Math.min(offset, text.length),
  );
}

function suggest(close: string | null): string {
  return close === null ? '' : `; did you mean \`${close}\`?`;
}

function article(type: string | undefined): string {
  return type === undefined ? 'of no known type' : `${/^[aeiou]/i.test(type) ? 'an' : 'a'} ${type}`;
}

function brief(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= 60 ? line : `${line.slice(0, 57)}...`;
}
