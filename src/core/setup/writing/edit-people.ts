import { isMap, isNode, isScalar, isSeq, parseDocument, type Node, type Pair, type YAMLMap } from 'yaml';
import type { ProposedAgent, ProposedPerson } from '../people/propose-people.ts';
import { agentLines, personLines } from './people-text.ts';
import { scalar } from './yaml-text.ts';

/** What a person of the file gets besides. */
export interface PersonAddition {
  /** Id. */
  readonly person: string;
  readonly emails: readonly string[];
  readonly accounts: Readonly<Record<string, string>>;
  readonly keys: readonly string[];
}

/** What is added to a people file; nothing is ever taken away or changed. */
export interface PeopleEdit {
  readonly persons: readonly ProposedPerson[];
  readonly agents: readonly ProposedAgent[];
  readonly additions: readonly PersonAddition[];
}

/** Text put in at an offset; `drop` characters behind it go. */
interface Insertion {
  readonly at: number;
  readonly text: string;
  readonly drop: number;
}

/**
 * A people file with the additions put where they belong, every other character as it was: comments, quotes and
 * alignment are somebody's work. The text must be one `parsePeople` reads; the caller reads the result again.
 */
export function editPeople(text: string, edit: PeopleEdit): string {
  const root = parseDocument(text, { logLevel: 'silent' }).contents;
  if (!isMap(root)) return text;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const edits: Insertion[] = [];
  const people = memberOf(root, 'people');
  for (const addition of edit.additions) {
    const person = isMap(people) ? memberOf(people, addition.person) : null;
    if (isMap(person)) edits.push(...addTo(text, person, addition, eol));
  }
  const sections = [
    ['people', (indent: number) => edit.persons.flatMap((person) => personLines(person, indent))],
    ['agents', (indent: number) => edit.agents.flatMap((agent) => agentLines(agent, indent))],
  ] as const;
  for (const [name, lines] of sections) {
    const written = lines(2);
    if (written.length === 0) continue;
    const section = memberOf(root, name);
    if (isMap(section) && section.flow !== true && section.items.length > 0) edits.push({ at: endOfEntry(text, section), text: block(lines(columnOf(text, section)), eol), drop: 0 });
    else if (isMap(section)) edits.push(...intoFlow(text, section, written, eol));
    else edits.push({ at: text.trimEnd().length, text: `${eol}${eol}${name}:${block(written, eol)}`, drop: 0 });
  }
  // From the end, so that offsets stay true; what belongs in one place is put there in order.
  return edits.toReversed().toSorted((a, b) => b.at - a.at).reduce((done, { at, text: put, drop }) => done.slice(0, at) + put + done.slice(at + drop), text);
}

function block(lines: readonly string[], eol: string): string {
  return lines.map((line) => `${eol}${line}`).join('');
}

function memberOf(map: YAMLMap, key: string): Node | null {
  const pair = map.items.find((each) => isScalar(each.key) && each.key.value === key);
  return pair !== undefined && isNode(pair.value) ? pair.value : null;
}

/** `{}` becomes a block; what stands in braces gets its entries as one more line each in them. */
function intoFlow(text: string, section: YAMLMap, lines: readonly string[], eol: string): readonly Insertion[] {
  const [start, end] = section.range ?? [0, 0];
  const from = text[start - 1] === ' ' ? start - 1 : start;
  if (section.items.length === 0) return [{ at: from, text: '', drop: end - from }, { at: endOfLine(text, end), text: block(lines, eol), drop: 0 }];
  // In braces indentation means nothing and every entry must be in braces too: JSON is such YAML, and comments go.
  const entries = parseDocument(lines.join('\n'), { logLevel: 'silent' }).toJS() as Record<string, unknown>;
  const last = endOf(section.items.at(-1)!);
  return [{ at: last, text: Object.entries(entries).map(([id, one]) => `,${eol}  ${scalar(id)}: ${flow(one)}`).join(''), drop: 0 }];
}

/** A value in braces. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return scalar(String(value));
  return `{ ${Object.entries(value).map(([key, one]) => `${scalar(key)}: ${flow(one)}`).join(', ')} }`;
}

/** The lists of one person, longer. */
function addTo(text: string, person: YAMLMap, { emails, accounts, keys }: PersonAddition, eol: string): readonly Insertion[] {
  const missing: string[] = [];
  const edits: Insertion[] = [];
  for (const [name, values] of [['emails', emails], ['keys', keys]] as const) {
    if (values.length === 0) continue;
    const list = memberOf(person, name);
    if (!isSeq(list) || list.items.length === 0) missing.push(`${name}: [${values.map(scalar).join(', ')}]`);
    else if (list.flow === true) edits.push({ at: endOf(list.items.at(-1) as Node), text: values.map((one) => `, ${scalar(one)}`).join(''), drop: 0 });
    else {
      const last = list.items.at(-1) as Node;
      const dash = lineStart(text, last.range![0]);
      const lead = /^[ \t]*-[ \t]*/.exec(text.slice(dash))?.[0] ?? '      - ';
      edits.push({ at: endOfLine(text, endOf(last)), text: values.map((one) => `${eol}${lead}${scalar(one)}`).join(''), drop: 0 });
    }
  }
  const logins = Object.entries(accounts).map(([forge, login]) => `${scalar(forge)}: ${scalar(login)}`);
  if (logins.length > 0) {
    const map = memberOf(person, 'accounts');
    if (!isMap(map) || map.items.length === 0) missing.push(`accounts: { ${logins.join(', ')} }`);
    else edits.push(...morePairs(text, map, logins, eol));
  }
  return missing.length === 0 ? edits : [...edits, ...morePairs(text, person, missing, eol)];
}

/** Further `key: value` at the end of a mapping. */
function morePairs(text: string, map: YAMLMap, pairs: readonly string[], eol: string): readonly Insertion[] {
  if (map.flow === true) return [{ at: endOf(map.items.at(-1)!), text: pairs.map((pair) => `, ${pair}`).join(''), drop: 0 }];
  const pad = ' '.repeat(columnOf(text, map));
  return [{ at: endOfLine(text, endOf(map.items.at(-1)!)), text: block(pairs.map((pair) => pad + pair), eol), drop: 0 }];
}

/** Offset behind the last character that a value or pair is written with, comments left out. */
function endOf(one: Node | Pair): number {
  if (!isNode(one)) return endOf(isNode(one.value) && (!isScalar(one.value) || one.value.source !== '') ? one.value : (one.key as Node));
  if ((isMap(one) || isSeq(one)) && one.flow !== true && one.items.length > 0) return endOf(one.items.at(-1) as Node | Pair);
  return one.range?.[1] ?? 0;
}

/** Where a further entry of a section begins: behind the last one and the comments that are indented below it. */
function endOfEntry(text: string, section: YAMLMap): number {
  const indent = columnOf(text, section);
  let end = endOfLine(text, endOf(section.items.at(-1)!));
  for (;;) {
    const next = /^\r?\n([ \t]*)#[^\r\n]*/.exec(text.slice(end));
    if (next === null || next[1]!.length <= indent) return end;
    end += next[0].length;
  }
}

function columnOf(text: string, map: YAMLMap): number {
  const start = (map.items[0]?.key as Node | undefined)?.range?.[0] ?? 0;
  return start - lineStart(text, start);
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Before the line's end; a block scalar ends behind its own. */
function endOfLine(text: string, offset: number): number {
  const from = text[offset - 1] === '\n' ? offset - 1 : offset;
  const end = text.indexOf('\n', from);
  const at = end < 0 ? text.length : end;
  return text[at - 1] === '\r' ? at - 1 : at;
}
