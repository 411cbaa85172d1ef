/** Hashes in a full tile, leaves in a full entry bundle (C2SP tlog-tiles). */
export const tileWidth = 256;

/** One file of a tree: the hashes of a tile, or the leaves of an entry bundle. */
export interface TileFile {
  readonly path: string;
  readonly level: number | 'entries';
  /** From the left, within its level. */
  readonly index: number;
  /** 1 to 256; below 256 the tile is partial. */
  readonly width: number;
}

/** A number in groups of three digits, all but the last marked by `x`: 1234067 is `x001/x234/067`. */
export function grouped(index: number): string {
  if (!Number.isSafeInteger(index) || index < 0) throw new RangeError(`no path for ${index}`);
  const digits = String(index);
  const whole = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = whole.match(/.{3}/g)!;
  return groups.map((group, at) => (at === groups.length - 1 ? group : `x${group}`)).join('/');
}

/** `tile/<L>/<N>[.p/<W>]`, `tile/entries/<N>[.p/<W>]` (C2SP tlog-tiles). */
export function tileFile(level: number | 'entries', index: number, width: number): TileFile {
  const partial = width === tileWidth ? '' : `.p/${width}`;
  return { path: `tile/${level}/${grouped(index)}${partial}`, level, index, width };
}

/** Where the envelope of an entry lies: `envelope/x001/234.json`. */
export function envelopePath(entry: number): string {
  return `envelope/${grouped(entry)}.json`;
}

/**
 * Where an entry list lies: under its own SHA-256, which is the change digest, `change/4f/4f1c…`. Git writes every
 * folder above a new file anew, so that one folder of 100,000 lists would cost 9 MB at each append.
 */
export function changePath(digest: string): string {
  return `change/${digest.slice(0, 2)}/${digest}`;
}

/** The change digest of an entry list that lies at a path; `null` for every other path. */
export function digestOfChangePath(path: string): string | null {
  const [, folder, digest] = /^change\/([0-9a-f]{2})\/([0-9a-f]{64})$/.exec(path) ?? [];
  return digest !== undefined && folder === digest.slice(0, 2) ? digest : null;
}

/** How many hashes stand at a tile level: complete subtrees of 256^level leaves. */
function counts(size: number): number[] {
  const levels: number[] = [];
  for (let count = size; count > 0; count = Math.floor(count / tileWidth)) levels.push(count);
  return levels;
}

/** Every tile and entry bundle of a tree of this size, no more and no less. */
export function tileFiles(size: number): TileFile[] {
  const rows = counts(size).map((count, level) => ({ level: level as number | 'entries', count }));
  if (size > 0) rows.push({ level: 'entries', count: size });
  return rows.flatMap(({ level, count }) =>
    Array.from({ length: Math.ceil(count / tileWidth) }, (_, index) => tileFile(level, index, Math.min(tileWidth, count - index * tileWidth))),
  );
}

/** The partial ones among them, which are all that appending has to read: at most one a level, and one bundle. */
export function edgeFiles(size: number): TileFile[] {
  const rows = counts(size).map((count, level) => ({ level: level as number | 'entries', count }));
  if (size > 0) rows.push({ level: 'entries', count: size });
  return rows.filter(({ count }) => count % tileWidth !== 0).map(({ level, count }) => tileFile(level, Math.floor(count / tileWidth), count % tileWidth));
}
