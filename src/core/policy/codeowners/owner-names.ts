import type { CodeOwnersDialect } from './code-owners.ts';

/** Who an owner of a CODEOWNERS file is, as written; `name` without its `@`. */
export type OwnerName =
  | { readonly kind: 'account' | 'team' | 'role' | 'email'; readonly name: string }
  | { readonly kind: 'malformed'; readonly name: string };

/**
 * Reads one owner. A GitLab name of one part may be a user or a group, so it is an `account` that may also be a
 * team; roles (`@@maintainers`) are GitLab's alone.
 */
export function readOwnerName(owner: string, dialect: CodeOwnersDialect): OwnerName {
  if (/^@@(?:developer|maintainer|owner)s?$/i.test(owner) && dialect === 'gitlab') {
    return { kind: 'role', name: owner.slice(2).toLowerCase().replace(/s$/, '') };
  }
  const name = owner.slice(1);
  if (/^@[A-Za-z0-9_][\w.-]*$/.test(owner)) return { kind: 'account', name };
  if (dialect === 'github' ? /^@[A-Za-z0-9][\w-]*\/[\w.-]+$/.test(owner) : /^@[\w][\w.-]*(?:\/[\w.-]+)+$/.test(owner)) return { kind: 'team', name };
  if (/^[^@\s,;<>]+@[^@\s,;<>]+[A-Za-z0-9]$/.test(owner)) return { kind: 'email', name: owner };
  return { kind: 'malformed', name: owner };
}
