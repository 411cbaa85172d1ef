import { z } from 'zod';
import { amount, sha256, time } from './parts.ts';

const checkpoint = z.object({ origin: z.string(), size: amount, root: sha256 });

/** `countersign witness --json` */
export const witness = z.object({
  schema: z.literal('urn:countersign:schema:witness:v1'),
  witness: z.string().describe('name of its key'),
  key: z.string().nullable().describe('the key others check with, a vkey'),
  ledger: z.string().nullable().describe('where the ledger was read; null where only a key was made'),
  place: z.string().nullable().describe('where cosignatures are kept'),
  checkpoint: checkpoint.nullable().describe('what the ledger says'),
  before: amount.nullable().describe('entries of the newest checkpoint cosigned before'),
  cosigned: z.boolean(),
  signedAt: time.nullable(),
  refusals: z.array(z.object({ code: z.string(), sentence: z.string() })).describe('why it is not cosigned; nothing was written then'),
  note: z.string().nullable().describe('the signed note, as it was written'),
  written: z.string().nullable().describe('the file of a new key'),
});
export type WitnessJson = z.infer<typeof witness>;
