import type { LedgerAuditJson, LedgerExportJson, LedgerProveJson, LedgerPushJson, LedgerReceiptJson, LedgerShowJson } from '../../contract/ledger.ts';
import type { Statement } from '../../core/attestation/index.ts';
import { type Receipt, toHex } from '../../core/ledger/index.ts';
import { formatInstant } from '../../core/values/index.ts';
import type { LedgerAudit } from '../../workflows/ledger/audit-ledger.ts';
import type { CheckedReceipt } from '../../workflows/ledger/prove-entry.ts';
import type { SentPending } from '../../workflows/ledger/send-pending.ts';
import type { ShownLedger } from '../../workflows/ledger/show-ledger.ts';
import { whatItSays, whoSays } from '../../workflows/ledger/what-it-says.ts';

/** `ledger show --json` */
export function ledgerShowJson({ place, size, root, entries, refused, faults, witnessed }: ShownLedger): LedgerShowJson {
  return {
    schema: 'urn:countersign:schema:ledger-show:v1',
    place,
    size,
    root,
    entries: entries.map((one) => {
      const { entry, envelope, state } = one;
      if (state === 'refused') return { entry, state, envelope, ...one.refusal };
      const { statement, signature } = one;
      const { signedAt } = statement.predicate;
      return {
        entry,
        state,
        kind: statement.name,
        who: whoSays(statement),
        says: whatItSays(statement),
        signedAt,
        key: signature.fingerprint,
        strength: signature.strength,
        synced: signature.synced,
        envelope,
        predicate: { ...statement.predicate },
      };
    }),
    refused,
    faults: [...faults],
    witnessed: witnessed === null ? null : { ...witnessed, at: formatInstant(witnessed.at) },
  };
}

/** `ledger prove ENTRY --json` */
export function ledgerProveJson({ receipt, statement }: { readonly receipt: Receipt; readonly statement: Statement }, written: string | null, text: string): LedgerProveJson {
  return { schema: 'urn:countersign:schema:ledger-prove:v1', entry: receipt.entry, kind: statement.name, checkpoint: checkpointJson(receipt), pinnedBy: receipt.pinnedBy?.entry ?? null, witnessed: receipt.witnessed ?? null, written, receipt: text };
}

/** `ledger prove --verify FILE --json` */
export function ledgerReceiptJson({ holds, receipt, statement, signature, steps }: CheckedReceipt): LedgerReceiptJson {
  return {
    schema: 'urn:countersign:schema:ledger-receipt:v1',
    holds,
    entry: receipt?.entry ?? null,
    kind: statement?.name ?? null,
    who: statement === null ? null : whoSays(statement),
    says: statement === null ? null : whatItSays(statement),
    key: signature?.fingerprint ?? null,
    checkpoint: receipt === null ? null : checkpointJson(receipt),
    pinnedBy: receipt?.pinnedBy?.entry ?? null,
    steps: [...steps],
  };
}

function checkpointJson({ checkpoint: { origin, size, root } }: Receipt): { readonly origin: string; readonly size: number; readonly root: string } {
  return { origin, size, root: toHex(root) };
}

/** `ledger audit --json` */
export function ledgerAuditJson({ consistent, size, root, failures, witnesses }: LedgerAudit): LedgerAuditJson {
  return {
    consistent,
    size,
    root,
    failures: [...failures],
    witnesses: witnesses.map(({ key, place, standing, cosigned, sentence }) => ({
      witness: key.name,
      place,
      standing,
      size: cosigned?.checkpoint.size ?? null,
      signedAt: cosigned === null ? null : formatInstant(cosigned.signedAt),
      sentence,
    })),
  };
}

/** `ledger export FILE --json` */
export function ledgerExportJson({ size, root }: { readonly size: number; readonly root: string }, written: string): LedgerExportJson {
  return { schema: 'urn:countersign:schema:ledger-export:v1', written, size, root };
}

/** `ledger push --json` */
export function ledgerPushJson({ place, restored, recorded, waiting, unreadable, size, root }: SentPending): LedgerPushJson {
  return { schema: 'urn:countersign:schema:ledger-push:v1', place, restored, recorded, waiting, unreadable: [...unreadable], size, root };
}
