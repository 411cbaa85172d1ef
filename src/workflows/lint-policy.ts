import { lintDrafts, lintPolicy, sortedByPlace } from '../core/lint/index.ts';
import { policyTexts, type PolicyProblem } from '../core/policy/index.ts';
import { findGovernance, type Governance } from './governing-policy.ts';
import { readPolicy, type PolicyOverrides } from './load-policy.ts';
import type { Ports, WorkingFiles } from './ports/index.ts';
import { overWorkingTree } from './policy-files/working-tree.ts';
import { lintCodeOwners } from './read-code-owners.ts';
import type { LintReport } from './reports.ts';
import { resolveTarget } from './resolve-range.ts';

/** Which policy to look at. */
export interface PolicyOptions extends PolicyOverrides {
  readonly target: string | null;
}

/**
 * Every mistake in the policy and people files at the target's tip (or in the files named), also those that only
 * show against the repository: patterns that match nothing, rules nobody could satisfy. `files`: a working tree whose
 * edits are looked at as if they were committed, where neither target nor files are named. Lint decides nothing.
 */
export async function lintPolicyFiles(ports: Ports, options: PolicyOptions, files: WorkingFiles | null = null): Promise<LintReport> {
  const { repository } = ports;
  const target = await resolveTarget(repository, options.target);
  const named = [options.target, options.preset, options.policyFile, options.peopleFile].some((one) => one !== null);
  const edited = files === null || named ? null : await overWorkingTree(ports, files, target.tip);
  const from = edited ?? ports;
  const loaded = await readPolicy(from, target.tip, edited === null ? target.ref : 'working tree', options);
  const problems: PolicyProblem[] = [...loaded.problems];
  if (loaded.policy !== null && loaded.people !== null && !loaded.source.preview) {
    const { presetPolicy } = await policyTexts();
    const preset = loaded.policy.extends === null ? null : presetPolicy(loaded.policy.extends);
    problems.push(...lintPolicy(loaded.policy, loaded.people, { paths: await repository.listFiles(target.tip), preset }));
    problems.push(...(await lintCodeOwners(from, target.tip, loaded.policy, loaded.people)));
  }
  // A mistake of form hides none of the others: people mend a file in one go.
  const { policy, people } = loaded.drafts ?? loaded;
  const broken = loaded.policy === null || loaded.people === null;
  if (broken && policy !== null && people !== null) problems.push(...lintDrafts(policy, people));
  return { source: loaded.source, edited: edited === null ? null : target.ref, problems: broken ? sortedByPlace(problems) : problems, policy: loaded.policy, people: loaded.people };
}

/** The effective policy at the target's tip: preset and file merged, each rule with the text that wrote it. */
export async function showPolicy(ports: Ports, options: PolicyOptions): Promise<Governance> {
  return findGovernance(ports, null, options.target, options);
}
