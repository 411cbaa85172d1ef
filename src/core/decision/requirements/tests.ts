import type { RequirementTemplate } from '../../policy/index.ts';
import type { CheckResult, SetAside } from '../../signoff/index.ts';
import { leaf, type Want } from '../node.ts';
import { list, unique } from '../phrases.ts';
import { shareCovered } from './covered-lines.ts';
import { evidenceGates, lookAt, ofOtherTrees, treesThatCount, unknowable, unreadableResult, usableResults, type Fault, type Looked } from './looking.ts';
import type { Against, Settled } from './settled.ts';

type TestsTemplate = Extract<RequirementTemplate, { kind: 'tests' }>;

/**
 * Suites that ran on this tree, with no test that failed, and where a share is asked together cover that share of the
 * added lines. Of each suite the newest result counts.
 */
export function settleTests(template: TestsTemplate, { facts, signing, after }: Against): Settled {
  const setAside: SetAside[] = [];
  const named = facts.inputs.results.filter(({ name, measured }) => measured?.kind === 'tests' && template.suites.includes(name));
  const usable = usableResults(named, facts, setAside, failedSuite);
  const trees = treesThatCount({ facts, signing });
  const unreadable = unreadableResult(facts);
  const looked = unique(template.suites).map((suite) => (unreadable === undefined ? lookAt(suite, usable.filter(({ name }) => name === suite), trees, after, failedSuite) : unknowable(suite, unreadable)));
  const open = looked.filter(({ state }) => state !== 'passed');
  const passed = looked.flatMap(({ state, sentence, newest }) => (state === 'passed' ? [`${sentence}${numbers(newest)}`] : []));
  const aside = [...setAside, ...ofOtherTrees(usable, trees, new Set(looked.map(({ order }) => order)))];
  const covered = template.cover === null || open.length > 0 ? null : coverOf(looked, template.cover, facts);
  if (open.length === 0 && (covered === null || covered.enough)) {
    const met = [...passed, ...(covered === null ? [] : [covered.sentence])];
    // Coverage counts from where it was measured, which may be later than the first run that passed.
    const order = Math.max(...looked.map(({ order, newest }) => (covered === null ? order : (newest?.order ?? order))));
    return { node: leaf('tests', 'approved', list(met), { met, setAside: aside }), completedAt: order, valid: [] };
  }
  const gates = evidenceGates(facts);
  const missing = template.suites.filter((suite) => open.some(({ name }) => name === suite));
  const what = missing.length === 0 ? 'coverage' : `${list(missing)} tests`;
  const want: Want = { for: 'result', kind: 'tests', what, gates };
  const nobody = gates.length === 0 ? ' (no gate that may sign evidence is enrolled)' : '';
  const sentence = open.length === 0 ? covered!.sentence : list(open.map((one) => one.sentence));
  const told = open.length === 0 ? [covered!.sentence] : open.filter(({ state }) => state !== 'missing').map((one) => one.sentence);
  const needs = [`${what}${template.after === null ? '' : `, after the ${template.after}`}${told.length === 0 ? '' : `: ${list(told)}`}${nobody}`];
  return { node: leaf('tests', 'pending', `${sentence}${nobody}`, { needs, met: passed, setAside: aside, wants: [want] }), completedAt: null, valid: [] };
}

const failedSuite: Fault = ({ name, outcome, measured }) => {
  if (measured?.kind !== 'tests' || measured.ran === 0) return `no ${name} test ran`;
  return outcome === 'passed' && measured.failed === 0 ? null : `${measured.failed} of ${measured.ran} ${name} tests failed`;
};

function numbers(result: CheckResult | null): string {
  if (result?.measured?.kind !== 'tests') return '';
  const { ran, skipped } = result.measured;
  return ` (${ran} ran${skipped === 0 ? '' : `, ${skipped} skipped`})`;
}

function coverOf(looked: readonly Looked[], asked: number, facts: Against['facts']): { readonly enough: boolean; readonly sentence: string } {
  const reports = looked.flatMap(({ newest }) => (newest?.measured?.kind === 'tests' && newest.measured.coverage !== null ? [newest.measured.coverage] : []));
  const wanted = `${Math.round(asked * 100)} %`;
  if (reports.length === 0) return { enough: false, sentence: `no coverage was recorded with it, and ${wanted} of the added lines must be covered` };
  const { hit, lines, outside } = shareCovered(facts.assistance, reports);
  const enough = hit >= asked * lines;
  const missing = outside.length === 0 ? '' : `; the report does not name ${list(outside.slice(0, 2))}${outside.length > 2 ? ` and ${outside.length - 2} more` : ''}`;
  return { enough, sentence: lines === 0 ? 'no added line can run' : `${hit} of ${lines} added lines covered${enough ? '' : `, and ${wanted} are asked${missing}`}` };
}
