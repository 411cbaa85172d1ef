import type { Contradiction } from './assistance.ts';
import type { Claim } from '../claim.ts';
import type { CommitSays, UnifiedRange } from './line-states.ts';

/** What of a commit's records stands in the change: lines by claim, and lines claimed for both. */
export interface CommitLines {
  /** Added lines that line-level AI records cover. */
  recorded: number;
  /** Added lines an AI claim and a human record both cover. */
  shared: number;
  readonly sharedClaims: Set<number>;
}

/** Counts, per commit, what `findContradictions` puts into sentences. */
export function countCommitLines(claims: readonly Claim[], ranges: Iterable<UnifiedRange>): Map<string, CommitLines> {
  const counts = new Map<string, CommitLines>();
  for (const range of ranges) {
    const lines = range.end - range.start + 1;
    const count = counts.get(range.origin) ?? { recorded: 0, shared: 0, sharedClaims: new Set() };
    counts.set(range.origin, count);
    if ([...range.ai, ...range.weak].some((index) => claims[index]!.subject.scope === 'lines')) count.recorded += lines;
    if (range.ai.length === 0 || range.human.length === 0) continue;
    count.shared += lines;
    for (const index of [...range.ai, ...range.human]) count.sharedClaims.add(index);
  }
  return counts;
}

/** Claims that cannot both be true, commit by commit, each in one sentence. Nothing is averaged away. */
export function findContradictions(
  claims: readonly Claim[],
  commits: ReadonlyMap<string, CommitSays>,
  lines: ReadonlyMap<string, CommitLines>,
): readonly Contradiction[] {
  const found: Contradiction[] = [];
  for (const [commit, says] of commits) {
    const id = commit.slice(0, 7);
    const whole = [...says.ai, ...says.weak];
    const records = [...says.lineAi, ...says.lineWeak];
    const { recorded = 0, shared = 0, sharedClaims = new Set<number>() } = lines.get(commit) ?? {};
    if (says.none.length > 0 && whole.length + records.length > 0) {
      const said = [whole.length > 0 ? markers(claims, whole) : null, records.length > 0 ? `its note records ${names(claims, records)} on ${numberOfLines(recorded)}` : null];
      found.push({
        sentence: `${id} says no AI was used; ${said.filter((part) => part !== null).join(' and ')}.`,
        claims: [...says.none, ...whole, ...records],
      });
    }
    const empty = says.other.filter((index) => claims[index]!.rule === 'git-ai.no-lines');
    if (empty.length > 0 && says.ai.length > 0) {
      found.push({ sentence: `${id}: ${markers(claims, says.ai)}; its note records no lines.`, claims: [...says.ai, ...empty] });
    }
    if (shared > 0) {
      const ai = [...sharedClaims].filter((index) => claims[index]!.class === 'ai');
      found.push({
        sentence: `${id}: ${names(claims, ai)} and a person are both claimed for ${numberOfLines(shared)}.`,
        claims: [...sharedClaims],
      });
    }
  }
  return found;
}

function markers(claims: readonly Claim[], indexes: readonly number[]): string {
  const places = new Map<string, number[]>();
  for (const index of indexes) {
    const place = claims[index]!.source.in;
    places.set(place, [...(places.get(place) ?? []), index]);
  }
  return [...places].map(([place, at]) => `its ${place} names ${names(claims, at)}`).join(' and ');
}

/** `Claude and Cursor`; `an AI` where the claims name no tool. */
function names(claims: readonly Claim[], indexes: readonly number[]): string {
  const tools = [...new Set(indexes.map((index) => claims[index]!.tool).filter((tool) => tool !== null))];
  if (tools.length === 0) return 'an AI';
  return tools.length === 1 ? tools[0]! : `${tools.slice(0, -1).join(', ')} and ${tools.at(-1)!}`;
}

/** `1 line`, `12 lines`. */
export function numberOfLines(count: number): string {
  return count === 1 ? '1 line' : `${count} lines`;
}
