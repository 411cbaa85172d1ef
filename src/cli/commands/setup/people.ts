import { Failure } from '../../../core/values/index.ts';
import { addPerson } from '../../../workflows/setup/add-person.ts';
import { writePeople, changePeople, type PeopleChange } from '../../../workflows/setup/edit-people-file.ts';
import { findPeople } from '../../../workflows/setup/import-people.ts';
import { listPeople } from '../../../workflows/setup/list-people.ts';
import { peopleAtHand, type PeopleAtHand } from '../../../workflows/setup/people-at-hand.ts';
import { workingFilesOf } from '../../../workflows/setup/write-setup.ts';
import type { WorkingFiles } from '../../../workflows/ports/index.ts';
import { addedText, importText, peopleListText } from '../../text/setup/people.ts';
import type { Outcome, Session } from '../command.ts';
import { atMostOf, isYes } from './answers.ts';

/** What the people commands take. */
export interface PeopleFlags {
  readonly target?: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

/** `countersign people list` */
export async function peopleList(session: Session, flags: PeopleFlags): Promise<Outcome> {
  const { json, terminal } = session;
  const ports = await session.ports();
  const { bare } = await ports.repository.facts();
  const at = await peopleAtHand(ports, bare ? null : await workingFilesOf(ports, session.worktree), flags.target ?? null);
  const report = await listPeople(ports, at, session.progress);
  if (json) {
    const [{ peopleListJson }, { printJson }] = await Promise.all([import('../../json/people.ts'), import('../../json/print.ts')]);
    await printJson(terminal, peopleListJson(report));
  } else await terminal.answer(peopleListText(report, session.now, terminal.manner.width));
  return 'ok';
}

/** What `people import` takes besides. */
export interface ImportFlags extends PeopleFlags {
  readonly githubMembers?: string;
  readonly keys?: string;
  readonly atMost?: string;
}

/** `countersign people import` */
export async function peopleImport(session: Session, flags: ImportFlags): Promise<Outcome> {
  const ports = await session.ports();
  const files = await workingFilesOf(ports, session.worktree);
  const at = await peopleAtHand(ports, files, flags.target ?? null);
  const sources = { members: flags.githubMembers ?? null, keys: flags.keys ?? null, atMost: atMostOf(flags.atMost, 'people import') };
  const { missing } = await findPeople(ports, at, sources, session.progress);
  const change = await changePeople(at, missing);
  const empty = missing.persons.length + missing.agents.length + missing.additions.length === 0;
  const written = !empty && (await agreeAndWrite(session, flags, files, change, () => importText(at, missing, change, 'proposed', session.terminal.manner.width)));
  return answer(session, { command: 'people-import', at, change, written, notes: missing.notes }, () =>
    importText(at, missing, change, empty ? 'nothing' : written ? 'written' : 'proposed', session.terminal.manner.width),
  );
}

/** What `people add` takes besides. */
export interface AddFlags extends PeopleFlags {
  readonly name?: string;
  readonly level: string;
  readonly email?: readonly string[];
  readonly key?: readonly string[];
  readonly account?: readonly string[];
}

/** `countersign people add ID` */
export async function peopleAdd(session: Session, id: string, flags: AddFlags): Promise<Outcome> {
  const ports = await session.ports();
  const files = await workingFilesOf(ports, session.worktree);
  const at = await peopleAtHand(ports, files, flags.target ?? null);
  const { email = [], account = [] } = flags;
  if (email.length + account.length === 0) {
    throw new Failure('usage', 'user', `\`${id}\` could never be recognised: neither an address nor an account is given`, [`countersign people add ${id} --level ${flags.level} --email ADDRESS`]);
  }
  const keys = await Promise.all((flags.key ?? []).map(async (key) => (/^\S+ AAAA/.test(key) ? key : (await ports.readText(key)).trim())));
  const change = await addPerson(at, { id, name: flags.name ?? null, level: flags.level, emails: email, keys, accounts: account });
  // What was typed whole needs no second word.
  const written = flags.dryRun !== true;
  if (written) await writePeople(files, change);
  return answer(session, { command: 'people-add', at, change, written, notes: [] }, () => addedText(at, id, change, written, session.terminal.manner.width));
}

/** What there is to say once it is done, or not. */
interface Done {
  readonly command: 'people-import' | 'people-add';
  readonly at: PeopleAtHand;
  readonly change: PeopleChange;
  readonly written: boolean;
  readonly notes: readonly string[];
}

async function answer({ json, terminal }: Session, done: Done, text: () => Parameters<Session['terminal']['answer']>[0]): Promise<Outcome> {
  if (json) {
    const [{ peopleChangeJson }, { printJson }] = await Promise.all([import('../../json/people.ts'), import('../../json/print.ts')]);
    await printJson(terminal, peopleChangeJson(done));
  } else await terminal.answer(text());
  return 'ok';
}

async function agreeAndWrite(session: Session, flags: PeopleFlags, files: WorkingFiles, change: PeopleChange, shown: () => Parameters<Session['terminal']['answer']>[0]): Promise<boolean> {
  if (flags.dryRun === true) return false;
  if (flags.yes !== true) {
    if (session.question === null || session.json) return false;
    await session.terminal.answer(shown());
    if (!isYes(await session.question('\nWrite this? [y/N] '))) return false;
    await session.terminal.answer([[]]);
  }
  await writePeople(files, change);
  return true;
}
