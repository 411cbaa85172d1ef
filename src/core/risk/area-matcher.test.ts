import { describe, expect, test } from 'vitest';
import { compileAreas } from './index.ts';

function matches(pattern: string, path: string): boolean {
  return compileAreas([{ name: 'a', paths: [pattern], tier: 'high', at: null }]).match(path).length > 0;
}

/** pattern, paths inside, paths outside */
type Row = readonly [pattern: string, inside: readonly string[], outside: readonly string[]];

// gitignore(5), "PATTERN FORMAT" and "EXAMPLES".
const gitignoreRows: readonly Row[] = [
  ['hello.*', ['hello.txt', 'a/hello.java'], ['hello', 'sayhello.txt']],
  ['/hello.*', ['hello.txt', 'hello.c'], ['a/hello.java']],
  ['foo/', ['foo/x', 'a/foo/x/y'], ['foo', 'a/foo']],
  ['doc/frotz', ['doc/frotz', 'doc/frotz/x'], ['a/doc/frotz']],
  ['/doc/frotz', ['doc/frotz'], ['a/doc/frotz']],
  ['foo/*', ['foo/test.json', 'foo/bar', 'foo/bar/hello.c'], ['foo']],
  ['**/foo', ['foo', 'a/foo', 'a/b/foo/x'], ['foobar']],
  ['**/foo/bar', ['foo/bar', 'a/foo/bar'], ['foo/x/bar']],
  ['abc/**', ['abc/x', 'abc/x/y'], ['abc', 'x/abc/y']],
  ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b'], ['a', 'ab', 'x/a/b']],
];

// GitHub, "About code owners", example file; and its table of what each line owns.
const codeownersRows: readonly Row[] = [
  ['*', ['README.md', 'a/b/c.js'], []],
  ['*.js', ['a.js', 'src/a.js'], ['a.jsx', 'a.mjs']],
  ['/build/logs/', ['build/logs/a.log', 'build/logs/x/y'], ['x/build/logs/a', 'build/logs']],
  ['apps/', ['apps/a.ts', 'x/apps/a.ts'], ['apps']],
  ['/docs/', ['docs/a.md'], ['x/docs/a.md']],
  ['/scripts/', ['scripts/a.sh'], ['x/scripts/a.sh']],
  ['**/logs', ['build/logs', 'scripts/logs/a', 'deeply/nested/logs/x'], ['build/log']],
  ['/apps/github', ['apps/github', 'apps/github/x'], ['x/apps/github']],
];

const trapRows: readonly Row[] = [
  ['services/checkout/**', ['services/checkout/a.ts', 'services/checkout/x/y.ts'], ['services/checkout-web/a.ts']],
  ['docs', ['docs/a', 'docs', 'x/docs/y'], ['docs2/a', 'mydocs/a']],
  ['**/*.md', ['a.md', 'x/y/a.md'], ['a.mdx', 'md']],
  ['**/*session*', ['session.ts', 'x/my-session.ts', 'x/sessions/y.ts'], ['x/Session.ts']],
  ['app/(shop)/page.tsx', ['app/(shop)/page.tsx'], ['app/shop/page.tsx']],
  ['app/[slug]/page.tsx', ['app/s/page.tsx'], ['app/[slug]/page.tsx']],
  ['app/\\[slug\\]/page.tsx', ['app/[slug]/page.tsx'], ['app/s/page.tsx']],
  ['*.{ts,js}', ['a.{ts,js}'], ['a.ts', 'a.js']],
  ['file[!0-9].c', ['filea.c'], ['file1.c', 'file.c']],
  ['file[^0-9].c', ['filea.c'], ['file1.c']],
  ['[]-]x', [']x', '-x'], ['ax']],
  ['[a-c]?', ['ab', 'c/'.replace('/', 'z')], ['d1', 'a']],
  ['a[/]b', [], ['a/b', 'ab']],
  ['\\!important', ['!important'], ['important']],
  ['\\*', ['*', 'x/*'], ['a']],
  ['a b/c d', ['a b/c d'], ['a/b']],
  ['line\nbreak', ['x/line\nbreak'], ['line']],
  ['caf??', ['café'], ['cafe']],
  ['*é.ts', ['olé.ts'], ['ole.ts']],
  ['bad\udc80', ['x/bad\udc80'], ['bad\udc81']],
  ['[', [], ['[']],
  ['x\\', [], ['x', 'x\\']],
  ['', [], ['a']],
  ['/', [], ['a']],
  ['a//b', [], ['a/b']],
  ['./a', [], ['a']],
  ['!a', [], ['a', '!a', 'b']],
  ['/**', ['a', 'a/b'], []],
  ['**/', ['a/b'], ['a']],
  ['a**b', ['axb', 'x/ab'], ['a/b']],
];

describe('compileAreas', () => {
  test.each([...gitignoreRows, ...codeownersRows, ...trapRows])('%j matches what git says', (pattern, inside, outside) => {
    expect(inside.filter((path) => !matches(pattern, path))).toEqual([]);
    expect(outside.filter((path) => matches(pattern, path))).toEqual([]);
  });

  const three = compileAreas([
    { name: 'all', paths: ['*'], tier: 'low', at: null },
    { name: 'web', paths: ['web/', '*.css'], tier: 'medium', at: null },
    { name: 'pay', paths: ['web/pay/**'], tier: 'critical', at: null },
  ]);

  test('gives every area a path lies in, in order and once', () => {
    expect(three.match('web/pay/a.css')).toEqual([0, 1, 2]);
    expect(three.match('a.css')).toEqual([0, 1]);
    expect(three.match('a.ts')).toEqual([0]);
  });

  test('the last area that matches decides, as in CODEOWNERS', () => {
    expect(three.lastMatch('web/pay/x')).toBe(2);
    expect(compileAreas([]).lastMatch('web/pay/x')).toBe(-1);
  });

  test('a path that ends with a slash is a folder', () => {
    expect(three.match('web/')).toEqual([0, 1]);
    expect(three.match('web')).toEqual([0]);
  });

  test.each(['/', '//', '/a/b', '//a//b//', '/a/'])('a path git would never print ends all the same: %j', (path) => {
    expect(compileAreas([{ name: 'a', paths: ['a/**'], tier: 'low', at: null }]).match(path)).toBeInstanceOf(Array);
  });

  test('a pattern with many stars costs no more than its length times the name', () => {
    expect(matches(`${'*a'.repeat(60)}b`, 'a'.repeat(20_000))).toBe(false);
  });
});
