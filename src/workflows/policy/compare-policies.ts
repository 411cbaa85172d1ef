import { diffPeople, diffPolicies, presets, type PolicyDifference } from '../../core/policy/index.ts';
import { Failure } from '../../core/values/index.ts';
import { findGovernance } from '../governing-policy.ts';
import { loadPolicy, peoplePath, policyPath, type UsablePolicy } from '../load-policy.ts';
import type { Ports } from '../ports/index.ts';
import type { PolicySource } from '../reports.ts';
import { resolveTarget } from '../resolve-range.ts';

/** What to compare: names of refs, files or presets; `null`: the policy in force, and the working tree's. */
export interface CompareOptions {
  readonly before: string | null;
  readonly after: string | null;
  readonly target: string | null;
}

/** How two policies and their people differ, loosest first. */
export interface PolicyComparison {
  readonly before: PolicySource;
  readonly after: PolicySource;
  readonly policy: readonly PolicyDifference[];
  /** `null`: one of the sides has no people of its own. */
  readonly people: readonly PolicyDifference[] | null;
}

/** A policy, and whether the people beside it are its own. */
interface Side {
  readonly loaded: UsablePolicy;
  readonly ownPeople: boolean;
}

const asIs = { preset: null, policyFile: null, peopleFile: null };

/** What an edit of the policy would let through that is stopped today, and the other way round. */
export async function comparePolicies(ports: Ports, { before, after, target }: CompareOptions): Promise<PolicyComparison> {
  const [old, now] = await Promise.all([
    before === null ? inForce(ports, target) : named(ports, before, target),
    after === null ? inWorkingTree(ports, target) : named(ports, after, target),
  ]);
  return {
    before: old.loaded.source,
    after: now.loaded.source,
    policy: diffPolicies(old.loaded.policy, now.loaded.policy),
    people: old.ownPeople && now.ownPeople ? diffPeople(old.loaded.people, now.loaded.people, now.loaded.policy.levels) : null,
  };
}

async function inForce(ports: Ports, target: string | null): Promise<Side> {
  return { loaded: await findGovernance(ports, null, target, asIs), ownPeople: true };
}

async function inWorkingTree(ports: Ports, target: string | null): Promise<Side> {
  const { path, bare } = await ports.repository.facts();
  if (bare) throw new Failure('usage', 'user', 'a bare repository has no working tree to compare with', ['name both sides: countersign policy diff main topic']);
  const at = (file: string) => `${path}/${file}`;
  const there = async (file: string) => {
    try {
      return (await ports.readText(at(file))) !== '';
    } catch (error) {
      if (error instanceof Failure && error.code === 'file-unreadable') return false;
      throw error;
    }
  };
  const [policy, people] = await Promise.all([there(policyPath), there(peoplePath)]);
  if (!policy) throw new Failure('policy-missing', 'user', `there is no \`${policyPath}\` in the working tree`, ['name the other side: countersign policy diff main topic']);
  const { ref, tip } = await resolveTarget(ports.repository, target);
  const loaded = await loadPolicy(ports, tip, ref, { preset: null, policyFile: at(policyPath), peopleFile: people ? at(peoplePath) : null });
  const source = { ...loaded.source, policy: `working tree:${policyPath}`, people: people ? `working tree:${peoplePath}` : loaded.source.people };
  return { loaded: { ...loaded, source }, ownPeople: people };
}

/** A preset by its name, a file by its ending, else a branch, tag or commit. */
async function named(ports: Ports, name: string, target: string | null): Promise<Side> {
  const { repository } = ports;
  const preset = Object.hasOwn(presets, name);
  if (!preset && !/\.ya?ml$/i.test(name)) {
    const { commit } = await repository.resolve(name);
    return { loaded: await loadPolicy(ports, commit, name, asIs), ownPeople: true };
  }
  const { ref, tip } = await resolveTarget(repository, target);
  return { loaded: await loadPolicy(ports, tip, ref, { ...asIs, ...(preset ? { preset: name } : { policyFile: name }) }), ownPeople: false };
}
