import { Failure } from '../../core/values/index.ts';
import type { CheckReport } from '../../workflows/reports.ts';
import { safeJson } from '../terminal/foreign.ts';
import { asciiGlyphs } from '../terminal/glyphs.ts';
import { render } from '../terminal/terminal.ts';
import { statusLooks } from '../text/status.ts';
import type { Session } from './command.ts';

/** Prints what a check found in one format. */
export interface Printer {
  /** The whole answer as text, for a file. */
  readonly text: (report: CheckReport, blocking: boolean) => Promise<string>;
  /** To where this format is read: stdout, and for `github` the summary of the job too. */
  readonly print: (report: CheckReport, blocking: boolean) => Promise<void>;
  /** Says where its reader looks that there is no answer, and throws on. */
  readonly failed: (error: unknown) => never;
}

// With the word: a glyph alone begins other people's files too, as `# ` does a page of Markdown.
const verdicts = Object.values(statusLooks).flatMap(({ glyph, word }) => [`${glyph} ${word}`, `${asciiGlyphs(glyph)} ${word}`]);

/** The formats of a check, each with how a file of it begins: only such a file is ever replaced. */
export const checkFormats = {
  text: verdicts,
  json: ['{\n  "schema": "urn:countersign:schema:check:v1"'],
  markdown: verdicts.map((verdict) => `### ${verdict}`),
  sarif: ['{\n  "$schema": "https://docs.oasis-open.org/sarif/'],
  github: [],
} as const;

/** One of them. */
export type CheckFormat = keyof typeof checkFormats;

/** Loads what prints one format and nothing else. */
export function loadPrinter(format: CheckFormat, session: Session, range: string | null): Promise<Printer> {
  return printers[format](session, range);
}

const rethrow = (error: unknown): never => {
  throw error;
};

const printers: Record<CheckFormat, (session: Session, range: string | null) => Promise<Printer>> = {
  async text({ terminal }, range) {
    const { checkText } = await import('../text/check.ts');
    const lines = (report: CheckReport, width: number) => checkText(report, { width, range });
    const { width, ascii } = terminal.manner;
    return {
      text: async (report) => render(lines(report, width), { width, ascii, colour: false }),
      print: (report) => terminal.answer(lines(report, width)),
      failed: rethrow,
    };
  },
  async json({ terminal }) {
    const [{ checkJson }, { jsonPieces }] = await Promise.all([import('../json/check.ts'), import('../json/print.ts')]);
    const text = async (report: CheckReport, blocking: boolean) => `${safeJson([...jsonPieces(checkJson(report, blocking), null)].join(''))}\n`;
    return { text, print: async (report, blocking) => terminal.raw(await text(report, blocking)), failed: rethrow };
  },
  async markdown({ terminal }, range) {
    const { checkMarkdown } = await import('../forge/markdown.ts');
    return {
      text: async (report) => checkMarkdown(report, range),
      print: (report) => terminal.raw(checkMarkdown(report, range)),
      failed: rethrow,
    };
  },
  async sarif({ terminal, version, ports }) {
    const [{ checkSarif }, { decodeUtf8 }] = await Promise.all([import('../forge/sarif.ts'), import('../../core/values/index.ts')]);
    const text = async (report: CheckReport, blocking: boolean) => {
      const { repository, sha256 } = await ports();
      const textOf = async (path: string) => {
        const file = await repository.readFile(report.change.head.commit, path).catch(() => null);
        return file === null ? null : decodeUtf8(file.bytes);
      };
      return `${safeJson(JSON.stringify(await checkSarif(report, { version, blocking, sha256, textOf }), null, 2))}\n`;
    };
    return { text, print: async (report, blocking) => terminal.raw(await text(report, blocking)), failed: rethrow };
  },
  async github({ terminal, env, appendFitting }, range) {
    const { annotations, failureAnnotation, summaries, summaryBytes } = await import('../forge/annotations.ts');
    const print = async (report: CheckReport): Promise<void> => {
      await terminal.raw(annotations(report).map((line) => `${line}\n`).join(''));
      const summary = env['GITHUB_STEP_SUMMARY'] ?? '';
      if (summary === '') return;
      try {
        const texts = summaries(report, range);
        const written = appendFitting(summary, texts, summaryBytes);
        if (written !== texts[0]) terminal.aside([[`the summary of this step is full: ${written === null ? 'nothing was added' : 'only the verdict was added'}`]]);
      } catch (error) {
        // The verdict stands in the log and in the exit code: a page that cannot be written changes neither.
        if (!(error instanceof Failure)) throw error;
        terminal.aside([[`the summary of this step was not written: ${error.message}`]]);
      }
    };
    return {
      text: async (report) => annotations(report).join('\n'),
      print,
      failed: (error) => {
        if (error instanceof Failure) void terminal.raw(`${failureAnnotation(error)}\n`);
        throw error;
      },
    };
  },
};
