import type { RequirementTemplate } from '../../policy/index.ts';
import type { CheckResult, EdgeCase, SetAside } from '../../signoff/index.ts';
import { leaf, type Want } from '../node.ts';
import { list, unique } from '../phrases.ts';
import { evidenceGates, lookAt, ofOtherTrees, treesThatCount, unknowable, unreadableResult, usableResults } from './looking.ts';
import type { Against, Settled } from './settled.ts';

type EdgeCasesTemplate = Extract<RequirementTemplate, { kind: 'edge-cases' }>;

/**
 * For each class a test named after it that fails when an added line is mutated, as mutation testing on this tree found.
 * Of each tool the newest result counts. That the test is of that class is the word of whoever named it.
 */
export function settleEdgeCases(template: EdgeCasesTemplate, { facts, signing, after }: Against): Settled {
  const setAside: SetAside[] = [];
  const usable = usableResults(facts.inputs.results.filter(({ measured }) => measured?.kind === 'edge-cases'), facts, setAside, () => null);
  const trees = treesThatCount({ facts, signing });
  const here = usable.filter(({ tree }) => trees.includes(tree));
  const unreadable = unreadableResult(facts);
  const tools = unique(here.map(({ name }) => name)).toSorted();
  const looked = unreadable === undefined ? tools.map((tool) => lookAt(tool, here.filter(({ name }) => name === tool), trees, after, () => null)) : [unknowable('edge-cases', unreadable)];
  const counting = looked.flatMap(({ state, newest }) => (state === 'passed' && newest !== null ? [newest] : []));
  const found = template.classes.map((of) => ({ of, by: counting.flatMap((result) => onAddedLine(result, of, facts) ?? [])[0] }));
  const met = found.flatMap(({ of, by }) => (by === undefined ? [] : [`${of}: a test fails without ${by.path}:${by.line}, ${by.gate}, entry ${by.id}`]));
  const aside = [...setAside, ...ofOtherTrees(usable, trees, new Set())];
  const open = found.flatMap(({ of, by }) => (by === undefined ? [of] : []));
  if (open.length === 0 && met.length > 0) {
    return { node: leaf('edge-cases', 'approved', list(met), { met, setAside: aside }), completedAt: Math.max(...counting.map(({ order }) => order)), valid: [] };
  }
  const gates = evidenceGates(facts);
  const what = `edge-case tests (${open.join(', ')})`;
  const want: Want = { for: 'result', kind: 'edge-cases', what, gates };
  const nobody = gates.length === 0 ? ' (no gate that may sign evidence is enrolled)' : '';
  const late = looked.flatMap(({ state, sentence }) => (state === 'passed' ? [] : [sentence]));
  const sentence = late.length > 0 ? list(late) : `no test of ${list(open)} is known to fail when an added line is mutated`;
  const needs = [`${what}${template.after === null ? '' : `, after the ${template.after}`}${late.length === 0 ? '' : `: ${list(late)}`}${nobody}`];
  return { node: leaf('edge-cases', 'pending', `${sentence}${nobody}`, { needs, met, setAside: aside, wants: [want] }), completedAt: null, valid: [] };
}

function onAddedLine({ measured, gate, id }: CheckResult, of: string, { assistance }: Against['facts']): (EdgeCase & { readonly gate: string; readonly id: string }) | null {
  if (measured?.kind !== 'edge-cases') return null;
  const added = (path: string, line: number) => assistance.files.some((file) => file.path === path && file.ranges.some(({ start, end }) => start <= line && line <= end));
  const one = measured.cases.find((edge) => edge.class === of && added(edge.path, edge.line));
  return one === undefined ? null : { ...one, gate, id };
}
