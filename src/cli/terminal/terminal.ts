import { createColors } from 'picocolors';
import { asciiGlyphs } from './glyphs.ts';
import { guarded } from './runner.ts';
import { textOf, type Line, type Style } from './spans.ts';

/** The part of a stream the command line needs; `process.stdout` and a test's buffer both have it. */
export interface Sink {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): boolean;
  once(event: 'drain', listener: () => void): unknown;
}

/** How to speak, as the options and the environment say. */
export interface Manner {
  readonly width: number;
  readonly ascii: boolean;
  readonly colour: boolean;
  /** Whether a runner reads along and takes some lines for commands to it. */
  readonly watched?: boolean;
}

/** The two channels: stdout carries the answer, stderr progress and hints. */
export interface Terminal {
  readonly manner: Manner;
  /** Prints lines of the answer. */
  answer(lines: readonly Line[]): Promise<void>;
  /** Prints lines beside the answer. */
  aside(lines: readonly Line[]): void;
  /** Writes text as it is (JSON), waiting for a slow reader. */
  raw(text: string): Promise<void>;
}

/** What decides about colour and width: https://no-color.org, https://force-color.org. */
export interface MannerSource {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Sink;
  /** `--color`, `--no-color`, or neither. */
  readonly color: boolean | null;
  readonly ascii: boolean;
}

export function manner(source: MannerSource): Manner {
  const { env, stdout } = source;
  const fromEnv = Number.parseInt(env['COLUMNS'] ?? '', 10);
  const columns = fromEnv > 0 ? fromEnv : stdout.columns || 80;
  return { width: Math.max(40, Math.min(columns, 200)), ascii: source.ascii, colour: wantsColour(source), watched: isWatched(env) };
}

function isWatched(env: MannerSource['env']): boolean {
  return Boolean(env['GITHUB_ACTIONS']) || Boolean(env['TF_BUILD']);
}

function wantsColour({ env, stdout, color }: MannerSource): boolean {
  if (color !== null) return color;
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return stdout.isTTY === true && env['TERM'] !== 'dumb';
}

export function openTerminal(stdout: Sink, stderr: Sink, how: Manner): Terminal {
  const write = async (text: string): Promise<void> => {
    if (!stdout.write(text)) await new Promise<void>((resolve) => stdout.once('drain', resolve));
  };
  return {
    manner: how,
    answer: (lines) => write(render(lines, how)),
    aside: (lines) => void stderr.write(render(lines, { ...how, colour: how.colour && stderr.isTTY === true })),
    raw: write,
  };
}

/** Lines as text, each ended by a line feed and without trailing spaces. */
export function render(lines: readonly Line[], how: Manner): string {
  const paint = paints(how.colour);
  const line = (spans: Line) => renderLine(spans, how.ascii, paint);
  return lines.map((spans) => `${how.watched === true ? guarded(line(spans)) : line(spans)}\n`).join('');
}

function renderLine(line: Line, ascii: boolean, paint: Record<Style, (text: string) => string>): string {
  return line
    .map((part) => {
      // See `whole`.
      const spaced = textOf(part).replaceAll('\u00a0', ' ');
      const text = ascii ? asciiGlyphs(spaced) : spaced;
      return typeof part === 'string' ? text : paint[part.style](text);
    })
    .join('')
    .trimEnd();
}

/** Ink blue for what to do, red refused, ochre pending, green met, magenta AI: readable on light and dark. */
function paints(colour: boolean): Record<Style, (text: string) => string> {
  const c = createColors(colour);
  return {
    plain: (text) => text,
    strong: c.bold,
    faint: c.dim,
    act: c.blue,
    refused: c.red,
    pending: c.yellow,
    met: c.green,
    ai: c.magenta,
  };
}
