import { sendPending } from '../../../workflows/ledger/send-pending.ts';
import type { Outcome, Session } from '../command.ts';

/** `countersign ledger push` */
export async function ledgerPush({ ports, terminal, json }: Session): Promise<Outcome> {
  const sent = await sendPending(await ports());
  if (json) {
    const [{ ledgerPushJson }, { printJson }] = await Promise.all([import('../../json/ledger.ts'), import('../../json/print.ts')]);
    await printJson(terminal, ledgerPushJson(sent));
  } else {
    const { pushedText } = await import('../../text/ledger/push.ts');
    await terminal.answer(pushedText(sent, terminal.manner.width));
  }
  return sent.waiting === 0 ? 'ok' : 'mistake';
}
