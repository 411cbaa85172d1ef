import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawFrom, mutated } from './mutate.ts';
import type { Parser } from './parser.ts';

const folder = join(import.meta.dirname, '..', 'fixtures', 'seeds');

/** An input that broke the contract of a parser. */
export interface Finding {
  readonly parser: string;
  readonly bytes: Uint8Array;
  readonly problem: string;
}

/** What one parser did. */
export interface Fuzzed {
  readonly parser: string;
  readonly seeds: number;
  readonly tried: number;
  /** How many of those were taken, so that it shows whether the mutations get past the first check. */
  readonly accepted: number;
  /** Milliseconds of processor time of the slowest, and its length. */
  readonly slowest: { readonly milliseconds: number; readonly length: number };
  readonly findings: readonly Finding[];
}

/** Inputs that are kept for a parser: good ones, and what once broke it. */
export function seedsOf({ name }: Pick<Parser, 'name'>): readonly { readonly name: string; readonly bytes: Buffer }[] {
  return readdirSync(join(folder, name)).toSorted().map((file) => ({ name: file, bytes: readFileSync(join(folder, name, file)) }));
}

/** Processor time, in milliseconds, beyond which an input of at most 64 KiB is a finding. */
const tooLong = 1_500;

/**
 * Gives a parser its seeds and so many of their mutations, the same for the same seed number. It must never throw other
 * than it says; what it takes must be taken again as it writes it, the same for ever after; and it must end. `before` is told each input.
 */
export async function fuzz(parser: Parser, rounds: number, seed: number, before: (bytes: Uint8Array) => void = () => undefined): Promise<Fuzzed> {
  const seeds = seedsOf(parser).map(({ bytes }) => bytes);
  const draw = drawFrom(seed ^ createHash('sha256').update(parser.name).digest().readUInt32BE());
  const findings: Finding[] = [];
  let accepted = 0;
  let slowest = { milliseconds: 0, length: 0 };
  for (let round = 0; round < seeds.length + rounds; round++) {
    const bytes = round < seeds.length ? seeds[round]! : mutated(seeds, draw);
    before(bytes);
    const started = process.cpuUsage();
    const { problem, taken } = await tried(parser, bytes);
    const milliseconds = process.cpuUsage(started).user / 1000;
    if (milliseconds > slowest.milliseconds) slowest = { milliseconds, length: bytes.length };
    if (taken) accepted += 1;
    const found = problem ?? (milliseconds > tooLong ? `it took ${(milliseconds / 1000).toFixed(1)} s over ${bytes.length} bytes` : null);
    if (found !== null) findings.push({ parser: parser.name, bytes, problem: found });
  }
  return { parser: parser.name, seeds: seeds.length, tried: seeds.length + rounds, accepted, slowest, findings };
}

/** What is wrong with how a parser took some bytes; `problem` `null`: nothing. */
export async function tried({ read }: Parser, bytes: Uint8Array): Promise<{ readonly problem: string | null; readonly taken: boolean }> {
  try {
    // A parser that writes into what it is given would spoil it for the next reader.
    const copy = Buffer.from(bytes);
    const first = await read(copy);
    if (!copy.equals(bytes)) return { problem: 'it changed what it was given', taken: false };
    if (first === null) return { problem: null, taken: false };
    return { problem: first.written === null ? null : await again(read, bytes, first.written, first.canonical), taken: true };
  } catch (error) {
    return { problem: `it threw ${error instanceof Error ? `${error.name}: ${error.message.slice(0, 300)}` : String(error)}`, taken: false };
  }
}

async function again(read: Parser['read'], bytes: Uint8Array, written: Uint8Array, canonical: boolean): Promise<string | null> {
  if (canonical && !Buffer.from(written).equals(bytes)) return 'it took a second spelling';
  const second = await read(written);
  if (second?.written == null) return 'it does not take what its own writer wrote of it';
  return Buffer.from(second.written).equals(written) ? null : 'what it wrote is read as something else';
}

/** Keeps an input for good, so that every later run tries it first. */
export function keep({ parser, bytes }: Finding): string {
  const file = join(folder, parser, `found-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`);
  mkdirSync(join(folder, parser), { recursive: true });
  writeFileSync(file, bytes);
  return `test/fixtures/seeds/${parser}/${file.split(/[\\/]/).at(-1)}`;
}
