import { presets } from '../../../core/policy/index.ts';
import { Failure } from '../../../core/values/index.ts';
import { draftSetup, levelsOf, type SetupAnswers, type SetupDraft } from '../../../workflows/setup/draft-setup.ts';
import { surveyRepository, type RepositorySurvey } from '../../../workflows/setup/survey-repository.ts';
import { repositoryBytes } from '../../../workflows/setup/name-root.ts';
import { publicKeyOf } from '../../../workflows/setup/public-key.ts';
import { mustBeNew, workingFilesOf, writeSetup } from '../../../workflows/setup/write-setup.ts';
import type { Ports } from '../../../workflows/ports/index.ts';
import { safeText } from '../../terminal/foreign.ts';
import { span } from '../../terminal/spans.ts';
import { filesText, nextText, openText, proposalText, writtenText } from '../../text/setup/init.ts';
import type { Outcome, Session } from '../command.ts';
import { atMostOf, isYes } from './answers.ts';

/** What `init` takes. */
export interface InitFlags {
  readonly preset?: string;
  readonly target?: string;
  readonly principal?: string;
  readonly senior?: string;
  readonly mid?: string;
  /** `LEVEL=WHO` each. */
  readonly level?: readonly string[];
  readonly atMost?: string;
  /** A public key, or the `.pub` file that holds it. */
  readonly rootKey?: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

/** `countersign init` */
export async function init(session: Session, flags: InitFlags): Promise<Outcome> {
  const { json, terminal } = session;
  const { width } = terminal.manner;
  const ports = await session.ports();
  const files = flags.dryRun === true ? null : await workingFilesOf(ports, session.worktree);
  const there = files === null ? { people: null } : await mustBeNew(ports, files, flags.target ?? null);
  const root = { repository: await session.draw(repositoryBytes), keys: flags.rootKey === undefined ? [] : [await publicKeyOf(flags.rootKey, ports.readText)] };
  const answers: SetupAnswers = { preset: flags.preset ?? null, levels: typedLevels(flags), atMost: atMostOf(flags.atMost, 'init'), people: there.people, root };
  if (flags.preset !== undefined && !Object.hasOwn(presets, flags.preset)) {
    throw new Failure('unknown-preset', 'user', `there is no preset \`${flags.preset}\``, [`the presets are ${Object.keys(presets).join(', ')}`]);
  }
  const found = await surveyRepository(ports, flags.target ?? null, session.progress);
  let draft = await draftSetup(found, answers);
  const asks = session.question !== null && !json && flags.yes !== true && flags.dryRun !== true;
  if (asks) {
    await terminal.answer(proposalText(found, draft, false, width));
    draft = await settle(session, found, draft, answers, ports.readText);
    await terminal.answer(openText(draft, width));
  }
  const agreed = flags.yes === true || (asks && isYes(await session.question!(`\nWrite ${[...draft.files.keys()].join(' and ')}? [y/N] `)));
  const write = agreed && files !== null;
  if (write) await writeSetup(files, draft.files);
  const configured = write ? await ports.ledger.configureFetch() : null;
  if (json) {
    const [{ initJson }, { printJson }] = await Promise.all([import('../../json/setup.ts'), import('../../json/print.ts')]);
    await printJson(terminal, initJson(found, draft, { written: write, configured }));
    return 'ok';
  }
  if (!asks) await terminal.answer([...proposalText(found, draft, write, width, configured), ...openText(draft, width)]);
  else if (write) await terminal.answer([[], ...writtenText(draft, configured, width)]);
  if (flags.dryRun === true) await terminal.answer(filesText(draft.files));
  await terminal.answer(lastLine(found, draft, { write, asked: asks, people: there.people !== null, typed: typedFlags(flags) }, width));
  return 'ok';
}

/** What is left to do, most pressing first. */
function lastLine(found: RepositorySurvey, draft: SetupDraft, { write, asked, people, typed }: { write: boolean; asked: boolean; people: boolean; typed: string }, width: number) {
  const stuck = draft.problems.some(({ severity }) => severity === 'error');
  const [first, second] = draft.people.persons;
  const top = draft.levels.at(-1)!;
  const who = [first, second].flatMap((person) => (person === undefined ? [] : [person.id])).join(',');
  if (!write) {
    if (asked) return nextText('countersign init', 'again, when you like; nothing was written', width);
    return stuck && !people && first !== undefined
      ? nextText(`countersign init --yes${typed}${draft.people.persons.some(({ level }) => level === top) ? '' : ` --level ${top}=${who}`}`, 'writes them; name those who are', width)
      : nextText(`countersign init --yes${typed}`, 'writes them; edit them afterwards as you like', width);
  }
  if (stuck && !people) return nextText('countersign policy lint', 'after you set levels in people.yaml; then commit both', width);
  const branch = found.target.replace('refs/heads/', '');
  return nextText('git add .countersign && git commit -m "Adopt Countersign, observing"', `they count once they are on ${branch}`, width);
}

/** Lets the person at the terminal change preset and levels, and shows the proposal again where they did. */
async function settle(session: Session, found: RepositorySurvey, draft: SetupDraft, answers: SetupAnswers, readText: Ports['readText']): Promise<SetupDraft> {
  const { terminal } = session;
  const ask = session.question!;
  let settled = { draft, answers };
  // What cannot be is said, and asked again alone: what was typed before it stays. `null`: the input ends.
  const put = async (question: string, answered: (line: string) => SetupAnswers | Promise<SetupAnswers>): Promise<string | null> => {
    for (;;) {
      const line = await ask(question);
      if (line === null || line === '') return line;
      try {
        const next = await answered(line);
        if (next !== settled.answers) settled = { draft: await draftSetup(found, next), answers: next };
        return line;
      } catch (error) {
        if (!(error instanceof Failure) || (error.kind !== 'user' && error.code !== 'file-unreadable')) throw error;
        terminal.aside([[], [span('pending', '◐'), ` ${safeText(error.message)}`], ...error.hints.slice(0, 1).map((hint) => [`  ${safeText(hint)}`])]);
      }
    }
  };
  terminal.aside([[]]);
  const names = Object.keys(presets);
  const suggested = draft.preset.preset;
  const asksPreset = names.length > 1 && answers.preset === null;
  let line = asksPreset ? await put(`Preset (${names.join(', ')}) [${suggested}]: `, (preset) => (preset === suggested ? answers : { ...answers, preset })) : '';
  if (answers.people === null && draft.people.persons.length > 0) {
    const { levels: given } = answers;
    const typed: (readonly [string, string])[] = [];
    for (const level of settled.draft.levels.slice(1).toReversed()) {
      if (line === null) break;
      line = await put(`Who is ${level}? Names from the list, between commas [${namedAs(settled.draft, level)}]: `, (who) => ({
        ...settled.answers,
        levels: new Map([...given, ...levelsOf([...typed, [level, who]])]),
      }));
      if (line !== null) typed.push([level, line]);
    }
  }
  if (answers.people === null && answers.root.keys.length === 0 && line !== null) {
    await put('Root key, a .pub file whose private half is kept away from every day (Enter: later): ', async (file) => ({
      ...settled.answers,
      root: { ...answers.root, keys: [await publicKeyOf(file, readText)] },
    }));
  }
  if (settled.draft === draft) return draft;
  await terminal.answer([[], ...proposalText(found, settled.draft, false, terminal.manner.width)]);
  return settled.draft;
}

function namedAs({ people }: SetupDraft, level: string): string {
  const ids = people.persons.filter((person) => person.level === level).map(({ id }) => id);
  return ids.length === 0 ? 'nobody' : ids.join(', ');
}

/** What was typed that the same command needs again, to be pasted into a shell. */
function typedFlags(flags: InitFlags): string {
  const word = (text: string) => (/^[\w.,:@/+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
  const typed = [['--preset', flags.preset], ['--target', flags.target], ['--principal', flags.principal], ['--senior', flags.senior], ['--mid', flags.mid], ...(flags.level ?? []).map((level) => ['--level', level] as const), ['--at-most', flags.atMost], ['--root-key', flags.rootKey]] as const;
  return typed.map(([option, value]) => (value === undefined ? '' : ` ${option} ${word(value)}`)).join('');
}

function typedLevels(flags: InitFlags): ReadonlyMap<string, string> {
  const typed = (['principal', 'senior', 'mid'] as const).flatMap((level) => (flags[level] === undefined ? [] : [[level, flags[level]] as const]));
  const others = (flags.level ?? []).map((text) => {
    const found = /^([^=]+)=(.+)$/.exec(text);
    if (found === null) throw new Failure('usage', 'user', `\`--level ${text}\` says nobody's level`, ['countersign init --level senior=ana@example.com,li@example.com']);
    return [found[1]!, found[2]!] as const;
  });
  return levelsOf([...typed, ...others]);
}
