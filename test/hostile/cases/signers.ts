import { formatInstant } from '../../../src/core/values/index.ts';
import { later, lines, shopPolicy, SignedShop, type SignOffParts } from '../../verify/signed-shop.ts';
import { fileKey, softSecurityKey, someSignOff } from '../../keys/index.ts';
import { newFolder } from '../../git/built-repository.ts';
import { ai, pushed, refusedAtTheHook, repeople, topic } from './signed.ts';
import { preventedIf, type Row } from './row.ts';

const own: Row['source'] = { threat: 'the author signs their own change' };
const replayed: Row['source'] = { threat: 'a sign-off replayed for another repository' };
const twoSeniors = shopPolicy.replace('level: senior, signature', 'level: senior, count: 2, signature');

/** An assisted topic that somebody signs as they should not, refused until Ana or Li signs it as it should be. */
function wrongly(id: string, act: string, source: Row['source'], parts: SignOffParts & { readonly who?: string; readonly author?: string; readonly by?: string }, rest: Partial<Row> = {}): Row {
  const { who = 'ana', author, by = 'li', ...said } = parts;
  return {
    id: `signer/${id}`, actor: 'author', act, source, expected: 'prevented', ...rest,
    run: async () => {
      const shop = await SignedShop.make();
      shop.keys['stranger'] = fileKey(newFolder());
      const head = topic(shop, author === undefined ? {} : { author });
      await shop.sign(who, shop.adopted, head, said);
      return refusedAtTheHook(shop, head, () => shop.sign(by, shop.adopted, head));
    },
  };
}

/** Sign-offs by whoever may not give them, and for something else. */
export const signers: readonly Row[] = [
  wrongly('own', 'signs the change they wrote', own, { author: 'Ana <ana@example.com>' }, { elsewhere: 'gitlabCommitters' }),
  {
    id: 'signer/own-by-other-address', actor: 'author', act: 'writes under a second address of theirs and signs', source: own, expected: 'prevented',
    run: async () => {
      const shop = await SignedShop.make();
      const base = repeople(shop, (text) => text.replace('[ana@example.com]', '[ana@example.com, ana@home.example]'));
      const head = topic(shop, { author: 'A. <ANA@home.example>' });
      await shop.sign('ana', base, head);
      return refusedAtTheHook(shop, head, () => shop.sign('li', base, head));
    },
  },
  {
    id: 'signer/own-by-second-key', actor: 'author', act: 'signs with a second key of theirs', source: own, expected: 'prevented',
    run: async () => {
      const shop = await SignedShop.make();
      const second = (shop.keys['second'] = fileKey(newFolder()));
      const base = repeople(shop, (text) => text.replace(`'${shop.keys['ana']!.line}'`, `'${shop.keys['ana']!.line}', '${second.line}'`));
      const head = topic(shop, { author: 'Ana <ana@example.com>' });
      await shop.sign('second', base, head, { person: { id: 'ana', level: 'senior' } });
      return refusedAtTheHook(shop, head, () => shop.sign('li', base, head));
    },
  },
  {
    id: 'signer/own-through-agent', actor: 'author', act: 'lets a service account of theirs write, and signs', source: own, expected: 'prevented',
    run: async () => {
      const shop = await SignedShop.make();
      const base = repeople(shop, (text) => text.replace('gates:', 'agents:\n  robot: { owners: [ana], emails: [robot@example.com] }\ngates:'));
      const head = topic(shop, { author: 'Robot <robot@example.com>' });
      await shop.sign('ana', base, head);
      return refusedAtTheHook(shop, head, () => shop.sign('li', base, head));
    },
  },
  {
    id: 'signer/own-squashed', actor: 'author', act: 'has somebody else squash what they wrote, and signs that', source: { pitfall: 'laundered-rebase' }, elsewhere: 'gitlabRebase', expected: 'prevented',
    run: async () => {
      const shop = await SignedShop.make();
      const wrote = topic(shop, { author: 'Ana <ana@example.com>' });
      // Somebody looked at it as it was, so that it is known.
      await shop.sign('mina', shop.adopted, wrote);
      shop.repo.git('switch', '-q', '-c', 'squashed', 'main');
      shop.repo.git('merge', '-q', '--squash', 'topic');
      const head = shop.repo.commit(`Add more, squashed${ai}`);
      await shop.sign('ana', shop.adopted, head);
      return refusedAtTheHook(shop, head, () => shop.sign('li', shop.adopted, head));
    },
  },
  {
    id: 'signer/merged-in', actor: 'reviewer', act: 'signs a merge that brings in what they wrote', source: { pitfall: 'merged-in' }, elsewhere: 'gitlabCommitters', expected: 'prevented',
    run: async () => {
      const shop = await SignedShop.make();
      shop.repo.git('switch', '-q', '-c', 'side', 'main');
      shop.repo.write('shop/total.ts', `${lines('total', 12)}// side\n`).commit(`Side${ai}`);
      shop.repo.git('commit', '-q', '--amend', '--no-edit', '--author=Ana <ana@example.com>');
      topic(shop);
      shop.repo.git('merge', '-q', '--no-ff', '-m', 'Merge the side', 'side');
      const head = shop.repo.git('rev-parse', 'HEAD');
      await shop.sign('ana', shop.adopted, head);
      return refusedAtTheHook(shop, head, () => shop.sign('li', shop.adopted, head));
    },
  },
  {
    id: 'signer/counted-twice', actor: 'reviewer', act: 'signs with each of two keys where two seniors are asked', source: { pitfall: 'counted-twice' }, expected: 'prevented',
    run: async () => {
      const shop = await SignedShop.make({ policy: twoSeniors });
      const second = (shop.keys['second'] = fileKey(newFolder()));
      const base = repeople(shop, (text) => text.replace(`'${shop.keys['ana']!.line}'`, `'${shop.keys['ana']!.line}', '${second.line}'`));
      const head = topic(shop);
      await shop.sign('ana', base, head);
      await shop.sign('second', base, head, { person: { id: 'ana', level: 'senior' } });
      return refusedAtTheHook(shop, head, () => shop.sign('li', base, head));
    },
  },
  wrongly('other-name', 'signs with a key nobody enrolled and says to be Ana', { pitfall: 'self-declared' }, { who: 'stranger', person: { id: 'ana', level: 'senior' } }, { actor: 'stranger', elsewhere: 'gittufMetadata' }),
  wrongly('other-level', 'is mid and says in the statement to be a senior', { pitfall: 'self-declared' }, { who: 'mina', person: { id: 'mina', level: 'senior' } }, { actor: 'reviewer' }),
  wrongly('gate-as-person', 'signs an approval with the key of a gate, as itself', { pitfall: 'bot-approval' }, { who: 'ci', person: { id: 'ci', level: 'senior' } }, { actor: 'gate' }),
  wrongly('gate-as-ana', 'signs an approval with the key of a gate, as Ana', { threat: 'statements made by the wrong kind of writer' }, { who: 'ci', person: { id: 'ana', level: 'senior' } }, { actor: 'gate' }),
  {
    id: 'signer/gate-override', actor: 'gate', act: 'opens the gate in an emergency with its own key, in the name of Ana', source: { threat: 'statements made by the wrong kind of writer' }, expected: 'prevented',
    run: async () => {
      const policy = shopPolicy.replace('otherwise:', 'override: { by: { level: senior, count: 1 }, reason: required, review-within: 3d }\notherwise:');
      const shop = await SignedShop.make({ policy, keys: { ana: softSecurityKey(), ci: softSecurityKey() } });
      const head = topic(shop);
      const change = await shop.change(shop.adopted, head);
      const { target, base, head: signed, repository, objectFormat } = shop.signOff('ana', change);
      const opened = async (who: string) => {
        const entry = await shop.record('override', who, {
          repository, objectFormat, target, base, head: signed, change: { digest: change.digest, entries: 1 }, person: { id: 'ana', level: 'senior' }, reason: 'checkout is down',
          nonce: someSignOff.nonce, signedAt: formatInstant(later - 600), expiresAt: formatInstant(later + 600), ledger: null,
        }, { change, keep: [head] });
        return (await pushed(shop, head, later, [entry])).outcome;
      };
      return preventedIf((await opened('ci')) === 'refused' && (await opened('ana')) === 'passed');
    },
  },
  wrongly('other-repository', 'uses a sign-off for another repository', replayed, { repository: 'f'.repeat(64) }),
  wrongly('other-branch', 'uses a sign-off for another branch', { pitfall: 'retarget' }, { target: 'refs/heads/release' }),
  wrongly('expired', 'uses a sign-off that has expired', replayed, { signedAt: '2023-11-01T00:00:00Z', expiresAt: '2023-11-02T00:00:00Z' }),
  wrongly('unknown-engine', 'uses a sign-off given under an engine that nobody here knows', { threat: 'statements made by the wrong kind of writer' }, { inputs: { ...someSignOff.inputs, engine: 'countersign-99' } }),
  {
    id: 'signer/later-files', actor: 'author', act: 'has a change without files signed, and adds files', source: { pitfall: 'empty' }, expected: 'prevented',
    run: async () => {
      const shop = await SignedShop.make();
      shop.repo.git('switch', '-q', '-c', 'topic', 'main');
      const empty = shop.repo.commit(`Nothing yet${ai}`);
      await shop.sign('ana', shop.adopted, empty);
      const head = shop.repo.write('shop/cart.ts', 'evil\n').commit(`Something${ai}`);
      return refusedAtTheHook(shop, head, () => shop.sign('li', shop.adopted, head));
    },
  },
  {
    id: 'signer/key-gone', actor: 'reviewer', act: 'signs after their key was taken away', source: { threat: 'a key used after it was taken away' }, expected: 'prevented',
    run: async () => {
      const shop = await SignedShop.make();
      const gone = shop.writeRules(['ana']).repo.commit('Ana leaves\n\nAssisted-by: none\n');
      const head = topic(shop);
      await shop.sign('ana', gone, head);
      return refusedAtTheHook(shop, head, () => shop.sign('li', gone, head));
    },
  },
  {
    id: 'signer/key-back', actor: 'reviewer', act: 'signs with a key taken away by an adoption, on a base from before', source: { threat: 'a key used after it was taken away' }, expected: 'prevented',
    run: async () => {
      const shop = await SignedShop.make();
      const head = topic(shop);
      shop.repo.git('switch', '-q', 'main');
      const gone = shop.writeRules(['ana']).repo.commit('Ana leaves\n\nAssisted-by: none\n');
      await shop.adopt(gone, 'ci');
      await shop.sign('ana', shop.adopted, head, { signedAt: '2023-11-14T00:00:00Z' });
      shop.repo.git('switch', '-q', 'topic');
      shop.repo.git('rebase', '-q', 'main');
      const moved = shop.repo.git('rev-parse', 'HEAD');
      return refusedAtTheHook(shop, moved, () => shop.sign('li', gone, moved));
    },
  },
  {
    id: 'signer/veto-by-other', actor: 'author', act: 'withdraws the rejection of somebody else, where another senior approved', source: { pitfall: 'dismissed-veto' }, elsewhere: 'githubVeto', expected: 'prevented',
    run: async () => {
      const shop = await SignedShop.make();
      const head = topic(shop);
      await shop.sign('li', shop.adopted, head, { verdict: 'reject' });
      await shop.sign('ana', shop.adopted, head);
      await shop.sign('mina', shop.adopted, head, { verdict: 'withdraw' });
      return refusedAtTheHook(shop, head, () => shop.sign('li', shop.adopted, head, { verdict: 'withdraw' }));
    },
  },
  {
    id: 'signer/veto-amended', actor: 'author', act: 'amends what was rejected, and has it approved by another', source: { pitfall: 'dismissed-veto' }, elsewhere: 'policyBotRevoke', expected: 'prevented',
    run: async () => {
      const shop = await SignedShop.make();
      const rejected = topic(shop);
      await shop.sign('ana', shop.adopted, rejected, { verdict: 'reject' });
      shop.repo.git('switch', '-q', 'main');
      shop.repo.git('branch', '-q', '-D', 'topic');
      const head = topic(shop, { text: '// another\n' });
      await shop.sign('li', shop.adopted, head);
      return refusedAtTheHook(shop, head, () => shop.sign('ana', shop.adopted, rejected, { verdict: 'withdraw' }));
    },
  },
  {
    id: 'signer/byte-more', actor: 'author', act: 'pushes a byte more after the sign-off', source: { pitfall: 'later-push' }, elsewhere: 'policyBotPush', expected: 'prevented',
    run: async () => {
      const shop = await SignedShop.make();
      await shop.sign('ana', shop.adopted, topic(shop));
      const head = shop.repo.write('shop/cart.ts', `${lines('cart', 12)}// more\n\n`).commit(`A byte more${ai}`);
      return refusedAtTheHook(shop, head, () => shop.sign('li', shop.adopted, head));
    },
  },
  {
    id: 'signer/traces-gone', actor: 'author', act: 'takes the trailers out after somebody too low looked at it, and squashes', source: { threat: 'evidence taken away' }, expected: 'prevented',
    run: async () => {
      const shop = await SignedShop.make();
      await shop.sign('mina', shop.adopted, topic(shop));
      shop.repo.git('switch', '-q', '-c', 'clean', 'main');
      shop.repo.git('merge', '-q', '--squash', 'topic');
      const head = shop.repo.commit('Add more\n\nAssisted-by: none\n');
      return refusedAtTheHook(shop, head, () => shop.sign('li', shop.adopted, head));
    },
  },
  {
    id: 'signer/revert-of-revert', actor: 'author', act: 'lands again what was taken back, as the revert of a revert', source: { threat: 'what was taken back landed again' }, expected: 'prevented',
    run: async () => {
      const shop = await SignedShop.make();
      const head = topic(shop);
      await shop.sign('ana', shop.adopted, head);
      const first = await pushed(shop, head);
      shop.repo.git('switch', '-q', 'main');
      shop.repo.git('merge', '-q', '--ff-only', 'topic');
      shop.repo.git('revert', '--no-edit', 'HEAD');
      shop.repo.git('switch', '-q', '-c', 'again');
      shop.repo.git('revert', '--no-edit', 'HEAD');
      const { outcome } = await pushed(shop, shop.repo.git('rev-parse', 'HEAD'));
      return preventedIf(first.outcome === 'passed' && outcome === 'refused');
    },
  },
];

