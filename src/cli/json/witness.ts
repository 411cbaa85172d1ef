import type { WitnessJson } from '../../contract/witness.ts';
import { toHex, writeVerifierKey } from '../../core/ledger/index.ts';
import { decodeUtf8, formatInstant } from '../../core/values/index.ts';
import type { Witnessed } from '../../workflows/ledger/witness/witness-ledger.ts';

const schema = 'urn:countersign:schema:witness:v1';

/** `witness --json` */
export function witnessJson({ ledger, place, signer, checkpoint, before, cosigned, refusals }: Witnessed): WitnessJson {
  return {
    schema,
    witness: signer.name,
    key: writeVerifierKey(signer),
    ledger,
    place,
    checkpoint: checkpoint === null ? null : { origin: checkpoint.origin, size: checkpoint.size, root: toHex(checkpoint.root) },
    before: before?.checkpoint.size ?? null,
    cosigned: cosigned !== null,
    signedAt: cosigned === null ? null : formatInstant(cosigned.signedAt),
    refusals: [...refusals],
    note: cosigned === null ? null : decodeUtf8(cosigned.note),
    written: null,
  };
}

/** `witness --new-key NAME --json` */
export function witnessKeyJson(key: string, written: string): WitnessJson {
  return { schema, witness: key.slice(0, key.indexOf('+')), key, ledger: null, place: null, checkpoint: null, before: null, cosigned: false, signedAt: null, refusals: [], note: null, written };
}
