import type { Change, Identity } from '../change/index.ts';
import type { Claim } from '../evidence/index.ts';
import type { People } from '../policy/index.ts';
import { compareUtf8 } from '../values/index.ts';
import { identities, isWebFlow } from './identities.ts';
import { mentionsInClaims, mentionsInMessage, toolAddresses, type Mention } from './mentions.ts';
import type { Exclusion } from './sign-off.ts';

const roleOf: Readonly<Record<Mention['as'], string>> = {
  'co-author': 'co-author of',
  operator: 'operator of the agent in',
  named: 'named in a trailer of',
};

/**
 * Everybody who had a hand in a change and may therefore not sign it: author and committer of every commit
 * along all parents, people in co-author and assistance trailers, operators of agents. Identities nobody
 * enrolled are listed as recorded. Agents, enrolled or recognised by the evidence, are left out: a machine can
 * never sign, and among people its name would read as one of them. `earlier` is what was known before (of an older head, say): nobody ever
 * leaves the set, so a squash or a rebase by somebody else frees no contributor.
 */
export function excludedFrom(
  change: Change,
  claims: readonly Claim[],
  people: People,
  earlier: readonly Exclusion[] = [],
): Exclusion[] {
  const whoIs = identities(people);
  const found: Exclusion[] = [];
  const tools = toolAddresses(claims);
  const exclude = (identity: Identity, role: string, commit: string) => {
    const owner = whoIs(identity);
    const mailbox = { ...identity, email: mailboxOf(identity.email) };
    // Still a stranger to the rules, and all the same somebody who must not sign what they wrote.
    if (owner.kind === 'unknown' && mailbox.email !== identity.email && whoIs(mailbox).kind !== 'unknown') exclude(mailbox, role, commit);
    if (owner.kind === 'agent') {
      for (const id of owner.agent.owners ?? []) {
        found.push({ who: id, person: id, reasons: [`owner of ${owner.agent.id}, ${role} ${commit.slice(0, 7)}`] });
      }
      return;
    }
    // Whoever had an agent write is a human whatever else the same line says.
    if (owner.kind === 'unknown' && role !== roleOf.operator && tools.has(identity.email.trim().toLowerCase())) return;
    const reasons = [`${role} ${commit.slice(0, 7)}`];
    if (owner.kind === 'person') found.push({ who: owner.person.id, person: owner.person.id, reasons });
    else found.push({ who: owner.label, person: null, reasons });
  };
  for (const commit of change.commits) {
    exclude(commit.author, 'author of', commit.id);
    // `GitHub <noreply@github.com>` stamps what people do in the web pages and is nobody; the author still counts.
    if (!isWebFlow(commit.committer)) exclude(commit.committer, 'committer of', commit.id);
    for (const mention of mentionsInMessage(commit)) exclude(mention.identity, roleOf[mention.as], commit.id);
  }
  const authors = new Map(change.commits.map(({ id, author }) => [id, author.email]));
  for (const { identity, as, commit } of mentionsInClaims(claims, change.commits)) {
    // A record that the author typed some lines by hand says nothing new about the author.
    if (as !== 'co-author' || authors.get(commit) !== identity.email) exclude(identity, roleOf[as], commit);
  }
  return uniteExclusions(earlier, found);
}

/** The address whose mail `ana+tag@example.com` or `ana@example.com.` is (RFC 5233): the same person's on every common host. */
function mailboxOf(email: string): string {
  const address = email.trim();
  const at = address.lastIndexOf('@');
  const tag = address.indexOf('+');
  return `${address.slice(0, tag > 0 && tag < at ? tag : at)}${address.slice(at).replace(/\.+$/, '')}`;
}

/** The union of two sets: everybody of both, with every reason once, people before unenrolled identities. */
export function uniteExclusions(earlier: readonly Exclusion[], later: readonly Exclusion[]): Exclusion[] {
  const united = new Map<string, { who: string; person: string | null; reasons: Set<string> }>();
  for (const { who, person, reasons } of [...earlier, ...later]) {
    const key = person === null ? `?${who}` : `=${person}`;
    const entry = united.get(key) ?? { who, person, reasons: new Set<string>() };
    for (const reason of reasons) entry.reasons.add(reason);
    united.set(key, entry);
  }
  return [...united.values()]
    .map(({ who, person, reasons }) => ({ who, person, reasons: [...reasons] }))
    .sort((a, b) => Number(a.person === null) - Number(b.person === null) || compareUtf8(a.who, b.who));
}
