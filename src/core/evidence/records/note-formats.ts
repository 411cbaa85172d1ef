import { parseEarlyGitAi } from './early-git-ai.ts';
import { parseGitAiNote } from './git-ai-note.ts';
import { parseQwenNote } from './qwen-note.ts';
import type { NoteClaims, NoteSource } from './record.ts';
import { parseSrctraceNote } from './srctrace-note.ts';
import { parseWhogititNote } from './whogitit-note.ts';

/** A notes ref that holds records of who wrote what, and how its notes are read. */
export interface NoteFormat {
  readonly ref: string;
  /** Whose records they are, for people. */
  readonly name: string;
  /** Total: never throws, whatever the text. */
  readonly parse: (text: string, source: NoteSource) => NoteClaims;
  /** A ref whose note on a commit makes this one's redundant: a copy of the same records. */
  readonly copyOf: string | null;
}

/** Where git-ai keeps line records (authorship/3.0.0). */
export const gitAiNotesRef = 'refs/notes/ai';
/** Where the first versions of git-ai kept one blob per commit, named by the commit. */
export const earlyGitAiPrefix = 'refs/ai/authorship/';

/** Every notes ref that is read. Notes under other refs are no evidence: many tools keep other things there. */
export const noteFormats: readonly NoteFormat[] = [
  { ref: gitAiNotesRef, name: 'git-ai', parse: parseGitAiNote, copyOf: null },
  { ref: 'refs/notes/ai-remote/origin', name: 'git-ai', parse: parseGitAiNote, copyOf: gitAiNotesRef },
  { ref: 'refs/notes/ai-attribution', name: 'Qwen Code', parse: parseQwenNote, copyOf: null },
  { ref: 'refs/notes/whogitit', name: 'whogitit', parse: parseWhogititNote, copyOf: null },
  { ref: 'refs/notes/srctrace/attribution', name: 'SourceTrace', parse: parseSrctraceNote, copyOf: null },
];

/** Reads a record of any ref that is read; nothing for other refs. */
export function parseRecord(text: string, source: NoteSource): NoteClaims {
  if (source.ref.startsWith(earlyGitAiPrefix)) return parseEarlyGitAi(text, source);
  return noteFormats.find((format) => format.ref === source.ref)?.parse(text, source) ?? { claims: [], problems: [] };
}
