import type { Node } from 'yaml';
import type { Undeclared } from '../evidence/index.ts';
import { compareTiers, tiers, type SizeStep, type Tier } from '../risk/index.ts';
import type { Position } from '../values/index.ts';
import { reservedWords } from './condition-environment.ts';
import { byOrder, carryOrder, mergeAreas, mergeRules, policyAreaName, raised, sizeHolds, undeclaredOrder, type AreaDraft, type Footing } from './floors.ts';
import { nearest } from './nearest.ts';
import { conditionOf, parseRules } from './parse-rule.ts';
import { compareLevels } from './people.ts';
import { modes, type Policy, type PolicyProblem } from './policy.ts';
import { presets } from './presets/amazon-2026.ts';
import { show, YamlSource, type Member, type Placed } from './yaml-source.ts';

/** A policy, or why it is none: `policy` is `null` exactly where a problem is an `error`. Sorted by place. */
export interface ParsedPolicy {
  readonly policy: Policy | null;
  readonly problems: readonly PolicyProblem[];
}

const keys = ['version', 'extends', 'fork', 'levels', 'mode', 'protected', 'areas', 'default-tier', 'size', 'undeclared', 'rules', 'otherwise', 'carry', 'expire', 'override', 'revert', 'spot-check'];
const meanings = { rule: 'rules', branch: 'protected', branches: 'protected', default: 'otherwise', fallback: 'otherwise', roles: 'levels', ranks: 'levels', ladder: 'levels', zones: 'areas', scopes: 'areas', paths: 'areas', enforcement: 'mode', preset: 'extends', include: 'extends', inherits: 'extends', breakglass: 'override', bypass: 'override', rollback: 'revert', expiry: 'expire', schema: 'version' };
const areaKeys = ['paths', 'tier', 'owners', 'mode', 'ai', 'because', 'review-by'];
const areaMeanings = { path: 'paths', files: 'paths', glob: 'paths', globs: 'paths', owner: 'owners', team: 'owners', teams: 'owners', reviewers: 'owners', level: 'tier', risk: 'tier', severity: 'tier', stakes: 'tier', reason: 'because', why: 'because', expires: 'review-by' };

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
  const footing = readFooting(source, fields);
  const under = footing.under;
  const levels = readLevels(footing, fields.get('levels')) ?? ['junior', 'mid', 'senior', 'principal'];
  const whole = (field: string) => `\`${field}\``;
  const word = <T extends string>(key: string, words: readonly T[], noun?: string): Placed<T> | null => {
    const member = fields.get(key);
    return member === undefined ? null : source.oneOf(member.node, whole(key), member.at, words, noun);
  };
  const mode = raised(footing, whole('mode'), under?.mode ?? null, word('mode', modes, 'mode'), byOrder(modes)) ?? 'observe';
  const defaultTier = raised(footing, whole('default-tier'), under?.defaultTier ?? null, word('default-tier', tiers, 'tier'), compareTiers) ?? 'medium';
  const undeclared = raised<Undeclared>(footing, whole('undeclared'), under?.undeclared ?? null, word('undeclared', undeclaredOrder), byOrder(undeclaredOrder)) ?? 'ask';
  const areas = mergeAreas(footing, readAreas(source, fields.get('areas')), defaultTier);
  const guard = areas.find((area) => area.name === policyAreaName);
  if (guard !== undefined && guard.mode !== null && byOrder(modes)(guard.mode, mode) < 0) {
    source.error('lowers-floor', `\`mode\` of area \`${policyAreaName}\` may not be below the policy’s \`${mode}\``, 'remove it: no policy may weaken the area of policy and people', guard.at);
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
    rules,
    otherwise: readOtherwise(footing, fields.get('otherwise'), fields.has('extends') || fields.has('fork') ? null : top),
    carry: readCarry(footing, fields.get('carry')),
    expireSignOff: readExpire(footing, fields.get('expire')),
    override: readOverride(footing, fields.get('override'), levels),
    revert: readRevert(footing, fields.get('revert'), levels),
    spotCheck: readSpotCheck(footing, fields.get('spot-check'), levels),
  };
}

function readVersion(source: YamlSource, member: Member | undefined, top: Position): void {
  if (member === undefined) {
    source.error('missing', '`version` is missing', 'begin the file with `version: 1`', top);
    return;
  }
  const version = source.integer(member.node, '`version`', member.at, 1);
  if (version !== null && version.value !== 1) {
    source.error('unknown-version', `version ${version.value} is not known to this program`, 'write `version: 1`, or use a newer countersign', version.at);
  }
}

function readFooting(source: YamlSource, fields: ReadonlyMap<string, Member>): Footing {
  const none: Footing = { source, under: null, named: '', raise: false };
  const [parent, fork] = [fields.get('extends'), fields.get('fork')];
  if (parent !== undefined && fork !== undefined) {
    source.error('contradiction', '`extends` and `fork` exclude each other', 'keep `extends` to stay on the preset, `fork` to own a copy', fork.at);
    return none;
  }
  const member = parent ?? fork;
  if (member === undefined) return none;
  const name = source.string(member.node, `\`${member.key}\``, member.at);
  if (name === null) return none;
  const known = Object.keys(presets);
  if (/[/@:]/.test(name.value)) {
    const pinned = /^github\.com\/[\w.-]+\/[\w.-]+(?:\/[\w./-]+)?@sha256:[0-9a-f]{64}$/.test(name.value);
    if (pinned) source.error('remote-extends', `\`${show(name.value)}\`: policies of other repositories are not supported by this version`, `extend ${known.join(', ')}, or copy that policy here`, name.at);
    else source.error('unpinned-extends', `\`${show(name.value)}\` is neither a preset nor pinned to a digest`, `extend ${known.join(', ')}, or pin it: github.com/acme/policies@sha256:… (not supported by this version)`, name.at);
    return none;
  }
  const under = presetPolicy(name.value);
  if (under === null) {
    const close = nearest(name.value, known);
    source.error('unknown-preset', `unknown preset \`${show(name.value)}\`${close === null ? '' : `; did you mean \`${close}\`?`}`, `presets: ${known.join(', ')}`, name.at);
    return none;
  }
  return { source, under, named: name.value, raise: member === parent };
}

function readLevels(footing: Footing, member: Member | undefined): readonly string[] | null {
  const { source, under } = footing;
  if (member === undefined) return under?.levels ?? null;
  const given = source.strings(member.node, '`levels`', member.at);
  if (given === null) return null;
  const good = given.filter((level) => {
    if (!/^[A-Za-z][A-Za-z0-9_]{0,31}$/.test(level.value)) {
      const mended = level.value.replace(/[^A-Za-z0-9_]+/g, '_');
      source.error('invalid-level', `the level \`${show(level.value)}\` is not an identifier`, `use letters, digits and _: ${show(/^[A-Za-z]/.test(mended) ? mended : `l${mended}`)}`, level.at);
      return false;
    }
    if (reservedWords.has(level.value)) {
      source.error('invalid-level', `the level name \`${level.value}\` already means something in a condition`, 'choose another name', level.at);
      return false;
    }
    return true;
  });
  const names = good.map((level) => level.value);
  if (footing.raise && under !== null) {
    const kept = names.filter((name) => under.levels.includes(name));
    if (kept.join(' ') !== under.levels.join(' ')) {
      source.error('lowers-floor', `\`levels\` must keep ${under.levels.join(' < ')} of ${footing.named} in that order`, `add levels between them, or write \`fork: ${footing.named}\``, member.at);
    }
  }
  return names.length === 0 ? null : names;
}

function readProtected(footing: Footing, member: Member | undefined): readonly string[] {
  const floor = footing.under?.protected ?? [];
  const { source } = footing;
  const given = member === undefined ? [] : (source.strings(member.node, '`protected`', member.at) ?? []);
  for (const ref of given) {
    if (/^refs\/[^\s~^:?*[\\\u0000-\u001f\u007f]+$/.test(ref.value) && !/\.\.|\/\/|@\{|\/$|\.lock$|\/\./.test(ref.value)) continue;
    const wild = /[*?[]/.test(ref.value);
    source.error('invalid-ref', `\`${show(ref.value)}\` is not the full name of a ref`, wild ? 'patterns are not read: name each branch' : `write it in full, such as refs/heads/${show(ref.value.replace(/^(refs\/)?(heads\/)?/, '')).replace(/[^\w./-]/g, '') || 'main'}: a tag of the same short name would win`, ref.at);
  }
  return [...floor, ...given.map((ref) => ref.value).filter((ref) => !floor.includes(ref))];
}

function readAreas(source: YamlSource, member: Member | undefined): readonly AreaDraft[] {
  if (member === undefined) return [];
  return (source.members(member.node, '`areas`', member.at) ?? []).flatMap((area) => readArea(source, area) ?? []);
}

function readArea(source: YamlSource, member: Member): AreaDraft | null {
  const name = member.key;
  if (!/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/.test(name)) {
    return source.error('invalid-name', `the area name \`${show(name)}\` is not a name`, 'use letters, digits, `-`, `_` and `.`, a letter first', member.at);
  }
  const what = (field: string) => `\`${field}\` of area \`${name}\``;
  const fields = source.fields(member.node, `area \`${name}\``, member.at, areaKeys, areaMeanings);
  if (fields === null) return null;
  const read = <T>(key: string, reader: (node: Node | null, what: string, at: Position) => T | null): T | null => {
    const field = fields.get(key);
    return field === undefined ? null : reader(field.node, what(key), field.at);
  };
  const paths = read('paths', (node, label, at) => source.strings(node, label, at));
  for (const path of paths ?? []) checkPattern(source, path);
  return {
    name,
    at: member.at,
    // Present but wrong is reported already, and must not read as absent.
    paths: fields.has('paths') ? (paths ?? []).map((path) => path.value) : null,
    tier: read('tier', (node, label, at) => source.oneOf(node, label, at, tiers, 'tier')),
    owners: read('owners', (node, label, at) => source.strings(node, label, at, name === policyAreaName)),
    mode: read('mode', (node, label, at) => source.oneOf(node, label, at, modes, 'mode')),
    ai: read('ai', (node, label, at) => source.oneOf(node, label, at, ['allowed', 'forbidden'] as const)),
    because: read('because', (node, label, at) => source.string(node, label, at))?.value ?? null,
    reviewBy: read('review-by', (node, label, at) => source.date(node, label, at))?.value ?? null,
  };
}

/** Patterns that could never match a path, or not what they say: an area that matches nothing protects nothing. */
function checkPattern(source: YamlSource, path: Placed<string>): void {
  const pattern = path.value;
  const say = (why: string, mend: string) => source.error('invalid-pattern', `the pattern \`${show(pattern)}\` ${why}`, mend, path.at);
  if (pattern.startsWith('!')) say('excludes; areas have no exclusions', 'name what the area holds');
  else if (/^\.\.?\/|\/\.\.?(?:\/|$)/.test(pattern)) say('can match nothing: git has no `.` or `..` in paths', 'write it from the root of the repository');
  else if (pattern.includes('//') || pattern === '/') say('can match nothing', 'separate folders with one `/`');
  else if (/[\u0000\n]/.test(pattern)) say('holds a line break or NUL', 'write one pattern per entry');
  else if (/(?:^|[^\\])(?:\\\\)*\\$/.test(pattern)) say('ends in a lone backslash', 'separate folders with `/`');
  else if (/\[(?!\^?!?\]?[^\]]*\])/.test(pattern.replace(/\\./g, ''))) say('has a `[` that is never closed', 'close it, or write `\\[`');
  else if (/\{[^{}]*,[^{}]*\}/.test(pattern)) say('uses braces, which are ordinary characters here', 'write one pattern per alternative');
}

function readSize(footing: Footing, member: Member | undefined): readonly SizeStep[] {
  const floor = footing.under?.size ?? [];
  if (member === undefined) return floor;
  const { source } = footing;
  const steps: SizeStep[] = [];
  for (const item of source.items(member.node, '`size`', member.at) ?? []) {
    const at = item === null ? member.at : source.at(item);
    const fields = source.fields(item, 'a step of `size`', at, ['over', 'tier'], { lines: 'over', above: 'over', level: 'tier' });
    if (fields === null) continue;
    const [overMember, tierMember] = [fields.get('over'), fields.get('tier')];
    if (overMember === undefined || tierMember === undefined) {
      source.error('missing', `a step of \`size\` has no \`${overMember === undefined ? 'over' : 'tier'}\``, 'write { over: 400, tier: high }', at);
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
    if (last.over === step.over) source.error('duplicate', `two steps of \`size\` begin over ${step.over} lines`, 'keep one', member.at);
    else if (compareTiers(step.tier, last.tier) < 0) source.error('contradiction', `\`size\` falls from \`${last.tier}\` over ${last.over} lines to \`${step.tier}\` over ${step.over}`, 'more lines can only raise the tier', member.at);
  });
  if (footing.raise && !sizeHolds(steps, floor)) {
    source.error('lowers-floor', `\`size\` asks less than ${footing.named} for some sizes`, `keep its steps (${floor.map((step) => `over ${step.over}: ${step.tier}`).join(', ')}), or write \`fork: ${footing.named}\``, member.at);
  }
  return steps;
}

/** `missingAt`: where its absence is reported; `null` under a preset, known or not, which has one. */
function readOtherwise(footing: Footing, member: Member | undefined, missingAt: Position | null): Policy['otherwise'] {
  const floor = footing.under?.otherwise ?? null;
  const { source } = footing;
  if (member === undefined) {
    if (missingAt !== null) source.error('missing', '`otherwise` is missing: it settles changes no rule is about', 'write otherwise: { allow: true, because: no rule asks for more }', missingAt);
    return floor ?? { allow: false, because: '' };
  }
  const fields = source.fields(member.node, '`otherwise`', member.at, ['allow', 'because'], { reason: 'because', approve: 'allow' });
  if (fields === null) return { allow: false, because: '' };
  const [allowMember, becauseMember] = [fields.get('allow'), fields.get('because')];
  if (allowMember === undefined) source.error('missing', '`otherwise` has no `allow`', 'write allow: true or allow: false', member.at);
  if (becauseMember === undefined) source.error('missing', '`otherwise` has no `because`', 'say why in a few words: it is the first line of such a decision', member.at);
  const given = allowMember === undefined ? null : source.boolean(allowMember.node, '`allow` of `otherwise`', allowMember.at);
  const because = becauseMember === undefined ? null : source.string(becauseMember.node, '`because` of `otherwise`', becauseMember.at);
  const allow = raised(footing, '`allow` of `otherwise`', floor?.allow ?? null, given, (a, b) => Number(b) - Number(a)) ?? false;
  return { allow, because: because?.value ?? floor?.because ?? '' };
}

function readCarry(footing: Footing, member: Member | undefined): Policy['carry'] {
  const floor = footing.under?.carry ?? null;
  const carry = { ...(floor ?? { low: 'textual', medium: 'textual', high: 'disjoint', critical: 'disjoint' }) } as Record<Tier, (typeof carryOrder)[number]>;
  if (member === undefined) return carry;
  const { source } = footing;
  for (const [tier, field] of source.fields(member.node, '`carry`', member.at, tiers) ?? []) {
    const given = source.oneOf(field.node, `\`${tier}\` of \`carry\``, field.at, carryOrder);
    const name = tier as Tier;
    carry[name] = raised(footing, `\`${tier}\` of \`carry\``, floor?.[name] ?? null, given, byOrder(carryOrder)) ?? carry[name];
  }
  return carry;
}

function readExpire(footing: Footing, member: Member | undefined): number | null {
  const floor = footing.under?.expireSignOff ?? null;
  if (member === undefined) return floor;
  const { source } = footing;
  const field = source.fields(member.node, '`expire`', member.at, ['sign-off'], { signoff: 'sign-off', signoffs: 'sign-off' })?.get('sign-off');
  if (field === undefined) return floor;
  const given = source.duration(field.node, '`sign-off` of `expire`', field.at);
  return raised(footing, '`sign-off` of `expire`', floor, given, (a, b) => b - a, inWords);
}

/** `by: { level, count, … }`, `reason: required`, `review-within`: what override and revert share. */
function readBy(footing: Footing, member: Member, levels: readonly string[], floor: { readonly level: string; readonly count: number; readonly reviewWithin: number } | null, onCall: boolean) {
  const { source } = footing;
  const name = member.key;
  const what = (field: string) => `\`${field}\` of \`${name}\``;
  const fields = source.fields(member.node, `\`${name}\``, member.at, ['by', ...(onCall ? [] : ['reason']), 'review-within'], { who: 'by', reviewby: 'review-within', within: 'review-within' });
  if (fields === null) return null;
  const byMember = fields.get('by');
  const by = byMember === undefined ? null : source.fields(byMember.node, what('by'), byMember.at, ['level', 'count', ...(onCall ? ['on-call'] : [])], { rank: 'level', role: 'level', number: 'count' });
  const reason = fields.get('reason');
  if (reason !== undefined) source.oneOf(reason.node, what('reason'), reason.at, ['required'] as const);
  const [levelMember, countMember, withinMember, callMember] = [by?.get('level'), by?.get('count'), fields.get('review-within'), by?.get('on-call')];
  if (floor === null) {
    for (const [field, there] of [['by', byMember], ['review-within', withinMember]] as const) {
      if (there === undefined) source.error('missing', `\`${name}\` has no \`${field}\``, `write ${name}: { by: { level: ${levels.at(-1) ?? 'senior'}, count: 2 }, review-within: 24h }`, member.at);
    }
    if (by !== null && levelMember === undefined) source.error('missing', `${what('by')} has no \`level\``, `name one of ${levels.join(', ')}`, byMember!.at);
  }
  const level = levelMember === undefined ? null : source.oneOf(levelMember.node, what('level'), levelMember.at, levels, 'level');
  const count = countMember === undefined ? null : source.integer(countMember.node, what('count'), countMember.at, 1);
  const within = withinMember === undefined ? null : source.duration(withinMember.node, what('review-within'), withinMember.at);
  const call = callMember === undefined ? null : source.boolean(callMember.node, what('on-call'), callMember.at);
  return {
    level: raised(footing, what('level'), floor?.level ?? null, level, (a, b) => compareLevels(levels, a, b)) ?? levels.at(-1) ?? '',
    count: raised(footing, what('count'), floor?.count ?? null, count, (a, b) => a - b) ?? (onCall ? 1 : 2),
    reviewWithin: raised(footing, what('review-within'), floor?.reviewWithin ?? null, within, (a, b) => b - a, inWords) ?? 86_400,
    call,
  };
}

function readOverride(footing: Footing, member: Member | undefined, levels: readonly string[]): Policy['override'] {
  const floor = footing.under?.override ?? null;
  if (member === undefined) return floor;
  if (saysNone(member)) return null;
  refuseNew(footing, member, floor);
  const by = readBy(footing, member, levels, floor, false);
  return by === null ? floor : { level: by.level, count: by.count, reviewWithin: by.reviewWithin };
}

function readRevert(footing: Footing, member: Member | undefined, levels: readonly string[]): Policy['revert'] {
  const floor = footing.under?.revert ?? null;
  if (member === undefined) return floor;
  if (saysNone(member)) return null;
  refuseNew(footing, member, floor);
  const by = readBy(footing, member, levels, floor, true);
  if (by === null) return floor;
  const onCall = raised(footing, '`on-call` of `revert`', floor?.onCall ?? null, by.call, (a, b) => Number(a) - Number(b)) ?? true;
  return { level: by.level, count: by.count, onCall, reviewWithin: by.reviewWithin };
}

function refuseNew(footing: Footing, member: Member, floor: unknown): void {
  if (!footing.raise || footing.under === null || floor !== null) return;
  footing.source.error('lowers-floor', `${footing.named} has no \`${member.key}\``, `remove it, or write \`fork: ${footing.named}\``, member.at);
}

/** `override: none`: there is no such lane. */
function saysNone(member: Member): boolean {
  return (member.node as { readonly value?: unknown } | null)?.value === 'none';
}

function readSpotCheck(footing: Footing, member: Member | undefined, levels: readonly string[]): Policy['spotCheck'] {
  const floor = footing.under?.spotCheck ?? null;
  if (member === undefined) return floor;
  const { source } = footing;
  const fields = source.fields(member.node, '`spot-check`', member.at, ['share', 'when'], { percent: 'share', rate: 'share', if: 'when' });
  if (fields === null) return floor;
  const [shareMember, whenMember] = [fields.get('share'), fields.get('when')];
  if (floor === null) {
    if (shareMember === undefined) source.error('missing', '`spot-check` has no `share`', 'write share: 5%', member.at);
    if (whenMember === undefined) source.error('missing', '`spot-check` has no `when`', 'write when: change.tier >= high', member.at);
  }
  const given = shareMember === undefined ? null : source.percent(shareMember.node, '`share` of `spot-check`', shareMember.at);
  const share = raised(footing, '`share` of `spot-check`', floor?.share ?? null, given, (a, b) => a - b, (value) => `${Number((value * 100).toFixed(3))}%`);
  const when = whenMember === undefined ? null : conditionOf(source, whenMember, '`when` of `spot-check`', levels);
  if (footing.raise && floor !== null && when !== null && when.text.replace(/\s/g, '') !== floor.when.text.replace(/\s/g, '') && when.text !== 'true') {
    source.error('lowers-floor', `\`when\` of \`spot-check\` differs from ${footing.named}: \`${show(floor.when.text)}\``, `leave it out, write \`true\`, or \`fork: ${footing.named}\``, when.at);
  }
  const condition = when ?? floor?.when ?? null;
  return condition === null || share === null ? null : { share, when: condition };
}

/** Seconds as a policy writes them: `24h`, `30d`. */
export function inWords(seconds: number): string {
  for (const [unit, length] of [['d', 86_400], ['h', 3600], ['m', 60]] as const) {
    if (seconds % length === 0 && (unit !== 'd' || seconds > length)) return `${seconds / length}${unit}`;
  }
  return `${seconds}s`;
}
