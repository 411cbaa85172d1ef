import type { CodeOwners, People, Policy } from '../../core/policy/index.ts';
import { Failure } from '../../core/values/index.ts';
import { loadPolicy, peoplePath, policyPath, type UsablePolicy } from '../load-policy.ts';
import type { Ports } from '../ports/index.ts';
import { readCodeOwners } from '../read-code-owners.ts';

/** Policy and people of one commit of the target, or why they cannot be used. */
export type InForce =
  | { readonly usable: true; readonly policy: Policy; readonly people: People; readonly codeowners: CodeOwners | null; readonly loaded: UsablePolicy }
  | { readonly usable: false; readonly failure: Failure };

/** Policy and people that can be used. */
export type UsableInForce = Extract<InForce, { readonly usable: true }>;

/** Reads what was in force at commits of the target; the same two files are parsed once. */
export interface InForceReader {
  at(commit: string): Promise<InForce>;
  /** The people alone; `null`: they cannot be used, or the commit is not here. */
  peopleAt(commit: string): Promise<People | null>;
  /** SHA-256 of the two files as they stand in a commit; `null`: it has none. */
  digests(commit: string): Promise<{ readonly policy: string | null; readonly people: string | null }>;
}

const asCommitted = { preset: null, policyFile: null, peopleFile: null };

/** `peopleFile`: private people, read where a version pins them by digest. */
export function inForceReader(ports: Ports, peopleFile: string | null = null): InForceReader {
  const { repository } = ports;
  const byFiles = new Map<string, Promise<UsablePolicy | Failure>>();
  const digestAt = async (commit: string, path: string) => {
    const file = await repository.readFile(commit, path);
    return file === null ? null : ports.sha256([file.bytes]);
  };
  const loadedAt = async (commit: string): Promise<UsablePolicy | Failure> => {
    const blobs = await Promise.all([policyPath, peoplePath].map(async (path) => (await repository.readFile(commit, path))?.blob ?? null));
    // What stands there instead of a missing file may be a mistake of this commit alone.
    const key = blobs.includes(null) ? commit : blobs.join(' ');
    let loading = byFiles.get(key);
    if (loading === undefined) {
      loading = loadPolicy(ports, commit, commit.slice(0, 12), { ...asCommitted, peopleFile }).catch(asFailure);
      byFiles.set(key, loading);
    }
    return loading;
  };
  return {
    async peopleAt(commit) {
      const loaded = await loadedAt(commit).catch(asFailure);
      return loaded instanceof Failure ? null : loaded.people;
    },
    async digests(commit) {
      const [policy, people] = await Promise.all([digestAt(commit, policyPath), digestAt(commit, peoplePath)]);
      return { policy, people };
    },
    async at(commit) {
      const loaded = await loadedAt(commit);
      if (loaded instanceof Failure) return { usable: false, failure: loaded };
      const { codeOwners } = await readCodeOwners(ports, commit, loaded.policy);
      return { usable: true, policy: loaded.policy, people: loaded.people, codeowners: codeOwners, loaded };
    },
  };
}

function asFailure(error: unknown): Failure {
  if (error instanceof Failure && error.kind !== 'internal') return error;
  throw error;
}
