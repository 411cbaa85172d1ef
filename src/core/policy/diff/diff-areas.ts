import { compareTiers } from '../../risk/index.ts';
import { modes, type Area, type Policy } from '../policy.ts';
import { later, members, ordered, unordered, type Effect, type PolicyDifference } from './difference.ts';

/** Areas by name: added, gone, or changed field by field. */
export function diffAreas(before: Policy, after: Policy): PolicyDifference[] {
  const gone = before.areas.filter(({ name }) => !after.areas.some((one) => one.name === name));
  const added = after.areas.filter(({ name }) => !before.areas.some((one) => one.name === name));
  const kept = after.areas.flatMap((is) => before.areas.filter(({ name }) => name === is.name).map((was) => [was, is] as const));
  return [
    ...gone.map((area) => whole(area, before, true)),
    ...kept.flatMap(([was, is]) => diffArea(was, is, before, after)),
    ...added.map((area) => whole(area, after, false)),
  ];
}

/** What it means for a file to fall into an area: more is asked of it, less, or something else. */
function weight(area: Area, { defaultTier, mode }: Policy): Effect {
  const tier = compareTiers(area.tier, defaultTier);
  const more = area.owners.length > 0 || area.ai === 'forbidden' || (area.mode !== null && later(modes, mode, area.mode) > 0);
  if (tier > 0 || (tier === 0 && more)) return 'stricter';
  return tier < 0 && !more ? 'looser' : 'different';
}

const opposite: Record<Effect, Effect> = { looser: 'stricter', stricter: 'looser', different: 'different' };

function whole(area: Area, policy: Policy, gone: boolean): PolicyDifference {
  const effect = weight(area, policy);
  const text = areaText(area);
  return {
    where: `area ${area.name}`,
    field: null,
    before: gone ? text : null,
    after: gone ? null : text,
    effect: gone ? opposite[effect] : effect,
    because: gone ? `its files become ${policy.defaultTier}, but for those of other areas` : null,
  };
}

function areaText({ tier, owners, ai, paths }: Area): string {
  const owned = owners.length === 0 ? 'nobody owns it' : `owned by ${owners.join(', ')}`;
  return `${tier}${ai === 'forbidden' ? ', AI off-limits' : ''}, ${owned}: ${paths.join(' ')}`;
}

function diffArea(was: Area, is: Area, before: Policy, after: Policy): PolicyDifference[] {
  const where = `area ${is.name}`;
  const pair = (field: string, of: (area: Area) => string | null) => ({ where, field, before: of(was), after: of(is) });
  const inside = weight(is, after);
  const gated = (area: Area, policy: Policy) => Math.max(modes.indexOf(area.mode ?? policy.mode), modes.indexOf(policy.mode));
  return [
    ...members(where, 'paths', [was.paths, is.paths], { gained: inside, lost: opposite[weight(was, before)] }),
    ...ordered(pair('tier', ({ tier }) => tier), compareTiers(is.tier, was.tier)),
    ...diffOwners(where, was.owners, is.owners),
    ...ordered(pair('mode', ({ mode }) => mode), gated(is, after) - gated(was, before)),
    ...ordered(pair('ai', ({ ai }) => ai), Number(is.ai === 'forbidden') - Number(was.ai === 'forbidden')),
    ...unordered(pair('because', ({ because }) => because), 'words alone'),
    ...unordered(pair('review-by', ({ reviewBy }) => reviewBy), 'words alone'),
  ];
}

/** One more owner is one more who can clear it; an area nobody owned was cleared by anybody of the level. */
function diffOwners(where: string, was: readonly string[], is: readonly string[]): PolicyDifference[] {
  if (was.length === 0) return members(where, 'owners', [was, is], { gained: 'stricter', lost: 'looser', because: 'before, anybody of the level could clear it' });
  if (is.length === 0) return members(where, 'owners', [was, is], { gained: 'looser', lost: 'looser', because: 'nobody owns it any more: anybody of the level can clear it' });
  return members(where, 'owners', [was, is], { gained: 'looser', lost: 'stricter', because: 'who can clear it' });
}
