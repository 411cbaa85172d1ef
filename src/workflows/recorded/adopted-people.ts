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
   * Who says whether an adoption counts: people in force; or the people of each adopted commit itself, where the
   * commits by which the target came are known, newest first.
   */
  readonly judges: People | readonly string[];
}

/** The people of each adoption that counts, in ledger order. Anybody may append one: a stranger's changes nothing. */
export async function adoptedPeople(recorded: readonly RecordedStatement[], { target, peopleAt, judges }: AdoptionGround): Promise<readonly AdoptedPeople[]> {
  const adoptions = adoptionsOf(recorded, target);
  return isLanded(judges) ? alongHistory(adoptions, peopleAt, judges) : underPeople(adoptions, peopleAt, judges);
}

type Adoptions = ReturnType<typeof adoptionsOf>;

async function underPeople(adoptions: Adoptions, peopleAt: AdoptionGround['peopleAt'], judges: People): Promise<readonly AdoptedPeople[]> {
  const found: AdoptedPeople[] = [];
  for (const one of adoptions) {
    if (!mayAdopt(one, judges)) continue;
    const people = await peopleAt(one.statement.predicate.commit);
    if (people !== null) found.push({ entry: one.entry, people, commit: one.statement.predicate.commit });
  }
  return found;
}

/** None goes back before the one adopted last: a key that was taken away could otherwise bring back the people who had it. */
async function alongHistory(adoptions: Adoptions, peopleAt: AdoptionGround['peopleAt'], landed: readonly string[]): Promise<readonly AdoptedPeople[]> {
  const found: AdoptedPeople[] = [];
  const backOf = new Map(landed.map((commit, back) => [commit, back]));
  let newest = Number.POSITIVE_INFINITY;
  for (const one of adoptions) {
    const { commit } = one.statement.predicate;
    const back = backOf.get(commit);
    if (back === undefined || back > newest) continue;
    const people = await peopleAt(commit);
    if (people === null || !mayAdopt(one, people)) continue;
    newest = back;
    found.push({ entry: one.entry, people, commit });
  }
  return found;
}

function isLanded(judges: AdoptionGround['judges']): judges is readonly string[] {
  return Array.isArray(judges);
}
