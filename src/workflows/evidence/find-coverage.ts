import { earlyGitAiPrefix, gitAiNotesRef, noteFormats } from '../../core/evidence/index.ts';
import type { Repository } from '../ports/index.ts';
import type { Coverage } from '../reports.ts';
import { openRecords, type Records } from './records.ts';
import type { ScanEvidence } from './scan-evidence.ts';

/** What a scan went through. */
export interface ScanReach {
  /** Commits with a line record that the scan met. */
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
  { records, pulls, recovered }: ScanEvidence,
  { recordsSeen, wholeOf, atEdge, unread }: ScanReach,
): Promise<readonly Coverage[]> {
  const heads = pulls?.heads ?? (await repository.listRefs('refs/pull/')).filter(({ ref }) => ref.endsWith('/head')).length;
  const strays = records.commits.size - recordsSeen;
  const missing = strays <= 0 ? 0 : (await repository.missing([...records.commits])).length;
  const here: Coverage[] = lineRecords(records).map((one) =>
    one.source !== gitAiNotesRef || strays <= 0 || one.state === 'absent'
      ? one
      : { ...one, state: 'partial', sentence: `${one.sentence}, ${strays} ${records.byRef.size > 1 ? 'of all records' : 'of them'} on commits ${wholeOf === null ? 'outside this range' : `that ${wholeOf} does not contain`}${missing === 0 ? '' : ` (${missing} on commits that are not in this repository)`}` },
  );
  return [
    { source: 'commit messages and identities', state: 'read', sentence: 'read whole, for every commit of the range' },
    ...here,
    heads === 0
      ? { source: 'refs/pull/*/head', state: 'absent', sentence: 'no pull-request heads here: what squashing dropped cannot be seen' }
      : pulls === null
        ? { source: 'refs/pull/*/head', state: 'partial', sentence: `${heads} pull-request heads here, not read; --all reads them and what squashing dropped` }
        : { source: 'refs/pull/*/head', state: 'read', sentence: `${heads} pull-request heads; ${recovered.commits} landed commits got claims back from theirs, ${recovered.withLines} of them lines${recovered.byContent === 0 ? '' : `, ${recovered.byContent} by what they change, naming none`}` },
    ...(await coverageOfClone(repository, atEdge)),
    ...unread.map((sentence) => ({ source: 'objects', state: 'partial', sentence }) as const),
  ];
}

/** What could and could not be read about a change, for the people who look at its decision. */
export async function coverageOfChange(repository: Repository): Promise<readonly Coverage[]> {
  return [...lineRecords(await openRecords(repository)), ...(await coverageOfClone(repository))];
}

/** The usual ref is always named, the others where they are present. */
function lineRecords({ byRef }: Records): readonly Coverage[] {
  const absent: Coverage = {
    source: gitAiNotesRef,
    state: 'absent',
    sentence: byRef.size > 0 ? 'notes ref absent' : `notes ref absent: no line records here; a plain clone does not bring them (git fetch origin ${gitAiNotesRef}:${gitAiNotesRef})`,
  };
  const names = new Map(noteFormats.map((format) => [format.ref, format.name]));
  const present = [...byRef].map(([ref, count]): Coverage => {
    const whose = ref === gitAiNotesRef ? '' : ` of ${ref === earlyGitAiPrefix ? 'early git-ai' : (names.get(ref) ?? 'another tool')}`;
    return { source: ref === earlyGitAiPrefix ? `${ref}*` : ref, state: 'read', sentence: `${count} line ${count === 1 ? 'record' : 'records'}${whose}` };
  });
  return byRef.has(gitAiNotesRef) ? present : [absent, ...present];
}

async function coverageOfClone(repository: Repository, atEdge = 0): Promise<readonly Coverage[]> {
  const { shallow, partial } = await repository.facts();
  return [
    shallow
      ? { source: 'history', state: 'partial', sentence: shallowSentence(atEdge) }
      : { source: 'history', state: 'read', sentence: 'complete' },
    ...(partial
      ? [{ source: 'objects', state: 'partial', sentence: 'objects missing: in a partial clone, contents not yet fetched are not counted' } as const]
      : []),
  ];
}

function shallowSentence(atEdge: number): string {
  if (atEdge === 0) return 'shallow clone: older commits are missing (git fetch --unshallow)';
  const commits = atEdge === 1 ? '1 commit at its edge is' : `${atEdge} commits at its edge are`;
  return `shallow clone: ${commits} not counted in lines; git fetch --unshallow`;
}
