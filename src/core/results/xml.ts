import { decodeUtf8 } from '../values/index.ts';
import { largestReport, ReportProblem } from './report-problem.ts';

/** What a walk through an XML file tells, in the order it stands. */
export interface XmlVisitor {
  /** An element begins; `depth` is 0 for the outermost. */
  open(name: string, attributes: ReadonlyMap<string, string>, depth: number): void;
  /** All text straight inside an element, and its end. */
  close(name: string, text: string, depth: number): void;
}

const deepest = 64;
const mostElements = 1_000_000;
const mostAttributes = 64;

const name = /[A-Za-z_:\u0080-\ud7ff\ue000-\uffff][-A-Za-z0-9._:\u0080-\ud7ff\ue000-\uffff]*/y;
const blank = /[ \t\r\n]*/y;
const run = /[^<&]*/y;
/** What a document type names, and where its DTD is kept. */
const typeName = /[ \t\r\n]+[^ \t\r\n<>"'[\]]+(?:[ \t\r\n]+(?:SYSTEM|PUBLIC[ \t\r\n]+(?:"[^"<>]*"|'[^'<>]*'))[ \t\r\n]+(?:"[^"<>]*"|'[^'<>]*'))?/y;
/** How a file says in which letters it is written, where it begins with that. */
const declared = /^<\?xml[^?>]*?[ \t\r\n]encoding[ \t\r\n]*=[ \t\r\n]*["']([^"'?>]*)["']/;
/** Writings in which ASCII is ASCII; all else must be UTF-8 whatever is declared. */
const likeAscii = /^(?:utf-?8|(?:us-)?ascii|iso-8859-\d{1,2}|latin-?1|(?:windows|cp)-?125\d)$/i;
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const predefined: ReadonlyMap<string, string> = new Map([['lt', '<'], ['gt', '>'], ['amp', '&'], ['quot', '"'], ['apos', "'"]]);

/**
 * Walks through the XML that test runners and coverage tools write (XML 1.0, UTF-8), and refuses what no report needs
 * and attackers do: entities of one's own, a document type with anything in it, deep nesting, more than a report's size.
 * A document type that only names a DTD is skipped and nothing is ever fetched. Throws `ReportProblem`.
 */
export function walkXml(bytes: Uint8Array, visitor: XmlVisitor): void {
  if (bytes.length > largestReport) throw new ReportProblem(`it is larger than ${largestReport} bytes`);
  const text = decodeUtf8(bytes).replace(/^\ufeff/, '');
  // The decoder gives a lone surrogate for every byte that is no UTF-8.
  if (/[\ud800-\udfff]/u.test(text)) throw new ReportProblem('it is not UTF-8');
  if (forbidden.test(text)) throw new ReportProblem('it holds control characters');
  const encoding = declared.exec(text.slice(0, 1000))?.[1];
  // Another reader would see other elements in UTF-7.
  if (encoding !== undefined && !likeAscii.test(encoding)) throw new ReportProblem(`it says that it is written in ${encoding.slice(0, 40)}, not in UTF-8`);
  new Walk(text, visitor).whole();
}

class Walk {
  readonly #text: string;
  readonly #visitor: XmlVisitor;
  readonly #open: { readonly name: string; text: string }[] = [];
  #at = 0;
  #elements = 0;

  constructor(text: string, visitor: XmlVisitor) {
    this.#text = text;
    this.#visitor = visitor;
  }

  whole(): void {
    let typed = false;
    while (this.#at < this.#text.length) {
      this.#characters();
      if (this.#at === this.#text.length) break;
      if (this.#take('<!--')) this.#until('-->', 'a comment');
      else if (this.#take('<![CDATA[')) this.#cdata();
      else if (this.#take('<?')) this.#until('?>', 'an instruction');
      else if (this.#take('<!DOCTYPE')) {
        if (typed || this.#elements > 0) throw this.#problem('a document type stands where none may');
        typed = true;
        this.#documentType();
      } else if (this.#take('</')) this.#close();
      else if (this.#take('<')) this.#element();
    }
    const unclosed = this.#open.at(-1);
    if (unclosed !== undefined) throw new ReportProblem(`it ends inside <${unclosed.name}>: the file is cut off`);
    if (this.#elements === 0) throw new ReportProblem('it holds no element');
  }

  #characters(): void {
    for (;;) {
      this.#add(this.#match(run));
      if (this.#text[this.#at] !== '&') return;
      this.#add(this.#reference());
    }
  }

  #add(text: string): void {
    const element = this.#open.at(-1);
    if (element !== undefined) element.text += text;
    else if (text.trim() !== '') throw this.#problem('text stands outside the outermost element');
  }

  #cdata(): void {
    const start = this.#at;
    this.#until(']]>', 'a CDATA section');
    this.#add(this.#text.slice(start, this.#at - 3));
  }

  #documentType(): void {
    // Read to its own end and no further: a `>` in quotes ends it for one reader and not for another.
    this.#match(typeName);
    this.#match(blank);
    if (this.#text[this.#at] === '[') throw this.#problem('it declares entities or elements of its own, which no report needs');
    if (!this.#take('>')) throw this.#problem('a document type cannot be read');
  }

  #element(): void {
    const depth = this.#open.length;
    const tag = this.#match(name);
    if (tag === '') throw this.#problem('an element has no name');
    if (depth === deepest) throw this.#problem(`it is nested deeper than ${deepest} elements`);
    if (depth === 0 && this.#elements > 0) throw this.#problem('a second element stands beside the outermost');
    this.#elements += 1;
    if (this.#elements > mostElements) throw this.#problem(`it has more than ${mostElements} elements`);
    const attributes = this.#attributes(tag);
    const empty = this.#take('/>');
    if (!empty && !this.#take('>')) throw this.#problem(`<${tag}> does not end`);
    this.#visitor.open(tag, attributes, depth);
    if (empty) this.#visitor.close(tag, '', depth);
    else this.#open.push({ name: tag, text: '' });
  }

  #attributes(tag: string): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (;;) {
      const spaced = this.#match(blank) !== '';
      const sign = this.#text[this.#at];
      if (sign === '>' || sign === '/' || sign === undefined) return found;
      const key = spaced ? this.#match(name) : '';
      if (key === '') throw this.#problem(`an attribute of <${tag}> cannot be read`);
      if (found.has(key)) throw this.#problem(`<${tag}> has the attribute ${key} twice`);
      if (found.size === mostAttributes) throw this.#problem(`<${tag}> has more than ${mostAttributes} attributes`);
      this.#match(blank);
      if (!this.#take('=')) throw this.#problem(`the attribute ${key} has no value`);
      this.#match(blank);
      found.set(key, this.#value(key));
    }
  }

  #value(key: string): string {
    const quote = this.#text[this.#at];
    if (quote !== '"' && quote !== "'") throw this.#problem(`the value of ${key} is not quoted`);
    this.#at += 1;
    const end = this.#text.indexOf(quote, this.#at);
    if (end === -1) throw this.#problem(`the value of ${key} does not end`);
    const raw = this.#text.slice(this.#at, end);
    if (raw.includes('<')) throw this.#problem(`the value of ${key} holds a \`<\``);
    const [first = '', ...rest] = raw.split('&');
    let value = first;
    this.#at += first.length;
    for (const part of rest) {
      value += this.#reference();
      const after = part.slice(part.indexOf(';') + 1);
      value += after;
      this.#at += after.length;
    }
    this.#at = end + 1;
    return value;
  }

  #reference(): string {
    const [whole, decimal, hex, entity] = /^&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|([A-Za-z][\w.-]{0,31}));/.exec(this.#text.slice(this.#at, this.#at + 40)) ?? [];
    if (whole === undefined) throw this.#problem('an `&` begins nothing that can be read');
    const meant = entity === undefined ? character(decimal === undefined ? parseInt(hex!, 16) : Number(decimal)) : predefined.get(entity);
    if (meant === undefined) throw this.#problem(`${whole} is an entity of its own, which no report needs`);
    this.#at += whole.length;
    return meant;
  }

  #close(): void {
    const tag = this.#match(name);
    this.#match(blank);
    const element = this.#open.pop();
    if (!this.#take('>') || element === undefined || element.name !== tag) throw this.#problem(`</${tag}> closes what is not open`);
    this.#visitor.close(tag, element.text, this.#open.length);
  }

  #until(end: string, what: string): void {
    const found = this.#text.indexOf(end, this.#at);
    if (found === -1) throw this.#problem(`${what} does not end`);
    this.#at = found + end.length;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #take(sign: string): boolean {
    if (!this.#text.startsWith(sign, this.#at)) return false;
    this.#at += sign.length;
    return true;
  }

  #problem(what: string): ReportProblem {
    return new ReportProblem(`${what} (line ${this.#text.slice(0, this.#at).split('\n').length})`);
  }
}

/** Runners write `&#27;` of coloured output although XML 1.0 has no such character: read as one that shows nothing. */
function character(point: number): string | undefined {
  if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return undefined;
  return point < 0x20 && ![0x9, 0xa, 0xd].includes(point) ? '\ufffd' : String.fromCodePoint(point);
}
