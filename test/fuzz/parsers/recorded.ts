import {
  digestOfChangePath,
  changePath,
  exportEnd,
  exportLines,
  fromBase64,
  openNote,
  readCheckpoint,
  readEntryBundle,
  readExport,
  readLeaf,
  readNote,
  readReceipt,
  readTile,
  readTlogProof,
  readVerifierKey,
  toBase64,
  verifyTlogProof,
  writeCheckpoint,
  writeEntryBundle,
  writeLeaf,
  writeNote,
  writeReceipt,
  writeTile,
  writeTlogProof,
} from '../../../src/core/ledger/index.ts';
import { nodeSha256 } from '../../../src/adapters/git/index.ts';
import { sha256, verifyEd25519 } from '../../ledger/node-hash.ts';
import { ofText, taken, type Parser } from '../parser.ts';

/** Of the worked example of C2SP signed-note. */
const known = readVerifierKey(sha256, 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k');
if (!known.ok) throw new Error(known.sentence);
const keys = [known.value, { ...known.value, name: 'witness.example/foo', algorithm: 'cosignature' as const }];

/** Readers of what a ledger is kept and handed on as. */
export const recorded: readonly Parser[] = [
  {
    name: 'checkpoint',
    read(bytes) {
      const read = readCheckpoint(bytes);
      if (!read.ok) return null;
      return read.value.extensions.length > 0 ? taken : { written: writeCheckpoint(read.value.checkpoint), canonical: true };
    },
  },
  {
    name: 'signed-note',
    read(bytes) {
      // Cosignatures are opened on the way, with keys that any signature is good of.
      openNote({ verify: () => true }, bytes, keys);
      openNote({ verify: verifyEd25519 }, bytes, keys);
      const note = readNote(bytes);
      return note.ok ? { written: writeNote(note.value), canonical: true } : null;
    },
  },
  ofText('verifier-key', (text) => (readVerifierKey(sha256, text).ok ? taken : null)),
  {
    name: 'tlog-proof',
    read(bytes) {
      verifyTlogProof({ hash: sha256, verify: () => true }, bytes, { leafHash: sha256(bytes), origin: 'example.com/foo', keys });
      const proof = readTlogProof(bytes);
      return proof.ok ? { written: writeTlogProof(proof.value), canonical: true } : null;
    },
  },
  {
    name: 'tile',
    read(bytes) {
      const tile = readTile(bytes, 3);
      return tile.ok ? { written: writeTile(tile.value), canonical: true } : null;
    },
  },
  {
    name: 'entry-bundle',
    read(bytes) {
      const leaves = readEntryBundle(bytes, 3);
      return leaves.ok ? { written: writeEntryBundle(leaves.value), canonical: true } : null;
    },
  },
  {
    name: 'leaf',
    read(bytes) {
      const leaf = readLeaf(bytes);
      return leaf.ok ? { written: writeLeaf(leaf.value), canonical: true } : null;
    },
  },
  ofText('ledger-export', (text) => {
    const { ledger, damage } = readExport(text, nodeSha256);
    if (ledger === null || damage.length > 0) return null;
    const lines = [...exportLines(ledger)].join('');
    return { written: Buffer.from(lines + exportEnd(nodeSha256([lines]))), canonical: false };
  }),
  ofText('receipt', (text) => {
    const receipt = readReceipt(text);
    return receipt.ok ? { written: Buffer.from(writeReceipt(receipt.value)), canonical: true } : null;
  }),
  ofText('ledger-base64', (text) => {
    const bytes = fromBase64(text);
    return bytes === null ? null : { written: Buffer.from(toBase64(bytes)), canonical: true };
  }),
  ofText('change-path', (text) => {
    const digest = digestOfChangePath(text);
    return digest === null ? null : { written: Buffer.from(changePath(digest)), canonical: true };
  }),
];
