import { decodeBase64, encodeBase64 } from '../encoding/base64.ts';
import { Refused } from '../refused.ts';

const begin = '-----BEGIN SSH SIGNATURE-----\n';
const end = '\n-----END SSH SIGNATURE-----';

/**
 * The bytes inside an armored signature (OpenSSH, PROTOCOL.sshsig): base64 in the standard alphabet with its padding,
 * in lines of any width, each ended by one line feed; at most one line feed after the last line. OpenSSH reads past
 * carriage returns, blanks and whatever follows; here that is refused.
 */
export function dearmor(text: string): Uint8Array {
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  if (!body.startsWith(begin) || !body.endsWith(end)) throw new Refused('signature-malformed', 'the signature is not between its BEGIN and END lines');
  const lines = body.slice(begin.length, -end.length).split('\n');
  const base64 = lines.join('');
  const bytes = lines.includes('') || /[-_]/.test(base64) || base64.length % 4 !== 0 ? null : decodeBase64(base64);
  if (bytes === null) throw new Refused('signature-malformed', 'the signature between its BEGIN and END lines is not base64');
  return bytes;
}

/** Bytes as an armored signature, in lines of 70 as OpenSSH writes them. */
export function armor(bytes: Uint8Array): string {
  return `${begin}${encodeBase64(bytes).replace(/.{70}(?=.)/g, '$&\n')}${end}\n`;
}
