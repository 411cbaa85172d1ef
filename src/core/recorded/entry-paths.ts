import { decodeUtf8 } from '../values/index.ts';

/** Paths of the entry list of a change, in its order (core/change/change-digest.ts has the format); `null` for what is none. */
export function entryPaths(list: Uint8Array): readonly string[] | null {
  const parts = splitAtNul(list).map(decodeUtf8);
  const [version, , ...rest] = parts;
  if (version !== 'countersign-change-v1' || rest.pop() !== '' || rest.length % 2 !== 0) return null;
  return rest.filter((_, index) => index % 2 === 1);
}

function splitAtNul(bytes: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let start = 0;
  for (let at = bytes.indexOf(0); at >= 0; at = bytes.indexOf(0, start)) {
    parts.push(bytes.subarray(start, at));
    start = at + 1;
  }
  return [...parts, bytes.subarray(start)];
}
