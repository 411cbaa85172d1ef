import { auditLedger, type AuditFailureCode } from '../../../src/workflows/ledger/audit-ledger.ts';
import { type Checkpoint, originOf, readCheckpoint, readEntryBundle, writeCheckpoint, writeEntryBundle } from '../../../src/core/ledger/index.ts';
import { encodeUtf8 } from '../../../src/core/values/index.ts';
import { cryptography, GrowingLedger } from '../../ledger/memory-ledger.ts';
import { detectedIf, type Row } from './row.ts';

const edited: Row['source'] = { threat: 'the ledger edited, reordered, forked' };
const rolled: Row['source'] = { threat: 'the ledger rolled back' };
const tile = 'tile/entries/000.p/6';

interface Tampered {
  /** What an auditor kept from before. */
  readonly since?: { readonly size: number; readonly root: Uint8Array };
}

/** Six entries; `tamper` does to them what nobody may; an audit must name `code`. */
function ledger(id: string, act: string, code: AuditFailureCode, tamper: (grown: GrowingLedger) => Promise<Tampered | void> | Tampered | void, source = edited, rest: Partial<Row> = {}): Row {
  const run = async () => {
    const grown = await new GrowingLedger().grow(6);
    const sound = await auditLedger(grown.store, cryptography, null);
    const { since = null } = (await tamper(grown)) ?? {};
    const { consistent, failures } = await auditLedger(grown.store, cryptography, since);
    return detectedIf(sound.consistent && !consistent && failures.some((one) => one.code === code));
  };
  return { id: `ledger/${id}`, actor: 'administrator', act, source, expected: 'detected', ...rest, run };
}

const leavesOf = ({ store }: GrowingLedger): readonly Uint8Array[] => {
  const bundle = readEntryBundle(store.now.get(tile)!, 6);
  if (!bundle.ok) throw new Error('the entries cannot be read');
  return bundle.value;
};
const rewrite = (grown: GrowingLedger, leaves: readonly Uint8Array[]) => void grown.store.now.set(tile, writeEntryBundle([...leaves]));

const checkpointIn = (files: ReadonlyMap<string, Uint8Array>): Checkpoint => {
  const read = readCheckpoint(files.get('checkpoint')!);
  if (!read.ok) throw new Error(read.sentence);
  return read.value.checkpoint;
};

/** What is done to a ledger by whoever owns the server it lies on. */
export const ledgers: readonly Row[] = [
  ledger('edited', 'changes a byte of an envelope', 'envelope-altered', ({ store }) => {
    const path = 'envelope/002.json';
    const bytes = Buffer.from(store.now.get(path)!);
    bytes[bytes.length >> 1]! ^= 1;
    store.now.set(path, bytes);
  }),
  ledger('envelope-dropped', 'takes an envelope away', 'envelope-missing', ({ store }) => void store.now.delete('envelope/002.json')),
  ledger('entry-dropped', 'takes an entry out of the tree', 'bundle-malformed', (grown) => rewrite(grown, leavesOf(grown).slice(1))),
  ledger('reordered', 'swaps two entries', 'root-mismatch', (grown) => {
    const leaves = leavesOf(grown);
    rewrite(grown, leaves.with(2, leaves[3]!).with(3, leaves[2]!));
  }),
  ledger('doubled', 'puts an entry in the place of another', 'root-mismatch', (grown) => {
    const leaves = leavesOf(grown);
    rewrite(grown, leaves.with(2, leaves[3]!));
  }),
  ledger('tile-dropped', 'takes a tile of the tree away', 'tile-missing', ({ store }) => void store.now.delete('tile/0/000.p/6')),
  ledger('checkpoint', 'replaces the checkpoint by nonsense', 'checkpoint-malformed', ({ store }) => void store.now.set('checkpoint', encodeUtf8('nonsense\n'))),
  ledger('renamed', 'calls the ledger by the name of another repository\'s', 'checkpoint-malformed', ({ store, checkpoint }) => {
    // From the first append on: what the commits say of each other would tell it of the last one alone.
    for (const { files } of store.commits) files.set('checkpoint', writeCheckpoint({ ...checkpointIn(files), origin: originOf('e'.repeat(64)) }));
    store.pin_ = { ...checkpoint, origin: originOf('e'.repeat(64)) };
  }),
  ledger('beside', 'lays a file beside the tree that belongs to no entry', 'extra-file', ({ store }) => void store.now.set('note/hello', encodeUtf8('x'))),
  ledger('list', 'changes the list of files that a change digest is of', 'extra-file', ({ store }) => void store.now.set(`change/00/${'0'.repeat(64)}`, encodeUtf8('x'))),
  ledger('rolled-back', 'puts the ledger back to an earlier state', 'behind', ({ store, checkpoint }) => {
    store.pin_ = checkpoint;
    store.commits.splice(3);
  }, rolled),
  ledger('rolled-back-since', 'puts the ledger back, and shows it to an auditor who kept a checkpoint', 'rollback', ({ store, checkpoint }) => {
    store.commits.splice(3);
    return { since: checkpoint };
  }, rolled),
  ledger('split-view', 'shows an auditor another ledger than everybody else', 'fork', async () => {
    const theirs = await new GrowingLedger().grow(4, 2);
    return { since: theirs.checkpoint };
  }, edited, { elsewhere: 'gittufFork' }),
  ledger('fork', 'makes the ledger anew with what it had, without one rejection', 'fork', async (grown) => {
    const { store, checkpoint } = grown;
    const anew = await new GrowingLedger().grow(6, 3);
    store.pin_ = checkpoint;
    store.commits.splice(0, store.commits.length, ...anew.store.commits);
  }),
  ledger('rewritten', 'rewrites commits of the ledger, so that its history is no longer append by append', 'idle', ({ store }) => void store.commits.push({ commit: 'e'.repeat(40), parents: [store.commits.at(-1)!.commit], files: store.now })),
];
