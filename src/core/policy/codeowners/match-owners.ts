import { compilePatterns } from '../../risk/index.ts';
import type { CodeOwners, CodeOwnersRule } from './code-owners.ts';
import { readOwnersPattern } from './patterns.ts';

/** Says which rules decide who owns a path. */
export interface CodeOwnersMatcher {
  /**
   * The rules that decide, one for each section at most, in the order of the sections. A rule without owners is
   * among them: on GitHub it says that nobody owns the path, on GitLab that nobody can be asked.
   */
  deciding(path: string): readonly CodeOwnersRule[];
}

/** Compiles a CODEOWNERS file into the matcher areas use: a path costs about one look-up, whatever the rules. */
export function compileCodeOwners({ dialect, sections, rules }: CodeOwners): CodeOwnersMatcher {
  const matcher = compilePatterns(rules.map(({ pattern }) => [readOwnersPattern(pattern, dialect)]));
  if (dialect === 'github') {
    return {
      deciding(path) {
        const rule = rules[matcher.lastMatch(path)];
        return rule === undefined ? [] : [rule];
      },
    };
  }
  return {
    deciding(path) {
      const last: (CodeOwnersRule | null | undefined)[] = sections.map(() => undefined);
      for (const index of matcher.match(path)) {
        const rule = rules[index]!;
        // Excluded once is excluded from the whole section, wherever the exclusion stands.
        if (rule.excludes) last[rule.section] = null;
        else if (last[rule.section] !== null) last[rule.section] = rule;
      }
      return last.filter((rule) => rule !== null && rule !== undefined);
    },
  };
}
