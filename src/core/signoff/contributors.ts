import type { Change, Commit, FileChange, Identity } from '../change/index.ts';
import type { Assistance, Claim } from '../evidence/index.ts';
import { compareLevels, lowestLevel, type People, type Person } from '../policy/index.ts';
import { displayName, identities, isWebFlow, labelOf } from './identities.ts';
import { isToolAddress, mentionsInClaims, mentionsInMessage, toolAddresses } from './mentions.ts';

/** Who wrote a change, as the rules see the author: one level for all contributors together. */
export interface Contributors {
  /** The lowest level among contributors and operators; the lowest of the ladder where anyone is unknown. */
  readonly level: string;
  /** Somebody is not enrolled, or an agent has no operator. */
  readonly unknown: boolean;
  /** A human stands behind every agent in it; true where there is no agent. */
  readonly operatorKnown: boolean;
  /**
   * The change had AI-written commits, none of their lines is left, enrolled people wrote what is, and nothing is only
   * taken away: a removal has no line to tell whose it is, so a lock that is gone may still be the AI's doing.
   */
  readonly rewritten: boolean;
  /** Ids of the enrolled contributors, newest commit first. */
  readonly persons: readonly string[];
  /** What to call the people, enrolled first; agents and tools are not among them. */
  readonly names: readonly string[];
}

/**
 * The contributors of a change: author, committer and co-authors of every commit, not only of those whose
 * lines are left, because a commit that only deletes (a lock, a test) is written by somebody too. An agent
 * needs a human as author or committer of the same commit. People whom its message or a line record names are
 * added but never stand in for that human: an agent writes its own messages, so text inside the change must
 * not lift anybody's level.
 * `levels` is the ladder, least first.
 */
export function contributorsOf(
  change: Change,
  assistance: Assistance,
  people: People,
  levels: readonly string[],
): Contributors {
  const whoIs = identities(people);
  const tools = toolAddresses(assistance.claims);
  const persons = new Map<string, Person>();
  const strangers = new Set<string>();
  let orphans = 0;
  let unknown = change.commits.length === 0 && change.files.length > 0;
  for (const commit of change.commits) {
    let agents = 0;
    let humans = 0;
    for (const identity of contributorsIn(commit)) {
      const owner = whoIs(identity);
      if (owner.kind === 'person') {
        if (identity === commit.author || identity === commit.committer) humans += 1;
        persons.set(owner.person.id, owner.person);
      } else if (owner.kind === 'agent') {
        if (owner.agent.operator === 'required') agents += 1;
        else unknown = true;
      } else if (identity === commit.author || identity === commit.committer ? isToolAddress(identity.email) : tools.has(identity.email.trim().toLowerCase())) {
        agents += 1;
      } else {
        unknown = true;
        strangers.add(identity.name === '' ? labelOf(identity) : identity.name);
      }
    }
    if (agents > 0 && humans === 0) orphans += 1;
  }
  for (const { identity } of mentionsInClaims(assistance.claims, change.commits)) {
    const owner = whoIs(identity);
    if (owner.kind === 'person') persons.set(owner.person.id, owner.person);
    else if (owner.kind === 'unknown') {
      unknown = true;
      strangers.add(owner.label);
    }
  }
  if (orphans > 0) unknown = true;
  const enrolled = [...persons.values()];
  return {
    level: unknown ? lowestLevel(levels) : lowestOf(enrolled, levels),
    unknown,
    operatorKnown: orphans === 0,
    rewritten: !unknown && isRewritten(assistance) && change.files.every(isWrittenOver),
    persons: enrolled.map((person) => person.id),
    names: [...enrolled.map((person) => displayName(person, people)), ...strangers],
  };
}

/** Ids of the commits a person had a hand in, as their identities, messages and line records say. */
export function commitsOf({ commits }: Change, claims: readonly Claim[], people: People, person: string): string[] {
  const whoIs = identities(people);
  const isThem = (identity: Identity): boolean => {
    const owner = whoIs(identity);
    return owner.kind === 'person' && owner.person.id === person;
  };
  const recorded = new Set(mentionsInClaims(claims, commits).flatMap(({ identity, commit }) => (isThem(identity) ? [commit] : [])));
  return commits.filter((commit) => recorded.has(commit.id) || contributorsIn(commit).some(isThem)).map(({ id }) => id);
}

/** Author, committer, co-authors and operators of a commit; not GitHub's stamp on what people do in its web pages. */
export function contributorsIn(commit: Commit): Identity[] {
  const identities = [commit.author];
  if (!isWebFlow(commit.committer)) identities.push(commit.committer);
  for (const { identity, as } of mentionsInMessage(commit)) if (as !== 'named') identities.push(identity);
  return identities;
}

function isRewritten({ claims, lines }: Assistance): boolean {
  const hadAi = claims.some((claim) => claim.class === 'ai' && claim.strength === 'strong' && claim.subject.scope !== 'repository');
  return hadAi && lines.added > 0 && lines.ai === 0 && lines.contradictory === 0;
}

/** Wherever lines went, others stand in their place: no file, mode or run of lines is merely gone or not counted. */
function isWrittenOver({ status, oldMode, newMode, uncounted, hunks }: FileChange): boolean {
  if (uncounted !== null || (status !== 'A' && (status !== 'M' || oldMode !== newMode))) return false;
  return hunks.every(({ removed, added }) => removed.length === 0 || added.length > 0);
}

/** A level the ladder lacks ranks below all others, so it reads as the lowest. */
function lowestOf(persons: readonly Person[], levels: readonly string[]): string {
  const ranked = persons.map(({ level }) => level).sort((a, b) => compareLevels(levels, a, b));
  const lowest = ranked[0];
  return lowest !== undefined && levels.includes(lowest) ? lowest : lowestLevel(levels);
}
