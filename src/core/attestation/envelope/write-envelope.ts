import { canonicalJson, encodeUtf8 } from '../../values/index.ts';
import { encodeBase64 } from '../encoding/base64.ts';
import { payloadType } from '../format.ts';

/** The DSSE envelope of a payload and its one signature, an armored SSHSIG over `pae(payloadType, payload)`. */
export function writeEnvelope(payload: Uint8Array, armored: string): Uint8Array {
  return encodeUtf8(canonicalJson({ payload: encodeBase64(payload), payloadType, signatures: [{ sig: encodeBase64(encodeUtf8(armored)) }] }));
}
