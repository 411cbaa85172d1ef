import { auditExport } from '../../src/workflows/ledger/export-ledger.ts';
import { againstName } from '../../src/workflows/ledger/faults.ts';
import { EntryReading } from '../../src/workflows/ledger/reading/read-entries.ts';
import { checkEntryLists } from '../../src/workflows/ledger/reading/read-entry-lists.ts';
import { buildTree, exportEnd, fromBase64, hashLeaf, type Inclusion, proveInclusion, readExport, readExportLine, sameBytes, verifyInclusion } from '../../src/core/ledger/index.ts';
import { decodeUtf8 } from '../../src/core/values/index.ts';
import { cryptography, sha256 } from './memory-ledger.ts';

const hash = cryptography.sha256;

/**
 * What finds a change of an exported ledger: a line that is not in its one form, other leaves, another root or
 * another name than the tree has, an envelope or entry list with another digest. These three find it in a file that was sealed anew as well;
 * `seal`: only the SHA-256 of the last line does.
 */
export type By = 'form' | 'tree' | 'digest' | 'seal';

/** Each byte as the program reads it where its neighbours are ASCII: UTF-8 beyond ASCII has no sequence of one byte. */
export const letters: readonly string[] = Array.from({ length: 256 }, (_, byte) => decodeUtf8(Uint8Array.of(byte)));

type Line = NonNullable<ReturnType<typeof readExportLine>>;

/** Bytes that stand in a line as base64, which can be decoded four letters at a time. */
interface Field {
  readonly start: number;
  /** Before the last four letters: padding is read together with all of them. */
  readonly end: number;
  readonly bytes: Uint8Array;
  /** What finds that these bytes are others; `null`: nothing. */
  readonly finds: (bytes: Uint8Array) => By | null;
}

/**
 * A sound exported ledger, asked what finds a change in one place of it, with the program's own readers, but without
 * reading again what did not change. That this may be left out:
 *
 * - the reader goes from line to line and never takes back what it found wrong, so lines behind the change cannot unsay it;
 * - each entry's leaf is held against the tree, each envelope and each list against a digest, on its own;
 * - base64 is decoded four letters at a time.
 *
 * `whole` reads everything as the audit does, so that the short way can be held against it.
 */
export class SpoiltExport {
  readonly text: string;
  /** With their line feeds. */
  readonly lines: readonly string[];
  readonly #starts: readonly number[];
  readonly #read: readonly Line[];
  readonly #lists: readonly string[];
  readonly #fields: readonly (readonly Field[])[];
  readonly #entries: number;
  readonly #leaves: readonly Uint8Array[];
  #wholly = 0;

  /** Throws where the text is not sound, or not ASCII. */
  constructor(text: string) {
    const { ledger } = readExport(text, sha256);
    const { failures } = auditExport('it', text, cryptography, sha256, null);
    if (ledger === null || failures.length > 0) throw new Error(failures.map(({ sentence }) => sentence).join());
    if (/[^\n -~]/.test(text)) throw new Error('it is not ASCII');
    this.text = text;
    this.lines = text.split('\n').slice(0, -1).map((line) => `${line}\n`);
    let start = 0;
    this.#starts = this.lines.map(({ length }) => (start += length) - length);
    this.#read = this.lines.map((line, at) => readExportLine(line.slice(0, -1), at === 0)!);
    this.#lists = this.#read.flatMap((line) => (line.kind === 'list' ? [line.change] : []));
    this.#entries = ledger.entries.length;
    this.#leaves = ledger.entries.map(({ leaf }) => leaf);
    const tree = buildTree(hash, this.#leaves.map((leaf) => hashLeaf(hash, leaf)));
    const { size, root } = ledger.checkpoint;
    const inclusions = ledger.entries.map((_, index) => ({ index, size, root, proof: proveInclusion(tree, index, size) }));
    this.#fields = this.lines.map((line, at) => fieldsOf(line, this.#read[at]!, inclusions));
  }

  /** What finds that a letter of a line, which may be its feed, is another byte now. */
  changed(line: number, at: number, byte: number): By | null {
    const letter = letters[byte]!;
    const field = this.#fields[line]!.find(({ start, end }) => at >= start && at < end);
    if (field === undefined || letter === '"' || letter === '\\' || letter === '=' || letter === '\n') return this.spoilt(line, at, at + 1, letter);
    const [text, first] = [this.lines[line]!, at - ((at - field.start) % 4)];
    const three = fromBase64(text.slice(first, at) + letter + text.slice(at + 1, first + 4));
    if (three === null) return 'form';
    const place = ((first - field.start) / 4) * 3;
    const before = field.bytes.slice(place, place + 3);
    field.bytes.set(three, place);
    const by = field.finds(field.bytes);
    field.bytes.set(before, place);
    return by ?? this.spoilt(line, at, at + 1, letter);
  }

  /** What finds that the letters from `start` to before `end` of a line are `put` instead. */
  spoilt(line: number, start: number, end: number, put: string): By | null {
    const text = this.lines[line]!;
    const now = text.slice(0, start) + put + text.slice(end);
    const whole = () => this.with(line, start, end, put);
    const feed = now.indexOf('\n');
    if (feed === now.length - 1) return this.#line(line, now.slice(0, -1), whole) ?? this.#lastWord(whole(), line);
    // Where it has lost its feed the next line is part of it; where it has two, the reader comes to the first part first.
    const part = feed < 0 ? now + (this.lines[line + 1] ?? '') : now.slice(0, feed + 1);
    if (part === text && !this.#ends(line)) return this.spoilt(line + 1, 0, 0, now.slice(feed + 1));
    if (!part.endsWith('\n') || readExportLine(part.slice(0, -1), line === 0) === null) return this.#ends(line) ? 'seal' : 'form';
    return this.#lastWord(whole(), line);
  }

  /** Nothing short says it, which a sound reader leaves to next to no change; a blind one would be asked for hours. */
  #lastWord(text: string, line: number): By | null {
    this.#wholly += 1;
    if (this.#wholly > 50) throw new Error(`more than 50 changes are found by the audit of the whole file at most, the last one in line ${line}`);
    return this.whole(text, line);
  }

  /** What the audit of a whole file says, of which a `line` (the last one is the seal) was changed; `null`: nothing. */
  whole(text: string, line: number): By | null {
    const audit = (file: string) => new Set(auditExport('it', file, cryptography, sha256, null).failures.map(({ code }) => code));
    if (audit(text).size === 0) return null;
    if (this.#ends(line)) return 'seal';
    const body = text.slice(0, text.length - this.lines.at(-1)!.length);
    const anew = audit(body + exportEnd(sha256([body])));
    if (anew.has('export-damaged')) return 'form';
    if (anew.has('root-mismatch') || anew.has('checkpoint-malformed')) return 'tree';
    return anew.size > 0 ? 'digest' : 'seal';
  }

  /** The text with the letters from `start` to before `end` of a line replaced. */
  with(line: number, start: number, end: number, put: string): string {
    const from = this.#starts[line]!;
    return this.text.slice(0, from + start) + put + this.text.slice(from + end);
  }

  #ends(line: number): boolean {
    return line === this.lines.length - 1;
  }

  /** Does the reader take this where the line stands? It knows what came before, and nothing of what follows. */
  #fits(line: number, read: Line): boolean {
    if (read.kind === 'entry') return read.entry === Math.min(line - 1, this.#entries);
    return read.kind !== 'list' || !this.#lists.slice(0, Math.max(0, line - 1 - this.#entries)).includes(read.change);
  }

  /** What finds that a line is `now` instead; `null`: the line alone does not say it. `whole`: the text with it. */
  #line(line: number, now: string, whole: () => string): By | null {
    const read = readExportLine(now, line === 0);
    const before = this.#read[line]!;
    if (read === null) return this.#ends(line) ? 'seal' : 'form';
    if (read.kind === 'entry' && before.kind === 'entry' && read.entry === before.entry) {
      const [envelope, leaf] = this.#fields[line]!;
      return leaf!.finds(read.leaf) ?? (read.envelope === null ? 'digest' : envelope!.finds(read.envelope));
    }
    if (read.kind === 'list' && before.kind === 'list' && this.#fits(line, read)) return otherList(read.change, read.entries);
    // What only the lines together say the program's reader is asked for; what else would say it is known without.
    if (read.kind !== before.kind || readExport(whole(), sha256).damage.length === 0) return null;
    if (read.kind !== 'head' || before.kind !== 'head') return this.#ends(line) ? 'seal' : this.#fits(line, read) ? null : 'form';
    const { size, root } = before.checkpoint;
    return read.checkpoint.size !== size || !sameBytes(read.checkpoint.root, root) || againstName(read.checkpoint, this.#leaves).length > 0 ? 'tree' : 'seal';
  }
}

/** What finds that a list is not the one it is named after. */
function otherList(change: string, bytes: Uint8Array): By | null {
  return checkEntryLists([], new Map([[change, bytes]]), hash).length > 0 ? 'digest' : null;
}

/** The base64 of a line: of an entry the envelope, then the leaf. */
function fieldsOf(line: string, read: Line, inclusions: readonly Omit<Inclusion, 'leafHash'>[]): readonly Field[] {
  const field = (name: string, bytes: Uint8Array, finds: Field['finds']): Field => {
    const start = line.indexOf(`"${name}":"`) + name.length + 4;
    return { start, end: line.indexOf('"', start) - 4, bytes: Uint8Array.from(bytes), finds };
  };
  if (read.kind === 'list') return [field('entries', read.entries, (bytes) => otherList(read.change, bytes))];
  if (read.kind !== 'entry' || read.envelope === null) return [];
  const inclusion = inclusions[read.entry]!;
  const otherEnvelope = (envelope: Uint8Array) => {
    const reading = new EntryReading(cryptography);
    reading.take(read.entry, read.leaf, envelope);
    return reading.faults.length > 0 ? 'digest' : null;
  };
  return [
    field('envelope', read.envelope, otherEnvelope),
    field('leaf', read.leaf, (bytes) => (verifyInclusion(hash, { ...inclusion, leafHash: hashLeaf(hash, bytes) }) ? null : 'tree')),
  ];
}
