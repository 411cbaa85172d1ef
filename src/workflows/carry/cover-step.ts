import { coverOf, isAfter, refusedBefore, type CarryFacts, type Cover, type PathChange, type Resign, type ResignCode, type Snapshot } from '../../core/change/index.ts';
import { Failure } from '../../core/values/index.ts';
import type { Repository } from '../ports/index.ts';
import type { Candidate } from './candidates.ts';
import { reversed, type Effects } from './effect.ts';
import type { FirstParents, Landed, Stand } from './first-parents.ts';

/** A step of the target's content that may be covered: a landing, a range of them, a part of one, or what waits to land. */
export interface Step {
  readonly under: Snapshot;
  readonly head: Snapshot;
  readonly digest: string;
  /** Paths that differ between the two. */
  readonly changes: readonly PathChange[];
  /** `back` of the newest landing that was there before. */
  readonly before: number;
  /** Whether `under` is a landing of the target, and which; `null`: a commit that some merge brought in. */
  readonly underBack: number | null;
  /** `under` is on the target; else it is the head of a lower part of a stack that waits too. */
  readonly onTarget: boolean;
  /** Candidates whose heads the step stands on though they have no landing of their own: earlier parts of the same landing. */
  readonly onTopOf: readonly Candidate[];
}

/** What covering needs to know of the repository besides a step. */
export interface CoverSource {
  readonly repository: Repository;
  readonly objectFormat: CarryFacts['objectFormat'];
  /** Full ref name. */
  readonly target: string;
  readonly chain: FirstParents;
  readonly effects: Effects;
  /** First-parent history of another protected branch: as it stood when `landing` came, where that is known, then as it stands now; empty: it is not here. */
  chainsOf(target: string, landing: string): Promise<readonly FirstParents[]>;
  /** The landing a stacked change may stand on: of a candidate whose signed head is this commit or tree. */
  landingOf(base: Snapshot, before: number, seen: readonly Candidate[]): Promise<Landed | null>;
}

/** Whether one candidate covers a step. What is missing here to tell is a reason to sign again, never a pass. */
export async function coverStep(source: CoverSource, candidate: Candidate, step: Step): Promise<Cover> {
  try {
    return await cover(source, candidate, step);
  } catch (error) {
    return { covered: false, resign: unknowable(error) };
  }
}

const unknown: ReadonlyMap<string, ResignCode> = new Map([
  ['object-missing', 'object-missing'],
  ['object-corrupt', 'object-corrupt'],
  ['history-shallow', 'history-shallow'],
  ['git-too-old', 'cannot-replay'],
]);

/** The reason in what could not be read; anything else is thrown on. */
export function unknowable(error: unknown): Resign {
  const code = error instanceof Failure ? unknown.get(error.code) : undefined;
  if (code === undefined) throw error;
  return { code, sentence: (error as Failure).message, residual: [] };
}

async function cover(source: CoverSource, candidate: Candidate, step: Step): Promise<Cover> {
  const { signed } = candidate;
  const { repository, objectFormat, target, effects } = source;
  const bare: CarryFacts = { objectFormat, target, under: step.under, head: step.head, digest: step.digest, forward: true, usedAt: null, first: null, moved: [], settled: [], replay: null, residual: [] };
  const elsewhere = signed.target !== target && signed.alsoFor.includes(target);
  const foreign = elsewhere ? null : refusedBefore(signed, bare);
  if (foreign !== null) return { covered: false, resign: foreign };
  const sameDigest = step.digest === signed.digest;
  const standing = elsewhere ? null : step.onTarget ? standOf(source, candidate, step) : standWaiting(source, candidate, step);
  standing?.catch(() => undefined);
  const entries = sameDigest ? step.changes : await effects.entriesOf(signed);
  const compared = sameDigest ? null : await compare(source, entries, step);
  const stand = await standing;
  const forward = stand !== null && (await isForward(repository, stand, step));
  const facts: CarryFacts = { ...bare, ...compared, forward };
  const outright = elsewhere ? null : refusedBefore(signed, facts);
  if (outright !== null) return { covered: false, resign: outright };
  // To a further target nothing is carried by text, so what became of it on the first does not matter.
  if (elsewhere && !sameDigest) return coverOf(signed, { ...facts, first: 'in-effect' });
  const found = elsewhere ? await elsewhereFacts(source, candidate, entries, step) : { first: null, stand };
  if (compared?.hopeless === true) return coverOf(signed, facts);
  const using = found.stand === null ? null : effects.firstInEffect(source.chain, signed, entries, { stand: found.stand, until: step.before });
  if (compared === null) return coverOf(signed, { ...facts, first: found.first, usedAt: (await using)?.commit ?? null });
  // What was used already, as most of what touches a busy file, needs no merge.
  const used = await using;
  const history: CarryFacts = { ...facts, usedAt: used?.commit ?? null };
  if (used !== null) return coverOf(signed, history);
  const [together, replay] = await Promise.all([holdsTogether(source, candidate), effects.replay(signed, step.under.tree)]);
  if (!together) return { covered: false, resign: { code: 'inconsistent', sentence: 'the trees, commits and digest it names do not belong together', residual: [] } };
  const residual = replay.outcome === 'clean' && replay.tree !== step.head.tree ? await repository.comparePaths(replay.tree, step.head.tree) : [];
  return coverOf(signed, { ...history, replay, residual: residual.map(({ path }) => path) });
}

/** Where the signed base stands, or in a stack the landing it stands for. */
export async function standOf(source: Pick<CoverSource, 'repository' | 'chain' | 'landingOf'>, { signed }: Candidate, { before, onTopOf }: Pick<Step, 'before' | 'onTopOf'>, seen: readonly Candidate[] = []): Promise<Stand | null> {
  const stand = await source.chain.standOf(signed.base.commit);
  if (stand !== null) return stand;
  const placed = onTopOf.some((lower) => isLower(lower, signed.base));
  const landing = placed ? null : await source.landingOf(signed.base, before, seen);
  if (!placed && landing === null) return null;
  const [commit, reach] = landing === null ? ['', before] : [landing.commit, landing.back];
  return { commit, reach, after: Math.max(reach - 1, await afterFork(source, signed.base.commit)), sameTree: false };
}

/**
 * `back` of the oldest landing after the commit at which a stack left the target: it may have been used since, whoever
 * has signed its lower part anew. -1 where that commit is not here.
 */
async function afterFork({ repository, chain }: Pick<CoverSource, 'repository' | 'chain'>, base: string): Promise<number> {
  if ((await repository.missing([base])).length > 0) return -1;
  const [parted] = await repository.mergeBases(base, (await chain.at(0))!.commit);
  return parted === undefined ? -1 : ((await chain.standOf(parted))?.after ?? -1);
}

/** On a stack that has not landed: the signed base is what the step stands on now, or came before it. */
async function standWaiting({ chain, repository }: CoverSource, { signed }: Candidate, { under }: Step): Promise<Stand | null> {
  const { commit } = signed.base;
  if ((await repository.missing([commit])).length > 0) return null;
  if (commit !== under.commit && !(await repository.isAncestor(commit, under.commit))) return null;
  const [parted] = await repository.mergeBases(commit, (await chain.at(0))!.commit);
  const stand = parted === undefined ? null : await chain.standOf(parted);
  return stand === null ? null : { ...stand, commit, sameTree: false };
}

/** A change that a stacked one stands on: its signed head is the other's base. */
export function isLower({ signed }: Candidate, base: Snapshot): boolean {
  return signed.head.commit === base.commit || signed.head.tree === base.tree;
}

/** The signed base is what the step stands on, or came before it. */
async function isForward(repository: Repository, stand: Stand, { under, underBack }: Step): Promise<boolean> {
  if (underBack !== null) return underBack <= stand.reach;
  return !Number.isFinite(stand.reach) || stand.commit === under.commit || repository.isAncestor(stand.commit, under.commit);
}

/** For a further target: what became of the change on the first one, and from where on it may have been used here. */
async function elsewhereFacts(source: CoverSource, candidate: Candidate, entries: readonly PathChange[], step: Step): Promise<Elsewhere> {
  for (const home of await source.chainsOf(candidate.signed.target, step.head.commit)) {
    const found = await factsAt(home, source, { candidate, entries, step });
    if (found.first !== 'not-landed') return found;
  }
  return { first: 'not-landed', stand: null };
}

interface Elsewhere {
  readonly first: CarryFacts['first'];
  readonly stand: Stand | null;
}

interface Asked {
  readonly candidate: Candidate;
  readonly entries: readonly PathChange[];
  readonly step: Step;
}

async function factsAt(home: FirstParents, { chain, effects, repository }: CoverSource, { candidate: { signed }, entries, step }: Asked): Promise<Elsewhere> {
  const stand = await home.standOf(signed.base.commit);
  if (stand === null) return { first: 'not-landed', stand: null };
  const landed = await effects.firstInEffect(home, signed, entries, { stand, until: 0 });
  if (landed === null) return { first: 'not-landed', stand: null };
  const after = { stand: { commit: landed.commit, reach: landed.back, after: landed.back - 1, sameTree: true }, until: 0 };
  const gone = (await effects.firstTakenBack(home, entries, after)) ?? (await effects.firstInEffect(home, { base: signed.head, head: signed.base }, reversed(entries), after));
  const [parted] = await repository.mergeBases(signed.base.commit, step.under.commit);
  return { first: gone === null ? 'in-effect' : 'reverted', stand: parted === undefined ? null : await chain.standOf(parted) };
}

/** How the step's content compares with what was signed, before anything is merged. */
async function compare({ repository, effects }: CoverSource, entries: readonly PathChange[], { under, head, changes }: Step): Promise<Pick<CarryFacts, 'moved' | 'settled' | 'residual'> & { readonly hopeless: boolean }> {
  const { moved, there } = await effects.standing(entries, under.tree);
  const merged = new Set(moved);
  const signedPaths = new Set(entries.map(({ path }) => path));
  const states = await repository.readStates(head.tree, entries.map(({ path }) => path));
  const unlike = entries.filter((entry, index) => !merged.has(entry.path) && !isAfter(entry, states[index] ?? null)).map(({ path }) => path);
  const residual = [...changes.map(({ path }) => path).filter((path) => !signedPaths.has(path)), ...unlike];
  const changed = new Set(changes.map(({ path }) => path));
  const settled = entries.map(({ path }) => path).filter((path) => !changed.has(path));
  return { moved, settled, residual, hopeless: residual.length > 0 || moved.length + there.length === 0 };
}

/** A replay takes trees from the statement: they must be those of its commits and of its digest. */
async function holdsTogether({ repository, effects }: CoverSource, { signed: { base, head, digest } }: Candidate): Promise<boolean> {
  const root = /^0+$/.test(base.commit);
  if (!root && (await repository.readTreeOf(base.commit)).tree !== base.tree) return false;
  return (await effects.digest(base.tree, head.tree)).digest === digest;
}
