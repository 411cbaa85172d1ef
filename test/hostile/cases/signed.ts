import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgePush } from '../../../src/workflows/receiving/judge-push.ts';
import { later, lines, SignedShop } from '../../verify/signed-shop.ts';
import { preventedIf, type Ended } from './row.ts';

/** How commits of these shops answer the question about AI. */
export const ai = '\n\nAssisted-by: Copilot:gpt-5.2\n';
export const byHand = '\n\nAssisted-by: none\n';

/** A branch off `main` that an AI helped with, by `author` where one is named; its head. */
export function topic(shop: SignedShop, { author, name = 'topic', text = '// more\n', trailer = ai }: { readonly author?: string; readonly name?: string; readonly text?: string; readonly trailer?: string } = {}): string {
  shop.repo.git('switch', '-q', '-c', name, 'main');
  shop.repo.write('shop/cart.ts', `${lines('cart', 12)}${text}`).commit(`Add more${trailer}`);
  if (author !== undefined) shop.repo.git('commit', '-q', '--amend', '--no-edit', `--author=${author}`);
  return shop.repo.git('rev-parse', 'HEAD');
}

/** Makes people.yaml on `main` another text; the new tip. */
export function repeople(shop: SignedShop, edit: (text: string) => string): string {
  shop.repo.git('switch', '-q', 'main');
  const file = '.countersign/people.yaml';
  const before = readFileSync(join(shop.repo.path, file), 'utf8');
  const after = edit(before);
  if (after === before) throw new Error('people.yaml is as it was');
  return shop.repo.write(file, after).commit(`Edit the people${byHand}`);
}

/** What the hook of a shared repository says to a push of `after` to `main`, and why. */
export async function pushed(shop: SignedShop, after: string, now = later, cited: readonly number[] = []): Promise<{ readonly outcome: string; readonly because: string | null }> {
  const before = shop.repo.git('rev-parse', 'refs/heads/main');
  const [verdict] = await shop.within((ports) => judgePush(ports, { refs: [{ ref: 'refs/heads/main', before, after }], cited, now }));
  return verdict!;
}

/**
 * `prevented` where the hook refuses the push. `wholesome`: the same without the attack, which must be let in, so that
 * a refusal is for the attack and nothing else.
 */
export async function refusedAtTheHook(shop: SignedShop, after: string, wholesome: () => Promise<unknown>): Promise<Ended> {
  const { outcome } = await pushed(shop, after);
  await wholesome();
  const again = await pushed(shop, after);
  return preventedIf(outcome === 'refused' && again.outcome === 'passed');
}
