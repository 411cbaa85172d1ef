import { afterEach, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { carriedObstacle, fontsConfiguration } from './carried.ts';
import { picture } from './opened.ts';
import { startBrowser, variable } from './start.ts';

const started: Browser[] = [];
afterEach(async () => {
  for (const browser of started.splice(0)) await browser.close();
});

async function start(env: NodeJS.ProcessEnv): Promise<string> {
  const { browser, name } = await startBrowser(env);
  started.push(browser);
  const page = await browser.newPage();
  await page.setContent('<p>Ärger, 37\u00a0%</p>');
  // Without a font every letter is as wide as any other, or has no width.
  const widths = await page.evaluate(() => {
    const text = document.querySelector('p')!.firstChild!;
    return [0, 2, 4].map((at) => {
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      return range.getBoundingClientRect().width;
    });
  });
  expect(new Set(widths).size).toBeGreaterThan(1);
  expect(Math.min(...widths)).toBeGreaterThan(0);
  expect((await picture(page, {})).length).toBeGreaterThan(1000);
  return name;
}

describe('the browser that opens the pages', () => {
  it('is the one that npm brings where none is installed, which is every linux-x64, or the tests say what to install', async () => {
    const bare = { PATH: '/nowhere' };
    if (carriedObstacle() === null) expect(await start({ ...bare, [variable]: 'npm' })).toBe('the Chromium that npm brings');
    else await expect(startBrowser({ ...bare, [variable]: 'npm' })).rejects.toThrow(`is for linux-x64, and this machine is ${process.platform}`);
  });

  it('is the one that is named, or none', async () => {
    await expect(startBrowser({ [variable]: '/nowhere/chrome' })).rejects.toThrow(/no browser to open the page with\n {2}`\/nowhere\/chrome`: .*doesn't exist[^]*hint: install Chromium or Chrome, or name one in COUNTERSIGN_TEST_BROWSER/);
  });

  it('keeps what fontconfig remembers beside itself, never in the folder it is started in', () => {
    expect(fontsConfiguration('/a & b/<c>')).toContain('<cachedir>/a &amp; b/&lt;c></cachedir>');
  });

  it.each([
    ['linux', 'x64', null],
    ['linux', 'arm64', 'the Chromium that npm brings is for linux-x64, and this machine is linux-arm64'],
    ['darwin', 'arm64', 'the Chromium that npm brings is for linux-x64, and this machine is darwin-arm64'],
  ])('comes with npm for %s on %s or says that it does not', (platform, arch, obstacle) => {
    expect(carriedObstacle(platform, arch)).toBe(obstacle);
  });
});
