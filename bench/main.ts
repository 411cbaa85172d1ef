/**
 * `npm run bench` runs every bench, `npm run bench -- scan check` some, `--repo PATH` on a repository of yours, `verify --count 1000` as many.
 * Each prints ours beside a peer or a physical floor measured in the same run, and all of it lands in
 * `build/bench.json`. Nothing here fails on a time.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Context, Result, Timing } from './measure.ts';

const benches: Record<string, () => Promise<{ bench: (context: Context) => Promise<Result> }>> = {
  scan: () => import('./scan.ts'),
  'scan-lines': () => import('./scan-lines.ts'),
  'scan-again': () => import('./scan-again.ts'),
  check: () => import('./check.ts'),
  decide: () => import('./decide.ts'),
  areas: () => import('./areas.ts'),
  digest: () => import('./digest.ts'),
  ledger: () => import('./ledger.ts'),
  carry: () => import('./carry.ts'),
  cost: () => import('./cost.ts'),
  verify: () => import('./verify.ts'),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { repo: { type: 'string' }, repeats: { type: 'string', default: '5' }, count: { type: 'string' }, json: { type: 'string' } },
});
const names = positionals.length > 0 ? positionals : Object.keys(benches);
const unknown = names.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`There is no bench \`${unknown.join('`, `')}\`; there are ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}
const folder = join(import.meta.dirname, '..', 'build');
const context: Context = {
  repo: values.repo ?? null,
  scratch: join(folder, 'bench'),
  repeats: Number(values.repeats),
  count: values.count === undefined ? null : Number(values.count),
  log: (line) => console.error(line),
};
mkdirSync(context.scratch, { recursive: true });
const results: Result[] = [];
for (const name of names) {
  const { bench } = await benches[name]!();
  const result = await bench(context);
  results.push(result);
  print(result);
}
const file = values.json ?? join(folder, 'bench.json');
writeFileSync(file, `${JSON.stringify({ node: process.version, results }, null, 2)}\n`);

function print({ name, rows, notes }: Result): void {
  console.log(`\n${name}`);
  const table = rows.map((row) => [
    row.work,
    milliseconds(row.ours),
    `${row.peer} ${milliseconds(row.theirs)}`,
    `${row.ratio < 0.1 ? `1/${Math.round(1 / row.ratio)}` : row.ratio.toFixed(2)} ×`,
    row.aim === null ? '' : `aim ${row.aim}`,
  ]);
  const header = ['', 'ours, median (spread)', 'peer or floor', 'ours ÷ peer', ''];
  const widths = header.map((cell, i) => Math.max(cell.length, ...table.map((cells) => cells[i]!.length)));
  if (table.length > 0) {
    for (const cells of [header, ...table]) console.log(`  ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join('   ').trimEnd()}`);
  }
  for (const note of notes) console.log(`  ${note}`);
}

function milliseconds({ median, min, max }: Timing): string {
  const digits = median < 10 ? 2 : median < 100 ? 1 : 0;
  return `${median.toFixed(digits)} ms (${min.toFixed(digits)}–${max.toFixed(digits)})`;
}
