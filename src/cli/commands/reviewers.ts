import { isAbsolute, relative, resolve, sep } from 'node:path';
import { Failure } from '../../core/values/index.ts';
import { proposeForChange, type WorkingText } from '../../workflows/propose-reviewers.ts';
import type { Ports } from '../../workflows/ports/index.ts';
import { parseDate } from '../terminal/dates.ts';
import { overrides, unwatched, type Outcome, type PolicyFlags, type Session } from './command.ts';

/** What `reviewers` takes. */
export interface ReviewersFlags extends PolicyFlags {
  readonly target?: string;
  readonly at?: string;
  readonly away?: string;
  readonly load?: string;
}

/** `countersign reviewers [RANGE]`: whom to ask for a review, and why. */
export async function reviewers(session: Session, range: string | null, flags: ReviewersFlags): Promise<Outcome> {
  const { json, terminal } = session;
  const ports = await session.ports();
  const report = await proposeForChange(ports, {
    range,
    target: flags.target ?? null,
    ...overrides(flags),
    now: flags.at === undefined ? session.now : parseDate('--at', flags.at, session.now, true),
    away: await workingText(ports, flags.away),
    load: await workingText(ports, flags.load),
    onProgress: session.progress ?? unwatched,
  });
  if (json) {
    const [{ reviewersJson }, { printJson }] = await Promise.all([import('../json/reviewers.ts'), import('../json/print.ts')]);
    await printJson(terminal, reviewersJson(report));
  } else {
    const { reviewersText } = await import('../text/reviewers.ts');
    await terminal.answer(reviewersText(report, { width: terminal.manner.width }));
  }
  return 'ok';
}

/** Who is away and who is busy is private: a repository remembers it for ever. */
async function workingText({ repository, readText }: Ports, file: string | undefined): Promise<WorkingText | null> {
  if (file === undefined) return null;
  const text = await readText(file);
  const { path } = await repository.facts();
  const inside = relative(path, resolve(file));
  if (inside !== '' && !inside.startsWith('..') && !isAbsolute(inside)) {
    const { commit } = await repository.resolve('HEAD');
    if ((await repository.readFile(commit, inside.split(sep).join('/'))) !== null) {
      throw new Failure('usage', 'user', `\`${file}\` is committed here: who is away and who is busy does not belong into a repository`, [
        'keep it outside, or untracked',
      ]);
    }
  }
  return { file, text };
}
