import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verify as schema } from '../../src/contract/proof/verify.ts';
import { verify } from '../../src/published/verify.ts';
import { countersign } from '../cli/bin.ts';
import { newFolder, removeFolders } from '../git/built-repository.ts';
import { lines, SignedShop } from './signed-shop.ts';

afterAll(removeFolders);

let shop: SignedShop;
let signed: string;

beforeAll(async () => {
  shop = await SignedShop.make();
  shop.repo.git('switch', '-q', '-c', 'topic', 'main');
  const head = shop.repo.write('shop/cart.ts', `${lines('cart', 12)}// more\n`).commit('Add more\n\nAssisted-by: Copilot:gpt-5.2\n');
  await shop.sign('ana', shop.adopted, head);
  shop.repo.git('switch', '-q', 'main');
  shop.repo.git('merge', '-q', '--squash', 'topic');
  signed = shop.repo.commit('Add more');
  shop.repo.write('shop/total.ts', lines('total', 13)).commit('Unsigned\n\nAssisted-by: Copilot:gpt-5.2\n');
});

const run = (...args: string[]) => countersign(shop.repo.path, ['verify', ...args]);

describe('countersign verify', () => {
  it('exits with 0 and a checklist where one landing is proven', () => {
    const { status, stdout } = run(signed);
    expect(stdout).toMatch(/^✓ verified {3}1 landing, 1 sign-off, ledger 2 entries\n/);
    expect(stdout).toContain(`${signed.slice(0, 7)}  exact      Ana (senior, any)`);
    expect(stdout).toContain('✓ inclusion   entry 1 is in the tree of 2');
    expect(status).toBe(0);
  });

  it('exits with 1 where one landing of a range is not, and says which', () => {
    const { status, stdout } = run(`${shop.adopted}..main`);
    expect(stdout).toMatch(/^◐ not verified {3}1 of 2 landings, 1 sign-off, ledger 2 entries\n/);
    expect(stdout).toContain('✗ decision');
    expect(status).toBe(1);
  });

  it('prints with --json what the contract says, and nothing of the folder', () => {
    const { stdout } = run(`${shop.adopted}..main`, '--json');
    const answer = JSON.parse(stdout) as unknown;
    expect(schema.parse(answer)).toEqual(answer);
    expect(answer).toMatchObject({
      verified: false,
      landings: [
        { commit: signed, status: 'verified', carriedBy: 'exact', signOffs: [{ person: 'ana', level: 'senior', strength: 'any', entry: 1 }], failures: [] },
        { status: 'pending', carriedBy: null, signOffs: [], failures: [{ code: 'pending' }] },
      ],
    });
    expect(stdout).not.toContain(shop.repo.path);
  });

  it('exits with 2 for what has not landed, did not land by itself, or is no checkpoint', () => {
    shop.repo.git('branch', '-f', 'open', shop.repo.git('commit-tree', '-p', 'main', '-m', 'Open', 'main^{tree}'));
    const unlanded = run('open');
    expect(unlanded).toMatchObject({ status: 2, stdout: '' });
    expect(unlanded.stderr).toContain('countersign check main..open');
    const file = join(newFolder(), 'checkpoint');
    writeFileSync(file, 'nothing\n');
    expect(run('--since', file)).toMatchObject({ status: 2 });
    expect(run('--root', 'SHA256:bogus')).toMatchObject({ status: 2, stderr: expect.stringContaining('`SHA256:bogus` is no fingerprint of a key') as string });
  });

  it('writes a verification summary for each landing, passed only where it is verified', () => {
    const file = join(newFolder(), 'summary.jsonl');
    run(`${shop.adopted}..main`, '--vsa', file);
    const statements = readFileSync(file, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(statements).toMatchObject([
      {
        _type: 'https://in-toto.io/Statement/v1',
        predicateType: 'https://slsa.dev/verification_summary/v1',
        subject: [{ digest: { gitCommit: signed }, annotations: { sourceRefs: ['refs/heads/main'] } }],
        predicate: { verificationResult: 'PASSED', verifiedLevels: ['ORG_SOURCE_COUNTERSIGNED'], inputAttestations: [{ digest: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string } }] },
      },
      { predicate: { verificationResult: 'FAILED', verifiedLevels: ['FAILED'], inputAttestations: [] } },
    ]);
  });

  it('takes a checkpoint that was kept from before', () => {
    const file = join(newFolder(), 'checkpoint');
    writeFileSync(file, `${shop.repo.git('show', 'refs/countersign/ledger:checkpoint')}\n`);
    expect(run(signed, '--since', file)).toMatchObject({ status: 0 });
    writeFileSync(file, `countersign/x\n2\n${Buffer.alloc(32, 7).toString('base64')}\n`);
    const { status, stdout } = run(signed, '--since', file);
    expect(stdout).toContain('the checkpoint given had seen other first 2 entries');
    expect(status).toBe(1);
  });
});

describe('the published verify', () => {
  it('gives what the command prints', async () => {
    const { stdout } = run(signed, '--json');
    const result = await verify({ repository: shop.repo.path, range: signed });
    expect(result).toEqual(JSON.parse(stdout));
  });

  it('rejects a question that has no answer with a code, and the mend', async () => {
    await expect(verify({ repository: shop.repo.path, range: 'nowhere' })).rejects.toMatchObject({ code: 'unknown-ref', kind: 'user' });
    await expect(verify({ repository: newFolder() })).rejects.toMatchObject({ code: 'not-a-repository' });
  });
});
