const standard = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const urlSafe = `${standard.slice(0, 62)}-_`;

/** Value of each ASCII code; 255 is no digit of base64. */
const values = new Uint8Array(128).fill(255);
for (let i = 0; i < 64; i++) {
  values[standard.charCodeAt(i)] = i;
  values[urlSafe.charCodeAt(i)] = i;
}

/**
 * Base64 in the standard or the URL-safe alphabet (RFC 4648, sections 4 and 5), with its padding or without. `null`
 * for everything else: both alphabets mixed, white space, padding that is too long or too short, bits left over that
 * are not zero. So the bytes have at most four spellings.
 */
export function decodeBase64(text: string): Uint8Array | null {
  if (/[+/]/.test(text) && /[-_]/.test(text)) return null;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  if (padding !== 0 && text.length % 4 !== 0) return null;
  const digits = text.length - padding;
  if (digits % 4 === 1) return null;
  const bytes = new Uint8Array(Math.floor((digits * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let i = 0; i < digits; i++) {
    const value = values[text.charCodeAt(i)] ?? 255;
    if (value === 255) return null;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = (held >> bits) & 0xff;
  }
  return (held & ((1 << bits) - 1)) === 0 ? bytes : null;
}

/** Standard base64 with padding (RFC 4648, section 4). */
export function encodeBase64(bytes: Uint8Array): string {
  return spell(bytes, standard, '=');
}

/** URL-safe base64 without padding (RFC 4648, section 5), as WebAuthn writes a challenge. */
export function encodeBase64Url(bytes: Uint8Array): string {
  return spell(bytes, urlSafe, '');
}

function spell(bytes: Uint8Array, digits: string, padding: string): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const three = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += digits[three >> 18]! + digits[(three >> 12) & 63]!;
    text += left > 1 ? digits[(three >> 6) & 63]! : padding;
    text += left > 2 ? digits[three & 63]! : padding;
  }
  return text;
}
