import type { Member, Placed } from '../../policy/index.ts';
import { signatureStrengths } from '../../policy/index.ts';
import { tiers } from '../../risk/index.ts';
import type { Position } from '../../values/index.ts';
import type { CaseOverride, CaseSignOff, PolicyCase } from '../policy-case.ts';
import { durationOf, refOf, textOf, textsOf, truthOf, wordOf, type Fields, type Reading } from './reading.ts';

const verdicts = ['approve', 'reject', 'request-changes', 'withdraw'] as const;
const carries = ['exact', 'disjoint', 'textual'] as const;
const signOffKeys = ['by', 'left', 'verdict', 'of', 'strength', 'synced', 'answered', 'age', 'ahead', 'target', 'stale', 'carried', 'moved', 'answering'];
const signOffMeanings = { who: 'by', person: 'by', signature: 'strength', key: 'strength', answers: 'answered', checklist: 'answered', old: 'age' };
const overrideKeys = ['by', 'reason', 'strength', 'synced', 'age', 'lasts', 'target', 'stale', 'used'];

/** How old a statement is where the case does not say: an hour. */
export const someAge = 3600;

/** The sign-offs of a case; their order in the file is their order in the ledger. `ana` alone means `{ by: ana }`. */
export function readSignOffs(reading: Reading, member: Member | undefined): readonly CaseSignOff[] {
  return itemsOf(reading, member, 'a sign-off', 'by', signOffKeys, signOffMeanings, (fields, at) => {
    const by = whose(reading, fields, at);
    if (by === null) return null;
    const ahead = durationOf(reading, fields.get('ahead'), '`ahead` of a sign-off');
    const carried = wordOf(reading, fields.get('carried'), '`carried` of a sign-off', carries)?.value ?? null;
    const moved = textsOf(reading, fields.get('moved'), '`moved` of a sign-off').map(({ value }) => value);
    const movedAt = fields.get('moved');
    if (movedAt !== undefined && carried === null) reading.source.error('contradiction', '`moved` needs `carried`', 'say how the sign-off was carried, or remove it', movedAt.at);
    const verdict = wordOf(reading, fields.get('verdict'), '`verdict` of a sign-off', verdicts)?.value ?? 'approve';
    const of = textOf(reading, fields.get('of'), '`of` of a sign-off');
    if (of !== null && verdict !== 'withdraw') reading.source.error('contradiction', '`of` goes with `verdict: withdraw`', 'say whose word is withdrawn, or remove it', of.at);
    return {
      by,
      left: fields.has('left'),
      verdict,
      of,
      strength: wordOf(reading, fields.get('strength'), '`strength` of a sign-off', signatureStrengths)?.value ?? 'verified',
      synced: truthOf(reading, fields.get('synced'), '`synced` of a sign-off', false),
      answered: textsOf(reading, fields.get('answered'), '`answered` of a sign-off').map(({ value }) => value),
      age: ahead === null ? (durationOf(reading, fields.get('age'), '`age` of a sign-off') ?? someAge) : -ahead,
      target: refOf(reading, fields.get('target'), '`target` of a sign-off'),
      stale: truthOf(reading, fields.get('stale'), '`stale` of a sign-off', carried !== null),
      carried,
      moved,
      answering: readAnswering(reading, fields.get('answering')),
    };
  });
}

function readAnswering(reading: Reading, member: Member | undefined): CaseSignOff['answering'] {
  if (member === undefined) return null;
  const what = '`answering` of a sign-off';
  const fields = reading.source.fields(member.node, what, member.at, ['tier', 'rules'], { rule: 'rules' });
  const tier = wordOf(reading, fields?.get('tier'), `\`tier\` in ${what}`, tiers)?.value;
  if (fields !== null && !fields.has('tier')) reading.source.error('missing', `${what} has no \`tier\``, 'write answering: { tier: medium, rules: [RULE] }', member.at);
  return tier === undefined ? null : { tier, rules: textsOf(reading, fields?.get('rules'), `\`rules\` in ${what}`).map(({ value }) => value) };
}

function whose(reading: Reading, fields: Fields, at: Position): Placed<string> | null {
  const [by, left] = [fields.get('by'), fields.get('left')];
  if ((by === undefined) === (left === undefined)) {
    return reading.source.error('missing', 'a sign-off says whose it is by `by`, or by `left` for somebody no longer enrolled', 'write one of them', at);
  }
  return textOf(reading, by ?? left, `\`${by === undefined ? 'left' : 'by'}\` of a sign-off`);
}

/** The break-glass statements of a case. */
export function readOverrides(reading: Reading, member: Member | undefined): readonly CaseOverride[] {
  return itemsOf(reading, member, 'an override', 'by', overrideKeys, { who: 'by', because: 'reason', expires: 'lasts' }, (fields, at) => {
    const by = fields.get('by');
    if (by === undefined) reading.source.error('missing', 'an override has no `by`', 'say who gave it', at);
    const person = textOf(reading, by, '`by` of an override');
    if (person === null) return null;
    return {
      by: person,
      reason: textOf(reading, fields.get('reason'), '`reason` of an override')?.value ?? 'the shop is down',
      strength: wordOf(reading, fields.get('strength'), '`strength` of an override', signatureStrengths)?.value ?? 'verified',
      synced: truthOf(reading, fields.get('synced'), '`synced` of an override', false),
      age: durationOf(reading, fields.get('age'), '`age` of an override') ?? someAge,
      lasts: durationOf(reading, fields.get('lasts'), '`lasts` of an override') ?? 86_400,
      target: refOf(reading, fields.get('target'), '`target` of an override'),
      stale: truthOf(reading, fields.get('stale'), '`stale` of an override', false),
      used: truthOf(reading, fields.get('used'), '`used` of an override', false),
    };
  });
}

/** How many statements wait for each person: `{ ana: 9, li: 2 }`. */
export function readWaiting({ source }: Reading, member: Member | undefined): PolicyCase['waiting'] {
  if (member === undefined) return [];
  return (source.members(member.node, '`waiting`', member.at) ?? []).flatMap(({ key, at, node }) => {
    const count = source.integer(node, `\`${key}\` of \`waiting\``, at, 0);
    return count === null ? [] : [{ person: { value: key, at }, count: count.value }];
  });
}

/** Statements of one kind. A text alone stands for `{ first: text }`. */
export function itemsOf<T>(
  { source }: Reading,
  member: Member | undefined,
  what: string,
  first: string,
  keys: readonly string[],
  meanings: Readonly<Record<string, string>>,
  read: (fields: Fields, at: Position) => T | null,
): readonly T[] {
  if (member === undefined) return [];
  return (source.items(member.node, `\`${member.key}\``, member.at) ?? []).flatMap((item) => {
    const at = item === null ? member.at : source.at(item);
    const fields = isName(item) ? new Map([[first, { key: first, at, node: item }]]) : source.fields(item, what, at, keys, meanings);
    return fields === null ? [] : (read(fields, at) ?? []);
  });
}

function isName(item: Member['node']): boolean {
  return item !== null && 'value' in item && typeof item.value === 'string';
}
