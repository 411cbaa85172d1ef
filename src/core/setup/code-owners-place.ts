import { ownersFilePaths } from '../policy/index.ts';

/** A CODEOWNERS file of a repository, and whose rules it is read by. */
export interface CodeOwnersPlace {
  readonly dialect: 'github' | 'gitlab';
  readonly path: string;
}

/** The CODEOWNERS file among the paths of a head; GitLab's where the repository shows that it lives there. */
export function codeOwnersIn(paths: readonly string[]): CodeOwnersPlace | null {
  const all = new Set(paths);
  const dialect = (all.has('.gitlab-ci.yml') && !all.has('.github/CODEOWNERS')) || all.has('.gitlab/CODEOWNERS') ? 'gitlab' : 'github';
  const path = ownersFilePaths({ codeowners: { dialect, path: null } }).find((each) => all.has(each));
  return path === undefined ? null : { dialect, path };
}
