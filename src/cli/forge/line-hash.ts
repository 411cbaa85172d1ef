/** Characters a hash covers, spaces and tabs not counted: the line and what follows it. */
const window = 100;
const multiplier = 37n;
const endOfFile = 65_535;

/**
 * `primaryLocationLineHash` of every line of a text, first line first: what code scanning computes itself where a
 * result carries none (github.com/github/codeql-action, src/fingerprints.ts), so that the two agree. A rolling
 * hash of 64 bits over the first 100 characters from the start of the line, white space left out and line ends
 * made one, followed by how often that hash was met so far. It says where a line is by what stands there, so
 * that it survives lines moving.
 */
export function lineHashes(text: string): string[] {
  const characters = squeezed(text);
  const first = power(multiplier, window);
  const counts = new Map<string, number>();
  const hashes: string[] = [];
  const at = (index: number): bigint => BigInt(characters.codes[index] ?? 0);
  let hash = 0n;
  for (let end = 0; end < window; end++) hash = BigInt.asUintN(64, hash * multiplier + at(end));
  let start = 0;
  for (const line of characters.starts) {
    for (; start < line; start++) hash = BigInt.asUintN(64, hash * multiplier + at(start + window) - at(start) * first);
    const hex = hash.toString(16);
    const count = (counts.get(hex) ?? 0) + 1;
    counts.set(hex, count);
    hashes.push(`${hex}:${count}`);
  }
  return hashes;
}

/** Code units without spaces and tabs, line ends as `\n`, the end of the file as one more; and where each line starts. */
function squeezed(text: string): { codes: number[]; starts: number[] } {
  const codes: number[] = [];
  const starts: number[] = [];
  let lineStart = true;
  const take = (code: number): void => {
    if (lineStart) starts.push(codes.length);
    codes.push(code);
    lineStart = code === 10;
  };
  let afterReturn = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const dropped: boolean = code === 32 || code === 9 || (afterReturn && code === 10);
    afterReturn = !dropped && code === 13;
    if (!dropped) take(code === 13 ? 10 : code);
  }
  take(endOfFile);
  return { codes, starts };
}

function power(base: bigint, exponent: number): bigint {
  return BigInt.asUintN(64, base ** BigInt(exponent));
}
