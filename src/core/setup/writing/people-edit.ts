import type { ProposedAgent, ProposedPerson } from '../people/propose-people.ts';

/** What a person of the file gets besides; of a gate, keys alone. */
export interface PersonAddition {
  /** Id, also of a gate. */
  readonly person: string;
  readonly emails: readonly string[];
  readonly accounts: Readonly<Record<string, string>>;
  readonly keys: readonly string[];
}

/** What is added to a people file; nothing is ever taken away, and only a key is changed: by marking it revoked. */
export interface PeopleEdit {
  readonly persons: readonly ProposedPerson[];
  readonly agents: readonly ProposedAgent[];
  readonly additions: readonly PersonAddition[];
  /** `repository` `null`: the file has one, and keys are added to it. */
  readonly root?: { readonly repository: string | null; readonly keys: readonly string[] };
  /** `type base64` of keys that count no more. */
  readonly revoked?: readonly string[];
}
