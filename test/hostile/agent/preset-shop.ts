import { softSecurityKey } from '../../keys/index.ts';
import { gatedShop, type GatedShop } from '../../receiving/gated-shop.ts';

/** Presets whose ladder of levels is another than most have: what the people of the shop are called there. */
const ladders: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'open-source': { principal: 'maintainer', senior: 'maintainer', mid: 'committer' },
};

/** The level in this preset of what elsewhere is called so. */
export const levelIn = (preset: string, level: string): string => ladders[preset]?.[level] ?? level;

/** A security key of Bo's, which lies on the desk: it answers nobody but Bo. */
export const hand = softSecurityKey();

/**
 * A shop under a preset that enforces, behind its hook: `shop` is as critical as the preset knows, what else there is is
 * what the preset says. Bo is the developer whose file key, git credentials and name the agent has, and an owner of `shop`.
 */
export function presetShop(preset: string, bo = 'mid'): GatedShop {
  return gatedShop({
    policy: () => `version: 1
extends: ${preset}
mode: enforce
protected: [refs/heads/main]
areas:
  shop: { paths: ["shop/**"], tier: critical, owners: [seniors] }
`,
    people: (text) => `${text}agents:\n  dependabot: { operator: none, accounts: { github: 'dependabot[bot]' } }\n`.replace(/(emails: \[bo@example.com\], keys: \[)/, `$1"${hand.line}", `).replace('seniors: [ana, li]', 'seniors: [ana, li, bo]').replace('bo: { name: Bo Lind, level: mid', `bo: { name: Bo Lind, level: ${bo}`).replaceAll(/level: (\w+)/g, (_, level: string) => `level: ${levelIn(preset, level)}`),
  });
}
