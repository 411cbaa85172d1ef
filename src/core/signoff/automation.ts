import type { Change, Commit, Identity } from '../change/index.ts';
import type { Claim } from '../evidence/index.ts';
import type { People } from '../policy/index.ts';
import { contributorsIn } from './contributors.ts';
import { identities, labelOf } from './identities.ts';
import { toolAddresses } from './mentions.ts';

/**
 * Commits that are not asked whether an AI wrote them: the evidence knows the author for ordinary automation, and
 * everybody with a hand in the commit is enrolled as an agent of `operator: none`. That a change says it is by a
 * bot is not enough, whoever pushes it can say so; the people file of the protected target must agree.
 */
export function unaskedCommits({ commits }: Change, claims: readonly Claim[], people: People): ReadonlySet<string> {
  if (!people.agents.some(({ operator }) => operator === 'none')) return new Set();
  const bots = automationOf(claims);
  return new Set(commits.filter((commit) => bots.has(commit.id) && isEnrolled(commit, people)).map(({ id }) => id));
}

/**
 * What the people file of the protected target knows of the identities in a change and the signals do not: a commit
 * by an agent enrolled with `operator: required` is by an AI, whatever its message answers. One claim for each of
 * author, committer and co-authors that no signal names already.
 */
export function agentClaims({ commits }: Change, claims: readonly Claim[], people: People): readonly Claim[] {
  if (!people.agents.some(({ operator }) => operator === 'required')) return [];
  const whoIs = identities(people);
  return commits.flatMap((commit) =>
    contributorsIn(commit).flatMap((identity): Claim[] => {
      const owner = whoIs(identity);
      if (owner.kind !== 'agent' || owner.agent.operator !== 'required') return [];
      const place = identity === commit.author ? 'author' : identity === commit.committer ? 'committer' : null;
      const quote = labelOf(identity);
      // What a signal knows for an AI needs no second claim, and ordinary automation is none, whoever operates it.
      const known = ({ class: by, strength, source }: Claim) => by !== 'human' && strength === 'strong' && source.in === place && source.commit === commit.id;
      if (place !== null && claims.some(known)) return [];
      return [
        {
          class: 'ai',
          kind: 'inferred',
          strength: 'strong',
          subject: { scope: 'commit', commit: commit.id },
          tool: owner.agent.id,
          model: null,
          session: null,
          rule: 'people.agent',
          source: place === null ? { in: 'message', commit: commit.id, line: lineNaming(commit.message, identity) } : { in: place, commit: commit.id },
          quote,
        },
      ];
    }),
  );
}

/** The line of a message that names an identity, from 1. */
function lineNaming(message: string, { name, email }: Identity): number {
  const lines = message.split('\n');
  return 1 + Math.max(0, lines.findIndex((line) => line.includes(email === '' ? name : email)));
}

/** Who could end the silence of commits that have not said whether an AI wrote them. */
export interface Silence {
  /** Commits somebody can answer for: the author, or the person who had a hand in what automation wrote. */
  readonly asked: readonly { readonly commit: Commit; readonly who: Identity }[];
  /** The ordinary automation that alone made the others; it cannot answer. Each name once. */
  readonly automation: readonly { readonly name: string; readonly enrolled: boolean }[];
}

/** Sorts the silent commits of a change by who could answer; `unanswered` are commit ids. */
export function silenceOf({ commits }: Change, claims: readonly Claim[], people: People, unanswered: readonly string[]): Silence {
  const bots = automationOf(claims);
  const silent = new Set(unanswered);
  const asked: { commit: Commit; who: Identity }[] = [];
  const automation = new Map<string, { name: string; enrolled: boolean }>();
  const tools = toolAddresses(claims);
  const whoIs = identities(people);
  const isMachine = ({ name, email }: Identity, { id, author, committer }: Commit): boolean =>
    email === author.email ||
    (email === committer.email && bots.get(id)?.commits === true) ||
    tools.has(email.trim().toLowerCase()) ||
    whoIs({ name, email }).kind === 'agent';
  for (const commit of commits) {
    if (!silent.has(commit.id)) continue;
    const bot = bots.get(commit.id);
    const who = bot === undefined ? commit.author : contributorsIn(commit).find((identity) => !isMachine(identity, commit));
    if (bot === undefined || who !== undefined) asked.push({ commit, who: who ?? commit.author });
    else {
      const name = bot.tool ?? commit.author.name;
      const owner = whoIs(commit.author);
      const enrolled = owner.kind === 'agent' && owner.agent.operator === 'none';
      automation.set(name, { name, enrolled: enrolled && (automation.get(name)?.enrolled ?? true) });
    }
  }
  return { asked, automation: [...automation.values()] };
}

interface Bot {
  readonly tool: string | null;
  readonly commits: boolean;
}

/** Ordinary automation by the commits it authored, and whether it committed them too. */
function automationOf(claims: readonly Claim[]): ReadonlyMap<string, Bot> {
  const bots = new Map<string, Bot>();
  const committed = new Set<string>();
  for (const { class: by, source, tool } of claims) {
    if (by !== 'bot') continue;
    if (source.in === 'committer') committed.add(source.commit);
    if (source.in === 'author' && !bots.has(source.commit)) bots.set(source.commit, { tool, commits: false });
  }
  return new Map([...bots].map(([commit, bot]) => [commit, { ...bot, commits: committed.has(commit) }]));
}

function isEnrolled(commit: Commit, people: People): boolean {
  const whoIs = identities(people);
  return contributorsIn(commit).every((identity) => {
    const owner = whoIs(identity);
    return owner.kind === 'agent' && owner.agent.operator === 'none';
  });
}
