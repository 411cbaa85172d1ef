import type { RequirementTemplate } from '../../policy/index.ts';
import type { CheckResult, FindingCounts, SetAside } from '../../signoff/index.ts';
import { leaf, type Want } from '../node.ts';
import { counted, list, unique } from '../phrases.ts';
import { evidenceGates, lookAt, ofOtherTrees, treesThatCount, unknowable, unreadableResult, usableResults, type Fault } from './looking.ts';
import type { Against, Settled } from './settled.ts';

type ScanTemplate = Extract<RequirementTemplate, { kind: 'scan' }>;

const gravest = ['error', 'warning', 'note'] as const;

/**
 * A clean scan: at least one scanner ran to its end on this tree, and none that ran there found anything at or above a
 * level in a file that the change touches, or in no file at all. Of each scanner the newest result counts. What the
 * scanner itself says was there before is not among the findings; without such a baseline every finding in a touched
 * file is taken for new, for a line may be broken by another that the change took away.
 */
export function settleScan(template: ScanTemplate, { facts, signing, after }: Against): Settled {
  const { change, results } = facts.inputs;
  const touched = new Set(change.files.map(({ path }) => path));
  const fault: Fault = (result) => whatItFound(result, touched, template.noNew);
  const setAside: SetAside[] = [];
  const scans = usableResults(results.filter(({ measured }) => measured?.kind === 'scan'), facts, setAside, fault);
  const trees = treesThatCount({ facts, signing });
  const unreadable = unreadableResult(facts);
  const here = scans.filter(({ tree }) => trees.includes(tree));
  const tools = unique(here.map(({ name }) => name)).toSorted();
  const looked = unreadable === undefined ? tools.map((tool) => lookAt(tool, here.filter(({ name }) => name === tool), trees, after, fault)) : [unknowable('scan', unreadable)];
  const open = looked.filter(({ state }) => state !== 'passed');
  const met = looked.flatMap(({ state, sentence }) => (state === 'passed' ? [sentence.replace(' passed, ', ' found nothing new, ')] : []));
  const aside = [...setAside, ...ofOtherTrees(scans, trees, new Set())];
  if (looked.length > 0 && open.length === 0) {
    return { node: leaf('scan', 'approved', list(met), { met, setAside: aside }), completedAt: Math.max(...looked.map(({ order }) => order)), valid: [] };
  }
  const gates = evidenceGates(facts);
  const what = 'a clean scan';
  const want: Want = { for: 'result', kind: 'scan', what, gates };
  const nobody = gates.length === 0 ? ' (no gate that may sign evidence is enrolled)' : '';
  const told = open.map(({ sentence }) => sentence);
  const sentence = looked.length === 0 ? `no signed scan of this head yet: nothing new at or above ${template.noNew}` : list(told);
  const needs = [`${what}${template.after === null ? '' : `, after the ${template.after}`}${told.length === 0 ? '' : `: ${list(told)}`}${nobody}`];
  return { node: leaf('scan', 'pending', `${sentence}${nobody}`, { needs, met, setAside: aside, wants: [want] }), completedAt: null, valid: [] };
}

/** `semgrep found 2 errors in checkout/retry.ts`; `null`: nothing that counts. */
function whatItFound({ name, outcome, measured }: CheckResult, touched: ReadonlySet<string>, from: ScanTemplate['noNew']): string | null {
  if (outcome !== 'passed' || measured?.kind !== 'scan') return `${name} did not run to its end`;
  const levels = gravest.slice(0, gravest.indexOf(from) + 1);
  const many = (counts: FindingCounts) => levels.reduce((sum, level) => sum + counts[level], 0);
  const words = (counts: FindingCounts) => list(levels.flatMap((level) => (counts[level] === 0 ? [] : [counted(counts[level], level)])));
  const within = measured.files.filter((file) => touched.has(file.path) && many(file) > 0).toSorted((a, b) => many(b) - many(a));
  const [worst] = within;
  if (worst !== undefined) return `${name} found ${words(worst)} in ${worst.path}${within.length === 1 ? '' : ` and more in ${counted(within.length - 1, 'other file')}`}`;
  return many(measured.nowhere) === 0 ? null : `${name} found ${words(measured.nowhere)} in no file of the tree`;
}
