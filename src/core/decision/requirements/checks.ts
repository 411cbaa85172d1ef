import type { RequirementTemplate } from '../../policy/index.ts';
import { clockSkew, whyNotCarried, type After, type CheckResult, type SetAside } from '../../signoff/index.ts';
import { leaf, type Want } from '../node.ts';
import { list, unique } from '../phrases.ts';
import type { Against, Settled } from './settled.ts';

type ChecksTemplate = Extract<RequirementTemplate, { kind: 'checks' }>;

/** What became of one named check. */
interface Looked {
  readonly name: string;
  readonly state: 'passed' | 'failed' | 'early' | 'missing';
  readonly sentence: string;
  /** Ledger position from which it counts. */
  readonly order: number;
}

/**
 * Named checks, met by results that enrolled gates signed for the tree of this head: of each name the newest counts. A
 * result for another tree counts where a sign-off of that tree is carried `disjoint` here, and the newest for this very
 * tree speaks first. A failed one keeps the change waiting and refuses nothing: the next run may pass.
 */
export function settleChecks(template: ChecksTemplate, { facts, signing, after }: Against): Settled {
  const setAside: SetAside[] = [];
  const usable = usableResults(template, { facts }, setAside);
  const trees = [facts.inputs.change.head.tree, ...carriedTrees({ facts, signing })];
  // It may say that any of them failed.
  const unreadable = facts.inputs.results.find((one) => !isWhole(one));
  const looked = unique(template.pass).map((name) => (unreadable === undefined ? lookAt(name, usable.filter((one) => one.name === name), trees, after) : unknowable(name, unreadable)));
  const open = looked.filter(({ state }) => state !== 'passed');
  const met = looked.flatMap(({ state, sentence }) => (state === 'passed' ? [sentence] : []));
  const used = new Set(looked.map(({ order }) => order));
  const elsewhere = usable.filter(({ tree, order }) => !trees.includes(tree) && !used.has(order)).map((one) => ({ signOff: one.id, person: one.gate, because: `${one.name} ran on tree ${one.tree.slice(0, 7)}, the head's is ${trees[0]!.slice(0, 7)}` }));
  const aside = [...setAside, ...elsewhere];
  if (open.length === 0) {
    const node = leaf('checks', 'approved', list(met), { met, setAside: aside });
    return { node, completedAt: Math.max(...looked.map(({ order }) => order)), valid: [] };
  }
  const what = checksWords(template.pass.filter((name) => open.some((one) => one.name === name)));
  const gates = facts.inputs.people.gates.filter(({ may }) => may.includes('evidence')).map(({ id }) => id);
  const want: Want = { for: 'result', kind: 'checks', what, read: true, gates };
  const nobody = gates.length === 0 ? ' (no gate that may sign evidence is enrolled)' : '';
  const sentence = `${list(open.map((one) => one.sentence))}${nobody}`;
  const told = open.filter(({ state }) => state !== 'missing').map((one) => one.sentence);
  const needs = [`${what}${template.after === null ? '' : `, after the ${template.after}`}${told.length === 0 ? '' : `: ${list(told)}`}${nobody}`];
  const node = leaf('checks', 'pending', sentence, { needs, met, setAside: aside, wants: [want] });
  return { node, completedAt: null, valid: [] };
}

/** `tests`, ``check `lint` ``. */
export function checksWords(names: readonly string[]): string {
  const [first] = names;
  if (first === 'test' && names.length === 1) return 'tests';
  return `${names.length === 1 ? 'check' : 'checks'} ${list(names.map((name) => `\`${name}\``))}`;
}

/** Results of the names asked for, by gates that may sign them; the others are set aside. */
function usableResults({ pass }: ChecksTemplate, { facts: { inputs } }: Pick<Against, 'facts'>, setAside: SetAside[]): CheckResult[] {
  const named = inputs.results.filter(({ name }) => pass.includes(name));
  return named.flatMap((one) => {
    const gate = inputs.people.gates.find(({ id }) => id === one.gate);
    const because =
      gate === undefined
        ? 'no gate of this id is enrolled'
        : !gate.may.includes('evidence')
          ? `${gate.id} may not sign evidence`
          // One that failed is believed whatever it is dated.
          : one.outcome === 'passed' && !(one.signedAt - inputs.now <= clockSkew)
            ? 'dated in the future'
            : null;
    if (because === null) return [one];
    setAside.push({ signOff: one.id, person: one.gate, because });
    return [];
  });
}

/** Whether a result says of which tree and check it is, whose, and what came of it. */
function isWhole({ name, outcome, tree, gate, order }: CheckResult): boolean {
  const texts = [name, tree, gate].every((text) => typeof text === 'string' && text !== '');
  return texts && /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(tree) && ['passed', 'failed'].includes(outcome) && Number.isFinite(order);
}

function unknowable(name: string, { id, order }: CheckResult): Looked {
  return { name, state: 'failed', sentence: `\`${name}\` waits: entry ${id} cannot be read as a result`, order };
}

/** Head trees of sign-offs that still cover the change although the target moved, without a touched file moving underneath. */
function carriedTrees({ facts: { inputs, standing }, signing }: Pick<Against, 'facts' | 'signing'>): string[] {
  return standing.approvals.flatMap((signOff) => {
    const carried = inputs.carries.some(({ signOff: id, test }) => id === signOff.id && test === 'disjoint');
    if (!carried || signOff.head === undefined || signOff.changeDigest !== inputs.change.digest || signOff.target !== inputs.change.target) return [];
    if (!inputs.people.persons.some(({ id }) => id === signOff.person)) return [];
    return whyNotCarried(signOff, inputs.change.files, signing) === null ? [signOff.head.tree] : [];
  });
}

function lookAt(name: string, results: readonly CheckResult[], trees: readonly string[], after: After | null): Looked {
  const tree = trees.find((one) => results.some((result) => result.tree === one));
  const inOrder = results.filter((one) => one.tree === tree).toSorted((a, b) => a.order - b.order || Number(a.outcome === 'failed') - Number(b.outcome === 'failed'));
  const newest = inOrder.at(-1);
  if (newest === undefined || tree === undefined) return { name, state: 'missing', sentence: `no signed result of \`${name}\` for this head yet`, order: NaN };
  const words = `${name} ${newest.outcome}, ${newest.gate}, entry ${newest.id}`;
  if (newest.outcome !== 'passed') return { name, state: 'failed', sentence: words, order: newest.order };
  const failed = inOrder.findLastIndex(({ outcome }) => outcome !== 'passed');
  // The first of the unbroken row of passes: running a check once more takes nothing back.
  const counts = inOrder.slice(failed + 1).find(({ order }) => after === null || order > after.order);
  if (counts === undefined) {
    const why = after?.order === Infinity ? `waits for the ${after.kind}, which is not met yet` : `passed before the ${after?.kind ?? ''} it should follow, entry ${newest.id}`;
    return { name, state: 'early', sentence: `\`${name}\` ${why}`, order: newest.order };
  }
  const carried = tree === trees[0] ? '' : `, carried from tree ${tree.slice(0, 7)} (disjoint)`;
  return { name, state: 'passed', sentence: `${name} passed, ${counts.gate}, entry ${counts.id}${carried}`, order: counts.order };
}
