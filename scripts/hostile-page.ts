// The table of docs/hostile.md, made of the rows that `npm test` runs.
import { promises, ways } from '../test/hostile/agent/promises.ts';
import { existing } from '../test/hostile/cases/existing-gates.ts';
import { pitfalls } from '../test/hostile/cases/pitfalls.ts';
import type { Row } from '../test/hostile/cases/row.ts';
import { table } from '../test/hostile/table.ts';

/** What each subject of the table is called on the page, in this order. */
const subjects: Readonly<Record<string, string>> = {
  change: 'A change, and the clone it is judged in',
  push: 'A push to a hooked repository',
  signer: 'Who signs, and what for',
  key: 'Keys, and what an agent beside them can do',
  touch: 'A person’s touch, and what an agent makes of it',
  page: 'The page on this machine by which a passkey signs',
  result: 'Results of checks',
  job: 'A job of CI that judges a change, or signs its results',
  bytes: 'Bytes of statements, envelopes and signatures',
  landing: 'Landings under a sign-off for something else',
  history: 'Past every gate: what `verify` finds',
  ledger: 'The ledger: what `ledger audit` finds',
  witness: 'What witnesses are shown, and what they said',
};

/** How many rows there are, and one table for each subject. */
export function hostileTable(): string {
  const unnamed = table.find(({ id }) => !(subjectOf(id) in subjects));
  if (unnamed !== undefined) throw new Error(`the attack \`${unnamed.id}\` has a subject that docs/hostile.md gives no name`);
  const counted = (how: Row['expected']) => table.filter(({ expected }) => expected === how).length;
  const parts = Object.entries(subjects).map(([subject, title]) => {
    const rows = table.filter(({ id }) => subjectOf(id) === subject);
    return [`## ${title}`, '', '| actor | act | is | after | other gates |', '|---|---|---|---|---|', ...rows.map(line)].join('\n');
  });
  return [`${table.length} attacks: ${counted('prevented')} are prevented, ${counted('detected')} are detected, none is missed.`, ...parts].join('\n\n');
}

function line({ actor, act, expected, source, elsewhere }: Row): string {
  const after = 'threat' in source ? `[${source.threat}](../SECURITY.md#threats) …` : pitfalls[source.pitfall];
  const gates = elsewhere === undefined ? '—' : `${existing[elsewhere].says} ([source](${existing[elsewhere].link}))`;
  return `| ${[actor, act, expected, after, gates].map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function subjectOf(id: string): string {
  return id.slice(0, id.indexOf('/'));
}

/** What each preset lets nobody, or somebody alone, land. */
export function promiseTable(): string {
  const names = Object.keys(promises);
  const rows = ways.map(({ name }, at) => `| ${[name, ...names.map((preset) => promises[preset]![at] ?? '')].join(' | ')} |`);
  return [`| a change that one developer alone brings | ${names.map((name) => `\`${name}\``).join(' | ')} |`, `|---|${names.map(() => '---|').join('')}`, ...rows].join('\n');
}
