import { encodeUtf8 } from '../../core/values/index.ts';

/**
 * A path of the repository as a relative URI reference (RFC 3986): every byte but unreserved characters and `/`
 * as `%XX`, also the bytes of a name that is no UTF-8. A first segment with a colon would read as a scheme, so
 * colons are never left bare.
 */
export function pathUri(path: string): string {
  let uri = '';
  for (const byte of encodeUtf8(path)) {
    const character = String.fromCharCode(byte);
    uri += /[A-Za-z0-9._~/-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  // A path beginning with two slashes would name a host; git has no such path, and this makes sure.
  return uri.replace(/^\/+/, '');
}
