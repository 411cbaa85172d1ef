import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countersign, git } from '../../cli/bin.ts';
import { signingPlace, type SigningPlace } from '../../signing/place.ts';
import { startBrowser } from '../start.ts';
import { asked, freePort, says, withAuthenticator } from './asked.ts';

let browser: Browser;
let place: SigningPlace;
let port: number;
let page: Page;
beforeAll(async () => {
  ({ browser } = await startBrowser());
  [place, port] = [signingPlace(), await freePort()];
  git(place.repo, 'switch', '--quiet', 'main');
  page = await (await browser.newContext()).newPage();
  await withAuthenticator(page);
});
afterAll(async () => {
  await browser?.close();
  place?.remove();
});

const people = '.countersign/people.yaml';
const sign = (): Promise<void> => page.getByRole('button', { name: 'Sign with your passkey' }).click();

describe('a passkey of the root, in a real browser', () => {
  it('is made and has signed once before its line is written, with the page it counts for', async () => {
    const command = await asked(place.repo, 'people', 'root', '--port', String(port));
    await page.goto(command.url);
    await page.getByRole('button', { name: 'Make a passkey' }).click();
    await says(page, 'Step 2 of 2');
    expect(git(place.repo, 'diff', '--name-only')).toBe('');
    await sign();
    await says(page, 'Your passkey answered');
    const { code, stdout, stderr } = await command.ended;
    expect([code, stderr.includes('✗'), stdout]).toEqual([0, false, expect.stringContaining('another key of the root')]);
    const added = git(place.repo, 'diff', '--unified=0', '--', people).split('\n').filter((line) => line.startsWith('+ ') || line.startsWith('+root')).join('');
    expect(added).toContain('sk-ecdsa-sha2-nistp256@openssh.com');
    expect(added).toContain(`http://localhost:${port}`);
  });

  it('signs the first adoption, which the page shows by branch, commit and files, and verification begins there', async () => {
    git(place.repo, 'commit', '--quiet', '--all', '--message', 'Name a passkey of the root');
    git(place.repo, 'push', '--quiet', 'origin', 'main');
    const tip = git(place.repo, 'rev-parse', 'main').trim();
    const command = await asked(place.repo, 'adopt', '--port', String(port));
    await page.goto(command.url);
    await says(page, 'Compare this with the terminal');
    expect(await page.getByRole('heading').innerText()).toBe('You are about to adopt a branch: its policy and people');
    expect(await page.locator('#rows dd').allInnerTexts()).toEqual(expect.arrayContaining(['refs/heads/main', tip]));
    await sign();
    await says(page, 'Your passkey answered');
    const { code, stdout } = await command.ended;
    expect([code, stdout]).toEqual([0, expect.stringContaining('adopted')]);
    const { adoption } = JSON.parse(countersign(place.repo, ['verify', 'main', '--json']).stdout) as { adoption: { root: string } };
    expect(adoption).toMatchObject({ commit: tip, entry: 0 });
    const shown = countersign(place.repo, ['ledger', 'show', '0']).stdout.replaceAll(/\s+/g, ' ');
    expect(shown).toContain(`${adoption.root}, verified, passkey of http://localhost:${port}`);
  });

  it('is nobody’s on another page, and a second beginning is refused', async () => {
    const elsewhere = countersign(place.repo, ['adopt', '--passkey', '--no-open', '--port', String(await freePort())]);
    expect([elsewhere.status, elsewhere.stderr.replaceAll(/\s+/g, ' ')]).toEqual([2, expect.stringContaining('the root has no passkey for the page')]);
    const again = countersign(place.repo, ['adopt', '--passkey', '--no-open', '--port', String(port)]);
    expect([again.status, again.stderr]).toEqual([2, expect.stringContaining('was adopted already')]);
  });
});
