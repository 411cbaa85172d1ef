import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import type { Command } from 'commander';
import { nodeCryptography } from '../../../src/adapters/signing/index.ts';
import { newStatement, pae, payloadType, writeEnvelope, writeStatement } from '../../../src/core/attestation/index.ts';
import { presets } from '../../../src/core/policy/index.ts';
import { later } from '../../../src/cli/later.ts';
import { buildProgram } from '../../../src/cli/program.ts';
import { appendStatements } from '../../../src/workflows/ledger/append-statements.ts';
import { bin, commitFiles, git } from '../../cli/bin.ts';
import { BuiltRepository } from '../../git/built-repository.ts';
import { someStatements } from '../../keys/statement.ts';
import { withLedger } from '../../ledger/place.ts';
import type { GatedShop } from '../../receiving/gated-shop.ts';
import { recorded, repositoryId } from '../../signing/place.ts';
import { SignedShop } from '../../verify/signed-shop.ts';
import { pushed } from '../cases/signed.ts';
import { commands, ownKey } from './commands.ts';
import { hand, levelIn, presetShop } from './preset-shop.ts';
import { promises, ways, type Outcome, type Way } from './promises.ts';

const shops: GatedShop[] = [];
afterAll(() => shops.splice(0).forEach((shop) => shop.remove()));

/** Commands that do something by themselves: those that only group others do not. */
const leaves = (command: Command, path = ''): string[] =>
  command.commands.filter((one) => !(one.name() in later)).flatMap((one) => {
    const name = `${path} ${one.name()}`.trim();
    return one.commands.length > 0 ? leaves(one, name) : [name];
  });

it('every command there is has been tried by the agent', () => {
  const program = buildProgram(async () => {}, { width: 80, ascii: false, colour: false });
  expect(Object.keys(commands).toSorted()).toEqual(leaves(program).toSorted());
});

/** What statements say of the change that a branch would bring. */
function aboutChange(shop: GatedShop, branch: string) {
  const at = (revision: string) => ({ commit: git(shop.repo, 'rev-parse', revision), tree: git(shop.repo, 'rev-parse', `${revision}^{tree}`) });
  const { change } = JSON.parse(spawnSync(process.execPath, [bin, 'check', `main..${branch}`, '--json'], { cwd: shop.repo, encoding: 'utf8' }).stdout) as { change: { digest: string; files: number } };
  return { base: at('main'), head: at(branch), change: { digest: change.digest, entries: change.files } };
}

/** Bo's hand: their security key says that no AI was used. */
async function touch(shop: GatedShop): Promise<void> {
  const declaration = someStatements.find(({ name }) => name === 'declaration')!;
  const said = { ...declaration.predicate, ...aboutChange(shop, 'alone'), repository: repositoryId, ledger: null, assistance: { used: false, tools: [] } };
  const payload = writeStatement(newStatement('declaration', said as never));
  const envelope = writeEnvelope(payload, hand.sign(pae(payloadType, payload)));
  await withLedger(shop.repo, (ledger) => appendStatements({ ledger, cryptography: nodeCryptography }, [{ envelope, entryList: null, keep: [] }]));
}

/** Every kind of statement about the change, signed by the developer's key: as themselves, and in the name of whoever would count. */
async function appendEveryStatement(shop: GatedShop): Promise<readonly string[]> {
  const { base, head, change } = aboutChange(shop, 'topic');
  // An audit says what of the ledger it saw: the agent signs one by the command.
  const kinds = someStatements.filter(({ name }) => name !== 'audit');
  const items = kinds.flatMap(({ name, predicate }) =>
    ['bo', 'ana'].map((as) => {
      const members = {
        repository: repositoryId, nonce: randomBytes(16).toString('hex'), ledger: null,
        ...('person' in predicate ? { person: { ...predicate.person, id: as } } : {}),
        ...('gate' in predicate && predicate.gate !== null ? { gate: 'ci' } : {}),
        ...('change' in predicate && typeof predicate.change === 'object' ? { base, head, change } : {}),
        ...('tree' in predicate ? head : {}),
      };
      const payload = writeStatement(newStatement(name, { ...predicate, ...members } as never));
      return { envelope: writeEnvelope(payload, shop.keys.bo.sign(pae(payloadType, payload))), entryList: null, keep: [] };
    }),
  );
  await withLedger(shop.repo, (ledger) => appendStatements({ ledger, cryptography: nodeCryptography }, items));
  return kinds.map(({ name }) => name);
}

/** What a job of CI signs of the branch: the tests passed, and the scanner found nothing. */
async function check(shop: GatedShop): Promise<void> {
  const evidence = someStatements.find(({ name }) => name === 'evidence')!;
  const [commit, tree] = [git(shop.repo, 'rev-parse', 'alone'), git(shop.repo, 'rev-parse', 'alone^{tree}')];
  const results = [
    { kind: 'check', name: 'test', outcome: 'passed', tool: null },
    { kind: 'scan', tool: 'semgrep', version: null, outcome: 'passed', files: [], nowhere: { error: 0, warning: 0, note: 0 }, sources: [] },
  ];
  const items = results.map((result) => {
    const payload = writeStatement(newStatement('evidence', { ...evidence.predicate, repository: repositoryId, gate: 'ci', commit, tree, result, nonce: randomBytes(16).toString('hex'), ledger: null } as never));
    return { envelope: writeEnvelope(payload, shop.keys.ci.sign(pae(payloadType, payload))), entryList: null, keep: [] };
  });
  await withLedger(shop.repo, (ledger) => appendStatements({ ledger, cryptography: nodeCryptography }, items));
}

/** What the hook would say to a push of a change made in one way, with nobody else's hand in it. */
async function alone(shop: GatedShop, { path, trailer, by, signs, takesAway, checked }: Way, before: () => Promise<unknown> = async () => {}): Promise<{ readonly outcome: Outcome; readonly why: string }> {
  git(shop.repo, 'fetch', '--quiet', 'origin', 'refs/countersign/*:refs/countersign/*');
  git(shop.repo, 'switch', '--quiet', '--force-create', 'alone', 'main');
  if (takesAway === true) git(shop.repo, 'rm', '--quiet', path);
  commitFiles(shop.repo, `${takesAway === true ? 'Remove' : 'Add'} ${path}${trailer === null ? '' : `\n\n${trailer}\n`}`, takesAway === true ? {} : { [path]: `${randomBytes(4).toString('hex')}\n` });
  const [, name = '', email = ''] = /^(.*) <(.*)>$/.exec(by)!;
  shop.git('-c', `user.name=${name}`, '-c', `user.email=${email}`, 'commit', '--quiet', '--amend', '--no-edit', '--reset-author');
  const words = { nothing: null, 'an approval': ['sign', 'main..alone', '--approve'], 'that no AI was used': ['declare', 'main..alone', '--no-ai'] }[signs];
  const said = words === null ? '' : shop.cs(...words, '--key', shop.keys.bo.path, '--yes').words;
  if (checked === true) await check(shop);
  await before();
  const here = new SignedShop(new BuiltRepository(shop.repo), '');
  const { outcome, because } = await pushed(here, git(shop.repo, 'rev-parse', 'alone'), Math.floor(Date.now() / 1000));
  return { outcome: outcome === 'passed' ? 'lands' : 'refused', why: `${said} ${because ?? ''}` };
}

describe.each(Object.keys(presets))('under the preset %s, an agent with all that its developer has', (preset) => {
  it('lands nothing, in their name or another’s, whatever it says of AI and whatever a machine says of it', async () => {
    const shop = presetShop(preset, 'principal');
    shops.push(shop);
    const [topic, was] = [git(shop.repo, 'rev-parse', 'topic'), git(shop.origin, 'rev-parse', 'refs/heads/main')];
    const landed = () => git(shop.origin, 'rev-parse', 'refs/heads/main') !== was;
    git(shop.repo, 'switch', '--quiet', 'topic');
    for (const [name, { reads, alone, tries = [] }] of Object.entries(commands)) {
      // What cannot reach the other repository is the same under every preset.
      const once = preset === Object.keys(presets)[0] ? [reads, alone].filter((words) => words !== undefined) : [];
      for (const words of [...once, ...tries]) {
        const { words: said } = shop.cs(...words.map((word) => word.replace(ownKey, shop.keys.bo.path).replace('<top>', levelIn(preset, 'principal'))));
        expect(said, name).not.toMatch(/ at .*\.ts:\d+/);
        // What it made of the files of its clone is the developer's to commit.
        if (git(shop.repo, 'status', '--porcelain') === '') continue;
        git(shop.repo, 'add', '--all');
        git(shop.repo, 'commit', '--quiet', '--message', `${name}\n\nAssisted-by: none\n`);
        git(shop.repo, 'branch', '--force', `after-${name.replaceAll(' ', '-')}`);
        git(shop.repo, 'reset', '--quiet', '--hard', topic);
      }
    }
    git(shop.repo, 'fetch', '--quiet', 'origin', 'refs/countersign/*:refs/countersign/*');
    const appended = await appendEveryStatement(shop);
    const branches = git(shop.repo, 'for-each-ref', '--format=%(refname)', 'refs/heads/').split('\n').filter((ref) => ref !== 'refs/heads/main');
    for (const branch of branches) {
      const { status, words } = shop.git('push', '--force', 'origin', `${branch}:refs/heads/main`);
      expect([branch, status, words]).toEqual([branch, 1, expect.stringContaining('refused refs/heads/main')]);
    }
    shop.git('push', '--force', 'origin', `${topic}:refs/heads/main`);
    expect(landed()).toBe(false);
    const names = recorded(shop).map(({ name }) => name);
    for (const name of [...appended, 'audit']) expect(names).toContain(name);
    for (const [at, way] of ways.entries()) {
      const { outcome, why } = await alone(shop, way);
      expect([way.name, outcome], why).toEqual([way.name, promises[preset]![at]]);
    }
    // What no agent has makes the difference, and nothing else.
    const byHand = ways.find(({ name }) => name === '"no AI" said, and no trace of one')!;
    expect(await alone(shop, byHand, () => touch(shop))).toMatchObject({ outcome: 'lands' });
  });
});
