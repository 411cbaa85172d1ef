import type { RecordedStatement } from '../attestation/index.ts';
import type { Change } from '../change/index.ts';
import type { People } from '../policy/index.ts';
import { identities } from '../signoff/index.ts';
import type { Sha256 } from '../values/index.ts';
import { unknownId } from './exclusions-recorded.ts';
import { recordedOf, type RecordedOf } from './recorded-of.ts';

/** Words that stand against other states of work on the same target: which could be about an earlier state of this one. */
export function wordsAgainst(recorded: readonly RecordedStatement[], change: Change): readonly RecordedOf<'sign-off'>[] {
  return recordedOf(recorded, 'sign-off').filter(({ statement: { predicate } }) => {
    return (predicate.verdict === 'reject' || predicate.verdict === 'request-changes') && predicate.target === change.target && predicate.change.digest !== change.digest;
  });
}

/** What it takes to tell whether two states are of the same work. */
export interface WorkQuestion {
  readonly change: Change;
  readonly people: People;
  readonly recorded: readonly RecordedStatement[];
  /** Paths of a change by its digest; `null`: its entry list is not here. */
  readonly pathsOf: (digest: string) => readonly string[] | null;
  /** Signed heads that have landed, full ids: what was said of them is over. */
  readonly landed: ReadonlySet<string>;
  readonly sha256: Sha256;
}

/**
 * Entries about earlier states of the same work, where commits were rewritten so that only the content can tell: a
 * rejected change on the same target, not landed, by one of the same contributors, of one of the same paths. A list of
 * entries that is missing tells nothing, so it counts as the same. With each go all words about that state.
 */
export function earlierWork(question: WorkQuestion): ReadonlySet<number> {
  const { change, people, recorded, pathsOf, landed, sha256 } = question;
  const paths = new Set(change.files.map(({ path }) => path));
  const hands = handsIn(change, people, sha256);
  const digests = new Set<string>();
  for (const { statement: { predicate } } of wordsAgainst(recorded, change)) {
    const { digest } = predicate.change;
    // By the head of each entry: another entry about the same digest does not say where this one stood.
    if (landed.has(predicate.head.commit) || !predicate.contributors.some((who) => hands.has(who))) continue;
    if (pathsOf(digest)?.some((path) => paths.has(path)) ?? true) digests.add(digest);
  }
  if (digests.size === 0) return new Set();
  return new Set(recordedOf(recorded, 'sign-off').flatMap(({ entry, statement: { predicate } }) => (predicate.verdict !== 'approve' && digests.has(predicate.change.digest) ? [entry] : [])));
}

/** Authors and committers as statements write them. */
function handsIn({ commits }: Change, people: People, sha256: Sha256): ReadonlySet<string> {
  const whoIs = identities(people);
  return new Set(
    commits.flatMap(({ author, committer }) =>
      [author, committer].map((identity) => {
        const owner = whoIs(identity);
        return owner.kind === 'person' ? owner.person.id : unknownId(identity.email, sha256);
      }),
    ),
  );
}
