import type { People } from '../../core/policy/index.ts';
import { Failure } from '../../core/values/index.ts';
import { loadStanding } from '../load-policy.ts';
import type { Ports } from '../ports/index.ts';

const asCommitted = { preset: null, policyFile: null, peopleFile: null };

/** What the default branch says, as it stands before the push. */
export interface Guard {
  /** The refs that its policy protects. */
  readonly refs: ReadonlySet<string>;
  /** `null`: it has no policy yet. */
  readonly people: People | null;
}

const nothing: Guard = { refs: new Set(), people: null };

/** Reads what is protected, and who is enrolled. */
export async function guardOf(ports: Ports): Promise<Guard> {
  const ref = await defaultBranch(ports);
  const tip = ref === null ? null : (await ports.repository.readRef(ref)).id;
  if (ref === null || tip === null) return nothing;
  const { policy, people, source } = await loadStanding(ports, tip, ref, asCommitted);
  if (source.preview) return nothing;
  // A policy that names none protects the branch it stands on.
  return { refs: new Set(policy.protected.length === 0 ? [ref] : policy.protected), people };
}

async function defaultBranch({ repository }: Ports): Promise<string | null> {
  try {
    return await repository.defaultBranch();
  } catch (error) {
    // A repository that has nothing yet.
    if (error instanceof Failure && (error.code === 'unknown-ref' || error.code === 'no-commits')) return null;
    throw error;
  }
}
