import type { Adopted } from '../../../workflows/signing/adopt-target.ts';
import type { RecordedEvidence } from '../../../workflows/signing/record-evidence.ts';
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

/** What was recorded of a check. */
export function evidenceText({ gate, commit, tree, result, recorded, place, asked }: RecordedEvidence, width: number): Line[] {
  const { name, outcome, tool } = result;
  const how = outcome === 'passed' ? span('met', 'passed') : span('refused', 'failed');
  return [
    ...inLedgerLines('recorded', recorded.entry, place, width),
    ...wrap(['  '], [safeText(name), ' ', how, `${tool === null ? '' : ` (${safeText(tool)})`}, by ${safeText(gate.id)}: ${commit.slice(0, 7)}, tree ${tree.slice(0, 7)}`], width, 2),
    ...(asked.includes(name) ? [] : wrap([span('pending', '  ◐ ')], [safeText(`no rule asks for a check \`${name}\`; ${asked.length === 0 ? 'none asks for any' : `rules ask for ${asked.join(', ')}`}`)], width, 4)),
  ];
}
