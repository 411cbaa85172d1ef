import { earlyGitAiPrefix, noteFormats, parseRecord, type Claim, type EvidenceProblem } from '../../core/evidence/index.ts';
import { decodeUtf8 } from '../../core/values/index.ts';
import type { Repository } from '../ports/index.ts';

/** What the records say of some commits, with each departure from their formats. */
export interface FoundRecords {
  readonly byCommit: ReadonlyMap<string, readonly Claim[]>;
  readonly problems: readonly EvidenceProblem[];
}

/** The records every known tool keeps beside the commits, by commit. */
export interface Records {
  /** Every commit with a record, reachable or not. */
  readonly commits: ReadonlySet<string>;
  /** Number of records under each ref that is present. */
  readonly byRef: ReadonlyMap<string, number>;
  of(ids: readonly string[], unread: string[]): Promise<FoundRecords>;
}

const opened = new WeakMap<Repository, Promise<Records>>();

/** Opens all notes refs that hold records, and git-ai's early blobs, once per repository; absent ones hold none (coverage says so). */
export function openRecords(repository: Repository): Promise<Records> {
  let records = opened.get(repository);
  if (records === undefined) opened.set(repository, (records = listRecords(repository)));
  return records;
}

async function listRecords(repository: Repository): Promise<Records> {
  const [early, ...notes] = await Promise.all([
    repository.listRefs(earlyGitAiPrefix),
    ...noteFormats.map(async (format) => ({ format, blobs: new Map((await repository.listNotes(format.ref)).entries()) })),
  ]);
  const byOwner = new Map(notes.map(({ format, blobs }) => [format.ref, blobs]));
  const sources = notes.map(({ format, blobs }) => {
    const original = format.copyOf === null ? undefined : byOwner.get(format.copyOf);
    return { ref: format.ref, refOf: (_commit: string) => format.ref, blobs: original === undefined ? blobs : new Map([...blobs].filter(([commit]) => !original.has(commit))) };
  });
  const annotated = early.map(({ ref, id }) => [ref.slice(earlyGitAiPrefix.length), id] as const);
  const blobs = new Map(annotated.filter(([commit]) => /^[0-9a-f]{40,64}$/.test(commit)));
  sources.push({ ref: earlyGitAiPrefix, refOf: (commit: string) => earlyGitAiPrefix + commit, blobs });
  const present = sources.filter((source) => source.blobs.size > 0);
  const commits = new Set(present.flatMap((source) => [...source.blobs.keys()]));

  async function of(ids: readonly string[], unread: string[]): Promise<FoundRecords> {
    const byCommit = new Map<string, Claim[]>();
    const problems: EvidenceProblem[] = [];
    const noted = ids.filter((id) => commits.has(id));
    for (const source of noted.length === 0 ? [] : present) {
      const wanted = new Map<string, string>();
      for (const id of noted) {
        const blob = source.blobs.get(id);
        if (blob !== undefined) wanted.set(id, blob);
      }
      if (wanted.size === 0) continue;
      const said = unread.length;
      let given = 0;
      for await (const note of repository.readNotes(source.ref, wanted, unread)) {
        const parsed = parseRecord(decodeUtf8(note.bytes), { ...note, ref: source.refOf(note.commit) });
        byCommit.set(note.commit, [...(byCommit.get(note.commit) ?? []), ...parsed.claims]);
        problems.push(...parsed.problems);
        given += 1;
      }
      // A record that neither came nor was said to be unreadable might have said anything.
      const lost = wanted.size - given - (unread.length - said);
      if (lost > 0) unread.push(`${lost === 1 ? 'a note' : `${lost} notes`} of ${source.ref} did not come`);
    }
    return { byCommit, problems };
  }

  return { commits, byRef: new Map(present.map((source) => [source.ref, source.blobs.size])), of };
}
