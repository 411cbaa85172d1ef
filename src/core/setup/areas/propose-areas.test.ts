import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policyTexts } from '../../policy/index.ts';
import type { AreaPaths } from '../../risk/index.ts';
import { policyText } from '../writing/policy-text.ts';
import { proposeAreas } from './propose-areas.ts';

/** Any code point, lone surrogates included. */
const anyCharacter = fc.integer({ min: 0, max: 0x10ffff }).map((point) => String.fromCodePoint(point));

const { parsePolicy, presetPolicy } = await policyTexts();
const preset: readonly AreaPaths[] = [
  { name: 'login', paths: ['**/login/**', '**/auth/**'], tier: 'critical', at: null },
  { name: 'docs', paths: ['*.md', '/docs/**'], tier: 'low', at: null },
];
const files = (folder: string, count = 3, ending = 'ts') => Array.from({ length: count }, (_, index) => `${folder}/file${index}.${ending}`);
const propose = (paths: readonly string[]) => proposeAreas(paths, preset, (some) => some.length);
const named = (paths: readonly string[]) => Object.fromEntries(propose(paths).areas.map(({ name, tier, paths: patterns }) => [name, `${tier} ${patterns.join(' ')}`.trim()]));

describe('proposed areas', () => {
  it.each<[string, readonly string[], Readonly<Record<string, string>>]>([
    ['services of a monorepo', [...files('services/cart'), ...files('services/mail'), 'README.md'], { mail: 'medium services/mail/**', cart: 'medium services/cart/**', docs: 'low' }],
    ['packages beside a big folder', [...files('packages/a'), ...files('packages/b'), ...files('native', 12, 'rs')], { native: 'medium /native/**', a: 'medium packages/a/**', b: 'medium packages/b/**' }],
    ['one source folder', [...files('src/router'), ...files('src/client'), 'src/index.ts'], { router: 'medium src/router/**', client: 'medium src/client/**' }],
    ['a deep Java tree', [...files('src/main/java/com/acme/web', 4, 'java'), ...files('src/main/java/com/acme/db', 4, 'java')], { web: 'medium src/main/java/com/acme/web/**', db: 'medium src/main/java/com/acme/db/**' }],
    ['a flat package', files('sqlite_utils', 5, 'py'), { sqlite_utils: 'medium /sqlite_utils/**' }],
    ['tests by folder and by name', [...files('tests'), ...files('src/a'), ...['x', 'y', 'z'].map((name) => `src/a/${name}.test.ts`)], { a: 'medium src/a/**', tests: 'low /tests/** *.test.*' }],
    ['nested tests', [...files('packages/a/__tests__'), ...files('packages/b/__tests__')], { tests: 'low **/__tests__/**' }],
    ['CI', ['.github/workflows/ci.yml', '.gitlab-ci.yml'], { ci: 'high /.github/workflows/** /.gitlab-ci.yml' }],
    ['a folder called workflows that is no CI', files('src/workflows'), { workflows: 'medium src/workflows/**' }],
    ['migrations and infrastructure', [...files('db/migrations', 3, 'sql'), 'infra/main.tf', 'infra/k8s/app.yaml'], { migrations: 'high db/migrations/**', infrastructure: 'high /infra/**' }],
    ['what the preset knows already', files('src/auth'), { login: 'critical' }],
    ['what the preset knows by another word', files('src/oauth2'), { login: 'critical src/oauth2/**' }],
    ['author is not auth', files('src/author'), { author: 'medium src/author/**' }],
    ['sign-in in tests and examples', [...files('tests/auth-flow'), ...files('examples/jwt')], { tests: 'low /tests/**', examples: 'low /examples/**' }],
    ['documentation under another name', ['Documentation/a.txt', 'Documentation/b.txt'], { docs: 'low /Documentation/**' }],
    ['code of others', files('vendor/lib', 20), {}],
    ['brackets in a name', [...files('app/[slug]'), ...files('app/(shop)')], { 'slug-': 'medium app/\\[slug\\]/**', 'shop-': 'medium app/(shop)/**' }],
    ['nothing', [], {}],
  ])('%s', (_name, paths, expected) => expect(named(paths)).toEqual(expected));

  it('names parts by how much they change, at most twelve, and counts the rest', () => {
    const paths = Array.from({ length: 15 }, (_, index) => files(`services/s${index}`, 3 + index)).flat();
    const { areas, partsLeftOut } = propose(paths);
    expect(areas.map(({ name }) => name).slice(0, 3)).toEqual(['s14', 's13', 's12']);
    expect([areas.length, partsLeftOut]).toEqual([12, 3]);
  });

  it('gives every area a name of its own and says which areas of the preset nothing is in', () => {
    const { areas, unused } = propose([...files('packages/login'), ...files('packages/docs-site'), ...files('apps/web'), ...files('services/web')]);
    expect(new Set(areas.map(({ name }) => name)).size).toBe(areas.length);
    expect(areas.map(({ name }) => name)).toEqual(expect.arrayContaining(['login', 'web', 'services-web']));
    expect(unused).toEqual(['docs']);
  });
});

describe('the written policy', () => {
  it('has the areas that were proposed, whatever folders are called', () => {
    const floor = presetPolicy('amazon-2026')!.areas;
    const name = fc.oneof(
      fc.string({ unit: anyCharacter, minLength: 1 }).filter((one) => !one.includes('/')),
      fc.string({ unit: fc.constantFrom('a', '*', '?', '[', ']', '\\', '!', '#', ' ', '\n', '"', "'", '{', ':', '.', '\udce9', '\u202e'), minLength: 1 }),
      fc.constantFrom('auth', 'null', 'true', '..', 'tests', 'docs', 'migrations', 'services', '(shop)', '[slug]'),
    );
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((folders) => folders.join('/'));
    fc.assert(
      fc.property(fc.array(path, { maxLength: 8 }), (folders) => {
        const paths = folders.flatMap((folder) => files(folder, 4));
        const found = proposeAreas(paths, floor, (some) => some.length);
        const text = policyText({
          preset: 'amazon-2026', target: 'refs/heads/main', areas: found.areas.map((area) => ({ ...area, commits: 1, writers: [{ person: 'null', share: 0.5 }] })),
          partsLeftOut: found.partsLeftOut, unused: found.unused, size: { known: false, changes: 0, fixed: 0 }, codeowners: null, origin: 'a history',
        });
        const { policy, problems } = parsePolicy(text, 'policy.yaml');
        expect(problems).toEqual([]);
        for (const { name: area, paths: patterns, tier } of found.areas) {
          const written = policy?.areas.find((one) => one.name === area);
          expect(written?.tier).toBe(tier);
          expect(written?.paths).toEqual(expect.arrayContaining([...patterns]));
        }
      }),
      { numRuns: 25 },
    );
  });
});
