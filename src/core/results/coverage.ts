import { decodeUtf8 } from '../values/index.ts';
import { Names } from './names.ts';
import { largestReport, ReportProblem } from './report-problem.ts';
import { walkXml } from './xml.ts';

/** One file of a coverage report: which lines can run, and whether they did. */
export interface ReportedCoverage {
  /** What the file may be called, best guess first: as written, and below each folder that the report names. */
  readonly paths: readonly string[];
  /** Line → whether it ran. */
  readonly lines: ReadonlyMap<number, boolean>;
}

/** Reads lcov (`geninfo(1)`) or Cobertura XML, told apart by how they begin. Throws `ReportProblem`. */
export function readCoverage(bytes: Uint8Array): readonly ReportedCoverage[] {
  if (bytes.length > largestReport) throw new ReportProblem(`it is larger than ${largestReport} bytes`);
  const start = decodeUtf8(bytes.subarray(0, 256)).replace(/^\ufeff/, '').trimStart();
  if (start.startsWith('<')) return readCobertura(bytes);
  return readLcov(decodeUtf8(bytes));
}

function readLcov(text: string): readonly ReportedCoverage[] {
  const found = new Gathered();
  let file: string | null = null;
  let records = 0;
  for (const [index, written] of text.split('\n').entries()) {
    const line = written.trimEnd();
    if (line.startsWith('SF:')) {
      if (file !== null) throw new ReportProblem(`a file begins before the one above it ends (line ${index + 1})`);
      // What else passes for a blank at its end is the name of another file.
      file = written.slice(3, written.endsWith('\r') ? -1 : undefined);
      found.file(file, []);
      records += 1;
    } else if (line === 'end_of_record') file = null;
    else if (line.startsWith('DA:')) {
      const [, number, hits] = /^DA:(\d{1,9}),(-?\d{1,15})(?:,|$)/.exec(line) ?? [];
      if (file === null || number === undefined) throw new ReportProblem(`\`${line.slice(0, 40)}\` counts no line of a file (line ${index + 1})`);
      found.line(file, Number(number), Number(hits) > 0);
    } else if (line !== '' && !/^(?:#|[A-Z]{2,5}:)/.test(line)) throw new ReportProblem(`it is neither lcov nor Cobertura (line ${index + 1})`);
  }
  if (file !== null) throw new ReportProblem('it ends in the middle of a file: it is cut off');
  if (records === 0) throw new ReportProblem('it covers no file');
  return found.all();
}

function readCobertura(bytes: Uint8Array): readonly ReportedCoverage[] {
  const found = new Gathered();
  const folders: string[] = [];
  let file: string | null = null;
  walkXml(bytes, {
    open(name, attributes, depth) {
      if (depth === 0 && name !== 'coverage') throw new ReportProblem(`its outermost element is <${name}>, not Cobertura's <coverage>`);
      if (name === 'class') {
        file = attributes.get('filename') ?? null;
        if (file === null) throw new ReportProblem('a class names no file');
        found.file(file, folders);
      } else if (name === 'line' && file !== null) {
        const [number, hits] = [Number(attributes.get('number') ?? NaN), Number(attributes.get('hits') ?? NaN)];
        if (!Number.isSafeInteger(number) || number < 1 || !Number.isSafeInteger(hits)) throw new ReportProblem(`a line of \`${file.slice(0, 80)}\` has no number or no count`);
        found.line(file, number, hits > 0);
      }
    },
    close(name, text) {
      if (name === 'source' && !['', '.'].includes(text.trim())) folders.push(folderOf(found.names.of(text.trim())));
      if (name === 'class') file = null;
    },
  });
  return found.all();
}

/** With one slash at its end. */
function folderOf(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === '/' || text[end - 1] === '\\')) end -= 1;
  return `${text.slice(0, end)}/`;
}

/** Files in the order they came; one that comes twice ran where any of them says so. */
class Gathered {
  readonly #files = new Map<string, { paths: readonly string[]; lines: Map<number, boolean> }>();
  readonly names = new Names();

  file(name: string, folders: readonly string[]): void {
    if (this.#files.has(name)) return;
    this.#files.set(name, { paths: ['', ...folders].map((folder) => this.names.of(`${folder}${name}`)), lines: new Map() });
  }

  line(name: string, line: number, ran: boolean): void {
    const { lines } = this.#files.get(name)!;
    lines.set(line, ran || lines.get(line) === true);
  }

  all(): readonly ReportedCoverage[] {
    return [...this.#files.values()];
  }
}
