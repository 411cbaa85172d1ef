import type { Declared } from '../../../core/signoff/index.ts';
import { Failure } from '../../../core/values/index.ts';
import { assertMayDeclare, declareChange } from '../../../workflows/signing/declare-change.ts';
import type { OpenChange } from '../../../workflows/signing/open-change.ts';
import { warningLines } from '../../text/signing/brief.ts';
import { declaredText, declaringText } from '../../text/signing/others.ts';
import { isYes } from '../setup/answers.ts';
import type { Outcome, Session } from '../command.ts';
import { answeredBy, atTerminal, quoted, type Asking } from './asking.ts';
import { beginSaying, type SigningFlags } from './say.ts';

/** What `declare` takes. */
export interface DeclareFlags extends SigningFlags {
  /** `TOOL[:MODEL]` each; `false`: `--no-ai`. */
  readonly ai?: readonly string[] | false;
  readonly intent?: string;
  readonly rollback?: string;
  readonly considered?: string;
  readonly maintainer?: string;
  readonly attest?: boolean;
}

/** `countersign declare [RANGE]`: the author's answers, or with `--attest` the word of a second person. */
export async function declare(session: Session, range: string | null, flags: DeclareFlags): Promise<Outcome> {
  const { terminal, json } = session;
  const { width } = terminal.manner;
  const asking = answeredBy(session, flags, `countersign declare ${quoted(range)} --no-ai --key FILE --yes`);
  const saying = await beginSaying(session, range, flags, asking);
  const { open, mine, ports } = saying;
  terminal.aside(warningLines(open.warnings, width));
  const said = await saidOf(session, open, flags, asking);
  assertMayDeclare(open, mine, { strength: mine.atMost }, said, ports);
  terminal.aside(declaringText(open, mine, said, width));
  if (asking !== null && !isYes(await atTerminal(asking, 'Sign? [y/N] '))) {
    terminal.aside([['nothing was signed']]);
    return 'not-approved';
  }
  const done = await saying.conclude((again) => assertMayDeclare(again, mine, { strength: mine.atMost }, said, ports), (to, pen, moment) => declareChange(to, open, mine, pen, { ...said, ...moment }));
  if (json) {
    const [{ declareJson }, { printJson }] = await Promise.all([import('../../json/signing.ts'), import('../../json/print.ts')]);
    await printJson(terminal, declareJson(done, said));
  } else await terminal.answer(declaredText(done, said, width));
  return 'ok';
}

const parts = ['intent', 'rollback', 'considered'] as const;
const asks: Readonly<Record<(typeof parts)[number], string>> = {
  intent: 'Intent: what is it for? ',
  rollback: 'Rollback: how is it taken back? ',
  considered: 'Considered: what else was thought of? ',
};

/** What the flags say; where they say nothing at all, what the person at the terminal says. */
async function saidOf({ terminal }: Session, { report }: OpenChange, flags: DeclareFlags, asking: Asking | null): Promise<Declared> {
  const attests = flags.attest === true;
  const document: { [part: string]: string } = {};
  for (const part of parts) {
    const text = flags[part]?.trim();
    if (text === '') throw new Failure('usage', 'user', `\`--${part}\` is empty`, [`--${part} 'in a sentence'`]);
    if (text !== undefined) document[part] = text;
  }
  let assistance = flags.ai === undefined ? null : { used: flags.ai !== false, tools: flags.ai === false ? [] : flags.ai.map(toolOf) };
  const maintainer = flags.maintainer ?? null;
  if (maintainer !== null && !report.people.persons.some(({ id }) => id === maintainer)) {
    throw new Failure('usage', 'user', `\`--maintainer ${maintainer}\` is nobody enrolled`, [`enrolled are ${report.people.persons.map(({ id }) => id).slice(0, 12).join(', ')}`]);
  }
  const silent = assistance === null && Object.keys(document).length === 0 && maintainer === null;
  if (asking !== null && silent) {
    terminal.aside([[]]);
    const answer = await atTerminal(asking, `${attests ? 'Do you attest that no AI wrote it? none, or the TOOL:MODEL that did: ' : 'Did an AI write any of it? TOOL:MODEL, or none; Enter leaves it open: '}`);
    if (answer !== '') assistance = answer.toLowerCase() === 'none' ? { used: false, tools: [] } : { used: true, tools: answer.split(/[,\s]+/).filter((one) => one !== '').map(toolOf) };
    const wanted = new Set<string>(report.judgement.outcomes.flatMap(({ requirements }) => requirements.flatMap(({ template }) => (template.kind === 'document' ? template.parts : []))));
    for (const part of attests ? [] : parts.filter((one) => wanted.has(one))) {
      const text = await atTerminal(asking, asks[part]);
      if (text !== '') document[part] = text;
    }
  }
  if (assistance === null && attests) throw new Failure('usage', 'user', 'an attestation says whether an AI wrote it', ['--attest --no-ai', '--attest --ai TOOL:MODEL']);
  if (assistance === null && Object.keys(document).length === 0 && maintainer === null) {
    throw new Failure('usage', 'user', 'nothing is declared', ['--no-ai or --ai TOOL:MODEL', '--intent, --rollback, --considered, --maintainer']);
  }
  return { attests, assistance, document, maintainer };
}

function toolOf(text: string): string {
  if (/^[^\s:]+(:[^\s:]+)?$/.test(text)) return text;
  throw new Failure('usage', 'user', `\`${text}\` is no tool`, ['write TOOL or TOOL:MODEL, such as Copilot:gpt-5.2']);
}
