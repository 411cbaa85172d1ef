import { compareLevels, lowestLevel } from '../people.ts';
import type { RequirementTemplate, Rule } from '../policy.ts';
import { ownIt, raised, type Footing } from '../files/floors.ts';
import type { RequirementDraft } from './parse-requirement.ts';
import type { RuleDraft } from './parse-rule.ts';
import { requirementFields, type RequirementField } from './requirement-fields.ts';
import { show, type YamlSource } from '../reading/yaml-source.ts';

/** Rules of the preset, raised where the file names them again, then the file's own. */
export function mergeRules(
  footing: Footing,
  drafts: readonly RuleDraft[],
  levels: readonly string[],
  origin: string,
): readonly Rule[] {
  const floors = footing.under?.rules ?? [];
  const result: Rule[] = [];
  for (const floor of floors) {
    const draft = drafts.find((other) => other.name === floor.name);
    const rule = draft === undefined ? floor : mergeRule(footing, draft, floor, levels, origin);
    if (rule !== null) result.push(rule);
  }
  for (const draft of drafts) {
    if (floors.some((floor) => floor.name === draft.name)) continue;
    const rule = mergeRule(footing, draft, null, levels, origin);
    if (rule !== null) result.push(rule);
  }
  return result;
}

function mergeRule(
  footing: Footing,
  draft: RuleDraft,
  floor: Rule | null,
  levels: readonly string[],
  origin: string,
): Rule | null {
  const { source } = footing;
  const what = `rule \`${draft.name}\``;
  const standing = footing.raise ? floor : null;
  const when = standing?.when ?? draft.when;
  if (standing !== null && draft.when !== null && squeeze(draft.when.text) !== squeeze(standing.when.text)) {
    source.error(
      'lowers-floor',
      `\`when\` of ${what} differs from ${footing.named}: \`${show(standing.when.text)}\``,
      `leave \`when\` out, add a rule of another name, or write \`${footing.fork}\``,
      draft.when.at,
    );
  }
  const forkDrops = !footing.raise && floor !== null && draft.require?.length === 0;
  if (forkDrops) return null;
  if (draft.require !== null && draft.require.length === 0 && standing === null) {
    source.error('empty', `${what} requires nothing`, 'name a requirement, or remove the rule', draft.at);
  }
  if (standing === null && !draft.written.has('require'))
    source.error('missing', `${what} has no \`require\``, 'say what it asks for', draft.at);
  if (when === null) {
    // A condition that did not parse has been reported where it stands.
    if (!draft.written.has('when'))
      source.error('missing', `${what} has no \`when\``, 'say when it applies; `when: true` is always', draft.at);
    return null;
  }
  const because = draft.because ?? standing?.because ?? null;
  if (because === null && !draft.written.has('because'))
    source.error(
      'missing',
      `${what} has no \`because\``,
      'say why in a few words: it stands in every explanation',
      draft.at,
    );
  const require = mergeRequirements(footing, draft, standing, levels);
  if (!draft.written.has('require') || draft.require !== null) checkAfter(source, require, what);
  const shadow = draft.shadow?.value ?? standing?.shadow ?? false;
  if (standing !== null && shadow && !standing.shadow) {
    source.error(
      'lowers-floor',
      `${what} is live in ${footing.named} and may not be put in the shadow`,
      `add a rule of another name with \`shadow: true\`, or write \`${footing.fork}\``,
      draft.shadow?.at ?? draft.at,
    );
  }
  return { name: draft.name, when, require, because: because ?? '', shadow, origin, at: draft.at };
}

function mergeRequirements(
  footing: Footing,
  draft: RuleDraft,
  floor: Rule | null,
  levels: readonly string[],
): readonly RequirementTemplate[] {
  const given = [...(draft.require ?? [])];
  const standing = (floor?.require ?? []).map((template) => {
    const index = given.findIndex((one) => one.kind === template.kind);
    const [match] = index < 0 ? [] : given.splice(index, 1);
    return match === undefined ? template : complete(footing, match, template, levels);
  });
  return [...standing, ...given.map((one) => complete(footing, one, null, levels))];
}

/** A whole requirement out of what the file says, what the floor says, and the defaults. */
function complete(
  footing: Footing,
  draft: RequirementDraft,
  floor: RequirementTemplate | null,
  levels: readonly string[],
): RequirementTemplate {
  const values: Record<string, unknown> = {};
  for (const spec of requirementFields[draft.kind]) {
    const given = draft.fields.get(spec.property) ?? null;
    const below =
      floor === null ? null : ((floor as unknown as Readonly<Record<string, unknown>>)[spec.property] ?? null);
    const what = `\`${spec.key}\` of \`${draft.kind}\``;
    if (below !== null && given !== null && Array.isArray(below) && Array.isArray(given.value)) {
      values[spec.property] = [...below, ...given.value.filter((one) => !below.includes(one))];
    } else if (below !== null) {
      values[spec.property] = raised<unknown>(footing, what, below, given, stricter(spec, levels));
    } else if (given !== null) values[spec.property] = given.value;
    else if (spec.fallback === undefined) {
      // A value that did not parse has been reported where it stands.
      if (!draft.written.has(spec.property))
        footing.source.error(
          'missing',
          `\`${draft.kind}\` has no \`${spec.key}\``,
          `write ${draft.kind}: { ${spec.key}: … }`,
          draft.at,
        );
      values[spec.property] =
        spec.read === 'level' ? lowestLevel(levels) : Array.isArray(spec.read) || spec.read === 'names' ? [] : '';
    } else values[spec.property] = spec.read === 'level' ? lowestLevel(levels) : spec.fallback;
  }
  let after = draft.after?.value ?? floor?.after ?? null;
  if (footing.raise && floor !== null && floor.after !== null && after !== floor.after) {
    after = floor.after;
    footing.source.error(
      'lowers-floor',
      `\`after\` of \`${draft.kind}\` differs from \`${floor.after}\` (${footing.named})`,
      ownIt(footing),
      draft.after?.at ?? draft.at,
    );
  }
  delete values['is'];
  return { kind: draft.kind, at: draft.at, after, ...values } as unknown as RequirementTemplate;
}

function stricter(spec: RequirementField, levels: readonly string[]): (a: unknown, b: unknown) => number {
  if (spec.read === 'level') return (a, b) => compareLevels(levels, String(a), String(b));
  if (spec.order !== undefined) return (a, b) => spec.order!.indexOf(String(a)) - spec.order!.indexOf(String(b));
  // Another checklist of the same rule is neither higher nor lower: it is not the preset's.
  if (typeof spec.read === 'object') return (a, b) => (a === b ? 0 : -1);
  return (a, b) => Number(a) - Number(b);
}

/** `after:` must name kinds of the same rule and never lead back to itself. */
function checkAfter(source: YamlSource, require: readonly RequirementTemplate[], what: string): void {
  const kinds = new Set(require.map((template) => template.kind));
  const before = new Map<string, Set<string>>();
  for (const { kind, after } of require) {
    if (after !== null) before.set(kind, (before.get(kind) ?? new Set()).add(after));
  }
  for (const template of require) {
    if (template.after === null) continue;
    if (!kinds.has(template.after)) {
      source.error(
        'after-missing',
        `\`${template.kind}\` comes after \`${template.after}\`, which ${what} does not require`,
        `add \`${template.after}\` to the rule, or remove \`after\``,
        template.at,
      );
      continue;
    }
    const seen = new Set<string>([template.kind]);
    const pending: string[] = [template.after];
    for (let kind = pending.pop(); kind !== undefined; kind = pending.pop()) {
      if (kind === template.kind) {
        source.error(
          'after-cycle',
          `\`${template.kind}\` of ${what} comes after itself`,
          'remove one `after` of the circle',
          template.at,
        );
        return;
      }
      if (seen.has(kind)) continue;
      seen.add(kind);
      pending.push(...(before.get(kind) ?? []));
    }
  }
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, '');
}
