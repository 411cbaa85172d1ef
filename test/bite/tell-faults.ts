import { faults } from './faults.ts';
import { runFaults } from './run-faults.ts';

/** Runs every fault, and prints a line for each that went unnoticed and one that counts them all. */
export async function tellFaults(print: (line: string) => void): Promise<{ readonly injected: number; readonly caught: number }> {
  const started = Date.now();
  const missed = (await runFaults(faults)).filter(({ problem }) => problem !== '');
  for (const { fault, problem } of missed) print(`✗ a program that ${fault.does}\n    ${problem}\n    → test/bite: mend the fault's text, or write the test that fails with it`);
  const [injected, caught] = [faults.length, faults.length - missed.length];
  print(`faults: ${injected} injected, ${caught} caught  ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return { injected, caught };
}
