import { shortCode } from '../../../core/brief/index.ts';
import { nameOf, type Verdict } from '../../../core/signoff/index.ts';
import type { CheckReport } from '../../../workflows/reports.ts';
import type { SignedReport } from '../../../workflows/signing/reports.ts';
import { safeText } from '../../terminal/foreign.ts';
import { span, wrap, type Line } from '../../terminal/spans.ts';
import { nextLines, verdictLines } from '../check.ts';

const words: Record<Verdict, string> = { approve: 'approved', reject: 'rejected', 'request-changes': 'changes asked for', withdraw: 'withdrawn' };

/** That it stands in the ledger; then what the change is now, and what is still missing. */
export function signedText({ recorded, person, verdict, open, after, place }: SignedReport, width: number): Line[] {
  const { change, people } = open.report;
  const by = `${words[verdict]} by ${nameOf(person.id, people)} (${person.level}, ${recorded.signature.strength}): ${change.head.commit.slice(0, 7)}, code ${shortCode(change.digest)}`;
  return [...inLedgerLines('signed', recorded.entry, place, width), ...wrap(['  '], [safeText(by)], width, 2), ...afterLines(after, width)];
}

/** `✓ signed   ledger entry 12, pushed to origin`. */
export function inLedgerLines(word: string, entry: number, place: string, width: number): Line[] {
  const remote = / of (.+)$/.exec(place)?.[1];
  return wrap([span('met', `✓ ${word}`), '   '], [safeText(`ledger entry ${entry}, ${remote === undefined ? 'in this repository alone: it has no remote' : `pushed to ${remote}`}`)], width, 4);
}

/** The decision after it. */
export function afterLines(after: CheckReport, width: number): Line[] {
  const next = nextLines(after, { width, range: after.range });
  return [[], ...verdictLines(after, width), ...(next.length === 0 ? [] : [[], ...next])];
}
