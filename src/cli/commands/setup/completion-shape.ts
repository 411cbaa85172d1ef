/** What may stand in one place: words, or something the shell looks up. */
export type Values = readonly string[] | 'files' | 'folders' | 'refs';

/** An option; `values` `null`: it takes none. */
export interface CompletionOption {
  /** `-h`, `--help` */
  readonly flags: readonly string[];
  readonly says: string;
  readonly values: Values | null;
}

/** One command with what may follow it. */
export interface CompletionCommand {
  /** `people list`; empty for the program itself. */
  readonly path: string;
  readonly commands: readonly { readonly name: string; readonly says: string }[];
  /** Those of the commands above included. */
  readonly options: readonly CompletionOption[];
  readonly arguments: readonly Values[];
}
