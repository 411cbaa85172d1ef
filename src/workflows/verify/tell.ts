import type { RecordedStatement } from '../../core/attestation/index.ts';
import type { Resign } from '../../core/change/index.ts';
import type { Decision, Judgement, Reason } from '../../core/decision/index.ts';
import type { People, Policy } from '../../core/policy/index.ts';
import { recordedOf, type RecordedOf } from '../../core/recorded/index.ts';
import { strengthUnder } from '../../core/signoff/index.ts';
import type { CoveredPart, LandingCover } from '../carry/landing-cover.ts';
import type { LedgerView } from '../ledger/read-ledger.ts';
import type { Checklist } from './checklist.ts';
import { seenBy } from './pinned-history.ts';
import type { CoveringSignOff, VerifiedLanding, VerifyFailure } from './verify-report.ts';

/** Sign-offs that cover what landed and count for a rule, in ledger order; where no rule asked for any, all that cover it. */
export function coveringSignOffs(parts: readonly CoveredPart[], recorded: readonly RecordedStatement[], { policy, people }: { readonly policy: Policy; readonly people: People }, { root }: Decision): readonly CoveringSignOff[] {
  const byEntry = new Map(recordedOf(recorded, 'sign-off').map((one) => [one.entry, one]));
  const asking = leaves(root).filter(({ rule, status }) => (rule === 'sign-off' || rule === 'review') && status !== 'skipped');
  const counts = (entry: number) => asking.length === 0 || asking.some(({ setAside }) => !setAside.some(({ signOff }) => signOff === String(entry)));
  const found = new Map<number, CoveringSignOff>();
  for (const { entry, test } of parts.flatMap(({ by }) => by)) {
    const one = byEntry.get(entry);
    const person = people.persons.find(({ id }) => id === one?.statement.predicate.person.id);
    if (one === undefined || person === undefined || !counts(entry)) continue;
    const { verdict } = one.statement.predicate;
    found.set(entry, { person: person.id, name: person.name, level: person.level, strength: strengthUnder(policy, one.signature), verdict, entry, envelope: one.envelope, test });
  }
  return [...found.values()].toSorted((a, b) => a.entry - b.entry);
}

function leaves(reason: Reason): Reason[] {
  return reason.children.length === 0 ? [reason] : reason.children.flatMap(leaves);
}

const byStrictness = ['exact', 'disjoint', 'textual'] as const;

/** The weakest test by which any of them covers it; `null`: there are none. */
export function weakest(signOffs: readonly CoveringSignOff[]): VerifiedLanding['carriedBy'] {
  const ranks = signOffs.map(({ test }) => byStrictness.indexOf(test));
  return ranks.length === 0 ? null : (byStrictness[Math.max(...ranks)] ?? null);
}

/** What was found out about the sign-offs of a landing. */
export interface ToldCover {
  readonly signOffs: readonly CoveringSignOff[];
  readonly cover: LandingCover;
  /** Signed heads that are not here. */
  readonly missing: readonly string[];
  /** Sign-offs for it by engines nobody knows here. */
  readonly strangers: readonly RecordedOf<'sign-off'>[];
  readonly recorded: readonly RecordedStatement[];
  readonly judgement: Judgement;
  readonly mend: string;
}

/** `covered` and `signatures`. What could not be tried takes nothing from a landing that stands without it. */
export function tellCover(list: Checklist, told: ToldCover): void {
  const { signOffs, cover, judgement } = told;
  const stands = judgement.decision.status === 'approved';
  for (const failure of [...unknownEngines(told), ...untried(cover, told.mend)]) {
    if (stands) list.noted('covered', failure.sentence);
    else list.open('covered', failure);
  }
  if (signOffs.length > 0) {
    list.passed('covered', signOffs.map(({ name, test }) => `${name} (${test})`).join(', '));
    list.passed('signatures', signOffs.map(({ name, strength, level }) => `${name}: ${level}, ${strength}`).join(', '));
  } else if (cover.covered) list.noted('covered', 'by no sign-off that counts');
  else if (judgement.decision.status === 'pending' && isOfAnother(cover.resign)) list.failed('covered', { code: 'not-covered', sentence: cover.resign.sentence, mend: null });
  else if (!unreadable.has(cover.resign.code)) list.noted('covered', `by no sign-off: ${cover.resign.sentence}`);
  tellHeads(list, told);
}

function unknownEngines({ strangers }: ToldCover): VerifyFailure[] {
  return strangers.map(({ entry, statement }) => ({ code: 'engine-unknown', sentence: `entry ${entry} was decided by \`${statement.predicate.inputs.engine}\`, which this version does not know`, mend: null }));
}

const unreadable: ReadonlySet<Resign['code']> = new Set(['history-shallow', 'object-missing', 'object-corrupt', 'cannot-replay']);

/** Something was signed, and what landed is something else. */
function isOfAnother({ code }: Resign): boolean {
  return code !== 'unsigned' && !unreadable.has(code);
}

function untried(cover: LandingCover, mend: string): VerifyFailure[] {
  if (cover.covered || !unreadable.has(cover.resign.code)) return [];
  const { code, sentence } = cover.resign;
  if (code === 'history-shallow') return [{ code: 'history-shallow', sentence, mend: 'git fetch --unshallow' }];
  return [{ code: 'object-missing', sentence, mend: code === 'cannot-replay' ? null : mend }];
}

/**
 * Without a signed head nobody knows what its commits said: then an AI is taken to have had a part, and a landing
 * stands only where it does so all the same, and every rule that the signer answered asks now too.
 */
function tellHeads(list: Checklist, { signOffs, missing, recorded, judgement, mend }: ToldCover): void {
  const head = missing[0]?.slice(0, 12);
  if (head === undefined) return;
  // A rule the policy has no more asks for nothing.
  const silent = new Set(judgement.outcomes.filter(({ state }) => state === 'skipped').map(({ rule }) => rule.name));
  const answered = recordedOf(recorded, 'sign-off').filter(({ entry }) => signOffs.some((one) => one.entry === entry)).flatMap(({ statement }) => statement.predicate.answering.rules);
  const dropped = answered.find((rule) => silent.has(rule));
  if (dropped !== undefined) return list.open('covered', { code: 'object-missing', sentence: `its signers answered \`${dropped}\`, which does not ask without the signed head ${head}, and that is not here`, mend });
  if (judgement.decision.status !== 'approved') return list.open('covered', { code: 'object-missing', sentence: `the signed head ${head} is not here, and what its commits say of AI may decide`, mend });
  list.noted('covered', `the signed head ${head} is not here: an AI is taken to have had a part`);
}

/** `decision`, or `override` where that is what let it in. */
export function tellDecision(list: Checklist, { decision: { status, root } }: Judgement): void {
  const { sentence } = root;
  switch (status) {
    case 'approved':
      return list.passed('decision', sentence);
    case 'overridden':
      return list.passed('override', sentence);
    case 'pending':
      return list.failed('decision', { code: 'pending', sentence, mend: null });
    case 'refused':
    case 'unsatisfiable':
      return list.failed('decision', { code: status, sentence, mend: null });
    case 'unknown':
      return list.open('decision', { code: 'undecided', sentence, mend: null });
  }
}

/** The ledger was read whole and gives its checkpoint's root, so each entry is in it; and each signer had seen the same history. */
export function tellInclusion(list: Checklist, signOffs: readonly CoveringSignOff[], recorded: readonly RecordedStatement[], ledger: LedgerView): void {
  if (signOffs.length === 0) return;
  const size = ledger.checkpoint?.size ?? 0;
  for (const { entry } of signOffs) {
    const statement = recorded.find((one) => one.entry === entry);
    const broken = statement === undefined ? null : seenBy(statement, ledger);
    if (broken !== null) return list.failed('inclusion', broken);
    if (entry >= size) return list.failed('inclusion', { code: 'not-included', sentence: `entry ${entry} is not in the tree of ${size}`, mend: 'countersign ledger audit' });
  }
  const entries = signOffs.map(({ entry }) => entry).join(', ');
  list.passed('inclusion', `${signOffs.length === 1 ? `entry ${entries} is` : `entries ${entries} are`} in the tree of ${size}`);
}
