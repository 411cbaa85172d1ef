import type { Instant } from '../../../core/values/index.ts';
import { fetchLedger } from '../../../workflows/ledger/absent.ts';
import { whatItSays, whoSays } from '../../../workflows/ledger/what-it-says.ts';
import type { ShownEntry, ShownLedger } from '../../../workflows/ledger/show-ledger.ts';
import { safeText } from '../../terminal/foreign.ts';
import { labelled } from '../../terminal/labelled.ts';
import { ago, count, counted } from '../../terminal/numbers.ts';
import { columns, padEnd, span, whole, wrap, type Line } from '../../terminal/spans.ts';

/** The entries asked for, one a line; of a single one, all that it says. */
export function ledgerText(ledger: ShownLedger, single: boolean, width: number, now: Instant): Line[] {
  const { size, place, entries, faults } = ledger;
  const [one] = entries;
  const [first] = faults;
  const [what, mend] = first?.code === 'behind' ? ['this is not the newest', fetchLedger] : ['the ledger contradicts itself', 'countersign ledger audit'];
  const standing: Line[] = first === undefined ? [] : [...wrap(['  ', span('refused', '✗'), ' '], [span('refused', what), `: ${safeText(first.sentence)}`], width, 4), ['    ', span('act', mend)], []];
  if (single && one !== undefined) return [...entryText(one, width), ...(standing.length === 0 ? [] : [[], ...standing.slice(0, -1)])];
  const head: Line = [span('strong', 'ledger'), `   ${counted(size, 'entry', 'entries')}${ledger.refused === 0 ? '' : `, ${count(ledger.refused)} of them count for nothing`}   ${safeText(place)}`];
  const next = entries.at(-1)?.entry ?? 0;
  const { witnessed } = ledger;
  const seen = witnessed === null ? 'time unwitnessed' : `witnessed ${ago(witnessed.at, now)} by ${safeText(witnessed.by)}${witnessed.size === size ? '' : `, up to entry ${count(witnessed.size - 1)}`}`;
  return [
    head,
    ...wrap([span('faint', '         ')], [span('faint', seen)], width, 9),
    [],
    ...standing,
    ...table(entries, width),
    [],
    ['  ', span('act', 'next'), `   ${whole(`countersign ledger show ${next}`)}   all of one entry`],
  ];
}

function table(entries: readonly ShownEntry[], width: number): Line[] {
  const rows = entries.map((one) => ({
    number: count(one.entry),
    kind: one.state === 'refused' ? 'refused' : one.statement.name,
    who: one.state === 'refused' ? '−' : safeText(whoSays(one.statement) ?? 'the root'),
    says: one.state === 'refused' ? safeText(one.refusal.sentence) : safeText(whatItSays(one.statement)),
    style: one.state === 'refused' ? ('refused' as const) : ('plain' as const),
  }));
  const left = Math.max(0, ...rows.map(({ number }) => number.length));
  const who = Math.min(16, Math.max(0, ...rows.map((row) => columns(row.who))));
  const kind = Math.max(0, ...rows.map((row) => row.kind.length));
  const hang = 2 + left + 2 + kind + 2 + who + 2;
  return rows.flatMap((row) => wrap(['  ', row.number.padStart(left), '  ', span(row.style, padEnd(row.kind, kind)), '  ', span('strong', padEnd(row.who, who)), '  '], [row.says], width, Math.min(hang, Math.max(4, width - 30))));
}

function entryText(one: ShownEntry, width: number): Line[] {
  const layout = { indent: 2, column: 14, width };
  const say = (label: string, text: string) => labelled(span('faint', label), [safeText(text)], layout);
  const { entry } = one;
  if (one.state === 'refused') {
    return [
      ...wrap([span('refused', '✗'), ' ', span('refused', `entry ${count(entry)} counts for nothing`), '   '], [safeText(one.refusal.sentence)], width, 2),
      [],
      ...say('envelope', one.envelope),
      [],
      ['  ', span('act', 'next'), `   ${whole('countersign ledger show')}   the entries around it`],
    ];
  }
  const { statement, signature, envelope } = one;
  const { predicate } = statement;
  const about = 'change' in predicate && typeof predicate.change === 'object' ? predicate.change.digest : null;
  const more: readonly (readonly [string, string | null])[] = [
    ['comment', 'comment' in predicate ? predicate.comment : null],
    ['change', about],
    ['answers', 'answers' in predicate ? predicate.answers.map(({ item, answer }) => `${item}: ${answer}`).join(' · ') : null],
    ['edge cases', 'edgeCases' in predicate ? predicate.edgeCases.join(' · ') : null],
    ['document', 'document' in predicate ? Object.entries(predicate.document).map(([name, text]) => `${name}: ${text}`).join(' · ') : null],
    ['findings', 'findings' in predicate ? predicate.findings.join(' · ') : null],
  ];
  return [
    ...wrap([span('strong', `entry ${count(entry)}`), '   '], [`${safeText(whoSays(statement) ?? 'the root')} ${safeText(whatItSays(statement))}`], width, 2),
    [],
    ...say('kind', statement.name),
    ...more.flatMap(([label, text]) => (text === null || text === '' ? [] : say(label, text))),
    ...say('signed', `${predicate.signedAt}, as the signer says`),
    ...say('key', `${signature.fingerprint}, ${signature.strength}${signature.passkey === null ? '' : `, passkey of ${signature.passkey.origin}`}${signature.synced === true ? ', may be synced to other devices' : ''}`),
    ...say('had seen', predicate.ledger === null ? 'an empty ledger' : `${counted(predicate.ledger.size, 'entry', 'entries')}, root ${predicate.ledger.root}`),
    ...say('envelope', envelope),
    [],
    ['  ', span('act', 'next'), `   ${whole(`countersign ledger prove ${entry} --out receipt.json`)}   a receipt for anybody`],
  ];
}
