import type { Change } from '../core/change/index.ts';
import { declaredClaims } from '../core/decision/index.ts';
import { assess, type ChangeEvidence, type Claim } from '../core/evidence/index.ts';
import { nobody, type People, type Policy } from '../core/policy/index.ts';
import { statementsAbout } from '../core/recorded/index.ts';
import { agentClaims } from '../core/signoff/index.ts';
import { Failure } from '../core/values/index.ts';
import { gatherEvidence } from './evidence/gather-evidence.ts';
import { loadPolicy } from './load-policy.ts';
import type { Ports } from './ports/index.ts';
import { ledgerHere } from './recorded/ledger-here.ts';
import type { ExplainReport } from './reports.ts';
import { resolveRange, resolveTarget, type ResolvedRange } from './resolve-range.ts';

/**
 * Why a commit (against its first parent) or a range counts as AI-assisted or not: every claim with its verbatim
 * source, and what the claims say of each added line. A report: it concludes nothing about who must sign.
 */
export async function explainChange(ports: Ports, options: { readonly revision: string }): Promise<ExplainReport> {
  const { repository } = ports;
  const range = await rangeToExplain(ports, options.revision);
  const change = await repository.readChange(range.target.ref, range.base, range.head, range.baseOnTarget);
  const { policy, people } = await policyInForce(ports);
  const evidence = await gatherEvidence(repository, change, policy);
  const signed = policy === null ? [] : await signedClaims(ports, change, evidence, policy, people);
  const claims = [...evidence.claims, ...agentClaims(change, evidence.claims, people), ...signed];
  const assistance = assess(change, { ...evidence, claims }, 'ask');
  const tip = change.commits[0];
  return {
    repository: await repository.facts(),
    base: range.base,
    head: range.head,
    subject: tip?.message.split('\n', 1)[0] ?? '',
    author: tip?.author ?? { name: '', email: '' },
    committedAt: tip?.committedAt ?? 0,
    claims: assistance.claims,
    files: assistance.files,
    lines: assistance.lines,
    state: assistance.state,
    sentence: assistance.sentence,
    contradictions: assistance.contradictions,
    problems: assistance.problems,
    unread: change.unread,
  };
}

/** What was declared in the ledger that is here; one that contradicts itself declares nothing. */
async function signedClaims(ports: Ports, change: Change, evidence: ChangeEvidence, policy: Policy, people: People): Promise<readonly Claim[]> {
  const { view, faults } = await ledgerHere(ports, people);
  if (faults.length > 0 || view.tip === null) return [];
  const question = { change, people, recorded: view.recorded, adoptions: [], carries: [], notCovering: new Map(), earlier: new Set<number>(), landedBefore: new Set<number>(), landing: null, sha256: ports.sha256 };
  // A report of what was said: no clock makes it sooner or later.
  return declaredClaims({ change, evidence, policy, people, declarations: statementsAbout(question).declarations, now: Number.POSITIVE_INFINITY });
}

async function rangeToExplain({ repository }: Ports, revision: string): Promise<ResolvedRange> {
  if (revision.includes('..')) return resolveRange(repository, revision, await resolveTarget(repository, null));
  const { commit, ref } = await repository.resolve(revision);
  const base = await repository.firstParent(commit);
  return { target: { ref: ref ?? 'HEAD', tip: commit }, head: commit, base, baseOnTarget: true, landed: false };
}

/** The protected branch's policy and people, for the signals and agents they add; where they cannot be used they add none: this is a report. */
async function policyInForce(ports: Ports): Promise<{ readonly policy: Policy | null; readonly people: People }> {
  try {
    const target = await resolveTarget(ports.repository, null);
    return await loadPolicy(ports, target.tip, target.ref, { preset: null, policyFile: null, peopleFile: null });
  } catch (error) {
    if (error instanceof Failure) return { policy: null, people: nobody };
    throw error;
  }
}
