import type { Change, Snapshot } from '../../../core/change/index.ts';
import type { ChangeEvidence, Claim } from '../../../core/evidence/index.ts';
import type { Policy } from '../../../core/policy/index.ts';
import { gatherEvidence } from '../../evidence/gather-evidence.ts';
import type { Repository } from '../../ports/index.ts';
import { movedOrigins } from './moved-origins.ts';

/** A change seen with the commits and the evidence of the head that was signed for it. */
export interface SeenThrough {
  readonly change: Change;
  readonly evidence: ChangeEvidence;
}

/** A change as somebody signed it. */
export interface SignedSnapshot {
  readonly base: Snapshot;
  readonly head: Snapshot;
}

/**
 * The landed change through each head that was signed for it and is kept: who wrote which lines there, and what its
 * commits say, also where a squash threw both away. Nothing of the landing's own is taken away by that: whoever judges
 * takes the strictest of all. The landing as it is, whose own commits are `landings`, is among them where it says of
 * itself that an AI had a part, or where no signed head shows more: a squash that only says nothing has nobody to ask. Heads that are not here are given as `missing`.
 */
export async function throughSignedHeads(
  repository: Repository,
  landed: SeenThrough,
  signed: readonly SignedSnapshot[],
  policy: Policy,
  landings: ReadonlySet<string>,
): Promise<{ readonly seen: readonly SeenThrough[]; readonly missing: readonly string[] }> {
  const seen: SeenThrough[] = [];
  const series: Change[] = [];
  const missing: string[] = [];
  const own = new Set(landed.change.commits.map(({ id }) => id));
  const heads = new Map(signed.map((one) => [`${one.base.commit} ${one.head.commit}`, one]));
  for (const { base, head } of heads.values()) {
    if ((await repository.missing([base.commit, head.commit])).length > 0) {
      missing.push(head.commit);
      continue;
    }
    const change = await repository.readChange(landed.change.target, base.commit, head.commit, true);
    // A statement that names other commits than those of its trees shows nothing of who wrote what landed.
    if (change.base.tree !== base.tree || change.head.tree !== head.tree) continue;
    if (change.unread.length > 0) missing.push(head.commit);
    series.push(change);
    // Commits that landed as they were show nothing new.
    if (!own.has(head.commit)) seen.push(await through(repository, landed, { change, evidence: await gatherEvidence(repository, change, policy) }));
  }
  const broughtMore = landed.change.commits.some(({ id }) => !landings.has(id));
  const asLanded = seen.length === 0 || broughtMore || landed.evidence.claims.some((claim) => isTraceOf(claim, landings));
  return { seen: [...(asLanded ? [landedBy(landed, series, landings)] : []), ...seen], missing };
}

/** An AI trace that a landing's own commit brought: a squash whose message says more than what was signed. */
function isTraceOf({ class: by, strength, subject }: Claim, landings: ReadonlySet<string>): boolean {
  return by === 'ai' && strength === 'strong' && subject.scope !== 'repository' && landings.has(subject.commit);
}

/**
 * The landing as its signed authors' own: whoever presses merge, squash or rebase on what was signed adds nothing to
 * it, and is neither its author nor kept from signing it. What the message of the landing says stays, and so does who
 * wrote any other commit that came with it. An author is a claim in either place; the signed one is kept for ever.
 */
function landedBy(landed: SeenThrough, series: readonly Change[], landings: ReadonlySet<string>): SeenThrough {
  const author = series[0]?.commits[0]?.author;
  if (author === undefined) return landed;
  const signed = new Set(series.flatMap(({ commits }) => commits.map(({ id }) => id)));
  const commits = landed.change.commits.map((commit) => (landings.has(commit.id) && !signed.has(commit.id) ? { ...commit, author, committer: author } : commit));
  return { ...landed, change: { ...landed.change, commits } };
}

/** The landed files and digest, with the signed commits; lines that stand as they were signed have the signed head's origin. */
async function through(repository: Repository, landed: SeenThrough, signed: SeenThrough): Promise<SeenThrough> {
  const newIds = ({ files }: Change) => new Map(files.map(({ path, oldId, newId }) => [path, `${oldId} ${newId}`]));
  const [now, before] = [newIds(landed.change), newIds(signed.change)];
  const there = new Map(signed.evidence.origins.map((file) => [file.path, file]));
  const moved = landed.evidence.origins.map(({ path }) => path).filter((path) => there.has(path) && now.get(path) !== before.get(path));
  const moves = moved.length === 0 ? new Map() : await repository.readLineMoves(signed.change.head.commit, landed.change.head.commit, moved);
  const origins = landed.evidence.origins.map((file) => {
    const same = there.get(file.path);
    if (same === undefined) return file;
    return moved.includes(file.path) ? movedOrigins(file, same, moves) : same;
  });
  return {
    change: { ...landed.change, commits: signed.change.commits },
    evidence: {
      claims: [...landed.evidence.claims, ...signed.evidence.claims],
      origins,
      problems: [...landed.evidence.problems, ...signed.evidence.problems],
    },
  };
}
