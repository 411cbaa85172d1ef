import { writeReceipt } from '../../../core/ledger/index.ts';
import { Failure } from '../../../core/values/index.ts';
import { proveEntry, verifyReceipt } from '../../../workflows/ledger/prove-entry.ts';
import { trustedWitnesses, witnessOf } from '../../../workflows/ledger/witness/trusted-witnesses.ts';
import type { Outcome, Session } from '../command.ts';

/** What `ledger prove` takes. */
export interface ProveFlags {
  readonly out?: string;
  readonly verify?: string;
  readonly witnessKey?: readonly string[];
}

/** How every receipt begins. */
const mark = '{"checkpoint":"';

/** `countersign ledger prove ENTRY`, `countersign ledger prove --verify FILE` */
export async function ledgerProve(session: Session, entry: string | null, { out, verify, witnessKey }: ProveFlags): Promise<Outcome> {
  if ((entry === null) === (verify === undefined) || (verify !== undefined && out !== undefined)) {
    throw new Failure('usage', 'user', 'say either which entry to prove, or with `--verify` which receipt to check', ['countersign ledger prove 3 --out receipt.json', 'countersign ledger prove --verify receipt.json']);
  }
  return entry === null ? check(session, verify ?? '', witnessKey ?? []) : prove(session, entry, out ?? null);
}

async function prove({ ports, terminal, json, wholeFile }: Session, entry: string, out: string | null): Promise<Outcome> {
  if (!/^\d{1,15}$/.test(entry)) throw new Failure('usage', 'user', `\`${entry}\` is no entry: entries are numbered from 0`, ['countersign ledger show']);
  const file = out === null ? null : wholeFile(out, mark);
  const opened = await ports();
  const { ledger, cryptography } = opened;
  const { witnesses } = await trustedWitnesses(opened);
  const proven = await proveEntry(ledger, cryptography, Number(entry), witnesses);
  const text = writeReceipt(proven.receipt);
  file?.write(text);
  if (json) {
    const [{ ledgerProveJson }, { printJson }] = await Promise.all([import('../../json/ledger.ts'), import('../../json/print.ts')]);
    await printJson(terminal, ledgerProveJson(proven, out, text));
  } else if (out === null) await terminal.raw(text);
  else {
    const { provenText } = await import('../../text/ledger/prove.ts');
    await terminal.answer(provenText(proven, out, terminal.manner.width));
  }
  return 'ok';
}

async function check({ cryptography: open, files, terminal, json, now }: Session, path: string, witnessKeys: readonly string[]): Promise<Outcome> {
  const [cryptography, text] = await Promise.all([open(), files.readText(path)]);
  const checked = verifyReceipt(text, cryptography, { believed: witnessKeys.map((key) => witnessOf(cryptography, key).key), now });
  if (json) {
    const [{ ledgerReceiptJson }, { printJson }] = await Promise.all([import('../../json/ledger.ts'), import('../../json/print.ts')]);
    await printJson(terminal, ledgerReceiptJson(checked));
  } else {
    const { receiptText } = await import('../../text/ledger/prove.ts');
    await terminal.answer(receiptText(checked, path, terminal.manner.width));
  }
  return checked.holds ? 'ok' : 'not-approved';
}
