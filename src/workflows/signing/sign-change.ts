import { engine, type v1 } from '../../core/attestation/index.ts';
import { prospectOf, signOffStatement, type Answers, type Prospect } from '../../core/brief/index.ts';
import { hasLeft, nameOf, standingOf, type SignedWith, type Verdict } from '../../core/signoff/index.ts';
import { Failure, type Instant } from '../../core/values/index.ts';
import type { Ports } from '../ports/index.ts';
import type { PersonalKey } from './find-key.ts';
import type { OpenChange } from './open-change.ts';
import { recordStatement, type InLedger, type Pen } from './record-statement.ts';
import { failureOf, handOf } from './refusing.ts';

/** What somebody says of a change. */
export interface SignOffDraft {
  readonly verdict: Verdict;
  readonly answers: Answers;
  readonly alsoFor: readonly string[];
  readonly comment: string | null;
  /** Of a withdrawal: the entry of somebody who has left that it takes back; else `null`. */
  readonly withdraws: number | null;
  readonly manner: v1.SignOffV1['manner'];
  /** 32 hex digits. */
  readonly nonce: string;
  /** Of the signature, which may come long after the brief was made. */
  readonly now: Instant;
}

/**
 * What an approval with these answers and a signature that shows at most this would come to. Throws where it could not
 * count: an excluded person, a level, a strength, somebody who has signed already.
 */
export function prospectOfApproval(open: OpenChange, { person }: PersonalKey, by: SignedWith, answers: Answers, ports: Pick<Ports, 'sha256'>): Prospect {
  const { inputs, judgement, people, range } = open.report;
  const excluded = judgement.exclusions.find((one) => one.person === person.id);
  const prospect = prospectOf({ person: person.id, strength: by.strength, synced: by.synced ?? null, answers }, inputs, judgement, ports.sha256);
  // The lane of a revert alone takes the word of whoever made it.
  if (excluded !== undefined && !prospect.meets.includes('revert')) {
    throw new Failure('may-not-sign', 'user', `${nameOf(person.id, people)} may not approve \`${range}\`: ${handOf(excluded)}`, [
      ...othersWhoCan(open),
      'whoever had a hand in a change may still say --reject or --request-changes',
    ]);
  }
  const earlier = inputs.signOffs.find((one) => one.person === person.id && one.verdict === 'approve' && one.changeDigest === open.report.change.digest);
  const useless = prospect.meets.length === 0;
  if (useless && earlier !== undefined) {
    throw new Failure('nothing-to-sign', 'user', `${nameOf(person.id, people)} has approved exactly this already, ledger entry ${earlier.id}`, [`countersign check ${range} says what is still missing`]);
  }
  const [reason] = prospect.setAside;
  if (!prospect.counts && reason !== undefined) {
    throw new Failure('may-not-sign', 'user', `an approval by ${nameOf(person.id, people)} would not count: ${reason.because} (${reason.rule})`, [
      ...othersWhoCan(open),
      `countersign check ${range} says what is needed`,
    ]);
  }
  return prospect;
}

/** Says who can act instead, in the words of the decision. */
function othersWhoCan({ report: { judgement } }: OpenChange): string[] {
  const step = judgement.decision.next.find(({ people, command }) => people.length > 0 && command?.startsWith('countersign sign') === true);
  return step === undefined ? [] : [step.sentence];
}

/**
 * The word that a withdrawal takes back: `null` for the person's own, else the entry of somebody who has left. `named`:
 * the entry that was asked for. Throws where there is none that is theirs to take back, or several and none was named.
 */
export function wordToWithdraw({ report }: OpenChange, { person }: PersonalKey, named: number | null): number | null {
  const { inputs, policy, people, judgement, change, range } = report;
  const own = inputs.signOffs.filter((one) => one.person === person.id).toSorted((a, b) => b.order - a.order)[0];
  if (named === null && own !== undefined && own.verdict !== 'withdraw') return null;
  const { rejections, requests } = standingOf(inputs.signOffs, change, policy, people, judgement.exclusions);
  const left = [...rejections, ...requests].filter((one) => hasLeft(people, one.person)).toSorted((a, b) => a.order - b.order);
  const name = nameOf(person.id, people);
  const words = left.map((one) => `countersign sign ${range} --withdraw --entry ${one.id}     what ${one.person} said`);
  const wanted = named === null ? left : left.filter(({ id }) => id === String(named));
  const [word, ...others] = wanted;
  if (word === undefined) {
    const what = named === null ? `${name} has said nothing about \`${range}\` that could be withdrawn` : `ledger entry ${named} is no word about \`${range}\` of somebody who has left`;
    throw new Failure('nothing-to-sign', 'user', what, words.length > 0 ? words : ['whoever said it withdraws it']);
  }
  const highest = policy.levels.at(-1) ?? '';
  const excluded = judgement.exclusions.some((one) => one.person === person.id);
  if (person.level !== highest || excluded) {
    throw new Failure('may-not-sign', 'user', `only a ${highest} who had no hand in it withdraws the word of ${word.person}, who has left; ${name} is ${excluded ? 'a contributor' : person.level}`, []);
  }
  if (others.length > 0) throw new Failure('usage', 'user', `${wanted.length} words of people who have left stand against \`${range}\`; each is withdrawn by itself`, words);
  return word.order;
}

/** Signs and records; what was shown and judged is `open`, and nothing in between may have moved it (`assertUnmoved`). */
export async function signChange(ports: Ports, open: OpenChange, mine: PersonalKey, pen: Pen, draft: SignOffDraft): Promise<InLedger> {
  const { report } = open;
  const { inputs, judgement, governedAt, change } = report;
  const { verdict, answers, alsoFor, comment, withdraws, manner, nonce, now } = draft;
  const spoken = { person: mine.person, verdict, answers, alsoFor, comment, withdraws, manner, shown: open.shown };
  const saying = { repository: open.repository, nonce, now, ledger: open.ledger };
  const statement = signOffStatement(spoken, { inputs, judgement, governedAt, engine }, saying, ports.sha256);
  return recordStatement(ports, pen, statement, change, (signature) => {
    const isLess = signature.strength !== mine.atMost || signature.synced === true;
    return verdict === 'approve' && isLess ? failureOf(() => prospectOfApproval(open, mine, signature, answers, ports)) : null;
  });
}

/** Refuses what is no longer what was shown: another head or base, another policy, people or owners, another tier or rule. */
export function assertUnmoved(shown: OpenChange, now: OpenChange): void {
  const what = whatMoved(shown, now);
  if (what === null) return;
  throw new Failure('change-moved', 'user', `the change moved while you were answering: ${what}; nothing was signed`, [`look at it again: countersign sign ${shown.report.range}`]);
}

function whatMoved(shown: OpenChange, now: OpenChange): string | null {
  const [before, after] = [shown.report, now.report];
  const [was, is] = [before.change, after.change];
  const { range, target } = before;
  if (was.digest !== is.digest || was.head.commit !== is.head.commit) return `\`${range}\` is now at ${is.head.commit.slice(0, 7)}, and ${was.head.commit.slice(0, 7)} was shown`;
  if (was.base.commit !== is.base.commit) return `\`${range}\` now starts at ${is.base.commit.slice(0, 7)}, and ${was.base.commit.slice(0, 7)} was shown`;
  const governing = ({ inputs }: OpenChange['report']) => JSON.stringify([inputs.policyDigest, inputs.peopleDigest, inputs.codeowners]);
  if (governing(before) !== governing(after) || shown.repository !== now.repository) return `policy, people or owners on ${target} are no longer those it was judged under`;
  const judged = ({ brief }: OpenChange) => `${brief.tier}, asked for by ${brief.rules.map(({ name }) => name).join(', ') || 'no rule'}`;
  return judged(shown) === judged(now) ? null : `it is now ${judged(now)}, and was ${judged(shown)}`;
}
