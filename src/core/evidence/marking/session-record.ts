import type { LineRange } from '../../change/index.ts';
import type { Sha256 } from '../../values/index.ts';
import { fitsInNote, type GitAiRecord } from './git-ai-record.ts';
import type { RunningAgent } from './running-agents.ts';

/** What a session added to one commit. */
export interface SessionLines {
  readonly commit: string;
  readonly agent: RunningAgent;
  /** The human who ran it: `Name <e-mail>`. */
  readonly human: string;
  readonly files: readonly { readonly path: string; readonly ranges: readonly LineRange[] }[];
  /** Of the program that writes it. */
  readonly version: string;
}

/**
 * A record that a commit's lines were added while an agent ran, at the granularity of the commit (it says so in
 * `custom_attributes`: lines a person wrote into the same commit are among them). Without a session of the tool's
 * own the commit stands for one. The trace is derived, not random, so that the same commit gives the same note.
 */
export function sessionRecord(lines: SessionLines, sha256: Sha256): GitAiRecord {
  const { agent, commit } = lines;
  const id = agent.session ?? `commit-${commit}`;
  const session = `s_${sha256([`${agent.id}:${id}`]).slice(0, 14)}`;
  const key = `${session}::t_${sha256([`${session}:${commit}`]).slice(0, 14)}`;
  const files = lines.files.filter(({ path, ranges }) => ranges.length > 0 && fitsInNote(path));
  return {
    entries: files.map(({ path, ranges }) => ({ path, key, ranges })),
    metadata: {
      schema_version: 'authorship/3.0.0',
      base_commit_sha: commit,
      prompts: {},
      sessions: {
        [session]: {
          agent_id: { tool: agent.id, id, model: agent.model ?? 'unknown' },
          human_author: lines.human,
          custom_attributes: { granularity: 'commit', written_by: `countersign ${lines.version}` },
        },
      },
    },
  };
}
