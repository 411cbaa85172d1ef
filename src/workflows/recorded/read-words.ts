import type { Change, Resign } from '../../core/change/index.ts';
import { ledgerRootOf, isEnrolledWriter, overriddenLandings, owedReviews, statementsAbout, type Ground, type StatementsAbout, type StatementsQuestion } from '../../core/recorded/index.ts';
import type { DecisionInputs } from '../../core/decision/index.ts';
import type { People, Policy } from '../../core/policy/index.ts';
import type { Instant } from '../../core/values/index.ts';
import { coverLanding } from '../carry/cover-landing.ts';
import { findCarries, type FoundCarries } from '../carry/find-carries.ts';
import { landedBefore } from '../carry/landed-before.ts';
import type { Ports } from '../ports/index.ts';
import type { Coverage } from '../reports.ts';
import { adoptedPeople } from './adopted-people.ts';
import { earlierEntries } from './earlier-entries.ts';
import { inForceReader } from '../verify/in-force.ts';
import { ledgerHere, type LedgerHere } from './ledger-here.ts';
import { unadoptedWriters } from './unadopted-writers.ts';

/** A change, and under whose people the ledger's word about it is read. */
export interface WordsQuery {
  readonly change: Change;
  readonly target: { readonly ref: string; readonly tip: string };
  readonly people: People;
  readonly policy: Policy;
  readonly now: Instant;
  /** Full id of the landing, where the change has landed by one. */
  readonly landing: string | null;
}

/** What the ledger that is here says of a change. */
export interface Words {
  readonly statements: StatementsAbout & Pick<DecisionInputs, 'carries' | 'ledgerFaults'>;
  readonly coverage: Coverage;
  readonly rootAt: LedgerHere['view']['rootAt'];
  /** Reviews owed for what landed on the target under an override, and what is not counted here, one sentence each. */
  readonly notes: readonly string[];
}

/** Reads the ledger and what it says of a change. Without one it asks git nothing. */
export async function readWords(ports: Ports, query: WordsQuery): Promise<Words> {
  const here = await ledgerHere(ports, query.people);
  const { view, faults, coverage } = here;
  const carried = await carriesOf(ports, here, query);
  // Who held which key when is asked only where somebody said something.
  const ground = once(async (): Promise<Ground> => {
    const { peopleAt } = inForceReader(ports);
    const adoptions = await adoptedPeople(view.recorded, { target: query.target.ref, peopleAt, judges: query.people });
    return { people: query.people, adoptions, unadopted: await unadoptedWriters(ports, { recorded: view.recorded, target: query.target, adoptions, peopleAt }) };
  });
  const question: StatementsQuestion = {
    change: query.change,
    people: query.people,
    recorded: view.recorded,
    adoptions: [],
    carries: carried.carries,
    notCovering: carried.refused,
    earlier: await earlierEntries(ports, { change: query.change, ledger: view.tip, recorded: view.recorded, people: query.people, ground, before: query.target.tip, until: Infinity }),
    landedBefore: await landedBefore(ports, { change: query.change, tip: query.target.tip, landing: query.landing, recorded: view.recorded.filter((one) => isEnrolledWriter(one, query.people)) }),
    landing: query.landing,
    sha256: ports.sha256,
  };
  const first = statementsAbout(question);
  const statements = isSilent(first) ? first : statementsAbout({ ...question, ...(await ground()) });
  const overridden = view.recorded.some(({ statement }) => statement.name === 'override') ? { ...question, ...(await ground()) } : question;
  const landings = overriddenLandings({ ...overridden, target: query.target.ref });
  const owed = owedReviews({ ...overridden, landings, policy: query.policy, now: query.now }).map(({ sentence, overdue }) => (overdue ? `${sentence}: no release until it is signed` : sentence));
  return { statements: { ...statements, carries: question.carries, ledgerFaults: faults }, coverage, rootAt: view.rootAt, notes: [...owed, ...carried.notes] };
}

/** The inputs with the root that a spot-check is drawn from, which the rest of them decides. */
export function withRoot(inputs: DecisionInputs, { rootAt }: Words, { sha256 }: Ports): DecisionInputs {
  const ledgerRoot = ledgerRootOf(inputs, rootAt, sha256);
  return ledgerRoot === inputs.ledgerRoot ? inputs : { ...inputs, ledgerRoot };
}

function isSilent({ signOffs, overrides, declarations, results, reviews, setAside }: StatementsAbout): boolean {
  return [signOffs, overrides, declarations, results, reviews, setAside].every(({ length }) => length === 0);
}

/** How approvals given for other trees still cover the change: one that waits, or one that has landed. */
async function carriesOf(ports: Ports, { view }: LedgerHere, { change, target, people, landing }: WordsQuery): Promise<FoundCarries & { readonly notes: readonly string[] }> {
  const signed = view.recorded.filter((one) => one.statement.name === 'sign-off' && isEnrolledWriter(one, people));
  if (signed.length === 0) return { carries: [], refused: new Map(), notes: [] };
  if (landing === null) return { ...(await findCarries(ports, { change, target, signed })), notes: [] };
  const cover = await coverLanding(ports, { landing, target: target.ref, tip: target.tip, signed });
  // Several changes that landed together were signed apart: `verify` counts them part by part.
  const [part, ...others] = cover.covered ? cover.parts : [];
  const by = part === undefined || others.length > 0 ? [] : part.by;
  const notes = others.length === 0 ? [] : [`${others.length + 1} changes landed together and were signed apart, which is not counted here: countersign verify ${landing.slice(0, 12)} counts them one by one`];
  const covering = new Set(by.map(({ entry }) => entry));
  const resign: Resign = cover.covered ? { code: 'unsigned', sentence: 'it does not cover what landed', residual: [] } : cover.resign;
  // The very digest does not help what landed again after it was taken back.
  const refused = signed.filter(({ entry, statement }) => statement.name === 'sign-off' && statement.predicate.change.digest === change.digest && !covering.has(entry));
  return { carries: by.map(({ entry, test, moved }) => ({ signOff: String(entry), test, moved })), refused: new Map(refused.map(({ entry }) => [entry, resign])), notes };
}

/** Asks at most once. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | null = null;
  return () => (asked ??= ask());
}
