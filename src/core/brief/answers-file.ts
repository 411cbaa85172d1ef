import { isMap } from 'yaml';
import type { Change } from '../change/index.ts';
import { policyTexts, type Member, type Placed, type PolicyProblem, type PolicyTexts } from '../policy/index.ts';
import { answerProblem, type Ground, type WrittenAnswer } from './answers.ts';
import type { Question } from './questions.ts';

type Source = InstanceType<PolicyTexts['YamlSource']>;

/** What an answers file says, or why it says nothing: `written` is `null` exactly where there is a problem. */
export interface ParsedAnswers {
  readonly written: ReadonlyMap<string, WrittenAnswer> | null;
  readonly comment: string | null;
  readonly problems: readonly PolicyProblem[];
}

/** What the answers are about. */
export interface Asked extends Ground {
  readonly questions: readonly Question[];
}

/** Keys beside `answers`; all but `change` and `comment` are questions of their own. */
const keys = ['change', 'answers', 'edge-cases', 'rewrite', 'owner', 'comment'];

/**
 * Reads a file of answers to the questions of a change. Never throws: every mistake is a problem with its place and
 * mend, an unknown item, a missing answer and an anchor outside the change among them. `file` is how people know it.
 */
export async function parseAnswers(text: string, file: string, asked: Asked): Promise<ParsedAnswers> {
  const { YamlSource } = await policyTexts();
  const source = new YamlSource(text, file);
  const written = new Map<string, WrittenAnswer>();
  const comment = source.root === null ? null : readAll(source, source.root, asked, written);
  return { written: source.failed ? null : written, comment, problems: source.sorted() };
}

function readAll(source: Source, root: NonNullable<Member['node']>, asked: Asked, written: Map<string, WrittenAnswer>): string | null {
  const fields = source.fields(root, 'an answers file', source.at(root), keys, { edgecases: 'edge-cases', checklist: 'answers', items: 'answers', maintainer: 'owner' });
  if (fields === null) return null;
  sameChange(source, fields.get('change'), asked.change);
  const own = ['edge-cases', 'rewrite', 'owner'];
  const items = asked.questions.filter(({ item }) => !own.includes(item)).map(({ item }) => item);
  const answers = fields.get('answers');
  for (const [item, member] of (answers === undefined ? null : source.fields(answers.node, '`answers`', answers.at, items)) ?? []) {
    accept(source, item, readAnswer(source, member), asked, written);
  }
  for (const item of own) {
    const member = fields.get(item);
    if (member !== undefined) accept(source, item, readOwn(source, item, member), asked, written);
  }
  for (const { item, required } of asked.questions) {
    if (required && !written.has(item) && !source.failed) {
      source.error('missing', `\`${item}\` has no answer, and the policy asks for one`, `countersign sign --answers-template prints every question`, source.at(root));
    }
  }
  const comment = fields.get('comment');
  return comment === undefined ? null : (source.string(comment.node, '`comment`', comment.at)?.value ?? null);
}

/** Answers given for another state of the change answer nothing here. */
function sameChange(source: Source, member: Member | undefined, { digest }: Change): void {
  const given = member === undefined ? null : source.string(member.node, '`change`', member.at);
  if (given === null || given.value === digest) return;
  source.error('stale', `these answers are about the change ${given.value.slice(0, 12)}…, which is now ${digest.slice(0, 12)}…`, 'look at the change again, and answer for it as it is now', given.at);
}

function accept(source: Source, item: string, given: Placed<WrittenAnswer> | null, asked: Asked, written: Map<string, WrittenAnswer>): void {
  if (given === null) return;
  // What nobody asks may be said all the same: it is only ever more.
  const question = asked.questions.find((one) => one.item === item) ?? { item, checklist: null, text: '', required: false, sentence: false };
  const problem = answerProblem(question, given.value, asked);
  if (problem === null) written.set(item, given.value);
  else source.error('answer', `\`${item}\`: ${problem}`, null, given.at);
}

/** A text, or a mapping with the text and the lines it is about. */
function readAnswer(source: Source, { key, node, at }: Member): Placed<WrittenAnswer> | null {
  if (!isMap(node)) {
    const text = source.string(node, `\`${key}\``, at);
    return text === null ? null : { value: { text: text.value, anchors: [] }, at: text.at };
  }
  const fields = source.fields(node, `\`${key}\``, at, ['answer', 'anchors'], { text: 'answer', lines: 'anchors', anchor: 'anchors' });
  const answer = fields?.get('answer');
  const text = source.string(answer?.node ?? null, `the answer to \`${key}\``, answer?.at ?? at);
  const listed = fields?.get('anchors');
  const anchors = listed === undefined ? [] : source.strings(listed.node, `the anchors of \`${key}\``, listed.at, true);
  return text === null || anchors === null ? null : { value: { text: text.value, anchors: anchors.map(({ value }) => value) }, at: anchors[0]?.at ?? text.at };
}

function readOwn(source: Source, item: string, { node, at }: Member): Placed<WrittenAnswer> | null {
  if (item !== 'edge-cases') {
    const text = source.string(node, `\`${item}\``, at);
    return text === null ? null : { value: { text: text.value, anchors: [] }, at: text.at };
  }
  const cases = source.strings(node, '`edge-cases`', at, true);
  return cases === null ? null : { value: { text: cases.map(({ value }) => value.replace(/[,;\s]+/g, ' ')).join(', '), anchors: [] }, at };
}

/** A file to be filled in: each question above the place of its answer. */
export function answersTemplate(questions: readonly Question[], { digest }: Pick<Change, 'digest'>): string {
  const lines = [
    '# Answers for `countersign sign --answers FILE`. Anchors are path:line or path:first-last.',
    `change: "${digest}"   # the change they are about; another is refused`,
  ];
  const items = questions.filter(({ item }) => !['edge-cases', 'rewrite', 'owner'].includes(item));
  if (items.length > 0) lines.push('answers:');
  for (const { item, text, sentence } of items) lines.push(`  # ${text}${sentence ? ' In a sentence.' : ''}`, `  ${item}:`, '    answer: ""', '    anchors: []');
  for (const { item, text, required } of questions.filter((one) => !items.includes(one))) {
    const line = item === 'edge-cases' ? 'edge-cases: []' : `${item}: ""`;
    lines.push(`# ${text}${required ? '' : ' May be left out.'}`, required ? line : `# ${line}`);
  }
  return `${lines.join('\n')}\n`;
}
