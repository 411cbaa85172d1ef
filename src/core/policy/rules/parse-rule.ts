import { isMap, isScalar, type Node } from 'yaml';
import type { Position } from '../../values/index.ts';
import type { Condition } from '../conditions/condition.ts';
import { parseCondition } from '../conditions/parse-condition.ts';
import { nearest } from '../nearest.ts';
import { parseRequirements, type RequirementDraft } from './parse-requirement.ts';
import { show, type Member, type Placed, type YamlSource } from '../reading/yaml-source.ts';

/** A rule as the file says it: in a child of a preset everything but the name may be left to the preset. */
export interface RuleDraft {
  readonly name: string;
  readonly at: Position;
  readonly when: Condition | null;
  readonly require: readonly RequirementDraft[] | null;
  readonly because: string | null;
  readonly shadow: Placed<boolean> | null;
  /** Keys the file names, also those whose value was wrong (and reported). */
  readonly written: ReadonlySet<string>;
}

const ruleKeys = ['name', 'when', 'require', 'because', 'shadow'];
const ruleMeanings = {
  if: 'when',
  condition: 'when',
  match: 'when',
  requires: 'require',
  required: 'require',
  requirements: 'require',
  reason: 'because',
  why: 'because',
  id: 'name',
  title: 'name',
  dryrun: 'shadow',
  trial: 'shadow',
};
/** Reads `rules:`; two rules of one name, or a rule without one, are errors. */
export function parseRules(source: YamlSource, member: Member, levels: readonly string[]): readonly RuleDraft[] {
  const drafts = new Map<string, RuleDraft>();
  for (const item of source.items(member.node, '`rules`', member.at) ?? []) {
    const draft = parseRule(source, item, item === null ? member.at : source.at(item), levels);
    if (draft === null) continue;
    const twin = drafts.get(draft.name);
    if (twin !== undefined) {
      source.error(
        'duplicate-name',
        `two rules are named \`${show(draft.name)}\`; the first stands on line ${twin.at.line}`,
        'rename one: the second would never be reached',
        draft.at,
      );
    } else drafts.set(draft.name, draft);
  }
  return [...drafts.values()];
}

function parseRule(source: YamlSource, node: Node | null, at: Position, levels: readonly string[]): RuleDraft | null {
  const fields = source.fields(node, 'a rule', at, ruleKeys, ruleMeanings);
  if (fields === null) return null;
  const nameMember = fields.get('name');
  if (nameMember === undefined)
    return source.error('missing', 'a rule has no `name`', 'give it a short name: it stands in every explanation', at);
  const name = source.string(nameMember.node, 'a rule’s `name`', nameMember.at);
  if (name === null) return null;
  if (!/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/.test(name.value)) {
    return source.error(
      'invalid-name',
      `the rule name \`${show(name.value)}\` is not a name`,
      'use letters, digits, `-`, `_` and `.`, a letter first',
      name.at,
    );
  }
  const what = `rule \`${name.value}\``;
  const when = fields.get('when');
  const because = fields.get('because');
  const require = fields.get('require');
  const shadow = fields.get('shadow');
  return {
    name: name.value,
    at,
    when: when === undefined ? null : conditionOf(source, when, `\`when\` of ${what}`, levels),
    require: require === undefined ? null : parseRequirements(source, require, what, levels),
    because:
      because === undefined ? null : (source.string(because.node, `\`because\` of ${what}`, because.at)?.value ?? null),
    shadow: shadow === undefined ? null : source.boolean(shadow.node, `\`shadow\` of ${what}`, shadow.at),
    // A key that was mistyped is reported once, not again as missing.
    written: new Set([...fields.keys(), ...guessed(node)]),
  };
}

/** The keys of a rule that its unknown keys probably meant. */
function guessed(node: Node | null): readonly string[] {
  if (!isMap(node)) return [];
  return node.items.flatMap((pair) => {
    const key = isScalar(pair.key) ? String(pair.key.value) : '';
    const meant = key.toLowerCase();
    if (Object.hasOwn(ruleMeanings, meant)) return (ruleMeanings as Readonly<Record<string, string>>)[meant] ?? [];
    return nearest(key, ruleKeys) ?? [];
  });
}

/** Reads a condition where one is due; `when: true` needs no quotes. */
export function conditionOf(
  source: YamlSource,
  member: Member,
  what: string,
  levels: readonly string[],
): Condition | null {
  const node = member.node as (Node & { readonly value?: unknown }) | null;
  const text =
    typeof node?.value === 'boolean'
      ? { value: String(node.value), at: source.at(node) }
      : source.string(node, what, member.at);
  if (text === null || node === null) return null;
  const { condition, problems } = parseCondition(text.value, text.at, levels, source.locator(node));
  source.note(...problems);
  return condition;
}
