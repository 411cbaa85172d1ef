import {
  digestOfChangePath,
  changePath,
  exportEnd,
  exportLines,
  fromBase64,
  openCosigned,
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
  standingOf,
  toBase64,
  toHex,
  verifyTlogProof,
  writeCheckpoint,
  writeEntryBundle,
  writeLeaf,
  writeNote,
  writeReceipt,
  writeTile,
  writeTlogProof,
  writeVerifierKey,
} from '../../../src/core/ledger/index.ts';
import { nodeSha256 } from '../../../src/adapters/git/index.ts';
import { nodeCryptography } from '../../../src/adapters/signing/index.ts';
import { auditExport } from '../../../src/workflows/ledger/export-ledger.ts';
import { verifyReceipt } from '../../../src/workflows/ledger/prove-entry.ts';
import { sha256, verifyEd25519 } from '../../ledger/node-hash.ts';
import { ofText, taken, type Parser } from '../parser.ts';

const keyOf = (text: string) => {
  const key = readVerifierKey(sha256, text);
  if (!key.ok) throw new Error(key.sentence);
  return key.value;
};
/** Of the worked example of C2SP signed-note. */
const known = keyOf('example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k');
/** A witness whose secret everybody knows: RFC 8032, section 7.1, test 1. */
const cosigner = keyOf('witness.example/foo+cbce087f+BNdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea');
const keys = [known, { ...known, name: 'witness.example/foo', algorithm: 'cosignature' as const }, cosigner];

/** Every signature is good. */
const believing = { ...nodeCryptography, verify: () => true };

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
  {
    name: 'cosigned-checkpoint',
    read(bytes) {
      const [strict, opened] = [openCosigned(verifyEd25519, bytes, cosigner), openCosigned(() => true, bytes, cosigner)];
      if (strict.ok && !opened.ok) throw new Error('it is taken by its signature alone');
      if (!opened.ok) return null;
      const { checkpoint, note } = opened.value;
      if (standingOf(opened.value, { ...checkpoint, rootAt: () => toHex(checkpoint.root) }) !== 'agrees') throw new Error('it contradicts the ledger it speaks of');
      return { written: note, canonical: true };
    },
  },
  ofText('verifier-key', (text) => {
    const key = readVerifierKey(sha256, text);
    return key.ok ? { written: Buffer.from(writeVerifierKey(key.value)), canonical: true } : null;
  }),
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
  ofText('export-audit', (text) => {
    // Sealed anew, so that the audit gets to see what was changed.
    const end = text.lastIndexOf('{"sha256"');
    const body = end < 0 ? text : text.slice(0, end);
    const file = body + exportEnd(nodeSha256([body]));
    auditExport('it', file, believing, nodeSha256, null);
    const { consistent } = auditExport('it', file, nodeCryptography, nodeSha256, null);
    if (consistent && readExport(file, nodeSha256).damage.length > 0) throw new Error('damage is believed');
    return consistent ? taken : null;
  }),
  ofText('receipt', (text) => {
    const receipt = readReceipt(text);
    for (const believed of [[], keys]) {
      const [checked, any] = [nodeCryptography, believing].map((cryptography) => verifyReceipt(text, cryptography, { believed, now: 2 ** 40 }));
      if (checked!.holds && (!receipt.ok || !any!.holds)) throw new Error('a receipt holds that cannot be read');
    }
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
