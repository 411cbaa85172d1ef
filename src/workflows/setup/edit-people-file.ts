import { policyTexts, type People } from '../../core/policy/index.ts';
import { editPeople, lineDiff, type DiffLine, type PeopleEdit } from '../../core/setup/index.ts';
import { Failure } from '../../core/values/index.ts';
import { peoplePath } from '../load-policy.ts';
import type { WorkingFiles } from '../ports/index.ts';
import type { PeopleAtHand } from './people-at-hand.ts';

/** A people file as it would be. */
export interface PeopleChange {
  /** What is in the working tree; `null`: no file yet. */
  readonly before: string | null;
  readonly after: string;
  readonly diff: readonly DiffLine[];
}

/** How a people file begins that no `init` wrote. */
const heading = '# Who may sign, and at which level. It counts once it is on the protected branch; countersign policy lint checks it.\npeople: {}\n';

/** The file with the additions, read back: it says exactly what it said and the additions, or it is not written. */
export async function changePeople(at: PeopleAtHand, edit: PeopleEdit): Promise<PeopleChange> {
  const { parsePeople } = await policyTexts();
  const base = at.text ?? heading;
  const after = editPeople(base, edit);
  const { people, problems } = parsePeople(after, peoplePath, at.policy.levels);
  const wrong = problems.find(({ severity }) => severity === 'error');
  if (wrong !== undefined) throw new Failure('usage', 'user', wrong.message, [...(wrong.mend === null ? [] : [wrong.mend]), 'nothing was written'], wrong.at);
  if (people === null || !says(people, at.people, edit)) {
    throw new Failure('usage', 'user', `\`${peoplePath}\` is laid out in a way that cannot be added to safely; nothing was written`, ['add the lines by hand: people add --dry-run prints them']);
  }
  const before = at.from === 'worktree' ? at.text : null;
  return { before, after, diff: lineDiff(before ?? '', after) };
}

/** Writes it, unless somebody else wrote meanwhile. */
export async function writePeople(files: WorkingFiles, { before, after }: PeopleChange): Promise<void> {
  if (before === null) await files.create(new Map([[peoplePath, after]]));
  else if (before !== after) await files.replace(peoplePath, before, after);
}

/** Whether a file says what another did and the edit besides, whatever the order. */
function says(now: People, before: People, { persons, agents, additions }: PeopleEdit): boolean {
  const of = (people: People) => new Map([...people.persons, ...people.agents, ...people.gates, ...people.teams].map(({ at: _, ...one }) => [one.id, JSON.stringify(one)]));
  const more = new Map(additions.map((addition) => [addition.person, addition]));
  const expected = of(before);
  for (const { at: _, ...person } of before.persons) {
    const { emails = [], accounts = {}, keys = [] } = more.get(person.id) ?? {};
    expected.set(person.id, JSON.stringify({ ...person, emails: [...person.emails, ...emails], accounts: { ...person.accounts, ...accounts }, keys: [...person.keys, ...keys] }));
  }
  for (const { id, name, level, emails, accounts, keys } of persons) expected.set(id, JSON.stringify({ id, name, level, emails, accounts, keys }));
  for (const { id, operator, emails, accounts } of agents) expected.set(id, JSON.stringify({ id, operator, emails, accounts }));
  const found = of(now);
  return found.size === expected.size && [...expected].every(([id, text]) => found.get(id) === text);
}
