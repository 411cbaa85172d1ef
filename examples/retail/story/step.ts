import type { Who } from '../team.ts';

/** The tool session that a git-ai note names as the writer of lines. */
export interface Session {
  readonly tool: string;
  readonly model: string;
  /** The conversation; its hash is the session's key in the note. */
  readonly conversation: string;
}

/**
 * What git-ai recorded of a step: in these files the session wrote the added lines, except `untracked` ones
 * (nobody watched) and those a person was seen typing (`byHand`). A line is named by a part of its text.
 */
export interface Recording {
  readonly session: Session;
  readonly files: readonly string[];
  readonly untracked?: readonly string[];
  readonly byHand?: readonly string[];
}

/** One commit of the story. */
export interface Step {
  /** Local time of the team, `2025-05-12 09:14`. */
  readonly at: string;
  readonly by: Who;
  /** Who committed it, where that is not the author. */
  readonly committer?: Who;
  /** Subject, blank line, body, trailers; without the last line break. */
  readonly message: string;
  /** A side branch of the past; starts at main as it is then. Absent: main itself. */
  readonly on?: string;
  /** Brings a side branch into main by a merge commit. */
  readonly merges?: string;
  /** Whole files. */
  readonly write?: Readonly<Record<string, string>>;
  /** Replacements in files: each old text must stand there exactly once. */
  readonly edit?: Readonly<Record<string, readonly (readonly [old: string, now: string])[]>>;
  readonly remove?: readonly string[];
  readonly move?: Readonly<Record<string, string>>;
  readonly recorded?: Recording;
  /** A name by which tests and demos find the commit. */
  readonly label?: string;
}

/** A change that waits on a branch on top of main. */
export interface WaitingChange {
  readonly branch: string;
  readonly steps: readonly Step[];
  /** What happened, and what it teaches; one sentence each. */
  readonly happened: string;
  readonly teaches: string;
  readonly expected: Expected;
}

/** The verdict a waiting change must get while nobody has signed anything. */
export interface Expected {
  readonly status: 'approved' | 'pending' | 'refused' | 'unsatisfiable' | 'unknown';
  /** `null`: nobody has said, and no trace is strong enough to tell. */
  readonly assisted: boolean | null;
  readonly tier: 'low' | 'medium' | 'high' | 'critical';
  /** 1 where the decision blocks, 0 where it approves or the area only warns. */
  readonly exit: 0 | 1;
}
