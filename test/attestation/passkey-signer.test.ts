import { describe, expect, it } from 'vitest';
import { pae, payloadType, writeStatement } from '../../src/core/attestation/index.ts';
import { bareKey } from '../../src/core/policy/index.ts';
import { signOff, softPasskey } from '../keys/index.ts';
import { freePort, played, type Played } from './played-page.ts';

/*
 * What comes back from a page, believed or not: the page and its browser are played here, so that they can lie.
 */

describe('what a page hands back', () => {
  it('is signed with where it is about this statement, and with nothing else: each lie is told to the page, and another answer may follow', async () => {
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const [own, stranger] = [softPasskey({ origin }), softPasskey({ origin })];
    const lies: readonly (readonly [Played, RegExp])[] = [
      [{ key: own, over: pae(payloadType, writeStatement(signOff({ verdict: 'reject', answers: [], checklists: [], edgeCases: [], owner: null, comment: 'no' }))) }, /not about this statement/],
      [{ key: own, namespace: 'git' }, /not about this statement/],
      [{ key: own, how: { challenge: (preimage) => preimage.subarray(6) } }, /not about this statement/],
      [{ key: own, how: { origin: 'http://localhost:3000' } }, /asked by another page/],
      [{ key: own, how: { origin: 'http://localhost.evil.example' } }, /asked by another page/],
      [{ key: own, how: { further: ',"crossOrigin":true' } }, /framed by another page/],
      [{ key: own, how: { further: ',"crossOrigin":false,"topOrigin":"http://evil.example"' } }, /framed by another page/],
      [{ key: own, how: { flags: 0 } }, /nobody touched/],
      [{ key: own, how: { flags: 1 } }, /did not verify who you are/],
      [{ key: own, how: { flags: 0x45 } }, /flags announce what does not follow/],
      [{ key: own, how: { flags: 0x15 } }, /backed up and cannot be/],
      [{ key: own, how: { rpId: 'evil.example' } }, /another passkey/],
      [{ key: stranger }, /another passkey than ana enrolled/],
    ];
    const { replies, strength, publicKey } = await played([own], port, [...lies.map(([one]) => one), { key: own }]);
    expect(replies).toHaveLength(lies.length + 1);
    for (const [index, [, words]] of lies.entries()) expect(replies[index], String(index)).toMatch(words);
    expect([replies.at(-1), strength, publicKey]).toEqual(['done', 'verified', bareKey(own.line)]);
  });

  it('is by whichever of one’s passkeys the browser’s user chose', async () => {
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const [laptop, phone] = [softPasskey({ origin }), softPasskey({ origin })];
    expect(await played([laptop, phone], port, [{ key: phone }])).toEqual({ replies: ['done'], strength: 'verified', publicKey: bareKey(phone.line) });
  });

  it('may be a touch alone where no rule asks for more', async () => {
    const port = await freePort();
    const key = softPasskey({ origin: `http://localhost:${port}` });
    expect(await played([key], port, [{ key, how: { flags: 1 } }], 'preferred')).toMatchObject({ replies: ['done'], strength: 'touch' });
  });
});
