import type { Commit, Identity } from '../change/index.ts';
import { claimsOfCommit, type Claim } from '../evidence/index.ts';
import { linesSeen } from '../values/index.ts';

/** Somebody a commit's message or an evidence record names as having a hand in the change. */
export interface Mention {
  readonly identity: Identity;
  /** `co-author`: wrote lines too; `operator`: had an agent write them; `named`: stands in an assistance trailer. */
  readonly as: 'co-author' | 'operator' | 'named';
  readonly commit: string;
}

/** Trailers that name people, lower case. Forges and `git` write the first two, agents' hosts the others. */
const trailers: Readonly<Record<string, Mention['as']>> = {
  'co-authored-by': 'co-author',
  'co-developed-by': 'co-author',
  'on-behalf-of': 'operator',
  'requested-by': 'operator',
  'prompted-by': 'operator',
  'assisted-by': 'named',
  'generated-by': 'named',
};

/**
 * People named in the trailers of a commit, read from the whole message: forges concatenate messages when
 * they squash, so trailers stand anywhere. Only `Name <e-mail>` names somebody; `Assisted-by: Tool:model` does not.
 */
export function mentionsInMessage(commit: Commit): Mention[] {
  const mentions: Mention[] = [];
  const lines = commit.message.split(/\r?\n/);
  // What may pass for the end of a line (a carriage return, U+2028) hides nobody, neither before nor behind it.
  for (const line of [...lines, ...lines.flatMap((each) => linesSeen(each).slice(1))]) {
    const match = /^[\s*>-]*([A-Za-z][A-Za-z-]*)\s*:([^]*)$/.exec(line);
    const as = match === null ? undefined : trailers[match[1]!.toLowerCase()];
    if (match === null || as === undefined) continue;
    const identity = parseIdentity(match[2]!);
    if (identity !== null) mentions.push({ identity, as, commit: commit.id });
  }
  return mentions;
}

/**
 * People whom records name behind lines: the human who ran an agent, or who typed. Where a record has a bare
 * name, it is the author or committer of that name in the same commit, if there is one.
 */
export function mentionsInClaims(claims: readonly Claim[], commits: readonly Commit[]): Mention[] {
  const byId = new Map(commits.map((commit) => [commit.id, commit]));
  const mentions = new Map<string, Mention>();
  for (const { person, subject, class: by } of claims) {
    if (person === undefined || person.trim() === '' || subject.scope === 'repository') continue;
    const as = by === 'human' ? 'co-author' : 'operator';
    const key = `${subject.commit} ${as} ${person}`;
    if (mentions.has(key)) continue;
    const commit = byId.get(subject.commit);
    const bare = { name: person.trim(), email: '' };
    const known = commit === undefined ? [] : [commit.author, commit.committer];
    const identity = parseIdentity(person) ?? known.find(({ name }) => name === bare.name) ?? bare;
    mentions.set(key, { identity, as, commit: subject.commit });
  }
  return [...mentions.values()];
}

/**
 * Addresses, lower case, that evidence names as a tool's: `Co-authored-by: Claude <noreply@anthropic.com>` is no
 * person. Good for co-authors alone: whoever writes a message could make a tool of a stranger who authored it.
 */
export function toolAddresses(claims: readonly Claim[]): ReadonlySet<string> {
  const emails = new Set<string>();
  for (const claim of claims) {
    if (claim.class === 'human' || claim.source.in === 'note' || claim.source.in === 'file' || claim.source.in === 'ledger') continue;
    // Cut, not searched for: an expression with `@` in its middle takes quadratic time on hostile text.
    for (const word of claim.quote.split(/[\s<>"'(),:]+/)) if (isAddress(word)) emails.add(word.toLowerCase());
  }
  return emails;
}

/** Whether the catalogue of tools and bots knows this very address, whatever is said around it. */
export function isToolAddress(email: string): boolean {
  const nobody = { name: '', email: '' };
  const stamped = { id: '', parents: [], author: { name: '', email: email.trim() }, committer: nobody, authoredAt: 0, committedAt: 0, message: '' };
  return claimsOfCommit(stamped).length > 0;
}

/** `Name <e-mail>` or a bare address; `null` for anything else. By hand, because expressions for it take cubic time. */
export function parseIdentity(text: string): Identity | null {
  const opens = text.indexOf('<');
  if (opens < 0) {
    const bare = text.trim();
    return isAddress(bare) && !/[>,:]/.test(bare) ? { name: '', email: bare } : null;
  }
  const closes = text.indexOf('>', opens);
  const email = text.slice(opens + 1, Math.max(opens + 1, closes)).trim();
  if (!isAddress(email)) return null;
  return { name: text.slice(0, opens).trim().replace(/^"|"$/g, '').trim(), email };
}

/** One word with an `@` inside. */
function isAddress(word: string): boolean {
  const at = word.indexOf('@', 1);
  return at > 0 && at < word.length - 1 && !/[\s<]/.test(word);
}
