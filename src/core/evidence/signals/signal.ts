import type { ClaimClass, ClaimKind, ClaimStrength } from '../claim.ts';

/** In which part of a commit an identity stands. They differ: a tool may commit what its user edited. */
export type IdentityRole = 'author' | 'committer' | 'co-author';

/**
 * What a signal looks for in a commit. Nothing matches on a word, a domain or a first name alone: on
 * hundreds of thousands of commits from before agents existed those hit, whole addresses never did.
 */
export type SignalMatch =
  | {
      readonly on: 'identity';
      readonly role: IdentityRole;
      /** Whole e-mail addresses, lower case. */
      readonly addresses: readonly string[];
      /** GitHub account numbers: `<number>+<login>@users.noreply.github.com`, whatever the login. */
      readonly accounts: readonly number[];
      /** GitHub app logins ending in `[bot]`, lower case, which no person can register. */
      readonly logins: readonly string[];
      /** End of the name, as in `Jo Doe (aider)`. */
      readonly nameSuffix: string | null;
      /** What the name must also match, beside its end. */
      readonly namePattern?: RegExp;
    }
  /** A trailer anywhere in the message; `key` in lower case; `value` `null` takes any value. */
  | { readonly on: 'trailer'; readonly key: string; readonly value: RegExp | null }
  /** A line of the message; `needs` is a lower-case text every match contains, for the quick first look. */
  | { readonly on: 'line'; readonly pattern: RegExp; readonly needs: string }
  /** The first line of the message. */
  | { readonly on: 'subject'; readonly pattern: RegExp; readonly needs: string };

/** One rule of the catalogue, as data. */
export interface Signal {
  /** Stable: `claude.co-author`. Claims carry it. */
  readonly id: string;
  /** Counts up when what the rule matches or claims changes. */
  readonly version: number;
  /** Product name as people know it. */
  readonly tool: string | null;
  readonly class: ClaimClass;
  readonly kind: ClaimKind;
  readonly strength: ClaimStrength;
  readonly match: SignalMatch;
  /** Years or months (RFC 3339 prefixes) the trace was emitted in, for readers; dates decide nothing. */
  readonly since: string | null;
  readonly until: string | null;
  /** Where the rule comes from: a specification, a vendor's page, an issue, or counted in commits. */
  readonly source: string;
}

/** A known identity in short form; `identitySignals` makes one signal per role of it. */
export interface KnownIdentity {
  readonly id: string;
  readonly tool: string | null;
  readonly source: string;
  readonly addresses?: readonly string[];
  readonly accounts?: readonly number[];
  readonly logins?: readonly string[];
  /** Default `strong`. */
  readonly strength?: ClaimStrength;
  readonly since?: string;
  readonly until?: string;
}

/**
 * The signals of one identity. As author or committer it is inferred (anyone can set the field, nobody said
 * anything); as co-author it is a declaration, unless the tool's co-author line is known to mean little.
 */
export function identitySignals(identityClass: ClaimClass, known: KnownIdentity): readonly Signal[] {
  const roles: readonly IdentityRole[] = ['author', 'committer', 'co-author'];
  const strength = known.strength ?? 'strong';
  return roles.map((role) => ({
    id: `${known.id}.${role}`,
    version: 1,
    tool: known.tool,
    class: identityClass,
    kind: role === 'co-author' && strength === 'strong' ? 'declared' : 'inferred',
    strength,
    match: {
      on: 'identity',
      role,
      addresses: known.addresses ?? [],
      accounts: known.accounts ?? [],
      logins: known.logins ?? [],
      nameSuffix: null,
    },
    since: known.since ?? null,
    until: known.until ?? null,
    source: known.source,
  }));
}
