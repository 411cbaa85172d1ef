import { answersTemplate, collectAnswers, noAnswers, parseAnswers, questionsOf, type Answers } from '../../../core/brief/index.ts';
import type { Verdict } from '../../../core/signoff/index.ts';
import { Failure } from '../../../core/values/index.ts';
import type { Ports } from '../../../workflows/ports/index.ts';
import { lengthsOf } from '../../../workflows/signing/lengths-of.ts';
import { openChange, type OpenChange } from '../../../workflows/signing/open-change.ts';
import type { SignedReport } from '../../../workflows/signing/reports.ts';
import { prospectOfApproval, signChange, wordToWithdraw } from '../../../workflows/signing/sign-change.ts';
import { isYes } from '../setup/answers.ts';
import type { Outcome, Session } from '../command.ts';
import { unwatched } from '../command.ts';
import { briefText, confirmationText, warningLines } from '../../text/signing/brief.ts';
import { askAnswers } from './ask-answers.ts';
import { answeredBy, atTerminal, quoted, something, type Asking } from './asking.ts';
import { beginSaying, type SigningFlags } from './say.ts';

/** What `sign` takes. */
export interface SignFlags extends SigningFlags {
  readonly approve?: boolean;
  readonly reject?: boolean;
  readonly requestChanges?: boolean;
  readonly withdraw?: boolean;
  readonly entry?: string;
  readonly comment?: string;
  readonly alsoFor?: readonly string[];
  readonly answers?: string;
  readonly answersTemplate?: boolean;
}

/** `countersign sign [RANGE]`: the brief, the answers, the signature, and the ledger. */
export async function sign(session: Session, range: string | null, flags: SignFlags): Promise<Outcome> {
  const { terminal, json } = session;
  const { width } = terminal.manner;
  const asking = answeredBy(session, flags, `countersign sign ${quoted(range)} --approve --key FILE --yes`);
  const verdict = verdictOf(flags, asking);
  const entry = entryOf(flags, verdict);
  if (flags.answersTemplate === true) return template(session, range, flags);
  const saying = await beginSaying(session, range, flags, asking, verdict === 'approve');
  const { ports, open, mine } = saying;
  const check = (now: OpenChange, answers: Answers) => {
    if (verdict === 'withdraw') wordToWithdraw(now, mine, entry);
    return verdict === 'approve' ? prospectOfApproval(now, mine, { strength: mine.atMost }, answers, ports) : null;
  };
  check(open, noAnswers);
  terminal.aside(asking === null ? warningLines(open.warnings, width) : briefText(open, width));
  const given = await answersOf(session, ports, open, verdict, flags, asking);
  const comment = await commentOf(verdict, flags, given.comment, asking);
  const prospect = check(open, given.answers);
  const draft = { verdict, answers: given.answers, alsoFor: await furtherTargets(ports, flags.alsoFor ?? []), comment, withdraws: verdict === 'withdraw' ? wordToWithdraw(open, mine, entry) : null };
  terminal.aside(confirmationText(open, { ...draft, mine, meets: prospect?.meets ?? [] }, width));
  if (asking !== null && !isYes(await atTerminal(asking, 'Sign? [y/N] '))) {
    terminal.aside([['nothing was signed']]);
    return 'not-approved';
  }
  // The page shows what is signed, and nothing is until somebody presses its button.
  const manner = asking !== null ? 'terminal' : flags.passkey === true ? 'page' : 'unattended';
  const said = await saying.conclude((again) => void check(again, given.answers), (to, pen, moment) => signChange(to, open, mine, pen, { ...draft, manner, ...moment }));
  const report: SignedReport = { ...said, verdict, manner };
  if (json) {
    const [{ signJson }, { printJson }] = await Promise.all([import('../../json/signing.ts'), import('../../json/print.ts')]);
    await printJson(terminal, signJson(report));
  } else await terminal.answer((await import('../../text/signing/signed.ts')).signedText(report, width));
  return 'ok';
}

/** One verdict; at the terminal it may be left out and is then to approve. */
function verdictOf(flags: SignFlags, asking: Asking | null): Verdict {
  const given = (['approve', 'reject', 'request-changes', 'withdraw'] as const).filter((one) => flags[one === 'request-changes' ? 'requestChanges' : one] === true);
  const [verdict, other] = given;
  if (other !== undefined) throw new Failure('usage', 'user', `\`--${verdict}\` and \`--${other}\` contradict each other`, ['say one of them']);
  if (verdict === undefined && asking === null && flags.answersTemplate !== true) {
    throw new Failure('usage', 'user', 'nobody is asked here, so the verdict must be said', ['--approve, --reject, --request-changes or --withdraw']);
  }
  if (verdict !== undefined && verdict !== 'approve' && flags.answers !== undefined) {
    throw new Failure('usage', 'user', `\`--answers\` goes with an approval, not with \`--${verdict}\``, ['say why with --comment TEXT']);
  }
  return verdict ?? 'approve';
}

/** The ledger entry of the word that is withdrawn, where it is said. */
function entryOf({ entry }: SignFlags, verdict: Verdict): number | null {
  if (entry === undefined) return null;
  if (verdict !== 'withdraw') throw new Failure('usage', 'user', '`--entry` says whose word is withdrawn', ['--withdraw --entry N']);
  if (!/^(?:0|[1-9][0-9]{0,14})$/.test(entry)) throw new Failure('usage', 'user', `\`${entry}\` is no ledger entry`, ['countersign ledger show lists them']);
  return Number(entry);
}

async function answersOf(session: Session, ports: Ports, open: OpenChange, verdict: Verdict, flags: SignFlags, asking: Asking | null): Promise<{ answers: Answers; comment: string | null }> {
  if (verdict !== 'approve') return { answers: noAnswers, comment: null };
  const { judgement, change, people, range } = open.report;
  const questions = questionsOf(judgement);
  const asked = { questions, change, people, lengths: questions.length === 0 ? new Map<string, number>() : await lengthsOf(ports, change) };
  if (flags.answers !== undefined) {
    const file = flags.answers;
    const { written, comment, problems } = await parseAnswers(await session.files.readText(file), file, asked);
    const [problem] = problems;
    if (written === null || problem !== undefined) {
      const more = problems.length > 1 ? [`and ${problems.length - 1} more`] : [];
      throw new Failure('answers-invalid', 'user', problem?.message ?? 'it holds no answers', [problem?.mend ?? `countersign sign ${quoted(open.report.range)} --answers-template prints the questions`, ...more], problem?.at ?? null);
    }
    return { answers: collectAnswers(asked.questions, written, change), comment };
  }
  if (asking !== null) return { answers: collectAnswers(asked.questions, await askAnswers(session, asking, asked), change), comment: null };
  const missing = asked.questions.filter(({ required }) => required);
  if (missing.length > 0) {
    throw new Failure('answers-invalid', 'user', `the policy asks for ${missing.length} answers in this sign-off: ${missing.map(({ item }) => item).join(', ')}`, [
      `countersign sign ${quoted(range)} --answers-template > answers.yaml`,
      '--answers answers.yaml once they are written',
    ]);
  }
  return { answers: noAnswers, comment: null };
}

/** Whoever says no says why. */
async function commentOf(verdict: Verdict, flags: SignFlags, fromFile: string | null, asking: Asking | null): Promise<string | null> {
  const given = flags.comment ?? fromFile;
  if (given !== null && given.trim() !== '') return given.trim();
  if (verdict !== 'reject' && verdict !== 'request-changes') return null;
  if (asking !== null) return something(asking, verdict === 'reject' ? 'Why is it rejected? ' : 'Which changes? ');
  throw new Failure('usage', 'user', `\`--${verdict}\` needs a reason`, [`--${verdict} --comment 'what is wrong, and what would mend it'`]);
}

/** The questions of a change as a file; no key is needed to read them. */
async function template(session: Session, range: string | null, { target }: SignFlags): Promise<Outcome> {
  const { report } = await openChange(await session.ports(), { range, target: target ?? null, now: session.now, onProgress: session.progress ?? unwatched });
  await session.terminal.raw(answersTemplate(questionsOf(report.judgement), report.change));
  return 'ok';
}

/** Full names of branches that are here. */
async function furtherTargets({ repository }: Ports, names: readonly string[]): Promise<readonly string[]> {
  const refs = names.map((name) => (name.startsWith('refs/') ? name : `refs/heads/${name}`));
  for (const [index, ref] of refs.entries()) {
    if ((await repository.resolveBranch(ref)) === null) throw new Failure('unknown-ref', 'user', `\`--also-for ${names[index]!}\` names no branch here`, ['git branch --all lists them']);
  }
  return [...new Set(refs)];
}
