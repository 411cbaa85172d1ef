import { policyAreaName } from '../files/floors.ts';
import type { Area, Policy } from '../policy.ts';
import { codeOwnersPaths } from './parse-code-owners.ts';

/**
 * The paths at which a policy's CODEOWNERS file may lie, first found first; empty where the policy takes no owners
 * from one. All of them decide who owns what: a file added at an earlier place takes the place of a later one.
 */
export function ownersFilePaths({ codeowners }: Pick<Policy, 'codeowners'>): readonly string[] {
  if (codeowners === null) return [];
  return codeowners.path === null ? codeOwnersPaths[codeowners.dialect] : [codeowners.path];
}

/**
 * Whether a change of this path changes who decides: policy, people, or owners. Letter case is ignored: where a file
 * system does so too, `.Countersign/policy.yaml` takes the place of the file in every checkout, and is committed from there.
 */
export function isPolicyPath(path: string, policy: Pick<Policy, 'codeowners'>): boolean {
  // Upper, not lower: also `ſ` and `ı`, which file systems take for `s` and `i`, then read as those.
  const folded = path.toUpperCase();
  return `${folded}/`.startsWith('.COUNTERSIGN/') || ownersFilePaths(policy).some((one) => one.toUpperCase() === folded);
}

/** The areas with the CODEOWNERS file in the one of the policy itself: who may edit it may name themselves an owner. */
export function guardOwnersFile(areas: readonly Area[], codeowners: Policy['codeowners']): readonly Area[] {
  const patterns = ownersFilePaths({ codeowners }).map((path) => `/${path.replace(/[\\*?[]/g, '\\$&')}`);
  if (patterns.length === 0) return areas;
  return areas.map((area) => (area.name === policyAreaName ? { ...area, paths: [...new Set([...area.paths, ...patterns])] } : area));
}
