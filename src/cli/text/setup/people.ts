import type { DiffLine, MissingPeople } from '../../../core/setup/index.ts';
import type { Instant } from '../../../core/values/index.ts';
import type { PeopleChange } from '../../../workflows/setup/edit-people-file.ts';
import type { PeopleReport, UnknownAuthor } from '../../../workflows/setup/list-people.ts';
import type { PeopleAtHand } from '../../../workflows/setup/people-at-hand.ts';
import { peoplePath } from '../../../workflows/load-policy.ts';
import { safeText } from '../../terminal/foreign.ts';
import { labelled } from '../../terminal/labelled.ts';
import { ago, count, counted } from '../../terminal/numbers.ts';
import { clip, columns, padEnd, span, whole, wrap, type Line } from '../../terminal/spans.ts';
import { leftOutWords } from './left-out.ts';

const mostUnknown = 8;

/** Who is enrolled, a line each, and who writes without being. */
export function peopleListText(report: PeopleReport, now: Instant, width: number): Line[] {
  const { at, persons, unknown, commits } = report;
  const stale = persons.filter((each) => each.stale).length;
  const sums = [`${counted(persons.length, 'person', 'people')}`, ...(stale > 0 ? [`${count(stale)} quiet for half a year`] : []), ...(unknown.length > 0 ? [`${counted(unknown.length, 'author')} of the last 90 days not enrolled`] : [])];
  const well = persons.length > 0 && unknown.length === 0;
  const head = at.from === 'nowhere' ? [span('pending', '◐ nobody'), '   '] : well ? [span('met', '✓ enrolled'), '   '] : [span('pending', '◐ enrolled'), '   '];
  const lines: Line[] = [...wrap(head, [sums.join(', ')], width, 4), ...table(report, now, width)];
  if (unknown.length > 0) lines.push([], ...wrap(['  '], [span('strong', 'Not enrolled'), ', and so of the lowest level:'], width, 2), ...unknown.slice(0, mostUnknown).flatMap((one) => unknownLine(one, now, width)));
  if (unknown.length > mostUnknown) lines.push([`    and ${count(unknown.length - mostUnknown)} more`]);
  lines.push([], ...wrap(['  '], [span('faint', `${whereText(at)}; ${counted(commits, 'commit')} looked at`)], width, 2));
  const next = at.from === 'nowhere' ? ['countersign init', 'proposes who'] : unknown.length > 0 ? ['countersign people import', 'proposes who is missing'] : ['countersign policy lint', 'whether everything can be signed'];
  return [...lines, [], ...wrap(['  ', span('act', 'next'), '   '], [span('act', whole(next[0]!)), `   ${next[1]}`], width, 9)];
}

function table({ persons }: PeopleReport, now: Instant, width: number): Line[] {
  if (persons.length === 0) return [];
  const rows = persons.map(({ person, areas, last, stale }) => ({
    id: safeText(person.id), name: safeText(person.name), level: safeText(person.level),
    known: `${person.emails.length + Object.keys(person.accounts).length}`, keys: `${person.keys.length}`,
    last: last === null ? 'no commit' : ago(last, now), stale, areas: areas.map(safeText).join(', '),
  }));
  const wide = (of: (row: (typeof rows)[number]) => string, title: string, most: number) => Math.min(most, Math.max(title.length, ...rows.map((row) => columns(of(row)))));
  const [id, level] = [wide((row) => row.id, 'id', 22), wide((row) => row.level, 'level', 20)];
  // What the other columns leave; a stump of a name says nothing that the id does not.
  const left = width - id - level - 36;
  const name = left < 8 ? 0 : wide((row) => row.name, 'name', Math.min(28, left));
  const cut = (text: string, most: number) => padEnd(clip(text, most), most);
  const called = name > 0 ? (text: string) => `${cut(text, name)}  ` : () => '';
  const head = `  ${padEnd('id', id)}  ${called('name')}${padEnd('level', level)}  known by  keys  last commit`;
  return [
    [],
    [span('faint', head)],
    ...rows.flatMap((row): Line[] => {
      const start = `  ${cut(row.id, id)}  ${called(row.name)}${cut(row.level, level)}  ${row.known.padStart(8)}  ${row.keys.padStart(4)}  `;
      const line: Line = [start, row.stale ? span('pending', row.last) : row.last];
      return row.areas === '' ? [line] : [line, ...wrap([' '.repeat(id + 4)], [span('faint', `owns ${row.areas}`)], width, id + 4)];
    }),
  ];
}

function unknownLine({ name, address, commits, last }: UnknownAuthor, now: Instant, width: number): Line[] {
  return wrap(['    '], [`${safeText(name)} ${safeText(address === null ? '' : `<${address}>`)}`.trimEnd(), span('faint', `   ${counted(commits, 'commit')}, ${ago(last, now)}`)], width, 6);
}

function whereText({ from, inForce, target }: PeopleAtHand): string {
  const ref = safeText(target);
  if (from === 'nowhere') return `there is no ${peoplePath}, neither here nor on ${ref}`;
  if (from === 'branch') return `${peoplePath} of ${ref}`;
  return inForce ? `${peoplePath}, as it is on ${ref}` : `${peoplePath} of the working tree; ${ref} has another one or none, and only that one counts`;
}

/** What an import would add, as a difference to read before it is written. */
export function importText(at: PeopleAtHand, missing: MissingPeople, change: PeopleChange, state: 'nothing' | 'proposed' | 'written', width: number): Line[] {
  const { persons, agents, additions, notes } = missing;
  const leftOut = leftOutWords(missing.leftOut);
  const parts = [
    ...(persons.length > 0 ? [counted(persons.length, 'person', 'people')] : []),
    ...(agents.length > 0 ? [counted(agents.length, 'machine')] : []),
    ...(additions.length > 0 ? [`more about ${counted(additions.length, 'person', 'people')}`] : []),
  ].join(', ');
  const head: Line[] =
    state === 'nothing'
      ? wrap([span('met', '✓ nobody is missing'), '   '], [`${counted(at.people.persons.length, 'person', 'people')} in ${peoplePath}`], width, 4)
      : state === 'written'
        ? wrap([span('met', '✓ written'), '   '], [`${peoplePath}: ${parts}; not committed`], width, 4)
        : wrap([span('pending', '◐ proposal'), '   '], [`${parts} for ${peoplePath}; nothing is written yet`], width, 4);
  const lines = [...head, ...(state === 'written' ? [] : diffText(change.diff, width))];
  if (notes.length > 0) lines.push([], ...notes.slice(0, 10).flatMap((note) => wrap(['  ', span('pending', '◐'), ' '], [safeText(note)], width, 4)));
  if (notes.length > 10) lines.push([`    and ${count(notes.length - 10)} more`]);
  if (leftOut !== '') lines.push([], ...wrap(['  '], [span('faint', leftOut)], width, 2));
  if (state === 'written') return [...lines, ...countsOnce(at, width)];
  const next = state === 'nothing' ? ['countersign people list', 'who they are'] : ['countersign people import --yes', `writes it; everybody new is ${at.policy.levels[0]}, so set levels then`];
  return [...lines, [], ...wrap(['  ', span('act', 'next'), '   '], [span('act', whole(next[0]!)), `   ${next[1]}`], width, 9)];
}

/** What `people add` did or would do. */
export function addedText(at: PeopleAtHand, id: string, change: PeopleChange, written: boolean, width: number): Line[] {
  const head = written
    ? wrap([span('met', '✓ added'), '   '], [`${safeText(id)} to ${peoplePath}; not committed`], width, 4)
    : wrap([span('pending', '◐ proposal'), '   '], [`${safeText(id)} for ${peoplePath}; nothing is written`], width, 4);
  return [...head, ...diffText(change.diff, width), ...countsOnce(at, width)];
}

/** What is to be done for it to count. */
export function countsOnce({ target }: Pick<PeopleAtHand, 'target'>, width: number, message = 'Enrol people'): Line[] {
  const command = `git add ${peoplePath} && git commit -m "${message}"`;
  return [[], ...wrap(['  ', span('act', 'next'), '   '], [span('act', whole(command)), `   it counts once it is on ${safeText(target.replace('refs/heads/', ''))}`], width, 9)];
}

/** As `diff` shows it, with line numbers; a person's file is short enough to be shown whole. */
export function diffText(diff: readonly DiffLine[], width: number): Line[] {
  if (diff.length === 0) return [];
  const left = String(Math.max(...diff.map(({ at }) => at))).length;
  return [
    [],
    ...labelled(span('faint', peoplePath), [], { indent: 2, column: 4, width }),
    ...diff.map(({ sign, at, text }): Line => {
      const line = `${String(at).padStart(left)} ${sign} ${safeText(text)}`;
      return ['  ', sign === '+' ? span('met', line) : sign === '-' ? span('refused', line) : span('faint', line)];
    }),
  ];
}
