import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openRepository } from '../src/adapters/git/index.ts';
import type { RecordedStatement } from '../src/core/attestation/index.ts';
import { coverLanding } from '../src/workflows/carry/cover-landing.ts';
import type { Repository } from '../src/workflows/ports/index.ts';
import { signedAt } from './carried-landings.ts';
import { pair, type Context, type Result, type Row } from './measure.ts';
import { capture, run } from './process.ts';

const files = 20_000;
const landings = 1000;
const target = 'refs/heads/main';

/** `carry`: does a sign-off still cover a landing, in a tree of 20,000 files, against `git merge-tree` alone. */
export async function bench({ scratch, repeats, log }: Context): Promise<Result> {
  const folder = await busyTarget(scratch, log);
  const id = async (name: string) => (await capture('git', ['-C', folder, 'rev-parse', name])).trim();
  const tip = await id(target);
  const repository = await openRepository(folder);
  const rows: Row[] = [];
  const chain = (await capture('git', ['-C', folder, 'rev-list', '--first-parent', '--reverse', tip])).trim().split('\n');
  const signed: RecordedStatement[] = [];
  for (let n = 1; n <= landings; n++) {
    const one = await signedAt(repository, target, { landing: chain[n]!, parent: chain[n - 1]!, head: await headOf(chain[n]!, id), subject: '' }, n);
    if (one !== null) signed.push(one);
  }
  const commits = new Map<number, readonly string[]>();
  const mergeTree = async (n: number) => {
    const [ours, theirs] = commits.get(n) ?? [];
    await run('git', ['-C', folder, 'merge-tree', '--write-tree', '--name-only', '--no-messages', ours!, theirs!]);
  };
  for (let n = 1; n <= landings; n++) if (n % 5 === 0) commits.set(n, [chain[n - 1]!, await headOf(chain[n]!, id)]);
  const ask = (n: number, statements: readonly RecordedStatement[]) => coverLanding({ repository: anew(repository) }, { landing: chain[n]!, target, tip: chain[n]!, signed: statements });
  for (const [n, kind, aim] of [[500, 'textual', '≤ 1.3'], [501, 'disjoint', null]] as const) {
    const own = signed.filter(({ entry }) => entry === n);
    const cover = await ask(n, own);
    if (!cover.covered || cover.parts[0]?.by[0]?.test !== kind) throw new Error(`landing ${n} is not ${kind}: ${JSON.stringify(cover)}`);
    if (!commits.has(n)) commits.set(n, [chain[n - 1]!, await headOf(chain[n]!, id)]);
    rows.push(await pair(`one landing, ${kind}`, 'git merge-tree', aim, repeats * 4, () => ask(n, own), () => mergeTree(n)));
  }
  rows.push(
    await pair(`${landings} landings and as many sign-offs`, `git merge-tree of the ${landings / 5} textual ones`, null, Math.min(repeats, 3), async () => {
      const unread = anew(repository);
      for (let n = 1; n <= landings; n++) {
        const cover = await coverLanding({ repository: unread }, { landing: chain[n]!, target, tip, signed });
        if (!cover.covered) throw new Error(`landing ${n} is not covered: ${cover.resign.sentence}`);
      }
    }, async () => {
      for (let n = 5; n <= landings; n += 5) await mergeTree(n);
    }),
  );
  await repository.close();
  return { name: 'carry', rows, notes: [`a tree of ${files} files; every change is signed ten landings before it lands, and one in five touches a file that moved meanwhile`, 'ours on an open repository, with the digests, the history since the signed base and the merge; git’s is the merge alone, as a process'] };
}

/** The same open repository as another object: what was read before is kept with the object. */
function anew(repository: Repository): Repository {
  return new Proxy(repository, {
    get(_, name) {
      const found: unknown = Reflect.get(repository, name);
      return typeof found === 'function' ? found.bind(repository) : found;
    },
  });
}

async function headOf(landing: string, id: (name: string) => Promise<string>): Promise<string> {
  return id(`${landing}^2`);
}

/** `main` with 1,000 merges of branches that began ten landings before; each fifth touches a shared file. */
async function busyTarget(scratch: string, log: (line: string) => void): Promise<string> {
  const folder = join(scratch, 'busy-target.git');
  if (existsSync(folder)) return folder;
  log('carry: building a tree of 20,000 files and 1,000 landings');
  const building = `${folder}.building`;
  rmSync(building, { recursive: true, force: true });
  await run('git', ['init', '-q', '--bare', '-b', 'main', building]);
  const child = spawn('git', ['-C', building, 'fast-import', '--quiet'], { stdio: ['pipe', 'inherit', 'inherit'] });
  const exited = once(child, 'exit');
  for (const chunk of busyStream()) if (!child.stdin.write(chunk)) await once(child.stdin, 'drain');
  child.stdin.end();
  await exited;
  await run('git', ['-C', building, 'repack', '-adq']);
  renameSync(building, folder);
  return folder;
}

const who = 'Ana <ana@example.com> 1700000000 +0000';

function* busyStream(): Iterable<string> {
  const file = (path: string, text: string) => `M 100644 inline ${path}\ndata ${text.length}\n${text}\n`;
  const path = (n: number) => `area-${n % 40}/part-${n % 97}/file-${n}.ts`;
  // Each landing has a paragraph of its own in the shared file.
  const shared = (done: ReadonlySet<number>) => Array.from({ length: landings }, (_, n) => `entry ${n}\nbetween\nversion ${done.has(n) ? 2 : 1}\n\n`).join('');
  yield `commit refs/heads/main\nmark :1\ncommitter ${who}\ndata 5\nbegin\n`;
  for (let n = 0; n < files; n++) yield file(path(n), `export const value${n} = 0;\n`.repeat(10));
  yield file('shared.txt', shared(new Set()));
  const doneAt: Set<number>[] = [new Set()];
  for (let n = 1; n <= landings; n++) {
    const from = Math.max(0, n - 10);
    const changed = Array.from({ length: 3 }, (_, i) => file(path(n * 7 + i * 5003), `export const value = ${n};\n`));
    const isShared = n % 5 === 0;
    const done = new Set(doneAt[n - 1]);
    if (isShared) done.add(n);
    doneAt.push(done);
    const mark = (landing: number) => (landing === 0 ? ':1' : `:${landing * 2 + 1}`);
    yield `commit refs/heads/topic\nmark :${n * 2}\ncommitter ${who}\ndata 6\nchange\nfrom ${mark(from)}\n${changed.join('')}`;
    if (isShared) yield file('shared.txt', shared(new Set([...doneAt[from]!, n])));
    yield `commit refs/heads/main\nmark :${n * 2 + 1}\ncommitter ${who}\ndata 5\nmerge\nfrom ${mark(n - 1)}\nmerge :${n * 2}\n${changed.join('')}`;
    if (isShared) yield file('shared.txt', shared(done));
  }
}
