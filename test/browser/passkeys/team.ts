import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { countersign, git } from '../../cli/bin.ts';
import { signingPlace, type SigningPlace } from '../../signing/place.ts';
import { asked, freePort, says, withAuthenticator } from './asked.ts';

/** A shop whose policy wants a PIN or biometric, and whose senior Ana enrolled a passkey in a real browser. */
export interface PasskeyTeam {
  readonly place: SigningPlace;
  readonly port: number;
  /** Ana's, as the authenticator holds it. */
  readonly passkeys: readonly object[];
  /** What `people enrol` printed. */
  readonly enrolled: string;
}

/** `signature`: what the policy wants of whoever signs. */
const policy = (signature: string): string => `version: 1
levels: [junior, mid, senior, principal]
mode: enforce
protected: [refs/heads/main]
areas:
  shop: { paths: ["shop/**"], tier: high, owners: [seniors] }
undeclared: ask
rules:
  - name: senior-gate
    when: change.assisted && author.level < senior
    require:
      - sign-off: { level: senior, count: 1, owners: per-area, signature: ${signature} }
    because: AI-assisted changes need a senior
passkeys: { synced: refuse }
otherwise: { allow: true, because: no rule asks for more }
`;

/** Makes the shop, has Ana make and enrol a passkey, and adopts what is on main then. */
export async function passkeyTeam(browser: Browser, signature = 'verified'): Promise<PasskeyTeam> {
  const [place, port] = [signingPlace({ policy: () => policy(signature) }), await freePort()];
  const { repo, keys } = place;
  git(repo, 'switch', '--quiet', 'main');
  const { url, ended } = await asked(repo, 'people', 'enrol', '--id', 'ana', '--port', String(port));
  const page = await browser.newPage();
  const device = await withAuthenticator(page);
  await page.goto(url);
  await page.getByRole('button', { name: 'Make a passkey' }).click();
  await says(page, 'Step 2 of 2');
  await page.getByRole('button', { name: 'Sign with your passkey' }).click();
  await says(page, 'Your passkey answered');
  const passkeys = await device.passkeys();
  await page.close();
  const { code, stdout, stderr } = await ended;
  if (code !== 0) throw new Error(`${stdout}${stderr}`);
  git(repo, 'commit', '--quiet', '--all', '--message', 'Enrol a key of ana');
  git(repo, 'push', '--quiet', 'origin', 'main');
  const adopted = countersign(repo, ['adopt', '--key', join(keys.root.path)]);
  if (adopted.status !== 0) throw new Error(adopted.stderr);
  git(repo, 'switch', '--quiet', 'topic');
  git(repo, 'rebase', '--quiet', 'main');
  return { place, port, passkeys, enrolled: stdout };
}
