// `npm test`: the checks of the sources, every test, then faults that tests must notice; the last line is
// `N passed, N failed`, and before it stands how the attacks of the hostile table ended, where they ran: a missed one
// is a failed test.
//   npm test                       everything
//   npm test -- unit               the fast tests beside the sources (also: slow, check, faults)
//   npm test -- src/core/policy    the tests whose path contains the words given
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tellFaults } from '../test/bite/tell-faults.ts';
import { runChecks } from './check.ts';

const root = join(import.meta.dirname, '..');
const PROJECTS = ['unit', 'slow'];

interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** How each attack that was tried ended. */
  readonly attacks: readonly ('prevented' | 'detected' | 'missed')[];
}

/** The part of vitest's JSON report that is read here. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    /** `hostile`: how an attack of the hostile table ended. */
    readonly assertionResults: readonly { readonly status: string; readonly meta?: { readonly hostile?: 'prevented' | 'detected' | 'missed' } }[];
  }[];
}

/** Runs vitest, its own reporter on the terminal, and counts from its report. */
async function runVitest(args: readonly string[]): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-test-'));
  const report = join(folder, 'report.json');
  try {
    const code = await new Promise<number>((settle) => {
      const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
      const child = spawn(process.execPath, [vitest, 'run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`], {
        cwd: root,
        stdio: ['ignore', 'inherit', 'inherit'],
      });
      child.on('error', () => settle(1));
      child.on('close', (status) => settle(status ?? 1));
    });
    if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0, attacks: [] };
    const read = JSON.parse(readFileSync(report, 'utf8')) as Report;
    // A file that does not load has no test to count, and must count as one that failed.
    const broken = read.testResults.filter(
      (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
    ).length;
    const failed = read.numFailedTests + broken;
    return {
      passed: read.numPassedTests,
      // An error outside every test fails the run without failing a test.
      failed: failed === 0 && code !== 0 ? 1 : failed,
      skipped: read.numPendingTests + read.numTodoTests,
      attacks: read.testResults.flatMap((file) => file.assertionResults.flatMap(({ meta }) => meta?.hostile ?? [])),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function checks(): Promise<Tally> {
  const results = await runChecks((line) => console.log(line));
  const failed = results.filter(({ problem }) => problem !== '').length;
  return { passed: results.length - failed, failed, skipped: 0, attacks: [] };
}

async function injectedFaults(): Promise<Tally> {
  const { injected, caught } = await tellFaults((line) => console.log(line));
  return { passed: caught, failed: injected - caught, skipped: 0, attacks: [] };
}

const words = process.argv.slice(2);
const projects = words.filter((word) => PROJECTS.includes(word));
const filters = words.filter((word) => ![...PROJECTS, 'check', 'faults'].includes(word));
const tallies: Tally[] = [];
if (words.length === 0 || words.includes('check')) tallies.push(await checks());
if (words.length === 0 || projects.length > 0 || filters.length > 0) {
  tallies.push(await runVitest([...projects.flatMap((name) => ['--project', name]), ...filters]));
}
if (words.length === 0 || words.includes('faults')) tallies.push(await injectedFaults());

const attacks = tallies.flatMap((tally) => tally.attacks);
const ended = (how: string): number => attacks.filter((attack) => attack === how).length;
if (attacks.length > 0) console.log(`\nhostile: ${attacks.length} tried, ${ended('prevented')} prevented, ${ended('detected')} detected, ${ended('missed')} missed`);
const sum = (key: Exclude<keyof Tally, 'attacks'>): number => tallies.reduce((total, tally) => total + tally[key], 0);
const { passed, failed, skipped } = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
if (passed + failed === 0) console.log('No test ran, which is a failure: is the path right?');
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
