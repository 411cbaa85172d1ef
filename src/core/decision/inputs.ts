import type { Change } from '../change/index.ts';
import type { Assistance, ChangeEvidence, Claim } from '../evidence/index.ts';
import type { CodeOwners, People, Policy, PolicyProblem } from '../policy/index.ts';
import type { AtomExplanation, AtomOutcome, RuleOutcome } from '../requirements/index.ts';
import type { RecentHistory, Risk } from '../risk/index.ts';
import type { Carry, CheckResult, Contributors, Exclusion, Override, RecordedReview, RevertedLanding, SetAside, SignedDeclaration, SignOff, Standing, Working } from '../signoff/index.ts';
import type { Instant } from '../values/index.ts';

/** Everything a decision depends on. Same inputs, same answer: in the CLI, a hook, a server, a backtest. */
export interface DecisionInputs {
  readonly change: Change;
  readonly evidence: ChangeEvidence;
  /** Read from the protected target, never from the change. */
  readonly policy: Policy;
  readonly people: People;
  /** Digests of the texts of policy and people; `null` for a built-in preset or an absent file. */
  readonly policyDigest: string | null;
  readonly peopleDigest: string | null;
  /** Where the change edits policy or people files: the mistakes of the edited ones. `null`: not edited. */
  readonly proposedPolicy: readonly PolicyProblem[] | null;
  /** The CODEOWNERS file of the protected target, where the policy takes owners from one and it could be read. */
  readonly codeowners: CodeOwners | null;
  readonly signOffs: readonly SignOff[];
  /** Signed break-glass statements; which of them hold for this change is decided here. */
  readonly overrides: readonly Override[];
  /** Results that gates signed, of whatever trees; which of them count for this change is decided here. */
  readonly results: readonly CheckResult[];
  /** Signed answers of authors, and attestations of others. */
  readonly declarations: readonly SignedDeclaration[];
  /** Reviews as a forge recorded them and a gate signed it: each counts as a review, never as a sign-off. */
  readonly reviews: readonly RecordedReview[];
  /** Statements of the ledger about this change that count for nothing before any rule is asked, and why. */
  readonly setAside: readonly SetAside[];
  /** Why the ledger cannot be believed as a whole, one sentence each. A word that is missing from it may be a rejection. */
  readonly ledgerFaults: readonly string[];
  /** The landing whose exact inverse this change is; `null`: none was named, or the trees do not prove it. */
  readonly revertOf: RevertedLanding | null;
  /** How sign-offs given for other trees still cover this change. */
  readonly carries: readonly Carry[];
  /**
   * The ledger's root right after the sign-off that first met all the rules ask, 64 hex digits: spot-checks are drawn
   * from it. `null`: not there yet. A later root would let somebody wait, or sign once more, for a draw that suits them.
   */
  readonly ledgerRoot: string | null;
  /** Ids of the persons on call at `now`, as the people file says; asked only of what takes something back. */
  readonly onCall: readonly string[];
  /** Who was known to have had a hand in it before: pushers, openers, contributors of older heads. Nobody ever leaves. */
  readonly knownExclusions: readonly Exclusion[];
  /** Shapes `next` alone. */
  readonly working: Working;
  readonly history: RecentHistory;
  readonly now: Instant;
}

/** What a decision reads where nothing was recorded beside the change itself. */
export const nothingRecorded: Pick<
  DecisionInputs,
  | 'codeowners'
  | 'signOffs'
  | 'overrides'
  | 'results'
  | 'declarations'
  | 'reviews'
  | 'setAside'
  | 'ledgerFaults'
  | 'revertOf'
  | 'carries'
  | 'ledgerRoot'
  | 'onCall'
  | 'knownExclusions'
  | 'working'
> = {
  codeowners: null,
  signOffs: [],
  overrides: [],
  results: [],
  declarations: [],
  reviews: [],
  setAside: [],
  ledgerFaults: [],
  revertOf: null,
  carries: [],
  ledgerRoot: null,
  onCall: [],
  knownExclusions: [],
  working: { away: [], waiting: [] },
};

/** What the signed declarations about a change amount to. */
export interface SignedWord {
  /** Answers on AI as claims of evidence. */
  readonly claims: readonly Claim[];
  /** Those of authors that are about exactly this change, in ledger order. */
  readonly ofAuthors: readonly SignedDeclaration[];
  /** Ids of the commits of which an author says by a touched key whether an AI was used. */
  readonly touched: ReadonlySet<string>;
  /** Attestations that no AI wrote it, by people who had no hand in it. */
  readonly attestations: readonly SignedDeclaration[];
  /** The authors' declarations that count for nothing. */
  readonly setAside: readonly SetAside[];
  /** The attestations that settle nothing. */
  readonly unattested: readonly SetAside[];
}

/** What the stages before the decision concluded, beside what they read. */
export interface Facts {
  /** The policy's areas are joined by those that stand for lines of CODEOWNERS. */
  readonly inputs: DecisionInputs;
  /** The inputs as they came, where the others are not: what the digest is of. */
  readonly given?: DecisionInputs;
  readonly assistance: Assistance;
  readonly risk: Risk;
  readonly exclusions: readonly Exclusion[];
  readonly contributors: Contributors;
  readonly outcomes: readonly RuleOutcome[];
  readonly standing: Standing;
  /** The same with the reviews of forges among the approvals: what a `review` is counted from. Absent: there are none. */
  readonly reviewing?: Standing;
  /** Who attests what of the signed declarations; absent: nobody said anything. */
  readonly word?: SignedWord;
  /** What the condition of the policy's spot-check said; absent where it has none. */
  readonly spotCheck?: { readonly outcome: AtomOutcome; readonly atoms: readonly AtomExplanation[] };
}
