import type { CaseResult, UntriedRule } from '../core/cases/index.ts';
import type { Change } from '../core/change/index.ts';
import type { DecisionInputs, Judgement, TrialDifference } from '../core/decision/index.ts';
import type { Claim, ClaimKind, EvidenceProblem, FileAssistance, LineCounts, StandingFile, StandingLines, Suppression } from '../core/evidence/index.ts';
import type { People, Policy, PolicyProblem } from '../core/policy/index.ts';
import type { Tier } from '../core/risk/index.ts';
import type { RepositoryFacts } from './ports/repository.ts';
import type { ResolvedRange } from './resolve-range.ts';

/** How far a long step has come; `total` is `null` while it is not known. */
export interface Progress {
  readonly step: string;
  readonly done: number;
  readonly total: number | null;
}

/** Called now and then by long steps. */
export type OnProgress = (progress: Progress) => void;

/** Where the policy in force came from. `preview`: the repository has none, so a preset stands in. */
export interface PolicySource {
  readonly preview: boolean;
  /** e.g. `refs/heads/main:.countersign/policy.yaml` or `preset amazon-2026`. */
  readonly policy: string;
  /** e.g. `refs/heads/main:.countersign/people.yaml` or `nobody is enrolled`. */
  readonly people: string;
}

/** One kind of evidence was looked for, and whether it could be read. */
export interface Coverage {
  readonly source: string;
  readonly state: 'read' | 'absent' | 'partial';
  readonly sentence: string;
}

/** What `check` found: one decision about one change, with everything it was made from. */
export interface CheckReport {
  readonly repository: RepositoryFacts;
  readonly range: string;
  readonly target: string;
  readonly source: PolicySource;
  readonly policy: Policy;
  readonly people: People;
  readonly change: Change;
  /** Where the change stands: its ends as commits, the tip of its target, and whether it has landed. */
  readonly place: ResolvedRange;
  /** Full id of the commit whose policy and people are in force for it. */
  readonly governedAt: string;
  /** Everything the decision was made from. */
  readonly inputs: DecisionInputs;
  /** Which sources of evidence could be read here; no part of the decision's inputs. */
  readonly coverage: readonly Coverage[];
  readonly judgement: Judgement;
  /** The same change under another policy, where one was named; it decides nothing. */
  readonly trial: Trial | null;
}

/** What another policy would make of a change. */
export interface Trial {
  readonly source: PolicySource;
  readonly policy: Policy;
  readonly judgement: Judgement;
  readonly differences: readonly TrialDifference[];
}

/** One commit as a scan lists it. */
export interface ScannedCommit {
  readonly commit: string;
  readonly subject: string;
  readonly committedAt: number;
  readonly assisted: boolean;
  readonly bot: boolean;
  readonly tools: readonly string[];
  readonly kinds: readonly ClaimKind[];
  readonly tier: Tier;
  readonly lines: LineCounts;
}

/** Assistance of a month of history, for the chart. */
export interface MonthShare {
  /** `2026-11` */
  readonly month: string;
  readonly commits: number;
  readonly assisted: number;
}

/** Added lines that count as the AI's, by the strongest kind of their evidence; the three add up to `lines.ai` where nothing contradicts. */
export type LinesByKind = Readonly<Record<ClaimKind, number>>;

/** A month of history with everything the charts break it down by. */
export interface MonthFigures extends MonthShare {
  /** Assisted commits by their strongest kind; the three add up to `assisted`. */
  readonly byKind: Readonly<Record<ClaimKind, number>>;
  /** Assisted commits by tool, most first; tools that no signal of the catalogue names are summed under `other tools`. */
  readonly byTool: Readonly<Record<string, number>>;
  /** Commits that touch an area, by its name; areas nobody touched are left out. */
  readonly byArea: Readonly<Record<string, { readonly commits: number; readonly assisted: number }>>;
}

/** An area of the policy as the history touched it; a file in two areas counts in both. */
export interface AreaFigures {
  readonly name: string;
  readonly tier: Tier;
  readonly commits: number;
  readonly assisted: number;
  readonly lines: LineCounts;
  readonly aiLinesByKind: LinesByKind;
}

/** Every line that stands in the head's files, and what is known of who wrote it. */
export interface HeadReport {
  readonly lines: StandingLines;
  readonly aiLinesByKind: LinesByKind;
  /** Lines that are the AI's by tool, most first; a line two tools claim counts under both. */
  readonly aiLinesByTool: Readonly<Record<string, number>>;
  /** Text files with at least one line, by path. */
  readonly files: readonly StandingFile[];
  readonly binaryFiles: number;
  /** Symbolic links and submodules. */
  readonly otherEntries: number;
  /** Commits that wrote a line that stands. */
  readonly commits: number;
  /** Part of `unknown`: lines that could not be followed to their commit. */
  readonly cutOff: number;
  /** In the policy's order; a file in two areas counts in both. */
  readonly areas: readonly { readonly name: string; readonly tier: Tier; readonly lines: StandingLines }[];
}

/** A commit as evidence of its own: what it says, verbatim. */
export interface QuotedCommit {
  readonly commit: string;
  readonly subject: string;
  readonly committedAt: number;
  readonly tools: readonly string[];
  readonly kind: ClaimKind;
  /** The strongest claim's words as they stand in its source; at most 300 characters of them. */
  readonly quote: string;
  /** Where the quote stands: `message, line 9`, `author`, `refs/notes/ai, line 2`. */
  readonly where: string;
  readonly lines: LineCounts;
}

/** What a scan of a history found. `commits.total` = assisted + bot + unknown. */
export interface ScanReport {
  readonly repository: RepositoryFacts;
  readonly head: string;
  readonly headRef: string | null;
  readonly commits: {
    readonly total: number;
    readonly assisted: number;
    readonly bot: number;
    readonly unknown: number;
    /** Part of `unknown`: only weak traces. */
    readonly weak: number;
    /** Part of `unknown`: the author declared that no AI was used. */
    readonly declaredNone: number;
  };
  /** Assisted commits by the strongest kind of their evidence; the three add up to `commits.assisted`. */
  readonly byKind: Readonly<Record<ClaimKind, number>>;
  /** Assisted commits by tool; a commit with two tools counts under both. */
  readonly byTool: Readonly<Record<string, number>>;
  readonly lines: LineCounts;
  readonly aiLinesByKind: LinesByKind;
  readonly coverage: readonly Coverage[];
  readonly suppression: readonly Suppression[];
  readonly problems: readonly EvidenceProblem[];
  readonly months: readonly MonthShare[];
  /** The same months, oldest first, broken down by kind, tool and area. */
  readonly series: readonly MonthFigures[];
  /** Per area of the policy, in its order: commits that touch it, and the lines they added there. */
  readonly areas: readonly AreaFigures[];
  /** The newest assisted commits with the words that say so; a few, whether or not the list was asked for. */
  readonly latest: readonly QuotedCommit[];
  readonly lastYear: { readonly commits: number; readonly assisted: number };
  readonly first: number | null;
  readonly last: number | null;
  /** `null` when it was not asked for. */
  readonly headLines: HeadReport | null;
  /** Empty when the list was not asked for. */
  readonly changes: readonly ScannedCommit[];
  readonly source: PolicySource;
}

/** Every claim about one commit or change, with its verbatim source. */
export interface ExplainReport {
  readonly repository: RepositoryFacts;
  readonly base: string | null;
  readonly head: string;
  readonly subject: string;
  readonly author: { readonly name: string; readonly email: string };
  readonly committedAt: number;
  readonly claims: readonly Claim[];
  readonly files: readonly FileAssistance[];
  readonly lines: LineCounts;
  readonly state: string;
  readonly sentence: string;
  readonly contradictions: readonly { readonly sentence: string; readonly claims: readonly number[] }[];
  readonly problems: readonly EvidenceProblem[];
  readonly unread: readonly string[];
}

/** The mistakes of the policy and people files in force (or of files given by path). */
export interface LintReport {
  readonly source: PolicySource;
  /** The protected ref that has other files than the working tree's, which were looked at; `null`: nothing is edited. */
  readonly edited: string | null;
  readonly problems: readonly PolicyProblem[];
  readonly policy: Policy | null;
  readonly people: People | null;
}

/** One thing `doctor` looked at. */
export interface Finding {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'problem';
  readonly sentence: string;
  readonly mend: string | null;
}

/** The cases of one file, under the policy it is about. */
export interface TestedFile {
  readonly file: string;
  /** Which policy: `preset amazon-2026`, the path of a file, the cases' own file, or the branch in force. */
  readonly policy: string;
  readonly results: readonly CaseResult[];
}

/** What running declarative cases gave. */
export interface PolicyTestReport {
  readonly files: readonly TestedFile[];
  /** Rules of the policies tested that no case made apply. */
  readonly untried: readonly UntriedRule[];
  readonly passed: number;
  readonly failed: number;
}
