import { encodeUtf8 } from '../../../core/values/index.ts';

/**
 * What `git fast-import` is told: one commit on a notes ref with these notes (text by commit id) on top of `tip`.
 * Git refuses it where the ref has moved from there, so nobody's notes are lost; it also keeps the fan-out.
 */
export function notesStream(ref: string, tip: string | null, notes: ReadonlyMap<string, string>, committer: string, subject: string): Uint8Array {
  const pieces: Uint8Array[] = [];
  const put = (text: string) => pieces.push(encodeUtf8(text));
  const data = (text: string) => {
    const bytes = encodeUtf8(text);
    put(`data ${bytes.length}\n`);
    pieces.push(bytes);
    put('\n');
  };
  put(`commit ${ref}\ncommitter ${committer}\n`);
  data(subject);
  if (tip !== null) put(`from ${tip}\n`);
  for (const [commit, note] of notes) {
    put(`N inline ${commit}\n`);
    data(note);
  }
  put('\ndone\n');
  return Buffer.concat(pieces);
}
