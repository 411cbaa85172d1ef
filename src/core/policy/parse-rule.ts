import { isMap, isScalar, type Node } from 'yaml';
import type { Position } from '../values/index.ts';
import type { Condition } from './condition.ts';
import { nearest } from './nearest.ts';
import { parseCondition } from './parse-condition.ts';
import { requirementKinds, signatureStrengths, type RequirementKind } from './policy.ts';
import { show, type Member, type Placed, type YamlSource } from './yaml-source.ts';

/** What a requirement says, field by field, as far as the file says it; `floors.ts` fills the rest in. */
export interface RequirementDraft {
  readonly kind: RequirementKind;
  readonly at: Position;
  readonly after: Placed<RequirementKind> | null;
  readonly fields: ReadonlyMap<string, Placed<FieldValue>>;
  /** Properties the file names, also those whose value was wrong (and reported). */
  readonly written: ReadonlySet<string>;
}

/** A value of a requirement's field. */
export type FieldValue = string | number | boolean | readonly string[];

/** A rule as the file says it: in a child of a preset everything but the name may be left to the preset. */
export interface RuleDraft {
  readonly name: string;
  readonly at: Position;
  readonly when: Condition | null;
  readonly require: readonly RequirementDraft[] | null;
  readonly because: string | null;
  /** Keys the file names, also those whose value was wrong (and reported). */
  readonly written: ReadonlySet<string>;
}

/** One field of a requirement kind: how it is read, its default, and what is stricter. */
export interface RequirementField {
  readonly key: string;
  readonly property: string;
  readonly read: 'level' | 'count' | 'boolean' | 'percent' | { readonly words: readonly string[]; readonly many: boolean } | 'names';
  /** `undefined`: the file must say it. `lowest`: the lowest level. */
  readonly fallback: FieldValue | null | undefined;
  /** Least strict first, for fields that are words in an order. */
  readonly order?: readonly string[];
}

/** Edge-case classes a test can be asked for. */
export const edgeCaseClasses = ['nullish', 'empty', 'overflow', 'concurrency'] as const;
/** Checklists that exist. */
export const checklists = ['ai-review'] as const;
/** Parts of a document the author writes. */
export const documentParts = ['intent', 'rollback', 'considered'] as const;
/** Kinds of test suites. */
export const suiteKinds = ['unit', 'integration', 'end-to-end'] as const;

const strengths: readonly string[] = signatureStrengths;

/** The fields of each kind; the first is the one a short form (`checks: [test]`) means. */
export const requirementFields: Readonly<Record<RequirementKind, readonly RequirementField[]>> = {
  'sign-off': [
    { key: 'level', property: 'level', read: 'level', fallback: undefined },
    { key: 'count', property: 'count', read: 'count', fallback: 1 },
    { key: 'owners', property: 'owners', read: { words: ['any', 'per-area'], many: false }, fallback: 'per-area', order: ['any', 'per-area'] },
    { key: 'signature', property: 'signature', read: { words: strengths, many: false }, fallback: 'touch', order: strengths },
  ],
  review: [
    { key: 'count', property: 'count', read: 'count', fallback: 1 },
    { key: 'level', property: 'level', read: 'level', fallback: null },
    { key: 'distinct', property: 'distinct', read: 'boolean', fallback: true },
  ],
  checks: [{ key: 'pass', property: 'pass', read: 'names', fallback: undefined }],
  tests: [
    { key: 'suites', property: 'suites', read: { words: suiteKinds, many: true }, fallback: undefined },
    { key: 'cover', property: 'cover', read: 'percent', fallback: null },
  ],
  scan: [{ key: 'no-new', property: 'noNew', read: { words: ['error', 'warning', 'note'], many: false }, fallback: 'warning', order: ['error', 'warning', 'note'] }],
  'edge-cases': [{ key: 'classes', property: 'classes', read: { words: edgeCaseClasses, many: true }, fallback: undefined }],
  checklist: [{ key: 'name', property: 'name', read: { words: checklists, many: false }, fallback: undefined }],
  document: [{ key: 'parts', property: 'parts', read: { words: documentParts, many: true }, fallback: undefined }],
  rewrite: [{ key: 'is', property: 'is', read: { words: ['answered'], many: false }, fallback: 'answered' }],
  owner: [{ key: 'is', property: 'is', read: { words: ['named'], many: false }, fallback: 'named' }],
};

const ruleMeanings = { if: 'when', condition: 'when', match: 'when', requires: 'require', required: 'require', requirements: 'require', reason: 'because', why: 'because', id: 'name', title: 'name' };
const kindMeanings: Readonly<Record<string, RequirementKind>> = {
  approvals: 'sign-off', approval: 'sign-off', approve: 'sign-off', approvers: 'sign-off', signoffs: 'sign-off',
  reviewers: 'review', reviewer: 'review', peerreview: 'review', ci: 'checks', status: 'checks', statuschecks: 'checks',
  suite: 'tests', coverage: 'tests', scanner: 'scan', scanners: 'scan', lint: 'scan', sast: 'scan', edges: 'edge-cases',
  docs: 'document', documentation: 'document', questions: 'checklist', rewritten: 'rewrite', maintainer: 'owner',
};
const fieldMeanings = { approvals: 'count', number: 'count', min: 'count', minimum: 'count', rank: 'level', role: 'level', strength: 'signature', key: 'signature', severity: 'no-new', order: 'after', list: 'pass', names: 'pass', coverage: 'cover' };

/** Reads `rules:`; two rules of one name, or a rule without one, are errors. */
export function parseRules(source: YamlSource, member: Member, levels: readonly string[]): readonly RuleDraft[] {
  const drafts: RuleDraft[] = [];
  for (const item of source.items(member.node, '`rules`', member.at) ?? []) {
    const draft = parseRule(source, item, item === null ? member.at : source.at(item), levels);
    if (draft === null) continue;
    const twin = drafts.find((other) => other.name === draft.name);
    if (twin !== undefined) {
      source.error('duplicate-name', `two rules are named \`${show(draft.name)}\`; the first stands on line ${twin.at.line}`, 'rename one: the second would never be reached', draft.at);
    } else drafts.push(draft);
  }
  return drafts;
}

function parseRule(source: YamlSource, node: Node | null, at: Position, levels: readonly string[]): RuleDraft | null {
  const fields = source.fields(node, 'a rule', at, ['name', 'when', 'require', 'because'], ruleMeanings);
  if (fields === null) return null;
  const nameMember = fields.get('name');
  if (nameMember === undefined) return source.error('missing', 'a rule has no `name`', 'give it a short name: it stands in every explanation', at);
  const name = source.string(nameMember.node, 'a rule’s `name`', nameMember.at);
  if (name === null) return null;
  if (!/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/.test(name.value)) {
    return source.error('invalid-name', `the rule name \`${show(name.value)}\` is not a name`, 'use letters, digits, `-`, `_` and `.`, a letter first', name.at);
  }
  const what = `rule \`${name.value}\``;
  const when = fields.get('when');
  const because = fields.get('because');
  const require = fields.get('require');
  return {
    name: name.value,
    at,
    when: when === undefined ? null : conditionOf(source, when, `\`when\` of ${what}`, levels),
    require: require === undefined ? null : parseRequirements(source, require, what, levels),
    because: because === undefined ? null : (source.string(because.node, `\`because\` of ${what}`, because.at)?.value ?? null),
    // A key that was mistyped is reported once, not again as missing.
    written: new Set([...fields.keys(), ...guessed(node)]),
  };
}

/** The keys of a rule that its unknown keys probably meant. */
function guessed(node: Node | null): readonly string[] {
  if (!isMap(node)) return [];
  const keys = ['name', 'when', 'require', 'because'];
  return node.items.flatMap((pair) => {
    const key = isScalar(pair.key) ? String(pair.key.value) : '';
    return (ruleMeanings as Readonly<Record<string, string>>)[key.toLowerCase()] ?? nearest(key, keys) ?? [];
  });
}

/** Reads a condition where one is due; `when: true` needs no quotes. */
export function conditionOf(source: YamlSource, member: Member, what: string, levels: readonly string[]): Condition | null {
  const node = member.node as (Node & { readonly value?: unknown }) | null;
  const text = typeof node?.value === 'boolean' ? { value: String(node.value), at: source.at(node) } : source.string(node, what, member.at);
  if (text === null || node === null) return null;
  const { condition, problems } = parseCondition(text.value, text.at, levels, source.locator(node));
  source.problems.push(...problems);
  return condition;
}

function parseRequirements(source: YamlSource, member: Member, what: string, levels: readonly string[]): readonly RequirementDraft[] | null {
  const items = source.items(member.node, `\`require\` of ${what}`, member.at);
  if (items === null) return null;
  const drafts = items.flatMap((item) => parseRequirement(source, item, item === null ? member.at : source.at(item), levels) ?? []);
  return drafts.length === items.length ? drafts : null;
}

function parseRequirement(source: YamlSource, node: Node | null, at: Position, levels: readonly string[]): RequirementDraft | null {
  const words: readonly string[] = requirementKinds;
  const bare = (node as { readonly value?: unknown } | null)?.value;
  if (typeof bare === 'string') return draftOf(source, { key: bare, at, node: null }, levels, true);
  const members = source.members(node, 'a requirement', at);
  if (members === null) return null;
  if (members.length === 0) return source.error('empty', 'a requirement is empty', `name one of ${words.join(', ')}`, at);
  const known = members.filter((member) => words.includes(member.key));
  for (const member of members) {
    if (words.includes(member.key)) continue;
    const misplaced = known[0] !== undefined && [...requirementFields[known[0].key as RequirementKind].map((field) => field.key), 'after'].includes(member.key);
    if (misplaced) source.error('misplaced-key', `\`${member.key}\` belongs inside \`${known[0]!.key}\``, `write \`${known[0]!.key}: { … ${member.key}: … }\``, member.at);
    else source.unknownKey(member, 'a requirement', words, kindMeanings);
  }
  if (known.length > 1) {
    return source.error('several-kinds', `one requirement asks for \`${known[0]!.key}\` and \`${known[1]!.key}\``, 'begin each with a dash of its own', known[1]!.at);
  }
  return known[0] === undefined ? null : draftOf(source, known[0], levels, false);
}

function draftOf(source: YamlSource, member: Member, levels: readonly string[], bare: boolean): RequirementDraft | null {
  const kind = requirementKinds.find((one) => one === member.key);
  if (kind === undefined) return source.unknownKey(member, 'a requirement', requirementKinds, kindMeanings);
  const specs = requirementFields[kind];
  const short = specs[0]!;
  const fields = new Map<string, Placed<FieldValue>>();
  const written = new Set<string>();
  let after: Placed<RequirementKind> | null = null;
  const isMapping = isMap(member.node);
  if (bare || (member.node === null && short.fallback !== undefined)) return { kind, at: member.at, after, fields, written };
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

function readField(source: YamlSource, spec: RequirementField, node: Node | null, what: string, at: Position, levels: readonly string[]): Placed<FieldValue> | null {
  if (spec.read === 'level') return source.oneOf(node, what, at, levels, 'level');
  if (spec.read === 'count') return source.integer(node, what, at, 1);
  if (spec.read === 'boolean') return source.boolean(node, what, at);
  if (spec.read === 'percent') return source.percent(node, what, at);
  if (spec.read !== 'names' && !spec.read.many) return source.oneOf(node, what, at, spec.read.words);
  const list = source.strings(node, what, at);
  if (list === null) return null;
  const words = spec.read === 'names' ? null : spec.read.words;
  for (const entry of list) {
    if (words === null || words.includes(entry.value)) continue;
    const close = nearest(entry.value, words);
    source.error('unknown-value', `unknown value \`${show(entry.value)}\` in ${what}${close === null ? '' : `; did you mean \`${close}\`?`}`, `use ${words.join(', ')}`, entry.at);
  }
  return { value: list.map((entry) => entry.value), at: node === null ? at : source.at(node) };
}
