import { bareKey, policyTexts, type People } from '../../core/policy/index.ts';
import { editPeople, lineDiff, type DiffLine, type PeopleEdit } from '../../core/setup/index.ts';
import { canonicalJson, Failure, type Json } from '../../core/values/index.ts';
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
function says(now: People, before: People, edit: PeopleEdit): boolean {
  return facts(now) === facts(applied(before, edit));
}

const nowhere = { file: '', line: 1, column: 1 };

/** The people as they are to be. */
function applied(before: People, { persons, agents, additions, root, revoked = [] }: PeopleEdit): People {
  const nothing = { emails: [], accounts: {}, keys: [] };
  const more = (id: string) => additions.find(({ person }) => person === id) ?? nothing;
  const held = ({ keys, revokedKeys = [] }: Held, added: readonly string[] = []) => {
    const [gone, kept] = [[...keys, ...added].filter((key) => revoked.includes(bareKey(key))), [...keys, ...added].filter((key) => !revoked.includes(bareKey(key)))];
    return { keys: kept, revokedKeys: [...revokedKeys, ...gone] };
  };
  const rooted = before.root ?? (root === undefined || root.repository === null ? null : { repository: root.repository, keys: [], at: nowhere });
  return {
    ...(rooted === null ? {} : { root: { ...rooted, ...held(rooted, root?.keys) } }),
    persons: [
      ...before.persons.map((one) => ({ ...one, emails: [...one.emails, ...more(one.id).emails], accounts: { ...one.accounts, ...more(one.id).accounts }, ...held(one, more(one.id).keys) })),
      ...persons.map(({ id, name, level, emails, accounts, keys }) => ({ id, name, level, emails, accounts, keys, at: nowhere })),
    ],
    agents: [...before.agents, ...agents.map(({ id, operator, emails, accounts }) => ({ id, operator, emails, accounts, at: nowhere }))],
    gates: before.gates.map((one) => ({ ...one, ...held(one, more(one.id).keys) })),
    teams: before.teams,
    ...(before.onCall === undefined ? {} : { onCall: before.onCall }),
    ...(before.witnesses === undefined ? {} : { witnesses: before.witnesses }),
  };
}

interface Held {
  readonly keys: readonly string[];
  readonly revokedKeys?: readonly string[];
}

/** All that a people file says but its order and places; a mark may change how a revoked line is written. */
function facts(people: People): string {
  const root = people.root === undefined ? [] : [{ id: 'root', ...people.root }];
  const lines = [...root, ...people.persons, ...people.agents, ...people.gates, ...people.teams, ...(people.onCall ?? []), ...(people.witnesses ?? [])].map(({ at: _, ...one }) => {
    const keys = 'keys' in one ? { revokedKeys: (one.revokedKeys ?? []).map(bareKey).toSorted() } : {};
    return canonicalJson({ ...one, ...keys } as unknown as Json);
  });
  return lines.toSorted().join('\n');
}
