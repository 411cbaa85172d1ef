import { Failure } from '../../../core/values/index.ts';
import { assertMayOverride, longestOverride, overrideChange } from '../../../workflows/signing/override-change.ts';
import { warningLines } from '../../text/signing/brief.ts';
import { overriddenText, overridingText } from '../../text/signing/others.ts';
import type { Outcome, Session } from '../command.ts';
import { answeredBy, atTerminal, quoted, something } from './asking.ts';
import { beginSaying, type SigningFlags } from './say.ts';

/** What `override` takes. */
export interface OverrideFlags extends SigningFlags {
  readonly reason?: string;
  /** Such as `4h`. */
  readonly expires?: string;
}

/** `countersign override RANGE`: break-glass, loud, for exactly this head. */
export async function override(session: Session, range: string | null, flags: OverrideFlags): Promise<Outcome> {
  const { terminal, json } = session;
  const { width } = terminal.manner;
  const lasts = lastsOf(flags.expires);
  const asking = answeredBy(session, flags, `countersign override ${quoted(range)} --reason TEXT --key FILE --yes`);
  if (flags.reason !== undefined && flags.reason.trim() === '') throw new Failure('usage', 'user', '`--reason` is empty', ["--reason 'what burns, and why it cannot wait'"]);
  if (flags.reason === undefined && asking === null) throw new Failure('usage', 'user', 'an override needs a reason', ["--reason 'what burns, and why it cannot wait'"]);
  const saying = await beginSaying(session, range, flags, asking);
  const { open, mine, ports } = saying;
  // Whoever cannot is told before they write a reason.
  assertMayOverride(open, mine, { strength: mine.atMost }, { reason: flags.reason ?? 'still to be given', lasts }, ports);
  terminal.aside(warningLines(open.warnings, width));
  const reason = flags.reason?.trim() ?? (asking === null ? '' : await something(asking, 'What burns, and why can it not wait? '));
  const draft = { reason, lasts };
  terminal.aside(overridingText(open, mine, draft, width));
  if (asking !== null && (await atTerminal(asking, 'Type `override` to sign: ')) !== 'override') {
    terminal.aside([['nothing was signed']]);
    return 'not-approved';
  }
  const done = await saying.conclude((again) => assertMayOverride(again, mine, { strength: mine.atMost }, draft, ports), (to, pen, moment) => overrideChange(to, open, mine, pen, { ...draft, ...moment }));
  if (json) {
    const [{ overrideJson }, { printJson }] = await Promise.all([import('../../json/signing.ts'), import('../../json/print.ts')]);
    await printJson(terminal, overrideJson(done, draft));
  } else await terminal.answer(overriddenText(done, draft, width));
  return 'ok';
}

function lastsOf(text: string | undefined): number {
  if (text === undefined) return longestOverride;
  const match = /^([1-9]\d{0,3})([mh])$/.exec(text);
  const seconds = match === null ? null : Number(match[1]) * (match[2] === 'h' ? 3600 : 60);
  if (seconds === null) throw new Failure('usage', 'user', `\`--expires ${text}\` is not a length of time`, ['write minutes or hours: --expires 90m, --expires 4h']);
  if (seconds > longestOverride) throw new Failure('usage', 'user', `\`--expires ${text}\` is longer than a day, and no override is`, ['--expires 24h at most; a new one may be given then']);
  return seconds;
}
