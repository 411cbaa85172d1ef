/** Walks every claim about `HEAD`'s history, with those of records and pull requests, and looks its quote up in its source. */
import type { Commit } from '../src/core/change/index.ts';
import { claimsOfCommit, type Claim } from '../src/core/evidence/index.ts';
import { decodeUtf8 } from '../src/core/values/index.ts';
import { readHeaders } from '../src/workflows/evidence/file-headers.ts';
import { openScanEvidence } from '../src/workflows/evidence/scan-evidence.ts';
import type { Repository } from '../src/workflows/ports/index.ts';

/** How many claims there are, how many quotes stand where they say, and up to five that do not. */
export interface Quotes {
  claims: number;
  verbatim: number;
  readonly wrong: string[];
}

/** `onCommit` gets each commit of `HEAD` with the claims of its own data. */
export async function walkQuotes(repository: Repository, onCommit: (commit: Commit, claims: readonly Claim[]) => void): Promise<Quotes> {
  const quotes: Quotes = { claims: 0, verbatim: 0, wrong: [] };
  const head = (await repository.resolve('HEAD')).commit;
  const unread: string[] = [];
  const evidence = await openScanEvidence(repository, claimsOfCommit, { head, pulls: true, headers: readHeaders(repository, head, null, unread).then(({ all }) => all), problems: [], unread });
  const history = { heads: [head], not: [], since: null, until: null, firstParent: false, files: 'paths' } as const;
  const blobs = new Map<string, string>();
  for await (const batch of repository.readHistory(history, unread)) {
    const known = await evidence.of(batch);
    for (const commit of batch) {
      const own = claimsOfCommit(commit);
      onCommit(commit, own);
      const before = new Map([commit, ...((await evidence.pulls?.behind(commit, unread))?.commits ?? [])].map((each) => [each.id, each]));
      for (const claim of [...own, ...(known.get(commit.id)?.claims ?? [])]) {
        quotes.claims += 1;
        const text = await sourceText(repository, claim, before, blobs);
        if (text !== null && text.includes(claim.quote)) quotes.verbatim += 1;
        else if (quotes.wrong.length < 5) quotes.wrong.push(`${claim.rule} on ${commit.id.slice(0, 12)}: ${claim.quote.slice(0, 60)}`);
      }
    }
  }
  return quotes;
}

/** The text of the source from the line the claim names on. */
async function sourceText(repository: Repository, { source }: Pick<Claim, 'source'>, commits: ReadonlyMap<string, Commit>, blobs: Map<string, string>): Promise<string | null> {
  if (source.in === 'message') return fromLine(commits.get(source.commit)?.message ?? null, source.line);
  if (source.in === 'file') {
    const file = await repository.readFile(source.commit, source.path);
    return fromLine(file === null ? null : decodeUtf8(file.bytes), source.line);
  }
  if (source.in === 'ledger') return null;
  if (source.in !== 'note') {
    const identity = commits.get(source.commit)?.[source.in];
    return identity === undefined ? null : `${identity.name} <${identity.email}>`;
  }
  let text = blobs.get(source.blob);
  if (text === undefined) {
    for await (const note of repository.readNotes(source.ref, new Map([['', source.blob]]), [])) text = decodeUtf8(note.bytes);
    if (text !== undefined && blobs.size < 2000) blobs.set(source.blob, text);
  }
  return fromLine(text ?? null, source.line);
}

function fromLine(text: string | null, line: number): string | null {
  return text === null ? null : text.split('\n').slice(line - 1).join('\n');
}
