import type { People, Policy } from '../core/policy/index.ts';
import { loadPolicy, loadStanding, type LoadedPolicy, type PolicyOverrides } from './load-policy.ts';
import type { PolicyMemory, Ports } from './ports/index.ts';
import { leftOf, resolveTarget, type ResolvedRange, type Target } from './resolve-range.ts';

/** The protected branch a change is for, and the policy and people in force at its tip. */
export interface Governance extends LoadedPolicy {
  readonly target: Target;
  readonly policy: Policy;
  readonly people: People;
}

/**
 * Finds the protected branch and its policy: the branch named by `target`; else the left side of the range where
 * policy protects it; else the default branch where policy protects it; else the first protected branch here.
 * The policy is always the one at the tip of the branch that is found.
 */
export async function findGovernance(
  ports: Ports,
  range: string | null,
  target: string | null,
  overrides: PolicyOverrides,
  memory: PolicyMemory | null = null,
): Promise<Governance> {
  const { repository } = ports;
  const first = await resolveTarget(repository, target);
  const loaded = await loadStanding(ports, first.tip, first.ref, overrides, memory);
  if (target !== null || loaded.source.preview) return { ...loaded, target: first };
  const left = leftOf(range);
  const leftRef = left === null ? null : (await repository.resolve(left)).ref;
  const candidates = [leftRef?.replace(/^refs\/remotes\/[^/]+\//, 'refs/heads/') ?? null, first.ref, ...loaded.policy.protected];
  for (const ref of candidates) {
    if (ref === null || !loaded.policy.protected.includes(ref)) continue;
    if (ref === first.ref) return { ...loaded, target: first };
    const tip = await repository.resolveBranch(ref);
    if (tip === null) continue;
    return { ...(await loadStanding(ports, tip, ref, overrides, memory)), target: { ref, tip } };
  }
  return { ...loaded, target: first };
}

/**
 * The policy a range is judged by: the one at the target's tip, but for what has landed already, where the tip's
 * may be the range's own work, the one in force before it.
 */
export async function governanceOf(
  ports: Ports,
  range: ResolvedRange,
  atTip: Governance,
  overrides: PolicyOverrides,
): Promise<Governance> {
  if (!range.landed || range.base === null || range.base === range.head) return atTip;
  return { ...(await loadPolicy(ports, range.base, range.base.slice(0, 12), overrides)), target: atTip.target };
}
