import type { Commit, Identity } from '../change/index.ts';
import type { Claim } from '../evidence/index.ts';

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
  for (const line of commit.message.split(/\r?\n/)) {
    const match = /^[\s*>-]*([A-Za-z][A-Za-z-]*)\s*:\s*(.*)$/.exec(line);
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

/** Addresses, lower case, that evidence names as a tool's: `Co-authored-by: Claude <noreply@anthropic.com>` is no person. */
export function toolAddresses(claims: readonly Claim[]): ReadonlySet<string> {
  const emails = new Set<string>();
  for (const claim of claims) {
    if (claim.class === 'human' || claim.source.in === 'note' || claim.source.in === 'file') continue;
    for (const match of claim.quote.matchAll(/[^\s<>"'(),:]+@[^\s<>"'(),:]+/g)) emails.add(match[0].toLowerCase());
  }
  return emails;
}

/** `Name <e-mail>` or a bare address; `null` for anything else. */
export function parseIdentity(text: string): Identity | null {
  const full = /^\s*"?([^<"]*?)"?\s*<\s*([^<>\s]+@[^<>\s]+)\s*>/.exec(text);
  if (full !== null) return { name: full[1]!.trim(), email: full[2]! };
  const bare = /^\s*([^<>\s,:]+@[^<>\s,:]+)\s*$/.exec(text);
  return bare === null ? null : { name: '', email: bare[1]! };
}
