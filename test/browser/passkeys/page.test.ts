import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openPasskeySigner } from '../../../src/adapters/passkey/index.ts';
import { nodeCryptography } from '../../../src/adapters/signing/index.ts';
import { pae, passkeyPublicKey, payloadType, writeStatement, type Statement } from '../../../src/core/attestation/index.ts';
import { signOff, someSignOff } from '../../keys/index.ts';
import { beyondTheEdge } from '../in-page.ts';
import { faintTexts, picture } from '../opened.ts';
import { startBrowser } from '../start.ts';
import { found, judged } from '../wcag.ts';
import { freePort, says, withAuthenticator } from './asked.ts';

let browser: Browser;
beforeAll(async () => {
  ({ browser } = await startBrowser());
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});
afterAll(() => browser?.close());

const key = passkeyPublicKey(Buffer.from(`3059301306072a8648ce3d020106082a8648ce3d03010703420004${'07'.repeat(64)}`, 'hex'), 'localhost');
const somebodys = key.ok ? key.value : '';
const light = { colorScheme: 'light' } as const;
const dark = { colorScheme: 'dark' } as const;
const narrow = { viewport: { width: 320, height: 640 } } as const;

/** The page as one statement has it, in a window like this; and everything it said or asked for that it should not. */
async function shown(statement: Statement, options: BrowserContextOptions = {}): Promise<{ readonly page: Page; readonly noises: readonly string[] }> {
  const port = await freePort();
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const noises: string[] = [];
  context.on('console', (message) => noises.push(message.text()));
  context.on('weberror', (error) => noises.push(error.error().message));
  context.on('request', (request) => {
    if (!request.url().startsWith(`http://localhost:${port}/`)) noises.push(request.url());
  });
  const page = await context.newPage();
  await withAuthenticator(page);
  await new Promise<void>((resolve) => {
    const tell = (url: string): void => void page.goto(url).then(() => resolve());
    const signer = openPasskeySigner({ port, person: 'ana', repository: someSignOff.repository, keys: [somebodys], verification: 'required', patience: 60, tell }, nodeCryptography);
    // Nobody has that passkey: it waits until the tests are over.
    signer.keys(null).then(([one]) => signer.sign(one!, 'countersign', pae(payloadType, writeStatement(statement)))).catch(() => undefined);
  });
  await says(page, 'Compare this with the terminal');
  return { page, noises };
}

const rows = (page: Page): Promise<string[]> => page.locator('#rows dd').allInnerTexts();

describe('the page that asks for a passkey', () => {
  it.each<[string, BrowserContextOptions]>([
    ['light', light],
    ['dark', dark],
    ['light on a narrow screen', { ...light, ...narrow }],
    ['dark on a narrow screen', { ...dark, ...narrow }],
  ])('(%s) breaks no rule of WCAG 2.2 AA, is legible, and runs past no edge, before and after a refusal', async (name, options) => {
    const { page, noises } = await shown(signOff({ comment: 'looks right' }), options);
    for (const state of ['asked', 'refused']) {
      if (state === 'refused') {
        await page.getByRole('button').click();
        await says(page, 'Not signed');
      }
      await page.locator('summary').click();
      const { violations, incomplete } = await judged(page);
      expect([found(violations), found(incomplete)], state).toEqual([[], []]);
      const { judged: texts, faint } = await faintTexts(page);
      expect([texts > 20, faint], state).toEqual([true, []]);
      expect(await page.evaluate(beyondTheEdge), state).toEqual([]);
      const folder = process.env['COUNTERSIGN_PICTURES'];
      await page.locator('summary').click();
      if (folder !== undefined) await picture(page, { path: `${folder}/passkey-${name.replaceAll(' ', '-')}-${state}.png`, fullPage: true });
    }
    expect(noises).toEqual([]);
  });

  it('shows what is signed in words: what, on which branch, the code of the terminal, and each answer', async () => {
    const { page } = await shown(signOff({ comment: 'looks right' }));
    expect(await page.getByRole('heading').innerText()).toBe('You are about to approve');
    expect(await page.locator('#code').innerText()).toMatch(/^[0-9A-Z]{4} [0-9A-Z]{4}$/);
    const said = await rows(page);
    expect(said).toEqual(expect.arrayContaining(['ana (senior)', 'refs/heads/main', someSignOff.change.digest, 'senior-gate, critical', 'one query, one lock  [services/checkout/reserve.ts:19-26]', 'two carts, one item', 'looks right']));
    expect(JSON.parse((await page.locator('#whole').textContent()) ?? '')).toMatchObject({ predicate: { nonce: someSignOff.nonce } });
  });

  it('makes no markup of what is signed, and shows what acts unseen', async () => {
    const { page, noises } = await shown(signOff({ comment: '<img src=x onerror=alert(1)> \u202egood' }));
    expect(await rows(page)).toContain('<img src=x onerror=alert(1)> \\u{202e}good');
    expect([await page.locator('img').count(), noises]).toEqual([0, []]);
  });

  it('begins at its beginning where the window is too low for all of it, and the keyboard is at the button all the same', async () => {
    const { page } = await shown(signOff({ comment: 'looks right' }), narrow);
    expect(await page.evaluate(() => [scrollY, document.documentElement.scrollHeight > innerHeight, document.activeElement?.id])).toEqual([0, true, 'go']);
  });

  it('is done with the keyboard alone, and says how it stands to whoever cannot see it', async () => {
    const { page } = await shown(signOff());
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('go');
    await page.keyboard.press('Enter');
    await says(page, 'Not signed');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('go');
    expect(await page.getByRole('status').innerText()).toMatch(/^✗ Not signed: /);
    expect(await page.getByRole('button').innerText()).toBe('Try again');
  });
});
