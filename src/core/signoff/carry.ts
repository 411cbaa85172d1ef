import type { Policy } from '../policy/index.ts';
import { tiers, type Tier, type TouchedArea } from '../risk/index.ts';
import type { SignOff } from './sign-off.ts';
import type { Carry } from './statements.ts';

/** What a sign-off given for other trees is held against. */
export interface CarryContext {
  readonly carries: readonly Carry[];
  readonly policy: Policy;
  /** The tier of the change now. */
  readonly tier: Tier;
  readonly areas: readonly TouchedArea[];
  /** Names of the rules that ask for anything now. */
  readonly rules: readonly string[];
}

/** `carried from 91bc (disjoint)`; `null` where the sign-off was given for this very change. */
export function carriedFrom({ id, changeDigest }: SignOff, carries: readonly Carry[]): string | null {
  const found = carries.find(({ signOff }) => signOff === id);
  return found === undefined ? null : `carried from ${changeDigest.slice(0, 4)} (${found.test})`;
}

/**
 * Why a sign-off given for other trees does not cover `files` any more; `null` where it does. Each file is judged
 * by the tier of its own areas, and nothing is carried into a higher tier or under a rule that had not asked:
 * only a human's judgement of the difference carries.
 */
export function whyNotCarried(signOff: SignOff, files: readonly { readonly path: string }[], context: CarryContext): string | null {
  const stale = (why: string) => `stale since ${signOff.changeDigest.slice(0, 4)}: ${why}`;
  for (const carry of context.carries) {
    if (carry.signOff !== signOff.id) continue;
    const foreign = carry.moved.filter((path) => !files.some((file) => file.path === path));
    // Spelled otherwise it would be judged by the tier of no area; a replay over nothing that moved would be `disjoint`.
    if (foreign.length > 0) return stale(`what moved underneath names ${foreign[0]}, no file of this change`);
    if (carry.test !== 'exact' && carry.test !== 'disjoint' && carry.moved.length === 0) return stale('its replay does not say what moved underneath');
    const moved = movedTooFar(carry, files, context);
    if (moved.length > 0) return stale(moved.length === 1 ? `${moved[0]!} moved underneath` : `${moved[0]!} and ${moved.length - 1} more moved underneath`);
    if (carry.test !== 'exact' && files.some(({ path }) => settingOf(path, context) === 'exact')) return stale('its base moved, and the policy carries nothing there');
  }
  const { answering } = signOff;
  if (answering === undefined) return stale('it does not say for which tier and rules it was given');
  if (tiers.indexOf(context.tier) > tiers.indexOf(answering.tier)) return stale(`the tier rose from ${answering.tier} to ${context.tier}`);
  const further = context.rules.filter((rule) => !answering.rules.includes(rule));
  return further.length === 0 ? null : stale(`${further[0]} had not asked then`);
}

/** Names of files that moved underneath and may not have: all that moved where nothing was replayed, or one file is carried `exact` alone. */
function movedTooFar({ moved, test }: Carry, files: readonly { readonly path: string }[], context: CarryContext): string[] {
  const none = test !== 'textual' || files.some(({ path }) => settingOf(path, context) === 'exact');
  return moved.filter((path) => none || settingOf(path, context) !== 'textual').map((path) => path.split('/').at(-1) ?? path);
}

/** The policy's setting for the highest tier among a path's areas; files outside every area have the default tier. */
function settingOf(path: string, { policy, areas }: CarryContext): Policy['carry'][Tier] {
  const found = areas.filter(({ files }) => files.includes(path)).map(({ tier }) => tiers.indexOf(tier));
  return policy.carry[found.length === 0 ? policy.defaultTier : tiers[Math.max(...found)]!];
}
