import type { v1 } from '../attestation/index.ts';
import type { Change } from '../change/index.ts';
import type { People } from '../policy/index.ts';
import type { Question } from './questions.ts';

type Anchors = v1.Answer['anchors'];

/** What was answered, ready for a statement. */
export interface Answers {
  readonly answers: readonly v1.Answer[];
  /** Names of the checklists answered in full. */
  readonly checklists: readonly string[];
  readonly edgeCases: readonly string[];
  /** Person id. */
  readonly owner: string | null;
}

/** Nothing asked, nothing answered. */
export const noAnswers: Answers = { answers: [], checklists: [], edgeCases: [], owner: null };

/** One answer as it was written, with anchors named beside it (`path:line` or `path:first-last`). */
export interface WrittenAnswer {
  readonly text: string;
  readonly anchors: readonly string[];
}

/** What answers are judged against. */
export interface Ground {
  readonly change: Change;
  readonly people: People;
  /** Lines of the head's files by path; a file that is not among them is not counted. */
  readonly lengths: ReadonlyMap<string, number>;
}

/** Why an answer will not do, in words for whoever wrote it; `null` where it will. Nothing written is judged as an empty text. */
export function answerProblem(question: Question, { text, anchors }: WrittenAnswer, ground: Ground): string | null {
  const { change, people } = ground;
  const said = text.trim();
  if (said === '') return question.required ? 'it has no answer, and the policy asks for one' : null;
  if (question.item === 'owner') {
    const known = people.persons.some(({ id }) => id === said);
    return known ? null : `\`${said}\` is nobody enrolled: ${people.persons.map(({ id }) => id).slice(0, 8).join(', ')}`;
  }
  if (question.sentence && !isSentence(said)) return `\`${said}\` is a tick: at this tier an answer is a sentence`;
  for (const one of anchors) {
    const anchor = readAnchor(one);
    if (anchor === null) return `\`${one}\` is no place: write path:line or path:first-last`;
    const wrong = misplaced(anchor, ground);
    if (wrong !== null) return wrong;
  }
  for (const place of placesIn(said)) {
    const wrong = isIn(change, place.path) ? misplaced(place, ground) : null;
    if (wrong !== null) return wrong;
  }
  const outside = placesIn(said).find(({ path }) => path.includes('/') && !path.includes('//') && !isIn(change, path));
  return outside === undefined ? null : `\`${outside.path}:${outside.start}\` is outside the change: it changes no file of that name`;
}

function misplaced({ path, start, end }: Anchors[number], { change, lengths }: Ground): string | null {
  const place = `\`${path}:${start}${end === start ? '' : `-${end}`}\``;
  if (!isIn(change, path)) return `${place} is outside the change: it changes no file of that name`;
  const length = lengths.get(path);
  if (length === undefined || end <= length) return null;
  return `${place} is outside the change: the file has ${length === 1 ? '1 line' : `${length} lines`} there`;
}

/** The answers as a statement holds them; each must have passed `answerProblem`. Items left empty are left out. */
export function collectAnswers(questions: readonly Question[], written: ReadonlyMap<string, WrittenAnswer>, change: Change): Answers {
  const given = questions.flatMap((question) => {
    const one = written.get(question.item);
    return one === undefined || one.text.trim() === '' ? [] : [{ question, text: one.text.trim(), anchors: one.anchors }];
  });
  const textOf = (item: string) => given.find(({ question }) => question.item === item)?.text ?? null;
  const checklists = [...new Set(questions.flatMap(({ checklist }) => checklist ?? []))];
  const isFull = (checklist: string) => questions.every((question) => question.checklist !== checklist || textOf(question.item) !== null);
  return {
    answers: given
      .filter(({ question: { item } }) => item !== 'owner' && item !== 'edge-cases')
      .map(({ question, text, anchors }) => ({ item: question.item, answer: text, anchors: anchorsOf(text, anchors, change) })),
    checklists: checklists.filter(isFull),
    edgeCases: (textOf('edge-cases') ?? '').split(/[,;\n]/).flatMap((one) => (one.trim() === '' ? [] : [one.trim()])),
    owner: textOf('owner'),
  };
}

/** Where a text points into the change: every `path:line` in it whose path the change touches, and those named beside. */
function anchorsOf(text: string, named: readonly string[], change: Change): Anchors {
  const all = [...named.flatMap((one) => readAnchor(one) ?? []), ...placesIn(text).filter(({ path }) => isIn(change, path))];
  const seen = new Set<string>();
  return all.filter(({ path, start, end }) => {
    const key = `${path}:${start}-${end}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

/** `services/pay.ts:19-26` as path and lines; `null` for anything else. */
export function readAnchor(text: string): Anchors[number] | null {
  const match = /^(.+?):([1-9]\d{0,8})(?:[-–]([1-9]\d{0,8}))?$/.exec(text.trim());
  if (match === null) return null;
  const start = Number(match[2]);
  const end = match[3] === undefined ? start : Number(match[3]);
  return end < start ? null : { path: match[1]!, start, end };
}

function placesIn(text: string): Anchors {
  return text.split(/\s+/).flatMap((word) => readAnchor(word.replace(/^[("'`]+|[)"'`.,;]+$/g, '')) ?? []);
}

function isIn(change: Change, path: string): boolean {
  return change.files.some((file) => file.path === path);
}

/** Three words, or a dozen characters of a script that writes none: `yes` and `lgtm` are ticks. */
function isSentence(text: string): boolean {
  const words = text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  return words.length >= 3 || /[^\p{ASCII}]{6,}/u.test(text);
}
