import type { FileChange } from '../change/index.ts';
import {
  compileCodeOwners,
  ownerFinder,
  ownersRuleName,
  type Area,
  type CodeOwners,
  type CodeOwnersMatcher,
  type CodeOwnersRule,
  type OwnerFinder,
  type People,
  type Policy,
} from '../policy/index.ts';
import type { TouchedArea } from '../risk/index.ts';

/**
 * The owners that CODEOWNERS adds to those of areas, for one change: each set of owners that the touched files have
 * is an area of its own, named after the first of its lines. A file in an area that names owners is theirs alone,
 * and so is a file no line gives an owner to nobody's; GitLab's sections are asked each for its number of
 * approvals, optional ones not at all. `owners` holds the ids of enrolled people and is empty where there are none.
 */
export function ownershipOf(files: readonly FileChange[], touched: readonly TouchedArea[], policy: Policy, codeOwners: CodeOwners | null, people: People): readonly Area[] {
  if (codeOwners === null || policy.codeowners === null) return [];
  const owned = new Set(policy.areas.filter(({ owners }) => owners.length > 0).map(({ name }) => name));
  const covered = new Set(touched.flatMap(({ name, files: inside }) => (owned.has(name) ? inside : [])));
  const matcher = matcherOf(codeOwners);
  const groups = new Map<string, CodeOwnersRule>();
  for (const file of files) {
    if (covered.has(file.path)) continue;
    // A submodule is listed as a file is, and covered as a folder is.
    const submodule = file.newMode === '160000' || file.oldMode === '160000';
    for (const rule of [...matcher.deciding(file.path), ...(submodule ? matcher.deciding(`${file.path}/`) : [])]) {
      if (codeOwners.sections[rule.section]?.optional === true) continue;
      if (rule.owners.length === 0 && codeOwners.dialect === 'github') continue;
      const key = JSON.stringify([rule.section, rule.approvals, rule.owners.map((owner) => owner.toLowerCase()).toSorted()]);
      const first = groups.get(key);
      if (first === undefined || rule.line < first.line) groups.set(key, rule);
    }
  }
  return [...groups.values()].toSorted((a, b) => a.line - b.line).map((rule) => areaOf(rule, codeOwners, people));
}

function areaOf(rule: CodeOwnersRule, codeOwners: CodeOwners, people: People): Area {
  const { persons, unknown } = finderOf(people)(rule.owners, codeOwners.dialect);
  return {
    name: ownersRuleName(rule, codeOwners),
    paths: [rule.pattern],
    tier: 'low',
    owners: persons,
    mode: null,
    ai: 'allowed',
    because: null,
    reviewBy: null,
    at: { file: codeOwners.file, line: rule.line, column: 1 },
    codeOwners: { approvals: rule.approvals, unknown },
  };
}

/** One file and one list of people judge many changes. */
const matchers = new WeakMap<CodeOwners, CodeOwnersMatcher>();
const finders = new WeakMap<People, OwnerFinder>();

function matcherOf(codeOwners: CodeOwners): CodeOwnersMatcher {
  let matcher = matchers.get(codeOwners);
  if (matcher === undefined) matchers.set(codeOwners, (matcher = compileCodeOwners(codeOwners)));
  return matcher;
}

function finderOf(people: People): OwnerFinder {
  let finder = finders.get(people);
  if (finder === undefined) finders.set(people, (finder = ownerFinder(people)));
  return finder;
}
