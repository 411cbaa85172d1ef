import { openRepository, nodeSha256 } from '../../src/adapters/git/index.ts';
import { openLedgerStore } from '../../src/adapters/ledger/index.ts';
import { nodeCryptography } from '../../src/adapters/signing/index.ts';
import { keyFingerprint } from '../../src/core/attestation/index.ts';
import { bareKey } from '../../src/core/policy/index.ts';
import type { Signer } from '../../src/workflows/ports/index.ts';
import { adoptTarget } from '../../src/workflows/signing/adopt-target.ts';
import { exampleKey, signWith } from './keys.ts';

/** Seconds since 1970: the day of the story on which its ledger begins. */
const adoptedAt = 1_795_168_800;

/** Begins the ledger of the example as `countersign adopt` does, with a clock and a number of the story's own. */
export async function adoptExample(folder: string): Promise<void> {
  const repository = await openRepository(folder);
  try {
    const key = exampleKey('root');
    const publicKey = bareKey(key.line);
    const signer: Signer = {
      keys: () => Promise.resolve([{ publicKey, fingerprint: keyFingerprint(publicKey, nodeCryptography), where: 'root' }]),
      sign: (_key, namespace, message) => Promise.resolve(signWith(key, namespace, message)),
    };
    const ports = {
      repository, sha256: nodeSha256, cryptography: nodeCryptography,
      ledger: openLedgerStore(repository.access(), { now: () => adoptedAt }),
      readText: () => Promise.reject(new TypeError('nothing is named')),
    };
    await adoptTarget(ports, () => Promise.resolve(signer), { target: 'refs/heads/main', key: 'root', gate: null, newRoot: false, nonce: '5e'.repeat(16), now: adoptedAt });
  } finally {
    await repository.close();
  }
}
