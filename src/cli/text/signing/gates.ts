import type { Adopted } from '../../../workflows/signing/adopt-target.ts';
import type { RecordedEvidence } from '../../../workflows/signing/record-evidence.ts';
import { resultWords } from '../../../workflows/ledger/what-it-says.ts';
import { safeText } from '../../terminal/foreign.ts';
import { labelled } from '../../terminal/labelled.ts';
import { span, whole, wrap, type Line } from '../../terminal/spans.ts';
import { inLedgerLines } from './signed.ts';

const short = (ref: string) => safeText(ref.replace('refs/heads/', ''));

/** What was adopted, and what follows from it. */
export function adoptedText({ kind, statement, recorded, place }: Adopted, width: number): Line[] {
  const layout = { indent: 2, column: 13, width };
  const { target, commit, policy, people, gate } = statement;
  const digest = (of: string | null) => (of === null ? 'none' : `SHA-256 ${of.slice(0, 16)}…`);
  const by = gate === null ? `the root, ${recorded.signature.fingerprint}` : `gate ${safeText(gate)}`;
  const then: Record<Adopted['kind'], string> = {
    first: `verification begins at ${commit.slice(0, 7)}: what landed before is before adoption`,
    anew: `a new beginning: what was proved before ${commit.slice(0, 7)} rests on another root, and everybody can see the break`,
    next: 'a key that is not in these people counts no more from here on',
  };
  return [
    ...inLedgerLines('adopted', recorded.entry, place, width),
    [],
    ...labelled('commit', [`${commit.slice(0, 12)} of ${short(target)}`], layout),
    ...labelled('policy', [digest(policy)], layout),
    ...labelled('people', [digest(people)], layout),
    ...labelled('by', [by], layout),
    [],
    ...wrap(['  '], [kind === 'anew' ? span('pending', then[kind]) : then[kind]], width, 2),
    ...(kind === 'next' ? [] : [[], ...wrap(['  ', span('act', 'next'), '   '], [span('act', whole('countersign sign')), '   at the first change that waits'], width, 9)]),
  ];
}

/** What was recorded, one line for each result, and what nobody asks for. */
export function evidenceText({ results, gate, commit, tree, place, asked, askedSuites }: RecordedEvidence, width: number): Line[] {
  const last = results.at(-1)!.recorded.entry;
  const unasked = results.flatMap(({ result }) => {
    if (result.kind === 'check') return asked.includes(result.name) ? [] : [`no rule asks for a check \`${result.name}\`; ${asked.length === 0 ? 'none asks for any' : `rules ask for ${asked.join(', ')}`}`];
    if (result.kind !== 'tests' || askedSuites.includes(result.suite)) return [];
    return [`no rule asks for ${result.suite} tests; ${askedSuites.length === 0 ? 'none asks for any suite' : `rules ask for ${askedSuites.join(', ')}`}`];
  });
  return [
    ...inLedgerLines('recorded', last, place, width),
    ...results.flatMap(({ result, recorded }) => wrap(['  '], [...saw(result), ` by ${safeText(gate.id)}: ${commit.slice(0, 7)}, tree ${tree.slice(0, 7)}${results.length === 1 ? '' : ` (entry ${recorded.entry})`}`], width, 2)),
    ...unasked.flatMap((sentence) => wrap([span('pending', '  ◐ ')], [safeText(sentence)], width, 4)),
  ];
}

/** `unit tests passed (40 ran),`: how it ended stands out. */
function saw(result: RecordedEvidence['results'][number]['result']): Line {
  const [before = '', after = ''] = resultWords(result).split(/ (?:passed|failed|run|stopped)(?= |,|$)/);
  const how = result.kind === 'scan' || result.kind === 'edge-cases' ? (result.outcome === 'passed' ? 'run' : 'stopped') : result.outcome;
  const tool = (result.kind === 'check' || result.kind === 'tests') && result.tool !== null ? ` (${result.tool})` : '';
  return [safeText(before), ' ', span(result.outcome === 'passed' ? 'met' : 'refused', how), safeText(`${after}${tool},`)];
}
