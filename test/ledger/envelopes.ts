import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { namespace, pae, payloadType, writeEnvelope, writeStatement } from '../../src/core/attestation/index.ts';
import type { LedgerItem } from '../../src/workflows/ports/index.ts';
import { signOff } from '../keys/statement.ts';
import { armored, preimage, str } from '../keys/wire.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const key = Buffer.concat([str('ssh-ed25519'), str(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32))]);

/** The repository that the statements are for. */
export const repositoryId = '1'.repeat(64);

/** An envelope signed in this process, thousands a second; each `name` gives another statement. */
export function someEnvelope(name: string): Uint8Array {
  const nonce = sha256(Buffer.from(name)).slice(0, 32);
  const change = { digest: sha256(entryListOf(name)), entries: 1 };
  const payload = writeStatement(signOff({ repository: repositoryId, change, nonce, comment: name, ledger: null }));
  const digest = createHash('sha512').update(pae(payloadType, payload)).digest();
  const signature = Buffer.concat([str('ssh-ed25519'), str(sign(null, preimage(namespace, 'sha512', digest), privateKey))]);
  return writeEnvelope(payload, armored({ key, namespace, hash: 'sha512', signature }));
}

/** The same as an item, with an entry list of its own. */
export function someItem(name: string, keep: readonly string[] = []): LedgerItem {
  const bytes = entryListOf(name);
  return { envelope: someEnvelope(name), entryList: { digest: sha256(bytes), bytes }, keep };
}

function entryListOf(name: string): Buffer {
  return Buffer.from(`entry list of ${name}\n`);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
