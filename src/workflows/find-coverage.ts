import { gitAiNotesRef } from './gather-evidence.ts';
import type { Repository } from './ports/index.ts';
import type { Coverage } from './reports.ts';

/** What a scan went through. */
export interface ScanReach {
  /** Line records in the repository, and those of them on commits the scan met. */
  readonly records: number;
  readonly recordsSeen: number;
  /** The one branch whose whole history was read; `null` where only a part of it, or more, was asked for. */
  readonly wholeOf: string | null;
  /** Commits whose parents a shallow clone left out. */
  readonly atEdge: number;
  readonly unread: readonly string[];
}

/** What a scan could and could not read. Absence of a source is never "no AI". */
export async function coverageOfScan(
  repository: Repository,
  { records, recordsSeen, wholeOf, atEdge, unread }: ScanReach,
): Promise<readonly Coverage[]> {
  const pulls = (await repository.listRefs('refs/pull/')).filter(({ ref }) => ref.endsWith('/head')).length;
  const strays = records - recordsSeen;
  return [
    { source: 'commit messages and identities', state: 'read', sentence: 'read whole, for every commit of the range' },
    records > 0 && strays > 0
      ? {
          source: gitAiNotesRef,
          state: 'partial',
          sentence: `${records} line records, ${strays} of them on commits ${wholeOf === null ? 'outside this range' : `that ${wholeOf} does not contain`}`,
        }
      : lineRecords(records),
    pulls === 0
      ? {
          source: 'refs/pull/*/head',
          state: 'absent',
          sentence: 'no pull-request heads here: what squashing dropped cannot be seen',
        }
      : { source: 'refs/pull/*/head', state: 'read', sentence: `${pulls} pull-request heads here; --all reads them` },
    ...(await coverageOfClone(repository, atEdge)),
    ...unread.map((sentence) => ({ source: 'objects', state: 'partial', sentence }) as const),
  ];
}

/** What could and could not be read about a change, for the people who look at its decision. */
export async function coverageOfChange(repository: Repository): Promise<readonly Coverage[]> {
  const records = (await repository.listNotes(gitAiNotesRef)).size;
  return [lineRecords(records), ...(await coverageOfClone(repository))];
}

function lineRecords(records: number): Coverage {
  if (records > 0) return { source: gitAiNotesRef, state: 'read', sentence: `${records} line records` };
  return {
    source: gitAiNotesRef,
    state: 'absent',
    sentence: 'no line records here; a plain clone does not bring them (git fetch origin refs/notes/ai:refs/notes/ai)',
  };
}

async function coverageOfClone(repository: Repository, atEdge = 0): Promise<readonly Coverage[]> {
  const { shallow, partial } = await repository.facts();
  return [
    shallow
      ? { source: 'history', state: 'partial', sentence: shallowSentence(atEdge) }
      : { source: 'history', state: 'read', sentence: 'complete' },
    ...(partial
      ? [{ source: 'objects', state: 'partial', sentence: 'partial clone: contents not yet fetched are not counted' } as const]
      : []),
  ];
}

function shallowSentence(atEdge: number): string {
  if (atEdge === 0) return 'shallow clone: older commits are missing (git fetch --unshallow)';
  const commits = atEdge === 1 ? '1 commit at its edge is' : `${atEdge} commits at its edge are`;
  return `shallow clone: ${commits} not counted in lines; git fetch --unshallow`;
}
