import { Failure, type Instant } from '../../../core/values/index.ts';
import { checkAgain } from '../../../workflows/check-change.ts';
import type { Ports } from '../../../workflows/ports/index.ts';
import type { PersonalKey } from '../../../workflows/signing/find-key.ts';
import { openChange, type OpenChange, type OpenOptions } from '../../../workflows/signing/open-change.ts';
import type { InLedger, Pen } from '../../../workflows/signing/record-statement.ts';
import type { Said } from '../../../workflows/signing/reports.ts';
import { assertUnmoved } from '../../../workflows/signing/sign-change.ts';
import { safeText } from '../../terminal/foreign.ts';
import { span } from '../../terminal/spans.ts';
import { isYes } from '../setup/answers.ts';
import { unwatched, type Session } from '../command.ts';
import { atTerminal, type Asking } from './asking.ts';
import { signerAndKey, type PasskeyFlags } from './passkey.ts';

/** Flags of every command that signs. */
export interface SigningFlags extends PasskeyFlags {
  readonly target?: string;
  readonly yes?: boolean;
}

/** A statement about a change under way: what was shown, by whom, and how it ends. */
export interface Saying {
  readonly ports: Ports;
  readonly open: OpenChange;
  readonly mine: PersonalKey;
  /**
   * Lets `record` sign what was shown. Where somebody took time to answer it looks again first, and refuses what moved
   * meanwhile or what `recheck` throws for.
   */
  readonly conclude: (recheck: (now: OpenChange) => void, record: (ports: Ports, pen: Pen, moment: { readonly nonce: string; readonly now: Instant }) => Promise<InLedger>) => Promise<Said>;
}

/** Of the number that makes each statement another one. */
export const nonceBytes = 16;

/** Seconds since 1970 at this point of a session, however long somebody took to answer. */
export function clockOf(session: Pick<Session, 'now' | 'clock'>): () => Instant {
  const began = session.clock();
  return () => session.now + Math.max(0, Math.round((session.clock() - began) / 1000));
}

/**
 * Signs, and where the key did not answer asks whether to try again: a mistyped passphrase or a missed touch is no reason
 * to lose what somebody wrote. What was not signed was not recorded either.
 */
export async function signedAgain(session: Session, asking: Asking | null, record: () => Promise<InLedger>): Promise<InLedger> {
  for (;;) {
    // Takes the line of progress away: ssh-keygen may ask on the same terminal.
    session.terminal.aside([]);
    try {
      return await record();
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'signing-failed' || asking === null) throw error;
      session.terminal.aside([[span('refused', '✗ not signed'), `   ${safeText(error.message)}`]]);
      if (!isYes(await atTerminal(asking, 'Try again? [y/N] '))) throw error;
    }
  }
}

/** Opens a change for somebody with a key to say something of it. What the rules ask of a key they ask of approvals alone. */
export async function beginSaying(session: Session, range: string | null, flags: SigningFlags, asking: Asking | null, approves = false): Promise<Saying> {
  const clock = clockOf(session);
  const ports = await session.ports();
  const options: OpenOptions = { range, target: flags.target ?? null, now: session.now, onProgress: session.progress ?? unwatched };
  const open = await openChange(ports, options);
  const { people, source, judgement } = open.report;
  const { signer, mine } = await signerAndKey(session, flags, { people, where: source.people }, approves ? judgement : null);
  return {
    ports,
    open,
    mine,
    conclude: async (recheck, record) => {
      const now = clock();
      const latest = asking === null ? { ports, open } : await lookAgain(session, open, { ...options, now });
      if (latest.open !== open) recheck(latest.open);
      const nonce = await session.draw(nonceBytes);
      const recorded = await signedAgain(session, asking, () => record(latest.ports, { signer, key: mine.key }, { nonce, now }));
      const after = await checkAgain(latest.ports, latest.open.report, now);
      return { recorded, person: mine.person, open, after, place: ports.ledger.place };
    },
  };
}

/** A repository that is open goes on seeing the branches it saw first: what they are by now takes another one. */
async function lookAgain(session: Session, shown: OpenChange, options: OpenOptions): Promise<Pick<Saying, 'ports' | 'open'>> {
  const ports = await session.reopen();
  const open = await openChange(ports, options);
  assertUnmoved(shown, open);
  return { ports, open };
}
