import { expect, it } from 'vitest';
import { progressLine, progressText } from './progress.ts';

function watched() {
  let written = '';
  let time = 0;
  const sink = { write: (text: string) => ((written += text), true), once: () => undefined };
  const line = progressLine(sink, 80, false, () => time);
  return { line, at: (milliseconds: number) => void (time = milliseconds), written: () => written };
}

it('draws nothing in the first 300 ms', () => {
  const { line, at, written } = watched();
  line.report({ step: 'reading commits', done: 10, total: 100 });
  at(299);
  line.report({ step: 'reading commits', done: 90, total: 100 });
  line.clear();
  expect(written()).toBe('');
});

it('shows amount, rate and time left, and leaves no trace', () => {
  const { line, at, written } = watched();
  line.report({ step: 'reading commits', done: 0, total: 96_000 });
  at(1000);
  line.report({ step: 'reading commits', done: 24_000, total: 96_000 });
  expect(written()).toContain('reading commits  █████░░░░░░░░░░░░░░░  24,000 of 96,000  24,000/s  3 s left');
  line.clear();
  expect(written().endsWith('\r\u001b[2K\u001b[?25h')).toBe(true);
});

it('fits the width by leaving out what matters least', () => {
  expect(progressText({ step: 'reading commits', done: 24_000, total: 96_000 }, 1, 60)).toBe('reading commits  █████░░░░░░░░░░░░░░░  24,000 of 96,000');
  expect(progressText({ step: 'reading commits', done: 5, total: null }, 1, 60, true)).toBe('reading commits  5  5/s');
});
