import type { RecordedStatement } from '../../core/attestation/index.ts';
import type { People } from '../../core/policy/index.ts';
import { adoptionsOf, mayAdopt, type AdoptedPeople } from '../../core/recorded/index.ts';

/** What the adoptions of a target are read with. */
export interface AdoptionGround {
  /** Full name of the ref. */
  readonly target: string;
  /** People of a commit as committed; `null`: its files cannot be used here, and tell nothing of keys. */
  readonly peopleAt: (commit: string) => Promise<People | null>;
  /**
   * Who says whether an adoption of this commit counts: people in force, or those of the commit itself where the
   * target is known to have come by it; `null`: nobody, and it is passed over unread.
   */
  readonly judges: (commit: string) => People | 'its own' | null;
}

/** The people of each adoption that counts, in ledger order. Anybody may append one: a stranger's changes nothing. */
export async function adoptedPeople(recorded: readonly RecordedStatement[], { target, peopleAt, judges }: AdoptionGround): Promise<readonly AdoptedPeople[]> {
  const found: AdoptedPeople[] = [];
  for (const one of adoptionsOf(recorded, target)) {
    const { commit } = one.statement.predicate;
    const judge = judges(commit);
    if (judge === null || (judge !== 'its own' && !mayAdopt(one, judge))) continue;
    const people = await peopleAt(commit);
    if (people !== null && (judge !== 'its own' || mayAdopt(one, people))) found.push({ entry: one.entry, people });
  }
  return found;
}
