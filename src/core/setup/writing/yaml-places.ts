import { isMap, isNode, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import { scalar } from './yaml-text.ts';

/*
 * Where in a text its YAML stands, for edits that leave every other character alone.
 */

/** Text put in at an offset; `drop` characters behind it go. */
export interface Insertion {
  readonly at: number;
  readonly text: string;
  readonly drop: number;
}

/** Lines as they follow one that is there. */
export function block(lines: readonly string[], eol: string): string {
  return lines.map((line) => `${eol}${line}`).join('');
}

/** The value of a key, `null` where there is none. */
export function memberOf(map: YAMLMap, key: string): Node | null {
  const pair = map.items.find((each) => isScalar(each.key) && each.key.value === key);
  return pair !== undefined && isNode(pair.value) ? pair.value : null;
}

/** More entries of a list that a mapping has or gets. */
export function moreInList(text: string, map: YAMLMap, name: string, values: readonly string[], eol: string): { readonly edits: readonly Insertion[]; readonly missing: readonly string[] } {
  if (values.length === 0) return { edits: [], missing: [] };
  const list = memberOf(map, name);
  const written = values.map(scalar);
  if (!isSeq(list)) return { edits: [], missing: [`${name}: [${written.join(', ')}]`] };
  if (list.items.length === 0) return { edits: [{ at: list.range![0], text: `[${written.join(', ')}]`, drop: list.range![1] - list.range![0] }], missing: [] };
  const last = list.items.at(-1) as Node;
  if (list.flow === true) return { edits: [{ at: endOf(last), text: written.map((one) => `, ${one}`).join(''), drop: 0 }], missing: [] };
  const dash = lineStart(text, last.range![0]);
  const lead = /^[ \t]*-[ \t]*/.exec(text.slice(dash))?.[0] ?? '      - ';
  return { edits: [{ at: endOfLine(text, endOf(last)), text: written.map((one) => `${eol}${lead}${one}`).join(''), drop: 0 }], missing: [] };
}

/** Further `key: value` at the end of a mapping. */
export function morePairs(text: string, map: YAMLMap, pairs: readonly string[], eol: string): readonly Insertion[] {
  if (map.flow === true) return [{ at: endOf(map.items.at(-1)!), text: pairs.map((pair) => `, ${pair}`).join(''), drop: 0 }];
  const pad = ' '.repeat(columnOf(text, map));
  return [{ at: endOfLine(text, endOf(map.items.at(-1)!)), text: block(pairs.map((pair) => pad + pair), eol), drop: 0 }];
}

/** Offset behind the last character that a value or pair is written with, comments left out. */
export function endOf(one: Node | Pair): number {
  if (!isNode(one)) return endOf(isNode(one.value) && (!isScalar(one.value) || one.value.source !== '') ? one.value : (one.key as Node));
  if ((isMap(one) || isSeq(one)) && one.flow !== true && one.items.length > 0) return endOf(one.items.at(-1) as Node | Pair);
  return one.range?.[1] ?? 0;
}

/** How far a block mapping is indented. */
export function columnOf(text: string, map: YAMLMap): number {
  const start = (map.items[0]?.key as Node | undefined)?.range?.[0] ?? 0;
  return start - lineStart(text, start);
}

/** Offset of the first character of a line. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Before the line's end; a block scalar ends behind its own. */
export function endOfLine(text: string, offset: number): number {
  const from = text[offset - 1] === '\n' ? offset - 1 : offset;
  const end = text.indexOf('\n', from);
  const at = end < 0 ? text.length : end;
  return text[at - 1] === '\r' ? at - 1 : at;
}
