import { compareTiers, tiers, type SizeStep } from '../../risk/index.ts';
import { inWords } from '../duration-words.ts';
import { carryOrder, sizeHolds, undeclaredOrder } from '../files/floors.ts';
import { modes, syncedOrder, type Policy } from '../policy.ts';
import { diffAreas } from './diff-areas.ts';
import { diffRules } from './diff-rules.ts';
import { sameLadder, sameText } from './same.ts';
import { larger, later, members, ordered, smaller, unordered, type Effect, type PolicyDifference } from './difference.ts';

/**
 * How two effective policies differ, field by field, loosest first: what `after` asks less of, then what cannot be
 * ordered, then what it asks more of. Conditions are compared as text: equal or different, never weighed.
 */
export function diffPolicies(before: Policy, after: Policy): PolicyDifference[] {
  return loosestFirst([
    ...diffHead(before, after),
    ...diffAreas(before, after),
    ...diffRules(before, after),
    ...diffLanes(before, after),
  ]);
}

const effects: readonly Effect[] = ['looser', 'different', 'stricter'];

/** Differences in the order people must see them; those of one effect keep theirs. */
export function loosestFirst(differences: readonly PolicyDifference[]): PolicyDifference[] {
  return differences.toSorted((a, b) => effects.indexOf(a.effect) - effects.indexOf(b.effect));
}

const where = 'policy';

function diffHead(before: Policy, after: Policy): PolicyDifference[] {
  const pair = (field: string, of: (policy: Policy) => string | null) => ({ where, field, before: of(before), after: of(after) });
  const allow = (policy: Policy) => (policy.otherwise.allow ? 0 : 1);
  return [
    ...ordered(pair('mode', ({ mode }) => mode), later(modes, before.mode, after.mode)),
    // None named is the default branch, which no name says: it may be lost where names are gained.
    ...(before.protected.length === 0 || after.protected.length === 0
      ? unordered(pair('protected', (policy) => policy.protected.join(', ') || 'the default branch'))
      : members(where, 'protected', [before.protected, after.protected], { gained: 'stricter', lost: 'looser' })),
    ...unordered(pair('levels', ({ levels }) => levels.join(' < ')), 'levels on two ladders are not compared'),
    ...ordered(pair('default-tier', ({ defaultTier }) => defaultTier), compareTiers(after.defaultTier, before.defaultTier)),
    ...ordered(pair('size', ({ size }) => sizeText(size)), sizeOrder(before.size, after.size)),
    ...ordered(pair('undeclared', ({ undeclared }) => undeclared), later(undeclaredOrder, before.undeclared, after.undeclared)),
    ...members(where, 'signals', [before.signals.map(signalText), after.signals.map(signalText)], { gained: 'stricter', lost: 'looser' }),
    ...ordered(pair('otherwise', ({ otherwise }) => (otherwise.allow ? 'allowed' : 'refused')), allow(after) - allow(before)),
    ...unordered(pair('codeowners', ({ codeowners }) => (codeowners === null ? null : `${codeowners.dialect}${codeowners.path === null ? '' : ` ${codeowners.path}`}`))),
    ...unordered(pair('calibration', ({ calibration }) => (calibration === null ? null : `${calibration.source} until ${calibration.until}`)), 'used in sentences alone'),
  ];
}

function sizeText(size: readonly SizeStep[]): string {
  return size.map(({ over, tier }) => `over ${over} ${tier}`).join(', ') || 'none';
}

function sizeOrder(before: readonly SizeStep[], after: readonly SizeStep[]): number {
  return Number(sizeHolds(after, before)) - Number(sizeHolds(before, after));
}

/** All that a signal says: a trace that is no longer looked for is as loose as a signal that is gone. */
function signalText(signal: Policy['signals'][number]): string {
  const words = (value: unknown): readonly string[] =>
    typeof value === 'object' && value !== null ? Object.values(value).flatMap(words) : value === null || value === undefined ? [] : [String(value)];
  return words(signal).join(' ');
}

/** How long a sign-off lasts, what carries it, and the ways around it. */
function diffLanes(before: Policy, after: Policy): PolicyDifference[] {
  const pair = (field: string, of: (policy: Policy) => string | null) => ({ where, field, before: of(before), after: of(after) });
  const life = ({ expireSignOff }: Policy) => expireSignOff ?? Number.MAX_SAFE_INTEGER;
  return [
    ...tiers.flatMap((tier) => ordered(pair(`carry.${tier}`, ({ carry }) => carry[tier]), later(carryOrder, before.carry[tier], after.carry[tier]))),
    ...ordered(pair('expire.sign-off', ({ expireSignOff }) => (expireSignOff === null ? 'never' : inWords(expireSignOff))), smaller(life(before), life(after))),
    ...diffLane('override', before, after),
    ...diffLane('revert', before, after),
    ...diffSpotCheck(before, after),
    ...diffAudit(before, after),
    ...ordered(pair('passkeys.synced', ({ passkeys }) => passkeys.synced), later(syncedOrder, before.passkeys.synced, after.passkeys.synced)),
  ];
}

/** A way around the rules: having one is looser than having none. */
function diffLane(field: 'override' | 'revert', before: Policy, after: Policy): PolicyDifference[] {
  const [was, is] = [before[field], after[field]];
  const text = (policy: Policy) => {
    const lane = policy[field];
    if (lane === null) return null;
    const onCall = 'onCall' in lane && lane.onCall ? ' on call' : '';
    return `${lane.count} ${lane.level}${onCall}, reviewed within ${inWords(lane.reviewWithin)}`;
  };
  const pair = { where, field, before: text(before), after: text(after) };
  if (was === null || is === null) return ordered(pair, was === null ? -1 : 1, was === null ? 'a way around the rules is added' : 'a way around the rules is gone');
  const call = (lane: object) => Number('onCall' in lane && lane.onCall === true);
  const signs = [
    sameLadder(before, after) ? later(after.levels, was.level, is.level) : 0,
    larger(was.count, is.count),
    smaller(was.reviewWithin, is.reviewWithin),
    call(is) - call(was),
  ];
  return ordered(pair, oneWay(signs));
}

function diffSpotCheck({ spotCheck: was }: Policy, { spotCheck: is }: Policy): PolicyDifference[] {
  const text = (one: Policy['spotCheck']) => (one === null ? null : `${Math.round(one.share * 1000) / 10} % where ${one.when.text}`);
  const pair = { where, field: 'spot-check', before: text(was), after: text(is) };
  if (was === null || is === null) return ordered(pair, was === null ? 1 : -1);
  return ordered(pair, sameText(was.when, is.when) ? larger(was.share, is.share) : 0);
}

function diffAudit(before: Policy, after: Policy): PolicyDifference[] {
  const [was, is] = [before.audit, after.audit];
  const text = (one: Policy['audit']) => (one === null ? null : `every ${inWords(one.every)} by a ${one.level}`);
  const pair = { where, field: 'audit', before: text(was), after: text(is) };
  if (was === null || is === null) return ordered(pair, was === null ? 1 : -1);
  return ordered(pair, oneWay([smaller(was.every, is.every), sameLadder(before, after) ? later(after.levels, was.level, is.level) : 0]));
}

/** The common direction of several comparisons; 0 where they pull both ways. */
function oneWay(signs: readonly number[]): number {
  if (signs.some((sign) => sign > 0) && signs.some((sign) => sign < 0)) return 0;
  return signs.find((sign) => sign !== 0) ?? 0;
}
