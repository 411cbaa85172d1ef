import { readKeyLine } from '../../../core/policy/index.ts';
import { peoplePath } from '../../../workflows/load-policy.ts';
import type { PeopleChange } from '../../../workflows/setup/edit-people-file.ts';
import type { PeopleAtHand } from '../../../workflows/setup/people-at-hand.ts';
import { safeText } from '../../terminal/foreign.ts';
import { labelled } from '../../terminal/labelled.ts';
import { span, whole, wrap, type Line } from '../../terminal/spans.ts';
import { countsOnce, diffText } from './people.ts';

/** What `people root` did, would do, or found. */
export function rootText(at: PeopleAtHand, change: PeopleChange, written: boolean, width: number): Line[] {
  const { root } = at.people;
  const same = change.after === at.text;
  if (!same) {
    const head = written ? [span('met', '✓ written'), '   '] : [span('pending', '◐ proposal'), '   '];
    const what = root === undefined ? 'a root: the repository has an id now' : 'another key of the root';
    return [...wrap(head, [`${what}; ${peoplePath}, ${written ? 'not committed' : 'nothing is written'}`], width, 4), ...diffText(change.diff, width), ...countsOnce(at, width, 'Name the root')];
  }
  const keys = root?.keys ?? [];
  const layout = { indent: 2, column: 13, width };
  const head = keys.length > 0 ? span('met', '✓ root') : span('pending', '◐ root');
  return [
    ...wrap([head, '   '], [keys.length > 0 ? 'it can be adopted and proved from' : 'it has no key: nothing can be adopted and so proved'], width, 4),
    [],
    ...labelled('repository', [root?.repository ?? ''], layout),
    ...keys.flatMap((key, index) => {
      const read = readKeyLine(key);
      return labelled(index === 0 ? 'keys' : '', [safeText(read.ok ? `${read.line.type} ${read.line.comment}`.trim() : key)], layout);
    }),
    ...(keys.length > 0 ? [] : [[], ...wrap(['  ', span('act', 'next'), '   '], [span('act', whole('countersign people root --key ROOT.pub'))], width, 9)]),
  ];
}
