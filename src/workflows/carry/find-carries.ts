import type { RecordedStatement } from '../../core/attestation/index.ts';
import type { Change, Resign } from '../../core/change/index.ts';
import type { Carry } from '../../core/signoff/index.ts';
import type { Repository } from '../ports/index.ts';
import type { Candidate } from './candidates.ts';
import { Coverage } from './coverage.ts';
import { coverStep, type Step } from './cover-step.ts';

/** What approvals given earlier say about a change that waits to land. */
export interface FoundCarries {
  /** For `DecisionInputs.carries`; none for those given for this very base and head. */
  readonly carries: readonly Carry[];
  /**
   * Approvals of this change, or of an earlier state of it, that do not cover it, by ledger entry. One of them may
   * have the very digest of the change (it landed and was taken back): it must not count all the same.
   */
  readonly refused: ReadonlyMap<number, Resign>;
}

/** A change that waits, and the ledger's word about it. */
export interface FindCarriesQuery {
  readonly change: Change;
  readonly target: { readonly ref: string; readonly tip: string };
  /** Statements about this repository whose signatures hold, of any kind. */
  readonly signed: readonly RecordedStatement[];
}

/** Which approvals still cover a change that has moved since they were given, and why the others do not. */
export async function findCarries({ repository }: { readonly repository: Repository }, { change, target, signed }: FindCarriesQuery): Promise<FoundCarries> {
  const coverage = await Coverage.open(repository, { target: target.ref, tip: target.tip, signed });
  const carries: Carry[] = [];
  const refused = new Map<number, Resign>();
  const related = await relatedTo(coverage, change);
  if (related.length === 0) return { carries, refused };
  const step = await stepOf(coverage, change);
  for (const candidate of related) {
    const cover = await coverStep(coverage, candidate, step);
    const same = candidate.signed.target === target.ref && candidate.signed.base.commit === change.base.commit && candidate.signed.head.commit === change.head.commit;
    for (const { entry } of candidate.approvals) {
      if (!cover.covered) {
        if (isOf(change, candidate) || isNear(cover.resign, change)) refused.set(entry, cover.resign);
      } else if (!same) carries.push({ signOff: String(entry), test: cover.test, moved: cover.moved });
    }
  }
  return { carries: carries.toSorted((a, b) => Number(a.signOff) - Number(b.signOff)), refused };
}

/** Approvals of the same content, of a head this one has grown from, or of anything that touches all its files. */
async function relatedTo(coverage: Coverage, change: Change): Promise<readonly Candidate[]> {
  const same = coverage.candidates.filter((candidate) => isOf(change, candidate));
  if (change.files.length === 0 || !coverage.candidates.some(({ signed }) => signed.target === coverage.target && signed.entries >= change.files.length)) return same;
  return [...new Set([...same, ...(await coverage.index()).touchingAll(change.files)])];
}

function isOf({ digest, head, commits }: Change, { signed }: Candidate): boolean {
  return signed.digest === digest || signed.head.commit === head.commit || commits.some(({ id }) => id === signed.head.commit);
}

/** Nearly this change, as far as trees can tell: many change the same lock file and have nothing else to do with it. */
function isNear({ code, residual }: Resign, { files }: Change): boolean {
  return code === 'conflict' || (code === 'edited' && residual.length < files.length);
}

async function stepOf({ chain }: Coverage, { base, head, digest, files, baseOnTarget }: Change): Promise<Step> {
  const root = /^0+$/.test(base.commit);
  const landed = root || !baseOnTarget ? null : await chain.find(base.commit);
  return { under: base, head, digest, changes: files, before: 0, underBack: root ? Number.POSITIVE_INFINITY : (landed?.back ?? null), onTarget: baseOnTarget, onTopOf: [] };
}
