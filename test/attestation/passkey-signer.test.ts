import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { openPasskeySigner } from '../../src/adapters/passkey/index.ts';
import { nodeCryptography } from '../../src/adapters/signing/index.ts';
import { checkSignature, pae, payloadType, writeStatement } from '../../src/core/attestation/index.ts';
import { bareKey } from '../../src/core/policy/index.ts';
import { signOff, softPasskey, type Assertion, type SoftPasskey } from '../keys/index.ts';
import { reader, takenApart } from '../keys/wire.ts';

/*
 * What comes back from a page, believed or not: the page and its browser are played here, so that they can lie.
 */

const message = pae(payloadType, writeStatement(signOff()));

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** What a browser hands back, taken out of the signature that was made of it. */
function answerOf(task: string, rpIdHash: Uint8Array, armored: string) {
  const { read, at } = reader(Buffer.from(takenApart(armored).signature));
  const inner = Buffer.from(takenApart(armored).signature);
  read();
  const numbers = reader(read());
  const pair = [numbers.read(), numbers.read()].map((one) => Buffer.concat([Buffer.of(2, one.length), one]));
  const presence = inner.subarray(at(), at() + 5);
  const rest = reader(inner, at() + 5);
  rest.read();
  const clientData = rest.read();
  const der = Buffer.concat(pair);
  return {
    task,
    kind: 'sign',
    authenticatorData: Buffer.concat([rpIdHash, presence, rest.read()]).toString('base64url'),
    clientData: clientData.toString('base64url'),
    signature: Buffer.concat([Buffer.of(0x30, der.length), der]).toString('base64url'),
  };
}

interface Played {
  readonly key: SoftPasskey;
  readonly how?: Assertion;
  readonly over?: Uint8Array;
  readonly namespace?: string;
}

/** Opens the page for these keys and plays each answer; gives what the page was told of each, and what was signed in the end. */
async function played(keys: readonly SoftPasskey[], port: number, answers: readonly Played[], verification: 'required' | 'preferred' = 'required') {
  const replies: string[] = [];
  let told: (url: string) => void = () => {};
  const address = new Promise<string>((resolve) => (told = resolve));
  const signer = openPasskeySigner({ port, person: 'ana', repository: 'c0'.repeat(32), keys: keys.map(({ line }) => bareKey(line)), verification, patience: 30, tell: told }, nodeCryptography);
  const [key] = await signer.keys(null);
  const signed = signer.sign(key!, 'countersign', message);
  const url = await address;
  const post = async (path: string, body: string) =>
    (await (await fetch(url + path, { method: 'POST', headers: { origin: `http://localhost:${port}`, 'content-type': 'application/json' }, body })).json()) as { kind: string; sentence?: string; task: { id: string } };
  const { task } = await post('task', '');
  for (const { key: with_, how = {}, over = message, namespace = 'countersign' } of answers) {
    const reply = await post('answer', JSON.stringify(answerOf(task.id, nodeCryptography.sha256(Buffer.from('localhost')), with_.signAs(how, over, namespace))));
    replies.push(reply.sentence ?? reply.kind);
  }
  const checked = checkSignature(await signed, message, 'countersign', nodeCryptography);
  return { replies, strength: checked.ok ? checked.value.strength : null, publicKey: checked.ok ? checked.value.publicKey : null };
}

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
