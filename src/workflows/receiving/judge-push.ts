import { strictestMode } from '../../core/decision/index.ts';
import { Failure, type Instant } from '../../core/values/index.ts';
import type { LedgerView } from '../ledger/read-ledger.ts';
import type { HistoryCommit, Ports } from '../ports/index.ts';
import { firstParents } from '../verify/find-landings.ts';
import { inForceReader, type UsableInForce } from '../verify/in-force.ts';
import { judgeLanding } from '../verify/judge-landing.ts';
import { openVerification } from '../verify/open-verification.ts';
import { isProven, type VerifiedLanding } from '../verify/verify-report.ts';
import { readLedgerHeld, readLedgerPushed, whyLedgerRefused } from './ledger-pushed.ts';
import { withOwnBranches } from './own-branches.ts';
import { guardOf, type Guard } from './protected-refs.ts';
import { standingRefs, whyMisnamed } from './standing-refs.ts';
import type { PushedRef } from './push.ts';

/** What becomes of one ref of a push. */
export interface RefVerdict {
  readonly pushed: PushedRef;
  /** `free`: nothing protects it; `noted`: it would be refused where the policy enforced. */
  readonly outcome: 'free' | 'passed' | 'noted' | 'refused';
  /** Landings judged, oldest first; the last is the one that was refused. */
  readonly landings: readonly VerifiedLanding[];
  /** Why it is refused or noted, without a full stop; `null` otherwise. */
  readonly because: string | null;
  /** Sentences or commands that mend it. */
  readonly mends: readonly string[];
  /** Commands about it have to name the branch: it is not the default one. */
  readonly byName: boolean;
}

/** A push that asks to be let in. */
export interface Push {
  readonly refs: readonly PushedRef[];
  /** Ledger entries of overrides it cites. */
  readonly cited: readonly number[];
  readonly now: Instant;
}

/**
 * Judges a push before git lets it in: each commit that would land on a protected ref, as `verify` judges what has
 * landed, by the clock of this gate and the ledger as it will be. Refs that nothing protects are free. Whatever cannot
 * be told is refused where the policy enforces.
 */
export async function judgePush(given: Ports, { refs: named, cited, now }: Push): Promise<readonly RefVerdict[]> {
  const ports = withOwnBranches(given);
  const standing = await standingRefs(ports, named);
  const guard = await guardOf(ports, standing.map(({ pushed: { ref }, held }) => ({ ref, tip: held })));
  const { refs: guarded, people } = guard;
  const refs = standing.map(({ pushed }) => pushed);
  const isOurs = ({ ref }: PushedRef) => guarded.has(ref) || ref.startsWith('refs/countersign/');
  const misnamed = standing.map((one) => whyMisnamed(one, refs, guarded));
  // Most pushes are of branches that nothing protects: they wait for nothing.
  if (cited.length === 0 && !refs.some(isOurs) && misnamed.every((why) => why === null)) return refs.map((pushed) => settled(pushed, 'free', null));
  if (misnamed.some((why) => why !== null)) return refs.map((pushed, index) => (misnamed[index] == null ? settled(pushed, 'free', null) : settled(pushed, 'refused', misnamed[index]!, ['git fetch, then push again'])));
  const ledger = await readLedgerPushed(ports, refs);
  const held = await readLedgerHeld(ports, refs);
  mustBeOverrides(cited, ledger, refs);
  const verdicts: RefVerdict[] = [];
  for (const pushed of refs) {
    const why = await whyLedgerRefused(ports, pushed, ledger, people);
    if (why !== null) verdicts.push(settled(pushed, 'refused', why, ['countersign ledger audit']));
    else verdicts.push(guarded.has(pushed.ref) ? await judgeTwice(ports, pushed, { ledger, guard, now }, held) : settled(pushed, 'free', null));
  }
  return verdicts.map((verdict) => ({ ...verdict, byName: verdict.pushed.ref !== guard.home }));
}

interface Ground {
  readonly ledger: LedgerView;
  readonly guard: Guard;
  readonly now: Instant;
}

/**
 * By the ledger as it will be, and by the one that is here: git takes a push ref by ref, and a branch may get in with a
 * ledger that then does not. What only the pushed one proves has to wait until it is here.
 */
async function judgeTwice(ports: Ports, pushed: PushedRef, ground: Ground, held: LedgerView | null): Promise<RefVerdict> {
  const verdict = await judgeProtected(ports, pushed, ground);
  if (held === null || verdict.outcome !== 'passed') return verdict;
  const without = await judgeProtected(ports, pushed, { ...ground, ledger: held });
  if (without.outcome !== 'refused') return verdict;
  return settled(pushed, 'refused', 'what signs it comes in the same push, and git may take the branch without it', ['git push --atomic origin refs/countersign/ledger refs/countersign/keep', 'then push the branch again']);
}

async function judgeProtected(ports: Ports, pushed: PushedRef, { ledger, guard, now }: Ground): Promise<RefVerdict> {
  const { repository } = ports;
  const { ref, before, after } = pushed;
  const name = ref.replace('refs/heads/', '');
  if (after === null) return settled(pushed, 'refused', 'a protected branch is not deleted', ['where no policy names it any more, the default branch\'s and its own, it is free']);
  if (before === null) return begun(ports, pushed, guard);
  if (before === after) return settled(pushed, 'passed', null);
  if (!(await repository.isAncestor(before, after))) {
    return settled(pushed, 'refused', `this would take ${before.slice(0, 7)} out of the history of ${name}`, [`git pull --rebase, then push again`]);
  }
  const landings = (await firstParents(repository, after, before)).toReversed();
  if (landings[0]?.parents[0] !== before) {
    return settled(pushed, 'refused', `${after.slice(0, 7)} makes what ${name} was a side branch: its first parents do not lead to ${before.slice(0, 7)}`, [`git rebase ${name}, then push again`]);
  }
  const wasThere = await inForceReader(ports).at(before);
  if (wasThere.usable && wasThere.loaded.source.preview) return begun(ports, pushed, guard);
  const verification = await openVerification(ports, { target: { ref, tip: after }, ledger, place: ports.ledger.place, root: null, since: null, now });
  const [blocked] = verification.blocked;
  if (blocked !== undefined) {
    // Which areas it touches is not asked any more, so any that enforces does.
    const enforced = !wasThere.usable || strictestMode(wasThere.policy.mode, wasThere.policy.areas) === 'enforce';
    return settled(pushed, enforced ? 'refused' : 'noted', blocked.sentence, blocked.mend === null ? [] : [blocked.mend]);
  }
  const verdict = await judgeLandings(pushed, landings, (landing) => judgeLanding(ports, verification, landing, { at: now }));
  const closed = verdict.outcome === 'refused' || !wasThere.usable ? null : await whyClosedAfter(ports, wasThere, after);
  return closed === null ? verdict : { ...settled(pushed, 'refused', closed, ['countersign policy lint']), landings: verdict.landings };
}

/** Why nothing could be pushed any more once this is in, whatever the mode: a mistake that nobody could push the mend of. */
async function whyClosedAfter(ports: Ports, was: UsableInForce, after: string): Promise<string | null> {
  const is = await inForceReader(ports).at(after);
  if (!is.usable) return `with its policy nothing could be pushed here any more: ${is.failure.message}`;
  if (is.loaded.source.preview || was.people.root === undefined || is.people.root?.repository === was.people.root.repository) return null;
  return 'its people.yaml takes the id of the repository away, and nothing signed for it would count any more';
}

async function judgeLandings(pushed: PushedRef, landings: readonly HistoryCommit[], judge: (landing: HistoryCommit) => Promise<VerifiedLanding>): Promise<RefVerdict> {
  const judged: VerifiedLanding[] = [];
  let noted: { readonly because: string; readonly mends: readonly string[] } | null = null;
  for (const landing of landings) {
    const one = await judge(landing);
    judged.push(one);
    if (isProven(one)) continue;
    const found = faultOf(one);
    if (one.mode === 'enforce' || one.mode === null) return { ...settled(pushed, 'refused', found.because, found.mends), landings: judged };
    noted ??= found;
  }
  return { ...settled(pushed, noted === null ? 'passed' : 'noted', noted?.because ?? null, noted?.mends), landings: judged };
}

/**
 * A branch on which nothing is in force, because it begins or is from before there was a policy: free work cannot make
 * one that is protected, only what another protected branch has, with the policy.
 */
async function begun(ports: Ports, pushed: PushedRef, guard: Guard): Promise<RefVerdict> {
  const { repository } = ports;
  const { before } = pushed;
  const [name, after] = [pushed.ref.replace('refs/heads/', ''), pushed.after!];
  const closed = (because: string, mends: readonly string[]) => settled(pushed, before === null || guard.enforces ? 'refused' : 'noted', because, mends);
  const further: string[] = [];
  for (const ref of guard.refs) {
    const tip = ref === pushed.ref ? null : (await repository.readRef(ref)).id;
    if (tip === null) continue;
    if (before !== null && (await repository.isAncestor(before, tip))) further.push(ref.replace('refs/heads/', ''));
    if (tip !== after && !(await repository.isAncestor(after, tip))) continue;
    const there = await inForceReader(ports).at(after);
    if (there.usable && !there.loaded.source.preview) return settled(pushed, 'passed', null);
    return closed(`${after.slice(0, 7)} is from before there was a policy, so nothing would be asked of what is pushed to it`, [`${before === null ? 'begin it with' : 'bring it to'} a commit that has the policy`]);
  }
  if (before === null) {
    return closed(`${after.slice(0, 7)} is on no protected branch yet, and a protected branch begins with what has landed on another`, ['push the branch it comes from first, then begin this one there']);
  }
  return closed(`${name} is protected and has no policy at ${before.slice(0, 7)}, so nothing could be asked of ${after.slice(0, 7)}`, [
    ...further.map((other) => `bring it to what has landed: git push origin origin/${other}:${name}`),
    `who runs this server can begin it anew at a commit that has the policy, and the root then adopts it: countersign adopt --target ${name}`,
  ]);
}

function faultOf({ commit, status, failures, judgement }: VerifiedLanding): { readonly because: string; readonly mends: readonly string[] } {
  const [failure] = failures;
  const short = commit.slice(0, 7);
  if (judgement !== null && judgement.decision.status !== 'approved' && judgement.decision.status !== 'overridden') {
    const { sentence } = judgement.decision.root;
    // Something was signed, and not for this.
    const other = failures.filter(({ code }) => code === 'not-covered').map((one) => one.sentence);
    return { because: `${short}${sentence.startsWith('needs ') ? '' : ':'} ${sentence}`, mends: other };
  }
  return { because: `${short}: ${failure?.sentence ?? `it is ${status}`}`, mends: failure?.mend == null ? [] : [failure.mend] };
}

/** What is cited must be there: a typing error must not look like a wish that was heard. */
function mustBeOverrides(cited: readonly number[], { recorded }: LedgerView, refs: readonly PushedRef[]): void {
  const pushed = new Set(refs.map(({ after }) => after));
  for (const entry of cited) {
    const found = recorded.find((one) => one.entry === entry);
    const what = found === undefined ? 'is not in the ledger' : found.statement.name !== 'override' ? `is a ${found.statement.name}, no override` : pushed.has(found.statement.predicate.head.commit) ? null : `is for ${found.statement.predicate.head.commit.slice(0, 7)}, which is not pushed`;
    if (what !== null) throw new Failure('usage', 'user', `the override cited, ledger entry ${entry}, ${what}`, ['countersign ledger show', 'leave the push option out: overrides are found without it']);
  }
}

function settled(pushed: PushedRef, outcome: RefVerdict['outcome'], because: string | null, mends: readonly string[] = []): RefVerdict {
  return { pushed, outcome, landings: [], because, mends, byName: false };
}
