import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { compileAreas, type AreaMatcher } from '../src/core/risk/index.ts';
import { makePaths, makePatterns } from './areas-data.ts';
import { median, summarise, type Context, type Result, type Row } from './measure.ts';

/** Another way to say which patterns match a path. */
interface Peer {
  readonly name: string;
  /** Every `sample`-th path is measured and the time multiplied: the slow ones would take minutes or gigabytes. */
  readonly sample: number;
  readonly compile: (patterns: readonly string[]) => ((path: string) => boolean)[];
}

const patternCount = 1_000;
const pathCount = 10_000;

/** `areas`: which of 1,000 patterns match each of 10,000 paths, all matches wanted; the last match beside it. */
export async function bench({ scratch, repeats, log }: Context): Promise<Result> {
  const patterns = makePatterns(patternCount);
  const paths = makePaths(pathCount);
  const areas = patterns.map((pattern) => ({ name: pattern, paths: [pattern], tier: 'high' as const, at: null }));
  let truth: (readonly number[])[] = [];
  const fresh = clock(() => (truth = runOurs(compileAreas(areas), paths)));
  const rows: Row[] = [];
  const notes = [`${truth.flat().length} matches of ${patternCount} patterns on ${pathCount} paths; our very first run, before the engine has optimised anything: ${fresh.toFixed(0)} ms`];
  const rounds = Math.min(repeats, 3);
  for (const peer of peers(scratch)) {
    log(`areas: ${peer.name}`);
    const sampled = paths.filter((_, i) => i % peer.sample === 0);
    const cold: Turn[] = [];
    const warm: Turn[] = [];
    const last: Turn[] = [];
    let wrong = 0;
    for (let round = 0; round <= rounds; round++) {
      let matchers: ((path: string) => boolean)[] = [];
      const compile = clock(() => (matchers = peer.compile(patterns)));
      let answers: number[][] = [];
      const first = clock(() => (answers = runPeer(matchers, sampled)));
      const again = clock(() => runPeer(matchers, sampled));
      const lasts = clock(() => sampled.map((path) => matchers.findLastIndex((match) => match(path))));
      let ours: AreaMatcher | null = null;
      const oursCold = clock(() => runOurs((ours = compileAreas(areas)), paths));
      const oursWarm = clock(() => runOurs(ours!, paths));
      const oursLast = clock(() => paths.map((path) => ours!.lastMatch(path)));
      wrong = answers.filter((answer, i) => String(answer) !== String(truth[i * peer.sample])).length;
      // The first round only warms both up.
      if (round === 0) continue;
      cold.push({ ours: oursCold, theirs: compile + first * peer.sample });
      warm.push({ ours: oursWarm, theirs: again * peer.sample });
      last.push({ ours: oursLast, theirs: lasts * peer.sample });
    }
    rows.push(row('cold: compile and match', peer.name, '≤ 1/50', cold), row('warm', peer.name, '≤ 1/200', warm), row('last match, warm', peer.name, null, last));
    const sampling = peer.sample === 1 ? '' : ` (measured on every ${peer.sample}th path, time multiplied)`;
    notes.push(`${peer.name}: ${wrong === 0 ? 'same answers' : `other answers than git on ${wrong} of ${sampled.length} paths`}${sampling}`);
  }
  return { name: 'areas', rows, notes };
}

interface Turn {
  readonly ours: number;
  readonly theirs: number;
}

function row(work: string, peer: string, aim: string | null, turns: readonly Turn[]): Row {
  return {
    work,
    peer,
    ours: summarise(turns.map((turn) => turn.ours)),
    theirs: summarise(turns.map((turn) => turn.theirs)),
    ratio: median(turns.map((turn) => turn.ours / turn.theirs)),
    aim,
  };
}

function clock(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

function runOurs(matcher: AreaMatcher, paths: readonly string[]): (readonly number[])[] {
  return paths.map((path) => matcher.match(path));
}

function runPeer(matchers: readonly ((path: string) => boolean)[], paths: readonly string[]): number[][] {
  return paths.map((path) => {
    const found: number[] = [];
    for (let i = 0; i < matchers.length; i++) if (matchers[i]!(path)) found.push(i);
    return found;
  });
}

/** A gitignore pattern as the globs that people write for it: what it names, and everything below. */
function globsOf(pattern: string): string[] {
  const folder = pattern.endsWith('/');
  const bare = folder ? pattern.slice(0, -1) : pattern;
  const glob = bare.includes('/') ? bare.replace(/^\//, '') : `**/${bare}`;
  return folder ? [`${glob}/**`] : [glob, `${glob}/**`];
}

function peers(scratch: string): Peer[] {
  const require = createRequire(import.meta.url);
  type Glob = (globs: readonly string[], options: object) => (path: string) => boolean;
  const picomatch = require('picomatch') as Glob & { makeRe: (glob: string, options: object) => RegExp };
  const { Minimatch } = require('minimatch') as { Minimatch: new (glob: string, options: object) => { match: (path: string) => boolean } };
  const ignore = require('ignore') as () => { add: (pattern: string) => { ignores: (path: string) => boolean } };
  const Codeowners = require('codeowners') as new (folder: string) => { ownerEntries: { match: (path: string) => boolean }[] };
  const { matchPattern } = require('codeowners-utils') as { matchPattern: (path: string, pattern: string) => boolean };
  return [
    { name: 'picomatch', sample: 1, compile: (patterns) => patterns.map((pattern) => picomatch(globsOf(pattern), { dot: true })) },
    {
      name: 'picomatch.makeRe',
      sample: 1,
      compile: (patterns) =>
        patterns.map((pattern) => {
          const expressions = globsOf(pattern).map((glob) => picomatch.makeRe(glob, { dot: true }));
          return (path) => expressions.some((expression) => expression.test(path));
        }),
    },
    {
      name: 'minimatch',
      sample: 1,
      compile: (patterns) =>
        patterns.map((pattern) => {
          const globs = globsOf(pattern).map((glob) => new Minimatch(glob, { dot: true }));
          return (path) => globs.some((glob) => glob.match(path));
        }),
    },
    {
      name: 'ignore',
      sample: 10,
      compile: (patterns) =>
        patterns.map((pattern) => {
          const matcher = ignore().add(pattern);
          return (path) => matcher.ignores(path);
        }),
    },
    {
      name: 'codeowners',
      sample: 10,
      compile: (patterns) => {
        const folder = join(scratch, 'codeowners');
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, 'CODEOWNERS'), patterns.map((pattern) => `${pattern} @owner\n`).join(''));
        // It keeps the entries from last to first.
        return new Codeowners(folder).ownerEntries.toReversed().map((entry) => entry.match);
      },
    },
    { name: 'codeowners-utils', sample: 200, compile: (patterns) => patterns.map((pattern) => (path) => matchPattern(path, pattern)) },
  ];
}
