import { namespace, openEnvelope, pae, payloadType, writeEnvelope, writeStatement, type CheckedSignature, type Statement } from '../../core/attestation/index.ts';
import { entryList, type Change } from '../../core/change/index.ts';
import { Failure } from '../../core/values/index.ts';
import { appendStatements } from '../ledger/append-statements.ts';
import type { Ports, Signer, SigningKey } from '../ports/index.ts';

/** What signing needs besides the repository. */
export interface Pen {
  readonly signer: Signer;
  readonly key: SigningKey;
}

/** A statement that stands in the ledger. */
export interface InLedger {
  /** Position, from 0. */
  readonly entry: number;
  /** SHA-256 of the envelope. */
  readonly envelope: string;
  readonly signature: CheckedSignature;
}

/**
 * Signs a statement, checks the signature as any reader will, and puts it into the ledger; nothing is written before
 * all of that is settled. `refuses` sees the signature before it is recorded and gives the failure where it will not do.
 */
export async function recordStatement(
  ports: Ports,
  { signer, key }: Pen,
  statement: Statement,
  about: Change | null,
  refuses: (signature: CheckedSignature) => Failure | null = () => null,
): Promise<InLedger> {
  const payload = writeStatement(statement);
  const armored = await signer.sign(key, namespace, pae(payloadType, payload));
  const envelope = writeEnvelope(payload, armored);
  const opened = openEnvelope(envelope, ports.cryptography);
  if (!opened.ok) throw notSigned(`the signature made does not hold: ${opened.refusal.sentence}`);
  const { signature, envelopeSha256 } = opened.value;
  if (signature.publicKey !== key.publicKey && key.alternatives?.includes(signature.publicKey) !== true) throw notSigned(`another key signed than ${key.fingerprint}: ${signature.fingerprint}`);
  const refused = refuses(signature);
  if (refused !== null) throw refused;
  const list = about === null ? null : { digest: about.digest, bytes: entryList(about.objectFormat, about.files) };
  const keep = about === null ? [] : [about.head.commit];
  const { entries } = await appendStatements(ports, [{ envelope, entryList: list, keep }]);
  return { entry: entries[0]!, envelope: envelopeSha256, signature };
}

function notSigned(sentence: string): Failure {
  return new Failure('signing-failed', 'environment', `${sentence}; nothing was written`, ['sign again; if it happens twice, try another key with --key FILE']);
}
