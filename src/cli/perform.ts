import type { Outcome, Session } from './commands/command.ts';

/** Options every command takes. */
export interface GlobalFlags {
  readonly repo: string;
  readonly json?: boolean;
  readonly ascii?: boolean;
  readonly color?: boolean;
  readonly debug?: boolean;
}

/** Runs a command once its arguments are understood; `program.ts` knows nothing of sessions. */
export type Perform = (flags: GlobalFlags, run: (session: Session) => Promise<Outcome>) => Promise<void>;
