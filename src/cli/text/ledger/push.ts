import type { SentPending } from '../../../workflows/ledger/send-pending.ts';
import { safePath } from '../../terminal/foreign.ts';
import { counted } from '../../terminal/numbers.ts';
import { span, wrap, type Line } from '../../terminal/spans.ts';

/** What was sent, and what still waits. */
export function pushedText({ place, restored, recorded, waiting, unreadable, size }: SentPending, width: number): Line[] {
  const head = waiting > 0 ? span('pending', '◐ sent in part') : restored || recorded > 0 ? span('met', '✓ sent') : span('met', '✓ nothing waits');
  const what = [
    ...(restored ? ['entries that were here and not there'] : []),
    ...(recorded > 0 ? [`${counted(recorded, 'statement')} that waited here`] : []),
  ].join(', and ');
  const lines: Line[] = wrap([head, '   '], [`${what === '' ? '' : `${what}; `}${counted(size, 'entry', 'entries')} in ${safePath(place)}`], width, 4);
  if (waiting > unreadable.length) lines.push(...wrap(['  ', span('pending', '◐'), ' '], [`${counted(waiting - unreadable.length, 'statement waits', 'statements wait')} on: this version cannot believe what they say, their key has signed since with a higher counter, or the commits they speak of are not here`], width, 4));
  for (const file of unreadable) lines.push(...wrap(['  ', span('refused', '✗'), ' '], [`${safePath(file)} is damaged; sign again what it held, then remove it`], width, 4));
  return lines;
}
