import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Node, type Scalar } from 'yaml';
import { encodeUtf8, type Position } from '../../values/index.ts';
import { nearest } from '../nearest.ts';
import type { PolicyProblem } from '../policy.ts';
import { show } from './show.ts';

export { show };

/** A value and the place it was written at. */
export interface Placed<T> {
  readonly value: T;
  readonly at: Position;
}

/** One `key: value` of a mapping; `node` is `null` where nothing follows the colon. */
export interface Member {
  readonly key: string;
  readonly at: Position;
  readonly node: Node | null;
}

/** Bytes; larger is no policy. */
const largest = 1_000_000;
/** Nobody mends more at once, and a file that is something else altogether has as many mistakes as lines. */
const mostProblems = 100;

/**
 * A YAML text being read: hands out values by the kind expected, and keeps every mistake with its place.
 * Readers return `null` after noting a problem, so that one pass finds all mistakes.
 */
export class YamlSource {
  readonly file: string;
  readonly text: string;
  readonly problems: PolicyProblem[] = [];
  readonly root: Node | null;
  readonly #lines = new LineCounter();

  constructor(text: string, file: string) {
    this.file = file;
    this.text = text;
    this.root = this.#parse();
  }

  /** Place of a node, or of an offset into the text. */
  at(where: Node | number | null): Position {
    const offset = typeof where === 'number' ? where : (where?.range?.[0] ?? 0);
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.file, line: Math.max(1, line), column: Math.max(1, col) };
  }

  error(code: string, message: string, mend: string | null, at: Position): null {
    this.note({ severity: 'error', code, message, mend, at });
    return null;
  }

  /** Whether no further problem is kept. */
  get full(): boolean {
    return this.problems.length >= mostProblems;
  }

  /** Keeps a problem, as long as there are not so many that nobody reads them. */
  note(...problems: readonly PolicyProblem[]): void {
    for (const problem of problems) {
      const { at, message } = problem;
      // A part that two readers look at is wrong once.
      if (this.problems.some((other) => other.message === message && other.at.line === at.line && other.at.column === at.column && other.at.file === at.file)) continue;
      if (!this.full || (problem.severity === 'error' && !this.failed)) this.problems.push(problem);
    }
  }

  /** Every problem by its place, this file's before those of others. */
  sorted(): readonly PolicyProblem[] {
    const files = [this.file, ...new Set(this.problems.map(({ at }) => at.file))];
    return [...this.problems].sort(
      (a, b) => files.indexOf(a.at.file) - files.indexOf(b.at.file) || a.at.line - b.at.line || a.at.column - b.at.column,
    );
  }

  get failed(): boolean {
    return this.problems.some((problem) => problem.severity === 'error');
  }

  /** The members of a mapping whose keys are names people choose (areas, people). */
  members(node: Node | null, what: string, at: Position): readonly Member[] | null {
    if (!isMap(node)) return this.wrong(node, what, 'a mapping of names', at);
    const found: Member[] = [];
    for (const pair of node.items) {
      const key = pair.key;
      if (!isScalar(key) || typeof key.value !== 'string' || key.value === '') {
        const shown = isScalar(key) ? String(key.value) : '';
        this.error(
          'wrong-type',
          `a key in ${what} must be a word${shown === '' ? '' : `, \`${shown}\` is read as ${kindOf(key as Node)}`}`,
          'put it in quotes',
          this.at(isNode(key) ? key : node),
        );
        continue;
      }
      found.push({ key: key.value, at: this.at(key), node: isNode(pair.value) ? pair.value : null });
    }
    return found;
  }

  /** The members of a mapping whose keys are ours; unknown ones are errors that name the nearest. */
  fields(
    node: Node | null,
    what: string,
    at: Position,
    keys: readonly string[],
    meanings: Readonly<Record<string, string>> = {},
  ): ReadonlyMap<string, Member> | null {
    if (!isMap(node)) return this.wrong(node, what, `a mapping with ${keys.slice(0, 4).join(', ')}`, at);
    const found = new Map<string, Member>();
    for (const member of this.members(node, what, at) ?? []) {
      if (keys.includes(member.key)) found.set(member.key, member);
      else this.unknownKey(member, what, keys, meanings);
    }
    return found;
  }

  /** Notes a key that means nothing here, with the one that was probably meant. */
  unknownKey(member: Member, what: string, keys: readonly string[], meanings: Readonly<Record<string, string>>): null {
    if (this.full) return null;
    const squeezed = member.key.toLowerCase().replace(/[-_ ]/g, '');
    // Own names only: every object has a `constructor`.
    const meant = (Object.hasOwn(meanings, squeezed) ? meanings[squeezed] : null) ?? nearest(member.key, keys);
    const suggestion = meant === null ? '' : `; did you mean \`${meant}\`?`;
    return this.error(
      'unknown-key',
      `unknown key \`${show(member.key)}\` in ${what}${suggestion}`,
      `known: ${keys.join(', ')}`,
      member.at,
    );
  }

  string(node: Node | null, what: string, at: Position): Placed<string> | null {
    if (isScalar(node) && typeof node.value === 'string') {
      if (node.value.trim() === '')
        return this.error('empty', `${what} is empty`, 'write it out or remove the line', this.at(node));
      return { value: node.value, at: this.at(node) };
    }
    return this.wrong(node, what, 'text', at, isScalar(node) && node.value !== null ? 'put it in quotes' : null);
  }

  integer(node: Node | null, what: string, at: Position, least: number): Placed<number> | null {
    if (!isScalar(node) || typeof node.value !== 'number') return this.wrong(node, what, 'a whole number', at);
    if (!Number.isSafeInteger(node.value) || node.value < least) {
      return this.error(
        'out-of-range',
        `${what} is \`${show(node.source ?? String(node.value))}\``,
        `write a whole number from ${least}`,
        this.at(node),
      );
    }
    return { value: node.value, at: this.at(node) };
  }

  boolean(node: Node | null, what: string, at: Position): Placed<boolean> | null {
    if (isScalar(node) && typeof node.value === 'boolean') return { value: node.value, at: this.at(node) };
    return this.wrong(node, what, '`true` or `false`', at);
  }

  oneOf<T extends string>(
    node: Node | null,
    what: string,
    at: Position,
    words: readonly T[],
    noun = 'value',
  ): Placed<T> | null {
    const given = this.string(node, what, at);
    if (given === null) return null;
    const word = words.find((one) => one === given.value);
    if (word !== undefined) return { value: word, at: given.at };
    const close = nearest(given.value, words);
    return this.error(
      noun === 'value' ? 'unknown-value' : `unknown-${noun}`,
      `unknown ${noun} \`${show(given.value)}\` in ${what}${close === null ? '' : `; did you mean \`${close}\`?`}`,
      `use ${words.join(', ')}`,
      given.at,
    );
  }

  items(node: Node | null, what: string, at: Position): readonly (Node | null)[] | null {
    if (!isSeq(node))
      return this.wrong(
        node,
        what,
        'a list',
        at,
        isScalar(node) && node.value !== null ? `write it as [${show(String(node.value))}]` : null,
      );
    return node.items.map((item) => (isNode(item) ? item : null));
  }

  /** A list of texts, each once. An empty list is an error unless `mayBeEmpty`. */
  strings(node: Node | null, what: string, at: Position, mayBeEmpty = false): readonly Placed<string>[] | null {
    const items = this.items(node, what, at);
    if (items === null) return null;
    if (items.length === 0 && !mayBeEmpty)
      return this.error('empty', `${what} is an empty list`, 'name at least one, or remove the line', this.at(node));
    const found: Placed<string>[] = [];
    const seen = new Set<string>();
    for (const item of items) {
      const text = this.string(item, `an entry of ${what}`, at);
      if (text === null) continue;
      if (seen.has(text.value)) this.error('duplicate', `\`${show(text.value)}\` stands twice in ${what}`, 'remove one', text.at);
      else found.push(text);
      seen.add(text.value);
    }
    return found;
  }

  /**
   * Where a character of a scalar's value stands in the file. Exact for values written on one line without
   * escapes; otherwise the scalar's own place.
   */
  locator(node: Node): (offset: number) => Position {
    const scalar = node as Scalar;
    const [start, end] = scalar.range ?? [0, 0];
    const quoted = scalar.type === 'QUOTE_DOUBLE' || scalar.type === 'QUOTE_SINGLE' ? 1 : 0;
    const verbatim = this.text.slice(start + quoted, end - quoted).trim() === String(scalar.value).trim();
    return (offset) => this.at(verbatim ? start + quoted + offset : start);
  }

  /** Notes that a node is not what is wanted there. */
  wrong(node: Node | null, what: string, wanted: string, at: Position, mend: string | null = null): null {
    const empty = node === null || (isScalar(node) && node.value === null);
    const message = empty ? `${what} is empty; it must be ${wanted}` : `${what} must be ${wanted}, not ${kindOf(node)}`;
    return this.error(empty ? 'empty' : 'wrong-type', message, mend, node === null ? at : this.at(node));
  }

  #parse(): Node | null {
    // No character takes less than a byte, or more than three for each unit: most texts need no count.
    if (this.text.length > largest || (this.text.length > largest / 3 && encodeUtf8(this.text).length > largest)) {
      return this.error(
        'too-large',
        `the file is larger than ${largest / 1_000_000} MB`,
        'a policy is a page or two: split paths into patterns',
        { file: this.file, line: 1, column: 1 },
      );
    }
    try {
      const document = parseDocument(this.text, {
        lineCounter: this.#lines,
        prettyErrors: false,
        // Looked for below: the library compares each key with every other.
        uniqueKeys: false,
        merge: false,
        version: '1.2',
        schema: 'core',
        logLevel: 'error',
      });
      // What follows a mistake of form is mostly its echo.
      for (const error of [...document.errors, ...document.warnings].slice(0, 5))
        this.#syntax(error.code, error.message, error.pos[0]);
      if (this.failed) return null;
      const root = document.contents;
      if (root === null || (isScalar(root) && root.value === null)) {
        return this.error('empty', 'the file is empty', 'start with `version: 1` or remove the file', {
          file: this.file,
          line: 1,
          column: 1,
        });
      }
      this.#refuseIndirection(root);
      this.#refuseTwins(root);
      return this.failed ? null : root;
    } catch {
      // Nesting deep enough to exhaust the stack: nothing a person writes.
      return this.error('unreadable', 'the file is nested too deeply to be read', 'write it flatter', {
        file: this.file,
        line: 1,
        column: 1,
      });
    }
  }

  #syntax(code: string, message: string, offset: number): void {
    const at = this.at(offset);
    if (code === 'TAG_RESOLVE_FAILED') {
      const tag = /^!\S*/.exec(this.text.slice(offset))?.[0] ?? '!';
      this.error(
        'invalid-yaml',
        `\`${show(tag)}\` is read as a YAML tag`,
        'put text that begins with `!` in quotes',
        at,
      );
    } else if (code === 'MULTIPLE_DOCS') {
      this.error(
        'invalid-yaml',
        'a second document begins here',
        'keep everything in one, without a line of `---`',
        at,
      );
    } else if (code === 'TAB_AS_INDENT') {
      this.error('invalid-yaml', 'a tab is used to indent', 'YAML indents with spaces', at);
    } else if (/call stack/i.test(message)) {
      this.error('unreadable', 'the file is nested too deeply to be read', 'write it flatter', at);
    } else {
      const sentence = message.split('\n')[0]!.replace(/\.$/, '');
      this.error('invalid-yaml', `not valid YAML: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`, null, at);
    }
  }

  /** Of two keys of one name the later would win, wherever it stands. */
  #refuseTwins(root: Node): void {
    const pending: Node[] = [root];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (isSeq(node)) for (const item of node.items) if (isNode(item)) pending.push(item);
      if (!isMap(node)) continue;
      const seen = new Set<unknown>();
      for (const { key, value } of node.items) {
        if (isNode(value)) pending.push(value);
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) this.error('duplicate-key', `the key \`${show(String(key.value))}\` stands twice`, 'keep one of the two', this.at(key));
        seen.add(key.value);
      }
    }
  }

  /** Anchors and aliases let one line mean another far away, and a small file become a huge one. */
  #refuseIndirection(root: Node): void {
    const pending: Node[] = [root];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (isAlias(node))
        this.error(
          'indirection',
          `the alias \`*${show(node.source)}\` is not followed`,
          'write the value out',
          this.at(node),
        );
      else if (node.anchor !== undefined)
        this.error(
          'indirection',
          `the anchor \`&${show(node.anchor)}\` is not read`,
          'write the value out where it is needed',
          this.at(node),
        );
      else if (node.tag !== undefined) {
        const tag = node.tag.replace('tag:yaml.org,2002:', '!!');
        this.error('invalid-yaml', `the tag \`${show(tag)}\` means nothing here`, 'remove it', this.at(node));
      }
      if (isMap(node)) {
        for (const pair of node.items) {
          if (isNode(pair.value)) pending.push(pair.value);
          if (isNode(pair.key)) pending.push(pair.key);
        }
      } else if (isSeq(node)) {
        for (const item of node.items) if (isNode(item)) pending.push(item);
      }
    }
  }
}

function kindOf(node: Node | null): string {
  if (isMap(node)) return 'a mapping';
  if (isSeq(node)) return 'a list';
  if (!isScalar(node)) return 'nothing';
  if (typeof node.value === 'string') return `the text \`${show(node.value)}\``;
  return `\`${show(node.source ?? String(node.value))}\``;
}
