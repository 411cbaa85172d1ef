import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Signer } from '../../src/workflows/ports/index.ts';
import { commitFiles, countersign, git } from '../cli/bin.ts';
import { answersFile, recorded, signingPlace, type SigningPlace } from './place.ts';
import { typing } from './typing.ts';

const places: SigningPlace[] = [];
afterAll(() => places.forEach((place) => place.remove()));

function newPlace(...edit: Parameters<typeof signingPlace>): SigningPlace {
  const place = signingPlace(...edit);
  places.push(place);
  writeFileSync(join(place.repo, '.git/answers.yaml'), answersFile);
  return place;
}

type Name = keyof SigningPlace['keys'];
/** A command without anybody at a terminal. */
const alone = ({ repo, keys }: SigningPlace, who: Name | null, ...args: string[]) => typing(repo, [...args, ...(who === null ? [] : ['--key', keys[who].path])], null);
const approve = (place: SigningPlace, who: Name, ...more: string[]) => alone(place, who, 'sign', 'main..topic', '--approve', '--yes', ...more);
const answered = (place: SigningPlace) => ['--answers', join(place.repo, '.git/answers.yaml')];

const flat = (text: string) => text.replace(/\s+/g, ' ');

describe('signing without anybody asked', () => {
  test('records what was signed, says where, and who is needed next', async () => {
    const place = newPlace();
    const { status, stdout } = countersign(place.repo, ['sign', 'main..topic', '--approve', '--yes', '--key', place.keys.ana.path, ...answered(place)], { HOME: place.repo });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^✓ signed {3}ledger entry 0, pushed to origin\n {2}approved by Ana \(senior, any\): [0-9a-f]{7}, code [0-9A-Z]{4} [0-9A-Z]{4}\n/);
    const [statement] = recorded(place);
    expect(statement).toMatchObject({
      name: 'sign-off',
      predicate: { verdict: 'approve', manner: 'unattended', person: { id: 'ana', level: 'senior' }, checklists: ['ai-review'], contributors: ['bo'], previous: null, ledger: null },
    });
    const head = git(place.repo, 'rev-parse', 'topic');
    expect(git(place.origin, 'log', '--format=%H', 'refs/countersign/keep').split('\n')).toContain(head);
  });

  test('a senior, then a peer, then the author’s intent: the change is approved by what stands in the ledger', async () => {
    const place = newPlace();
    await approve(place, 'ana', ...answered(place));
    const peer = await approve(place, 'tomas', '--json');
    expect(JSON.parse(peer.stdout)).toMatchObject({ verdict: 'approve', person: { id: 'tomas' }, recorded: { entry: 1, strength: 'any' }, decision: { status: 'pending' } });
    const { code, stdout } = await alone(place, 'bo', 'declare', 'main..topic', '--intent', 'sums in one place', '--yes');
    expect([code, stdout.split('\n').find((line) => line.startsWith('✓ approved'))]).toEqual([0, expect.any(String)]);
    expect((await alone(place, null, 'check', 'main..topic')).code).toBe(0);
    expect(recorded(place).map(({ name }) => name)).toEqual(['sign-off', 'sign-off', 'declaration']);
  });

  test('a rejection refuses, and is taken back by whoever gave it', async () => {
    const place = newPlace();
    const said = await alone(place, 'bo', 'sign', 'main..topic', '--reject', '--comment', 'the tax is wrong', '--yes');
    expect(said.stdout).toContain('rejected by Bo');
    expect((await alone(place, null, 'check', 'main..topic')).stdout).toContain('refused');
    expect((await alone(place, 'tomas', 'sign', 'main..topic', '--withdraw', '--yes')).stderr.replace(/\s+/g, ' ')).toContain('Tomás has said nothing about `main..topic` that could be withdrawn');
    const back = await alone(place, 'bo', 'sign', 'main..topic', '--withdraw', '--yes');
    expect(back.stdout).toContain('withdrawn by Bo');
    expect(recorded(place).map(({ predicate }) => ('previous' in predicate ? predicate.previous : null))).toEqual([null, 0]);
    expect((await alone(place, null, 'check', 'main..topic')).stdout).not.toContain('refused');
  });
});

test('a principal takes back the words of people who have left one by one, by their entries', async () => {
  const place = newPlace();
  const root = await alone(place, 'root', 'adopt');
  expect(root.code).toBe(0);
  for (const who of ['ana', 'li'] as const) await alone(place, who, 'sign', 'main..topic', '--reject', '--comment', 'no', '--yes');
  git(place.repo, 'switch', '--quiet', 'main');
  const path = join(place.repo, '.countersign/people.yaml');
  const people = ['ana', 'li'].reduce((text, who) => text.replace(place.keys[who as Name].line, `revoked ${place.keys[who as Name].line}`), readFileSync(path, 'utf8'));
  commitFiles(place.repo, 'Revoke two keys\n\nAssisted-by: none\n', { '.countersign/people.yaml': people });
  git(place.repo, 'push', '--quiet', 'origin', 'main');
  const withdraw = async (...more: string[]) => flat((await alone(place, 'edda', 'sign', 'main..topic', '--withdraw', '--yes', ...more)).stderr);
  expect(await withdraw()).toContain('2 words of people who have left stand against `main..topic`; each is withdrawn by itself mend countersign sign main..topic --withdraw --entry 1');
  expect(await withdraw('--entry', '0')).toContain('ledger entry 0 is no word about `main..topic` of somebody who has left');
  expect(flat((await alone(place, 'edda', 'sign', 'main..topic', '--approve', '--yes', '--entry', '1')).stderr)).toContain('`--entry` says whose word is withdrawn');
  await withdraw('--entry', '1');
  const { stdout } = await alone(place, null, 'check', 'main..topic');
  expect(stdout).toContain('Li rejected it');
  expect(stdout).not.toContain('Ana rejected it');
  expect(flat(stdout)).toContain('countersign sign main..topic --withdraw --entry 2');
  await withdraw();
  expect((await alone(place, null, 'check', 'main..topic')).stdout).not.toContain('rejected it');
});

describe('what cannot be signed is one sentence with its mend, and writes nothing', () => {
  let place: SigningPlace;
  beforeAll(() => {
    place = newPlace();
    writeFileSync(join(place.repo, '.git/unknown.yaml'), answersFile.replace('failure-modes', 'failure-mode'));
    writeFileSync(join(place.repo, '.git/outside.yaml'), answersFile.replace('shop/total.ts:1-2', 'shop/cart.ts:1'));
    writeFileSync(join(place.repo, '.git/missing.yaml'), answersFile.replace(/ {2}context.*\n/, ''));
  });

  test.each<[string, Name | null, string[], string, number]>([
    ['nobody at a terminal', 'ana', ['main..topic'], 'no terminal   nobody sits at a terminal here who could answer', 2],
    ['no verdict', 'ana', ['main..topic', '--yes'], 'usage   nobody is asked here, so the verdict must be said', 2],
    ['two verdicts', 'ana', ['main..topic', '--yes', '--approve', '--reject'], '`--approve` and `--reject` contradict each other', 2],
    ['answers to a rejection', 'ana', ['main..topic', '--yes', '--reject', '--answers', '.git/answers.yaml'], '`--answers` goes with an approval', 2],
    ['a rejection without a reason', 'ana', ['main..topic', '--yes', '--reject'], '`--reject` needs a reason', 2],
    ['a key of nobody', 'stranger', ['main..topic', '--yes', '--approve'], "not enrolled   the key", 2],
    ['a key of a gate', 'ci', ['main..topic', '--yes', '--approve'], 'the key of the gate `ci`', 2],
    ['the root', 'root', ['main..topic', '--yes', '--approve'], 'the key of the root', 2],
    ['the author', 'bo', ['main..topic', '--yes', '--approve'], 'may not sign   Bo may not approve `main..topic`: author of', 2],
    ['a mid before the senior', 'tomas', ['main..topic', '--yes', '--approve'], 'an approval by Tomás would not count: mid is below senior', 2],
    ['no answers', 'ana', ['main..topic', '--yes', '--approve'], 'the policy asks for 4 answers in this sign-off', 2],
    ['an unknown item', 'ana', ['main..topic', '--yes', '--approve', '--answers', '.git/unknown.yaml'], 'unknown key `failure-mode` in `answers`; did you mean `failure-modes`?', 2],
    ['an anchor outside the change', 'ana', ['main..topic', '--yes', '--approve', '--answers', '.git/outside.yaml'], '`shop/cart.ts:1` is outside the change', 2],
    ['a missing answer', 'ana', ['main..topic', '--yes', '--approve', '--answers', '.git/missing.yaml'], '`context-blindness` has no answer', 2],
    ['an empty change', 'ana', ['main..main', '--yes', '--approve'], 'nothing to sign   `main..main` changes nothing', 2],
    ['a key file that is not there', null, ['main..topic', '--yes', '--approve', '--key', '/nowhere/key'], 'key unusable', 2],
    ['no key at all', null, ['main..topic', '--yes', '--approve'], 'there is no key to sign with', 2],
    ['nothing to withdraw', 'ana', ['main..topic', '--yes', '--withdraw'], 'Ana has said nothing about `main..topic` that could be withdrawn', 2],
  ])('%s', async (_, who, args, sentence, code) => {
    const { code: ended, stderr } = await alone(place, who, 'sign', ...args.map((word) => (word.startsWith('.git/') ? join(place.repo, word) : word)));
    expect(stderr.replace(/\s+/g, ' ')).toContain(sentence.replace(/\s+/g, ' '));
    expect(stderr).toContain('  mend   ');
    expect(ended).toBe(code);
    expect(recorded(place)).toEqual([]);
  });

  test('nothing at all where the protected branch names no root', async () => {
    const rootless = newPlace({ people: (text) => text.replace(/^root:.*\n/m, '') });
    const { code, stderr } = await approve(rootless, 'ana', ...answered(rootless));
    expect([code, stderr]).toEqual([2, expect.stringMatching(/no root {3}nothing can be signed here yet/)]);
  });

  test('what has landed already', async () => {
    const landed = newPlace();
    git(landed.repo, 'switch', '--quiet', 'main');
    git(landed.repo, 'merge', '--quiet', '--no-ff', '--message', 'Land it', 'topic');
    expect((await alone(landed, 'ana', 'sign', 'main~1..main', '--approve', '--yes')).stderr).toContain('has landed on refs/heads/main already');
  });

  test('a key that is revoked', async () => {
    const revoked = newPlace({ people: (text) => text.replace(/(li: .*keys: \[")/, '$1revoked ') });
    const { code, stderr } = await alone(revoked, 'li', 'sign', 'main..topic', '--reject', '--comment', 'no', '--yes');
    expect([code, flat(stderr)]).toEqual([2, expect.stringMatching(/not enrolled the key SHA256:\S+ of `\S+` is revoked in refs\/heads\/main:\.countersign\/people\.yaml/)]);
  });

  test('a file key where the policy asks for a touch', async () => {
    const touched = newPlace({ policy: (text) => text.replace('signature: any', 'signature: touch') });
    const { stderr } = await approve(touched, 'ana', ...answered(touched));
    expect(stderr.replace(/\s+/g, ' ')).toContain('an approval by Ana would not count: no touch on the key (any < touch)');
    expect(recorded(touched)).toEqual([]);
  });

  test('the same approval twice', async () => {
    const twice = newPlace();
    await approve(twice, 'ana', ...answered(twice));
    expect((await approve(twice, 'ana')).stderr.replace(/\s+/g, ' ')).toContain('Ana has approved exactly this already, ledger entry 0');
    expect(recorded(twice)).toHaveLength(1);
  });

  test('a target behind the remote is said, and signed all the same', async () => {
    const behind = newPlace();
    git(behind.repo, 'switch', '--quiet', 'main');
    commitFiles(behind.repo, 'Something else', { 'docs/a.md': 'a\n' });
    git(behind.repo, 'push', '--quiet', 'origin', 'main');
    git(behind.repo, 'reset', '--quiet', '--hard', 'HEAD~1');
    git(behind.repo, 'switch', '--quiet', 'topic');
    const { code, stderr } = await approve(behind, 'ana', ...answered(behind));
    expect([code, stderr.replace(/\s+/g, ' ')]).toEqual([0, expect.stringContaining('refs/heads/main here is behind refs/remotes/origin/main')]);
  });
});

const lines = ['all three callers were looked at', 'lgtm', 'one more constant changes nothing', 'nothing can fail at shop/total.ts:1', 'the tax is the same everywhere', '', 'ana', 'y'];

describe('signing at the terminal', () => {
  test('shows the brief, asks one question after the other and once more for a tick, and signs what was shown', async () => {
    const place = newPlace();
    const { code, asked, stdout, stderr } = await typing(place.repo, ['sign', 'main..topic', '--key', place.keys.ana.path], lines);
    expect([code, stderr]).toEqual([0, expect.stringContaining('`lgtm` is a tick: at this tier an answer is a sentence')]);
    expect(asked).toEqual(['>', '>', '>', '>', '>', '>', '>', 'Sign? [y/N]']);
    expect(flat(stderr)).toContain('approve refs/heads/main of repository c0c0c0c0… exactly');
    const codes = [...stderr.matchAll(/code ([0-9A-Z]{4} [0-9A-Z]{4})/g)].map(([, shown]) => shown);
    expect(codes).toHaveLength(2);
    expect(codes[0]).toBe(codes[1]);
    expect(stdout).toContain('✓ signed');
    expect(recorded(place)[0]).toMatchObject({
      predicate: { manner: 'terminal', owner: 'ana', answers: [{}, {}, { item: 'failure-modes', anchors: [{ path: 'shop/total.ts', start: 1, end: 1 }] }, {}] },
    });
  });

  test('a no signs nothing', async () => {
    const place = newPlace();
    const { code, stderr } = await typing(place.repo, ['sign', 'main..topic', '--key', place.keys.ana.path], [...lines.slice(0, -1), 'n']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('nothing was signed')]);
    expect(recorded(place)).toEqual([]);
  });

  test('interrupted at any question, nothing is written', async () => {
    const place = newPlace();
    for (const index of lines.keys()) {
      const { code, stderr } = await typing(place.repo, ['sign', 'main..topic', '--key', place.keys.ana.path], lines, { interruptAt: index });
      expect([code, stderr]).toEqual([130, expect.stringContaining('stopped; nothing was written')]);
    }
    expect(recorded(place)).toEqual([]);
  });

  test('the end of the input is nobody’s answer', async () => {
    const place = newPlace();
    const { code, stderr } = await typing(place.repo, ['sign', 'main..topic', '--key', place.keys.ana.path], ['all three callers were looked at']);
    expect([code, stderr]).toEqual([130, expect.stringContaining('the input ended before the last answer; nothing was signed')]);
    expect(recorded(place)).toEqual([]);
  });

  test('a change that moved while somebody answered is refused', async () => {
    const place = newPlace();
    const { code, stderr } = await typing(place.repo, ['sign', 'main..topic', '--key', place.keys.ana.path], lines, {
      asking: (index) => {
        if (index === 3) commitFiles(place.repo, 'One thing more\n\nAssisted-by: Copilot:gpt-5.2\n', { 'shop/more.ts': 'export const more = 4;\n' });
      },
    });
    expect([code, stderr.replace(/\s+/g, ' ')]).toEqual([2, expect.stringMatching(/change moved the change moved while you were answering: `main\.\.topic` is now at [0-9a-f]{7}, and [0-9a-f]{7} was shown; nothing was signed/)]);
    expect(recorded(place)).toEqual([]);
  });

  test('policy that changed while somebody answered is refused, and so is what the same person signed meanwhile', async () => {
    const place = newPlace();
    const changed = await typing(place.repo, ['sign', 'main..topic', '--key', place.keys.ana.path], lines, {
      asking: (index) => {
        if (index !== 3) return;
        git(place.repo, 'switch', '--quiet', 'main');
        commitFiles(place.repo, 'Ask for two', { '.countersign/policy.yaml': git(place.repo, 'show', 'main:.countersign/policy.yaml').replace('level: senior, count: 1', 'level: senior, count: 2') });
        git(place.repo, 'switch', '--quiet', 'topic');
      },
    });
    expect([changed.code, flat(changed.stderr)]).toEqual([2, expect.stringContaining('policy, people or owners on refs/heads/main are no longer those it was judged under; nothing was signed')]);
    const twice = await typing(place.repo, ['sign', 'main..topic', '--key', place.keys.ana.path], lines, {
      asking: (index) => {
        if (index === 7) countersign(place.repo, ['sign', 'main..topic', '--approve', '--yes', '--key', place.keys.ana.path, ...answered(place)], { HOME: place.repo });
      },
    });
    expect([twice.code, flat(twice.stderr)]).toEqual([2, expect.stringContaining('Ana has approved exactly this already, ledger entry 0')]);
    expect(recorded(place)).toHaveLength(1);
  });

  test('a comment that is too long is refused before anything is signed', async () => {
    const place = newPlace();
    const { code, stderr } = await alone(place, 'li', 'sign', 'main..topic', '--reject', '--comment', 'no '.repeat(20_000), '--yes');
    expect([code, flat(stderr)]).toEqual([2, expect.stringContaining('this cannot be signed')]);
    expect(recorded(place)).toEqual([]);
  });

  test('a key that signs something else leaves nothing behind; tried again with what was written, it signs', async () => {
    const place = newPlace();
    const { ana, li } = place.keys;
    let tries = 0;
    const signer: Signer = {
      keys: () => Promise.resolve([{ publicKey: ana.line.split(' ').slice(0, 2).join(' '), fingerprint: 'SHA256:x', where: 'ssh-agent' }]),
      sign: (_, namespace, message) => Promise.resolve((tries += 1) < 3 ? (tries === 1 ? ana : li).sign(tries === 1 ? Buffer.from('something else') : message, namespace) : ana.sign(message, namespace)),
    };
    const reject = ['sign', 'main..topic', '--reject'];
    const given = await typing(place.repo, reject, ['the tax is wrong', 'y', 'n'], { signer });
    expect([given.code, flat(given.stderr)]).toEqual([3, expect.stringContaining('not signed the signature made does not hold')]);
    expect(recorded(place)).toEqual([]);
    const again = await typing(place.repo, reject, ['the tax is wrong', 'y', 'y'], { signer });
    expect([again.code, flat(again.stderr), again.asked]).toEqual([0, expect.stringContaining('another key signed than SHA256:x'), ['Why is it rejected?', 'Sign? [y/N]', 'Try again? [y/N]']]);
    expect(recorded(place)).toMatchObject([{ predicate: { verdict: 'reject', comment: 'the tax is wrong', manner: 'terminal' } }]);
  });

  test('a further branch must be there', async () => {
    const place = newPlace();
    git(place.repo, 'branch', 'release', 'main');
    const refused = await approve(place, 'ana', ...answered(place), '--also-for', 'relaese');
    expect([refused.code, flat(refused.stderr)]).toEqual([2, expect.stringContaining('`--also-for relaese` names no branch here')]);
    await approve(place, 'ana', ...answered(place), '--also-for', 'release');
    expect(recorded(place)).toMatchObject([{ predicate: { alsoFor: ['refs/heads/release'] } }]);
  });

  test('what the remote cannot be asked is not signed; without any remote it is, and said', async () => {
    const place = newPlace();
    git(place.repo, 'remote', 'set-url', 'origin', `${place.origin}-gone`);
    const refused = await alone(place, 'li', 'sign', 'main..topic', '--reject', '--comment', 'no', '--yes');
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining('ledger unreachable')]);
    expect(flat(refused.stderr)).toContain('; nothing was signed');
    expect(refused.stderr).not.toContain('waits');
    git(place.repo, 'remote', 'remove', 'origin');
    const { code, stdout } = await alone(place, 'li', 'sign', 'main..topic', '--reject', '--comment', 'no', '--yes');
    expect([code, stdout]).toEqual([0, expect.stringContaining('✓ signed   ledger entry 0, in this repository alone: it has no remote')]);
  });
});
