import type { Claim, ClaimKind } from '../claim.ts';
import type { FileOrigins } from './assistance.ts';
import { groupByCommit, newSays, unifyFiles } from './line-states.ts';

/** Lines as they stand, by what is known of them; `total` is the sum of the four states. */
export interface StandingLines {
  readonly total: number;
  readonly ai: number;
  readonly human: number;
  readonly unknown: number;
  readonly contradictory: number;
}

/** What is known of the lines one file has. */
export interface StandingFile {
  readonly path: string;
  readonly lines: StandingLines;
  /** Lines of state `ai` by the strongest kind that claims them. */
  readonly aiLinesByKind: Readonly<Record<ClaimKind, number>>;
  /** Lines of state `ai` by the tools that claim them; a line two tools claim counts under both. */
  readonly aiLinesByTool: Readonly<Record<string, number>>;
}

const kindsByStrength: readonly ClaimKind[] = ['recorded', 'declared', 'inferred'];

/**
 * Unifies the claims about every line that stands in a head's files, by the rules `assess` uses for a change.
 * `narrowed`: commits whose line records cover a line they added, whether or not it still stands; their other
 * lines are `unknown`, though the commit as a whole be declared.
 */
export function assessStandingLines(files: readonly FileOrigins[], claims: readonly Claim[], narrowed: ReadonlySet<string>): readonly StandingFile[] {
  const commits = groupByCommit(claims);
  for (const commit of narrowed) {
    const says = commits.get(commit) ?? newSays();
    says.narrowed = true;
    commits.set(commit, says);
  }
  return unifyFiles({ claims, origins: files, problems: [] }, commits).map(({ path, ranges }) => {
    const sums = { ai: 0, 'human-attested': 0, unknown: 0, contradictory: 0 };
    const aiLinesByKind: Record<ClaimKind, number> = { recorded: 0, declared: 0, inferred: 0 };
    // A tool may be called `constructor`.
    const aiLinesByTool = Object.create(null) as Record<string, number>;
    for (const { start, end, state, ai } of ranges) {
      const length = end - start + 1;
      sums[state] += length;
      if (state !== 'ai') continue;
      const kind = kindsByStrength.find((one) => ai.some((index) => claims[index]!.kind === one));
      if (kind !== undefined) aiLinesByKind[kind] += length;
      for (const tool of new Set(ai.map((index) => claims[index]!.tool))) if (tool !== null) aiLinesByTool[tool] = (aiLinesByTool[tool] ?? 0) + length;
    }
    const { ai, 'human-attested': human, unknown, contradictory } = sums;
    return { path, lines: { total: ai + human + unknown + contradictory, ai, human, unknown, contradictory }, aiLinesByKind, aiLinesByTool };
  });
}
