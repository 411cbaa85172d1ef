import type { RecordedStatement } from '../../core/attestation/index.ts';
import { emptyTree, type ObjectFormat, type Resign, type Snapshot } from '../../core/change/index.ts';
import { Failure } from '../../core/values/index.ts';
import type { Repository } from '../ports/index.ts';
import { candidatesOf, type Candidate } from './candidates.ts';
import { coverStep, isLower, standOf, unknowable, type CoverSource, type Step } from './cover-step.ts';
import { Effects } from './effect.ts';
import { FirstParents, type Landed } from './first-parents.ts';
import { partOf, type Coverer, type CoveringSignOff, type LandingCover, type StepCover, type StoodThen } from './landing-cover.ts';
import { PathIndex } from './path-index.ts';
import { coveringRange } from './ranges.ts';
import { coveringSet } from './sets.ts';

/** What was read of a repository, whichever sign-offs it was read for. */
interface Read {
  readonly effects: Effects;
  readonly chains: Map<string, FirstParents>;
}

const kept = new WeakMap<Repository, Read>();

function readOf(repository: Repository): Read {
  const read = kept.get(repository) ?? { effects: new Effects(repository), chains: new Map() };
  kept.set(repository, read);
  return read;
}

/** What the sign-offs of a ledger cover on one target; each question of git is asked once. */
export class Coverage implements CoverSource, Coverer {
  readonly repository: Repository;
  readonly objectFormat: ObjectFormat;
  readonly target: string;
  readonly chain: FirstParents;
  readonly effects: Effects;
  readonly candidates: readonly Candidate[];
  readonly #byDigest = new Map<string, Candidate[]>();
  readonly #read: Read;
  readonly #stoodThen: StoodThen;
  readonly #landings = new Map<string, Promise<LandingCover>>();
  #index: Promise<PathIndex> | null = null;

  private constructor(repository: Repository, objectFormat: ObjectFormat, { target, tip, signed, stoodThen }: CoverageOptions) {
    this.#read = readOf(repository);
    this.#stoodThen = stoodThen ?? (() => null);
    this.repository = repository;
    this.objectFormat = objectFormat;
    this.target = target;
    this.chain = this.#chainAt(tip);
    this.effects = this.#read.effects;
    this.candidates = candidatesOf(signed);
    for (const candidate of this.candidates) {
      const same = this.#byDigest.get(candidate.signed.digest);
      if (same === undefined) this.#byDigest.set(candidate.signed.digest, [candidate]);
      else same.push(candidate);
    }
  }

  static async open(repository: Repository, options: CoverageOptions): Promise<Coverage> {
    return new Coverage(repository, (await repository.facts()).objectFormat, options);
  }

  /** What covers a landing; throws a `Failure` where `commit` is no landing of the target. */
  landing(commit: string): Promise<LandingCover> {
    let cover = this.#landings.get(commit);
    if (cover === undefined) {
      this.#landings.set(commit, (cover = this.#cover(commit)));
      cover.catch(() => undefined);
    }
    return cover;
  }

  async #cover(commit: string): Promise<LandingCover> {
    try {
      const landed = await this.chain.find(commit);
      if (landed === null) throw new Failure('unknown-ref', 'user', `\`${this.target}\` did not come by ${commit} along its first parents`, ['name a commit of `git log --first-parent`']);
      const [step] = await Promise.all([this.stepOf(landed, landed), this.index()]);
      if (step.under.tree === step.head.tree) return { covered: true, from: commit, to: commit, parts: [] };
      const found = await this.coverAll(step);
      const alone: LandingCover | null = found.first === null ? null : { covered: true, from: commit, to: commit, parts: [partOf(step, found)] };
      if (alone !== null && found.whole) return alone;
      // A series that came commit by commit ends with what its sign-off would still bring.
      const range = await coveringRange(this, landed);
      if (range?.covered === true) return range;
      const together = alone ?? (await coveringSet(this, landed, step)) ?? range;
      if (together !== null) return together;
      return { covered: false, resign: await this.#whyNot(step, found) };
    } catch (error) {
      return { covered: false, resign: unknowable(error) };
    }
  }

  async stepOf(oldest: Landed, newest: Landed): Promise<Step> {
    const parent = await this.chain.at(oldest.back + 1);
    const under = parent === null ? { commit: '0'.repeat(newest.commit.length), tree: emptyTree[this.objectFormat] } : { commit: parent.commit, tree: parent.tree };
    const { digest, changes } = await this.effects.digest(under.tree, newest.tree);
    return { under, head: { commit: newest.commit, tree: newest.tree }, digest, changes, before: newest.back + 1, underBack: oldest.back + 1, onTarget: true, onTopOf: [] };
  }

  async coverAll(step: Step): Promise<StepCover> {
    const index = await this.index();
    const tried = new Set([...(this.#byDigest.get(step.digest) ?? []), ...index.touchingAll(step.changes)]);
    const by: CoveringSignOff[] = [];
    const refused: { candidate: Candidate; resign: Resign }[] = [];
    let first: Candidate | null = null;
    let whole = false;
    for (const candidate of tried) {
      const cover = await coverStep(this, candidate, step);
      if (!cover.covered) {
        refused.push({ candidate, resign: cover.resign });
        continue;
      }
      first ??= candidate;
      whole ||= cover.settled.length === 0;
      for (const { entry } of candidate.approvals) by.push({ entry, test: cover.test, moved: cover.moved });
    }
    return { by: by.toSorted((a, b) => a.entry - b.entry), first, whole, refused };
  }

  index(): Promise<PathIndex> {
    return (this.#index ??= PathIndex.of(this.candidates.filter(({ signed }) => signed.objectFormat === this.objectFormat && (signed.target === this.target || signed.alsoFor.includes(this.target))), this.effects));
  }

  async chainsOf(target: string, landing: string): Promise<readonly FirstParents[]> {
    const tip = await this.repository.resolveBranch(target);
    if (tip === null) return [];
    const [now, then] = [this.#chainAt(tip), this.#stoodThen(target, landing)];
    return then === null || then === tip || (await now.find(then)) === null ? [now] : [this.#chainAt(then), now];
  }

  #chainAt(tip: string): FirstParents {
    const { chains } = this.#read;
    const chain = chains.get(tip) ?? new FirstParents(this.repository, tip);
    chains.set(tip, chain);
    return chain;
  }

  async landingOf(base: Snapshot, before: number, seen: readonly Candidate[]): Promise<Landed | null> {
    for (const lower of this.candidates) {
      if (lower.signed.target !== this.target || seen.includes(lower) || !isLower(lower, base)) continue;
      const stand = await standOf(this, lower, { before, onTopOf: [] }, [...seen, lower]);
      if (stand === null) continue;
      const entries = await this.effects.entriesOf(lower.signed);
      const landed = await this.effects.firstInEffect(this.chain, lower.signed, entries, { stand, until: before });
      if (landed === null) continue;
      const cover = await this.landing(landed.commit);
      if (cover.covered && cover.parts.some(({ by }) => by.some(({ entry }) => lower.approvals.some((approval) => approval.entry === entry)))) return landed;
    }
    return null;
  }

  /** The reason that says most: of what is the same change, else of what shares the most with it. */
  async #whyNot(step: Step, { refused }: StepCover): Promise<Resign> {
    const same = refused.find(({ candidate }) => candidate.signed.digest === step.digest) ?? refused.toSorted((a, b) => a.resign.residual.length - b.resign.residual.length)[0];
    if (same !== undefined) return same.resign;
    const index = await this.index();
    for (const candidate of index.touchingSome(step.changes).slice(0, 8)) {
      const cover = await coverStep(this, candidate, step);
      if (!cover.covered && cover.resign.residual.length > 0) return cover.resign;
    }
    const unread = index.unread.find(({ candidate }) => candidate.signed.entries >= step.changes.length);
    if (unread !== undefined) return { code: unread.code, sentence: unread.sentence, residual: [] };
    return { code: 'unsigned', sentence: 'no sign-off is for any part of it', residual: step.changes.map(({ path }) => path) };
  }
}

/** Where and for whom coverage is asked. */
export interface CoverageOptions {
  /** Full ref name. */
  readonly target: string;
  /** Newest commit of it to look at, full id. */
  readonly tip: string;
  /** Statements about this repository, of any kind; only approvals count. */
  readonly signed: readonly RecordedStatement[];
  /** For what has landed; left out, other branches are asked as they stand now. */
  readonly stoodThen?: StoodThen;
}
