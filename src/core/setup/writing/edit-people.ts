import { isMap, parseDocument, type YAMLMap } from 'yaml';
import { editKeys } from './edit-keys.ts';
import type { PeopleEdit, PersonAddition } from './people-edit.ts';
import { agentLines, personLines } from './people-text.ts';
import { block, columnOf, endOf, endOfLine, memberOf, moreInList, morePairs, type Insertion } from './yaml-places.ts';
import { scalar } from './yaml-text.ts';

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
    const gates = memberOf(root, 'gates');
    const person = (isMap(people) ? memberOf(people, addition.person) : null) ?? (isMap(gates) ? memberOf(gates, addition.person) : null);
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
  edits.push(...editKeys(text, root, edit, eol));
  // From the end, so that offsets stay true; what belongs in one place is put there in order.
  return edits.toReversed().toSorted((a, b) => b.at - a.at).reduce((done, { at, text: put, drop }) => done.slice(0, at) + put + done.slice(at + drop), text);
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

/** The lists of one person or gate, longer. */
function addTo(text: string, person: YAMLMap, { emails, accounts, keys }: PersonAddition, eol: string): readonly Insertion[] {
  const lists = [moreInList(text, person, 'emails', emails, eol), moreInList(text, person, 'keys', keys, eol)];
  const [edits, missing] = [lists.flatMap((one) => one.edits), lists.flatMap((one) => one.missing)];
  const logins = Object.entries(accounts).map(([forge, login]) => `${scalar(forge)}: ${scalar(login)}`);
  if (logins.length > 0) {
    const map = memberOf(person, 'accounts');
    if (!isMap(map) || map.items.length === 0) missing.push(`accounts: { ${logins.join(', ')} }`);
    else edits.push(...morePairs(text, map, logins, eol));
  }
  return missing.length === 0 ? edits : [...edits, ...morePairs(text, person, missing, eol)];
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

