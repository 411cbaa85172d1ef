import { answersTemplate, collectAnswers, noAnswers, parseAnswers, questionsOf, type Answers } from '../../../core/brief/index.ts';
import type { Verdict } from '../../../core/signoff/index.ts';
import { Failure } from '../../../core/values/index.ts';
import { checkChange } from '../../../workflows/check-change.ts';
import { findKey } from '../../../workflows/signing/find-key.ts';
import { openChange, type OpenChange, type OpenOptions } from '../../../workflows/signing/open-change.ts';
import { assertSomethingToWithdraw, assertUnmoved, prospectOfApproval, signChange, type SignedReport } from '../../../workflows/signing/sign-change.ts';
import { isYes } from '../setup/answers.ts';
import type { Outcome, Session } from '../command.ts';
import { unwatched } from '../command.ts';
import { briefText, confirmationText, warningLines } from '../../text/signing/brief.ts';
import { askAnswers } from './ask-answers.ts';
import { answeredBy, atTerminal, quoted, type Asking } from './asking.ts';

/** What `sign` takes. */
export interface SignFlags {
  readonly approve?: boolean;
  readonly reject?: boolean;
  readonly requestChanges?: boolean;
  readonly withdraw?: boolean;
  readonly comment?: string;
  readonly alsoFor?: readonly string[];
  readonly answers?: string;
  readonly answersTemplate?: boolean;
  readonly key?: string;
  readonly target?: string;
  readonly yes?: boolean;
}

/** `countersign sign [RANGE]`: the brief, the answers, the signature, and the ledger. */
export async function sign(session: Session, range: string | null, flags: SignFlags): Promise<Outcome> {
  const { terminal, json } = session;
  const { width } = terminal.manner;
  const began = session.clock();
  const asking = answeredBy(session, flags, `countersign sign ${quoted(range)} --approve --key FILE --yes`);
  const verdict = verdictOf(flags, asking);
  const ports = await session.ports();
  const options: OpenOptions = { range, target: flags.target ?? null, now: session.now, onProgress: session.progress ?? unwatched };
  const open = await openChange(ports, options);
  if (flags.answersTemplate === true) {
    await terminal.raw(answersTemplate(questionsOf(open.report.judgement), open.report.change));
    return 'ok';
  }
  const signer = await session.signer();
  const mine = await findKey(signer, flags.key ?? null, open.report.people, peopleOf(open));
  if (verdict === 'approve') prospectOfApproval(open, mine, mine.atMost, noAnswers, ports);
  if (verdict === 'withdraw') assertSomethingToWithdraw(open, mine);
  terminal.aside(asking === null ? warningLines(open.warnings, width) : briefText(open, width));
  const said = await answersOf(session, open, verdict, flags, asking);
  const comment = await commentOf(verdict, flags, said.comment, asking);
  const prospect = verdict === 'approve' ? prospectOfApproval(open, mine, mine.atMost, said.answers, ports) : null;
  const draft = { verdict, answers: said.answers, alsoFor: (flags.alsoFor ?? []).map(fullRef), comment };
  terminal.aside(confirmationText(open, { ...draft, mine, meets: prospect?.meets ?? [] }, width));
  if (asking !== null && !isYes(await atTerminal(asking, 'Sign? [y/N] '))) {
    terminal.aside([['nothing was signed']]);
    return 'not-approved';
  }
  const elapsed = Math.max(0, Math.round((session.clock() - began) / 1000));
  const now = session.now + elapsed;
  assertUnmoved(open, await openChange(await session.reopen(), { ...options, now }));
  const manner = asking === null ? 'unattended' : 'terminal';
  const recorded = await signChange(ports, open, mine, { signer, key: mine.key }, { ...draft, manner, nonce: await session.nonce(), now });
  const after = await checkChange(await session.reopen(), { ...options, now, preset: null, policyFile: null, peopleFile: null });
  const report: SignedReport = { recorded, person: mine.person, verdict, manner, open, after, place: ports.ledger.place };
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

async function answersOf(session: Session, open: OpenChange, verdict: Verdict, flags: SignFlags, asking: Asking | null): Promise<{ answers: Answers; comment: string | null }> {
  if (verdict !== 'approve') return { answers: noAnswers, comment: null };
  const { judgement, change, people, range } = open.report;
  const asked = { questions: questionsOf(judgement), change, people };
  if (flags.answers !== undefined) {
    const file = flags.answers;
    const { written, comment, problems } = await parseAnswers(await session.files.readText(file), file, asked);
    const [problem] = problems;
    if (written === null || problem !== undefined) {
      const more = problems.length > 1 ? [`and ${problems.length - 1} more`] : [];
      throw new Failure('answers-invalid', 'user', problem?.message ?? 'it holds no answers', [...(problem?.mend === null || problem === undefined ? [] : [problem.mend]), ...more], problem?.at ?? null);
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
  while (asking !== null) {
    const line = await atTerminal(asking, verdict === 'reject' ? 'Why is it rejected? ' : 'Which changes? ');
    if (line !== '') return line;
  }
  throw new Failure('usage', 'user', `\`--${verdict}\` needs a reason`, [`--${verdict} --comment 'what is wrong, and what would mend it'`]);
}

function fullRef(name: string): string {
  return name.startsWith('refs/') ? name : `refs/heads/${name}`;
}

function peopleOf({ report: { source } }: OpenChange): string {
  return source.people;
}
