/** Whose rules a CODEOWNERS file is read by: the two forges read the same text differently. */
export type CodeOwnersDialect = 'github' | 'gitlab';

/** One line of a CODEOWNERS file that names files. */
export interface CodeOwnersRule {
  /** As it is written, without the `!` of an exclusion. */
  readonly pattern: string;
  /**
   * Owners as they are written (`@ana-r`, `@acme/retail-seniors`, `@@maintainer`, `ana@example.com`), the default
   * owners of a GitLab section where the line names none. Empty: on GitHub nobody owns what it matches; on GitLab
   * nobody can be asked, which is never taken for a yes.
   */
  readonly owners: readonly string[];
  /** Index into `CodeOwners.sections`. */
  readonly section: number;
  /** How many owners must sign; above 1 only in a GitLab section such as `[Database][2]`. */
  readonly approvals: number;
  /** GitLab's `!pattern`: what it matches needs no owner of this section. */
  readonly excludes: boolean;
  /** Counts from 1. */
  readonly line: number;
}

/** A named part of a GitLab file, decided on its own; every file has one without a name, GitHub's no other. */
export interface CodeOwnersSection {
  /** `null`: the rules before the first heading. */
  readonly name: string | null;
  /** Its owners are told, not asked. */
  readonly optional: boolean;
}

/** A CODEOWNERS file once read, in plain values. */
export interface CodeOwners {
  readonly dialect: CodeOwnersDialect;
  /** Its path in the repository. */
  readonly file: string;
  readonly sections: readonly CodeOwnersSection[];
  /** In the order that decides: of those that match a path, the last of a section wins. */
  readonly rules: readonly CodeOwnersRule[];
}
