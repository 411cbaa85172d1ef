import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { keyFingerprint } from '../../src/core/attestation/index.ts';
import { nodeCryptography } from '../../src/adapters/signing/index.ts';
import type { Signer } from '../../src/workflows/ports/index.ts';
import { git } from '../cli/bin.ts';
import { softSecurityKey, type TestKey } from '../keys/index.ts';
import { answersFile, recorded, signingPlace, type SigningPlace } from './place.ts';
import { typing, type Typed } from './typing.ts';

const places: SigningPlace[] = [];
afterAll(() => places.forEach((place) => place.remove()));

type Name = keyof SigningPlace['keys'];

/** A place where Ana and Li also have a security key. */
function withSecurityKeys(policy: (text: string) => string = (text) => text, flags = 1): SigningPlace & { readonly ana: TestKey; readonly li: TestKey } {
  const [ana, li] = [softSecurityKey('ed25519-sk', { flags }), softSecurityKey('ecdsa-sk', { flags })];
  const people = (text: string) => text.replace(/(ana: .*keys: \[)/, `$1"${ana.line}", `).replace(/(li: .*keys: \[)/, `$1"${li.line}", `);
  const place = signingPlace({ people, policy });
  places.push(place);
  writeFileSync(join(place.repo, '.git/answers.yaml'), answersFile);
  return { ...place, ana, li };
}

function plain(): SigningPlace {
  const place = signingPlace();
  places.push(place);
  return place;
}

let shared: SigningPlace | null = null;

/** One place for everything that is refused: nothing is ever recorded there. */
function untouched(): SigningPlace {
  return (shared ??= plain());
}

/** An agent that holds one key, which is touched. */
function agentWith(key: TestKey): Signer {
  const publicKey = key.line.split(' ').slice(0, 2).join(' ');
  return {
    keys: () => Promise.resolve([{ publicKey, fingerprint: keyFingerprint(publicKey, nodeCryptography), where: 'ssh-agent' }]),
    sign: (_, namespace, message) => Promise.resolve(key.sign(message, namespace)),
  };
}

const by = ({ repo, keys }: SigningPlace, who: Name, ...args: string[]): Promise<Typed> => typing(repo, [...args, '--key', keys[who].path, '--yes'], null);
const touching = ({ repo }: SigningPlace, key: TestKey, ...args: string[]): Promise<Typed> => typing(repo, [...args, '--yes'], null, { signer: agentWith(key) });
const flat = (text: string) => text.replace(/\s+/g, ' ');

describe('a security key', () => {
  test('without its PIN is refused where the policy asks for one, after it signed and before anything is written', async () => {
    const place = withSecurityKeys((text) => text.replace('signature: any', 'signature: verified'));
    const { code, stderr } = await touching(place, place.ana, 'sign', 'main..topic', '--approve', '--answers', join(place.repo, '.git/answers.yaml'));
    expect([code, flat(stderr)]).toEqual([2, expect.stringContaining('an approval by Ana would not count: no PIN or biometric on the key (touch < verified)')]);
    expect(recorded(place)).toEqual([]);
  });

  test('with its PIN signs, and is told apart from a touch', async () => {
    const place = withSecurityKeys((text) => text.replace('signature: any', 'signature: verified'), 5);
    const { code, stdout } = await touching(place, place.ana, 'sign', 'main..topic', '--approve', '--answers', join(place.repo, '.git/answers.yaml'));
    expect([code, stdout]).toEqual([0, expect.stringContaining('approved by Ana (senior, verified)')]);
  });
});

describe('declare', () => {
  test('asks the author what the policy wants to know, and signs it', async () => {
    const place = plain();
    const { code, asked, stdout } = await typing(place.repo, ['declare', 'main..topic', '--key', place.keys.bo.path], ['Copilot:gpt-5.2', 'sums in one place', 'y']);
    expect([code, asked]).toEqual([0, ['Did an AI write any of it? TOOL:MODEL, or none; Enter leaves it open:', 'Intent: what is it for?', 'Sign? [y/N]']]);
    expect(stdout).toContain('declared by Bo: AI (Copilot:gpt-5.2), intent');
    expect(recorded(place)).toMatchObject([
      { name: 'declaration', predicate: { attests: false, person: { id: 'bo' }, assistance: { used: true, tools: ['Copilot:gpt-5.2'] }, document: { intent: 'sums in one place' } } },
    ]);
  });

  test('says of an attestation that nothing waited for', async () => {
    const place = plain();
    const { code, stdout } = await by(place, 'li', 'declare', 'main..topic', '--attest', '--ai', 'Copilot:gpt-5.2');
    expect([code, flat(stdout)]).toEqual([0, expect.stringContaining('nothing waited for an attestation: what the change needs is as it was')]);
    const intent = await by(place, 'bo', 'declare', 'main..topic', '--intent', 'sums');
    expect(intent.stdout).not.toContain('nothing waited');
  });

  test.each<[string, Name, string[], string]>([
    ['nothing', 'bo', [], 'nothing is declared'],
    ['an empty intent', 'bo', ['--intent', ' '], '`--intent` is empty'],
    ['a maintainer who is nobody', 'bo', ['--maintainer', 'zoe'], '`--maintainer zoe` is nobody enrolled'],
    ['what is no tool', 'bo', ['--ai', 'a b'], '`a b` is no tool'],
    ['for somebody else', 'tomas', ['--intent', 'mine'], 'Tomás had no hand in `main..topic`: its authors declare'],
    ['an attestation by its author', 'bo', ['--attest', '--no-ai'], 'Bo may not attest `main..topic`: author of'],
    ['an attestation of nothing', 'li', ['--attest'], 'an attestation says whether an AI wrote it'],
  ])('refuses %s', async (_, who, args, sentence) => {
    const place = untouched();
    const { code, stderr } = await by(place, who, 'declare', 'main..topic', ...args);
    expect([code, flat(stderr)]).toEqual([2, expect.stringContaining(sentence)]);
    expect(recorded(place)).toEqual([]);
  });
});

describe('override and after-review', () => {
  test('two people break the glass, and a third looks at it afterwards', async () => {
    const place = withSecurityKeys();
    const first = await touching(place, place.ana, 'override', 'main..topic', '--reason', 'checkout is down', '--expires', '2h');
    expect([first.code, flat(first.stderr), flat(first.stdout)]).toEqual([
      0,
      expect.stringContaining('! BREAK GLASS the rules are set aside for this change'),
      expect.stringMatching(/✓ override signed ledger entry 0.*! Ana overrides .*checkout is down .*the policy asks for 2 people of level senior or above/),
    ]);
    const again = await touching(place, place.ana, 'override', 'main..topic', '--reason', 'checkout is still down');
    expect([again.code, flat(again.stderr)]).toEqual([2, expect.stringContaining('an override by Ana would open nothing: counted already: one person counts once')]);
    const second = await touching(place, place.li, 'override', 'main..topic', '--reason', 'checkout is down', '--json');
    expect(JSON.parse(second.stdout)).toMatchObject({ reason: 'checkout is down', holdsFor: 86_400, person: { id: 'li' }, decision: { status: 'overridden' } });
    git(place.repo, 'switch', '--quiet', 'main');
    git(place.repo, 'merge', '--quiet', '--no-ff', '--message', 'Land it', 'topic');
    const self = await touching(place, place.ana, 'after-review', 'main', '--accept', '--comment', 'fine');
    expect(flat(self.stderr)).toMatch(/Ana may not review [0-9a-f]{7} afterwards: overrode it/);
    const { code, stdout } = await by(place, 'edda', 'after-review', 'main', '--revert', '--comment', 'the tax is wrong');
    expect([code, flat(stdout)]).toEqual([0, expect.stringMatching(/is to be reverted, says Edda: the tax is wrong next git revert [0-9a-f]{12}/)]);
    expect(recorded(place).map(({ name }) => name)).toEqual(['override', 'override', 'after-review']);
  });

  test.each<[string, Name, string[], string]>([
    ['a file key', 'ana', ['override', 'main..topic', '--reason', 'x y z'], 'an override by Ana would open nothing: no touch on the key (any < touch)'],
    ['a mid', 'tomas', ['override', 'main..topic', '--reason', 'x y z'], 'an override by Tomás would open nothing: mid is below senior'],
    ['no reason', 'ana', ['override', 'main..topic'], 'an override needs a reason'],
    ['more than a day', 'ana', ['override', 'main..topic', '--reason', 'x', '--expires', '25h'], '`--expires 25h` is longer than a day'],
    ['what is no time', 'ana', ['override', 'main..topic', '--reason', 'x', '--expires', 'soon'], '`--expires soon` is not a length of time'],
    ['an after-review of what has not landed', 'li', ['after-review', 'topic', '--accept', '--comment', 'x'], '`topic` has not landed on refs/heads/main'],
    ['an after-review of the first commit', 'li', ['after-review', 'main', '--accept', '--comment', 'x'], 'is the first commit of its history'],
    ['an after-review without a verdict', 'li', ['after-review', 'main'], 'an after-review accepts, or asks to revert'],
    ['an audit by a senior', 'ana', ['audit', '--nothing-found'], 'there is no ledger here'],
  ])('refuses %s', async (_, who, args, sentence) => {
    const place = untouched();
    const { code, stderr } = await by(place, who, ...args);
    expect([code, flat(stderr)]).toEqual([expect.toSatisfy((given) => given === 2 || given === 3), expect.stringContaining(sentence)]);
    expect(recorded(place)).toEqual([]);
  });

  test('only the word itself breaks the glass at a terminal', async () => {
    const place = withSecurityKeys();
    const { code, asked, stderr } = await typing(place.repo, ['override', 'main..topic'], ['checkout is down', 'yes'], { signer: agentWith(place.ana) });
    expect([code, asked, stderr]).toEqual([1, ['What burns, and why can it not wait?', 'Type `override` to sign:'], expect.stringContaining('nothing was signed')]);
    expect(recorded(place)).toEqual([]);
  });
});

test('a principal signs what was found since the last audit', async () => {
  const place = plain();
  await by(place, 'li', 'sign', 'main..topic', '--request-changes', '--comment', 'name the tax');
  expect(flat((await by(place, 'li', 'audit', '--nothing-found')).stderr)).toContain('an audit is signed by a principal; Li is senior');
  const first = await typing(place.repo, ['audit', '--key', place.keys.edda.path], ['one request for changes', '', 'y']);
  expect([first.code, flat(first.stdout)]).toEqual([0, expect.stringContaining('entry 0 audited by Edda (principal): 1 finding · one request for changes')]);
  const second = JSON.parse((await by(place, 'edda', 'audit', '--nothing-found', '--json')).stdout) as unknown;
  expect(second).toMatchObject({ entries: { from: 1, to: 2 }, findings: [], recorded: { entry: 2 } });
  expect(recorded(place).map(({ name }) => name)).toEqual(['sign-off', 'audit', 'audit']);
});

test('whoever asked for changes may approve them afterwards', async () => {
  const place = plain();
  writeFileSync(join(place.repo, '.git/answers.yaml'), answersFile);
  const answers = ['--answers', join(place.repo, '.git/answers.yaml')];
  await by(place, 'ana', 'sign', 'main..topic', '--approve', ...answers);
  await by(place, 'tomas', 'sign', 'main..topic', '--approve');
  await by(place, 'li', 'sign', 'main..topic', '--request-changes', '--comment', 'name the tax');
  const { code, stdout } = await by(place, 'li', 'sign', 'main..topic', '--approve');
  expect([code, stdout]).toEqual([0, expect.stringContaining('approved by Li')]);
});
