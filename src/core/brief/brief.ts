import type { Change, FileStatus } from '../change/index.ts';
import type { Judgement, Reason } from '../decision/index.ts';
import type { ClaimKind } from '../evidence/index.ts';
import type { Tier } from '../risk/index.ts';
import type { Exclusion } from '../signoff/index.ts';
import { canonicalJson, encodeUtf8, type Json, type Sha256 } from '../values/index.ts';
import { questionsOf, type Question } from './questions.ts';

/** What a person is shown of a change before they sign. Its digest stands in the statement as `shown`. */
export interface Brief {
  /** The repository's id. */
  readonly repository: string;
  readonly target: string;
  readonly base: string;
  readonly head: string;
  /** The change digest, and how many entries it is over. */
  readonly change: { readonly digest: string; readonly entries: number };
  /** Subject of the newest commit; of its message. */
  readonly title: string;
  readonly authors: readonly string[];
  readonly files: readonly { readonly path: string; readonly status: FileStatus; readonly added: number | null; readonly removed: number | null }[];
  readonly tier: Tier;
  readonly reasons: readonly string[];
  /** Added lines by who wrote them. */
  readonly lines: { readonly added: number; readonly human: number; readonly unknown: number; readonly contradictory: number } & Readonly<Record<ClaimKind, number>>;
  /** The rules it answers, each with what it still needs; rules that do not apply are left out. */
  readonly rules: readonly { readonly name: string; readonly status: string; readonly because: string; readonly needs: readonly string[] }[];
  readonly excluded: readonly Exclusion[];
  readonly questions: readonly Question[];
  /** Digest of everything the decision was made from. */
  readonly inputs: string;
}

/** The brief of a judged change. */
export function briefOf(repository: string, change: Change, judgement: Judgement): Brief {
  const { assistance, risk, decision, outcomes, author, exclusions } = judgement;
  const { added, human, unknown, contradictory } = assistance.lines;
  const asking = outcomes.filter(({ state, rule }) => state !== 'skipped' && rule.shadow !== true);
  return {
    repository,
    target: change.target,
    base: change.base.commit,
    head: change.head.commit,
    change: { digest: change.digest, entries: change.files.length },
    title: (change.commits[0]?.message ?? '').split('\n')[0]!.trim(),
    authors: author.names,
    files: change.files.map(({ path, status, linesAdded, linesRemoved }) => ({ path, status, added: linesAdded, removed: linesRemoved })),
    tier: risk.tier,
    reasons: risk.reasons.map(({ sentence }) => sentence),
    lines: { added, ...assistance.aiLinesByKind, human, unknown, contradictory },
    rules: asking.map(({ rule }) => {
      const node = decision.root.children.find((child) => child.rule === rule.name);
      return { name: rule.name, status: node?.status ?? 'unknown', because: rule.because, needs: node === undefined ? [] : openNeeds(node) };
    }),
    excluded: exclusions,
    questions: questionsOf(judgement),
    inputs: decision.inputsDigest,
  };
}

/** SHA-256 of the brief's canonical JSON (RFC 8785): the same brief, the same digest, however it is laid out. */
export function digestOfBrief(brief: Brief, sha256: Sha256): string {
  return sha256([encodeUtf8(canonicalJson(brief as unknown as Json))]);
}

/** What the leaves below a rule still need, each once. */
function openNeeds(node: Reason): string[] {
  if (node.status === 'approved' || node.status === 'skipped') return [];
  const below = node.children.length === 0 ? node.needs : node.children.flatMap(openNeeds);
  return [...new Set(below)];
}
