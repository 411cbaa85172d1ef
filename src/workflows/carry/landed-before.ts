import type { RecordedStatement } from '../../core/attestation/index.ts';
import type { Change } from '../../core/change/index.ts';
import { recordedOf } from '../../core/recorded/index.ts';
import { Failure } from '../../core/values/index.ts';
import type { Repository } from '../ports/index.ts';
import { Coverage } from './coverage.ts';

/** Of which change, and where the target's history is looked at. */
export interface LandedBeforeQuery {
  readonly change: Change;
  /** Full id of the target's tip. */
  readonly tip: string;
  /** Full id of the landing that is judged, which uses nothing up for itself; `null`: the change's own head, or all that has landed. */
  readonly landing: string | null;
  /** Statements by people who are enrolled, of any kind. */
  readonly recorded: readonly RecordedStatement[];
}

interface Word {
  readonly entry: number;
  readonly name: 'override' | 'declaration' | 'review';
  readonly target: string;
  readonly digest: string;
  /** Full id. */
  readonly base: string;
}

/**
 * Entries of overrides, declarations and reviews of forges of exactly this change that the target had in effect after
 * some landing since their base: what lets it in now would let it in again. History shows it where no gate records
 * landings. Declarations and reviews on a base that the target does not have are among them: nobody can tell what landed
 * since.
 */
export async function landedBefore({ repository }: { readonly repository: Repository }, { change, tip, landing, recorded }: LandedBeforeQuery): Promise<ReadonlySet<number>> {
  const words: readonly Word[] = [
    ...[...recordedOf(recorded, 'override'), ...recordedOf(recorded, 'declaration')].map(({ entry, statement: { name, predicate } }) => ({ entry, name, target: predicate.target, digest: predicate.change.digest, base: predicate.base.commit })),
    ...recordedOf(recorded, 'review').map(({ entry, statement: { name, predicate: { target, change: digest, base } } }) => ({ entry, name, target, digest, base })),
  ].filter(({ target, digest }) => digest === change.digest && target === change.target);
  const used = new Set<number>();
  if (words.length === 0) return used;
  const { chain, effects } = await Coverage.open(repository, { target: change.target, tip, signed: [] });
  const here = await chain.find(landing ?? change.head.commit);
  const until = here === null ? 0 : here.back + 1;
  for (const { entry, name, base } of words) {
    const since = async (): Promise<boolean> => {
      const stand = await chain.standOf(base);
      return stand === null ? name !== 'override' : (await effects.firstInEffect(chain, change, change.files, { stand, until })) !== null;
    };
    // These are words among many: where their history cannot be read they count for nothing, and the rest is judged.
    if (await (name === 'override' ? since() : since().catch(untold))) used.add(entry);
  }
  return used;
}

function untold(error: unknown): true {
  if (error instanceof Failure) return true;
  throw error;
}
