import { digestOfChangePath, envelopePath, readCheckpoint, tileFiles, toHex } from '../../core/ledger/index.ts';
import type { People } from '../../core/policy/index.ts';
import { checkHistory } from '../ledger/reading/check-history.ts';
import { countingFaults } from '../ledger/counting-faults.ts';
import { readLedger, type LedgerView, type Reading } from '../ledger/read-ledger.ts';
import type { LedgerCommit, Ports } from '../ports/index.ts';
import type { PushedRef } from './push.ts';

/** Where the ledger lies. */
export const ledgerRef = 'refs/countersign/ledger';
/** Where the commits are kept that sign-offs speak of. */
export const keepRef = 'refs/countersign/keep';

/** The ledger as it will be once the push is in. */
export async function readLedgerPushed({ ledger, cryptography }: Ports, refs: readonly PushedRef[]): Promise<LedgerView> {
  const pushed = refs.find(({ ref }) => ref === ledgerRef);
  return readLedger(pushed === undefined ? ledger : ledgerAt(ledger, pushed.after), cryptography);
}

/** The ledger that is here, where the push brings another; `null`: it brings none. */
export async function readLedgerHeld({ ledger, cryptography }: Ports, refs: readonly PushedRef[]): Promise<LedgerView | null> {
  const pushed = refs.find(({ ref }) => ref === ledgerRef);
  return pushed === undefined || pushed.before === pushed.after ? null : readLedger(ledgerAt(ledger, pushed.before), cryptography);
}

/**
 * Why a push of the ledger, or of the commits it keeps, is not taken; `null`: it is, or it is no such ref. Both only
 * grow; and the ledger contains what it contained, entry by entry. `people`: of the default branch, as they are before
 * the push; `null`: not known. What a stranger once appended refuses nothing that others append later.
 */
export async function whyLedgerRefused(ports: Ports, { ref, before, after }: PushedRef, pushed: LedgerView, people: People | null): Promise<string | null> {
  const { repository, ledger } = ports;
  if (ref !== ledgerRef && ref !== keepRef) return null;
  const what = ref === ledgerRef ? 'the ledger' : 'what the ledger keeps';
  if (after === null) return `${what} is never deleted`;
  if (before !== null && before !== after && !(await repository.isAncestor(before, after))) return `${what} only grows: fetch it, and put yours on top`;
  if (ref === keepRef) return null;
  const [bytes = null] = before === null ? [] : await ledger.read({ commit: before }, ['checkpoint']);
  const was = bytes === null ? null : readCheckpoint(bytes);
  const had = was?.ok === true ? was.value.checkpoint.size : 0;
  const counting = new Set(countingFaults(pushed, people));
  const fault = pushed.faults.find((one) => counting.has(one) || (one.entry ?? had) >= had);
  if (fault !== undefined) return `the ledger pushed contradicts itself: ${fault.sentence}`;
  if (was?.ok === true) {
    const { size, root } = was.value.checkpoint;
    if (pushed.rootAt(size) !== toHex(root)) return `the ledger pushed is not the one here: its first ${size} entries differ`;
  }
  const [no] = await checkHistory(ledger, await commitsPushed(ledger, before, after), pushed.rootAt, before === null ? null : { commit: before, size: had, origin: was?.ok === true ? was.value.checkpoint.origin : null });
  return no === undefined ? whyNoAppend(ports, before, after, pushed) : no.sentence;
}

/**
 * Why what lies beside the tree is not as an append leaves it: each file belongs to an entry, each list has the digest it
 * is named after, and nothing that belongs there is taken away. That tiles and envelopes are right was seen before.
 */
async function whyNoAppend({ repository, ledger, sha256 }: Ports, before: string | null, after: string, { checkpoint, named }: LedgerView): Promise<string | null> {
  const size = checkpoint?.size ?? 0;
  const [was, is] = [before === null ? null : (await repository.readTreeOf(before)).tree, (await repository.readTreeOf(after)).tree];
  const tiles = new Set(['checkpoint', ...tileFiles(size).map(({ path }) => path)]);
  const lists = new Set(named);
  const envelopes = new Set(Array.from({ length: size }, (_, entry) => envelopePath(entry)));
  for (const { path, newMode } of await repository.comparePaths(was, is)) {
    const digest = digestOfChangePath(path);
    const belongs = digest === null ? tiles.has(path) || envelopes.has(path) : lists.has(digest);
    if (newMode === '000000' && !belongs) continue;
    if (newMode !== '100644') return newMode === '000000' ? `the ledger pushed lacks \`${path}\`, which belongs to an entry` : `\`${path}\` in the ledger pushed is no plain file`;
    if (!belongs) return `\`${path}\` in the ledger pushed belongs to no entry`;
    const [bytes = null] = digest === null ? [] : await ledger.read({ commit: after }, [path]);
    if (bytes !== null && sha256([bytes]) !== digest) return `\`${path}\` in the ledger pushed is not the list of entries it is named after`;
  }
  return null;
}

/** Oldest first; what is here already is whoever's it is. */
async function commitsPushed(ledger: Ports['ledger'], before: string | null, after: string): Promise<readonly LedgerCommit[]> {
  if (before === after) return [];
  const here = new Set(before === null ? [] : (await ledger.history({ commit: before })).map(({ commit }) => commit));
  return (await ledger.history({ commit: after })).filter(({ commit }) => !here.has(commit)).toReversed();
}

function ledgerAt(ledger: Reading, commit: string | null): Reading {
  return {
    place: ledger.place,
    tip: async () => (commit === null ? null : { commit }),
    read: (tip, paths) => ledger.read(tip, paths),
    pinned: () => ledger.pinned(),
  };
}
