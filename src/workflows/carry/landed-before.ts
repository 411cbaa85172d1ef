import type { RecordedStatement } from '../../core/attestation/index.ts';
import type { Change } from '../../core/change/index.ts';
import { recordedOf } from '../../core/recorded/index.ts';
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

/**
 * Entries of overrides of exactly this change whose whole change the target had in effect after some landing since
 * their base: what lets it in now would let it in again. History shows it where no gate records landings.
 */
export async function overridesLandedBefore({ repository }: { readonly repository: Repository }, { change, tip, landing, recorded }: LandedBeforeQuery): Promise<ReadonlySet<number>> {
  const overrides = recordedOf(recorded, 'override').filter(({ statement: { predicate } }) => predicate.change.digest === change.digest && predicate.target === change.target);
  const used = new Set<number>();
  if (overrides.length === 0) return used;
  const { chain, effects } = await Coverage.open(repository, { target: change.target, tip, signed: [] });
  const here = await chain.find(landing ?? change.head.commit);
  const until = here === null ? 0 : here.back + 1;
  for (const { entry, statement: { predicate } } of overrides) {
    const stand = await chain.standOf(predicate.base.commit);
    if (stand !== null && (await effects.firstInEffect(chain, change, change.files, { stand, until })) !== null) used.add(entry);
  }
  return used;
}
