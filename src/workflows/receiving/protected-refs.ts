import { Failure } from '../../core/values/index.ts';
import { loadPolicy } from '../load-policy.ts';
import type { Ports } from '../ports/index.ts';

const asCommitted = { preset: null, policyFile: null, peopleFile: null };

/** The refs that the policy of the default branch protects, as it stands before the push. */
export async function protectedRefs(ports: Ports): Promise<ReadonlySet<string>> {
  const ref = await defaultBranch(ports);
  const tip = ref === null ? null : (await ports.repository.readRef(ref)).id;
  if (ref === null || tip === null) return new Set();
  const { policy, source } = await loadPolicy(ports, tip, ref, asCommitted);
  if (source.preview) return new Set();
  // A policy that names none protects the branch it stands on.
  return new Set(policy.protected.length === 0 ? [ref] : policy.protected);
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
