import { fromBase64, fromHex, readCheckpoint } from '../../../core/ledger/index.ts';
import { encodeUtf8, Failure } from '../../../core/values/index.ts';
import { auditLedger, type Since } from '../../../workflows/ledger/audit-ledger.ts';
import { auditExport } from '../../../workflows/ledger/export-ledger.ts';
import type { Outcome, Session } from '../command.ts';

/** What `ledger audit` takes. */
export interface AuditFlags {
  readonly since?: string;
}

/** `countersign ledger audit [FILE]`: 0 where everything fits together, 1 where it does not. */
export async function ledgerAudit(session: Session, file: string | null, flags: AuditFlags): Promise<Outcome> {
  const { terminal, json, files } = session;
  const since = flags.since === undefined ? null : await readSince(flags.since, files.readText);
  const audit = file === null ? await ofRepository(session, since) : await ofFile(session, file, since);
  if (json) {
    const [{ ledgerAuditJson }, { printJson }] = await Promise.all([import('../../json/ledger.ts'), import('../../json/print.ts')]);
    await printJson(terminal, ledgerAuditJson(audit));
  } else {
    const { auditText } = await import('../../text/ledger/audit.ts');
    await terminal.answer(auditText(audit, since !== null, terminal.manner.width));
  }
  return audit.consistent ? 'ok' : 'not-approved';
}

async function ofRepository({ ports }: Session, since: Since | null) {
  const { ledger, cryptography } = await ports();
  return auditLedger(ledger, cryptography, since);
}

/** A file needs no repository around it. */
async function ofFile({ digests, cryptography: open, files }: Session, file: string, since: Since | null) {
  const [cryptography, { nodeSha256 }, text] = await Promise.all([open(), digests(), files.readText(file)]);
  return auditExport(file, text, cryptography, nodeSha256, since);
}

/** A checkpoint somebody kept: `SIZE:ROOT`, or a file. */
async function readSince(given: string, readText: (path: string) => Promise<string>): Promise<Since> {
  const [, size, root] = /^(\d{1,15}):(\S+)$/.exec(given) ?? [];
  const typed = sinceOf(size, root);
  const since = typed ?? readKept(await readText(given));
  if (since === null) throw new Failure('usage', 'user', `\`${given}\` is no checkpoint: neither SIZE:ROOT, nor a file with one`, ['countersign ledger audit --json > seen.json', 'countersign ledger audit --since seen.json']);
  return since;
}

function readKept(text: string): Since | null {
  const checkpoint = readCheckpoint(encodeUtf8(text));
  if (checkpoint.ok) return checkpoint.value.checkpoint;
  try {
    const { size, root } = JSON.parse(text) as { readonly size?: unknown; readonly root?: unknown };
    return sinceOf(String(size), String(root));
  } catch {
    return null;
  }
}

function sinceOf(size?: string, root?: string): Since | null {
  if (size === undefined || root === undefined || !/^\d{1,15}$/.test(size)) return null;
  const hash = fromHex(root) ?? fromBase64(root);
  return hash?.length === 32 ? { size: Number(size), root: hash } : null;
}
