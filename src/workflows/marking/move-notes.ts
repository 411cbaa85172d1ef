import { type GitAiRecord, moveRecords, type MovingRecord, readGitAiRecord, writeGitAiNote } from '../../core/evidence/index.ts';
import type { LineRange } from '../../core/change/index.ts';
import { decodeUtf8 } from '../../core/values/index.ts';
import type { CommitWriter, Repository } from '../ports/index.ts';

/** Where git-ai keeps line records, and we with it. */
export const aiNotesRef = 'refs/notes/ai';

/** A commit that took another's place. */
export interface Rewrite {
  readonly from: string;
  readonly to: string;
}

/** What became of the records. */
export interface MovedNotes {
  /** Number of commits that have a record now. */
  readonly moved: number;
  /** One sentence for each record that stays where it was. */
  readonly problems: readonly string[];
}

/** More than a rewrite by hand would touch; beyond it git would be held up for too long. */
const mostRewrites = 2000;

/** Opens the repository anew: what is open keeps seeing the refs it once saw. */
export type Reopen = () => Promise<Repository>;

/**
 * Gives the records of rewritten or copied commits to the commits that have their lines now (git-ai's sections 2.1,
 * 2.2 and 2.4). Several into one are united, oldest first; a record the commit has already stays whole and the
 * others fill in around it; what no pair names, such as a dropped commit, goes nowhere. The old notes stay.
 */
export async function moveNotes(reopen: Reopen, writer: CommitWriter, pairs: readonly Rewrite[]): Promise<MovedNotes> {
  const bySuccessor = new Map<string, string[]>();
  for (const { from, to } of pairs) if (from !== to) bySuccessor.set(to, [...(bySuccessor.get(to) ?? []), from]);
  if (bySuccessor.size > mostRewrites) {
    return { moved: 0, problems: [`line records were not moved: ${bySuccessor.size} commits were rewritten at once, and ${mostRewrites} is the most`] };
  }
  return writeAiNotes(reopen, writer, 'Notes moved by countersign: rewritten commits', (repository, noted, problems) =>
    movedRecords(repository, noted, bySuccessor, problems),
  );
}

async function movedRecords(
  repository: Repository,
  noted: ReadonlyMap<string, string>,
  bySuccessor: ReadonlyMap<string, readonly string[]>,
  problems: string[],
): Promise<ReadonlyMap<string, string>> {
  const notes = new Map<string, string>();
  const wanted = [...bySuccessor].filter(([, olds]) => olds.some((old) => noted.has(old)));
  if (wanted.length === 0) return notes;
  const texts = await textsOf(repository, noted, wanted.flatMap(([to, olds]) => [to, ...olds]), problems);
  const added = await addedLines(repository, wanted.map(([to]) => to), problems);
  for (const [to, olds] of wanted) {
    const there = texts.get(to);
    const own = there === undefined ? null : readGitAiRecord(there);
    // What is there and cannot be read is somebody's all the same.
    if (noted.has(to) && own === null) continue;
    const records: MovingRecord[] = [];
    for (const old of olds) {
      const text = texts.get(old);
      if (text === undefined) continue;
      const record = readGitAiRecord(text);
      if (record === null) problems.push(`the line record of ${old.slice(0, 7)} is not of the format and stays there alone`);
      else records.push({ record, moves: await repository.readLineMoves(old, to, [...new Set(record.entries.map(({ path }) => path))]) });
    }
    const lines = added.get(to);
    if (records.length === 0 || lines === undefined) continue;
    const note = writeGitAiNote(moveRecords(records, to, lines, own));
    if (own === null || note !== writeGitAiNote(moveRecords([], to, lines, own))) notes.set(to, note);
  }
  return notes;
}

const mostAttempts = 5;

/**
 * Writes the notes that `make` gives for what is noted now. Where somebody else wrote to the ref in between,
 * nothing is lost: it is read again and made again.
 */
export async function writeAiNotes(
  reopen: Reopen,
  writer: CommitWriter,
  subject: string,
  make: (repository: Repository, noted: ReadonlyMap<string, string>, problems: string[]) => Promise<ReadonlyMap<string, string>>,
): Promise<MovedNotes> {
  let last = 'moved';
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const problems: string[] = [];
    const repository = await reopen();
    // The tip before the list: a note that comes in between makes git refuse, not us overwrite.
    const tip = (await repository.listRefs(aiNotesRef)).find(({ ref }) => ref === aiNotesRef)?.id ?? null;
    const notes = await make(repository, await repository.listNotes(aiNotesRef), problems);
    if (notes.size === 0) return { moved: 0, problems };
    last = await writer.writeNotes(aiNotesRef, tip, notes, subject);
    if (last === 'written') return { moved: notes.size, problems };
  }
  const why = last === 'locked' ? `${aiNotesRef}.lock stayed in the git directory (where no git runs, remove it)` : `${aiNotesRef} kept changing`;
  return { moved: 0, problems: [`${why}: the line records were not written`] };
}

/** The lines these commits add, by file. Merges bring nothing of their own but are read against their first parent. */
export async function addedLines(
  repository: Repository,
  commits: readonly string[],
  problems: string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, readonly LineRange[]>>> {
  const added = new Map<string, ReadonlyMap<string, readonly LineRange[]>>();
  for await (const { commit, files } of repository.readAddedLines(commits, problems)) {
    added.set(commit, new Map(files.map(({ path, ranges }) => [path, ranges])));
  }
  // A commit that adds nothing has no patch and is not named.
  for (const commit of commits) if (!added.has(commit) && problems.length === 0) added.set(commit, new Map());
  return added;
}

/** The record of one commit, `null` where it has none or it cannot be read. */
export async function recordOf(repository: Repository, noted: ReadonlyMap<string, string>, commit: string): Promise<GitAiRecord | null> {
  const texts = await textsOf(repository, noted, [commit], []);
  const text = texts.get(commit);
  return text === undefined ? null : readGitAiRecord(text);
}

async function textsOf(repository: Repository, noted: ReadonlyMap<string, string>, commits: readonly string[], problems: string[]): Promise<ReadonlyMap<string, string>> {
  const blobs = new Map<string, string>();
  for (const commit of commits) {
    const blob = noted.get(commit);
    if (blob !== undefined) blobs.set(commit, blob);
  }
  const texts = new Map<string, string>();
  if (blobs.size === 0) return texts;
  for await (const { commit, bytes } of repository.readNotes(aiNotesRef, blobs, problems)) texts.set(commit, decodeUtf8(bytes));
  return texts;
}
