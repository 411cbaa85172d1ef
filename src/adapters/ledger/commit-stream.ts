import { encodeUtf8, type Instant } from '../../core/values/index.ts';
import type { LedgerFiles } from '../../workflows/ports/index.ts';

/** What one append writes. */
export interface Writing {
  /** The commit of the ledger that it stands on. */
  readonly tip: string | null;
  readonly files: LedgerFiles;
  /** Parents of the new link of `refs/countersign/keep`; `null`: it stays as it is. */
  readonly keep: readonly string[] | null;
  readonly message: string;
  readonly at: Instant;
}

/**
 * What `git fast-import` is told: the commit of the ledger and the link of the chain of kept commits. Nobody in
 * particular is the author, for who signed stands in the entries. It prints one id a line, the ledger's first.
 */
export function commitStream({ tip, files, keep, message, at }: Writing): Uint8Array {
  const pieces: Uint8Array[] = [];
  const put = (text: string) => void pieces.push(encodeUtf8(text));
  const data = (bytes: Uint8Array) => {
    put(`data ${bytes.length}\n`);
    pieces.push(bytes);
    put('\n');
  };
  const commit = (name: string, mark: number) => {
    const who = `countersign <countersign@localhost> ${at} +0000`;
    put(`commit refs/heads/${name}\nmark :${mark}\nauthor ${who}\ncommitter ${who}\n`);
    data(encodeUtf8(`${message}\n`));
  };
  commit('ledger', 1);
  if (tip !== null) put(`from ${tip}\n`);
  for (const [path, bytes] of files) if (bytes === null) put(`D ${plain(path)}\n`);
  for (const [path, bytes] of files) {
    if (bytes === null) continue;
    put(`M 100644 inline ${plain(path)}\n`);
    data(bytes);
  }
  if (keep !== null) {
    put('\n');
    commit('keep', 2);
    // The first parent is where fast-import takes a tree from; a link has none.
    put(`${keep.map((id, index) => `${index === 0 ? 'from' : 'merge'} ${id}\n`).join('')}deleteall\n`);
  }
  put(`\nget-mark :1\n${keep === null ? '' : 'get-mark :2\n'}done\n`);
  return Buffer.concat(pieces);
}

/** Paths of a ledger need no quoting; any other is a mistake of ours. */
function plain(path: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/.test(path)) throw new RangeError(`no path of a ledger: ${path}`);
  return path;
}
