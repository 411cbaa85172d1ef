/** Crockford's base 32: no letter that reads as a digit. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The first 40 bits of a digest (hex) as eight letters in two groups, `7KQ4 M2XD`: short enough to compare by eye in
 * two places. It finds a mix-up, never an attacker; what is signed is the whole digest.
 */
export function shortCode(digest: string): string {
  let bits = '';
  for (const digit of digest.slice(0, 10)) bits += Number.parseInt(digit, 16).toString(2).padStart(4, '0');
  const code = (bits.match(/.{5}/g) ?? []).map((five) => letters[Number.parseInt(five, 2)]).join('');
  return `${code.slice(0, 4)} ${code.slice(4)}`;
}
