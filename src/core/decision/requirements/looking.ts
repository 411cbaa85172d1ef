import { clockSkew, whyNotCarried, type After, type CheckResult, type SetAside } from '../../signoff/index.ts';
import type { Facts } from '../inputs.ts';
import type { Against } from './settled.ts';

/** What became of one thing that results are asked of: a check, a suite, a scanner. */
export interface Looked {
  readonly name: string;
  readonly state: 'passed' | 'failed' | 'early' | 'missing';
  readonly sentence: string;
  /** Ledger position from which it counts. */
  readonly order: number;
  /** The newest of those that count, `null` where none does. */
  readonly newest: CheckResult | null;
}

/** What is wrong with a result in a few words, `null`: nothing. */
export type Fault = (result: CheckResult) => string | null;

/** `test failed`: all that is known of a check. */
export const failedCheck: Fault = ({ name, outcome }) => (outcome === 'passed' ? null : `${name} failed`);

/** Those of these results that gates signed which may; the others are set aside. */
export function usableResults(results: readonly CheckResult[], { inputs }: Facts, setAside: SetAside[], fault: Fault): CheckResult[] {
  return results.flatMap((one) => {
    const gate = inputs.people.gates.find(({ id }) => id === one.gate);
    const because =
      gate === undefined
        ? 'no gate of this id is enrolled'
        : !gate.may.includes('evidence')
          ? `${gate.id} may not sign evidence`
          // One that failed is believed whatever it is dated.
          : fault(one) === null && !(one.signedAt - inputs.now <= clockSkew)
            ? 'dated in the future'
            : null;
    if (because === null) return [one];
    setAside.push({ signOff: one.id, person: one.gate, because });
    return [];
  });
}

/** The first result that does not say of which tree and check it is, whose, and what came of it: it may say that any of them failed. */
export function unreadableResult({ inputs: { results } }: Facts): CheckResult | undefined {
  return results.find(({ name, outcome, tree, gate, order }) => {
    const texts = [name, tree, gate].every((text) => typeof text === 'string' && text !== '');
    return !(texts && /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(tree) && ['passed', 'failed'].includes(outcome) && Number.isFinite(order));
  });
}

/** That nothing can be said of it, because a result cannot be read. */
export function unknowable(name: string, { id, order }: CheckResult): Looked {
  return { name, state: 'failed', sentence: `\`${name}\` waits: entry ${id} cannot be read as a result`, order, newest: null };
}

/**
 * Trees whose results count, the head's first: then those of sign-offs that still cover the change although the target
 * moved, without a touched file moving underneath.
 */
export function treesThatCount({ facts, signing }: Pick<Against, 'facts' | 'signing'>): readonly string[] {
  const { inputs, standing } = facts;
  const carried = standing.approvals.flatMap((signOff) => {
    const disjoint = inputs.carries.some(({ signOff: id, test }) => id === signOff.id && test === 'disjoint');
    if (!disjoint || signOff.head === undefined || signOff.changeDigest !== inputs.change.digest || signOff.target !== inputs.change.target) return [];
    if (!inputs.people.persons.some(({ id }) => id === signOff.person)) return [];
    return whyNotCarried(signOff, inputs.change.files, signing) === null ? [signOff.head.tree] : [];
  });
  return [inputs.change.head.tree, ...carried];
}

/** Looks at the results of one name: the newest for this very tree speaks, else the newest for one that is carried here. */
export function lookAt(name: string, results: readonly CheckResult[], trees: readonly string[], after: After | null, fault: Fault): Looked {
  const tree = trees.find((one) => results.some((result) => result.tree === one));
  const inOrder = results.filter((one) => one.tree === tree).toSorted((a, b) => a.order - b.order || Number(fault(a) !== null) - Number(fault(b) !== null));
  const newest = inOrder.at(-1);
  if (newest === undefined || tree === undefined) return { name, state: 'missing', sentence: `no signed result of \`${name}\` for this head yet`, order: NaN, newest: null };
  const wrong = fault(newest);
  if (wrong !== null) return { name, state: 'failed', sentence: `${wrong}, ${newest.gate}, entry ${newest.id}`, order: newest.order, newest };
  const failed = inOrder.findLastIndex((one) => fault(one) !== null);
  // The first of the unbroken row of passes: running a check once more takes nothing back.
  const counts = inOrder.slice(failed + 1).find(({ order }) => after === null || order > after.order);
  if (counts === undefined) {
    const why = after?.order === Infinity ? `waits for the ${after.kind}, which is not met yet` : `passed before the ${after?.kind ?? ''} it should follow, entry ${newest.id}`;
    return { name, state: 'early', sentence: `\`${name}\` ${why}`, order: newest.order, newest: null };
  }
  const carried = tree === trees[0] ? '' : `, carried from tree ${tree.slice(0, 7)} (disjoint)`;
  return { name, state: 'passed', sentence: `${name} passed, ${counts.gate}, entry ${counts.id}${carried}`, order: counts.order, newest };
}

/** Results that were given for other trees, as what is set aside. */
export function ofOtherTrees(results: readonly CheckResult[], trees: readonly string[], used: ReadonlySet<number>): SetAside[] {
  return results
    .filter(({ tree, order }) => !trees.includes(tree) && !used.has(order))
    .map((one) => ({ signOff: one.id, person: one.gate, because: `${one.name} ran on tree ${one.tree.slice(0, 7)}, the head's is ${trees[0]!.slice(0, 7)}` }));
}

/** Ids of the gates that may sign results. */
export function evidenceGates({ inputs }: Facts): string[] {
  return inputs.people.gates.filter(({ may }) => may.includes('evidence')).map(({ id }) => id);
}
