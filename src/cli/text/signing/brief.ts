import { shortCode, type Answers } from '../../../core/brief/index.ts';
import type { SignatureStrength } from '../../../core/policy/index.ts';
import type { Verdict } from '../../../core/signoff/index.ts';
import type { PersonalKey } from '../../../workflows/signing/find-key.ts';
import type { OpenChange } from '../../../workflows/signing/open-change.ts';
import { safePath, safeText } from '../../terminal/foreign.ts';
import { labelled } from '../../terminal/labelled.ts';
import { counted } from '../../terminal/numbers.ts';
import { columns, span, whole, wrap, type Line } from '../../terminal/spans.ts';
import { judgedLines } from '../check.ts';

/** What is about to be signed, for `You are about to …`. */
export interface Confirmed {
  readonly verdict: Verdict;
  readonly answers: Answers;
  readonly comment: string | null;
  readonly alsoFor: readonly string[];
  readonly mine: PersonalKey;
  /** Rules of which it would meet something. */
  readonly meets: readonly string[];
}

const verbs: Record<Verdict, string> = { approve: 'approve', reject: 'reject', 'request-changes': 'not yet', withdraw: 'withdraw' };

/** The brief: everything a person looks at before they answer, with the code that the confirmation repeats. */
export function briefText({ report, brief, warnings }: OpenChange, width: number): Line[] {
  const lines = [headed([span('strong', safeText(`${brief.target} ← ${brief.head.slice(0, 7)}`))], brief.change.digest, width), [], ...judgedLines(report, width)];
  const files = brief.files.slice(0, 20).map(({ path, status, added, removed }): Line => [`    ${status}  ${safePath(path)}${added === null ? '' : `  +${added} −${removed ?? 0}`}`]);
  if (brief.files.length > 20) files.push([`    and ${counted(brief.files.length - 20, 'more file')}`]);
  lines.push([], ...files);
  return [...lines, ...warningLines(warnings, width)];
}

/** What to know before signing; empty where there is nothing. */
export function warningLines(warnings: readonly string[], width: number): Line[] {
  return warnings.flatMap((warning, index) => [...(index === 0 ? [[]] : []), ...wrap([span('pending', '◐ ')], [safeText(warning)], width, 2)]);
}

/** Exactly what the signature will say, right before the question. */
export function confirmationText(open: OpenChange, said: Confirmed, width: number): Line[] {
  const layout = { indent: 2, column: 12, width };
  const { verdict, answers, comment, alsoFor, mine, meets } = said;
  const { report, brief } = open;
  const rules = brief.rules.map(({ name }) => name);
  const withWords = [
    ...(answers.answers.length > 0 ? [counted(answers.answers.length, 'answer')] : []),
    ...(answers.edgeCases.length > 0 ? [counted(answers.edgeCases.length, 'edge case')] : []),
    ...(answers.owner === null ? [] : [`${answers.owner} as owner`]),
    ...(comment === null ? [] : [`“${comment}”`]),
  ];
  const under = report.inputs.policyDigest === null ? 'the preset' : `policy ${report.inputs.policyDigest.slice(0, 4)}…`;
  return [
    [],
    headed(['You are about to sign'], brief.change.digest, width),
    ...labelled(span(verdict === 'reject' ? 'refused' : 'act', verbs[verdict]), [safeText(`${report.target} of repository ${brief.repository.slice(0, 8)}…${alsoFor.map((ref) => `, also for ${ref}`).join('')}`)], layout),
    ...exactLines(open, width, layout.column),
    ...labelled('under', [safeText(`${under}${rules.length === 0 ? ', where no rule asks for a sign-off' : `, answering ${rules.join(', ')}`}`)], layout),
    ...(withWords.length === 0 ? [] : labelled('with', [safeText(withWords.join(', '))], layout)),
    ...(verdict === 'approve' && meets.length === 0 ? labelled(span('pending', 'note'), ['no rule waits for it now; it is recorded all the same'], layout) : []),
    ...keyLines(mine, width, layout.column),
  ];
}

/** Base, head and digest of what is signed. */
export function exactLines({ brief }: Pick<OpenChange, 'brief'>, width: number, column: number): Line[] {
  const { digest, entries } = brief.change;
  const short = `${digest.slice(0, 4)} ${digest.slice(4, 8)} ${digest.slice(8, 12)} … ${digest.slice(-4)}`;
  return labelled('exactly', [whole(`${brief.base.slice(0, 7)} → ${brief.head.slice(0, 7)}`), `, ${counted(entries, 'entry', 'entries')}, `, whole(`digest ${short}`)], { indent: 2, column, width });
}

/** Who signs, with which key, and what they will be asked to do with it. */
export function keyLines({ person, key, atMost }: PersonalKey, width: number, column: number): Line[] {
  return labelled('key', [safeText(`${person.name || person.id} (${person.level}), ${key.where}, ${key.where === 'passkey' ? 'asked for in your browser' : strengthWords[atMost]}`)], { indent: 2, column, width });
}

const strengthWords: Record<SignatureStrength, string> = {
  any: 'a file key: without a touch',
  touch: 'a security key: touch it when it blinks',
  verified: 'a security key: touch it when it blinks',
};

/** A first line with the code at its right end. */
export function headed(left: Line, digest: string, width: number): Line {
  const code = `code ${shortCode(digest)}`;
  const used = left.reduce((sum, part) => sum + columns(typeof part === 'string' ? part : part.text), 0);
  return [...left, ' '.repeat(Math.max(2, Math.min(width, 80) - used - columns(code))), span('strong', code)];
}
