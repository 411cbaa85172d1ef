import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openRepository } from '../src/adapters/git/index.ts';
import { openLedgerStore } from '../src/adapters/ledger/index.ts';
import { nodeCryptography as cryptography } from '../src/adapters/signing/index.ts';
import { buildTree, hashLeaf, proveInclusion, verifyInclusion } from '../src/core/ledger/index.ts';
import { encodeUtf8 } from '../src/core/values/index.ts';
import { appendStatements } from '../src/workflows/ledger/append-statements.ts';
import { auditLedger } from '../src/workflows/ledger/audit-ledger.ts';
import { someItem } from '../test/ledger/envelopes.ts';
import { pair, summarise, time, type Context, type Result, type Row } from './measure.ts';
import { benchEnv, capture, run } from './process.ts';

const entries = 1_000_000;
const writers = 8;
const each = 5;
const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();

/** `ledger`: appends one by one, in batches and by eight writers at once; proofs in a tree of a million entries. */
export async function bench({ scratch, repeats, log }: Context): Promise<Result> {
  const folder = join(scratch, 'ledger');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const rows: Row[] = [];
  const notes: string[] = [];
  for (const remote of [false, true]) rows.push(...(await appends(join(folder, remote ? 'remote' : 'local'), remote, repeats)));
  log(`ledger: ${writers} writers`);
  rows.push(await atOnce(join(folder, 'writers'), notes));
  log(`ledger: a tree of ${entries} entries`);
  rows.push(...proofs(repeats, notes));
  rmSync(folder, { recursive: true, force: true });
  return { name: 'ledger', rows, notes };
}

/** One append and a batch of 50, beside the git commands that no append can do without. */
async function appends(folder: string, remote: boolean, repeats: number): Promise<Row[]> {
  const clone = await newClone(folder, remote);
  const repository = await openRepository(clone);
  const ledger = openLedgerStore(repository.access(), { now: () => 1_800_000_000 });
  let made = 0;
  const append = (count: number) => appendStatements({ ledger, cryptography }, Array.from({ length: count }, () => someItem(`n${(made += 1)}`)));
  // The same kind of commit on a ref of its own: a blob in, a commit out, the ref moved, and sent.
  let tip = '';
  const floor = async () => {
    const stream = `blob\nmark :1\ndata 1000\n${'x'.repeat(999 - String(made).length)}${made}\n\ncommit refs/floor/ledger\ncommitter a <a@a> 1800000000 +0000\ndata 1\nm\n${tip === '' ? '' : `from ${tip}\n`}M 100644 :1 file${(made += 1)}\n\n`;
    await run('git', ['-C', clone, '-c', 'core.fsync=committed,loose-object,reference', 'fast-import', '--quiet'], [0], stream);
    tip = (await capture('git', ['-C', clone, 'rev-parse', 'refs/floor/ledger'])).trim();
    if (!remote) return;
    await run('git', ['-C', clone, 'ls-remote', '-q', 'origin', 'refs/floor/ledger']);
    await run('git', ['-C', clone, 'push', '-q', 'origin', 'refs/floor/ledger']);
  };
  const peer = remote ? 'git fast-import, ls-remote and push' : 'git fast-import and rev-parse';
  const where = remote ? 'at a remote' : 'in one repository';
  const rows = [
    await pair(`append one entry ${where}`, peer, null, repeats, () => append(1), floor),
    await pair(`append 50 entries at once ${where}`, peer, null, repeats, () => append(50), floor),
  ];
  await repository.close();
  return rows;
}

/** The least that git takes to put one commit behind another at a remote, again until nobody was first. */
const shellWriter = `
tree=$(git mktree </dev/null)
for turn in $(seq ${each}); do
  until
    git fetch -q origin +refs/floor/ledger:refs/floor/ledger 2>/dev/null
    tip=$(git rev-parse -q --verify refs/floor/ledger)
    commit=$(git -c user.name=a -c user.email=a@a commit-tree -m "$1 $turn" \${tip:+-p $tip} $tree)
    git push -q origin $commit:refs/floor/ledger 2>/dev/null
  do :; done
done`;

/** Each writer has a clone and appends one by one, beside as many shells that do nothing but push commits. */
async function atOnce(folder: string, notes: string[]): Promise<Row> {
  const hub = await newHub(folder);
  const clones: string[] = [];
  for (let index = 0; index < writers; index++) {
    clones.push(join(folder, `clone-${index}`));
    await run('git', ['clone', '-q', hub, clones[index]!]);
  }
  const theirs = await time(() => Promise.all(clones.map((clone, index) => run('sh', ['-c', `cd "${clone}" && ${shellWriter}`, 'sh', `${index}`]))));
  const waits: number[] = [];
  const ours = await time(() => Promise.all(clones.map(async (clone, index) => {
    const names = Array.from({ length: each }, (_, turn) => `w${index}-${turn}`);
    const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'test', 'ledger', 'writer.ts'), clone, ...names], { stdio: ['ignore', 'pipe', 'inherit'], env: benchEnv });
    let last = performance.now();
    child.stdout.on('data', () => {
      waits.push(performance.now() - last);
      last = performance.now();
    });
    await once(child, 'close');
  })));
  const repository = await openRepository(hub);
  const { consistent, size } = await auditLedger(openLedgerStore(repository.access(), { now: () => 0 }), cryptography, null);
  await repository.close();
  const second = ((size / ours) * 1000).toFixed(1);
  notes.push(`${writers} writers: ${size} of ${writers * each} entries recorded, audit ${consistent ? 'clean' : 'NOT CLEAN'}, ${second} entries a second, longest wait ${(Math.max(...waits) / 1000).toFixed(1)} s`);
  return { work: `${writers} writers, a clone each, ${each} appends one by one`, peer: 'fetch, commit-tree, push in a loop', ours: summarise([ours]), theirs: summarise([theirs]), ratio: ours / theirs, aim: 'nothing lost' };
}

/** Proofs in a large tree, beside the hashes that C2SP and RFC 6962 say they take. */
function proofs(repeats: number, notes: string[]): Row[] {
  const leaves = Array.from({ length: entries }, (_, index) => hashLeaf(sha256, encodeUtf8(`{"entry":${index}}`)));
  const tree = buildTree(sha256, leaves);
  const root = tree.root(entries);
  const asked = Array.from({ length: 1000 }, (_, index) => (index * 999_983) % entries);
  const made = asked.map((index) => ({ leafHash: leaves[index]!, index, size: entries, root, proof: proveInclusion(tree, index, entries) }));
  const lengths = made.map(({ proof }) => proof.length);
  const text = Math.max(...lengths) * 45;
  notes.push(`a proof in a tree of ${entries} entries: ${Math.min(...lengths)} to ${Math.max(...lengths)} hashes, at most ${Math.max(...lengths) * 32} bytes, ${text} as lines of base64; aim < 2 kB`);
  const hashes = lengths.reduce((sum, length) => sum + length, 0);
  const node = Buffer.alloc(65, 1);
  const inTurns = (ours: () => void, theirs: () => void) => {
    const times = Array.from({ length: repeats }, () => ({ theirs: timed(theirs), ours: timed(ours) }));
    const sorted = times.map((one) => one.ours / one.theirs).toSorted((a, b) => a - b);
    return { ours: summarise(times.map((one) => one.ours)), theirs: summarise(times.map((one) => one.theirs)), ratio: sorted[Math.floor(sorted.length / 2)]! };
  };
  const floor = () => {
    for (let count = 0; count < hashes; count++) sha256(node);
  };
  const verify = inTurns(() => {
    for (const proof of made) if (!verifyInclusion(sha256, proof)) throw new Error('a proof does not hold');
  }, floor);
  const prove = inTurns(() => {
    for (const index of asked) proveInclusion(tree, index, entries);
  }, floor);
  const peer = `SHA-256, ${hashes} times`;
  return [
    { work: `verify 1,000 inclusion proofs of ${entries} entries`, peer, aim: null, ...verify },
    { work: `make 1,000 inclusion proofs of ${entries} entries`, peer, aim: null, ...prove },
  ];
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

async function newHub(folder: string): Promise<string> {
  const hub = join(folder, 'hub.git');
  await run('git', ['init', '-q', '--bare', hub]);
  return hub;
}

async function newClone(folder: string, remote: boolean): Promise<string> {
  const clone = join(folder, 'clone');
  await run('git', ['init', '-q', clone]);
  if (remote) await run('git', ['-C', clone, 'remote', 'add', 'origin', await newHub(folder)]);
  return clone;
}
