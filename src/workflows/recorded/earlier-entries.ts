import type { RecordedStatement } from '../../core/attestation/index.ts';
import type { Change } from '../../core/change/index.ts';
import { changePath } from '../../core/ledger/index.ts';
import type { People } from '../../core/policy/index.ts';
import { earlierWork, entryPaths, formerPersonOf, personOf, wordsAgainst, type Ground } from '../../core/recorded/index.ts';
import type { LedgerTip, Ports } from '../ports/index.ts';

/** Where to look for words about earlier states of a change. */
export interface EarlierQuery {
  readonly change: Change;
  /** The ledger, and what of it was there; `null`: none. */
  readonly ledger: LedgerTip | null;
  readonly recorded: readonly RecordedStatement[];
  readonly people: People;
  /** By whom statements are made. */
  readonly ground: () => Promise<Ground>;
  /** What is in its history has landed: the target before the change. */
  readonly before: string;
  /** Words against it count from entries below this one; they are taken back by any. */
  readonly until: number;
}

/** Entries about earlier states of a change whose commits were rewritten since: a rejection of one stands for it too. */
export async function earlierEntries({ ledger, repository, sha256 }: Ports, { change, ledger: tip, recorded, people, ground: findGround, before, until }: EarlierQuery): Promise<ReadonlySet<number>> {
  const said = wordsAgainst(recorded, change);
  if (said.length === 0 || tip === null) return new Set();
  // Words of strangers are not looked at: they cost nobody time, and say nothing of whether something landed.
  const ground = await findGround();
  const against = said.filter((one) => one.entry < until && ('by' in personOf(one, ground) || formerPersonOf(one, ground) !== null));
  const digests = [...new Set(against.map(({ statement }) => statement.predicate.change.digest))];
  const lists = await ledger.read(tip, digests.map(changePath));
  const paths = new Map(digests.map((digest, index) => [digest, trueList(lists[index] ?? null, digest, sha256)]));
  const heads = [...new Set(against.map(({ statement: { predicate } }) => predicate.head.commit))];
  const gone = new Set(await repository.missing(heads));
  const landed = new Set<string>();
  for (const head of heads) if (!gone.has(head) && (await repository.isAncestor(head, before))) landed.add(head);
  // With each of them go all words about that state, whoever's: whose they are is asked again where they are read.
  const believed = new Set(against.map(({ entry }) => entry));
  const strange = new Set(said.flatMap(({ entry }) => (believed.has(entry) ? [] : [entry])));
  return earlierWork({ change, people, recorded: recorded.filter(({ entry }) => !strange.has(entry)), pathsOf: (digest) => paths.get(digest) ?? null, landed, sha256 });
}

/** A list lies beside the envelopes unsigned: only one that hashes to the digest says anything. */
function trueList(list: Uint8Array | null, digest: string, sha256: Ports['sha256']): readonly string[] | null {
  return list === null || sha256([list]) !== digest ? null : entryPaths(list);
}
