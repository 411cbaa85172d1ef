import { Failure } from '../../../core/values/index.ts';
import { type Asked, showLedger } from '../../../workflows/ledger/show-ledger.ts';
import { trustedWitnesses } from '../../../workflows/ledger/witness/trusted-witnesses.ts';
import type { Outcome, Session } from '../command.ts';

/** How many entries are shown where none is named. */
const newest = 20;

/** `countersign ledger show [ENTRIES]` */
export async function ledgerShow({ ports, terminal, json, now }: Session, entries: string | null): Promise<Outcome> {
  const asked = readAsked(entries);
  const opened = await ports();
  const shown = await showLedger(opened.ledger, opened.cryptography, asked, async () => (await trustedWitnesses(opened)).witnesses);
  if (json) {
    const [{ ledgerShowJson }, { printJson }] = await Promise.all([import('../../json/ledger.ts'), import('../../json/print.ts')]);
    await printJson(terminal, ledgerShowJson(shown), 'entries');
  } else {
    const { ledgerText } = await import('../../text/ledger/show.ts');
    await terminal.answer(ledgerText(shown, entries !== null && /^\d+$/.test(entries), terminal.manner.width, now));
  }
  return 'ok';
}

function readAsked(text: string | null): Asked {
  if (text === null) return { newest };
  const [, from, to] = /^(\d{1,15})(?:\.\.(\d{1,15}))?$/.exec(text) ?? [];
  const first = Number(from);
  const last = Number(to ?? from);
  if (from === undefined || last < first) throw new Failure('usage', 'user', `\`${text}\` is neither an entry nor a range of entries`, ['countersign ledger show 3', 'countersign ledger show 3..9']);
  return { first, last };
}
