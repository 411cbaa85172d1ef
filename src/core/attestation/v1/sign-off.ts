import type { LineRange, ObjectFormat, Snapshot } from '../../change/index.ts';
import type { Tier } from '../../risk/index.ts';
import type { Verdict } from '../../signoff/index.ts';

/** A moment as a statement writes it: RFC 3339 in UTC with seconds, `2026-11-21T16:13:00Z`. A claim of the signer's clock. */
export type Moment = string;

/** Which repository a statement is for: the id that people.yaml on the protected branch gives it. */
export interface AboutRepository {
  /** 64 hex digits. */
  readonly repository: string;
}

/** Exactly which change a statement is about. */
export interface AboutChange extends AboutRepository {
  readonly objectFormat: ObjectFormat;
  /** Full ref name of the protected branch. */
  readonly target: string;
  readonly base: Snapshot;
  readonly head: Snapshot;
  /** The change digest, and how many entries it is over; the entries lie beside the envelope. */
  readonly change: { readonly digest: string; readonly entries: number };
}

/** The newest checkpoint of the ledger a signer had seen: each statement thereby pins the history before it. */
export interface LedgerSeen {
  readonly size: number;
  /** 64 hex digits. */
  readonly root: string;
}

/** One answer of a checklist, on the lines it is about. */
export interface Answer {
  /** The checklist's item, `rewrite` for the rewrite question. */
  readonly item: string;
  readonly answer: string;
  readonly anchors: readonly ({ readonly path: string } & LineRange)[];
}

/** `urn:countersign:sign-off:v1`: what a person says of exactly this change. */
export interface SignOffV1 extends AboutChange {
  readonly verdict: Verdict;
  /** Commits of base..head: how many, and SHA-256 of their ids, sorted, each followed by a line feed. */
  readonly commits: { readonly count: number; readonly digest: string };
  /** Person ids; who is not enrolled as `unknown:` and SHA-256 of the lower-cased address. Names stay in people.yaml. */
  readonly contributors: readonly string[];
  /** Who was known not to be allowed to sign, written like `contributors`. */
  readonly excluded: readonly string[];
  readonly answering: { readonly tier: Tier; readonly rules: readonly string[] };
  /** What `decide` read then: its inputs digest, the engine, the commit policy and people came from, and when. */
  readonly inputs: { readonly digest: string; readonly engine: string; readonly policyAt: string; readonly at: Moment };
  readonly person: { readonly id: string; readonly level: string };
  readonly answers: readonly Answer[];
  /** Names of the checklists answered in full. */
  readonly checklists: readonly string[];
  readonly edgeCases: readonly string[];
  /** Person id of who owns the AI-written lines from now on. */
  readonly owner: string | null;
  /** Further targets, full ref names: carried there only where nothing underneath differs. */
  readonly alsoFor: readonly string[];
  readonly comment: string | null;
  /** SHA-256 of the brief as it was shown. */
  readonly shown: string;
  /** `terminal`: a person was asked; `unattended`: flags answered for them; `page`: flags too, and a browser's page showed it all before somebody pressed there. */
  readonly manner: 'terminal' | 'unattended' | 'page';
  /** Ledger entry of the same person's sign-off that this one replaces; of a withdrawal, the word it takes back, perhaps of somebody who has left. */
  readonly previous: number | null;
  /** 32 hex digits. */
  readonly nonce: string;
  readonly signedAt: Moment;
  readonly expiresAt: Moment | null;
  /** `null`: the ledger was empty. */
  readonly ledger: LedgerSeen | null;
}
