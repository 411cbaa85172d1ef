import { fetchLedger } from '../../../workflows/ledger/absent.ts';
import type { LedgerAudit } from '../../../workflows/ledger/audit-ledger.ts';
import { safePath, safeText } from '../../terminal/foreign.ts';
import { labelled } from '../../terminal/labelled.ts';
import { count, counted } from '../../terminal/numbers.ts';
import { padEnd, span, whole, wrap, type Line } from '../../terminal/spans.ts';

const mostFailures = 20;
const mostRefused = 8;

/** Whether everything fits together; then what was looked at, or what does not fit. */
export function auditText(audit: LedgerAudit, compared: boolean, width: number): Line[] {
  return audit.consistent ? sound(audit, compared, width) : unsound(audit, width);
}

function sound({ size, root, refused, pinnedBy, commits, place, witnesses }: LedgerAudit, compared: boolean, width: number): Line[] {
  const say = (label: string, text: string) => labelled(span('faint', label), [text], { indent: 2, column: 14, width });
  const numbers = refused.slice(0, mostRefused).map(({ entry }) => count(entry)).join(', ');
  const idle = refused.length === 0 ? 'every entry is a signed statement' : `${counted(refused.length, 'entry counts', 'entries count')} for nothing (${numbers}${refused.length > mostRefused ? ', …' : ''}): they cost space and no trust`;
  return [
    ...wrap([span('met', '✓'), ' ', span('met', 'consistent'), '   '], [`${counted(size, 'entry', 'entries')} in ${safePath(place)}`], width, 2),
    [],
    ...say('root', root ?? 'none'),
    ...say('tree', 'leaves, tiles and envelopes give the root of the checkpoint'),
    ...say('signatures', idle),
    ...(commits === null ? [] : say('commits', `${counted(commits, 'append')}, each on the one before`)),
    ...say('vouched for', pinnedBy === null ? 'by nobody yet: the next signer vouches for what is there' : `up to entry ${count(pinnedBy.size - 1)}, by the signer of entry ${count(pinnedBy.entry)}`),
    ...(compared ? say('since', 'it begins with the checkpoint given') : []),
    ...witnesses.flatMap(({ standing, sentence }, at) => labelled(span('faint', at === 0 ? 'witnessed' : ''), [span(standing === 'agrees' ? 'plain' : 'pending', safeText(sentence))], { indent: 2, column: 14, width })),
    ...(witnesses.length === 0 ? say('witnessed', 'by nobody asked: entries cut off before anybody else saw them are not missed') : []),
    ...say('not asked', 'whose keys signed, and whether they might'),
    [],
    ['  ', span('act', 'next'), `   ${whole('countersign ledger audit --json > seen.json')}   for the next --since`],
  ];
}

function unsound({ failures, place, seenOtherwise }: LedgerAudit, width: number): Line[] {
  const shown = failures.slice(0, mostFailures);
  const left = Math.max(...shown.map(({ code }) => code.length));
  return [
    ...wrap([span('refused', '✗'), ' ', span('refused', 'inconsistent'), '   '], [`${safePath(place)}: ${counted(failures.length, 'thing does', 'things do')} not fit`], width, 2),
    [],
    ...shown.flatMap(({ code, sentence }) => wrap(['  ', span('refused', '✗'), ` ${padEnd(code, left)}   `], [safeText(sentence)], width, Math.min(left + 7, 20))),
    ...(failures.length > shown.length ? [[span('faint', `  and ${count(failures.length - shown.length)} more, see --json`)]] : []),
    [],
    ...nextSteps(failures, seenOtherwise).flatMap((step, at) => wrap(['  ', span(at === 0 ? 'act' : 'faint', at === 0 ? 'next' : '    '), '   '], step, width, 9)),
  ];
}

/** What mends it. That a ledger seen before was not this one says nothing of which is the real one: people compare. */
function nextSteps(failures: LedgerAudit['failures'], seenOtherwise: boolean): Line[] {
  if (failures.every(({ code }) => code === 'behind' || code === 'rollback')) return [[whole(fetchLedger)]];
  const signers = failures.filter(({ code, entry }) => code === 'fork' && entry !== null);
  const idle = failures.filter(({ code }) => code === 'idle');
  const seen = failures.filter(({ code }) => code === 'split-view' || code === 'cosignature-bad');
  const unwitnessed = failures.filter(({ code }) => code === 'unwitnessed');
  return [
    ...(failures.length > signers.length + idle.length + unwitnessed.length ? [['keep this copy as it is and compare it with another clone: gates stay closed until somebody knows which is right']] : []),
    ...(seenOtherwise
      ? [
          ['where this one is right, and what was seen here before was somebody’s fork: ', whole('rm "$(git rev-parse --git-common-dir)/countersign/pins"'), ' has this one remembered instead'],
          ['where what was seen before is right: ', whole('git update-ref -d refs/countersign/ledger'), ', then ', whole(fetchLedger), ' from whoever has it'],
        ]
      : []),
    ...(signers.length > 0
      ? [['whose key it is, people.yaml says: nobody’s closes no gate, and its entry stays for ever; of somebody enrolled, ask them what they saw, and ', whole('countersign people revoke'), ' takes a key away that was not theirs to use']]
      : []),
    ...(seen.length > 0 ? [['ask whoever runs that witness what its log says, before anything is repaired']] : []),
    ...(unwitnessed.length > 0 ? [['ask whoever runs that witness whether it sees this ledger, and where it keeps what it cosigns']] : []),
    ...(idle.length > 0 ? [['a commit that appended nothing closes no gate and stays; where hooks receive pushes, such a commit is refused']] : []),
  ];
}

/** Where the file is, and what to do with it. */
export function exportedText({ size, root }: { readonly size: number; readonly root: string }, path: string, width: number): Line[] {
  return [
    [span('met', '✓'), ' ', span('met', 'exported'), `   ${counted(size, 'entry', 'entries')} into ${safePath(path)}`],
    [],
    ...labelled(span('faint', 'root'), [root], { indent: 2, column: 9, width }),
    [],
    ['  ', span('act', 'next'), `   ${whole(`countersign ledger audit ${safePath(path)}`)}   anybody can, without this repository`],
  ];
}
