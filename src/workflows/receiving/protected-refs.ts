import { strictestMode } from '../../core/decision/index.ts';
import type { People } from '../../core/policy/index.ts';
import { Failure } from '../../core/values/index.ts';
import { loadStanding } from '../load-policy.ts';
import type { Ports, Repository } from '../ports/index.ts';
import { inForceReader, type UsableInForce } from '../verify/in-force.ts';

const asCommitted = { preset: null, policyFile: null, peopleFile: null };

/** What the branches here say, as they stand before the push. */
export interface Guard {
  /** The refs that are protected. */
  readonly refs: ReadonlySet<string>;
  /** `null`: there is no policy yet. */
  readonly people: People | null;
  /** A policy that names them enforces, at least in some area. */
  readonly enforces: boolean;
  /** Full name of the default branch, which commands mean where they name none; `null`: there is none. */
  readonly home: string | null;
}

/** A branch as it stands before the push; `tip` `null`: it is not here. */
export interface Standing {
  readonly ref: string;
  readonly tip: string | null;
}

/**
 * Reads what is protected, and who is enrolled. The policy of the default branch says so, also of branches that have
 * no policy themselves or are not here yet. A branch that its own policy names is protected whatever the default
 * branch says, for that one may be free to all; and where the default branch has no policy, every branch here is asked,
 * so that a HEAD that nobody set opens nothing. `pushed`: what the refs of the push hold before it.
 */
export async function guardOf(ports: Ports, pushed: readonly Standing[]): Promise<Guard> {
  const { repository } = ports;
  const before = new Map(pushed.map(({ ref, tip }) => [ref, tip]));
  const home = await defaultBranch(repository);
  const tip = home === null ? null : before.has(home) ? before.get(home)! : (await repository.readRef(home)).id;
  const refs = new Set<string>();
  let [people, enforces]: [People | null, boolean] = [null, false];
  const protect = (named: readonly string[], by: Pick<UsableInForce, 'policy' | 'people'>) => {
    for (const ref of named) refs.add(ref);
    people ??= by.people;
    enforces ||= strictestMode(by.policy.mode, by.policy.areas) === 'enforce';
  };
  const first = home === null || tip === null ? null : await loadStanding(ports, tip, home, asCommitted);
  const told = first !== null && !first.source.preview;
  // A policy that names none protects the branch it stands on.
  if (told) protect(first.policy.protected.length === 0 ? [home!] : first.policy.protected, first);
  const others = told ? pushed : (await repository.listRefs('refs/heads/')).map(({ ref, id }) => ({ ref, tip: before.has(ref) ? before.get(ref)! : id }));
  const inForce = inForceReader(ports);
  for (const branch of others) {
    if (branch.tip === null || branch.ref === home || !branch.ref.startsWith('refs/heads/')) continue;
    const own = await inForce.at(branch.tip);
    if (!own.usable || own.loaded.source.preview) continue;
    const named = own.policy.protected.length === 0 && tip === null ? [branch.ref] : own.policy.protected;
    if (named.includes(branch.ref)) protect(told ? [branch.ref] : named, own);
  }
  return { refs, people, enforces, home };
}

async function defaultBranch(repository: Repository): Promise<string | null> {
  try {
    return await repository.defaultBranch();
  } catch (error) {
    // A repository that has nothing yet.
    if (error instanceof Failure && (error.code === 'unknown-ref' || error.code === 'no-commits')) return null;
    throw error;
  }
}
