import { amazon2026 } from './amazon-2026.ts';
import { fourTier } from './four-tier.ts';
import { openSource } from './open-source.ts';
import { threeLayer } from './three-layer.ts';
import { threeTier } from './three-tier.ts';

/** Every preset this version ships, by name: the YAML text people can read and fork. */
export const presets: Readonly<Record<string, string>> = {
  'amazon-2026': amazon2026,
  'three-tier': threeTier,
  'four-tier': fourTier,
  'three-layer': threeLayer,
  'open-source': openSource,
};
