import type { Commit, Identity } from '../change/index.ts';
import type { KnowledgeEvent } from './knowledge.ts';

/** A commit that landed, with the paths it touched. */
export interface LandedCommit extends Commit {
  readonly files: readonly { readonly path: string }[];
}

/** Who an identity is: a person's id or another name that stays the same; `null`: a machine, which knows nothing. */
export type NameOf = (identity: Identity) => string | null;

/** People a commit names: who wrote it, and who reviewed it without having written it. */
export interface PeopleOfCommit {
  readonly authors: readonly string[];
  readonly reviewers: readonly string[];
}

const personTrailer = /^[ \t]*(Reviewed-by|Acked-by|Co-authored-by)[ \t]*:[ \t]*(.+)$/gim;
const repairs = /^[ \t]*Fixes[ \t]*:[ \t]*[0-9a-f]{7,64}\b|^[ \t]*This reverts commit [0-9a-f]{7,64}\b/im;

/** Reads author, `Co-authored-by`, `Reviewed-by` and `Acked-by` of a commit, each person once. */
export function peopleOfCommit({ author, message }: Commit, nameOf: NameOf): PeopleOfCommit {
  const authors = new Set<string>();
  const reviewers = new Set<string>();
  const add = (set: Set<string>, identity: Identity | null) => {
    const name = identity === null ? null : nameOf(identity);
    if (name !== null) set.add(name);
  };
  add(authors, author);
  // Long messages are bundles of others; what they quote says little of this commit.
  for (const [, key = '', value = ''] of message.slice(0, 100_000).matchAll(personTrailer)) {
    add(key.toLowerCase() === 'co-authored-by' ? authors : reviewers, readIdentity(value));
  }
  return { authors: [...authors], reviewers: [...reviewers].filter((who) => !authors.has(who)) };
}

/** What a commit taught whom. */
export function eventsOfCommit(commit: LandedCommit, nameOf: NameOf): readonly KnowledgeEvent[] {
  const paths = commit.files.map(({ path }) => path);
  if (paths.length === 0) return [];
  const { authors, reviewers } = peopleOfCommit(commit, nameOf);
  const wrote = repairs.test(commit.message) ? 'fixed' : 'authored';
  const of = (who: string, kind: KnowledgeEvent['kind']): KnowledgeEvent => ({
    who,
    kind,
    at: commit.committedAt,
    commit: commit.id,
    subject: commit.message.trimStart().split('\n', 1)[0] ?? '',
    paths,
  });
  return [...authors.map((who) => of(who, wrote)), ...reviewers.map((who) => of(who, 'reviewed'))];
}

/** `Ana Ruiz <ana@example.com> # comment`; `null` for what names nobody. */
function readIdentity(text: string): Identity | null {
  const found = /^\s*"?([^"<]*?)"?\s*<([^<>\s]+@[^<>\s]+)>/.exec(text.slice(0, 500));
  return found === null ? null : { name: found[1]!, email: found[2]! };
}
