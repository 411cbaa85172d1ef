import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { bin } from '../../cli/bin.ts';

/** A command that waits for a passkey. */
export interface Asked {
  /** The address it printed. */
  readonly url: string;
  /** How it ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
  interrupt(signal?: 'SIGINT' | 'SIGKILL'): void;
}

/** Runs the real program until it prints the address of its page; what it says without one is thrown. */
export async function asked(cwd: string, ...args: readonly string[]): Promise<Asked> {
  const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env;
  const env = { PATH, NODE_COMPILE_CACHE, HOME: cwd, NO_COLOR: '1', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
  const child = spawn(process.execPath, [bin, ...args, '--passkey', '--no-open'], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  const ended = new Promise<Awaited<Asked['ended']>>((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      const found = /http:\/\/localhost:\d+\/\S+\//.exec(stderr);
      if (found !== null) resolve(found[0]);
    });
    void ended.then(({ code }) => reject(new Error(`ended with ${code}: ${stderr}`)));
  });
  return { url, ended, interrupt: (signal = 'SIGINT') => void child.kill(signal) };
}

/** A port that nothing has now. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** An authenticator in software, as Chromium has it for tests; `verifies`: its user gives a PIN or a finger. */
export interface Authenticator {
  readonly devtools: CDPSession;
  readonly id: string;
  /** Its passkeys, to be put into another one. */
  passkeys(): Promise<object[]>;
  /** Whether its user is there and answers. */
  answers(present: boolean): Promise<void>;
}

/** Puts an authenticator that holds `passkeys` into a window; `synced`: it copies them to the other devices of an account. */
export async function withAuthenticator(page: Page, { verifies = true, synced = false, passkeys = [] as readonly object[] } = {}): Promise<Authenticator> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable', { enableUI: false });
  const { authenticatorId: id } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: verifies, automaticPresenceSimulation: true, defaultBackupEligibility: synced, defaultBackupState: synced },
  });
  for (const one of passkeys) {
    const credential = synced ? { ...one, backupEligibility: true, backupState: true } : one;
    await devtools.send('WebAuthn.addCredential', { authenticatorId: id, credential: credential as never });
  }
  return {
    devtools,
    id,
    passkeys: async () => (await devtools.send('WebAuthn.getCredentials', { authenticatorId: id })).credentials,
    answers: (enabled) => devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId: id, enabled }).then(() => undefined),
  };
}

/** What the page says of how it stands. */
export function standing(page: Page): Promise<string> {
  return page.locator('#status').innerText();
}

/** Waits until it says this. */
export async function says(page: Page, words: string): Promise<void> {
  await page.locator('#status', { hasText: words }).waitFor({ timeout: 20_000 });
}

/** A window that is as if new. */
export async function newWindow(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  return page;
}
