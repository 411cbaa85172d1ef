import { decodeBase64 } from '../../core/attestation/index.ts';
import type { Answer } from './tasks.ts';

/** What a page may send: a few hundred bytes in base64, and never more than this. */
export const longestAnswer = 64 * 1024;

const members: Readonly<Record<Answer['kind'], readonly string[]>> = {
  create: ['task', 'kind', 'credential', 'spki'],
  sign: ['task', 'kind', 'authenticatorData', 'clientData', 'signature'],
};

/** The answer in the body of a request; `null` for anything that is none. */
export function readAnswer(body: string): Answer | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const given = value as Readonly<Record<string, unknown>>;
  const kind = given['kind'];
  if (kind !== 'create' && kind !== 'sign') return null;
  const names = members[kind];
  const isWhole = Object.keys(given).length === names.length && names.every((name) => typeof given[name] === 'string');
  return isWhole ? (given as unknown as Answer) : null;
}

/** The bytes of a member; `null` where it is not base64. */
export function bytesOf(member: string): Uint8Array | null {
  return decodeBase64(member);
}
