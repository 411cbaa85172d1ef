import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { commitFiles, countersign, scratch, teamRepository } from './bin.ts';

let folder: string;
beforeAll(() => {
  folder = scratch();
  teamRepository(folder);
  commitFiles(folder, '<script>alert("x")</script> & more\n\nCo-authored-by: Claude <noreply@anthropic.com>\n', { 'shop/cart.ts': 'export const cart = 2;\n' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('writes the page, says where, and answers as without it', () => {
  const { status, stdout, stderr } = countersign(folder, ['scan', '--html', 'report.html']);
  expect(status).toBe(0);
  expect(stderr).toMatch(/^✓ written {3}.*report\.html/);
  expect(stdout.replace(/[\d.]+ s$/m, '')).toBe(countersign(folder, ['scan']).stdout.replace(/[\d.]+ s$/m, ''));
  const page = readFileSync(join(folder, 'report.html'), 'utf8');
  expect(page).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; more');
  expect(page).not.toContain('<script');
  expect(page).toContain('Co-authored-by: Claude &lt;noreply@anthropic.com&gt;');
});

it('says the same twice but for the time it was asked', () => {
  const write = (name: string) => {
    countersign(folder, ['scan', '--html', name]);
    return readFileSync(join(folder, name), 'utf8').replaceAll(/as of \d{4}-\d\d-\d\d \d\d:\d\d UTC/g, 'as of');
  };
  expect(write('one.html')).toBe(write('two.html'));
});

it('leaves JSON alone on stdout', () => {
  const { stdout } = countersign(folder, ['scan', '--json', '--html', 'report.html']);
  expect(JSON.parse(stdout)).toMatchObject({ series: [{ month: '2026-11', commits: 2, assisted: 1, byTool: { Claude: 1 } }] });
});

it.each([
  ['a folder', 'shop', '`shop` is a folder'],
  ['a file that is no report', 'shop/cart.ts', '`shop/cart.ts` exists and is no report of ours'],
  ['a folder that is missing', 'none/report.html', '`none/report.html` is in a folder that does not exist'],
])('refuses %s before it reads the history', (_what, name, why) => {
  const before = readdirSync(folder);
  const { status, stdout, stderr } = countersign(folder, ['scan', '--html', name]);
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(why);
  expect(readdirSync(folder)).toEqual(before);
  expect(existsSync(join(folder, 'none'))).toBe(false);
});
