import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeSha256, openRepository } from '../src/adapters/git/index.ts';
import { openLedgerStore } from '../src/adapters/ledger/index.ts';
import { nodeCryptography } from '../src/adapters/signing/index.ts';
import { newStatement, pae, payloadType, writeEnvelope, writeStatement, type Cryptography, type SignatureCheck } from '../src/core/attestation/index.ts';
import { entryList } from '../src/core/change/index.ts';
import { appendStatements } from '../src/workflows/ledger/append-statements.ts';
import { readLedger } from '../src/workflows/ledger/read-ledger.ts';
import { verifyRange } from '../src/workflows/verify/verify-range.ts';
import { softSecurityKey } from '../test/keys/index.ts';
import { later, lines, shopPolicy, SignedShop } from '../test/verify/signed-shop.ts';
import { BuiltRepository } from '../test/git/built-repository.ts';
import { pair, type Context, type Result } from './measure.ts';

/** Few enough to sign them in the time a person waits; `--count 1000` for more. */
const usual = 200;

/** `verify`: landings with a sign-off each, against checking the same signatures and replaying the textual ones. */
export async function bench({ scratch, repeats, count, log }: Context): Promise<Result> {
  const landings = count ?? usual;
  const where = join(scratch, `landed-${landings}`);
  if (!existsSync(join(where, 'whole'))) {
    log(`signing ${landings} landings, once`);
    rmSync(where, { recursive: true, force: true });
    await build(where, landings);
    writeFileSync(join(where, 'whole'), '');
  }
  const git = (...args: string[]) => execFileSync('git', args, { cwd: where, encoding: 'utf8', maxBuffer: 1 << 28 }).trim();
  const range = `${git('rev-list', '--max-parents=0', 'main')}..main`;
  let verified = 0;
  let textual: readonly string[] = [];
  const ours = () =>
    withPorts(where, async (ports) => {
      const report = await verifyRange(ports, { range, target: null, root: null, since: null, now: later, onProgress: null });
      verified = report.landings.filter(({ status }) => status === 'verified').length;
      textual = report.landings.filter(({ carriedBy }) => carriedBy === 'textual').map(({ commit }) => commit);
    });
  await ours();
  const checks: SignatureCheck[] = [];
  const noting: Cryptography = {
    ...nodeCryptography,
    verify: (check) => {
      checks.push(check);
      return nodeCryptography.verify(check);
    },
  };
  const read = (cryptography: Cryptography) => withPorts(where, async ({ ledger }) => void (await readLedger(ledger, cryptography)));
  await read(noting);
  const signatures = () => {
    for (const check of checks) if (!nodeCryptography.verify(check)) throw new Error('a signature of the bench does not hold');
  };
  const floor = () => {
    signatures();
    for (const commit of textual) spawnSync('git', ['merge-tree', '--write-tree', `${commit}^`, commit], { cwd: where });
  };
  const audit = await pair(`read ${checks.length} ledger entries`, 'crypto.verify of them', '≤ 1.3', repeats, () => read(nodeCryptography), signatures);
  const row = await pair(`${landings} landings`, 'crypto.verify and git merge-tree', '≤ 1.3', repeats, ours, floor);
  return { name: 'verify', rows: [row, audit], notes: [`${verified} verified, ${textual.length} of them textual; ${(row.ours.median / landings).toFixed(1)} ms each`] };
}

async function withPorts<T>(path: string, use: (ports: Parameters<typeof verifyRange>[0]) => Promise<T>): Promise<T> {
  const repository = await openRepository(path);
  try {
    const readText = (file: string) => Promise.reject<string>(new Error(file));
    return await use({ repository, sha256: nodeSha256, cryptography: nodeCryptography, readText, ledger: openLedgerStore(repository.access(), { now: () => later }) });
  } finally {
    await repository.close();
  }
}

/** Squashes of signed heads, each of a file of its own; every tenth on a base that moved, every fiftieth in a file that moved. */
async function build(where: string, landings: number): Promise<void> {
  mkdirSync(where, { recursive: true });
  const repo = new BuiltRepository(where);
  repo.git('init', '-q', '-b', 'main', '.');
  const policy = shopPolicy.replace('tier: high', 'tier: low').replace('otherwise:', 'carry: { low: textual }\notherwise:');
  const shop = new SignedShop(repo, policy);
  for (const id of ['root', 'ana', 'li', 'mina', 'ci']) shop.keys[id] = softSecurityKey();
  shop.writeRules();
  repo.write('shop/cart.ts', lines('cart', 12));
  shop.adopted = repo.commit('Start');
  await shop.adopt(shop.adopted);
  const tips: string[] = [];
  const heads: { readonly base: string; readonly head: string }[] = [];
  const stream: string[] = [];
  let mark = 0;
  const commit = (parent: string, path: string, text: string, message: string) => {
    const id = (mark += 1);
    const when = `${1_700_000_000 + id} +0000`;
    stream.push(`commit refs/heads/${message.startsWith('Land') ? 'main' : 'heads'}\nmark :${id}\nauthor Ada Author <ada@example.com> ${when}\ncommitter Carl Committer <carl@example.com> ${when}\ndata ${message.length}\n${message}\nfrom ${parent}\nM 100644 inline ${path}\ndata ${text.length}\n${text}\n`);
    return `:${id}`;
  };
  tips.push(shop.adopted);
  let [first, last] = ['', ''];
  for (let n = 1; n <= landings; n++) {
    const textual = n % 50 === 0;
    const base = n > 2 && (textual || n % 10 === 0) ? tips.at(-2)! : tips.at(-1)!;
    const path = textual || n % 50 === 49 ? 'shop/cart.ts' : `shop/file-${n}.ts`;
    const before = `${first}${lines('cart', 12)}${last}`;
    if (n % 50 === 49) first = `// ${n}\n`;
    const signed = textual ? `${before.slice(first.length)}// ${n}\n` : n % 50 === 49 ? `${first}${lines('cart', 12)}${last}` : lines(`file${n}`, 20);
    if (textual) last += `// ${n}\n`;
    const landed = textual ? `${first}${lines('cart', 12)}${last}` : signed;
    const under = textual ? `${previousFirst(n)}${lines('cart', 12)}${last}` : signed;
    heads.push({ base, head: commit(base, path, textual ? under : signed, `Work ${n}\n\nAssisted-by: Copilot:gpt-5.2\n`) });
    tips.push(commit(tips.at(-1)!, path, landed, `Land ${n}`));
  }
  writeFileSync(join(where, 'marks'), '');
  repo.gitWith(stream.join(''), 'fast-import', '--quiet', '--force', `--export-marks=${join(where, 'marks')}`);
  const ids = new Map(execFileSync('cat', [join(where, 'marks')], { encoding: 'utf8' }).trim().split('\n').map((line) => line.split(' ') as [string, string]));
  const idOf = (name: string) => ids.get(name) ?? name;
  await withPorts(where, async (ports) => {
    const items = [];
    for (const { base, head } of heads) {
      const change = await ports.repository.readChange('refs/heads/main', idOf(base), idOf(head), true);
      const payload = writeStatement(newStatement('sign-off', shop.signOff('ana', change)));
      const envelope = writeEnvelope(payload, shop.keys['ana']!.sign(pae(payloadType, payload)));
      items.push({ envelope, entryList: { digest: change.digest, bytes: entryList(change.objectFormat, change.files) }, keep: [change.head.commit] });
    }
    for (let at = 0; at < items.length; at += 50) await appendStatements(ports, items.slice(at, at + 50));
  });
}

/** What stood above the file before the landing that a textual one is carried over. */
function previousFirst(n: number): string {
  return n <= 50 ? '' : `// ${n - 51}\n`;
}
