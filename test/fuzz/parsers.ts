import { configured } from './parsers/configured.ts';
import { found } from './parsers/found.ts';
import { kept } from './parsers/kept.ts';
import { recorded } from './parsers/recorded.ts';
import { signed } from './parsers/signed.ts';
import { reports } from './parsers/reports.ts';
import type { Parser } from './parser.ts';

/** Every reader of bytes that somebody else made. */
export const parsers: readonly Parser[] = [...signed, ...recorded, ...kept, ...configured, ...found, ...reports];
