import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ed25519Key, sha256, verifyEd25519 } from '../../../../test/ledger/node-hash.ts';
import { decodeUtf8, encodeUtf8 } from '../../values/index.ts';
import { cosign, cosignerKey, isKeyName, openCosigned, readSignerKey, readVerifierKey, standingOf, toHex, writeSignerKey, writeVerifierKey } from '../index.ts';

const secret = ed25519Key();
const hash = (data: Uint8Array) => Uint8Array.from(sha256(data));
const key = cosignerKey(hash, 'w.example.com/shop', Uint8Array.from(secret.publicKey));
const root = hash(encodeUtf8('root'));
const checkpoint = { origin: 'countersign/shop', size: 7, root };
const note = cosign(checkpoint, key, 1_800_000_000, secret.sign);
const text = decodeUtf8(note);
const open = (changed: string, by = key) => openCosigned(verifyEd25519, encodeUtf8(changed), by);
const why = (changed: string) => {
  const opened = open(changed);
  return opened.ok ? null : opened.sentence;
};
/** A note that this key did cosign, whatever its text says. */
const signed = (body: string) => {
  const { name, id } = key;
  const time = new Uint8Array(8).fill(1);
  const at = time.reduce((sum, byte) => sum * 256 + byte, 0);
  const signature = Buffer.concat([id, time, secret.sign(encodeUtf8(`cosignature/v1\ntime ${at}\n${body}`))]).toString('base64');
  return `${body}\n\u2014 ${name} ${signature}\n`;
};

describe('a cosigned checkpoint', () => {
  it('is read back as it was written, with its moment', () => {
    expect(open(text)).toMatchObject({ ok: true, value: { checkpoint, signedAt: 1_800_000_000 } });
  });

  it.each<[string, string, RegExp | null]>([
    ['of an empty tree', signed(`countersign/shop\n0\n${Buffer.from(sha256(new Uint8Array())).toString('base64')}\n`), /signature|without entries/],
    ['with control characters', text.replace('shop\n7', 'sh\u0007op\n7'), /control characters/],
    ['of another size', text.replace('\n7\n', '\n8\n'), /signature of `w.example.com\/shop` is bad/],
    ['with a bad signature of the key that is known, beside the good one', `${text}${text.slice(text.indexOf('\u2014')).replace(/(.)==?\n$|(.)\n$/, 'A\n')}`, /bad|malformed/],
    ['signed by nobody known', text.replace(/\u2014 \S+/, '\u2014 somebody.else'), /no key that is known/],
    ['longer than any', `${text}${'\u2014 a AAAAAAAA\n'.repeat(8000)}`, /longer than/],
    ['with more signatures than are read', `${text}${'\u2014 a AAAAAAAA\n'.repeat(64)}`, /more than 64 signatures/],
    ['with 20 signatures of others', `${text}${'\u2014 a AAAAAAAA\n'.repeat(20)}`, null],
    ['without its end', text.slice(0, -1), /no signatures/],
    ['with lines behind its root', `${text.slice(0, text.indexOf('\n\n'))}\nmore\n${text.slice(text.indexOf('\n\n') + 1)}`, /bad/],
  ])('%s', (_, changed, sentence) => {
    if (sentence === null) expect(open(changed).ok).toBe(true);
    else expect(why(changed)).toMatch(sentence);
  });

  it('does not survive any change of a byte', () => {
    for (const at of note.keys()) {
      const changed = Uint8Array.from(note);
      changed[at] = changed[at]! ^ 1;
      expect([at, openCosigned(verifyEd25519, changed, key).ok]).toEqual([at, false]);
    }
  });

  it('throws for no bytes whatever', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => !openCosigned(verifyEd25519, bytes, key).ok));
  });

  it('says how a ledger stands to it', () => {
    const rootAt = (size: number) => (size === 7 ? toHex(root) : '0');
    const standing = (ledger: Partial<Parameters<typeof standingOf>[1]>) => standingOf({ checkpoint }, { origin: checkpoint.origin, size: 9, rootAt, ...ledger });
    expect([standing({}), standing({ size: 6 }), standing({ rootAt: () => '1' }), standing({ origin: 'other' })]).toEqual(['agrees', 'rollback', 'fork', 'fork']);
  });
});

describe('keys of witnesses as text', () => {
  const seed = new Uint8Array(32).fill(9);
  const written = writeSignerKey(sha256, { name: 'w', seed }, secret.publicKey);
  const read = (line: string) => readSignerKey(sha256, () => secret.publicKey, line);

  it('are read back as they were written', () => {
    expect(read(written)).toEqual({ ok: true, value: { name: 'w', seed } });
    expect(readVerifierKey(sha256, writeVerifierKey(key))).toEqual({ ok: true, value: key });
  });

  it.each([['cut off', written.slice(0, -9)], ['of another name', written.replace('+w+', '+v+')], ['of another type', written.replace('+AQ', '+BQ')], ['with a line behind', `${written}more`], ['empty', '']])('are refused %s', (_, line) => {
    expect(read(line).ok).toBe(false);
  });

  it.each(['', 'a b', 'a+b', 'a\u0085b', 'a\u2028b', 'a\u0001b', 'a\u001bb', 'a\u007fb', 'a\udc80b'])('have no name that a note cannot hold, such as %j', (name) => {
    expect(isKeyName(name)).toBe(false);
    expect(readVerifierKey(sha256, writeVerifierKey(cosignerKey(hash, name, key.publicKey))).ok).toBe(false);
  });
});
