import { fuzzApart } from '../test/fuzz/fuzz-apart.ts';
import { keep } from '../test/fuzz/fuzz.ts';
import { parsers } from '../test/fuzz/parsers.ts';

/** Fuzzes every parser, prints a line for each, and keeps what it found; whether nothing was found. */
export async function fuzzAll(rounds: number, seed: number, print: (line: string) => void): Promise<boolean> {
  const findings = await fuzzApart(parsers.map(({ name }) => name), rounds, seed, ({ parser, tried, accepted, slowest }) =>
    print(`${parser.padEnd(26)} ${String(tried).padStart(8)} inputs, ${String(accepted).padStart(8)} taken, slowest ${slowest.milliseconds.toFixed(0)} ms over ${slowest.length} bytes`),
  );
  const kinds = new Map(findings.toReversed().map((finding) => [`${finding.parser}: ${finding.problem}`, finding]));
  for (const [words, finding] of kinds) print(`✗ ${words}\n    kept as ${keep(finding)}`);
  print(`fuzz: ${rounds} rounds of seed ${seed}, ${findings.length} findings of ${kinds.size} kinds`);
  return findings.length === 0;
}
