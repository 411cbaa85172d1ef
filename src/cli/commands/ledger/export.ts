import { exportLedger } from '../../../workflows/ledger/export-ledger.ts';
import type { Outcome, Session } from '../command.ts';

/** How every exported ledger begins. */
const mark = '{"ledger":"';

/** `countersign ledger export FILE` */
export async function ledgerExport({ ports, terminal, json, wholeFile }: Session, path: string): Promise<Outcome> {
  const file = wholeFile(path, mark);
  const { ledger, cryptography, sha256 } = await ports();
  const exported = await exportLedger(ledger, cryptography, sha256);
  file.write(exported.text);
  if (json) {
    const [{ ledgerExportJson }, { printJson }] = await Promise.all([import('../../json/ledger.ts'), import('../../json/print.ts')]);
    await printJson(terminal, ledgerExportJson(exported, path));
  } else {
    const { exportedText } = await import('../../text/ledger/audit.ts');
    await terminal.answer(exportedText(exported, path, terminal.manner.width));
  }
  return 'ok';
}
