import { safeJson } from '../terminal/foreign.ts';
import type { Terminal } from '../terminal/terminal.ts';

const bytesPerPiece = 64 * 1024;

/**
 * Prints one JSON object, indented by two spaces, in pieces: of the member `listed`, which may hold a hundred
 * thousand entries, one entry a line and never the whole list as one string.
 */
export async function printJson(terminal: Terminal, value: object, listed: string | null = null): Promise<void> {
  let piece = '';
  for (const text of jsonPieces(value, listed)) {
    piece += safeJson(text);
    if (piece.length < bytesPerPiece) continue;
    await terminal.raw(piece);
    piece = '';
  }
  await terminal.raw(`${piece}\n`);
}

/** The pieces of `JSON.stringify(value, null, 2)`, but for the entries of `listed`, which stand one a line. */
export function* jsonPieces(value: object, listed: string | null): Iterable<string> {
  let before = '{';
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    yield `${before}\n  ${JSON.stringify(key)}: `;
    before = ',';
    if (key === listed && Array.isArray(member) && member.length > 0) {
      let open = '[';
      for (const entry of member) {
        yield `${open}\n    ${JSON.stringify(entry)}`;
        open = ',';
      }
      yield '\n  ]';
    } else yield JSON.stringify(member, null, 2).replaceAll('\n', '\n  ');
  }
  yield before === '{' ? '{}' : '\n}';
}
