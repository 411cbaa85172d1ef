import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { whyNothing } from '../../../src/adapters/passkey/page/ask-passkey.ts';
import { nodeCryptography } from '../../../src/adapters/signing/index.ts';
import { checkSignature, decodeBase64, openEnvelope, pae, passkeySignature, payloadType } from '../../../src/core/attestation/index.ts';
import { readKeyLine } from '../../../src/core/policy/index.ts';
import { countersign, git } from '../../cli/bin.ts';
import { startBrowser } from '../start.ts';
import { asked, newWindow, says, standing, withAuthenticator, type Asked } from './asked.ts';
import { passkeyTeam, type PasskeyTeam } from './team.ts';

let browser: Browser;
let team: PasskeyTeam;
beforeAll(async () => {
  ({ browser } = await startBrowser());
  team = await passkeyTeam(browser);
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});
afterAll(async () => {
  await browser?.close();
  team?.place.remove();
});

const ledger = 'refs/countersign/ledger';
const entries = (): number => Number(git(team.place.origin, 'cat-file', 'blob', `${ledger}:checkpoint`).split('\n')[1]);
const signing = (...more: readonly string[]): Promise<Asked> => asked(team.place.repo, 'sign', 'main..topic', '--approve', '--yes', '--port', String(team.port), ...more);
/** Asks for changes, which takes no strong key. */
const requesting = (): Promise<Asked> => asked(team.place.repo, 'sign', 'main..topic', '--request-changes', '--comment', 'not yet', '--yes', '--port', String(team.port));
const press = (page: Page): Promise<void> => page.getByRole('button', { name: /^(?:Sign with your passkey|Try again)$/ }).click();

/** A window with Ana's device, or another. */
async function window(url: string, device: Parameters<typeof withAuthenticator>[1] = { passkeys: team.passkeys }): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await withAuthenticator(page, device);
  await page.goto(url);
  await says(page, 'Compare this with the terminal');
  return page;
}

/** Ana's passkey on record, as `type base64`. */
function anasKey(): string {
  const lines = git(team.place.repo, 'show', 'main:.countersign/people.yaml').split('\n').find((line) => line.includes('ana:')) ?? '';
  const read = readKeyLine(/"(origin=.*?[^\\])"\]/.exec(lines)?.[1]?.replaceAll('\\"', '"') ?? '');
  if (!read.ok) throw new Error(`${read.sentence}: ${lines}`);
  return read.line.publicKey;
}

/** Whether the machine's own ssh-keygen takes a signature as Ana's, by the signers that the program prints. */
function stock(armored: string, message: Uint8Array): boolean {
  const { repo } = team.place;
  const [signers, file] = [join(repo, '.git', 'allowed_signers'), join(repo, '.git', 'signature')];
  writeFileSync(signers, countersign(repo, ['people', 'allowed-signers']).stdout);
  writeFileSync(file, armored);
  return spawnSync('ssh-keygen', ['-Y', 'verify', '-n', 'countersign', '-f', signers, '-I', 'ana', '-s', file], { input: message }).status === 0;
}

describe('a passkey in a real browser', () => {
  it('is not signed with where its user gives no PIN or finger and the policy asks for one, though stock ssh-keygen would take it', async () => {
    const before = entries();
    const command = await signing();
    const context = await browser.newContext();
    // A page that somebody tampered with: it asks for less than it was told to.
    await context.addInitScript(() => {
      const get = navigator.credentials.get.bind(navigator.credentials);
      navigator.credentials.get = (options) => get({ ...options, publicKey: { ...options!.publicKey!, userVerification: 'discouraged' } });
    });
    const page = await context.newPage();
    await withAuthenticator(page, { verifies: false, passkeys: team.passkeys });
    const sent = page.waitForRequest((request) => request.url().endsWith('/answer'));
    const told = page.waitForResponse((response) => response.url().endsWith('/task'));
    await page.goto(command.url);
    const { task } = (await (await told).json()) as { task: { body: string } };
    await press(page);
    await says(page, 'Not signed: the passkey did not verify who you are');
    command.interrupt();
    await says(page, 'Nothing is asked here any more');
    expect([(await command.ended).code, entries()]).toEqual([130, before]);

    const answer = (await sent).postDataJSON() as Record<'authenticatorData' | 'clientData' | 'signature', string>;
    const bytes = (text: string) => decodeBase64(text) ?? new Uint8Array();
    const assertion = { authenticatorData: bytes(answer.authenticatorData), clientData: bytes(answer.clientData), signature: bytes(answer.signature) };
    const made = passkeySignature(anasKey(), 'countersign', `http://localhost:${team.port}`, assertion);
    const message = pae(payloadType, bytes(task.body));
    const armored = made.ok ? made.value : '';
    expect(stock(armored, message)).toBe(true);
    expect(checkSignature(armored, message, 'countersign', nodeCryptography)).toMatchObject({ ok: true, value: { strength: 'touch' } });
  });

  it('signs nothing that is recorded where it may be synced and the policy counts those as a key in a file', async () => {
    const before = entries();
    const command = await signing();
    const page = await window(command.url, { synced: true, passkeys: team.passkeys });
    await press(page);
    await says(page, '✓ Your passkey answered. The terminal tells what became of it');
    const { code, stderr } = await command.ended;
    expect([code, stderr.replaceAll(/\s+/g, ' ')]).toEqual([2, expect.stringContaining('an approval by Ana would not count: made with a passkey that may be synced to other devices; the policy counts those as any (any < verified)')]);
    expect(entries()).toBe(before);
  });

  it('that may be synced is enrolled with what the policy makes of it', async () => {
    const command = await asked(team.place.repo, 'people', 'enrol', '--id', 'li', '--dry-run', '--port', String(team.port));
    const page = await browser.newPage();
    await withAuthenticator(page, { synced: true });
    await page.goto(command.url);
    await page.getByRole('button', { name: 'Make a passkey' }).click();
    await says(page, 'Step 2 of 2');
    await press(page);
    const { code, stdout } = await command.ended;
    expect([code, stdout.replaceAll(/\s+/g, ' ')]).toEqual([0, expect.stringContaining('the other devices of an account: the policy counts what it signs as a key in a file (passkeys: { synced: refuse })')]);
  });

  it('is asked for a PIN or finger by an approval alone: a no needs less than the policy wants of a yes', async () => {
    for (const [begun, verification] of [[requesting, 'preferred'], [signing, 'required']] as const) {
      const command = await begun();
      const page = await (await browser.newContext()).newPage();
      const told = page.waitForResponse((response) => response.url().endsWith('/task'));
      await page.goto(command.url);
      expect(await (await told).json()).toMatchObject({ task: { verification } });
      command.interrupt();
      await command.ended;
    }
  });

  it('may be cancelled, be another one, and answer at last: only then something is signed', async () => {
    const before = entries();
    const command = await signing('--comment', 'looked at');
    const context = await browser.newContext();
    const page = await context.newPage();
    const device = await withAuthenticator(page, { verifies: false, passkeys: team.passkeys });
    await page.goto(command.url);
    await says(page, 'Compare');
    // The device cannot verify anybody, which the browser refuses as it does a cancelled prompt.
    await press(page);
    await says(page, 'Not signed: it was cancelled, or this browser and its devices have no passkey that fits');
    await device.devtools.send('WebAuthn.setUserVerified', { authenticatorId: device.id, isUserVerified: true });
    // Another passkey for this page, which nobody enrolled.
    await device.devtools.send('WebAuthn.clearCredentials', { authenticatorId: device.id });
    await page.evaluate(() =>
      navigator.credentials.create({
        publicKey: { rp: { id: 'localhost', name: 'Other' }, user: { id: new Uint8Array([1]), name: 'bo', displayName: 'bo' }, challenge: new Uint8Array(8), pubKeyCredParams: [{ type: 'public-key', alg: -7 }], authenticatorSelection: { residentKey: 'required' } },
      }).then(() => undefined),
    );
    await press(page);
    await says(page, 'Not signed: that is another passkey than ana enrolled for this page');
    expect(entries()).toBe(before);
    await device.devtools.send('WebAuthn.clearCredentials', { authenticatorId: device.id });
    for (const credential of team.passkeys) await device.devtools.send('WebAuthn.addCredential', { authenticatorId: device.id, credential: { ...credential, signCount: 20 } as never });
    await press(page);
    await says(page, '✓ Your passkey answered. The terminal tells what became of it');
    const { code, stdout } = await command.ended;
    expect([code, stdout.split('\n').slice(0, 2).join(' ')]).toEqual([0, expect.stringMatching(/^✓ signed {3}ledger entry 1, pushed to origin {3}approved by Ana \(senior, verified\)/)]);
    expect(entries()).toBe(before + 1);
  });

  it('signed what our verifier, stock ssh-keygen and the script in docs all take for a senior’s word, verified', () => {
    const { repo, origin } = team.place;
    const bytes = Buffer.from(git(origin, 'cat-file', 'blob', `${ledger}:envelope/001.json`));
    const opened = openEnvelope(bytes, nodeCryptography);
    const origins = { rpId: 'localhost', origin: `http://localhost:${team.port}`, backedUp: false };
    expect(opened).toMatchObject({ ok: true, value: { statement: { predicate: { manner: 'page' } }, signature: { strength: 'verified', publicKey: anasKey(), passkey: origins } } });
    const envelope = JSON.parse(bytes.toString()) as { payload: string; signatures: [{ sig: string }] };
    expect(stock(Buffer.from(envelope.signatures[0].sig, 'base64').toString(), pae(payloadType, Buffer.from(envelope.payload, 'base64')))).toBe(true);
    git(repo, 'switch', '--quiet', 'main');
    git(repo, 'merge', '--quiet', '--no-ff', '--message', 'Merge', 'topic');
    const { status, stdout } = countersign(repo, ['verify', 'main', '--json']);
    expect([status, JSON.parse(stdout)]).toMatchObject([0, { verified: true }]);
    const script = join(import.meta.dirname, '..', '..', '..', 'docs', 'verify.sh');
    const byHand = spawnSync('sh', [script, '-l', 'senior', '-s', 'verified'], { cwd: repo, encoding: 'utf8' });
    expect(byHand.status, byHand.stdout + byHand.stderr).toBe(0);
    git(repo, 'reset', '--quiet', '--hard', 'HEAD^');
    git(repo, 'switch', '--quiet', 'topic');
  });

  it('answers one of two windows, and the other is told at once', async () => {
    const command = await requesting();
    const faster = await window(command.url, { passkeys: team.passkeys.map((one) => ({ ...one, signCount: 40 })) });
    const slower = await window(command.url);
    await press(faster);
    await says(faster, '✓ Your passkey answered');
    await says(slower, 'This was answered in another window already');
    expect(await slower.getByRole('button').isVisible()).toBe(false);
    expect((await command.ended).code).toBe(0);
  });

  it('is asked again where the time ran out and where the page was reloaded, and nowhere once it is over', async () => {
    const command = await requesting();
    const context = await browser.newContext();
    // A browser whose three minutes pass in less than one second.
    await context.addInitScript(() => {
      const get = navigator.credentials.get.bind(navigator.credentials);
      const now = performance.now.bind(performance);
      performance.now = () => 1000 * now();
      navigator.credentials.get = (options) => get({ ...options, publicKey: { ...options!.publicKey!, timeout: 500 } });
    });
    const page = await context.newPage();
    const device = await withAuthenticator(page, { passkeys: team.passkeys.map((one) => ({ ...one, signCount: 60 })) });
    await device.answers(false);
    await page.goto(command.url);
    await press(page);
    await says(page, 'Not signed: the time for it ran out');
    await device.answers(true);
    await page.reload();
    await says(page, 'Compare this with the terminal');
    await press(page);
    await says(page, '✓ Your passkey answered. The terminal tells what became of it');
    expect((await command.ended).code).toBe(0);
    await expect(page.reload()).rejects.toThrow('ERR_CONNECTION_REFUSED');
  });

  it('is no longer asked once the program was killed, and the page says so', async () => {
    const before = entries();
    const command = await requesting();
    const page = await window(command.url);
    command.interrupt('SIGKILL');
    await says(page, 'The terminal no longer waits');
    expect([await page.getByRole('button').isVisible(), (await command.ended).code, entries()]).toEqual([false, null, before]);
  });

  it('is asked by no other page: not under another name of this machine, and not across origins', async () => {
    const command = await requesting();
    const page = await (await browser.newContext()).newPage();
    const elsewhere = await page.goto(command.url.replace('localhost', '127.0.0.1'));
    expect([elsewhere?.status(), await elsewhere?.text()]).toEqual([421, `this is http://localhost:${team.port} and no other host\n`]);
    await page.goto('about:blank');
    await page.setContent(`<form method="post" enctype="text/plain" action="${command.url}answer"><input name="a" value="b"><button>Win a prize</button></form>`);
    const posted = page.waitForResponse((response) => response.url().endsWith('/answer'));
    await page.getByRole('button').click();
    expect((await posted).status()).toBe(403);
    await page.goto('about:blank');
    await page.setContent(`<iframe src="${command.url}"></iframe>`);
    expect(await page.frames()[1]?.locator('#status').count()).toBe(0);
    const prizes = createServer((_, response) => void response.setHeader('content-type', 'text/html').end('<title>Prizes</title>'));
    await new Promise<void>((resolve) => void prizes.listen(0, '127.0.0.1', resolve));
    await page.goto(`http://localhost:${(prizes.address() as { port: number }).port}/`);
    const got = await page.evaluate((url) => {
      const asks: readonly [string, RequestInit][] = [['task', { method: 'POST', headers: { 'content-type': 'application/json' } }], ['task', { method: 'POST', mode: 'no-cors', body: '{}' }], ['page.js', {}], ['page.js', { mode: 'no-cors' }]];
      return Promise.all(asks.map(([path, how]) => fetch(url + path, how).then(({ type }) => `given, ${type}`, () => 'refused')));
    }, command.url);
    prizes.close();
    expect(got).toEqual(['refused', 'refused', 'refused', 'refused']);
    const own = await newWindow(await browser.newContext(), command.url);
    await says(own, 'Compare this with the terminal');
    command.interrupt();
    await says(own, 'The terminal no longer waits');
    expect(await standing(own)).not.toContain('Your passkey answered');
    expect((await command.ended).code).toBe(130);
  });

  it('says why a browser gave nothing in words', () => {
    expect(whyNothing(new DOMException('', 'NotAllowedError'), 200_000)).toBe('the time for it ran out');
    expect(whyNothing(new DOMException('', 'SecurityError'), 1)).toContain('open the address as the terminal prints it');
    expect(whyNothing(new DOMException('', 'NotSupportedError'), 1)).toContain('ES256');
    expect(whyNothing(null, 1)).toBe('the browser did not say why');
  });
});
