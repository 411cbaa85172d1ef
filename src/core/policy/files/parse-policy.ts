import type { Node } from 'yaml';
import type { Undeclared } from '../../evidence/index.ts';
import { compareTiers, tiers, type SizeStep, type Tier } from '../../risk/index.ts';
import type { Position } from '../../values/index.ts';
import { modes, type Policy, type PolicyProblem } from '../policy.ts';
import { presets } from '../presets/amazon-2026.ts';
import {
  byOrder,
  carryOrder,
  mergeAreas,
  policyAreaName,
  raised,
  sizeHolds,
  undeclaredOrder,
  type Footing,
} from './floors.ts';
import { mergeRules } from './merge-rules.ts';
import { parseAreas } from './parse-areas.ts';
import { readFooting, readLevels, readProtected } from './parse-head.ts';
import { readAudit, readExpire, readOverride, readRevert, readSpotCheck } from './parse-lanes.ts';
import { parseRules } from './parse-rule.ts';
import { readSignals } from '../signals/parse-signals.ts';
import { YamlSource, type Member, type Placed } from './yaml-source.ts';

/** A policy, or why it is none: `policy` is `null` exactly where a problem is an `error`. Sorted by place. */
export interface ParsedPolicy {
  readonly policy: Policy | null;
  readonly problems: readonly PolicyProblem[];
}

const keys = [
  'version',
  'extends',
  'fork',
  'levels',
  'mode',
  'protected',
  'areas',
  'default-tier',
  'size',
  'undeclared',
  'signals',
  'rules',
  'otherwise',
  'carry',
  'expire',
  'override',
  'revert',
  'spot-check',
  'audit',
];
const meanings = {
  rule: 'rules',
  branch: 'protected',
  branches: 'protected',
  default: 'otherwise',
  fallback: 'otherwise',
  roles: 'levels',
  ranks: 'levels',
  ladder: 'levels',
  zones: 'areas',
  scopes: 'areas',
  paths: 'areas',
  enforcement: 'mode',
  preset: 'extends',
  include: 'extends',
  inherits: 'extends',
  breakglass: 'override',
  bypass: 'override',
  rollback: 'revert',
  expiry: 'expire',
  schema: 'version',
};

/**
 * Reads a policy file and puts it on the preset it extends (or forks). Never throws: every mistake is a
 * problem with its place and mend. `preset` names the preset this very text is, so that its rules say so.
 */
export function parsePolicy(text: string, file: string, options: { readonly preset?: string } = {}): ParsedPolicy {
  const source = new YamlSource(text, file);
  const policy = source.root === null ? null : readPolicy(source, source.root, options.preset ?? null);
  const problems = [...source.problems].sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
  return { policy: source.failed ? null : policy, problems };
}

/** A policy that stands inside another file, read from its node; mistakes are added to the source's. */
export function policyIn(source: YamlSource, node: Node): Policy | null {
  const before = source.problems.length;
  const policy = readPolicy(source, node, null);
  return source.problems.slice(before).some((problem) => problem.severity === 'error') ? null : policy;
}

const parsedPresets = new Map<string, Policy>();

/** The whole policy of a preset, as a repository without a policy file is previewed under; `null`: no such preset. */
export function presetPolicy(name: string): Policy | null {
  const known = parsedPresets.get(name);
  if (known !== undefined) return known;
  const text = Object.hasOwn(presets, name) ? presets[name] : undefined;
  const policy = text === undefined ? null : parsePolicy(text, `preset ${name}`, { preset: name }).policy;
  if (policy !== null) parsedPresets.set(name, policy);
  return policy;
}

function readPolicy(source: YamlSource, root: Node, preset: string | null): Policy | null {
  const top = source.at(root);
  const fields = source.fields(root, 'the policy', top, keys, meanings);
  if (fields === null) return null;
  readVersion(source, fields.get('version'), top);
  const footing = readFooting(source, fields, presetPolicy);
  const under = footing.under;
  const levels = readLevels(footing, fields.get('levels')) ?? ['junior', 'mid', 'senior', 'principal'];
  const whole = (field: string) => `\`${field}\``;
  const word = <T extends string>(key: string, words: readonly T[], noun?: string): Placed<T> | null => {
    const member = fields.get(key);
    return member === undefined ? null : source.oneOf(member.node, whole(key), member.at, words, noun);
  };
  const mode =
    raised(footing, whole('mode'), under?.mode ?? null, word('mode', modes, 'mode'), byOrder(modes)) ?? 'observe';
  const defaultTier =
    raised(
      footing,
      whole('default-tier'),
      under?.defaultTier ?? null,
      word('default-tier', tiers, 'tier'),
      compareTiers,
    ) ?? 'medium';
  const undeclared =
    raised<Undeclared>(
      footing,
      whole('undeclared'),
      under?.undeclared ?? null,
      word('undeclared', undeclaredOrder),
      byOrder(undeclaredOrder),
    ) ?? 'ask';
  const areas = mergeAreas(footing, parseAreas(source, fields.get('areas')), defaultTier);
  const guard = areas.find((area) => area.name === policyAreaName);
  if (guard !== undefined && guard.mode !== null && byOrder(modes)(guard.mode, mode) < 0) {
    source.error(
      'lowers-floor',
      `\`mode\` of area \`${policyAreaName}\` may not be below the policy’s \`${mode}\``,
      'remove it: no policy may weaken the area of policy and people',
      guard.at,
    );
  }
  const rulesMember = fields.get('rules');
  const drafts = rulesMember === undefined ? [] : parseRules(source, rulesMember, levels);
  const origin = preset === null ? source.file : `preset ${preset}`;
  const rules = mergeRules(footing, drafts, levels, origin);
  return {
    version: 1,
    extends: footing.raise && under !== null ? footing.named : null,
    levels,
    mode,
    protected: readProtected(footing, fields.get('protected')),
    areas,
    defaultTier,
    size: readSize(footing, fields.get('size')),
    undeclared,
    signals: readSignals(source, fields.get('signals'), under?.signals ?? []),
    rules,
    otherwise: readOtherwise(
      footing,
      fields.get('otherwise'),
      fields.has('extends') || fields.has('fork') ? null : top,
    ),
    carry: readCarry(footing, fields.get('carry')),
    expireSignOff: readExpire(footing, fields.get('expire')),
    override: readOverride(footing, fields.get('override'), levels),
    revert: readRevert(footing, fields.get('revert'), levels),
    spotCheck: readSpotCheck(footing, fields.get('spot-check'), levels),
    audit: readAudit(footing, fields.get('audit'), levels),
  };
}

function readVersion(source: YamlSource, member: Member | undefined, top: Position): void {
  if (member === undefined) {
    source.error('missing', '`version` is missing', 'begin the file with `version: 1`', top);
    return;
  }
  const version = source.integer(member.node, '`version`', member.at, 1);
  if (version !== null && version.value !== 1) {
    source.error(
      'unknown-version',
      `version ${version.value} is not known to this program`,
      'write `version: 1`, or use a newer countersign',
      version.at,
    );
  }
}

function readSize(footing: Footing, member: Member | undefined): readonly SizeStep[] {
  const floor = footing.under?.size ?? [];
  if (member === undefined) return floor;
  const { source } = footing;
  const steps: SizeStep[] = [];
  for (const item of source.items(member.node, '`size`', member.at) ?? []) {
    const at = item === null ? member.at : source.at(item);
    const fields = source.fields(item, 'a step of `size`', at, ['over', 'tier'], {
      lines: 'over',
      above: 'over',
      level: 'tier',
    });
    if (fields === null) continue;
    const [overMember, tierMember] = [fields.get('over'), fields.get('tier')];
    if (overMember === undefined || tierMember === undefined) {
      source.error(
        'missing',
        `a step of \`size\` has no \`${overMember === undefined ? 'over' : 'tier'}\``,
        'write { over: 400, tier: high }',
        at,
      );
      continue;
    }
    const over = source.integer(overMember.node, '`over`', overMember.at, 0);
    const tier = source.oneOf(tierMember.node, '`tier` of `size`', tierMember.at, tiers, 'tier');
    if (over !== null && tier !== null) steps.push({ over: over.value, tier: tier.value });
  }
  steps.sort((a, b) => a.over - b.over);
  steps.forEach((step, i) => {
    const last = steps[i - 1];
    if (last === undefined) return;
    if (last.over === step.over)
      source.error('duplicate', `two steps of \`size\` begin over ${step.over} lines`, 'keep one', member.at);
    else if (compareTiers(step.tier, last.tier) < 0)
      source.error(
        'contradiction',
        `\`size\` falls from \`${last.tier}\` over ${last.over} lines to \`${step.tier}\` over ${step.over}`,
        'more lines can only raise the tier',
        member.at,
      );
  });
  if (footing.raise && !sizeHolds(steps, floor)) {
    source.error(
      'lowers-floor',
      `\`size\` asks less than ${footing.named} for some sizes`,
      `keep its steps (${floor.map((step) => `over ${step.over}: ${step.tier}`).join(', ')}), or write \`fork: ${footing.named}\``,
      member.at,
    );
  }
  return steps;
}

/** `missingAt`: where its absence is reported; `null` under a preset, known or not, which has one. */
function readOtherwise(footing: Footing, member: Member | undefined, missingAt: Position | null): Policy['otherwise'] {
  const floor = footing.under?.otherwise ?? null;
  const { source } = footing;
  if (member === undefined) {
    if (missingAt !== null)
      source.error(
        'missing',
        '`otherwise` is missing: it settles changes no rule is about',
        'write otherwise: { allow: true, because: no rule asks for more }',
        missingAt,
      );
    return floor ?? { allow: false, because: '' };
  }
  const fields = source.fields(member.node, '`otherwise`', member.at, ['allow', 'because'], {
    reason: 'because',
    approve: 'allow',
  });
  if (fields === null) return { allow: false, because: '' };
  const [allowMember, becauseMember] = [fields.get('allow'), fields.get('because')];
  if (allowMember === undefined)
    source.error('missing', '`otherwise` has no `allow`', 'write allow: true or allow: false', member.at);
  if (becauseMember === undefined)
    source.error(
      'missing',
      '`otherwise` has no `because`',
      'say why in a few words: it is the first line of such a decision',
      member.at,
    );
  const given =
    allowMember === undefined ? null : source.boolean(allowMember.node, '`allow` of `otherwise`', allowMember.at);
  const because =
    becauseMember === undefined
      ? null
      : source.string(becauseMember.node, '`because` of `otherwise`', becauseMember.at);
  const allow =
    raised(footing, '`allow` of `otherwise`', floor?.allow ?? null, given, (a, b) => Number(b) - Number(a)) ?? false;
  return { allow, because: because?.value ?? floor?.because ?? '' };
}

function readCarry(footing: Footing, member: Member | undefined): Policy['carry'] {
  const floor = footing.under?.carry ?? null;
  const carry = {
    ...(floor ?? { low: 'textual', medium: 'textual', high: 'disjoint', critical: 'disjoint' }),
  } as Record<Tier, (typeof carryOrder)[number]>;
  if (member === undefined) return carry;
  const { source } = footing;
  for (const [tier, field] of source.fields(member.node, '`carry`', member.at, tiers) ?? []) {
    const given = source.oneOf(field.node, `\`${tier}\` of \`carry\``, field.at, carryOrder);
    const name = tier as Tier;
    carry[name] =
      raised(footing, `\`${tier}\` of \`carry\``, floor?.[name] ?? null, given, byOrder(carryOrder)) ?? carry[name];
  }
  return carry;
}
