import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page, PageScreenshotOptions } from 'playwright-core';
import { hideLetters, leastContrasts, shownTexts } from './in-page.ts';

/** A page as a reader has it open, with everything it did that it should not. */
export interface Opened {
  readonly page: Page;
  readonly url: string;
  /** Addresses asked for, the page's own among them. */
  readonly requests: readonly string[];
  /** What the console, a dialog or an uncaught error said. */
  readonly noises: readonly string[];
}

/** Opens a file in a browser that is as if new; `options` are the reader's screen and preferences. */
export async function open(browser: Browser, file: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: 'light', ...options });
  const requests: string[] = [];
  const noises: string[] = [];
  context.on('request', (request) => requests.push(request.url()));
  context.on('console', (message) => noises.push(`${message.type()}: ${message.text()}`));
  context.on('weberror', (error) => noises.push(`error: ${error.error().message}`));
  context.on('dialog', (dialog) => {
    noises.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const page = await context.newPage();
  const url = pathToFileURL(file).href;
  await page.goto(url);
  return { page, url, requests, noises };
}

/** A picture of the page. Chromium now and then refuses one that it takes when asked again; nothing else is retried. */
export async function picture(page: Page, options: PageScreenshotOptions): Promise<Buffer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await page.screenshot(options);
    } catch (error) {
      if (attempt === 3 || !(error instanceof Error && error.message.includes('Unable to capture screenshot'))) throw error;
    }
  }
}

/** Texts whose letters stand out less than 4.5:1 from what lies behind them, measured on the picture of the page. */
export async function faintTexts(page: Page, inPictures = false): Promise<{ readonly judged: number; readonly faint: readonly string[] }> {
  const texts = await page.evaluate(shownTexts, inPictures);
  const whole = async () => (await picture(page, { fullPage: true, animations: 'disabled' })).toString('base64');
  const shown = await whole();
  await page.evaluate(hideLetters, true);
  const hidden = await whole();
  await page.evaluate(hideLetters, false);
  const scratch = await page.context().newPage();
  const contrasts = await scratch.evaluate(leastContrasts, { shown, hidden, texts, scale: 1 });
  await scratch.close();
  const faint = texts.flatMap(({ words, color }, index) => (contrasts[index]! >= 4.5 ? [] : [`“${words}” ${color} ${contrasts[index]!.toFixed(2)}`]));
  return { judged: texts.length, faint };
}
