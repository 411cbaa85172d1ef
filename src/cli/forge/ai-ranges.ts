import type { Assistance, FileAssistance } from '../../core/evidence/index.ts';

/** Successive lines of a file of the head that an AI wrote, as far as is known. */
export interface AiRange {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** The added lines that count as an AI's or that claims contradict each other about, joined where they touch, in file order. */
export function aiRanges({ files }: Assistance): AiRange[] {
  return files.flatMap(rangesOf);
}

function rangesOf({ path, ranges }: FileAssistance): AiRange[] {
  const joined: { path: string; start: number; end: number }[] = [];
  const written = ranges.filter(({ state }) => state === 'ai' || state === 'contradictory');
  for (const { start, end } of written.toSorted((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last !== undefined && start <= last.end + 1) last.end = Math.max(last.end, end);
    else joined.push({ path, start, end });
  }
  return joined;
}
