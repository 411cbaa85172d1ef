import { newStatement, type StatementOf, type v1 } from '../attestation/index.ts';
import type { DecisionInputs, Judgement } from '../decision/index.ts';
import type { Person } from '../policy/index.ts';
import type { Verdict } from '../signoff/index.ts';
import { formatInstant, type Sha256 } from '../values/index.ts';
import { aboutChange, commitsDigest, contributorIds, excludedIds, saidBy, type Saying } from './about.ts';
import type { Answers } from './answers.ts';
import { answeredRules } from './prospect.ts';

/** What a person says of a change, beside what the judgement knows. */
export interface Spoken {
  readonly person: Pick<Person, 'id' | 'level'>;
  readonly verdict: Verdict;
  readonly answers: Answers;
  /** Full ref names. */
  readonly alsoFor: readonly string[];
  readonly comment: string | null;
  readonly manner: v1.SignOffV1['manner'];
  /** SHA-256 of the brief. */
  readonly shown: string;
  /** Of a withdrawal: entry of the word of somebody who has left; `null`: the signer's own. */
  readonly withdraws: number | null;
}

/** Under what it was judged. */
export interface Judged {
  readonly inputs: DecisionInputs;
  readonly judgement: Judgement;
  /** Full id of the commit whose policy and people were in force. */
  readonly governedAt: string;
  /** `engine` of `core/attestation`. */
  readonly engine: string;
}

/** The sign-off: everything a later reader needs to see what was judged, under which inputs, and what the person said. */
export function signOffStatement(spoken: Spoken, judged: Judged, saying: Saying, sha256: Sha256): StatementOf<'sign-off'> {
  const { inputs, judgement, governedAt, engine } = judged;
  const { change, people, policy } = inputs;
  const { person, verdict, answers, alsoFor, comment, manner, shown, withdraws } = spoken;
  const lifetime = verdict === 'approve' ? policy.expireSignOff : null;
  return newStatement('sign-off', {
    ...aboutChange(saying.repository, change),
    verdict,
    commits: commitsDigest(change, sha256),
    contributors: contributorIds(change, people, sha256),
    excluded: excludedIds(judgement.exclusions, sha256),
    answering: { tier: judgement.risk.tier, rules: answeredRules(judgement) },
    inputs: { digest: judgement.decision.inputsDigest, engine, policyAt: governedAt, at: formatInstant(inputs.now) },
    person: { id: person.id, level: person.level },
    answers: answers.answers,
    checklists: answers.checklists,
    edgeCases: answers.edgeCases,
    owner: answers.owner,
    alsoFor,
    comment,
    shown,
    manner,
    previous: withdraws ?? previousOf(person.id, inputs),
    ...saidBy(saying),
    expiresAt: lifetime === null ? null : formatInstant(saying.now + lifetime),
  });
}

/** Entry of the newest sign-off of the same person about this change. */
function previousOf(person: string, { signOffs }: DecisionInputs): number | null {
  const orders = signOffs.flatMap((one) => (one.person === person ? [one.order] : []));
  return orders.length === 0 ? null : Math.max(...orders);
}
