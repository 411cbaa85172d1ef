import { realpathSync, rmSync } from 'node:fs';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { countersign, scratch } from '../cli/bin.ts';
import { beyondTheEdge, faintGraphics, focused, interactive, moving, overlaps, readersRules, shownTexts, unfold } from './in-page.ts';
import { faintTexts, open, picture } from './opened.ts';
import { empty, type Pages, writePages } from './repositories.ts';
import { startBrowser } from './start.ts';
import { found, judged } from './wcag.ts';

let folder: string;
let pages: Pages;
let browser: Browser;
beforeAll(async () => {
  folder = realpathSync(scratch());
  const [written, started] = await Promise.all([writePages(folder), startBrowser()]);
  pages = written;
  browser = started.browser;
  console.log(`pages are opened with ${started.name}, ${browser.version()}`);
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const names = ['example', 'hostile', 'unassisted', 'nothing'] as const;
const light = { colorScheme: 'light' } as const;
const dark = { colorScheme: 'dark' } as const;
const narrow = { viewport: { width: 320, height: 640 } } as const;

describe('the page of a scan in a browser', () => {
  const every: readonly (readonly [keyof Pages, string, BrowserContextOptions])[] = [
    ['example', 'light', light],
    ['example', 'dark', dark],
    ['example', 'dark on a narrow screen', { ...dark, ...narrow }],
    ['hostile', 'dark on a narrow screen', { ...dark, ...narrow }],
    ['unassisted', 'light', light],
    ['nothing', 'dark', dark],
  ];

  it.each(every)('(%s, %s) breaks no rule of WCAG 2.2 AA or of good practice that a program can judge', async (name, _reader, options) => {
    const { page } = await open(browser, pages[name], options);
    await page.evaluate(unfold);
    const { violations, incomplete, passes } = await judged(page);
    expect(passes.length).toBeGreaterThan(15);
    expect(found(violations)).toEqual([]);
    // What axe cannot tell of contrast is measured below, letter by letter.
    expect(found(incomplete.filter(({ id }) => id !== 'color-contrast'))).toEqual([]);
  });

  it.each(every)('(%s, %s) shows every letter at 4.5 to 1 and every shape at 3 to 1', async (name, _reader, options) => {
    const { page } = await open(browser, pages[name], options);
    await page.evaluate(unfold);
    const { judged: texts, faint } = await faintTexts(page);
    expect(texts).toBeGreaterThan(30);
    expect(faint).toEqual([]);
    expect(await page.evaluate(faintGraphics)).toEqual([]);
  });

  it.each([['light', light], ['dark', dark]] as const)('draws its pictures in the colours that a reader forces (%s)', async (_which, options) => {
    const { page } = await open(browser, pages.example, { ...options, forcedColors: 'active' });
    // Other text is the system's to colour.
    const { judged: texts, faint } = await faintTexts(page, true);
    expect(texts).toBeGreaterThan(5);
    expect(faint).toEqual([]);
    expect(await page.evaluate(faintGraphics)).toEqual([]);
  });

  it.each(names)('(%s) asks for nothing, runs nothing and says nothing', async (name) => {
    const { page, url, requests, noises } = await open(browser, pages[name]);
    await page.evaluate(unfold);
    await page.mouse.move(200, 200);
    await page.waitForLoadState('networkidle');
    expect(requests).toEqual([url]);
    expect(noises).toEqual([]);
    expect(await page.title()).toMatch(/: what an AI helped to write · Countersign$/);
    expect(await page.evaluate(() => [document.scripts.length, document.images.length, frames.length, document.querySelectorAll('[onclick], [onload], [onerror]').length])).toEqual([0, 0, 0, 0]);
  });

  it.each(names)('(%s) is reached whole by the Tab key, in order, and shows where it is', async (name) => {
    const { page } = await open(browser, pages[name]);
    await page.evaluate(unfold);
    const expected = await page.evaluate(interactive);
    const reached: string[] = [];
    for (;;) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(focused);
      if (at === null || reached.length > expected.length) break;
      reached.push(at.name);
      const { x, y, width, height } = at.box;
      const clip = { x: Math.max(0, x - 6), y: Math.max(0, y - 6), width: width + 12, height: height + 12 };
      const ring = await picture(page, { clip });
      await page.evaluate(readersRules, ':focus-visible { outline-color: transparent !important; }');
      const none = await picture(page, { clip });
      await page.evaluate(readersRules, '');
      expect(ring.equals(none), `the focus on “${at.name}”`).toBe(false);
    }
    expect(reached).toEqual(expected);
    expect(reached[0]).toBe('Skip to content');
  });

  it('lets a keyboard skip to the content and unfold the table', async () => {
    const { page } = await open(browser, pages.example);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    await page.locator('summary').first().focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('details').first().getAttribute('open')).toBe('');
  });

  const twice = ':root { font-size: 200% !important; }';
  const spaced = '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-bottom: 2em !important; }';
  const wide = { width: 1280, height: 900 };
  const shapes = [
    ['1280 pixels', wide, ''],
    ['720 pixels', { width: 720, height: 900 }, ''],
    ['1280 pixels at 200 %', { width: 640, height: 450 }, ''],
    ['1280 pixels at 400 %', narrow.viewport, ''],
    ['text of twice the size', wide, twice],
    ['text of twice the size on 720 pixels', { width: 720, height: 900 }, twice],
    ['text set apart', wide, spaced],
    ['text set apart on 320 pixels', narrow.viewport, spaced],
  ] as const;
  it.each(names)('(%s) has nothing beyond its edge and no text over another, from 320 pixels to text of twice the size', async (name) => {
    const { page } = await open(browser, pages[name]);
    await page.evaluate(unfold);
    const wrong: string[] = [];
    for (const [what, size, css] of shapes) {
      await page.setViewportSize(size);
      await page.evaluate(readersRules, css);
      const parts = [...(await page.evaluate(beyondTheEdge)), ...(await page.evaluate(overlaps, await page.evaluate(shownTexts, false)))];
      wrong.push(...parts.map((part) => `${what}: ${part}`));
    }
    expect(wrong).toEqual([]);
  });

  it('grows its text with the size the reader has set', async () => {
    const { page } = await open(browser, pages.example);
    const sizes = () => page.evaluate(() => [...document.querySelectorAll('h1, h2, p, td, th, small, code, .big')].map((element) => Number.parseFloat(getComputedStyle(element).fontSize)));
    const before = await sizes();
    await page.evaluate(readersRules, twice);
    (await sizes()).forEach((size, index) => expect(size / before[index]!).toBeCloseTo(2));
  });

  it.each(names)('(%s) prints on white paper, whole', async (name) => {
    // A4 between margins of a centimetre.
    const { page } = await open(browser, pages[name], { ...dark, viewport: { width: 718, height: 1000 } });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)');
    expect(await page.evaluate(beyondTheEdge)).toEqual([]);
    expect(await page.evaluate(overlaps, await page.evaluate(shownTexts, false))).toEqual([]);
    expect((await faintTexts(page)).faint).toEqual([]);
    const pdf = await page.pdf({ format: 'A4', margin: { top: '1cm', right: '1cm', bottom: '1cm', left: '1cm' } });
    const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(sheets).toBeGreaterThan(0);
    expect(sheets).toBeLessThanOrEqual(6);
  });

  it.each([{ reducedMotion: 'no-preference' }, { reducedMotion: 'reduce' }] as const)('moves nothing (%o)', async (options) => {
    const { page } = await open(browser, pages.example, options);
    await page.evaluate(unfold);
    expect(await page.evaluate(moving)).toEqual([]);
  });

  it('shows hostile names as the text they are', async () => {
    const { page } = await open(browser, pages.hostile);
    const words = await page.locator('body').innerText();
    expect(words).toContain('<script>document.title="owned";alert(1)</script>');
    expect(words).toContain('"\'><svg onload=alert(1)>');
    expect(words).toContain('safe\\u{202e}txt.exe');
    expect(words).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    const tallest = await page.evaluate(() => Math.max(...[...document.querySelectorAll('tbody tr')].map((row) => row.getBoundingClientRect().height)));
    expect(tallest, 'a row of the height of a screen hides the others').toBeLessThan(450);
  });

  it.each([
    ['unassisted', ['No commit names a tool.', 'No commit has a strong trace of an AI. That is not the same as no AI', 'whose author declared that no AI was used']],
    ['nothing', ['0 commits of main', 'No commit lies in what was asked for, so there is no share to tell.']],
  ] as const)('(%s) says in words that nothing was found', async (name, sentences) => {
    const { page } = await open(browser, pages[name]);
    await page.evaluate(unfold);
    const words = await page.locator('body').innerText();
    for (const sentence of sentences) expect(words).toContain(sentence);
    expect(words).not.toMatch(/NaN|undefined|Infinity|null\b/);
  });

  it('would be found out: the measures see what is wrong where it is', async () => {
    const { page } = await open(browser, pages.unassisted);
    await page.evaluate(readersRules, '.sec { color: #8a8a8a !important; } .count { fill: #bbb !important; } h1 { width: 1400px; } .big { margin-right: -60px !important; } h2 { animation: none 1s; transition: color 1s; }');
    expect((await faintTexts(page)).faint.join()).toContain('rgb(138, 138, 138)');
    expect(await page.evaluate(faintGraphics)).not.toEqual([]);
    expect((await page.evaluate(beyondTheEdge)).join()).toContain('H1');
    expect(await page.evaluate(moving)).toContain('H2');
    expect(await page.evaluate(overlaps, await page.evaluate(shownTexts, false))).not.toEqual([]);
  });

  it('is not written for a repository without commits, which hears why', () => {
    const { status, stderr } = countersign(empty(folder), ['scan', '--html', 'report.html']);
    expect(status).toBe(2);
    expect(stderr).toContain('the repository has no commits yet');
  });
});
