import type { Node } from 'yaml';
import { findPatternProblem, tiers } from '../../risk/index.ts';
import type { Position } from '../../values/index.ts';
import { modes } from '../policy.ts';
import { policyAreaName, type AreaDraft } from '../files/floors.ts';
import { readDate } from '../reading/amounts.ts';
import { show, type Member, type Placed, type YamlSource } from '../reading/yaml-source.ts';

const areaKeys = ['paths', 'tier', 'owners', 'mode', 'ai', 'because', 'review-by'];
const areaMeanings = {
  path: 'paths',
  files: 'paths',
  glob: 'paths',
  globs: 'paths',
  owner: 'owners',
  team: 'owners',
  teams: 'owners',
  reviewers: 'owners',
  level: 'tier',
  risk: 'tier',
  severity: 'tier',
  stakes: 'tier',
  reason: 'because',
  why: 'because',
  expires: 'review-by',
};

/** Reads `areas:` as the file says it; what it leaves out comes from the preset or the defaults. */
export function parseAreas(source: YamlSource, member: Member | undefined): readonly AreaDraft[] {
  if (member === undefined) return [];
  return (source.members(member.node, '`areas`', member.at) ?? []).flatMap((area) => readArea(source, area) ?? []);
}

function readArea(source: YamlSource, member: Member): AreaDraft | null {
  const name = member.key;
  if (!/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/.test(name)) {
    return source.error(
      'invalid-name',
      `the area name \`${show(name)}\` is not a name`,
      'use letters, digits, `-`, `_` and `.`, a letter first',
      member.at,
    );
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
    reviewBy: read('review-by', (node, label, at) => readDate(source, node, label, at))?.value ?? null,
  };
}

/** Patterns that can never match are errors: such an area would guard nothing. Odd ones are warnings. */
function checkPattern(source: YamlSource, path: Placed<string>): void {
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f]/.test(path.value)) {
    source.error(
      'invalid-pattern',
      `the pattern \`${show(path.value)}\` holds a control character`,
      'write one pattern per entry',
      path.at,
    );
    return;
  }
  const found = findPatternProblem(path.value);
  if (found === null) return;
  source.note({ ...found, code: found.severity === 'error' ? 'invalid-pattern' : 'odd-pattern', at: path.at });
}
