import { formatInstant } from '../../../core/values/index.ts';
import type { Witnessed } from '../../../workflows/ledger/witness/witness-ledger.ts';
import { safePath, safeText } from '../../terminal/foreign.ts';
import { labelled } from '../../terminal/labelled.ts';
import { count, counted } from '../../terminal/numbers.ts';
import { padEnd, span, whole, wrap, type Line } from '../../terminal/spans.ts';

/** What is vouched for now, or loudly why nothing is. */
export function witnessText({ ledger, place, signer, checkpoint, before, cosigned, refusals }: Witnessed, width: number): Line[] {
  if (cosigned !== null) {
    const grown = before === null ? 'the first this witness saw of it' : `it begins with the ${counted(before.checkpoint.size, 'entry', 'entries')} cosigned before`;
    return [
      ...wrap([span('met', '✓'), ' ', span('met', 'cosigned'), '   '], [`${counted(cosigned.checkpoint.size, 'entry', 'entries')} of ${safePath(ledger)}; ${grown}`], width, 2),
      [],
      ...labelled(span('faint', 'as'), [safeText(signer.name)], { indent: 2, column: 11, width }),
      ...labelled(span('faint', 'seen at'), [formatInstant(cosigned.signedAt)], { indent: 2, column: 11, width }),
      ...labelled(span('faint', 'kept in'), [safePath(place)], { indent: 2, column: 11, width }),
    ];
  }
  const left = Math.max(...refusals.map(({ code }) => code.length));
  const has = checkpoint === null ? safePath(ledger) : `${counted(checkpoint.size, 'entry', 'entries')} of ${safePath(ledger)}`;
  return [
    ...wrap([span('refused', '✗'), ' ', span('refused', 'not cosigned'), '   '], [`${has}: nothing was written`], width, 2),
    [],
    ...refusals.slice(0, 20).flatMap(({ code, sentence }) => wrap(['  ', span('refused', '✗'), ` ${padEnd(code, left)}   `], [safeText(sentence)], width, Math.min(left + 7, 20))),
    ...(refusals.length > 20 ? [[span('faint', `  and ${count(refusals.length - 20)} more, see --json`)]] : []),
    [],
    ...wrap(['  ', span('act', 'next'), '   '], ['keep both repositories as they are, tell whoever keeps the ledger, and in a clone of it: ', whole('countersign ledger audit')], width, 9),
  ];
}

/** A key that is new, and the line by which others will trust it. */
export function witnessKeyText(vkey: string, file: string, width: number): Line[] {
  return [
    ...wrap([span('met', '✓'), ' ', span('met', 'made'), '   '], [`the key of ${safeText(vkey.slice(0, vkey.indexOf('+')))}, in ${safePath(file)}: whoever reads that file can witness in its name`], width, 2),
    [],
    ['  witnesses:', span('faint', '   into .countersign/people.yaml, by a change like any other')],
    [`    - key: ${safeText(vkey)}`],
    ['      repository: ', span('faint', 'the repository named with --into, as others reach it')],
    [],
    ['  ', span('act', 'next'), `   ${whole('countersign witness --first --repo LEDGER --into WITNESS --key')} ${safePath(file)}`],
  ];
}
