import type { Candidate } from './candidates.ts';
import { isLower, type Step } from './cover-step.ts';
import type { Landed } from './first-parents.ts';
import { partOf, type CoveredPart, type Coverer, type LandingCover } from './landing-cover.ts';

/** Most sign-offs one landing may combine. */
const mostParts = 32;

/**
 * The ordered list of signed changes whose replays in turn give a landing (rollups, merge queues), each forward,
 * unused and covered by the same tests as if it had landed alone; `null`: there is none.
 */
export async function coveringSet(coverage: Coverer, landed: Landed, whole: Step): Promise<LandingCover | null> {
  const { effects } = coverage;
  const index = await coverage.index();
  const waiting: Candidate[] = [];
  for (const candidate of index.touchingOnly(whole.changes)) {
    const entries = await effects.entriesOf(candidate.signed);
    if ((await effects.inEffect(candidate.signed, entries, whole.head.tree)) && !(await effects.inEffect(candidate.signed, entries, whole.under.tree))) waiting.push(candidate);
  }
  const parts: CoveredPart[] = [];
  const placed: Candidate[] = [];
  let tree = whole.under.tree;
  // What conflicts may not do so once a later one is there.
  for (let again = inOrder(waiting); again.length > 0 && tree !== whole.head.tree; ) {
    const left: Candidate[] = [];
    for (const candidate of again) {
      if (parts.length >= mostParts) return { covered: false, resign: { code: 'too-many', sentence: `it would take more than ${mostParts} sign-offs together`, residual: [] } };
      const replay = await effects.replay(candidate.signed, tree);
      if (replay.outcome === 'clean' && replay.tree === tree) continue;
      const step = replay.outcome === 'clean' ? await stepTo(coverage, { whole, tree, placed }, replay.tree) : null;
      const found = step === null ? null : await coverage.coverAll(step);
      if (step === null || found === null || found.first === null) {
        left.push(candidate);
        continue;
      }
      parts.push(partOf(step, found));
      placed.push(candidate);
      tree = step.head.tree;
    }
    if (left.length === again.length) break;
    again = left;
  }
  if (tree !== whole.head.tree || parts.length === 0) return null;
  return { covered: true, from: landed.commit, to: landed.commit, parts };
}

interface Placed {
  readonly whole: Step;
  readonly tree: string;
  readonly placed: readonly Candidate[];
}

async function stepTo({ effects }: Coverer, { whole, tree, placed }: Placed, next: string): Promise<Step> {
  const { digest, changes } = await effects.digest(tree, next);
  return { ...whole, under: { commit: whole.under.commit, tree }, head: { commit: whole.head.commit, tree: next }, changes, digest, onTopOf: [...placed] };
}

/** Lower parts of a stack before what stands on them, larger changes before those they contain, and newer before older. */
function inOrder(waiting: readonly Candidate[]): readonly Candidate[] {
  const ordered: Candidate[] = [];
  const visit = (candidate: Candidate, seen: readonly Candidate[]): void => {
    if (ordered.includes(candidate) || seen.includes(candidate)) return;
    for (const lower of waiting) if (lower !== candidate && isLower(lower, candidate.signed.base)) visit(lower, [...seen, candidate]);
    ordered.push(candidate);
  };
  const newest = ({ approvals }: Candidate) => approvals.at(-1)!.entry;
  for (const candidate of waiting.toSorted((a, b) => b.signed.entries - a.signed.entries || newest(b) - newest(a))) visit(candidate, []);
  return ordered;
}
