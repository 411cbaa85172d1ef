import type { Change, LineRange } from '../../change/index.ts';
import {
  claimsOfCommit,
  compileSignals,
  gitAiNotesRef,
  parseRecord,
  signals,
  signalsOfPolicy,
  writeGitAiNote,
  type ChangeEvidence,
  type Claim,
  type FileOrigins,
} from '../../evidence/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { Sha256 } from '../../values/index.ts';
import { commitId } from './build-commits.ts';
import type { CaseIdentities } from './case-identities.ts';
import type { CaseChange, CaseCommit } from '../policy-case.ts';

/**
 * The evidence of a case, through the same doors as that of a repository: claims are read from the messages, and
 * line records are written as notes and read back.
 */
export function buildEvidence(given: CaseChange, change: Change, policy: Policy, who: CaseIdentities, sha256: Sha256): ChangeEvidence {
  const origins = given.files.flatMap((file) => originsOf(file.path, file.added, given.commits));
  const read = policy.signals.length === 0 ? claimsOfCommit : compileSignals([...signals, ...signalsOfPolicy(policy.signals)]);
  const told = change.commits.flatMap((commit) => [...read(commit)]);
  const noted = given.commits.map((commit, index) => recordOf(commit, index, origins, who, sha256));
  return {
    claims: [...noted.flatMap(({ claims }) => claims), ...told],
    origins,
    problems: noted.flatMap(({ problems }) => problems),
  };
}

/** Each commit's part of a file's added lines: equal runs, oldest commit first. */
function originsOf(path: string, added: number, commits: readonly CaseCommit[]): readonly FileOrigins[] {
  const mine = commits.flatMap(({ paths }, index) => (paths === null || paths.some(({ value }) => value === path) ? [index] : []));
  const ranges = mine.flatMap((index, place) => {
    const start = Math.floor((added * place) / mine.length) + 1;
    const end = Math.floor((added * (place + 1)) / mine.length);
    return end < start ? [] : [{ start, end, commit: commitId(index), originalStart: start, originalPath: path }];
  });
  return ranges.length === 0 ? [] : [{ path, ranges }];
}

function recordOf(
  { assistance, author }: CaseCommit,
  index: number,
  origins: readonly FileOrigins[],
  who: CaseIdentities,
  sha256: Sha256,
): { readonly claims: readonly Claim[]; readonly problems: ChangeEvidence['problems'] } {
  const { is, share, tool, model, person } = assistance;
  if (is !== 'recorded') return { claims: [], problems: [] };
  const commit = commitId(index);
  const session = `s_${sha256([`session ${commit}`]).slice(0, 14)}`;
  const key = `${session}::t_${sha256([`trace ${commit}`]).slice(0, 14)}`;
  const entries = origins.flatMap(({ path, ranges }) => {
    const own = ranges.filter((range) => range.commit === commit).flatMap((range) => firstOf(range, share));
    return own.length === 0 ? [] : [{ path, key, ranges: own }];
  });
  const human = who.identity(person ?? author);
  const text = writeGitAiNote({
    entries,
    metadata: {
      schema_version: 'authorship/3.0.0',
      base_commit_sha: commit,
      prompts: {},
      sessions: {
        [session]: {
          agent_id: { tool: (tool ?? 'copilot').toLowerCase(), id: session, model: model ?? 'gpt-5.2' },
          ...(person === null ? {} : { human_author: `${human.name} <${human.email}>` }),
        },
      },
    },
  });
  return parseRecord(text, { ref: gitAiNotesRef, blob: sha256([text]).slice(0, 40), commit });
}

/** The first lines of a run that make up a share of it; at least one where the share is more than nothing. */
function firstOf({ start, end }: LineRange, share: number): readonly LineRange[] {
  const lines = Math.ceil((end - start + 1) * share);
  return lines === 0 ? [] : [{ start, end: start + lines - 1 }];
}
