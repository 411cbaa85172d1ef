import { isMap, type Node } from 'yaml';
import type { Position } from '../../values/index.ts';
import { nearest } from '../nearest.ts';
import { requirementKinds, type RequirementKind } from '../policy.ts';
import {
  fieldMeanings,
  kindMeanings,
  requirementFields,
  type FieldValue,
  type RequirementField,
} from './requirement-fields.ts';
import { readPercent } from '../reading/amounts.ts';
import { show, type Member, type Placed, type YamlSource } from '../reading/yaml-source.ts';

/** What a requirement says, field by field, as far as the file says it; `floors.ts` fills the rest in. */
export interface RequirementDraft {
  readonly kind: RequirementKind;
  readonly at: Position;
  readonly after: Placed<RequirementKind> | null;
  readonly fields: ReadonlyMap<string, Placed<FieldValue>>;
  /** Properties the file names, also those whose value was wrong (and reported). */
  readonly written: ReadonlySet<string>;
}

/** Reads `require:` of a rule; `null`: some line of it is wrong, and reported. */
export function parseRequirements(
  source: YamlSource,
  member: Member,
  what: string,
  levels: readonly string[],
): readonly RequirementDraft[] | null {
  const items = source.items(member.node, `\`require\` of ${what}`, member.at);
  if (items === null) return null;
  const drafts = items.flatMap(
    (item) => parseRequirement(source, item, item === null ? member.at : source.at(item), levels) ?? [],
  );
  return drafts.length === items.length ? drafts : null;
}

function parseRequirement(
  source: YamlSource,
  node: Node | null,
  at: Position,
  levels: readonly string[],
): RequirementDraft | null {
  const words: readonly string[] = requirementKinds;
  const bare = (node as { readonly value?: unknown } | null)?.value;
  if (typeof bare === 'string') return draftOf(source, { key: bare, at, node: null }, levels, true);
  const members = source.members(node, 'a requirement', at);
  if (members === null) return null;
  if (members.length === 0)
    return source.error('empty', 'a requirement is empty', `name one of ${words.join(', ')}`, at);
  const known = members.filter((member) => words.includes(member.key));
  for (const member of members) {
    if (words.includes(member.key)) continue;
    const misplaced =
      known[0] !== undefined &&
      [...requirementFields[known[0].key as RequirementKind].map((field) => field.key), 'after'].includes(member.key);
    if (misplaced)
      source.error(
        'misplaced-key',
        `\`${member.key}\` belongs inside \`${known[0]!.key}\``,
        `write \`${known[0]!.key}: { … ${member.key}: … }\``,
        member.at,
      );
    else source.unknownKey(member, 'a requirement', words, kindMeanings);
  }
  if (known.length > 1) {
    return source.error(
      'several-kinds',
      `one requirement asks for \`${known[0]!.key}\` and \`${known[1]!.key}\``,
      'begin each with a dash of its own',
      known[1]!.at,
    );
  }
  return known[0] === undefined ? null : draftOf(source, known[0], levels, false);
}

function draftOf(
  source: YamlSource,
  member: Member,
  levels: readonly string[],
  bare: boolean,
): RequirementDraft | null {
  const kind = requirementKinds.find((one) => one === member.key);
  if (kind === undefined) return source.unknownKey(member, 'a requirement', requirementKinds, kindMeanings);
  const specs = requirementFields[kind];
  const short = specs[0]!;
  const fields = new Map<string, Placed<FieldValue>>();
  const written = new Set<string>();
  let after: Placed<RequirementKind> | null = null;
  const isMapping = isMap(member.node);
  if (bare || (member.node === null && short.fallback !== undefined))
    return { kind, at: member.at, after, fields, written };
  if (!isMapping) {
    const value = readField(source, short, member.node, `\`${kind}\``, member.at, levels);
    written.add(short.property);
    if (value !== null) fields.set(short.property, value);
    return { kind, at: member.at, after, fields, written };
  }
  const keys = [...specs.map((spec) => spec.key), 'after'];
  for (const [key, field] of source.fields(member.node, `\`${kind}\``, member.at, keys, fieldMeanings) ?? []) {
    const what = `\`${key}\` of \`${kind}\``;
    if (key === 'after') {
      after = source.oneOf(field.node, what, field.at, requirementKinds, 'kind');
      continue;
    }
    const spec = specs.find((one) => one.key === key)!;
    written.add(spec.property);
    const value = readField(source, spec, field.node, what, field.at, levels);
    if (value !== null) fields.set(spec.property, value);
  }
  return { kind, at: member.at, after, fields, written };
}

function readField(
  source: YamlSource,
  spec: RequirementField,
  node: Node | null,
  what: string,
  at: Position,
  levels: readonly string[],
): Placed<FieldValue> | null {
  if (spec.read === 'level') return source.oneOf(node, what, at, levels, 'level');
  if (spec.read === 'count') return source.integer(node, what, at, 1);
  if (spec.read === 'boolean') return source.boolean(node, what, at);
  if (spec.read === 'percent') return readPercent(source, node, what, at);
  if (spec.read !== 'names' && !spec.read.many) return source.oneOf(node, what, at, spec.read.words);
  const list = source.strings(node, what, at);
  if (list === null) return null;
  const words = spec.read === 'names' ? null : spec.read.words;
  for (const entry of list) {
    if (words === null || words.includes(entry.value)) continue;
    const close = nearest(entry.value, words);
    source.error(
      'unknown-value',
      `unknown value \`${show(entry.value)}\` in ${what}${close === null ? '' : `; did you mean \`${close}\`?`}`,
      `use ${words.join(', ')}`,
      entry.at,
    );
  }
  return { value: list.map((entry) => entry.value), at: node === null ? at : source.at(node) };
}
