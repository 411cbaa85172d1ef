import { nameOf } from '../../../core/signoff/index.ts';
import type { PersonalKey } from '../../../workflows/signing/find-key.ts';
import type { AuditedLedger } from '../../../workflows/signing/reports.ts';
import type { OpenAudit } from '../../../workflows/signing/sign-audit.ts';
import { safeText } from '../../terminal/foreign.ts';
import { labelled } from '../../terminal/labelled.ts';
import { count, counted } from '../../terminal/numbers.ts';
import { span, wrap, type Line } from '../../terminal/spans.ts';
import { keyLines } from './brief.ts';
import { inLedgerLines } from './signed.ts';

const column = 14;

/** What there is to audit, before the question. */
export function auditingText({ entries, kinds, refused, last }: OpenAudit, mine: PersonalKey, width: number): Line[] {
  const layout = { indent: 2, column, width };
  const listed = kinds.map(({ kind, count: n }) => `${count(n)} ${kind}`).join(', ');
  return [
    [],
    [span('strong', 'You are about to sign an audit')],
    ...labelled('entries', [safeText(rangeOf(entries))], layout),
    ...labelled('of which', [safeText(`${listed === '' ? 'nothing is new' : listed}${refused === 0 ? '' : `; ${counted(refused, 'entry counts', 'entries count')} for nothing`}`)], layout),
    ...labelled('last audit', [last === null ? 'none before' : safeText(last)], layout),
    ...keyLines(mine, width, column),
  ];
}

/** That an audit stands in the ledger. */
export function auditedText({ recorded, person, open, findings, place }: AuditedLedger, width: number): Line[] {
  const found = findings.length === 0 ? 'nothing was found' : counted(findings.length, 'finding');
  return [
    ...inLedgerLines('signed', recorded.entry, place, width),
    ...wrap(['  '], [safeText(`${rangeOf(open.entries)} audited by ${nameOf(person.id, open.people)} (${person.level}): ${found}`)], width, 2),
    ...findings.flatMap((one) => wrap(['  · '], [safeText(one)], width, 4)),
  ];
}

function rangeOf({ from, to }: OpenAudit['entries']): string {
  return to === from ? `none since entry ${from}` : to - from === 1 ? `entry ${from}` : `entries ${from} to ${to - 1}`;
}
