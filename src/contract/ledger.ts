import { z } from 'zod';
import { amount, sha256, time } from './parts.ts';

const seen = z.object({ size: amount, root: sha256 });
const entry = amount.describe('number of the entry, from 0');

const recorded = z.object({
  entry,
  state: z.literal('recorded'),
  kind: z.string().describe('name of the predicate: urn:countersign:<kind>:v1'),
  who: z.string().nullable().describe('person or gate id as the statement says it; null: the root'),
  says: z.string().describe('the same in words'),
  signedAt: time.describe('a claim of the signer'),
  key: z.string().describe('fingerprint of the key that signed'),
  strength: z.enum(['any', 'touch', 'verified']),
  synced: z.boolean().nullable().describe('whether the passkey or security key says it may be synced to other devices; null: a key in a file'),
  envelope: sha256.describe('of the envelope'),
  predicate: z.record(z.string(), z.unknown()).describe('what was signed, in full'),
});
const refused = z.object({
  entry,
  state: z.literal('refused'),
  envelope: z.string(),
  code: z.string(),
  sentence: z.string().describe('why it counts for nothing'),
});
const failure = z.object({ code: z.string(), sentence: z.string(), entry: entry.nullable() });

/** `countersign ledger show --json` */
export const ledgerShow = z.object({
  schema: z.literal('urn:countersign:schema:ledger-show:v1'),
  place: z.string(),
  size: amount,
  root: sha256.nullable(),
  entries: z.array(z.discriminatedUnion('state', [recorded, refused])),
  refused: amount.describe('entries of the whole ledger that count for nothing'),
  witnessed: z.object({ by: z.string(), size: amount, at: time }).nullable().describe('the newest that a believed witness was seen to vouch for; null: time unwitnessed'),
  faults: z.array(failure).describe('what makes the ledger contradict itself: gates stay closed'),
});

/** `countersign ledger prove ENTRY --json` */
export const ledgerProve = z.object({
  schema: z.literal('urn:countersign:schema:ledger-prove:v1'),
  entry,
  kind: z.string(),
  checkpoint: seen.extend({ origin: z.string() }),
  pinnedBy: entry.nullable().describe('a later entry whose signer vouches for that checkpoint'),
  witnessed: z.string().nullable().describe('a C2SP tlog-proof of the entry in a checkpoint that witnesses cosigned; null: none had seen it'),
  written: z.string().nullable().describe('the file'),
  receipt: z.string().describe('its text'),
});

/** `countersign ledger prove --verify FILE --json` */
export const ledgerReceipt = z.object({
  schema: z.literal('urn:countersign:schema:ledger-receipt:v1'),
  holds: z.boolean(),
  entry: entry.nullable(),
  kind: z.string().nullable(),
  who: z.string().nullable(),
  says: z.string().nullable(),
  key: z.string().nullable(),
  checkpoint: seen.extend({ origin: z.string() }).nullable(),
  pinnedBy: entry.nullable(),
  steps: z.array(z.object({ name: z.string(), holds: z.boolean().nullable().describe('null: nothing to check'), sentence: z.string() })),
});

/** `countersign ledger audit --json` */
export const ledgerAudit = z.object({
  consistent: z.boolean(),
  size: amount,
  root: sha256.nullable().describe('of the checkpoint; null where none can be read'),
  failures: z.array(failure),
  witnesses: z
    .array(
      z.object({
        witness: z.string(),
        place: z.string(),
        standing: z.enum(['agrees', 'rollback', 'fork', 'bad', 'silent', 'unreachable']),
        size: amount.nullable().describe('entries it vouches for'),
        signedAt: time.nullable().describe('when it saw them, by its own clock'),
        sentence: z.string(),
      }),
    )
    .describe('what each witness that was asked says of this ledger'),
});

/** `countersign ledger export FILE --json` */
export const ledgerExport = z.object({
  schema: z.literal('urn:countersign:schema:ledger-export:v1'),
  written: z.string(),
  size: amount,
  root: sha256,
});

export type LedgerShowJson = z.infer<typeof ledgerShow>;
export type LedgerProveJson = z.infer<typeof ledgerProve>;
export type LedgerReceiptJson = z.infer<typeof ledgerReceipt>;
export type LedgerAuditJson = z.infer<typeof ledgerAudit>;
/** `countersign ledger push --json` */
export const ledgerPush = z.object({
  schema: z.literal('urn:countersign:schema:ledger-push:v1'),
  place: z.string(),
  restored: z.boolean().describe('the remote lacked entries that are here, and has them now'),
  recorded: amount.describe('statements that had waited here and are entries now'),
  waiting: amount.describe('statements that still wait'),
  unreadable: z.array(z.string()).describe('files of statements that are damaged'),
  size: amount,
  root: sha256,
});

export type LedgerPushJson = z.infer<typeof ledgerPush>;
export type LedgerExportJson = z.infer<typeof ledgerExport>;
