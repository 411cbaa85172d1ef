/** Any JSON value. `bigint` is refused: JSON has no integers beyond 2^53. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * One text per value: keys sorted by UTF-16 code unit, no white space, ECMAScript numbers (RFC 8785, JCS).
 * Used wherever bytes are digested. Throws `TypeError` on what JSON cannot say (NaN, undefined members).
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('canonical JSON has no NaN or Infinity');
    return JSON.stringify(value);
  }
  let text = '';
  if (isArray(value)) {
    for (const item of value) text += `${text === '' ? '' : ','}${canonicalJson(item)}`;
    return `[${text}]`;
  }
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member === undefined) throw new TypeError(`canonical JSON has no undefined (key ${JSON.stringify(key)})`);
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
