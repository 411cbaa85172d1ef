import { encodeBase64Url } from '../encoding/base64.ts';
import { sameBytes } from '../encoding/bytes.ts';
import { JsonProblem, readJson } from '../encoding/strict-json.ts';
import { encodeUtf8 } from '../../values/index.ts';
import { quoted, Refused } from '../refused.ts';

/**
 * Holds what a browser signed (WebAuthn, section 5.8.1, client data) against what it should have: an assertion, its
 * challenge these very bytes, its page this origin, and not framed by another page. The text must *begin* as the
 * standard lets browsers write it (section 5.8.1.1), which is all that OpenSSH looks at; the rest is read too,
 * strictly. Throws `Refused`.
 */
export function checkClientData(clientData: Uint8Array, challenge: Uint8Array, origin: string): void {
  if (/["\\]/.test(origin)) throw new Refused('passkey-context', `no page has the origin ${quoted(origin)}`);
  const beginning = encodeUtf8(`{"type":"webauthn.get","challenge":"${encodeBase64Url(challenge)}","origin":"${origin}"`);
  if (!sameBytes(clientData.subarray(0, beginning.length), beginning)) {
    throw new Refused('passkey-context', 'what the passkey signed is not about this statement, or was asked by another page than it says');
  }
  const { value } = read(clientData);
  if (!(value instanceof Map)) throw new Refused('passkey-context', 'what the passkey signed is no object');
  const crossOrigin = value.get('crossOrigin');
  if ((crossOrigin !== undefined && crossOrigin !== false) || value.has('topOrigin')) {
    throw new Refused('passkey-context', `the page ${quoted(origin)} was framed by another page when the passkey was asked`);
  }
}

function read(clientData: Uint8Array): ReturnType<typeof readJson> {
  try {
    return readJson(clientData);
  } catch (error) {
    if (error instanceof JsonProblem) throw new Refused('passkey-context', `what the passkey signed cannot be read: ${error.message}`);
    throw error;
  }
}
