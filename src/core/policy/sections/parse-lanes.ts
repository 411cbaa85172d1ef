import { tiers, type Tier } from '../../risk/index.ts';
import { inWords } from '../duration-words.ts';
import { compareLevels } from '../people.ts';
import type { Policy } from '../policy.ts';
import { byOrder, carryOrder, ownIt, raised, type Footing } from '../files/floors.ts';
import { conditionOf } from '../rules/parse-rule.ts';
import { readDuration, readPercent } from '../reading/amounts.ts';
import { show, type Member } from '../reading/yaml-source.ts';

/** How long a sign-off lasts, in seconds. */
export function readExpire(footing: Footing, member: Member | undefined): number | null {
  const floor = footing.under?.expireSignOff ?? null;
  if (member === undefined) return floor;
  const { source } = footing;
  const field = source
    .fields(member.node, '`expire`', member.at, ['sign-off'], { signoff: 'sign-off', signoffs: 'sign-off' })
    ?.get('sign-off');
  if (field === undefined) return floor;
  const given = readDuration(source, field.node, '`sign-off` of `expire`', field.at);
  return raised(footing, '`sign-off` of `expire`', floor, given, (a, b) => b - a, inWords);
}

/** `by: { level, count, … }`, `reason: required`, `review-within`: what override and revert share. */
function readBy(
  footing: Footing,
  member: Member,
  levels: readonly string[],
  floor: { readonly level: string; readonly count: number; readonly reviewWithin: number } | null,
  onCall: boolean,
) {
  const { source } = footing;
  const name = member.key;
  const what = (field: string) => `\`${field}\` of \`${name}\``;
  const fields = source.fields(
    member.node,
    `\`${name}\``,
    member.at,
    ['by', ...(onCall ? [] : ['reason']), 'review-within'],
    { who: 'by', reviewby: 'review-within', within: 'review-within' },
  );
  if (fields === null) return null;
  const byMember = fields.get('by');
  const by =
    byMember === undefined
      ? null
      : source.fields(byMember.node, what('by'), byMember.at, ['level', 'count', ...(onCall ? ['on-call'] : [])], {
          rank: 'level',
          role: 'level',
          number: 'count',
        });
  const reason = fields.get('reason');
  if (reason !== undefined) source.oneOf(reason.node, what('reason'), reason.at, ['required'] as const);
  const [levelMember, countMember, withinMember, callMember] = [
    by?.get('level'),
    by?.get('count'),
    fields.get('review-within'),
    by?.get('on-call'),
  ];
  if (floor === null) {
    for (const [field, there] of [
      ['by', byMember],
      ['review-within', withinMember],
    ] as const) {
      if (there === undefined)
        source.error(
          'missing',
          `\`${name}\` has no \`${field}\``,
          `write ${name}: { by: { level: ${levels.at(-1) ?? 'senior'}, count: 2 }, review-within: 24h }`,
          member.at,
        );
    }
    if (by !== null && levelMember === undefined)
      source.error('missing', `${what('by')} has no \`level\``, `name one of ${levels.join(', ')}`, byMember!.at);
  }
  const level =
    levelMember === undefined ? null : source.oneOf(levelMember.node, what('level'), levelMember.at, levels, 'level');
  const count = countMember === undefined ? null : source.integer(countMember.node, what('count'), countMember.at, 1);
  const within =
    withinMember === undefined ? null : readDuration(source, withinMember.node, what('review-within'), withinMember.at);
  const call = callMember === undefined ? null : source.boolean(callMember.node, what('on-call'), callMember.at);
  return {
    level:
      raised(footing, what('level'), floor?.level ?? null, level, (a, b) => compareLevels(levels, a, b)) ??
      levels.at(-1) ??
      '',
    count: raised(footing, what('count'), floor?.count ?? null, count, (a, b) => a - b) ?? (onCall ? 1 : 2),
    reviewWithin:
      raised(footing, what('review-within'), floor?.reviewWithin ?? null, within, (a, b) => b - a, inWords) ?? 86_400,
    call,
  };
}

/** Break-glass: who may override, and until when it is reviewed. */
export function readOverride(
  footing: Footing,
  member: Member | undefined,
  levels: readonly string[],
): Policy['override'] {
  const floor = footing.under?.override ?? null;
  if (member === undefined) return floor;
  if (saysNone(member)) return null;
  refuseNew(footing, member, floor);
  const by = readBy(footing, member, levels, floor, false);
  return by === null ? floor : { level: by.level, count: by.count, reviewWithin: by.reviewWithin };
}

/** The lane back: who may land the exact inverse of a landed change. */
export function readRevert(footing: Footing, member: Member | undefined, levels: readonly string[]): Policy['revert'] {
  const floor = footing.under?.revert ?? null;
  if (member === undefined) return floor;
  if (saysNone(member)) return null;
  refuseNew(footing, member, floor);
  const by = readBy(footing, member, levels, floor, true);
  if (by === null) return floor;
  const onCall =
    raised(footing, '`on-call` of `revert`', floor?.onCall ?? null, by.call, (a, b) => Number(a) - Number(b)) ?? true;
  return { level: by.level, count: by.count, onCall, reviewWithin: by.reviewWithin };
}

function refuseNew(footing: Footing, member: Member, floor: unknown): void {
  if (!footing.raise || footing.under === null || floor !== null) return;
  footing.source.error(
    'lowers-floor',
    `${footing.named} has no \`${member.key}\``,
    `remove it, or write \`${footing.fork}\``,
    member.at,
  );
}

/** `override: none`: there is no such lane. */
function saysNone(member: Member): boolean {
  return (member.node as { readonly value?: unknown } | null)?.value === 'none';
}

/** The share of changes drawn for a second look, and which. */
export function readSpotCheck(
  footing: Footing,
  member: Member | undefined,
  levels: readonly string[],
): Policy['spotCheck'] {
  const floor = footing.under?.spotCheck ?? null;
  if (member === undefined) return floor;
  const { source } = footing;
  const fields = source.fields(member.node, '`spot-check`', member.at, ['share', 'when'], {
    percent: 'share',
    rate: 'share',
    if: 'when',
  });
  if (fields === null) return floor;
  const [shareMember, whenMember] = [fields.get('share'), fields.get('when')];
  if (floor === null) {
    if (shareMember === undefined) source.error('missing', '`spot-check` has no `share`', 'write share: 5%', member.at);
    if (whenMember === undefined)
      source.error('missing', '`spot-check` has no `when`', 'write when: change.tier >= high', member.at);
  }
  const given =
    shareMember === undefined ? null : readPercent(source, shareMember.node, '`share` of `spot-check`', shareMember.at);
  const share = raised(
    footing,
    '`share` of `spot-check`',
    floor?.share ?? null,
    given,
    (a, b) => a - b,
    (value) => `${Number((value * 100).toFixed(3))}%`,
  );
  const when = whenMember === undefined ? null : conditionOf(source, whenMember, '`when` of `spot-check`', levels);
  if (
    footing.raise &&
    floor !== null &&
    when !== null &&
    when.text.replace(/\s/g, '') !== floor.when.text.replace(/\s/g, '') &&
    when.text !== 'true'
  ) {
    source.error(
      'lowers-floor',
      `\`when\` of \`spot-check\` differs from ${footing.named}: \`${show(floor.when.text)}\``,
      `leave it out, write \`true\`, or \`${footing.fork}\``,
      when.at,
    );
  }
  // What reads alike may still differ inside a text: the floor's own words stand.
  const condition = footing.raise && floor !== null && when?.text !== 'true' ? floor.when : (when ?? floor?.when ?? null);
  return condition === null || share === null ? null : { share, when: condition };
}

/** How often AI incidents are audited, and from which level on; `audit: none` where no preset asks for one. */
export function readAudit(footing: Footing, member: Member | undefined, levels: readonly string[]): Policy['audit'] {
  const floor = footing.under?.audit ?? null;
  if (member === undefined) return floor;
  const { source } = footing;
  if (saysNone(member)) {
    if (!footing.raise || floor === null) return null;
    source.error('lowers-floor', `\`audit\` may not be dropped: ${footing.named} asks for one`, ownIt(footing), member.at);
    return floor;
  }
  const fields = source.fields(member.node, '`audit`', member.at, ['every', 'by'], {
    period: 'every',
    interval: 'every',
    within: 'every',
    level: 'by',
    who: 'by',
  });
  if (fields === null) return floor;
  const [everyMember, byMember] = [fields.get('every'), fields.get('by')];
  if (floor === null) {
    if (everyMember === undefined) source.error('missing', '`audit` has no `every`', 'write every: 90d', member.at);
    if (byMember === undefined)
      source.error('missing', '`audit` has no `by`', `name one of ${levels.join(', ')}`, member.at);
  }
  const every =
    everyMember === undefined ? null : readDuration(source, everyMember.node, '`every` of `audit`', everyMember.at);
  const by = byMember === undefined ? null : source.oneOf(byMember.node, '`by` of `audit`', byMember.at, levels, 'level');
  const seconds = raised(footing, '`every` of `audit`', floor?.every ?? null, every, (a, b) => b - a, inWords);
  const level = raised(footing, '`by` of `audit`', floor?.level ?? null, by, (a, b) => compareLevels(levels, a, b));
  return seconds === null || level === null ? null : { every: seconds, level };
}

/** Which rebases a sign-off survives, by tier. */
export function readCarry(footing: Footing, member: Member | undefined): Policy['carry'] {
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
