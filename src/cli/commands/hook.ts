import { runningAgent } from '../../core/evidence/index.ts';
import { Failure } from '../../core/values/index.ts';
import type { HooksReport } from '../../workflows/marking/install-hooks.ts';
import { followRewrite, finishMessage, type HookCall, type HookSaid, prepareMessage, recordCommit } from '../../workflows/marking/run-hook.ts';
import { safeText } from '../terminal/foreign.ts';
import type { Outcome, Session } from './command.ts';

/** `countersign hook install|uninstall|status` */
export async function hook(session: Session, action: 'install' | 'uninstall' | 'status'): Promise<Outcome> {
  const { installHooks, uninstallHooks, hooksReport } = await import('../../workflows/marking/install-hooks.ts');
  const files = await session.hooks();
  const report: HooksReport = await { install: installHooks, uninstall: uninstallHooks, status: hooksReport }[action](files);
  if (session.json) {
    const [{ hookJson }, { printJson }] = await Promise.all([import('../json/marking.ts'), import('../json/print.ts')]);
    await printJson(session.terminal, hookJson(report));
  } else {
    const { hooksText } = await import('../text/marking.ts');
    await session.terminal.answer(hooksText(report, session.terminal.manner.width));
  }
  return 'ok';
}

const hooks: Readonly<Record<string, (call: HookCall) => Promise<HookSaid>>> = {
  'prepare-commit-msg': prepareMessage,
  'commit-msg': finishMessage,
  'post-commit': recordCommit,
  'post-rewrite': followRewrite,
};

/** Longest a commit waits for a hook, an answer of a person included; milliseconds. */
const longestWait = 30_000;

/**
 * `countersign hook run NAME …`, as the installed scripts call it. It never holds a commit up or back: whatever
 * goes wrong is one line on stderr, and the hook succeeds.
 */
export async function runHook(session: Session, name: string, args: readonly string[]): Promise<Outcome> {
  const run = Object.hasOwn(hooks, name) ? hooks[name] : undefined;
  if (run === undefined) throw new Failure('usage', 'user', `\`${name}\` is no hook of Countersign`, ['countersign hook status']);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<HookSaid>((resolve) => {
    timer = setTimeout(() => resolve([`${name} took too long; the commit goes on as it is`]), longestWait);
  });
  const said = await Promise.race([attempt(session, run, args), late]);
  clearTimeout(timer);
  for (const line of said) session.terminal.aside([[`countersign: ${safeText(line.replaceAll('\n', ' '))}`]]);
  return 'ok';
}

async function attempt(session: Session, run: (call: HookCall) => Promise<HookSaid>, args: readonly string[]): Promise<HookSaid> {
  try {
    const { nodeSha256 } = await session.digests();
    return await run({
      writer: await session.writer(),
      reopen: async () => (await session.reopen()).repository,
      sha256: nodeSha256,
      agent: runningAgent(session.env),
      version: session.version,
      args,
      edited: session.env['GIT_EDITOR'] !== ':',
      input: session.input,
      ask: session.ask,
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [`the commit goes on, but it was not marked: ${why}`];
  }
}
