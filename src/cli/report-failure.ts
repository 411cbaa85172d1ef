import { Failure } from '../core/values/index.ts';
import { failureWords } from './exit-code.ts';
import { safeJson, safePath, safeText } from './terminal/foreign.ts';
import { span, whole, wrap, type Line } from './terminal/spans.ts';
import type { Terminal } from './terminal/terminal.ts';

/** How failures are told. */
interface Telling {
  readonly json: boolean;
  /** With `--debug`. */
  readonly writeTrace: ((text: string) => Promise<string>) | null;
}

/**
 * Tells a failure: one sentence and its mends on stderr, with `--json` also the error object on stdout. What is
 * not a `Failure` is our bug. Gives the failure back for its exit code.
 */
export async function reportFailure(error: unknown, terminal: Terminal, telling: Telling): Promise<Failure> {
  const failure = error instanceof Failure ? error : bug(error, telling.writeTrace !== null);
  const { width } = terminal.manner;
  if (telling.json) {
    const { code, kind, message, hints, at } = failure;
    await terminal.raw(`${safeJson(JSON.stringify({ error: { code, kind, message, hints, at } }, null, 2))}\n`);
  }
  const lines: Line[] = wrap(
    [span('refused', '✗'), ' ', span('refused', failureWords[failure.code]), '   '],
    [safeText(failure.message)],
    width,
    4,
  );
  if (failure.at !== null) lines.push([`  at     ${safePath(failure.at.file)}:${failure.at.line}:${failure.at.column}`]);
  failure.hints.forEach((hint, index) => {
    lines.push(...wrap([span('act', index === 0 ? '  mend   ' : '         ')], [hint.includes(' && ') ? whole(safeText(hint)) : safeText(hint)], width, 9));
  });
  if (telling.writeTrace !== null) {
    lines.push([`  trace  ${await traceWritten(error, telling.writeTrace)}`]);
  }
  terminal.aside(lines);
  return failure;
}

function bug(error: unknown, debugging: boolean): Failure {
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new Failure('internal', 'internal', `this is a bug in countersign: ${said}`, [
    debugging ? 'please report it with the trace' : 'run again with --debug and report it with the trace',
  ]);
}

/** Where the trace is, or why there is none: the failure keeps its sentence and its exit code. */
async function traceWritten(error: unknown, writeTrace: NonNullable<Telling['writeTrace']>): Promise<string> {
  try {
    return safePath(await writeTrace(traceOf(error)));
  } catch (refused) {
    return `not written: ${safeText((refused as Error).message)}`;
  }
}

function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return `${String(error)}\n`;
  const cause = error.cause === undefined ? '' : `caused by ${traceOf(error.cause)}`;
  return `${error.stack ?? String(error)}\n${cause}`;
}
