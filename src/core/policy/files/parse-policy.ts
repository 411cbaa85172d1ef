import type { Node } from 'yaml';
import type { Undeclared } from '../../evidence/index.ts';
import { compareTiers, tiers } from '../../risk/index.ts';
import type { Position } from '../../values/index.ts';
import { modes, type Policy, type PolicyProblem } from '../policy.ts';
import type { PinnedTexts } from '../pinned-texts.ts';
import { presets } from '../presets/presets.ts';
import {
  byOrder,
  mergeAreas,
  policyAreaName,
  raised,
  undeclaredOrder,
} from './floors.ts';
import { readFooting } from './standing.ts';
import { mergeRules } from '../rules/merge-rules.ts';
import { parseAreas } from '../sections/parse-areas.ts';
import { readLevels, readProtected } from '../sections/parse-head.ts';
import { guardOwnersFile } from '../codeowners/owners-file.ts';
import { readCodeOwners } from '../sections/parse-code-owners.ts';
import { readAudit, readCarry, readExpire, readOverride, readRevert, readSpotCheck } from '../sections/parse-lanes.ts';
import { readPasskeys } from '../sections/parse-passkeys.ts';
import { readOtherwise } from '../sections/parse-otherwise.ts';
import { readCalibration, readSize } from '../sections/parse-size.ts';
import { parseRules } from '../rules/parse-rule.ts';
import { readSignals } from '../signals/parse-signals.ts';
import { YamlSource, type Member, type Placed } from '../reading/yaml-source.ts';

/** A policy, or why it is none: `policy` is `null` exactly where a problem is an `error`. Sorted by place. */
export interface ParsedPolicy {
  readonly policy: Policy | null;
  /** What of it could be read, mistakes or not: for lint to look at, never to judge by. */
  readonly draft: Policy | null;
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
  'calibration',
  'codeowners',
  'passkeys',
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
  sizecard: 'calibration',
  owners: 'codeowners',
  passkey: 'passkeys',
  webauthn: 'passkeys',
};

/** What a policy is read with besides its text. */
export interface PolicyReading {
  /** Name of the preset this very text is, so that its rules say so. */
  readonly preset?: string;
  /** Finds the texts of other repositories that are pinned; without it none is here. */
  readonly texts?: PinnedTexts;
}

/** Who a text is, and what led to it. */
interface Reading {
  readonly origin: string;
  readonly texts: PinnedTexts;
  readonly chain: readonly string[];
}

/**
 * Reads a policy file and puts it on what it extends (or forks): a preset, or a pinned text. Never throws: every
 * mistake is a problem with its place and mend, those of the file itself before those of the texts it stands on.
 */
export function parsePolicy(text: string, file: string, { preset, texts }: PolicyReading = {}): ParsedPolicy {
  return parseText(text, file, { origin: preset === undefined ? file : `preset ${preset}`, texts: texts ?? (() => null), chain: [] });
}

/** Mistakes after which what the file stands on is not known: what is left of it is no policy anybody meant. */
const groundless = new Set(['unknown-preset', 'unpinned', 'pinned-missing', 'pinned-differs', 'extends-circle', 'extends-depth', 'unreadable']);

function parseText(text: string, file: string, reading: Reading): ParsedPolicy {
  const source = new YamlSource(text, file);
  const policy = source.root === null ? null : readPolicy(source, source.root, reading);
  const problems = source.sorted();
  const draft = problems.some(({ code }) => groundless.has(code)) ? null : policy;
  return { policy: source.failed ? null : policy, draft, problems };
}

/** A policy that stands inside another file, read from its node; mistakes are added to the source's. */
export function policyIn(source: YamlSource, node: Node): Policy | null {
  const before = source.problems.length;
  const policy = readPolicy(source, node, { origin: source.file, texts: () => null, chain: [] });
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

function readPolicy(source: YamlSource, root: Node, { origin, texts, chain }: Reading): Policy | null {
  const top = source.at(root);
  const fields = source.fields(root, 'the policy', top, keys, meanings);
  if (fields === null) return null;
  readVersion(source, fields.get('version'), top);
  const footing = readFooting(source, fields, {
    chain,
    texts,
    preset: presetPolicy,
    pinned: (found, pin) => parseText(found.text, found.file, { origin: pin.name, texts, chain: [...chain, pin.digest] }),
  });
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
  const codeowners = readCodeOwners(footing, fields.get('codeowners'));
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
  const rules = mergeRules(footing, drafts, levels, origin);
  return {
    version: 1,
    extends: footing.raise && under !== null ? footing.named : null,
    levels,
    mode,
    protected: readProtected(footing, fields.get('protected')),
    areas: guardOwnersFile(areas, codeowners),
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
    calibration: readCalibration(source, fields.get('calibration')),
    codeowners,
    passkeys: readPasskeys(footing, fields.get('passkeys')),
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
