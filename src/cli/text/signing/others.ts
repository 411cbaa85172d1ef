import { shortCode } from '../../../core/brief/index.ts';
import type { v1 } from '../../../core/attestation/index.ts';
import type { Reason } from '../../../core/decision/index.ts';
import { nameOf, type Declared } from '../../../core/signoff/index.ts';
import type { PersonalKey } from '../../../workflows/signing/find-key.ts';
import type { OpenChange } from '../../../workflows/signing/open-change.ts';
import type { OverrideDraft } from '../../../workflows/signing/override-change.ts';
import type { ReviewedLanding, Said } from '../../../workflows/signing/reports.ts';
import type { OpenLanding } from '../../../workflows/signing/review-landing.ts';
import { safeText } from '../../terminal/foreign.ts';
import { labelled } from '../../terminal/labelled.ts';
import { span, whole, wrap, type Line } from '../../terminal/spans.ts';
import { changeLines } from '../change-line.ts';
import { exactLines, headed, keyLines } from './brief.ts';
import { afterLines, inLedgerLines } from './signed.ts';

const column = 14;

/** What a declaration will say, before the question. */
export function declaringText(open: OpenChange, mine: PersonalKey, said: Declared, width: number): Line[] {
  const layout = { indent: 2, column, width };
  return [
    [],
    headed([`You are about to ${said.attests ? 'attest' : 'declare'}`], open.brief.change.digest, width),
    ...changeLines(open.report, width),
    ...exactLines(open, width, column),
    ...declarations(said).flatMap(([label, text]) => labelled(label, [safeText(text)], layout)),
    ...keyLines(mine, width, column),
  ];
}

function declarations({ assistance, document, maintainer }: Declared): (readonly [string, string])[] {
  const ai = assistance === null ? [] : ([['AI', assistance.used ? assistance.tools.join(', ') || 'used' : 'none was used']] as const);
  return [...ai, ...Object.entries(document), ...(maintainer === null ? [] : ([['maintainer', maintainer]] as const))];
}

/** That a declaration stands in the ledger, and what the change is with it. */
export function declaredText({ recorded, person, open, after, place }: Said, said: Declared, width: number): Line[] {
  const by = `${said.attests ? 'attested' : 'declared'} by ${nameOf(person.id, open.report.people)}: ${declarations(said).map(([label, text]) => (label === 'AI' ? (said.assistance?.used === true ? `AI (${text})` : 'no AI') : label)).join(', ')}; ${open.brief.head.slice(0, 7)}, code ${shortCode(open.brief.change.digest)}`;
  const idle = said.attests && standing(open.report.judgement.decision.root) === standing(after.judgement.decision.root);
  const note = idle ? wrap([span('pending', '  ◐ ')], ['nothing waited for an attestation: what the change needs is as it was'], width, 4) : [];
  return [...inLedgerLines('signed', recorded.entry, place, width), ...wrap(['  '], [safeText(by)], width, 2), ...note, ...afterLines(after, width)];
}

/** How a decision stands, in all its reasons. */
function standing({ status, needs, children }: Reason): string {
  return JSON.stringify([status, needs, children.map(standing)]);
}

/** What an override will open, loudly, before the question. */
export function overridingText(open: OpenChange, mine: PersonalKey, { reason, lasts }: OverrideDraft, width: number): Line[] {
  const layout = { indent: 2, column, width };
  const { policy } = open.report;
  const hours = lasts % 3600 === 0 ? `${lasts / 3600} h` : `${Math.round(lasts / 60)} min`;
  const within = policy.override === null ? '' : `, and somebody else reviews it within ${Math.round(policy.override.reviewWithin / 3600)} h`;
  return [
    [],
    headed([span('refused', '! BREAK GLASS'), '  the rules are set aside for this change'], open.brief.change.digest, width),
    ...changeLines(open.report, width),
    ...exactLines(open, width, column),
    ...labelled('unmet', [safeText(open.report.judgement.decision.root.sentence)], layout),
    ...labelled('reason', [safeText(reason)], layout),
    ...labelled('holds', [`${hours}, for this head alone, once${within}`], layout),
    ...labelled('seen by', ['everybody: it stands in the ledger for ever, and in every check and verification'], layout),
    ...keyLines(mine, width, column),
  ];
}

/** That an override stands in the ledger, and who else must. */
export function overriddenText({ recorded, person, open, after, place }: Said, { reason }: OverrideDraft, width: number): Line[] {
  const by = `${nameOf(person.id, open.report.people)} overrides ${open.brief.head.slice(0, 7)}, code ${shortCode(open.brief.change.digest)}: ${reason}`;
  const asked = open.report.policy.override;
  const holds = after.judgement.decision.status === 'overridden';
  const more: Line[] = holds || asked === null ? [] : wrap([span('pending', '  ◐ ')], [safeText(`the policy asks for ${asked.count} people of level ${asked.level} or above; each runs countersign override`)], width, 4);
  return [...inLedgerLines('override signed', recorded.entry, place, width), ...wrap(['  ', span('refused', '! ')], [safeText(by)], width, 4), ...more, ...afterLines(after, width)];
}

/** A landing as somebody is about to say what they found of it. */
export function landingText({ report, overriddenBy }: OpenLanding, mine: PersonalKey, verdict: v1.AfterReviewV1['verdict'], width: number): Line[] {
  const layout = { indent: 2, column, width };
  const names = overriddenBy.map((id) => nameOf(id, report.people));
  const under = names.length === 0 ? 'no override of it is recorded; it is signed all the same' : `landed under the override of ${names.join(' and ')}`;
  return [
    [],
    headed([`You are about to ${verdict === 'accept' ? 'accept what landed' : 'ask that it be reverted'}`], report.change.digest, width),
    ...changeLines(report, width),
    ...labelled('landing', [whole(report.change.head.commit.slice(0, 12)), ` on ${safeText(report.target)}`], layout),
    ...labelled('override', [safeText(under)], layout),
    ...keyLines(mine, width, column),
  ];
}

/** That an after-review stands in the ledger, and what follows. */
export function reviewedText({ recorded, person, open, found, place }: ReviewedLanding, width: number): Line[] {
  const { report } = open;
  const commit = report.change.head.commit.slice(0, 12);
  const by = `${commit} ${found.verdict === 'accept' ? 'accepted' : 'is to be reverted, says'} ${found.verdict === 'accept' ? 'by ' : ''}${nameOf(person.id, report.people)}: ${found.comment}`;
  const next: Line[] = found.verdict === 'accept' ? [] : [[], ['  ', span('act', 'next'), `   ${whole(`git revert ${commit}`)}   the lane of a revert is shorter`]];
  return [...inLedgerLines('signed', recorded.entry, place, width), ...wrap(['  '], [safeText(by)], width, 2), ...next];
}
