import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { survey } from './check-architecture.ts';

/** A small tree that breaks no rule; each case below changes one file of it. */
const SOUND: Readonly<Record<string, string>> = {
  'architecture.json': JSON.stringify({
    'core/values': { job: 'values', imports: [] },
    'core/change': { job: 'changes', imports: ['core/values'] },
    workflows: { job: 'steps', imports: ['core/*'] },
    'adapters/git': { job: 'git', imports: ['core/*'] },
    'adapters/sql': { job: 'sql', imports: ['core/*'] },
    cli: { job: 'words', imports: ['core/*', 'workflows', 'adapters/*'] },
  }),
  'package.json': '{}',
  'src/core/values/index.ts': "export { one } from './one.ts';\n",
  'src/core/values/one.ts': 'export const one = 1;\n',
  'src/core/change/index.ts': "import { one } from '../values/index.ts';\nexport const two = one + one;\n",
  'src/core/change/index.test.ts': "import { join } from 'node:path';\nimport { two } from './index.ts';\nnew Date(join(`${two}`));\n",
  'src/workflows/step.ts': "import { two } from '../core/change/index.ts';\nexport const step = (): number => two;\n",
  'src/adapters/git/index.ts': "import type { two } from '../../core/change/index.ts';\nexport type Two = typeof two;\n",
  'src/adapters/sql/index.ts': 'export const sql = 1;\n',
  'src/cli/main.ts': "import { sql } from '../adapters/sql/index.ts';\nimport { step } from '../workflows/step.ts';\nstep();\nexport { sql };\n",
  'src/cli/words.ts': "// import '../adapters/git/index.ts'; a comment imports nothing\nexport const words = \"import '../nowhere.ts'\";\n",
};

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'architecture-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** The rules broken by the sound tree with some files changed; an undefined text leaves the file out. */
function brokenRules(changes: Readonly<Record<string, string | undefined>>): string[] {
  for (const [path, text] of Object.entries({ ...SOUND, ...changes })) {
    if (text === undefined) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return [...new Set(survey(root).violations.map(({ rule }) => rule))];
}

describe('the architecture check', () => {
  test('accepts a tree that keeps every rule, comments, strings and tests included', () => {
    expect(brokenRules({})).toEqual([]);
  });

  const step = 'src/workflows/step.ts';
  const value = 'src/core/values/one.ts';
  test.each<[string, string, Record<string, string | undefined>]>([
    ['forbidden', 'a static import against the flow', { [value]: "import '../change/index.ts';\n" }],
    ['forbidden', 'a type-only import against the flow', { [value]: "import type { two } from '../change/index.ts';\nexport type T = typeof two;\n" }],
    ['forbidden', 'an import written as a type', { [value]: "export type T = typeof import('../change/index.ts');\n" }],
    ['forbidden', 'a dynamic import against the flow', { [value]: "export const late = () => import('../change/index.ts');\n" }],
    ['forbidden', 'a dynamic import in a plain template', { [value]: 'export const late = () => import(`../change/index.ts`);\n' }],
    ['forbidden', 'a re-export against the flow', { [value]: "export { two } from '../change/index.ts';\n" }],
    ['forbidden', 'a star re-export against the flow', { [value]: "export * from '../change/index.ts';\n" }],
    ['forbidden', 'a require against the flow', { [value]: "declare const require: (name: string) => unknown;\nexport const r = require('../change/index.ts');\n" }],
    ['forbidden', 'a workflow that imports the command line', { [step]: "import '../cli/words.ts';\n" }],
    ['computed import', 'an import no rule can check', { [step]: 'export const late = (name: string) => import(name);\n' }],
    ['front door', 'an import past index.ts', { [step]: "import { one } from '../core/values/one.ts';\nexport { one };\n" }],
    ['no front door', 'a core folder without index.ts', { 'src/adapters/git/index.ts': undefined, 'src/adapters/git/git.ts': 'export const git = 1;\n' }],
    ['cycle', 'two files that import each other', { [step]: "import './other.ts';\n", 'src/workflows/other.ts': "import './step.ts';\n" }],
    ['cycle', 'a ring of types alone', { [step]: "import type { O } from './other.ts';\nexport type S = O;\n", 'src/workflows/other.ts': "import type { S } from './step.ts';\nexport type O = S[];\n" }],
    [
      'folder cycle',
      'two folders that import each other through different files',
      {
        'architecture.json': SOUND['architecture.json']?.replace('"imports":["core/*"]},"adapters/git"', '"imports":["core/*","cli"]},"adapters/git"'),
        'src/workflows/other.ts': "import '../cli/words.ts';\n",
      },
    ],
    ['undeclared folder', 'a folder architecture.json does not know', { 'src/server/main.ts': 'export const server = 1;\n' }],
    ['empty folder', 'a declared folder without files', { 'src/adapters/git/index.ts': undefined }],
    ['adapter to adapter', 'an adapter that imports another', { 'src/adapters/git/index.ts': "import '../sql/index.ts';\n" }],
    ['adapter', 'an adapter imported outside main.ts', { 'src/cli/words.ts': "import '../adapters/sql/index.ts';\n" }],
    ['banned name', 'a file called utils', { 'src/cli/utils.ts': 'export const u = 1;\n' }],
    ['banned name', 'a folder called helpers', { 'src/cli/helpers/glyph.ts': 'export const g = 1;\n' }],
    ['core package', 'a package the core may not use', { [value]: "import 'yaml';\n" }],
    ['core package', 'a part of Node in the core', { [value]: "import { readFileSync } from 'node:fs';\nexport { readFileSync };\n" }],
    ['machine-dependent', 'a clock in the core', { [value]: 'export const now = (): number => Date.now();\n' }],
    ['machine-dependent', 'a locale in the core', { [value]: 'export const n = new Intl.NumberFormat();\n' }],
    ['machine-dependent', 'an order that depends on the locale', { [value]: "export const o = (a: string) => a.localeCompare('b');\n" }],
    ['machine-dependent', 'text that depends on the locale', { [value]: "export const o = (a: string) => a['toLocaleLowerCase']();\n" }],
    ['machine-dependent', 'chance in the core', { [value]: 'export const r = Math.random();\n' }],
    ['machine-dependent', 'a reach for the whole world', { [value]: 'export const g = globalThis;\n' }],
    ['machine-dependent', 'a stopwatch in the core', { [value]: 'export const p = performance.now();\n' }],
    ['outside', 'an import from outside src', { [step]: "import '../../scripts/setup.cjs';\n" }],
    ['missing', 'an import of a file that is not there', { [step]: "import './nowhere.ts';\n" }],
    ['unreadable', 'a file that does not parse', { [step]: 'export const = ;\n' }],
    ['length', 'a file past 400 lines without a reason', { [step]: 'export {};\n'.repeat(401) }],
    ['folder size', 'a folder of 16 files', Object.fromEntries(Array.from({ length: 16 }, (_, n) => [`src/cli/word-${n}.ts`, 'export {};\n']))],
    ['depth', 'a file four folders deep', { 'src/cli/a/b/c/deep.ts': 'export {};\n' }],
    ['unknown folder', 'a permission for a folder that is not declared', { 'architecture.json': SOUND['architecture.json']?.replace('"core/values"]', '"core/value"]') }],
  ])('names “%s” for %s', (rule, _what, changes) => {
    expect(brokenRules(changes)).toContain(rule);
  });

  test('accepts a long file that ARCHITECTURE.md gives a reason for, under “Sizes” only', () => {
    const long = { [step]: 'export {};\n'.repeat(401) };
    const reason = `- \`${step}\`: reads as one table.\n`;
    expect(brokenRules({ ...long, 'ARCHITECTURE.md': `## Sizes\n\n${reason}` })).toEqual([]);
    expect(brokenRules({ ...long, 'ARCHITECTURE.md': `## Sizes\n\n## Ports\n\n${reason}` })).toEqual(['length']);
  });

  test('fails when it read no source at all', () => {
    const none = Object.fromEntries(Object.keys(SOUND).filter((path) => path.startsWith('src/')).map((path) => [path, undefined]));
    expect(brokenRules({ ...none, 'architecture.json': '{}' })).toEqual(['nothing read']);
  });

  test('says which file and line', () => {
    brokenRules({ [step]: "\n\nimport './nowhere.ts';\n" });
    expect(survey(root).violations[0]?.where).toBe('src/workflows/step.ts:3');
  });
});
