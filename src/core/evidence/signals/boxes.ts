import type { MessageLine } from './trailers.ts';

/** A ticked box of a pull-request template that says whether an AI was used. */
export interface Box {
  readonly says: 'ai' | 'none';
  /** The words behind the box, without emphasis. */
  readonly text: string;
  readonly line: number;
}

/** To the very end: what else may pass for the end of a line (a carriage return, U+2028) hides no box. */
const box = /^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+\[([ xX])\][ \t]+([^ \t][^]*)$/;
/** Lines above an answer in which its question is looked for. */
const questionWithin = 12;
const longest = 400;

const ai = String.raw`(?:generative |gen-?)?(?:AI|LLMs?|artificial intelligence|large language models?)(?: \([^)]{0,60}\))?(?:[ -](?:assistance|assistants?|agents?|tools?|tooling|models?|LLMs?))*(?: \([^)]{0,60}\))?`;
const work = String.raw`(?:PR|pull request|contribution|patch|change|commit|code|work|MR|merge request)`;

/** A box that says so as a sentence, whatever it is asked. */
const used: readonly RegExp[] = [
  new RegExp(`^(?:yes[,:] )?${ai} (?:was|were|has been|have been) (?:partly |partially |heavily )?(?:used|involved)\\b`, 'i'),
  /^AI (?:generated|wrote) (?:some|most|all|much|parts?|the)\b/i,
  /^AI (?:assistants?|agents?|tools?)(?: \([^)]{0,60}\))? (?:contributed|wrote|generated) /i,
  new RegExp(`^this ${work} (?:was|is|has been)\\b.{0,40}\\b(?:assisted by|with the (?:help|assistance) of|(?:made|created|written|produced|developed|generated|authored)(?: primarily| mostly)? (?:with|by|using)(?: the help of)?)(?: an?| some)? ${ai}\\b`, 'i'),
  new RegExp(`^this(?: ${work})? (?:is|was|contains) (?:fully |partially |partly |mostly |entirely )?AI[- ](?:assisted|generated|authored|written)\\b`, 'i'),
  new RegExp(`^I (?:have |did )?used? ${ai}\\b`, 'i'),
  /^(?:fully |partially |partly |mostly |entirely )?AI[- ](?:assisted|generated|authored)(?: (?:code|contribution|PR|pull request|change))?[.!]?$/i,
];
const unused: readonly RegExp[] = [
  new RegExp(`^no,? ${ai}(?: code)? (?:was|were|has been|have been) (?:used|involved)\\b`, 'i'),
  new RegExp(`^no ${ai}(?: used| involved)?[.!]?$`, 'i'),
  new RegExp(`^(?:no, )?I (?:did not|didn['’]t|have not|haven['’]t) used? (?:any )?${ai}\\b`, 'i'),
  new RegExp(`^this ${work} (?:was|is|has been) (?:made|created|written|produced|authored) (?:entirely |solely |fully |completely )(?:by (?:a )?humans?|by hand|without ${ai})\\b`, 'i'),
];
/** What is promised, reviewed or supposed is no answer, and help that wrote nothing is none to lines. */
const other = /\b(?:if|whether|unless|any AI|policy|guidelines apply)\b|\b(?:only|solely) (?:for|to|as)\b|\bonly\b.*\bno generated\b|\bfor (?:\w+\/)*(?:research|(?:code )?reviews?)\b|\b(?:only|no generated code)\)?$/i;

const question = /\b(?:AI|LLMs?|gen-?AI|artificial intelligence)\b.*\b(?:used?|authored?|co-?author(?:ed)?|generated?|written|create[ds]?|assist(?:ed)?|implement)\b|\b(?:used?|using|co-?author(?:ed)?|authored|generated|written|assisted)\b.*\b(?:AI|LLMs?|gen-?AI|artificial intelligence)\b/i;
const notWriting = /\b(?:review(?:ed|s)?|policy|read)\b/i;

/**
 * Ticked boxes that answer whether an AI was used: by a whole sentence, or by yes or no beneath a question that
 * asks it. An unticked box says nothing, nor does one that promises, confirms a review or speaks of a case. Lines as
 * `readMessageLines` gives them, so that what is commented out is no answer.
 */
export function readBoxes(lines: readonly MessageLine[]): readonly Box[] {
  const found: Box[] = [];
  for (const [index, { text: raw, number }] of lines.entries()) {
    const ticked = raw.length > longest ? null : box.exec(raw);
    if (ticked === null || ticked[1] === ' ') continue;
    const text = plain(ticked[2]!);
    const answer = /^(yes|no)\b(?![- ]op)/i.exec(text)?.[1]?.toLowerCase();
    const asked = answer !== undefined && isAsked(lines, index);
    const says = asked ? (answer === 'yes' ? 'ai' : 'none') : sentence(text);
    if (says !== null) found.push({ says, text, line: number });
  }
  return found;
}

function sentence(text: string): Box['says'] | null {
  if (unused.some((pattern) => pattern.test(text))) return /\bif\b/i.test(text) ? null : 'none';
  const first = text.split(/[.!;] /, 1)[0]!;
  return !other.test(first) && used.some((pattern) => pattern.test(first)) ? 'ai' : null;
}

/** Whether the text above the boxes asks if an AI was used to write. */
function isAsked(lines: readonly MessageLine[], index: number): boolean {
  for (let at = index - 1; at >= Math.max(0, index - questionWithin); at--) {
    const raw = lines[at]!.text;
    if (raw.trim() === '' || raw.length > longest) continue;
    const option = box.exec(raw);
    const text = plain(option?.[2] ?? raw);
    if (text.endsWith('?')) return question.test(text) && !notWriting.test(text);
    if (option === null) return false;
  }
  return false;
}

/** On one line, without signs of headings and emphasis. */
function plain(text: string): string {
  return text.replace(/^#+[ \t]+/, '').replace(/[*_`]+/g, '').replace(/[\s\u0085]+/g, ' ').trim();
}
