import { Failure } from '../../../core/values/index.ts';
import type { AuditedLedger } from '../../../workflows/signing/reports.ts';
import { assertMayAudit, openAudit, signAudit } from '../../../workflows/signing/sign-audit.ts';
import { auditedText, auditingText } from '../../text/signing/audit.ts';
import { isYes } from '../setup/answers.ts';
import type { Outcome, Session } from '../command.ts';
import { answeredBy, atTerminal } from './asking.ts';
import { signerAndKey } from './passkey.ts';
import { clockOf, nonceBytes, signedAgain, type SigningFlags } from './say.ts';

/** What `audit` takes. */
export interface AuditFlags extends SigningFlags {
  readonly finding?: readonly string[];
  /** Nothing was found, said in so many words. */
  readonly nothingFound?: boolean;
}

/** `countersign audit`: a principal looked at what is in the ledger since the last time, and says what they found. */
export async function audit(session: Session, flags: AuditFlags): Promise<Outcome> {
  const { terminal, json } = session;
  const { width } = terminal.manner;
  const asking = answeredBy(session, flags, "countersign audit --finding 'what was found' --key FILE --yes");
  const given = (flags.finding ?? []).map((one) => one.trim());
  if (given.includes('')) throw new Failure('usage', 'user', '`--finding` is empty', ["--finding 'in a sentence'"]);
  if (given.length > 0 && flags.nothingFound === true) throw new Failure('usage', 'user', '`--finding` and `--nothing-found` contradict each other', ['say one of them']);
  if (given.length === 0 && flags.nothingFound !== true && asking === null) throw new Failure('usage', 'user', 'an audit says what was found', ["--finding 'in a sentence', or --nothing-found"]);
  const clock = clockOf(session);
  const ports = await session.ports();
  const open = await openAudit(ports, flags.target ?? null);
  const { signer, mine } = await signerAndKey(session, flags, open, null);
  assertMayAudit(open, mine);
  terminal.aside(auditingText(open, mine, width));
  const findings = [...given];
  if (asking !== null && given.length === 0 && flags.nothingFound !== true) {
    for (let line = await atTerminal(asking, 'What did you find? Enter: nothing. '); line !== ''; line = await atTerminal(asking, 'And? Enter: nothing more. ')) findings.push(line);
  }
  if (asking !== null && !isYes(await atTerminal(asking, `Sign ${findings.length === 0 ? 'that nothing was found' : findings.length === 1 ? '1 finding' : `${findings.length} findings`}? [y/N] `))) {
    terminal.aside([['nothing was signed']]);
    return 'not-approved';
  }
  const said = { findings, nonce: await session.draw(nonceBytes), now: clock() };
  const recorded = await signedAgain(session, asking, () => signAudit(ports, open, mine, { signer, key: mine.key }, said));
  const done: AuditedLedger = { recorded, person: mine.person, open, findings, place: ports.ledger.place };
  if (json) {
    const [{ auditJson }, { printJson }] = await Promise.all([import('../../json/signing.ts'), import('../../json/print.ts')]);
    await printJson(terminal, auditJson(done));
  } else await terminal.answer(auditedText(done, width));
  return 'ok';
}
