import type { RecordedStatement } from '../attestation/index.ts';
import type { Change } from '../change/index.ts';
import type { DecisionInputs } from '../decision/index.ts';
import { peopleIndex } from '../policy/index.ts';
import type { Carry, CheckResult, Override, RecordedReview, SetAside, SignedDeclaration, SignOff } from '../signoff/index.ts';
import type { Sha256 } from '../values/index.ts';
import { declarationOf, overrideOf, resultOf, reviewOf, signOffOf } from './as-values.ts';
import { exclusionsRecorded } from './exclusions-recorded.ts';
import { recordedOf, type RecordedOf } from './recorded-of.ts';
import { relationTo } from './same-work.ts';
import { overridesUsed } from './used-overrides.ts';
import { formerPersonOf, gateOf, personOf, type Ground } from './writers.ts';

/** A change, and the ledger's word about it. */
export interface StatementsQuestion extends Ground {
  readonly change: Change;
  /** Entries whose signatures hold, of any kind and about anything. */
  readonly recorded: readonly RecordedStatement[];
  readonly carries: readonly Carry[];
  /** Approvals that do not cover the change whatever their digest says (it landed and was taken back, say), by entry. */
  readonly notCovering: ReadonlyMap<number, { readonly sentence: string }>;
  /** Entries about earlier states of the same work that neither digest nor commits show. */
  readonly earlier: ReadonlySet<number>;
  /** Entries of overrides, declarations and reviews whose change the target has had in effect before, as its history shows. */
  readonly landedBefore: ReadonlySet<number>;
  /** Where the change has landed: full id of the landing. What that landing itself used is not used up for it. */
  readonly landing: string | null;
  readonly sha256: Sha256;
}

/** What the decision reads of the ledger; the root that spot-checks are drawn from comes of it with `ledgerRootOf`. */
export type StatementsAbout = Pick<DecisionInputs, 'signOffs' | 'overrides' | 'results' | 'declarations' | 'reviews' | 'knownExclusions' | 'setAside'>;

/**
 * Turns recorded statements into what the decision reads about one change. Each is attributed by its key alone: to the
 * person or gate of the people in force, for this repository, of the kind of writer that may say it. What is about this
 * change and counts for nothing is set aside with the reason; what is about other changes is left out.
 */
export function statementsAbout(question: StatementsQuestion): StatementsAbout {
  const { change, recorded, notCovering } = question;
  const setAside: SetAside[] = [];
  const relation = relationTo(question);
  const trees = treesOf(question);
  const about = recorded.filter((one) => relation(one) !== 'other' || notCovering.has(one.entry) || (one.statement.name === 'evidence' && trees.has(one.statement.predicate.tree)));
  const signOffs: SignOff[] = [];
  const believed: RecordedOf<'sign-off'>[] = [];
  for (const one of recordedOf(about, 'sign-off')) {
    const written = personOf(one, question);
    const { verdict } = one.statement.predicate;
    const why = 'because' in written ? written.because : verdict === 'approve' ? (notCovering.get(one.entry)?.sentence ?? null) : null;
    if ('by' in written && relation(one) !== 'other') believed.push(one);
    // Who said no and has left is still heard, until somebody of the highest level withdraws it.
    const former = 'because' in written && (verdict === 'reject' || verdict === 'request-changes') ? formerPersonOf(one, question) : null;
    if (former !== null) signOffs.push(signOffOf(one, former));
    else if ('by' in written && why === null) signOffs.push(signOffOf(one, written.by));
    else setAside.push(aside(one, why ?? ''));
  }
  const used = overridesUsed(question);
  const overrides: Override[] = [];
  for (const one of recordedOf(about, 'override')) {
    const written = personOf(one, question);
    if ('by' in written) overrides.push(overrideOf(one, written.by, headFor(one, question), used.has(one.entry) || question.landedBefore.has(one.entry)));
    else setAside.push(aside(one, written.because));
  }
  const declarations: SignedDeclaration[] = [];
  for (const one of recordedOf(about, 'declaration')) {
    const written = personOf(one, question);
    if ('by' in written) declarations.push(declarationOf(one, written.by, question.landedBefore.has(one.entry)));
    else setAside.push(aside(one, written.because));
  }
  const results: CheckResult[] = [];
  for (const one of recordedOf(about, 'evidence')) {
    const written = gateOf(one, question);
    if ('by' in written) results.push(resultOf(one, written.by));
    else setAside.push(aside(one, written.because));
  }
  return {
    signOffs,
    overrides,
    results,
    declarations,
    reviews: reviewsOf(recordedOf(about, 'review'), question, setAside),
    knownExclusions: exclusionsRecorded(believed, change, question.people, question.sha256),
    setAside,
  };
}

/** Results say nothing of changes: those of this head's tree count, and of trees that a carried sign-off was given for. */
function treesOf({ change, carries, recorded }: StatementsQuestion): ReadonlySet<string> {
  const carried = new Set(carries.map(({ signOff }) => signOff));
  const signed = carried.size === 0 ? [] : recordedOf(recorded, 'sign-off').filter(({ entry }) => carried.has(String(entry)));
  return new Set([change.head.tree, ...signed.map(({ statement }) => statement.predicate.head.tree)]);
}

/**
 * The commit an override is held against. A landing gets a commit of its own by a merge or a squash; it is what the
 * override was for where it brings the same difference and either the same tree or the very head.
 */
function headFor({ statement: { predicate } }: RecordedOf<'override'>, { change, landing }: StatementsQuestion): string {
  const same = landing === change.head.commit && predicate.change.digest === change.digest && predicate.target === change.target;
  const brought = predicate.head.tree === change.head.tree || change.commits.some(({ id }) => id === predicate.head.commit);
  return same && brought ? landing : predicate.head.commit;
}

const landedAlready = 'given before the change landed, or nobody can tell: a review lets in once';

/** By each account the newest word counts: a review that was dismissed takes back those before it. */
function reviewsOf(recorded: readonly RecordedOf<'review'>[], question: StatementsQuestion, setAside: SetAside[]): RecordedReview[] {
  const index = peopleIndex(question.people);
  const found: RecordedReview[] = [];
  for (const one of recorded) {
    const written = gateOf(one, question);
    if ('because' in written) {
      setAside.push(aside(one, written.because));
      continue;
    }
    const { forge, account } = one.statement.predicate;
    const person = index.personByAccount(forge, account);
    if (person === null) {
      const agent = index.agentByAccount(forge, account);
      setAside.push(aside(one, agent === null ? `\`${account}\` on ${forge} is nobody's account here` : 'agent'));
      continue;
    }
    const review = reviewOf(one, person);
    if (review !== null) {
      if (review.verdict === 'approve' && question.landedBefore.has(one.entry)) setAside.push({ signOff: review.id, person: person.id, because: landedAlready });
      else found.push(review);
      continue;
    }
    const dismissed = found.filter((other) => other.person === person.id && other.forge === forge);
    for (const other of dismissed) setAside.push({ signOff: other.id, person: person.id, because: `dismissed on ${forge}, entry ${one.entry}` });
    found.splice(0, found.length, ...found.filter((other) => !dismissed.includes(other)));
  }
  return found;
}

/** Under the name that the statement gives itself: whose it is was just found to be open. */
function aside({ entry, statement: { predicate } }: RecordedStatement, because: string): SetAside {
  const said = 'person' in predicate ? predicate.person.id : 'gate' in predicate ? predicate.gate : null;
  return { signOff: String(entry), person: said ?? 'nobody', because };
}
