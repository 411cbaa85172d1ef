import type { Cryptography } from '../../../core/attestation/index.ts';
import { fromBase64, fromHex, readCheckpoint } from '../../../core/ledger/index.ts';
import { encodeUtf8, Failure } from '../../../core/values/index.ts';
import { auditLedger, type Since } from '../../../workflows/ledger/audit-ledger.ts';
import { auditExport, auditExportWith } from '../../../workflows/ledger/export-ledger.ts';
import { witnessAsker } from '../../../workflows/ledger/witness/ask-witnesses.ts';
import { type Trust, trustedWitnesses, witnessOf } from '../../../workflows/ledger/witness/trusted-witnesses.ts';
import type { Outcome, Session } from '../command.ts';

/** What `ledger audit` takes. */
export interface AuditFlags {
  readonly since?: string;
  readonly witness?: readonly string[];
  readonly witnessKey?: readonly string[];
}

/** `countersign ledger audit [FILE]`: 0 where everything fits together, 1 where it does not. */
export async function ledgerAudit(session: Session, file: string | null, flags: AuditFlags): Promise<Outcome> {
  const { terminal, json, files } = session;
  const since = flags.since === undefined ? null : await readSince(flags.since, files.readText);
  const audit = file === null ? await ofRepository(session, since, flags) : await ofFile(session, file, since, flags);
  if (json) {
    const [{ ledgerAuditJson }, { printJson }] = await Promise.all([import('../../json/ledger.ts'), import('../../json/print.ts')]);
    await printJson(terminal, ledgerAuditJson(audit));
  } else {
    const { auditText } = await import('../../text/ledger/audit.ts');
    await terminal.answer(auditText(audit, since !== null, terminal.manner.width));
  }
  return audit.consistent ? 'ok' : 'not-approved';
}

async function ofRepository(session: Session, since: Since | null, { witness, witnessKey }: AuditFlags) {
  const opened = await session.ports();
  const { ledger, cryptography } = opened;
  const trust = witnessKey === undefined ? await trustedWitnesses(opened) : given(cryptography, witnessKey, witness);
  const named = witness !== undefined;
  if (named && trust.witnesses.length === 0) throw new Failure('usage', 'user', `nobody here says which key a witness has${trust.unread === null ? '' : `: ${trust.unread}`}`, ['countersign ledger audit --witness REPOSITORY --witness-key name+id+key', 'or name it under `witnesses:` in .countersign/people.yaml']);
  const believed = named ? { ...trust, witnesses: trust.witnesses.map((one) => ({ ...one, repositories: witness })) } : trust;
  if (believed.witnesses.length === 0) return auditLedger(ledger, cryptography, since);
  const open = async (place: string) => (await session.witnessing()).openWitness(place);
  return auditLedger(ledger, cryptography, since, witnessAsker({ trust: believed, open, cryptography, kept: ledger.cosigned, named, now: session.now }));
}

function given(cryptography: Cryptography, keys: readonly string[], repositories: readonly string[] | undefined): Trust {
  if (repositories === undefined) throw new Failure('usage', 'user', '`--witness-key` says whom to believe, and not where they keep what they cosigned', ['countersign ledger audit --witness REPOSITORY --witness-key name+id+key']);
  return { witnesses: keys.map((key) => ({ ...witnessOf(cryptography, key), repositories })), origin: null, unread: null };
}

/** A file needs no repository around it. */
async function ofFile(session: Session, file: string, since: Since | null, { witness, witnessKey }: AuditFlags) {
  const { digests, cryptography: open, files } = session;
  const [cryptography, { nodeSha256 }, text] = await Promise.all([open(), digests(), files.readText(file)]);
  if (witness === undefined && witnessKey === undefined) return auditExport(file, text, cryptography, nodeSha256, since);
  const trust = given(cryptography, witnessKey ?? [], witness);
  if (trust.witnesses.length === 0) throw new Failure('usage', 'user', 'a file does not say which key a witness has', ['countersign ledger audit FILE --witness REPOSITORY --witness-key name+id+key']);
  const openWitness = async (place: string) => (await session.witnessing()).openWitness(place);
  return auditExportWith(file, text, cryptography, nodeSha256, since, witnessAsker({ trust, open: openWitness, cryptography, kept: null, named: true, now: session.now }));
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
