import type { MissingPeople, SurveyedArea } from '../../../core/setup/index.ts';
import type { RepositorySurvey } from '../../../workflows/setup/survey-repository.ts';
import type { SetupDraft } from '../../../workflows/setup/draft-setup.ts';
import { safeText } from '../../terminal/foreign.ts';
import { joined, labelled } from '../../terminal/labelled.ts';
import { count, counted, day } from '../../terminal/numbers.ts';
import { columns, padEnd, span, whole, wrap, type Line, type Span } from '../../terminal/spans.ts';
import { leftOutWords } from './left-out.ts';

const column = 13;
/** More people than this are counted, not listed. */
const mostListed = 24;

/** What was looked at and what is proposed, before anything is written; the first line of it answers. */
export function proposalText(found: RepositorySurvey, draft: SetupDraft, written: boolean, width: number, configured: string | null = null): Line[] {
  const { survey, target, paths, more, shallow, unread } = found;
  const { policy, people, preset, levels } = draft;
  const layout = { indent: 2, column, width };
  const since = survey.oldest === null ? '' : ` since ${day(survey.oldest)}`;
  const looked = `${counted(survey.commits, 'commit')}${since}, ${counted(paths.length, 'file')} of ${safeText(target)}`;
  const limits = [...(more ? ['older ones were not looked at'] : []), ...(shallow ? ['a shallow clone: it knows no older ones'] : []), ...unread];
  const size = policy.size.known
    ? `a card of your own: ${count(policy.size.changes)} changes, ${count(policy.size.fixed)} needed a fix`
    : `the shipped card: your history names ${policy.size.fixed === 1 ? '1 fix' : `${count(policy.size.fixed)} fixes`} of ${counted(policy.size.changes, 'change')}, which is too little`;
  return [
    ...(written ? writtenText(draft, configured, width) : wrap([span('pending', '◐ proposal'), '   '], [`${draft.files.size === 1 ? '1 file' : '2 files'} for .countersign; nothing is written yet`], width, 4)),
    [],
    ...labelled('looked at', [looked, ...(limits.length === 0 ? [] : [span('faint', `; ${limits.map(safeText).join('; ')}`)])], layout),
    ...labelled('preset', [span('strong', preset.preset), `: ${preset.because}`], layout),
    ...labelled('mode', ['observe: decides and shows, blocks nothing'], layout),
    ...labelled('sizes', [size], layout),
    ...(policy.codeowners === null ? [] : labelled('owners', [ownersWords(policy.codeowners)], layout)),
    [],
    ...areaTable(policy.areas, width),
    ...notes(policy, width),
    [],
    ...peopleLines(people, levels, layout),
  ];
}

/** The lines that say what was done. */
export function writtenText({ files }: SetupDraft, configured: string | null, width: number): Line[] {
  return [
    ...wrap([span('met', '✓ written'), '   '], [`${[...files.keys()].join(', ')}; not committed`], width, 4),
    ...(configured === null ? [] : wrap([span('met', '✓ added'), '     '], [`${safeText(configured)} in the configuration of git: git fetch brings the ledger`], width, 4)),
  ];
}

function ownersWords({ path, unknown }: NonNullable<SetupDraft['policy']['codeowners']>): string {
  if (unknown.length === 0) return `${safeText(path)}, where no area names any`;
  return `${safeText(path)} is left out until ${unknown.slice(0, 3).map(safeText).join(', ')}${unknown.length > 3 ? ` and ${count(unknown.length - 3)} more` : ''} ${unknown.length === 1 ? 'is' : 'are'} enrolled`;
}

function areaTable(areas: readonly SurveyedArea[], width: number): Line[] {
  if (areas.length === 0) return wrap(['  '], ['No area stands out: everything has default-tier until you name areas.'], width, 2);
  const names = areas.map(({ name }) => safeText(name));
  const left = Math.min(24, Math.max(4, ...names.map(columns)));
  const head = `  ${padEnd('area', left)}  tier      files  commits  why`;
  const lines: Line[] = [[span('faint', head)]];
  const hang = left + 30;
  areas.forEach((area, index) => {
    const numbers = `${count(area.files.length).padStart(5)}  ${count(area.commits).padStart(7)}  `;
    const tier: Span = area.tier === 'critical' || area.tier === 'high' ? span('pending', padEnd(area.tier, 8)) : padEnd(area.tier, 8);
    const why = area.paths.length === 0 ? area.why : `${area.why}${area.ofPreset ? ' (added to the preset)' : ''}`;
    lines.push(...wrap([`  ${padEnd(names[index]!, left)}  `, tier, `  ${numbers}`], [safeText(why)], width, Math.min(hang, width - 20)));
  });
  return lines;
}

function notes({ partsLeftOut, unused }: SetupDraft['policy'], width: number): Line[] {
  const said: string[] = [];
  if (partsLeftOut > 0) said.push(`${counted(partsLeftOut, 'part')} that ${partsLeftOut === 1 ? 'changes' : 'change'} less ${partsLeftOut === 1 ? 'has' : 'have'} no area of ${partsLeftOut === 1 ? 'its' : 'their'} own.`);
  if (unused.length > 0) said.push(`The preset also knows ${unused.join(', ')}; no file here is in ${unused.length === 1 ? 'it' : 'them'}.`);
  return said.length === 0 ? [] : wrap(['  '], [span('faint', safeText(said.join(' ')))], width, 2);
}

function peopleLines(people: MissingPeople, levels: readonly string[], layout: { indent: number; column: number; width: number }): Line[] {
  const { persons, agents, authors, leftOut } = people;
  // Whom only CODEOWNERS names wrote nothing: they are none of the authors.
  const wrote = persons.filter(({ commits }) => commits > 0).length;
  const others = persons.length - wrote;
  const out = leftOutWords(leftOut);
  const sum = `${count(wrote)} of ${counted(authors, 'author')}${others === 0 ? '' : `, and ${count(others)} from CODEOWNERS alone`}${out === '' ? '' : `; ${out}`}`;
  const lowest = levels[0];
  const raised = persons.filter(({ level }) => level !== lowest);
  const shown = [...raised, ...persons.filter(({ level }) => level === lowest)].slice(0, mostListed);
  const list = shown.map((person): Line => [safeText(person.id), person.level === lowest ? '' : span('strong', ` ${person.level}`), span('faint', whole(` ${count(person.commits)}`))]);
  if (persons.length > shown.length) list.push([`and ${count(persons.length - shown.length)} more`]);
  const lines = [...labelled('people', [sum], layout)];
  if (list.length > 0) lines.push(...labelled('', joined(list, ', '), layout));
  if (agents.length > 0) lines.push(...labelled('machines', [agents.map(({ id, commits }) => `${safeText(id)} ${count(commits)}`).join(', ')], layout));
  const rest = persons.length - raised.length;
  const level = raised.length === 0 ? `all ${lowest}: no history says who is senior, and nobody can sign until you do` : `${raised.map(({ id, level: of }) => `${safeText(id)} ${of}`).slice(0, 6).join(', ')}; ${rest === 0 ? 'nobody' : count(rest)} else ${lowest}`;
  if (persons.length > 0) lines.push(...labelled('levels', [level], layout));
  return lines;
}

/** What is still to be settled before the files can work, as lint sees it. */
export function openText({ problems }: SetupDraft, width: number): Line[] {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const keyless = problems.some(({ code }) => code === 'no-root-key') ? wrap(['  ', span('pending', '◐'), ' '], ['the root has no key yet: nothing can be adopted and so proved until ', span('act', whole('countersign people root --key ROOT.pub'))], width, 4) : [];
  if (errors.length === 0) return keyless.length === 0 ? [] : [[], ...keyless];
  const lines = wrap(['  ', span('pending', '◐'), ' '], [`${counted(errors.length, 'rule')} nobody could satisfy yet:`], width, 4);
  for (const { message } of errors.slice(0, 2)) lines.push(...wrap(['    '], [safeText(message)], width, 6));
  if (errors.length > 2) lines.push([`    and ${count(errors.length - 2)} more`]);
  return [[], ...lines, ...keyless];
}

/** The last line: what to do next. */
export function nextText(command: string, why: string, width: number): Line[] {
  return [[], ...wrap(['  ', span('act', 'next'), '   '], [span('act', whole(command)), `   ${why}`], width, 9)];
}

/** The two files as they would be, one after the other. */
export function filesText(files: ReadonlyMap<string, string>): Line[] {
  return [...files].flatMap(([path, text]): Line[] => [[], [span('strong', `# ${path}`)], ...text.trimEnd().split('\n').map((line): Line => [safeText(line)])]);
}
