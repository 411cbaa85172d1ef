import { concat } from '../encoding/bytes.ts';
import { encodeUtf8 } from '../../values/index.ts';

/**
 * The bytes a DSSE signature is over (protocol.md of DSSE 1.0.2, "Pre-Authentication Encoding"):
 *
 *     "DSSEv1" SP LEN(type) SP type SP LEN(body) SP body
 *
 * Lengths count bytes, in decimal. A type outside ASCII throws `RangeError`: implementations disagree about its length.
 */
export function pae(type: string, body: Uint8Array): Uint8Array {
  if (!/^[\x21-\x7e]+$/.test(type)) throw new RangeError('a payload type is printable ASCII');
  return concat(encodeUtf8(`DSSEv1 ${type.length} ${type} ${body.length} `), body);
}
