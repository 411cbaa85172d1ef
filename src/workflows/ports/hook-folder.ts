/** Where git finds its hooks here, and who keeps that place. */
export interface HookPlace {
  /** The folder git looks in, absolute. */
  readonly folder: string;
  /** How hooks are kept here; `foreign`: `core.hooksPath` names a folder that other repositories share. */
  readonly kept: 'plain' | 'husky' | 'lefthook' | 'foreign';
  /** Where this repository keeps what is its own alone, shared by its worktrees. */
  readonly commonDir: string;
  /** The worktree's root; `null` in a bare repository. */
  readonly root: string | null;
  /** Whether it is a linked worktree or a submodule: hooks are then shared with, or kept in, another place. */
  readonly kind: 'main' | 'worktree' | 'submodule';
  readonly hooksPath: string | null;
}

/** A file as it lies there. */
export interface HookFile {
  readonly text: string;
  readonly executable: boolean;
}

/** The hooks of a repository on disk. Files are replaced whole or not at all. */
export interface HookFolder {
  place(): Promise<HookPlace>;
  /** `null` where there is none. */
  read(path: string): Promise<HookFile | null>;
  exists(path: string): Promise<boolean>;
  write(path: string, text: string, executable: boolean): Promise<void>;
  /** The same bytes and mode (or link) at a second path; the first stays. */
  copy(from: string, to: string): Promise<void>;
  /** Takes the place of whatever is there, at once. */
  move(from: string, to: string): Promise<void>;
  /** Removes a file, and then its folder where that is left empty. */
  remove(path: string): Promise<void>;
  /** How to start this program again: the program and its first arguments. */
  readonly program: readonly string[];
}
