import type { PolicyProblem } from '../policy.ts';
import type { CodeOwners, CodeOwnersDialect } from './code-owners.ts';
import { parseGitHub } from './parse-github.ts';
import { parseGitLab } from './parse-gitlab.ts';
import { sourceLines } from './source-lines.ts';

/** Where each forge looks for the file, first found first. */
export const codeOwnersPaths: Readonly<Record<CodeOwnersDialect, readonly string[]>> = {
  github: ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'],
  gitlab: ['CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'],
};

/** A CODEOWNERS file and what is wrong with it; `codeOwners` `null`: it cannot be used at all. */
export interface ParsedCodeOwners {
  readonly codeOwners: CodeOwners | null;
  readonly problems: readonly PolicyProblem[];
}

/** Reads a CODEOWNERS file as the forge of the dialect would. `file` is its path, for messages and rule names. */
export function parseCodeOwners(bytes: Uint8Array, file: string, dialect: CodeOwnersDialect): ParsedCodeOwners {
  const { lines, problems } = sourceLines(bytes, file, dialect);
  if (lines === null) return { codeOwners: null, problems };
  const parsed = dialect === 'github' ? parseGitHub(lines, file) : parseGitLab(lines, file);
  return { codeOwners: parsed.codeOwners, problems: [...problems, ...parsed.problems].sort((a, b) => a.at.line - b.at.line) };
}
