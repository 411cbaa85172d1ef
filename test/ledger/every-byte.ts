import { drawFrom } from '../fuzz/mutate.ts';
import { type By, letters, SpoiltExport } from './spoilt-export.ts';

/** What to do to each byte of an exported ledger. */
export interface Plan {
  /** Change it to every other value, or to one that the seed draws. */
  readonly values: 'all' | 'one';
  /** Take it away, and put one more before it that the seed draws. */
  readonly moved: boolean;
  readonly seed: number;
  /** After so many changes one is also read by the whole line, after so many more by the audit of the whole file; 0: none. */
  readonly byLine: number;
  readonly byAudit: number;
  /** Of so many that share the lines between them this is the first, second, … */
  readonly share: readonly [which: number, of: number];
}

/** What was tried and what found it; `missed` and `disagreed` must be empty. */
export interface Tried {
  readonly bytes: number;
  readonly tried: number;
  readonly found: Readonly<Record<By, number>>;
  /** Line and byte of what nothing finds. */
  readonly missed: readonly string[];
  /** How many were also read by the line alone, how many by the audit of the whole file. */
  readonly byLine: number;
  readonly byAudit: number;
  /** Where those said something else. */
  readonly disagreed: readonly string[];
}

/** The plan that takes every byte to every value. */
export const everyValue: Plan = { values: 'all', moved: false, seed: 1, byLine: 997, byAudit: 0, share: [0, 1] };

/** Changes every byte of an exported ledger, one at a time. */
export function changeEveryByte(text: string, { values, moved, seed, byLine, byAudit, share: [which, of] }: Plan): Tried {
  const spoilt = new SpoiltExport(text);
  const found = { form: 0, tree: 0, digest: 0, seal: 0 };
  const [missed, disagreed]: string[][] = [[], []];
  let [bytes, tried, lines, audits] = [0, 0, 0, 0];
  for (const [line, { length }] of spoilt.lines.entries()) {
    if (line % of !== which) continue;
    // Each line draws for itself, so that the shares do not matter.
    const draw = drawFrom(seed + line);
    bytes += length;
    const count = (by: By | null, at: number, end: number, put: string) => {
      tried += 1;
      if (by === null) missed!.push(`${line}:${at} ${JSON.stringify(put)}`);
      else found[by] += 1;
      const [again, audit] = [byLine > 0 && tried % byLine === 0, byAudit > 0 && tried % byAudit === 0];
      if (again) lines += 1;
      if (audit) audits += 1;
      if ((again && spoilt.spoilt(line, at, end, put) !== by) || (audit && spoilt.whole(spoilt.with(line, at, end, put), line) !== by)) disagreed!.push(`${line}:${at} ${JSON.stringify(put)} ${by}`);
    };
    for (let at = 0; at < length; at++) {
      const byte = spoilt.lines[line]!.charCodeAt(at);
      const change = (value: number) => count(spoilt.changed(line, at, value), at, at + 1, letters[value]!);
      if (values === 'one') change((byte + 1 + draw(255)) % 256);
      else for (let other = 0; other < 256; other++) if (other !== byte) change(other);
      if (!moved) continue;
      count(spoilt.spoilt(line, at, at + 1, ''), at, at + 1, '');
      const put = letters[draw(256)]!;
      count(spoilt.spoilt(line, at, at, put), at, at, put);
    }
  }
  return { bytes, tried, found, missed: missed!, byLine: lines, byAudit: audits, disagreed: disagreed! };
}

/** What several shares found together. */
export function together(all: readonly Tried[]): Tried {
  const sum = (of: (tried: Tried) => number) => all.reduce((so, tried) => so + of(tried), 0);
  return {
    bytes: sum(({ bytes }) => bytes),
    tried: sum(({ tried }) => tried),
    found: { form: sum(({ found }) => found.form), tree: sum(({ found }) => found.tree), digest: sum(({ found }) => found.digest), seal: sum(({ found }) => found.seal) },
    missed: all.flatMap(({ missed }) => missed),
    byLine: sum(({ byLine }) => byLine),
    byAudit: sum(({ byAudit }) => byAudit),
    disagreed: all.flatMap(({ disagreed }) => disagreed),
  };
}
