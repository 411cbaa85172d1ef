import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { prospectOfApproval } from '../../src/workflows/signing/sign-change.ts';
import { openChange } from '../../src/workflows/signing/open-change.ts';
import { judgePush } from '../../src/workflows/receiving/judge-push.ts';
import { countersign } from '../cli/bin.ts';
import { newFolder, removeFolders } from '../git/built-repository.ts';
import { softSecurityKey, type FileKey } from '../keys/index.ts';
import { later, lines, shopPolicy, SignedShop } from '../verify/signed-shop.ts';

afterAll(removeFolders);

const policy = shopPolicy.replace('otherwise:', 'revert: { by: { level: mid, count: 1, on-call: true }, review-within: 24h }\notherwise:');

/** A shop whose people file names who is on call, with a signed change landed on `main` and its inverse waiting on `topic`. */
async function shopWith(onCall: string, author = 'Ada Author <ada@example.com>') {
  const shop = await SignedShop.make({ policy, keys: { mina: softSecurityKey() } });
  const { repo } = shop;
  repo.write('.countersign/people.yaml', `${readFileSync(join(repo.path, '.countersign/people.yaml'), 'utf8')}${onCall}`);
  const base = repo.commit('Name who is on call\n\nAssisted-by: none\n');
  const landed = repo.write('shop/cart.ts', `${lines('cart', 12)}// more\n`).commit('Add more\n\nAssisted-by: Copilot:gpt-5.2\n');
  await shop.sign('ana', base, landed);
  repo.git('switch', '-q', '-c', 'topic');
  repo.git('revert', '--no-commit', landed);
  repo.git('commit', '-q', '--author', author, '-m', `Revert "Add more"\n\nThis reverts commit ${landed}.\n\nAssisted-by: Copilot:gpt-5.2\n`);
  const reverted = repo.git('rev-parse', 'HEAD');
  repo.git('switch', '-q', 'main');
  return { shop, landed, reverted };
}

const push = ({ shop, landed, reverted }: Awaited<ReturnType<typeof shopWith>>, now = later) =>
  shop.within((ports) => judgePush(ports, { refs: [{ ref: 'refs/heads/main', before: landed, after: reverted }], cited: [], now }));

describe('taking back what landed', () => {
  it('passes the hook with the touched key of one mid who is on call, and a review is owed afterwards', async () => {
    const { shop, landed, reverted } = await shopWith('on-call:\n  - { who: mina, from: 2023-11-01 }\n');
    const { repo } = shop;
    const origin = newFolder();
    repo.git('clone', '-q', '--mirror', '.', origin);
    repo.git('remote', 'add', 'origin', origin);
    const words = ({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }) => `${stdout}${stderr}`.replaceAll('remote: ', '').replace(/\s+/g, ' ');
    const cs = (...args: string[]) => words(countersign(repo.path, args));
    const pushed = () => {
      try {
        return `in ${repo.git('push', 'origin', 'topic:main')}`;
      } catch (error) {
        return words(error as { readonly stdout: string; readonly stderr: string });
      }
    };
    cs('receive', 'install', '--repo', origin, '--gate-key', (shop.keys['ci'] as FileKey).path);
    const asked = cs('check', 'main..topic');
    expect(asked).toContain(`needs 1 mid on call: exact inverse of ${landed.slice(0, 7)}`);
    expect(asked).toContain('Mina can sign');
    const refused = pushed();
    expect(refused).toContain('refused refs/heads/main');
    expect(refused).toContain('Mina can sign');
    await shop.sign('mina', landed, reverted);
    expect(pushed()).toMatch(/^in/);
    expect(repo.git('ls-remote', 'origin', 'refs/heads/main')).toContain(reverted);
    repo.git('merge', '-q', '--ff-only', 'topic');
    repo.git('fetch', '-q', 'origin', '+refs/countersign/*:refs/countersign/*');
    expect(cs('verify')).toContain('✓ verified 1 landing');
    expect(cs('verify', '--json')).toContain('landed by the lane of a revert and its after-review is owed until');
  });

  it('is judged by who is on call at the clock of the gate, to the second', async () => {
    const place = await shopWith('on-call:\n  - { who: mina, from: 2023-11-15, until: 2023-11-16T02:00Z }\n'); // until `later`, 1_700_100_000
    await place.shop.sign('mina', place.landed, place.reverted);
    expect(await push(place, later - 1)).toMatchObject([{ outcome: 'passed' }]);
    expect(await push(place, later)).toMatchObject([{ outcome: 'refused', because: expect.stringContaining('on call') as string }]);
  });

  it('asks the people of before the revert, and with nobody on call leaves the way that the rules ask for', async () => {
    const place = await shopWith('');
    await place.shop.sign('mina', place.landed, place.reverted);
    const [refused] = await push(place);
    expect(refused).toMatchObject({ outcome: 'refused', because: expect.stringContaining('nobody is known to be on call') as string });
    expect(refused!.landings[0]!.judgement?.decision.next.map(({ sentence }) => sentence)).toContain('Ana or Li can sign');
    await place.shop.sign('li', place.landed, place.reverted);
    expect(await push(place)).toMatchObject([{ outcome: 'passed' }]);
  });

  it('is signed by the person on call who made it, and by nobody else who did', async () => {
    const strengthOf = (onCall: string, author: string) => async () => {
      const { shop } = await shopWith(onCall, author);
      const people = (await shop.within((ports) => openChange(ports, options))).report.people.persons;
      return shop.within(async (ports) => prospectOfApproval(await openChange(ports, options), { person: people.find(({ id }) => id === 'mina')! } as never, { strength: 'touch' }, { answers: [], checklists: [] } as never, ports).meets);
    };
    const options = { range: 'main..topic', target: null, now: later, onProgress: null };
    const mina = 'Mina <mina@example.com>';
    expect(await strengthOf('on-call: [mina]\n', mina)()).toEqual(['revert']);
    await expect(strengthOf('on-call: [ana]\n', mina)()).rejects.toThrow('Mina may not approve `main..topic`: author of');
    await expect(strengthOf('on-call: [ana]\n', 'Ada Author <ada@example.com>')()).rejects.toThrow('would not count: not on call (revert)');
  });
});
