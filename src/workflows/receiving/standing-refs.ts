import type { Ports } from '../ports/index.ts';
import { keepRef, ledgerRef } from './ledger-pushed.ts';
import type { PushedRef } from './push.ts';

/** A ref of a push under the name that it will be written to, and what that name holds here. */
export interface StandingRef {
  readonly pushed: PushedRef;
  /** `null`: it is not here. */
  readonly held: string | null;
}

/** The refs of a push as they stand here: a push to an old name of a branch, kept as a symbolic ref, is one to the branch. */
export async function standingRefs({ repository }: Ports, refs: readonly PushedRef[]): Promise<readonly StandingRef[]> {
  return Promise.all(refs.map(async (pushed) => {
    const { ref, id } = await repository.readRef(pushed.ref);
    return { pushed: { ...pushed, ref }, held: id };
  }));
}

/**
 * Why a ref of ours cannot be judged by what the push says of it; `null`: it can, or it is none of ours. What it was
 * before is a claim of whoever pushes: git compares it only once the hooks are done, and ref by ref, so that one may
 * fail and another, which was judged by it, not.
 */
export function whyMisnamed({ pushed: { ref, before }, held }: StandingRef, refs: readonly PushedRef[], guarded: ReadonlySet<string>): string | null {
  const ours = [...guarded, ledgerRef, keepRef];
  const under = [ledgerRef, keepRef].find((one) => ref.startsWith(`${one}/`));
  if (under !== undefined) return `it would stand in the way of ${under}`;
  const same = ours.find((one) => folded(one) === folded(ref));
  if (same === undefined) return null;
  if (same !== ref) return `some file systems take it for ${same}, which is protected`;
  if (refs.filter((one) => one.ref === ref).length > 1) return 'it is named more than once in this push';
  if (before !== held) return `it is at ${held === null ? 'nothing' : held.slice(0, 7)} here, and this push was made for ${before === null ? 'nothing' : before.slice(0, 7)}`;
  return null;
}

/** As a file system that heeds neither case nor how accents are composed has it. */
function folded(ref: string): string {
  return ref.normalize('NFD').toUpperCase().toLowerCase().normalize('NFC');
}
