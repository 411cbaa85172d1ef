/**
 * What would have become of sign-offs: each of the newest landings is signed, as a value, at the head of its pull
 * request against the merge base, and then asked for with all of these sign-offs at hand.
 */
import { openRepository } from '../src/adapters/git/index.ts';
import type { RecordedStatement } from '../src/core/attestation/index.ts';
import type { SignOffV1 } from '../src/core/attestation/v1/index.ts';
import { pullRequestOf } from '../src/core/evidence/index.ts';
import { coverLanding } from '../src/workflows/carry/cover-landing.ts';
import type { Repository } from '../src/workflows/ports/index.ts';

/** A landing with the head it was proposed as. */
export interface Proposed {
  readonly landing: string;
  readonly parent: string;
  readonly head: string;
  readonly subject: string;
}

/** How the landings of one repository are covered. */
export interface CarriedLandings {
  readonly landings: number;
  readonly merges: number;
  readonly byTest: Readonly<Record<'exact' | 'disjoint' | 'textual', number>>;
  /** Covered by their own sign-off together with others. */
  readonly inSets: number;
  readonly byReason: ReadonlyMap<string, number>;
  readonly examples: readonly string[];
  /** Paths that moved underneath a landing that is textual, by file name. */
  readonly moved: ReadonlyMap<string, number>;
  readonly milliseconds: number;
}

/** Reads, signs and asks for the newest `count` landings of `HEAD` that have a head of their own. */
export async function measureCarried(path: string, count: number): Promise<CarriedLandings> {
  const repository = await openRepository(path);
  try {
    const { commit: tip } = await repository.resolve('HEAD');
    const target = await repository.defaultBranch();
    const proposed = await proposedLandings(repository, tip, count);
    const signed = await Promise.all(proposed.map((one, entry) => signedAt(repository, target, one, entry)));
    const recorded = signed.filter((one) => one !== null);
    const byTest = { exact: 0, disjoint: 0, textual: 0 };
    const byReason = new Map<string, number>();
    const moved = new Map<string, number>();
    const examples: string[] = [];
    let inSets = 0;
    const start = performance.now();
    for (const [entry, { landing, subject }] of proposed.entries()) {
      if (signed[entry] === null) {
        byReason.set('several merge bases, or none', (byReason.get('several merge bases, or none') ?? 0) + 1);
        continue;
      }
      const cover = await coverLanding({ repository }, { landing, target, tip, signed: recorded });
      const own = cover.covered ? cover.parts.flatMap(({ by }) => by).find((one) => one.entry === entry) : undefined;
      if (cover.covered && own !== undefined) {
        byTest[own.test] += 1;
        if (cover.parts.length > 1) inSets += 1;
        for (const name of own.moved) moved.set(name, (moved.get(name) ?? 0) + 1);
        continue;
      }
      const reason = cover.covered ? 'covered by another sign-off' : cover.resign.code;
      byReason.set(reason, (byReason.get(reason) ?? 0) + 1);
      examples.push(`${landing.slice(0, 12)} ${reason}: ${cover.covered ? subject : cover.resign.sentence}`);
    }
    const milliseconds = (performance.now() - start) / proposed.length;
    const merges = proposed.filter(({ subject }) => subject.startsWith('Merge ')).length;
    return { landings: proposed.length, merges, byTest, inSets, byReason, examples, moved, milliseconds };
  } finally {
    await repository.close();
  }
}

/** Merge commits with their second parent, and squashes whose subject names a pull request that is here. */
export async function proposedLandings(repository: Repository, tip: string, count: number): Promise<readonly Proposed[]> {
  const heads = new Map((await repository.listRefs('refs/pull/')).map(({ ref, id }) => [ref, id]));
  const found: Proposed[] = [];
  const history = { heads: [tip], not: [], since: null, until: null, firstParent: true, files: 'none' } as const;
  for await (const batch of repository.readHistory(history, [])) {
    for (const { id, parents, message } of batch) {
      const number = pullRequestOf(message);
      const head = parents.length === 2 ? parents[1] : parents.length === 1 && number !== null ? heads.get(`refs/pull/${number}/head`) : undefined;
      if (head === undefined || head === id || (await repository.missing([head])).length > 0) continue;
      // Nothing was proposed any more: its head was on the target already, or it landed as nothing.
      const [landed, before] = await Promise.all([id, parents[0]!].map((commit) => repository.readTreeOf(commit)));
      if (landed!.tree === before!.tree || (await repository.isAncestor(head, parents[0]!))) continue;
      found.push({ landing: id, parent: parents[0]!, head, subject: message.split('\n', 1)[0]! });
      if (found.length === count) return found;
    }
  }
  return found;
}

/** The sign-off of a landing's head against the merge base; `null` where there are several, or none. */
export async function signedAt(repository: Repository, target: string, { parent, head }: Proposed, entry: number): Promise<RecordedStatement | null> {
  const [base, second] = await repository.mergeBases(parent, head);
  if (base === undefined || second !== undefined) return null;
  const { objectFormat } = await repository.facts();
  const [before, after] = await Promise.all([repository.readTreeOf(base), repository.readTreeOf(head)]);
  const { digest, changes } = await repository.digestTrees(before.tree, after.tree);
  const commits = await repository.countHistory({ heads: [head], not: [base], since: null, until: null, firstParent: false, files: 'none' });
  const predicate = {
    objectFormat, target, alsoFor: [], verdict: 'approve',
    base: { commit: base, tree: before.tree }, head: { commit: head, tree: after.tree },
    change: { digest, entries: changes.length }, commits: { count: commits, digest: '' },
  } satisfies Partial<SignOffV1>;
  // Carrying reads nothing else of a sign-off.
  return { entry, envelope: '', statement: { name: 'sign-off', subject: [], predicate: predicate as unknown as SignOffV1 }, signature: { publicKey: '', fingerprint: '', strength: 'touch', synced: false, counter: null, passkey: null } };
}

/** What `npm run accuracy -- carry` prints of one repository. */
export function carriedLines(path: string, { landings, merges, byTest, inSets, byReason, examples, moved, milliseconds }: CarriedLandings): readonly string[] {
  const share = (part: number) => `${part} (${landings === 0 ? '–' : `${((100 * part) / landings).toFixed(0)} %`})`;
  const again = [...byReason.values()].reduce((sum, one) => sum + one, 0);
  const names = [...moved].toSorted((a, b) => b[1] - a[1]).slice(0, 5).map(([name, count]) => `${name} ${count}`);
  return [
    path,
    `  ${landings} landings, ${merges} of them merge commits: exact ${share(byTest.exact)} · disjoint ${share(byTest.disjoint)} · textual ${share(byTest.textual)} · sign again ${share(again)}`,
    `  ${[...byReason].map(([reason, count]) => `${reason} ${count}`).join(' · ') || 'nothing to sign again'}; ${inSets} covered together with others; ${milliseconds.toFixed(1)} ms a landing`,
    ...(names.length > 0 ? [`  moved underneath a textual one: ${names.join(' · ')}`] : []),
    ...examples.slice(0, 20).map((line) => `    ${line}`),
  ];
}
