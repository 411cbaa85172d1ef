import { type Checkpoint, edgeFiles, emptyRoot, type Hash, planAppend, readCheckpoint, sameBytes, type TileFile, toHex } from '../../../core/ledger/index.ts';
import { Failure } from '../../../core/values/index.ts';
import type { LedgerStore, LedgerTip } from '../../ports/index.ts';

/** How a ledger ends: all that appending has to know of it. */
export interface LedgerEnd {
  /** `null`: there is none yet. */
  readonly checkpoint: Checkpoint | null;
  /** Of the checkpoint, 64 hex digits. */
  readonly root: string;
  /** The partial tiles and bundle at its right edge, by path. */
  readonly edge: ReadonlyMap<string, Uint8Array>;
}

/** Reads the end of the ledger at a tip; throws where it is no ledger, or one that forgot what was seen of it here. */
export async function readEnd(ledger: LedgerStore, tip: LedgerTip | null, hash: Hash): Promise<LedgerEnd> {
  const pin = await ledger.pinned();
  if (tip === null) {
    if (pin !== null && pin.size > 0) throw behind(ledger, pin, 0);
    return { checkpoint: null, root: toHex(emptyRoot(hash)), edge: new Map() };
  }
  const [bytes] = await ledger.read(tip, ['checkpoint']);
  const parsed = bytes == null ? null : readCheckpoint(bytes);
  if (parsed === null || !parsed.ok) throw inconsistent(parsed === null ? 'it has no file `checkpoint`' : `its checkpoint cannot be read: ${parsed.sentence}`);
  const { checkpoint } = parsed.value;
  const paths = edgeFiles(checkpoint.size).map(({ path }) => path);
  const files = await ledger.read(tip, paths);
  const edge = new Map(paths.flatMap((path, index) => (files[index] == null ? [] : [[path, files[index]] as const])));
  if (pin !== null) await mustContain(ledger, tip, checkpoint, pin, hash);
  return { checkpoint, root: toHex(checkpoint.root), edge };
}

/** The failure of a ledger that contradicts itself, or what was seen of it. */
export function inconsistent(sentence: string): Failure {
  return new Failure('ledger-inconsistent', 'environment', `the ledger is not consistent: ${sentence}; nothing was added to it`, ['countersign ledger audit']);
}

function behind({ place }: LedgerStore, pin: Checkpoint, size: number): Failure {
  return new Failure('ledger-behind', 'environment', `${place} has ${size === 1 ? '1 entry' : `${size} entries`}, and had ${pin.size} when it was last seen here; nothing was added to it`, ['countersign ledger audit']);
}

/** The first `pin.size` leaves must give the root pinned: their edge is the beginning of tiles that are longer by now. */
async function mustContain(ledger: LedgerStore, tip: LedgerTip, now: Checkpoint, pin: Checkpoint, hash: Hash): Promise<void> {
  if (pin.size > now.size) throw behind(ledger, pin, now.size);
  if (pin.size === 0 || (pin.size === now.size && sameBytes(pin.root, now.root))) return;
  const before = edgeFiles(pin.size);
  const partial = new Map(edgeFiles(now.size).map((file) => [placeOf(file), file.path]));
  // What is not partial any more is full.
  const paths = before.map((file) => partial.get(placeOf(file)) ?? file.path.replace(/\.p\/\d+$/, ''));
  const files = await ledger.read(tip, paths);
  const edge = new Map<string, Uint8Array>();
  before.forEach((file, index) => {
    const bytes = files[index];
    if (bytes != null) edge.set(file.path, firstOf(file, bytes));
  });
  if (!planAppend(hash, pin, edge, []).ok) throw inconsistent(`its first ${pin.size} entries are not those that were seen here before`);
}

function placeOf({ level, index }: TileFile): string {
  return `${level}/${index}`;
}

/** What a tile or bundle held when it was this wide. */
function firstOf({ level, width }: TileFile, bytes: Uint8Array): Uint8Array {
  if (level !== 'entries') return bytes.subarray(0, width * 32);
  let at = 0;
  for (let count = 0; count < width && at + 1 < bytes.length; count++) at += 2 + bytes[at]! * 256 + bytes[at + 1]!;
  return bytes.subarray(0, at);
}
