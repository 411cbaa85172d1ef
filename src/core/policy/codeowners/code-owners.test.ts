import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileAreas } from '../../risk/index.ts';
import { encodeUtf8 } from '../../values/index.ts';
import { parsePolicy } from '../files/parse-policy.ts';
import type { CodeOwnersDialect } from './code-owners.ts';
import { compileCodeOwners } from './match-owners.ts';
import { isPolicyPath } from './owners-file.ts';
import { parseCodeOwners } from './parse-code-owners.ts';
import { sourceLines } from './source-lines.ts';

/** Who owns a path: one list for each section that decides. */
function ownersIn(dialect: CodeOwnersDialect, text: string): (path: string) => string {
  const { codeOwners } = parseCodeOwners(encodeUtf8(text), 'CODEOWNERS', dialect);
  const matcher = compileCodeOwners(codeOwners!);
  return (path) => matcher.deciding(path).map(({ owners }) => owners.join(' ') || 'nobody').join(' + ') || 'no rule';
}

function problemsIn(dialect: CodeOwnersDialect, text: string | Uint8Array): string[] {
  const bytes = typeof text === 'string' ? encodeUtf8(text) : text;
  return parseCodeOwners(bytes, 'CODEOWNERS', dialect).problems.map(({ severity, code, at }) => `${severity} ${code} ${at.line}:${at.column}`);
}

/** The example of "About code owners" (docs.github.com), with what its comments say of each line. */
const githubExample = `# This is a comment.
*       @global-owner1 @global-owner2
*.js    @js-owner #This is an inline comment.
*.go docs@example.com
*.txt @octo-org/octocats
/build/logs/ @doctocat
docs/*  docs@example.com
apps/ @octocat
/docs/ @doctocat
/scripts/ @doctocat @octocat
**/logs @octocat
`;

describe('the example GitHub publishes', () => {
  const owners = ownersIn('github', githubExample);
  const upToDocs = ownersIn('github', githubExample.split('\n').slice(0, 7).join('\n'));
  it.each([
    ['README', '@global-owner1 @global-owner2'],
    ['src/a.js', '@js-owner'],
    ['src/a.go', 'docs@example.com'],
    ['notes.txt', '@octo-org/octocats'],
    ['x/apps/y/z.rb', '@octocat'],
    ['docs/getting-started.md', '@doctocat'],
    ['docs/build-app/troubleshooting.md', '@doctocat'],
    ['scripts/run.sh', '@doctocat @octocat'],
    ['build/logs', '@octocat'],
    ['build/logs/today.log', '@octocat'],
    ['scripts/logs/a', '@octocat'],
    ['deeply/nested/logs/a', '@octocat'],
  ])('gives %s to %s', (path, expected) => {
    expect(owners(path)).toBe(expected);
  });
  it('lets `docs/*` reach files of the folder and no further', () => {
    expect(upToDocs('docs/getting-started.md')).toBe('docs@example.com');
    expect(upToDocs('docs/build-app/troubleshooting.md')).toBe('@global-owner1 @global-owner2');
  });
  it('takes owners away where a later line names none, and gives them to others where it does', () => {
    expect(ownersIn('github', '/apps/ @octocat\n/apps/github\n')('apps/github/x')).toBe('nobody');
    expect(ownersIn('github', '/apps/ @octocat\n/apps/github @doctocat\n')('apps/github/x')).toBe('@doctocat');
    expect(ownersIn('github', '/apps/ @octocat\n/apps/github\n')('apps/x')).toBe('@octocat');
  });
});

describe('GitHub', () => {
  it('tells upper from lower case in paths', () => {
    expect(ownersIn('github', 'Docs/ @a')('docs/x')).toBe('no rule');
  });
  it('keeps an escaped space in the path, and takes tabs between words', () => {
    expect(ownersIn('github', 'path\\ with\\ spaces/\t@a\t@b')('path with spaces/x')).toBe('@a @b');
  });
  it.each([
    ['!secret.md @a', 'error codeowners-gitlab-syntax 1:1'],
    ['[Documentation] @a', 'error codeowners-gitlab-syntax 1:1'],
    ['^[Go]', 'error codeowners-gitlab-syntax 1:1'],
    ['*.go @@maintainer', 'error codeowners-gitlab-syntax 1:1'],
    ['app/[id]/page.tsx @a', 'error codeowners-invalid-pattern 1:1'],
    ['***/*.rb @monalisa', 'error codeowners-invalid-pattern 1:1'],
    ['\\#notes @a', 'error codeowners-invalid-pattern 1:1'],
    ['a#b @a', 'error codeowners-invalid-pattern 1:1'],
    ['/ @a', 'error codeowners-invalid-pattern 1:1'],
    ['a//b @a', 'error codeowners-invalid-pattern 1:1'],
    ['../x @a', 'error codeowners-invalid-pattern 1:1'],
    ['*.js\u00a0@a', 'error codeowners-invalid-pattern 1:1'],
    ['@a src/', 'error codeowners-no-pattern 1:1'],
    ['src/ ana', 'error codeowners-invalid-owner 1:6'],
    ['src/  @a, @b', 'error codeowners-invalid-owner 1:7'],
    ['path with spaces/ @a', 'error codeowners-invalid-owner 1:6'],
  ])('skips `%s` and says so', (line, expected) => {
    expect(problemsIn('github', `${line}\n`)).toEqual([expected]);
    expect(ownersIn('github', `* @first\n${line}`)('secret.md')).toBe('@first');
  });
  it.each([
    ['src/{a,b} @a', 'warning codeowners-pattern 1:1'],
    ['src\\lib @a', 'warning codeowners-pattern 1:1'],
  ])('reads `%s` and warns', (line, expected) => {
    expect(problemsIn('github', line)).toEqual([expected]);
  });
  it('offers a pattern that works in the place of brackets', () => {
    const mend = (line: string) => parseCodeOwners(encodeUtf8(line), 'CODEOWNERS', 'github').problems[0]?.mend;
    expect(mend('app/[id]/[...slug].ts @a')).toContain('`app/?id?/?...slug?.ts`');
    expect(mend('v[0-9]/ @a')).toContain('`v?/`');
  });
  it('does not load a file of 3 MB', () => {
    const large = new Uint8Array(3_000_000).fill(35);
    expect(problemsIn('github', large)).toEqual(['error codeowners-too-large 1:1']);
    expect(parseCodeOwners(large, 'CODEOWNERS', 'github').codeOwners).toBeNull();
    expect(sourceLines(encodeUtf8('# as is'), 'CODEOWNERS', 'gitlab', 8).problems).toEqual([]);
  });
  it('says what is odd about the bytes of a file', () => {
    expect(problemsIn('github', '\ufeff* @a\n')).toEqual(['warning codeowners-bom 1:1']);
    expect(problemsIn('github', '* @a\r\n*.js @b\r\n')).toEqual(['warning codeowners-crlf 1:1']);
    expect(problemsIn('github', Uint8Array.from([...encodeUtf8('* @a\ncaf'), 0xe9, ...encodeUtf8('/ @b\n')]))).toEqual(['warning codeowners-not-utf8 2:1']);
    expect(problemsIn('github', '* @a\0')).toEqual(['error codeowners-binary 1:1']);
    expect(ownersIn('github', '\ufeff* @a\r\n*.js @b\r\n')('x.js')).toBe('@b');
  });
});

/** "Syntax of `CODEOWNERS` file" and "Advanced `CODEOWNERS` configuration" (docs.gitlab.com, 18.6). */
describe('the examples GitLab publishes', () => {
  it.each<[string, string, Record<string, string>]>([
    ['sections decided each on its own', '* @admin\n[README Owners]\nREADME.md @user1 @user2\ninternal/README.md @user4\n[README other owners]\nREADME.md @user3\n', {
      'README.md': '@admin + @user1 @user2 + @user3',
      'internal/README.md': '@admin + @user4 + @user3',
      'x.c': '@admin',
    }],
    ['default owners of a section', '[Documentation] @docs-team\ndocs/\nREADME.md\n\n[Database] @database-team @agarcia\nmodel/db/\nconfig/db/database-setup.md @docs-team\n', {
      'docs/a/b.md': '@docs-team',
      'x/README.md': '@docs-team',
      'model/db/x.sql': '@database-team @agarcia',
      'config/db/database-setup.md': '@docs-team',
    }],
    ['entries beside sections', '* @general-approvers\n[Documentation] @docs-team\ndocs/\nREADME.md\n*.txt\n[Database] @database-team\nmodel/db/\nconfig/db/database-setup.md @docs-team\n', {
      'model/db/CHANGELOG.txt': '@general-approvers + @docs-team + @database-team',
    }],
    ['the last entry', '*.md @doc-team\nterms.md @legal-team\n', { 'terms.md': '@legal-team', 'a/b.md': '@doc-team' }],
    ['absolute paths', '/README.md @a\n/docs/README.md @b\n', { 'README.md': '@a', 'docs/README.md': '@b', 'x/README.md': 'no rule' }],
    ['relative paths', 'README.md @a\ninternal/README.md @b\n', {
      'app/lib/README.md': '@a',
      'internal/README.md': '@b',
      'docs/api/internal/README.md': '@b',
    }],
    ['folders', '/docs/ @a\n', { 'docs/a': '@a', 'docs/a/b/c': '@a', 'x/docs/a': 'no rule', docs: 'no rule' }],
    ['wildcards', '/docs/*.md @m\n/docs/index.* @i\n/docs/*spec* @s\n/docs/*/README.md @r\n', {
      'docs/a.md': '@m',
      'docs/index.xml': '@i',
      'docs/qa_specs.rb': '@s',
      'docs/spec_helpers.rb': '@s',
      'docs/runtime.spec': '@s',
      'docs/api/README.md': '@r',
      'docs/api/x/README.md': 'no rule',
      'docs/api/a.md': 'no rule',
    }],
    ['stars for folders', '/docs/**/index.md @i\n', { 'docs/index.md': '@i', 'docs/api/graphql/index.md': '@i', 'x/docs/index.md': 'no rule' }],
    ['dotfiles', '* @a\n', { '.gitignore': '@a', '.github/x/.y': '@a' }],
    ['exclusions by section', '* @username\n!pom.xml\n[Ruby]\n*.rb @ruby-team\n!/config/**/*.rb\n', {
      'pom.xml': 'no rule',
      'x/pom.xml': 'no rule',
      'a.rb': '@username + @ruby-team',
      'config/x/a.rb': '@username',
    }],
    ['exclusions that no later line undoes', '* @default-owner\n!*.rb\n/special/*.rb @ruby-owner\n', { 'special/x.rb': 'no rule', 'x.c': '@default-owner' }],
    ['one exclusion of two sections', '[Ruby]\n*.rb @ruby-team\n!/config/**/*.rb\n[Config]\n/config/**/* @ops-team\n', { 'config/routes.rb': '@ops-team', 'config/a/b.rb': '@ops-team' }],
    ['generated files', '* @default-owner\n!package-lock.json\n!**/generated/**/*\n!.gitlab-ci.yml\n', {
      'package-lock.json': 'no rule',
      'a/generated/b/c.ts': 'no rule',
      '.gitlab-ci.yml': 'no rule',
      'a/b.ts': '@default-owner',
    }],
    ['sections of one name', '[Documentation]\nee/docs/    @docs\ndocs/       @docs\n[Database]\nREADME.md  @database\nmodel/db/   @database\n[DOCUMENTATION]\nREADME.md  @docs\n', { 'README.md': '@docs + @database' }],
    ['malformed owners', '/path/* @group user_without_at_symbol @user_with_at_symbol\n', { 'path/x': '@group @user_with_at_symbol' }],
    ['escaped spaces', 'path\\ with\\ spaces/*.md @owner\n', { 'path with spaces/a.md': '@owner', 'x/path with spaces/a.md': '@owner' }],
    ['roles and groups', 'file.md @@developer @@maintainer @group-x/subgroup-y\n', { 'file.md': '@@developer @@maintainer @group-x/subgroup-y' }],
  ])('decide %s', (_, text, paths) => {
    const owners = ownersIn('gitlab', text);
    expect(Object.fromEntries(Object.keys(paths).map((path) => [path, owners(path)]))).toEqual(paths);
  });

  it('ask each section for its approvals, and optional ones for nobody', () => {
    const text = '[Documentation][2] @docs\ndocs/\n^[Go]\n*.go @root\n[Ruby][0]\n*.rb @r\n^[Both]\n*.a @r\n[Both][3]\n*.b @r\n';
    const { sections, rules } = parseCodeOwners(encodeUtf8(text), 'CODEOWNERS', 'gitlab').codeOwners!;
    expect(sections.map(({ name, optional }) => [name, optional])).toEqual([[null, false], ['Documentation', false], ['Go', true], ['Ruby', false], ['Both', false]]);
    expect(rules.map(({ approvals }) => approvals)).toEqual([2, 1, 1, 1, 3]);
  });
});

describe('GitLab', () => {
  it('keeps an escaped `#` and look-alikes of owners in a path', () => {
    expect(ownersIn('gitlab', '\\#file_with_pound.rb @o')('x/#file_with_pound.rb')).toBe('@o');
    expect(ownersIn('gitlab', 'a/weird\\ path\\ with/\\ @username\\ /\\ and-email@lookalikes.com\\ / @user-1')('a/weird path with/ @username / and-email@lookalikes.com /test.rb')).toBe('@user-1');
  });
  it('reaches below nothing but a folder written with its slash', () => {
    const owners = ownersIn('gitlab', 'docs @a\n/lib/** @b\n');
    expect([owners('docs'), owners('x/docs'), owners('docs/x'), owners('lib/x'), owners('lib/x/y')]).toEqual(['@a', '@a', 'no rule', '@b', 'no rule']);
  });
  it('puts the content of a repeated pattern in the place of the first', () => {
    expect(ownersIn('gitlab', '*.rb @a\n/x/*.rb @b\n*.rb @c\n')('x/y.rb')).toBe('@b');
    expect(ownersIn('gitlab', '*.rb @a\n/x/*.rb @b\n*.rb @c\n')('y.rb')).toBe('@c');
  });
  it.each([
    ['[Section name\ndocs/ @d', 'error codeowners-invalid-section 1:1'],
    ['[]\ndocs/ @d', 'error codeowners-invalid-section 1:1'],
    ['[a-z]*.md @d\ndocs/ @d', 'error codeowners-invalid-section 1:1'],
    ['^[Go][2]\n*.go @d', 'warning codeowners-optional-approvals 1:1'],
    ['[Go][0]\n*.go @d', 'warning codeowners-zero-approvals 1:1'],
    ['docs/', 'error codeowners-no-owner 1:1'],
    ['docs/ someone @d', 'error codeowners-invalid-owner 1:1'],
    ['  docs/ someone @d', 'error codeowners-invalid-owner 1:3'],
    ['docs/ @d # all of it', 'warning codeowners-inline-comment 1:1'],
    ['*.rb @a\n*.rb @b', 'warning codeowners-duplicate 2:1'],
    ['docs/** @a', 'warning codeowners-last-stars 1:1'],
    ['a//b @a', 'error codeowners-invalid-pattern 1:1'],
    ['src/a[b @a', 'error codeowners-invalid-pattern 1:1'],
  ])('says what is odd about `%s`', (text, expected) => {
    expect(problemsIn('gitlab', text)).toEqual([expected]);
  });
});

describe('whatever the bytes', () => {
  const dialects = fc.constantFrom<CodeOwnersDialect>('github', 'gitlab');
  const words = fc.constantFrom('*', '**', '/', '[', ']', '^', '!', '\\', '#', ' ', '\t', '\n', '\r\n', '@a', '@@owner', '@o/t', 'a@b.c', '[S]', '[2]', 'src', '\u00a0', 'é', '{a,b}');

  it('a file is read or refused, every problem has a line of it, and every rule a place in it', () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.array(words, { maxLength: 60 }).map((parts) => encodeUtf8(parts.join(''))));
    fc.assert(
      fc.property(bytes, dialects, fc.string(), (given, dialect, path) => {
        const { codeOwners, problems } = parseCodeOwners(given, 'CODEOWNERS', dialect);
        const lines = given.filter((byte) => byte === 10).length + 1;
        for (const { at, message } of problems) {
          expect(at.line).toBeGreaterThanOrEqual(1);
          expect(at.line).toBeLessThanOrEqual(lines);
          expect(message).not.toBe('');
        }
        if (codeOwners === null) return;
        for (const rule of codeOwners.rules) expect(codeOwners.sections[rule.section]).toBeDefined();
        for (const rule of compileCodeOwners(codeOwners).deciding(path)) expect(codeOwners.rules).toContain(rule);
      }),
      { numRuns: 500 },
    );
  });
  it.each(['/**', '[', '{,', '*', '\\', 'a/', '@', '^[', '! ', '\\ '])('a line of many `%s` is read in passing', (piece) => {
    for (const dialect of ['github', 'gitlab'] as const) {
      expect(parseCodeOwners(encodeUtf8(`${piece.repeat(200_000)} @a\n* @b\n`), 'CODEOWNERS', dialect).codeOwners?.rules.at(-1)?.owners).toEqual(['@b']);
    }
  });
});

describe('the area of the policy itself', () => {
  const countersign = (codeowners: string) => {
    const { policy } = parsePolicy(`version: 1\nextends: amazon-2026\n${codeowners}\n`, 'policy.yaml');
    const matcher = compileAreas(policy!.areas);
    return { policy: policy!, holds: (path: string) => matcher.match(path).some((index) => policy!.areas[index]!.name === 'countersign') };
  };
  it.each([
    ['codeowners: github', ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'], ['.gitlab/CODEOWNERS', 'src/CODEOWNERS']],
    ['codeowners: gitlab', ['CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'], ['.github/CODEOWNERS']],
    ['codeowners: { dialect: github, path: "own/[x]*/WHO" }', ['own/[x]*/WHO'], ['own/x/WHO', 'own/xy/WHO', 'CODEOWNERS', 'deep/own/[x]*/WHO']],
    ['', [], ['CODEOWNERS', '.github/CODEOWNERS']],
  ])('holds the CODEOWNERS file of `%s` wherever it may lie', (key, inside, outside) => {
    const { policy, holds } = countersign(key);
    expect(inside.filter((path) => !holds(path) || !isPolicyPath(path, policy))).toEqual([]);
    expect(outside.filter((path) => holds(path) || isPolicyPath(path, policy))).toEqual([]);
    expect(inside.filter((path) => !isPolicyPath(path.toLowerCase(), policy))).toEqual([]);
    expect(holds('.countersign/policy.yaml') && isPolicyPath('.countersign/policy.yaml', policy)).toBe(true);
  });
  it.each(['.Countersign/policy.yaml', '.COUNTERSIGN/x', '.counter\u017f\u0131gn/people.yaml', '.countersign'])('is edited by `%s` too, which a checkout may not tell apart', (path) => {
    expect(isPolicyPath(path, { codeowners: null })).toBe(true);
  });
  it.each(['.countersigned/x', 'src/.countersign/policy.yaml', '.counter-sign/x'])('is not edited by `%s`', (path) => {
    expect(isPolicyPath(path, { codeowners: null })).toBe(false);
  });
});
