import { judge, type DecisionInputs, type Judgement, type Reason } from '../decision/index.ts';
import type { SignedWith, SignOff } from '../signoff/index.ts';
import type { Sha256 } from '../values/index.ts';
import type { Answers } from './answers.ts';

/** What an approval would come to if it were signed now: found by judging the same inputs once more with it. */
export interface Prospect {
  /** Rules of which it would meet something that is open now; `changes-requested` where it settles the person's own request. */
  readonly meets: readonly string[];
  /** Whether it would count anywhere, also beside others that are enough; `true` where nothing asks for one. */
  readonly counts: boolean;
  /** Why it would not, by rule. */
  readonly setAside: readonly { readonly rule: string; readonly because: string }[];
  /** The decision with it. */
  readonly judgement: Judgement;
}

/** An approval not yet signed. */
export interface Draft extends SignedWith {
  readonly person: string;
  readonly answers: Pick<Answers, 'answers' | 'checklists'>;
}

const draftId = 'draft';

/** What `draft` would come to, after everything recorded so far. */
export function prospectOf(draft: Draft, inputs: DecisionInputs, now: Judgement, sha256: Sha256): Prospect {
  const { change } = inputs;
  const last = Math.max(-1, ...inputs.signOffs.map(({ order }) => order), ...inputs.overrides.map(({ order }) => order));
  const signOff: SignOff = {
    id: draftId,
    person: draft.person,
    verdict: 'approve',
    changeDigest: change.digest,
    target: change.target,
    strength: draft.strength,
    ...(draft.synced === true ? { synced: true } : {}),
    signedAt: inputs.now,
    order: last + 1,
    answered: [...draft.answers.checklists, ...draft.answers.answers.flatMap(({ item }) => (item === 'rewrite' ? [item] : []))],
    answering: { tier: now.risk.tier, rules: answeredRules(now) },
  };
  const judgement = judge({ ...inputs, signOffs: [...inputs.signOffs, signOff] }, sha256);
  const before = new Map(now.decision.root.children.map((node) => [node.rule, node]));
  const meets: string[] = [];
  const setAside: { rule: string; because: string }[] = [];
  for (const node of judgement.decision.root.children) {
    if (metBy(node) > metBy(before.get(node.rule))) meets.push(node.rule);
    for (const because of new Set(against(draftId, node))) setAside.push({ rule: node.rule, because });
  }
  if (requestsIn(judgement) < requestsIn(now)) meets.push('changes-requested');
  const asks = judgement.decision.root.children.flatMap(leavesAsking);
  const counts = asks.length === 0 || meets.length > 0 || asks.some((leaf) => against(draftId, leaf).length === 0);
  return { meets, counts, setAside: setAside.filter(({ rule }) => !meets.includes(rule)), judgement };
}

/** Why a statement of id `id` that is among `inputs` would count for nothing, in the words of the decision; `null`: it would. */
export function whyNotCounted(id: string, inputs: DecisionInputs, sha256: Sha256): string | null {
  return against(id, judge(inputs, sha256).decision.root)[0] ?? null;
}

/** Names of the rules that ask for anything of this change: what a sign-off is given under. */
export function answeredRules({ outcomes }: Judgement): string[] {
  return outcomes.flatMap(({ state, rule }) => (state === 'skipped' || rule.shadow === true ? [] : [rule.name]));
}

function requestsIn({ decision }: Judgement): number {
  return decision.root.children.filter(({ rule }) => rule === 'changes-requested').length;
}

/** What below a node is met by people who sign. */
function leavesAsking(node: Reason): Reason[] {
  if (node.children.length > 0) return node.children.flatMap(leavesAsking);
  return ['sign-off', 'review', 'revert'].includes(node.rule.split(':')[0]!) && node.status !== 'skipped' ? [node] : [];
}

/** How much below a node is met: a person more, or a request for changes less. */
function metBy(node: Reason | undefined): number {
  if (node === undefined) return 0;
  return node.children.length === 0 ? node.met.length : node.children.reduce((sum, child) => sum + metBy(child), 0);
}

function against(id: string, node: Reason): string[] {
  const own = node.setAside.filter(({ signOff }) => signOff === id).map(({ because }) => because);
  return [...own, ...node.children.flatMap((child) => against(id, child))];
}
