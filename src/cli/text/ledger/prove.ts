import type { Statement } from '../../../core/attestation/index.ts';
import type { Receipt } from '../../../core/ledger/index.ts';
import type { CheckedReceipt } from '../../../workflows/ledger/prove-entry.ts';
import { whatItSays, whoSays } from '../../../workflows/ledger/what-it-says.ts';
import { safePath, safeText } from '../../terminal/foreign.ts';
import { count, counted } from '../../terminal/numbers.ts';
import { padEnd, span, whole, wrap, type Line } from '../../terminal/spans.ts';

/** What a receipt shows, and what vouches for it. */
export function provenText({ receipt, statement }: { readonly receipt: Receipt; readonly statement: Statement }, out: string, width: number): Line[] {
  const { entry, checkpoint, pinnedBy } = receipt;
  const pin = pinnedBy === null ? 'nobody who signed later vouches for that yet: prove it again after the next entry' : `the signer of entry ${count(pinnedBy.entry)} vouches for that`;
  return [
    [span('met', '✓'), ' ', span('met', 'proven'), `   entry ${count(entry)}, into ${safePath(out)}`],
    [],
    ...wrap(['  '], [`${safeText(whoSays(statement) ?? 'the root')} ${safeText(whatItSays(statement))}`], width, 2),
    ...wrap(['  '], [`in the ledger of ${counted(checkpoint.size, 'entry', 'entries')}; ${pin}`], width, 2),
    [],
    ['  ', span('act', 'next'), `   ${whole(`countersign ledger prove --verify ${safePath(out)}`)}`],
  ];
}

/** The checks of a receipt, one a line. */
export function receiptText({ holds, receipt, statement, steps }: CheckedReceipt, path: string, width: number): Line[] {
  const left = Math.max(...steps.map(({ name }) => name.length));
  const said: Line[] = statement === null ? [] : [...wrap(['  '], [`${safeText(whoSays(statement) ?? 'the root')} ${safeText(whatItSays(statement))}`], width, 2), []];
  return [
    holds ? [span('met', '✓'), ' ', span('met', 'holds'), `   entry ${count(receipt?.entry ?? 0)}`] : [span('refused', '✗'), ' ', span('refused', 'does not hold'), `   ${safePath(path)}`],
    [],
    ...said,
    ...steps.flatMap((step) => {
      const glyph = step.holds === null ? '−' : step.holds ? span('met', '✓') : span('refused', '✗');
      return wrap(['  ', glyph, ` ${padEnd(step.name, left)}   `], [safeText(step.sentence)], width, left + 7);
    }),
    [],
    ...wrap(['  '], [holds ? 'Whose keys these are is for people.yaml to say, and not shown by a receipt.' : 'Nothing in it can be relied on.'], width, 2),
  ];
}
