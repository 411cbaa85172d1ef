/**
 * Our matcher beside other readers of CODEOWNERS on generated files: npm `codeowners` and `codeowners-utils` for
 * GitHub's dialect (both lean on `ignore`), and the algorithm of Ruby's `File.fnmatch`, which GitLab uses.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { compileCodeOwners, parseCodeOwners, type CodeOwnersDialect } from '../../src/core/policy/index.ts';

const require = createRequire(import.meta.url);
const Codeowners = require('codeowners') as new (folder: string) => { getOwner: (path: string) => string[] };
const utils = require('codeowners-utils') as {
  parse: (text: string) => { pattern: string; owners: string[] }[];
  matchFile: (path: string, entries: readonly { pattern: string; owners: string[] }[]) => { pattern: string; owners: string[] } | null;
};
const scratch = mkdtempSync(join(tmpdir(), 'codeowners-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const name = fc.constantFrom('a', 'b', 'ab', 'docs', 'x.js', 'y.md', '.env');
const glob = fc.constantFrom('*', '**', '*.js', 'a*', '*b', '?', 'd?cs', '*.*');
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
const pattern = fc
  .tuple(fc.boolean(), fc.array(fc.oneof({ arbitrary: name, weight: 3 }, glob), { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([rooted, parts, folder]) => `${rooted ? '/' : ''}${parts.join('/')}${folder ? '/' : ''}`);

function matcherOf(text: string, dialect: CodeOwnersDialect) {
  return compileCodeOwners(parseCodeOwners(new TextEncoder().encode(text), 'CODEOWNERS', dialect).codeOwners!);
}

/**
 * Where a peer may differ: `x/*` reaches below x in .gitignore and so in both packages, and GitHub documents that it
 * does not; `ignore` asks for a folder where two `**` follow each other, and git does not; the older one inside
 * `codeowners` takes `?` for a plain character.
 */
function explains(written: string, peer: string): boolean {
  return written.endsWith('/*') || written.includes('**/**') || (peer === 'codeowners' && written.includes('?'));
}

describe("GitHub's dialect beside npm `codeowners` and `codeowners-utils`", () => {
  it('agrees but where the packages follow .gitignore instead of GitHub', () => {
    let same = 0;
    let explained = 0;
    fc.assert(
      fc.property(fc.array(pattern, { minLength: 1, maxLength: 8 }), fc.array(path, { minLength: 1, maxLength: 12 }), (patterns, paths) => {
        const text = patterns.map((one, index) => `${one} @${index}\n`).join('');
        writeFileSync(join(scratch, 'CODEOWNERS'), text);
        const first = new Codeowners(scratch);
        const entries = utils.parse(text);
        const ours = matcherOf(text, 'github');
        const patternOf = (owners: readonly string[] | undefined) => patterns[Number(owners?.[0]?.slice(1))] ?? '';
        for (const one of paths) {
          const own = patternOf(ours.deciding(one)[0]?.owners);
          const peers = { codeowners: patternOf(first.getOwner(one)), 'codeowners-utils': patternOf(utils.matchFile(one, entries)?.owners) };
          for (const [peer, theirs] of Object.entries(peers)) {
            if (theirs === own) same += 1;
            else {
              expect(explains(theirs, peer) || explains(own, peer), `${peer} on ${one}: \`${theirs}\`, ours \`${own}\`, of\n${text}`).toBe(true);
              explained += 1;
            }
          }
        }
      }),
      { numRuns: 150, seed: 5 },
    );
    expect(same).toBeGreaterThan(1000);
    expect(explained).toBeGreaterThan(0);
    expect(explained / same).toBeLessThan(0.1);
  });
});

/** `File.fnmatch(pattern, path, FNM_DOTMATCH | FNM_PATHNAME)`: `**\/` takes folders, all else stays in one name. */
function fnmatch(glob: string, path: string): boolean {
  if (glob.startsWith('**/')) {
    const rest = glob.replace(/^(?:\*\*\/)+/, '');
    const cuts = [0, ...[...path].flatMap((char, index) => (char === '/' ? [index + 1] : []))];
    return cuts.some((cut) => fnmatch(rest, path.slice(cut)));
  }
  const [segment = '', ...segments] = glob.split('/');
  const [part = '', ...parts] = path.split('/');
  const expression = segment.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '.*').replace(/\?/g, '.');
  if (!new RegExp(`^${expression}$`).test(part) || segments.length > 0 !== parts.length > 0) return false;
  return segments.length === 0 || fnmatch(segments.join('/'), parts.join('/'));
}

/** The pattern GitLab hands to `fnmatch`, as `normalize_pattern` of its `code_owners/file.rb` describes it. */
function normalized(written: string): string {
  if (written === '*') return '/**/*';
  const rooted = written.startsWith('/') ? written : `/**/${written}`;
  return rooted.endsWith('/') ? `${rooted}**/*` : rooted;
}

describe("GitLab's dialect beside `File.fnmatch`", () => {
  it('agrees on every generated pattern and path', () => {
    fc.assert(
      fc.property(pattern, path, (written, one) => {
        const ours = matcherOf(`${written} @owner\n`, 'gitlab').deciding(one).length > 0;
        expect(ours, `${written} on ${one}`).toBe(fnmatch(normalized(written), `/${one}`));
      }),
      { numRuns: 3000, seed: 5 },
    );
  });
});
