import type { RequirementTemplate } from '../../policy/index.ts';
import type { SetAside } from '../../signoff/index.ts';
import { leaf, type Want } from '../node.ts';
import { list, unique } from '../phrases.ts';
import { evidenceGates, failedCheck, lookAt, ofOtherTrees, treesThatCount, unknowable, unreadableResult, usableResults } from './looking.ts';
import type { Against, Settled } from './settled.ts';

type ChecksTemplate = Extract<RequirementTemplate, { kind: 'checks' }>;

/**
 * Named checks, met by results that enrolled gates signed for the tree of this head: of each name the newest counts. A
 * result for another tree counts where a sign-off of that tree is carried `disjoint` here, and the newest for this very
 * tree speaks first. A failed one keeps the change waiting and refuses nothing: the next run may pass.
 */
export function settleChecks(template: ChecksTemplate, { facts, signing, after }: Against): Settled {
  const setAside: SetAside[] = [];
  const named = facts.inputs.results.filter(({ name, measured }) => measured === undefined && template.pass.includes(name));
  const usable = usableResults(named, facts, setAside, failedCheck);
  const trees = treesThatCount({ facts, signing });
  const unreadable = unreadableResult(facts);
  const looked = unique(template.pass).map((name) => (unreadable === undefined ? lookAt(name, usable.filter((one) => one.name === name), trees, after, failedCheck) : unknowable(name, unreadable)));
  const open = looked.filter(({ state }) => state !== 'passed');
  const met = looked.flatMap(({ state, sentence }) => (state === 'passed' ? [sentence] : []));
  const used = new Set(looked.map(({ order }) => order));
  const aside = [...setAside, ...ofOtherTrees(usable, trees, used)];
  if (open.length === 0) {
    const node = leaf('checks', 'approved', list(met), { met, setAside: aside });
    return { node, completedAt: Math.max(...looked.map(({ order }) => order)), valid: [] };
  }
  const what = checksWords(template.pass.filter((name) => open.some((one) => one.name === name)));
  const gates = evidenceGates(facts);
  const want: Want = { for: 'result', kind: 'checks', what, gates };
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
