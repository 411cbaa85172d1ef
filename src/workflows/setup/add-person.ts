import type { People } from '../../core/policy/index.ts';
import { fold, type ProposedPerson } from '../../core/setup/index.ts';
import { Failure } from '../../core/values/index.ts';
import { peoplePath } from '../load-policy.ts';
import { changePeople, type PeopleChange } from './edit-people-file.ts';
import type { PeopleAtHand } from './people-at-hand.ts';

/** A person as typed. */
export interface TypedPerson {
  readonly id: string;
  readonly name: string | null;
  readonly level: string;
  readonly emails: readonly string[];
  readonly keys: readonly string[];
  /** `forge:login` each. */
  readonly accounts: readonly string[];
}

/** Adds one person; whatever belongs to somebody already is refused with the place where it stands. */
export async function addPerson(at: PeopleAtHand, typed: TypedPerson): Promise<PeopleChange> {
  const { id, name, level, emails, keys } = typed;
  if (!/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/.test(id)) {
    throw new Failure('usage', 'user', `\`${id}\` is not a name for a person`, ['use letters, digits, `-`, `_` and `.`, a letter first']);
  }
  if (!at.policy.levels.includes(level)) throw new Failure('usage', 'user', `there is no level \`${level}\``, [`the levels are ${at.policy.levels.join(' < ')}`]);
  const accounts: Record<string, string> = {};
  for (const account of typed.accounts) {
    const found = /^([\w.-]+):(.+)$/.exec(account);
    if (found === null) throw new Failure('usage', 'user', `\`--account ${account}\` names no forge`, ['write --account github:LOGIN']);
    if (accounts[found[1]!] !== undefined) throw new Failure('usage', 'user', `two accounts of \`${found[1]}\` are given`, ['a person has one for each forge']);
    accounts[found[1]!] = found[2]!;
  }
  for (const email of emails) {
    if (!/^[^\s@<>]+@[^\s@<>]+$/.test(email)) throw new Failure('usage', 'user', `\`--email ${email}\` is not an e-mail address`, ['write the bare address, such as ana@example.com']);
  }
  mustBeFree(at.people, { id, emails, keys, accounts });
  const person: ProposedPerson = { id, name: name ?? id, level, emails, accounts, keys, commits: 0, last: null, sameName: [] };
  return changePeople(at, { persons: [person], agents: [], additions: [] });
}

function mustBeFree({ persons, agents, gates, teams }: People, wanted: Pick<ProposedPerson, 'id' | 'emails' | 'keys' | 'accounts'>): void {
  const refuse = (what: string, holder: { readonly id: string; readonly at: Failure['at'] }) => {
    throw new Failure('usage', 'user', `${what} belongs to \`${holder.id}\` already (${peoplePath}:${holder.at?.line})`, ['leave it with one of them: a signature must name one person; nothing was written'], holder.at);
  };
  const bare = (key: string) => key.trim().split(/\s+/).slice(0, 2).join(' ');
  for (const one of [...persons, ...agents, ...gates, ...teams]) if (one.id === wanted.id) refuse(`the name \`${wanted.id}\``, one);
  for (const one of [...persons, ...agents]) {
    for (const email of wanted.emails) if (one.emails.some((each) => fold(each) === fold(email))) refuse(`the address \`${email}\``, one);
    for (const [forge, login] of Object.entries(wanted.accounts)) {
      const theirs = Object.entries(one.accounts).find(([of]) => fold(of) === fold(forge))?.[1];
      if (theirs !== undefined && fold(theirs) === fold(login)) refuse(`the ${forge} account \`${login}\``, one);
    }
  }
  for (const one of [...persons, ...gates]) for (const key of wanted.keys) if (one.keys.some((each) => bare(each) === bare(key))) refuse('the key', one);
}
