import { createServer } from 'node:net';
import { openPasskeySigner } from '../../src/adapters/passkey/index.ts';
import { nodeCryptography } from '../../src/adapters/signing/index.ts';
import { checkSignature, pae, payloadType, writeStatement } from '../../src/core/attestation/index.ts';
import { bareKey } from '../../src/core/policy/index.ts';
import { signOff, type Assertion, type SoftPasskey } from '../keys/index.ts';
import { reader, takenApart } from '../keys/wire.ts';

/** What the page is opened for. */
export const message = pae(payloadType, writeStatement(signOff()));

/** A port that nothing listens on. */
export function freePort(): Promise<number> {
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

/** One answer of a browser: by which key, and how it lies. */
export interface Played {
  readonly key: SoftPasskey;
  readonly how?: Assertion;
  readonly over?: Uint8Array;
  readonly namespace?: string;
}

/** Opens the page for these keys and plays each answer; gives what the page was told of each, and what was signed in the end. */
export async function played(keys: readonly SoftPasskey[], port: number, answers: readonly Played[], verification: 'required' | 'preferred' = 'required') {
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
