import { explainChange } from '../../workflows/explain-change.ts';
import type { Outcome, Session } from './command.ts';

/** `countersign explain REVISION` */
export async function explain(session: Session, revision: string): Promise<Outcome> {
  const { json, now, terminal } = session;
  const report = await explainChange(await session.ports(), { revision });
  if (json) {
    const [{ explainJson }, { printJson }] = await Promise.all([import('../json/explain.ts'), import('../json/print.ts')]);
    await printJson(terminal, explainJson(report));
  } else {
    const { explainText } = await import('../text/explain.ts');
    await terminal.answer(explainText(report, { width: terminal.manner.width, now }));
  }
  return 'ok';
}
