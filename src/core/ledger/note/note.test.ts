import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ed25519Key, sha256, verifyEd25519 } from '../../../../test/ledger/node-hash.ts';
import { decodeUtf8, encodeUtf8 } from '../../values/index.ts';
import {
  buildTree,
  fromBase64,
  hashLeaf,
  keyId,
  openNote,
  proveInclusion,
  readCheckpoint,
  readNote,
  readTlogProof,
  readVerifierKey,
  timestamped,
  toBase64,
  type VerifierKey,
  verifyTlogProof,
  writeCheckpoint,
  writeNote,
  writeTlogProof,
} from '../index.ts';

const cryptography = { hash: sha256, verify: verifyEd25519 };

/** A key of this name with what it takes to sign notes. */
function noteKey(name: string, algorithm: VerifierKey['algorithm'] = 'ed25519') {
  const { publicKey, sign } = ed25519Key();
  const key: VerifierKey = { name, id: keyId(sha256, name, algorithm, publicKey), algorithm, publicKey };
  const line = (text: string, signedAt = 1_679_315_147) => ({
    name,
    id: key.id,
    signature: algorithm === 'ed25519' ? sign(encodeUtf8(text)) : timestamped(signedAt, sign(encodeUtf8(`cosignature/v1\ntime ${signedAt}\n${text}`))),
  });
  return { key, line };
}

const sentenceOf = (result: { readonly ok: boolean; readonly sentence?: string }) => (result.ok ? null : result.sentence);

describe('the worked example of C2SP signed-note', () => {
  const vkey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
  const note = 'This is an example message.\n\n\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';
  const key = readVerifierKey(sha256, vkey);

  test('verifies', () => {
    expect(key.ok && key.value.name).toBe('example.com/foo');
    const opened = openNote(cryptography, encodeUtf8(note), key.ok ? [key.value] : []);
    expect(opened.ok && opened.value.text).toBe('This is an example message.\n');
  });

  test('fails when any bit changes', () => {
    const bytes = encodeUtf8(note);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Uint8Array.from(bytes);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(openNote(cryptography, changed, key.ok ? [key.value] : []).ok).toBe(false);
    }
  });

  test.each([
    ['another key id', vkey.replace('530d903a', '530d903b')],
    ['another name', vkey.replace('foo', 'bar')],
    ['upper-case hex', vkey.replace('530d903a', '530D903A')],
    ['a cut-off key', vkey.slice(0, -4)],
    ['a space in the name', vkey.replace('/foo', ' foo')],
    ['no name', vkey.slice('example.com/foo'.length)],
    ['another type', `example.com/foo+530d903a+${toBase64(Uint8Array.of(2, 1))}`],
  ])('is not opened by a vkey with %s', (_, given) => {
    expect(readVerifierKey(sha256, given).ok).toBe(false);
  });
});

describe('a signed note', () => {
  const [known, other] = [noteKey('example.com/log'), noteKey('example.com/else')];
  const text = 'first\n\nsecond\n';

  test('ends its text at the last empty line', () => {
    const note = readNote(writeNote({ text, signatures: [known.line(text)] }));
    expect(note.ok && note.value.text).toBe(text);
  });

  test('passes over signatures of unknown keys, also of the same name', () => {
    const namesake = noteKey('example.com/log');
    const bytes = writeNote({ text, signatures: [other.line(text), namesake.line('else\n'), known.line(text)] });
    const opened = openNote(cryptography, bytes, [known.key]);
    expect(opened.ok && opened.value.signedBy).toEqual([{ key: known.key, signedAt: null }]);
  });

  test('is refused whole for one bad signature of a known key', () => {
    const bytes = writeNote({ text, signatures: [known.line(text), other.line('else\n')] });
    expect(sentenceOf(openNote(cryptography, bytes, [known.key, other.key]))).toBe('the signature of `example.com/else` is bad');
    expect(openNote(cryptography, bytes, [known.key]).ok).toBe(true);
  });

  test('is refused where no known key signed it', () => {
    expect(sentenceOf(openNote(cryptography, writeNote({ text, signatures: [other.line(text)] }), [known.key]))).toBe('no key that is known signed the note');
  });

  test('may have 64 signatures and no more', () => {
    const many = (count: number) => writeNote({ text, signatures: Array.from({ length: count }, () => known.line(text)) });
    expect(openNote(cryptography, many(16), [known.key]).ok).toBe(true);
    expect(openNote(cryptography, many(64), [known.key]).ok).toBe(true);
    expect(sentenceOf(openNote(cryptography, many(65), [known.key]))).toBe('the note has more than 64 signatures');
  });

  test.each([
    ['a hyphen for the dash', (note: string) => note.replace('\u2014', '-')],
    ['a tab', (note: string) => note.replace('first', 'fi\trst')],
    ['a carriage return', (note: string) => note.replaceAll('\n', '\r\n')],
    ['no last line feed', (note: string) => note.slice(0, -1)],
    ['an empty line behind', (note: string) => `${note}\n`],
    ['two spaces', (note: string) => note.replace('\u2014 ', '\u2014  ')],
    ['unpadded base64', (note: string) => note.replace(/=+\n$/, '\n')],
    ['no signature', (note: string) => note.slice(0, note.indexOf('\u2014'))],
    ['no text line feed', () => 'text'],
  ])('with %s is malformed', (_, change) => {
    const note = decodeUtf8(writeNote({ text, signatures: [known.line(text)] }));
    expect(readNote(encodeUtf8(change(note))).ok).toBe(false);
  });

  test('with bytes that are not UTF-8 is malformed', () => {
    expect(readNote(Uint8Array.from([0xff, ...writeNote({ text, signatures: [known.line(text)] })])).ok).toBe(false);
  });
});

describe('a checkpoint', () => {
  // The example of C2SP tlog-checkpoint.
  const text = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';

  test('reads as the specification writes it, and is written the same', () => {
    const read = readCheckpoint(encodeUtf8(text));
    expect(read.ok && read.value.checkpoint.size).toBe(20_852_163);
    expect(read.ok && decodeUtf8(writeCheckpoint(read.value.checkpoint))).toBe(text);
    expect(readCheckpoint(encodeUtf8(`${text}more\n`))).toMatchObject({ ok: true, value: { extensions: ['more'] } });
  });

  test.each([
    ['a leading zero', text.replace('208', '0208')],
    ['a sign', text.replace('208', '+208')],
    ['a size beyond 2^53', text.replace('20852163', '9007199254740992')],
    ['a size of 17 digits', text.replace('20852163', '10000000000000000')],
    ['no size', text.replace('20852163', '')],
    ['no origin', text.replace('example.com/behind-the-sofa', '')],
    ['a control character', text.replace('sofa', 'so\u0007fa')],
    ['a short root', text.replace('CsUY', '')],
    ['a root with stray bits', text.replace('q2I=', 'q2J=')],
    ['a root without padding', text.replace('=', '')],
    ['two lines', text.split('\n').slice(0, 2).join('\n')],
    ['no last line feed', text.slice(0, -1)],
    ['an empty line', `${text}\n`],
  ])('with %s is refused', (_, given) => {
    expect(readCheckpoint(encodeUtf8(given)).ok).toBe(false);
  });

  test('counts to 2^53 - 1', () => {
    expect(readCheckpoint(encodeUtf8(text.replace('20852163', '9007199254740991'))).ok).toBe(true);
    expect(readCheckpoint(encodeUtf8(text.replace('20852163', '0'))).ok).toBe(true);
  });
});

describe('a cosignature', () => {
  const text = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
  const witness = noteKey('witness.example.com/w1', 'cosignature');

  test('vouches for a checkpoint at a moment', () => {
    const opened = openNote(cryptography, writeNote({ text, signatures: [witness.line(text)] }), [witness.key]);
    expect(opened.ok && opened.value.signedBy[0]?.signedAt).toBe(1_679_315_147);
  });

  test('is bad for another moment, a note that is no checkpoint, and as a plain signature', () => {
    const line = witness.line(text);
    const later = { ...line, signature: Uint8Array.from(line.signature, (byte, at) => (at === 7 ? byte ^ 1 : byte)) };
    expect(openNote(cryptography, writeNote({ text, signatures: [later] }), [witness.key]).ok).toBe(false);
    expect(openNote(cryptography, writeNote({ text: 'hello\n', signatures: [witness.line('hello\n')] }), [witness.key]).ok).toBe(false);
    const plain = { ...line, signature: line.signature.subarray(8) };
    expect(openNote(cryptography, writeNote({ text, signatures: [plain] }), [witness.key]).ok).toBe(false);
    const beyond = { ...line, signature: Uint8Array.from(line.signature, (byte, at) => (at === 0 ? 0x7f : byte)) };
    expect(openNote(cryptography, writeNote({ text, signatures: [beyond] }), [witness.key]).ok).toBe(false);
  });

  test('key is written as a vkey of type 4', () => {
    const { key } = witness;
    const vkey = `${key.name}+${Buffer.from(key.id).toString('hex')}+${toBase64(Uint8Array.from([4, ...key.publicKey]))}`;
    expect(readVerifierKey(sha256, vkey)).toMatchObject({ ok: true, value: { algorithm: 'cosignature' } });
  });
});

describe('a tlog-proof', () => {
  const leaves = Array.from({ length: 11 }, (_, at) => hashLeaf(sha256, Uint8Array.of(at)));
  const tree = buildTree(sha256, leaves);
  const log = noteKey('example.com/fancylog');
  const text = decodeUtf8(writeCheckpoint({ origin: 'example.com/fancylog', size: 11, root: tree.root(11) }));
  const made = (index: number, extra: Uint8Array | null = null) =>
    writeTlogProof({ extra, index, proof: proveInclusion(tree, index, 11), checkpoint: writeNote({ text, signatures: [log.line(text)] }) });
  const expected = (index: number) => ({ leafHash: leaves[index]!, origin: 'example.com/fancylog', keys: [log.key] });

  test('shows each entry of a signed checkpoint, and no other', () => {
    for (let index = 0; index < 11; index++) {
      expect(verifyTlogProof(cryptography, made(index), expected(index))).toMatchObject({ ok: true, value: { index } });
      expect(verifyTlogProof(cryptography, made(index), expected((index + 1) % 11)).ok).toBe(false);
    }
  });

  test('keeps its opaque extra data, which nothing vouches for', () => {
    const read = readTlogProof(made(3, Uint8Array.of(1, 2)));
    expect(read.ok && read.value.extra).toEqual(Uint8Array.of(1, 2));
    expect(verifyTlogProof(cryptography, made(3, Uint8Array.of(1, 2)), expected(3)).ok).toBe(true);
  });

  test('is refused for another origin or by another key', () => {
    expect(sentenceOf(verifyTlogProof(cryptography, made(3), { ...expected(3), origin: 'example.com/other' }))).toBe('the checkpoint is of `example.com/fancylog`, not of `example.com/other`');
    expect(verifyTlogProof(cryptography, made(3), { ...expected(3), keys: [] }).ok).toBe(false);
  });

  test('fails when any bit changes', () => {
    const bytes = made(6);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Uint8Array.from(bytes);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(verifyTlogProof(cryptography, changed, expected(6)).ok).toBe(false);
    }
  });

  test.each(['index 03', 'index -1', 'index 9007199254740992', 'index', 'Index 3'])('with `%s` is refused', (line) => {
    expect(readTlogProof(encodeUtf8(decodeUtf8(made(3)).replace('index 3', line))).ok).toBe(false);
  });
});

describe('base64', () => {
  test('comes back from its one form', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
        expect(fromBase64(toBase64(bytes))).toEqual(bytes);
      }),
    );
  });

  test.each(['QQ', 'QQ=', 'QR==', 'QUF=', 'Q===', '====', 'QQ==\n', ' QQ==', 'Q-==', 'QQ==QQ=='])('refuses `%s`', (text) => {
    expect(fromBase64(text)).toBeNull();
  });
});
