import { ReportProblem } from './report-problem.ts';
import { walkXml } from './xml.ts';

const mostTests = 1_000_000_000;

/** Numbers of one or more test runs. */
export interface TestCounts {
  /** Tests that ran: all but the skipped ones. */
  readonly ran: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * Reads a JUnit file as most test runners write it: `testsuites`, `testsuite` and `testcase`, nested in any way. Tests
 * are counted one by one; where a suite says itself that more failed than it shows, that is believed. A test that
 * failed and in the end passed when it was run again passed. Throws `ReportProblem`.
 */
export function readJunit(bytes: Uint8Array): TestCounts {
  let [total, failed, skipped, claimed] = [0, 0, 0, 0];
  let current: 'passed' | 'failed' | 'skipped' | null = null;
  walkXml(bytes, {
    open(name, attributes, depth) {
      if (depth === 0 && name !== 'testsuites' && name !== 'testsuite') throw new ReportProblem(`its outermost element is <${name}>, not <testsuites> or <testsuite>`);
      if (name === 'testsuites' || name === 'testsuite') claimed = Math.max(claimed, number(attributes.get('failures')) + number(attributes.get('errors')));
      else if (name === 'testcase') {
        if (current !== null) throw new ReportProblem('a test stands inside a test');
        current = outcomeSaid(attributes.get('status'), attributes.get('result'));
      } else if (name === 'failure' || name === 'error') {
        // Beside every test: the suite itself could not be set up or taken down.
        if (current === null) claimed = Math.max(claimed, failed + 1);
        else current = 'failed';
      } else if (name === 'skipped' && current === 'passed') current = 'skipped';
    },
    close(name) {
      if (name !== 'testcase') return;
      total += 1;
      if (current === 'failed') failed += 1;
      if (current === 'skipped') skipped += 1;
      current = null;
    },
  });
  return { ran: total - skipped, failed: Math.max(failed, claimed), skipped };
}

/** What a test says of itself; an element inside it may say worse. */
function outcomeSaid(...said: readonly (string | undefined)[]): 'passed' | 'failed' | 'skipped' {
  if (said.some((word) => /^(?:fail|failed|failure|error|errored)$/i.test(word ?? ''))) return 'failed';
  return said.some((word) => /^(?:notrun|disabled|skipped|suppressed|ignored)$/i.test(word ?? '')) ? 'skipped' : 'passed';
}

/** The numbers of several files together. */
export function addTests(all: readonly TestCounts[]): TestCounts {
  const sum = (of: (one: TestCounts) => number) => all.reduce((before, one) => before + of(one), 0);
  return { ran: sum(({ ran }) => ran), failed: sum(({ failed }) => failed), skipped: sum(({ skipped }) => skipped) };
}

function number(text: string | undefined): number {
  if (text === undefined || text.trim() === '') return 0;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > mostTests) throw new ReportProblem(`a suite counts \`${text.slice(0, 20)}\` failures, which is no number`);
  return value;
}
