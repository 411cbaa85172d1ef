import { runningAgent } from '../../core/evidence/index.ts';
import { markCommit } from '../../workflows/marking/mark-commit.ts';
import type { Outcome, Session } from './command.ts';

/** What `mark` takes. */
export interface MarkFlags {
  readonly tool?: string;
  readonly model?: string;
  readonly with?: readonly string[];
  readonly none?: boolean;
  readonly amendPushed?: boolean;
}

/** `countersign mark [COMMIT]` */
export async function mark(session: Session, commit: string | null, flags: MarkFlags): Promise<Outcome> {
  const { json, terminal } = session;
  const report = await markCommit(async () => (await session.reopen()).repository, await session.writer(), {
    commit,
    tool: flags.tool ?? null,
    model: flags.model ?? null,
    others: flags.with ?? [],
    none: flags.none === true,
    amendPushed: flags.amendPushed === true,
    running: runningAgent(session.env),
    again: again(flags),
  });
  if (json) {
    const [{ markJson }, { printJson }] = await Promise.all([import('../json/marking.ts'), import('../json/print.ts')]);
    await printJson(terminal, markJson(report));
  } else {
    const { markText } = await import('../text/marking.ts');
    await terminal.answer(markText(report, terminal.manner.width));
  }
  return 'ok';
}

/** The same command line without its commit, to be pasted into a shell. */
function again(flags: MarkFlags): string {
  const words = ['countersign', 'mark'];
  if (flags.none === true) words.push('--none');
  for (const [option, value] of [['--tool', flags.tool], ['--model', flags.model], ...(flags.with ?? []).map((each) => ['--with', each] as const)] as const) {
    if (value !== undefined) words.push(option, /^[\w.:@/-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`);
  }
  return words.join(' ');
}
