import { tiers } from '../../risk/index.ts';
import type { ConditionAtom, ConditionTree } from './condition.ts';
import { conditionVariables } from './environment.ts';

/** One line of a condition in words; `depth` 0 is outermost. An atom has its text, what joins atoms has none. */
export interface ConditionLine {
  readonly depth: number;
  readonly words: string;
  readonly text: string | null;
}

/** A condition as nested lines: `all of`, `any of`, `not`, and each atom in words. */
export function conditionWords(tree: ConditionTree, levels: readonly string[], depth = 0): ConditionLine[] {
  if (tree.op === 'atom') return [{ depth, words: atomWords(tree, levels), text: tree.text }];
  if (tree.op === 'not' && tree.operand.op === 'atom') {
    return [{ depth, words: `not: ${atomWords(tree.operand, levels)}`, text: `!(${tree.operand.text})` }];
  }
  const operands = tree.op === 'not' ? [tree.operand] : tree.operands;
  const words = { and: 'all of these', or: 'any of these', not: 'none of this' }[tree.op];
  return [{ depth, words, text: null }, ...operands.flatMap((operand) => conditionWords(operand, levels, depth + 1))];
}

/** What is true where a field of type bool is. */
const facts: Readonly<Record<string, string>> = {
  'change.assisted': 'an AI wrote part of it, as evidence and author say',
  'change.contradictory': 'two claims about who wrote it cannot both be true',
  'change.touchesPolicy': 'it edits policy or people',
  'change.deletesTests': 'it deletes tests',
  'author.unknown': 'somebody who wrote part of it is not enrolled',
  'author.rewritten': 'a senior rewrote what the AI wrote',
  'author.touched': 'its authors touched a key to say whether an AI was used',
  'operator.known': 'a human stands behind every agent in it',
  'evidence.recorded': 'tooling recorded AI-written lines',
  'evidence.declared': 'somebody declared that an AI was used',
  'evidence.inferred': 'AI use was deduced from traces',
  'scan.ran': 'scanners ran on it, as signed evidence says',
};

/** What a field is called in a sentence. */
const subjects: Readonly<Record<string, string>> = {
  'change.tier': 'its tier',
  'change.linesAdded': 'the number of lines it adds',
  'change.files': 'the number of files it changes',
  'change.areas': 'the areas it touches',
  'change.paths': 'the paths it changes',
  'change.kinds': 'the kinds of its evidence',
  'change.tools': 'the AI tools it names',
  'change.share': 'the AI-written share of its added lines',
  'author.level': 'the lowest level of those who wrote it',
  'target.ref': 'the branch it would land on',
  'time.hour': 'the hour (UTC)',
  'time.weekday': 'the weekday (UTC, Monday is 1)',
};

const comparisons: Readonly<Record<string, string>> = { '<': 'below', '<=': 'at most', '>': 'above', '>=': 'at least', '==': '', '!=': 'not' };

/**
 * An atom as an English sentence. What has no words of its own says what it reads and keeps its text: a condition
 * is never paraphrased wrongly.
 */
export function atomWords(atom: ConditionAtom, levels: readonly string[]): string {
  const text = atom.text.trim();
  const constant = { true: 'always', false: 'never' }[text];
  if (constant !== undefined) return constant;
  const fact = facts[text];
  if (fact !== undefined) return fact;
  const listed = /^["']([^"'\\]*)["'] in ([a-zA-Z.]+)$/.exec(text);
  const list = subjects[listed?.[2] ?? ''];
  if (listed !== null && list !== undefined) return `\`${listed[1]}\` is among ${list}`;
  const [, path = '', operator = '', value = ''] = /^([a-zA-Z.]+)\s*(<=|>=|==|!=|<|>)\s*([\w."'/-]+)$/.exec(text) ?? [];
  const subject = subjects[path];
  const comparison = comparisons[operator];
  if (subject === undefined || comparison === undefined) return documented(atom);
  const said = `${subject} is ${comparison === '' ? '' : `${comparison} `}${value.replace(/^["'](.*)["']$/, '`$1`')}`;
  const ladder: readonly string[] = path === 'author.level' ? levels : path === 'change.tier' ? tiers : [];
  return `${said}${rungs(ladder, operator, value)}`;
}

/** `: junior or mid`, the rungs that fit, where that says more than the comparison. */
function rungs(ladder: readonly string[], operator: string, value: string): string {
  const at = ladder.indexOf(value);
  if (at < 0 || operator === '==') return '';
  const fits: Readonly<Record<string, (index: number) => boolean>> = {
    '<': (index) => index < at,
    '<=': (index) => index <= at,
    '>': (index) => index > at,
    '>=': (index) => index >= at,
    '!=': (index) => index !== at,
  };
  const fitting = ladder.filter((_, index) => fits[operator]?.(index) ?? false);
  if (fitting.length === 0) return ': none';
  const last = fitting.at(-1) ?? '';
  return `: ${fitting.length === 1 ? last : `${fitting.slice(0, -1).join(', ')} or ${last}`}`;
}

/** `holds, reading change.paths (Paths of the files changed, as git names them)`. */
function documented({ reads }: ConditionAtom): string {
  const variables: Readonly<Record<string, Readonly<Record<string, { readonly doc: string }>>>> = conditionVariables;
  const docs = reads.map((path) => {
    const [variable = '', field = ''] = path.split('.');
    const doc = variables[variable]?.[field]?.doc ?? '';
    return subjects[path] ?? doc.replace(/\.$/, '').replace(/^./, (letter) => letter.toLowerCase());
  });
  return docs.length === 0 ? 'this holds' : `this holds of ${docs.join(' and ')}`;
}
