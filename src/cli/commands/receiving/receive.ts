import { resolve } from 'node:path';
import { Failure } from '../../../core/values/index.ts';
import type { ReceivingReport } from '../../../workflows/receiving/install-receiving.ts';
import { judgePush } from '../../../workflows/receiving/judge-push.ts';
import { citedOverrides, readPushedRef, readPushedRefs } from '../../../workflows/receiving/push.ts';
import { printJson } from '../../json/print.ts';
import { receivingJson } from '../../json/receiving.ts';
import { judgedPushText, receivingText, recordedText } from '../../text/receiving/receiving.ts';
import type { Outcome, Session } from '../command.ts';

/** What `receive install` takes. */
export interface ReceiveFlags {
  readonly gateKey?: string;
  readonly eachRef?: boolean;
}

/** `countersign receive install|uninstall|status`: the hooks of a repository that is pushed to. */
export async function receive(session: Session, action: 'install' | 'uninstall' | 'status', flags: ReceiveFlags): Promise<Outcome> {
  const { installReceiving, uninstallReceiving, receivingReport } = await import('../../../workflows/receiving/install-receiving.ts');
  const files = await session.hooks();
  const report: ReceivingReport = await {
    install: () => installReceiving(files, { gateKey: flags.gateKey === undefined ? null : resolve(flags.gateKey), eachRef: flags.eachRef === true }),
    uninstall: () => uninstallReceiving(files),
    status: () => receivingReport(files),
  }[action]();
  const noted = action === 'install' && flags.gateKey !== undefined ? await withKeyNote(session, report, resolve(flags.gateKey)) : report;
  if (session.json) await printJson(session.terminal, receivingJson(noted));
  else await session.terminal.answer(receivingText(noted, session.terminal.manner.width));
  return 'ok';
}

/** The hooks are in; a key that will not do is said, for it can be enrolled afterwards. */
async function withKeyNote(session: Session, report: ReceivingReport, key: string): Promise<ReceivingReport> {
  const { whyKeyRecordsNothing } = await import('../../../workflows/receiving/useless-key.ts');
  const note = await whyKeyRecordsNothing(await session.ports(), await session.signer(), key);
  return note === null ? report : { ...report, notes: [...report.notes, note] };
}

/** Columns that `remote: ` takes of whoever pushes. */
const besideRemote = 8;

/** `countersign receive run NAME`, as the installed hooks call it: the exit code lets the push in or keeps it out. */
export async function runReceiving(session: Session, name: string, args: readonly string[], flags: ReceiveFlags): Promise<Outcome> {
  const width = session.terminal.manner.width - besideRemote;
  if (name === 'post-receive') return recordPush(session, flags, width);
  if (name !== 'pre-receive' && name !== 'update') throw new Failure('usage', 'user', `\`${name}\` is no hook that receives a push`, ['countersign receive status']);
  // The refs that git names are then others than those of these names, which are judged.
  if ((session.env['GIT_NAMESPACE'] ?? '') !== '') throw new Failure('usage', 'environment', 'a push into a git namespace cannot be judged', ['push to the repository itself']);
  const refs = name === 'update' ? readPushedRef(args) : readPushedRefs(await session.input());
  const verdicts = await judgePush(await session.ports(), { refs, cited: citedOverrides(session.env), now: session.now });
  session.terminal.aside(judgedPushText(verdicts, width));
  return verdicts.some(({ outcome }) => outcome === 'refused') ? 'not-approved' : 'ok';
}

/** The push is in: what goes wrong now is said, and takes nothing back. */
async function recordPush(session: Session, { gateKey }: ReceiveFlags, width: number): Promise<Outcome> {
  if (gateKey === undefined) return 'ok';
  const refs = readPushedRefs(await session.input());
  const { recordLandings } = await import('../../../workflows/receiving/record-landings.ts');
  const draft = { signer: await session.signer(), key: gateKey, nonce: () => session.draw(16), now: session.now };
  const recorded = await recordLandings(await session.ports(), refs, draft);
  session.terminal.aside(recordedText(recorded, width));
  return 'ok';
}
