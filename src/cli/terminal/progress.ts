import { count } from './numbers.ts';
import type { Sink } from './terminal.ts';

/** How far a step has come; the shape of the workflows' `Progress`. */
interface Step {
  readonly step: string;
  readonly done: number;
  readonly total: number | null;
}

/** One line on stderr that shows amount, rate and time left, and leaves no trace. */
export interface ProgressLine {
  readonly report: (step: Step) => void;
  /** Takes the line away; call it before anything else is printed, and when the command ends. */
  readonly clear: () => void;
}

const silentMilliseconds = 300;
const everyMilliseconds = 80;
const clearLine = '\r\u001b[2K';
const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';

/** `clock` gives milliseconds and only moves forward. Nothing is drawn in the first 300 ms. */
export function progressLine(stderr: Sink, width: number, ascii: boolean, clock: () => number): ProgressLine {
  const started = clock();
  let drawnAt = Number.NEGATIVE_INFINITY;
  let shown = false;
  let current = '';
  let stepStarted = started;
  return {
    report: (step) => {
      const now = clock();
      if (step.step !== current) {
        current = step.step;
        stepStarted = now;
      }
      if (now - started < silentMilliseconds || now - drawnAt < everyMilliseconds) return;
      drawnAt = now;
      stderr.write(`${shown ? '' : hideCursor}${clearLine}${progressText(step, (now - stepStarted) / 1000, width - 1, ascii)}`);
      shown = true;
    },
    clear: () => {
      if (shown) stderr.write(`${clearLine}${showCursor}`);
      shown = false;
    },
  };
}

/** `reading commits  ████░░░░  12,000 of 96,000  41,000/s  2 s left`, as much of it as fits. */
export function progressText({ step, done, total }: Step, seconds: number, width: number, ascii = false): string {
  const parts = [step];
  const rate = seconds > 0 ? done / seconds : 0;
  if (total !== null && total > 0) parts.push(bar(done / total, ascii), `${count(done)} of ${count(total)}`);
  else if (done > 0) parts.push(count(done));
  if (done > 0 && rate >= 1) parts.push(`${count(rate)}/s`);
  if (total !== null && rate > 0 && done < total) parts.push(`${timeLeft((total - done) / rate)} left`);
  while (parts.length > 1 && parts.join('  ').length > width) parts.pop();
  return parts.join('  ').slice(0, width);
}

function bar(share: number, ascii: boolean): string {
  const width = 20;
  const full = Math.round(Math.min(1, Math.max(0, share)) * width);
  return (ascii ? '#' : '█').repeat(full) + (ascii ? '.' : '░').repeat(width - full);
}

function timeLeft(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}
