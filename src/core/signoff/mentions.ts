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
 * Operators and session owners named by evidence: the words after `human_author` in a git-ai record
 * (authorship/3.0.0: `Name <e-mail>` or a bare name), and any person in the quote of a trailer.
 */
export function mentionsInClaims(claims: readonly Claim[]): Mention[] {
  const mentions: Mention[] = [];
  for (const claim of claims) {
    if (claim.subject.scope === 'repository') continue;
    const commit = claim.subject.commit;
    const operator = /"human_author"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(claim.quote)?.[1];
    if (operator !== undefined && operator.trim() !== '') {
      const identity = parseIdentity(operator) ?? { name: operator.trim(), email: '' };
      mentions.push({ identity, as: 'operator', commit });
    }
  }
  return mentions;
}

/** `Name <e-mail>` or a bare address; `null` for anything else. */
export function parseIdentity(text: string): Identity | null {
  const full = /^\s*"?([^<"]*?)"?\s*<\s*([^<>\s]+@[^<>\s]+)\s*>/.exec(text);
  if (full !== null) return { name: full[1]!.trim(), email: full[2]! };
  const bare = /^\s*([^<>\s,:]+@[^<>\s,:]+)\s*$/.exec(text);
  return bare === null ? null : { name: '', email: bare[1]! };
}
