import { decodeUtf8, type Position } from '../../values/index.ts';
import type { PolicyProblem } from '../policy.ts';
import type { CodeOwnersDialect } from './code-owners.ts';

/**
 * Files of so many bytes are not read. GitHub loads none of 3 MB ("CODEOWNERS file size"); GitLab names no limit, and
 * ours for it is far above any file people keep.
 */
export const sizeLimits: Readonly<Record<CodeOwnersDialect, number>> = { github: 3_000_000, gitlab: 16_000_000 };

/** The text of a CODEOWNERS file in lines, with what is odd about its bytes; `lines` `null`: it cannot be used. */
export interface SourceLines {
  readonly lines: readonly string[] | null;
  readonly problems: readonly PolicyProblem[];
}

/** Splits the bytes of a CODEOWNERS file into lines without their ends and without a byte order mark. */
export function sourceLines(bytes: Uint8Array, file: string, dialect: CodeOwnersDialect, limit = sizeLimits[dialect]): SourceLines {
  const at = (line: number): Position => ({ file, line, column: 1 });
  if (bytes.length >= limit) {
    const reads = dialect === 'github' ? 'GitHub loads' : 'this program reads';
    const message = `the file has ${Math.ceil(bytes.length / 100_000) / 10} MB, and ${reads} only files under ${limit / 1_000_000} MB: nobody would own anything`;
    return { lines: null, problems: [error('codeowners-too-large', message, 'join lines with wildcards', at(1))] };
  }
  if (bytes.includes(0)) {
    return { lines: null, problems: [error('codeowners-binary', 'the file holds a NUL byte: no forge reads it as text', 'save it as UTF-8', at(1))] };
  }
  const problems: PolicyProblem[] = [];
  let text = decodeUtf8(bytes);
  if (text.startsWith('\ufeff')) {
    text = text.slice(1);
    problems.push(warning('codeowners-bom', 'the file starts with a byte order mark, which a forge may take for part of the first line', 'save it as UTF-8 without one', at(1)));
  }
  const ended = text.split('\n');
  const lines = ended.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  const returned = ended.findIndex((line) => line.endsWith('\r'));
  if (returned >= 0) problems.push(warning('codeowners-crlf', 'lines end with CR LF; read as if they ended with LF', 'save it with LF alone', at(returned + 1)));
  for (const [index, line] of lines.entries()) {
    if (!/[\udc80-\udcff]/.test(line.replace(/[\ud800-\udbff][\udc00-\udfff]/g, ''))) continue;
    problems.push(warning('codeowners-not-utf8', 'the line is not UTF-8; its bytes are matched as they are, and a forge may read them otherwise', 'save it as UTF-8', at(index + 1)));
  }
  return { lines, problems };
}

/** A mistake that leaves files without the owner somebody meant. */
export function error(code: string, message: string, mend: string | null, at: Position): PolicyProblem {
  return { severity: 'error', code, message, mend, at };
}

/** Something odd that changes nothing by itself. */
export function warning(code: string, message: string, mend: string | null, at: Position): PolicyProblem {
  return { severity: 'warning', code, message, mend, at };
}
