import { Failure } from '../../../core/values/index.ts';
import { assertMayReview, openLanding, reviewLanding } from '../../../workflows/signing/review-landing.ts';
import { landingText, reviewedText } from '../../text/signing/others.ts';
import { isYes } from '../setup/answers.ts';
import { unwatched, type Outcome, type Session } from '../command.ts';
import { answeredBy, atTerminal, quoted, something } from './asking.ts';
import { signerAndKey } from './passkey.ts';
import { clockOf, nonceBytes, signedAgain, type SigningFlags } from './say.ts';

/** What `after-review` takes. */
export interface AfterReviewFlags extends SigningFlags {
  readonly accept?: boolean;
  readonly revert?: boolean;
  readonly comment?: string;
}

/** `countersign after-review COMMIT`: what landed in an emergency was looked at. */
export async function afterReview(session: Session, commit: string, flags: AfterReviewFlags): Promise<Outcome> {
  const { terminal, json } = session;
  const { width } = terminal.manner;
  const verdict = flags.accept === true ? 'accept' : 'revert';
  if (flags.accept === flags.revert) throw new Failure('usage', 'user', flags.accept === true ? '`--accept` and `--revert` contradict each other' : 'an after-review accepts, or asks to revert', ['--accept or --revert']);
  const asking = answeredBy(session, flags, `countersign after-review ${quoted(commit)} --${verdict} --comment TEXT --key FILE --yes`);
  const clock = clockOf(session);
  const ports = await session.ports();
  const open = await openLanding(ports, commit, { target: flags.target ?? null, now: session.now, onProgress: session.progress ?? unwatched });
  const { people, source } = open.report;
  const { signer, mine } = await signerAndKey(session, flags, { people, where: source.people }, null);
  assertMayReview(open, mine);
  let comment = flags.comment?.trim() ?? '';
  terminal.aside(landingText(open, mine, verdict, width));
  if (comment === '' && asking !== null) comment = await something(asking, 'What did you find? ');
  if (comment === '') throw new Failure('usage', 'user', 'an after-review says what was found', ["--comment 'what was looked at, and what was found'"]);
  if (asking !== null && !isYes(await atTerminal(asking, 'Sign? [y/N] '))) {
    terminal.aside([['nothing was signed']]);
    return 'not-approved';
  }
  const found = { verdict, comment } as const;
  const said = { ...found, nonce: await session.draw(nonceBytes), now: clock() };
  const recorded = await signedAgain(session, asking, () => reviewLanding(ports, open, mine, { signer, key: mine.key }, said));
  const done = { recorded, person: mine.person, open, found, place: ports.ledger.place };
  if (json) {
    const [{ afterReviewJson }, { printJson }] = await Promise.all([import('../../json/signing.ts'), import('../../json/print.ts')]);
    await printJson(terminal, afterReviewJson(done));
  } else await terminal.answer(reviewedText(done, width));
  return 'ok';
}
