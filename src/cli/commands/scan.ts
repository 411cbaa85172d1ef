import { scanHistory } from '../../workflows/scan-history.ts';
import { encodeUtf8 } from '../../core/values/index.ts';
import { parseDate } from '../terminal/dates.ts';
import { safePath } from '../terminal/foreign.ts';
import { labelled } from '../terminal/labelled.ts';
import { span, whole } from '../terminal/spans.ts';
import { overrides, type Outcome, type PolicyFlags, type Session } from './command.ts';

/** What `scan` takes. */
export interface ScanFlags extends PolicyFlags {
  readonly since?: string;
  readonly until?: string;
  readonly all?: boolean;
  readonly html?: string;
  readonly changes?: boolean;
  /** `false`: `--no-lines`. */
  readonly lines?: boolean;
  readonly headLines?: boolean;
  readonly cache?: boolean;
}

/** `countersign scan [RANGE]` */
export async function scan(session: Session, range: string | null, flags: ScanFlags): Promise<Outcome> {
  const { now, json, terminal } = session;
  const withChanges = json && flags.changes !== false;
  const since = flags.since === undefined ? null : parseDate('--since', flags.since, now);
  const until = flags.until === undefined ? null : parseDate('--until', flags.until, now, true);
  const page = flags.html === undefined ? null : await import('../html/scan-page.ts');
  const file = page === null ? null : session.wholeFile(flags.html!, page.pageMark);
  const started = session.clock();
  const memory = flags.cache === false ? null : await session.memory();
  const report = await scanHistory(
    await session.ports(),
    {
      range,
      since,
      until,
      all: flags.all === true,
      withChanges,
      withLines: flags.lines !== false,
      withHeadLines: flags.headLines === true,
      ...overrides(flags),
      now,
      onProgress: session.progress,
    },
    memory,
  );
  if (page !== null && file !== null) {
    const { sha256 } = await session.ports();
    const hash = (text: string) => Buffer.from(sha256([encodeUtf8(text)]), 'hex').toString('base64');
    file.write(page.scanPage(report, now, hash));
  }
  if (json) {
    const [{ scanJson }, { printJson }] = await Promise.all([import('../json/scan.ts'), import('../json/print.ts')]);
    await printJson(terminal, scanJson(report, withChanges), 'changes');
  } else {
    const { scanText } = await import('../text/scan.ts');
    await terminal.answer(scanText(report, { width: terminal.manner.width, now, seconds: (session.clock() - started) / 1000 }));
  }
  if (file !== null) {
    terminal.aside(labelled(span('met', '✓ written'), [whole(safePath(file.path)), '  one page that loads nothing'], { indent: 0, column: 12, width: terminal.manner.width }));
  }
  return 'ok';
}
