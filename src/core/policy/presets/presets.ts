import { amazon2026 } from './amazon-2026.ts';

/** Every preset this version ships, by name: the YAML text people can read and fork. */
export const presets: Readonly<Record<string, string>> = { 'amazon-2026': amazon2026 };
