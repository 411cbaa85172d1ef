import type { Instant } from '../values/index.ts';
import { fade, folderOf, Knowledge, weights, type KnowledgeEvent } from './knowledge.ts';

/** Somebody who may be asked. */
export interface Candidate {
  readonly who: string;
  readonly name: string;
  /** Sign-offs and reviews that wait for them, or their reviews of the last week where nobody says. */
  readonly load: number;
  /** Why not to ask them now (`away until 2026-12-01`, `5 of 5 wait`, `wrote it`); `null`: they can be asked. */
  readonly out: string | null;
}

/** Everything a proposal depends on. */
export interface ReviewerQuestion {
  readonly paths: readonly string[];
  readonly now: Instant;
  readonly candidates: readonly Candidate[];
  /** Of every person, oldest first; those that touch neither the paths nor their folders change nothing. */
  readonly events: readonly KnowledgeEvent[];
}

/** One commit that made somebody know the files. */
export interface Because {
  readonly commit: string;
  readonly subject: string;
  readonly kind: KnowledgeEvent['kind'];
  readonly at: Instant;
}

/** A candidate with what they know of the files. */
export interface RankedCandidate extends Candidate {
  readonly knowledge: number;
  /** Of all that anybody knows of the files, 0 to 1. */
  readonly share: number;
  /** Their commits of the last year to the files, of all of them. */
  readonly wrote: { readonly commits: number; readonly of: number };
  readonly reviewed: { readonly commits: number; readonly of: number };
  /** The three commits that count most, most first. */
  readonly because: readonly Because[];
}

/** Whom to ask for a review, and who could learn beside them. */
export interface ReviewerProposal {
  readonly ask: RankedCandidate | null;
  /** Where the one who is asked holds more than 80 % of the knowledge: somebody who should come to share it. */
  readonly learner: RankedCandidate | null;
  /** Who could be asked, most knowledge first. */
  readonly ranked: readonly RankedCandidate[];
  /** Who could not, most knowledge first. */
  readonly out: readonly RankedCandidate[];
  /** What is known by people who are no candidates, 0 to 1. */
  readonly elsewhere: number;
}

/** Above this one person's knowledge is a risk. */
export const heldByOneShare = 0.8;

const year = 365 * 86_400;

/**
 * Among those with at least half of the best knowledge, the least loaded: asking always the best would make the best
 * a bottleneck, and dividing by load would ask strangers. Whoever is out drops out before the best is looked for.
 */
export function proposeReviewers({ paths, now, candidates, events }: ReviewerQuestion): ReviewerProposal {
  const knowledge = new Knowledge();
  const files = new Set(paths);
  const near = nearEvents(events, files);
  for (const event of near) knowledge.add(event);
  const scores = knowledge.of(paths, now);
  const total = [...scores.values()].reduce((sum, score) => sum + score, 0);
  const counts = countLastYear(near, files, now);
  const all = candidates
    .map((candidate): RankedCandidate => {
      const known = scores.get(candidate.who) ?? 0;
      return { ...candidate, knowledge: known, share: total === 0 ? 0 : known / total, ...counts(candidate.who), because: because(candidate.who, near, files, now) };
    })
    .sort((a, b) => b.knowledge - a.knowledge || a.load - b.load || (a.who < b.who ? -1 : 1));
  const ranked = all.filter(({ out }) => out === null);
  const ask = inOrderOfAsking(ranked)[0] ?? null;
  const others = ranked.filter((one) => one !== ask);
  const held = ask !== null && ask.share > heldByOneShare;
  return {
    ask,
    learner: held ? (others[0] ?? null) : null,
    ranked,
    out: all.filter(({ out }) => out !== null),
    elsewhere: Math.max(0, 1 - all.reduce((sum, { share }) => sum + share, total === 0 ? 1 : 0)),
  };
}

/**
 * Whom to ask first, second and so on: those with at least half of what the best knows, the least loaded first and of
 * two alike who knows more; then the others as they stand. `ranked` is most knowledge first.
 */
export function inOrderOfAsking<C extends { readonly knowledge: number; readonly load: number }>(ranked: readonly C[]): readonly C[] {
  const half = (ranked[0]?.knowledge ?? 0) / 2;
  const close = ranked.filter(({ knowledge }) => knowledge >= half);
  return [...close.toSorted((a, b) => a.load - b.load || b.knowledge - a.knowledge), ...ranked.slice(close.length)];
}

/** Events of the files and their folders, with no other path. */
function nearEvents(events: readonly KnowledgeEvent[], files: ReadonlySet<string>): readonly KnowledgeEvent[] {
  const folders = new Set([...files].map(folderOf));
  return events.flatMap((event) => {
    const near = event.paths.filter((path) => folders.has(folderOf(path)));
    return near.length === 0 ? [] : [{ ...event, paths: near }];
  });
}

/** Commits of the last year to the files themselves; to their folders where nobody touched the files. */
function countLastYear(near: readonly KnowledgeEvent[], files: ReadonlySet<string>, now: Instant): (who: string) => Pick<RankedCandidate, 'wrote' | 'reviewed'> {
  const lately = near.filter(({ at }) => at > now - year);
  const direct = lately.filter(({ paths }) => paths.some((path) => files.has(path)));
  const counted = direct.length > 0 ? direct : lately;
  const wrote = counted.filter(({ kind }) => kind !== 'reviewed');
  const reviewed = counted.filter(({ kind }) => kind === 'reviewed');
  const commits = (some: readonly KnowledgeEvent[]) => new Set(some.map(({ commit }) => commit)).size;
  return (who) => ({
    wrote: { commits: commits(wrote.filter((event) => event.who === who)), of: commits(wrote) },
    reviewed: { commits: commits(reviewed.filter((event) => event.who === who)), of: commits(counted) },
  });
}

function because(who: string, near: readonly KnowledgeEvent[], files: ReadonlySet<string>, now: Instant): readonly Because[] {
  const worth = ({ kind, at, paths }: KnowledgeEvent) => weights[kind] * fade(now - at) * (paths.filter((path) => files.has(path)).length + 0.3);
  return near
    .filter((event) => event.who === who)
    .toSorted((a, b) => worth(b) - worth(a) || b.at - a.at)
    .slice(0, 3)
    .map(({ commit, subject, kind, at }) => ({ commit, subject, kind, at }));
}
