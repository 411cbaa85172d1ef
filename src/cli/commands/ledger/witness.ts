import { Failure } from '../../../core/values/index.ts';
import { writeVerifierKey } from '../../../core/ledger/index.ts';
import { witnessLedger } from '../../../workflows/ledger/witness/witness-ledger.ts';
import type { Outcome, Session } from '../command.ts';

/** What `witness` takes. */
export interface WitnessFlags {
  readonly into?: string;
  readonly key?: string;
  readonly first?: boolean;
  readonly newKey?: string;
}

/** `countersign witness --repo LEDGER --into PLACE --key FILE`, `countersign witness --new-key NAME --key FILE` */
export async function witness(session: Session, from: string, { into, key, first, newKey }: WitnessFlags): Promise<Outcome> {
  if (key === undefined) throw new Failure('usage', 'user', 'a witness has a key of its own: say which with `--key`', ['countersign witness --new-key NAME --key FILE makes one']);
  const { terminal, json, now } = session;
  if (newKey !== undefined) return drawKey(session, newKey, key);
  if (into === undefined) throw new Failure('usage', 'user', 'say with `--into` which repository keeps what is cosigned: one that those who push here cannot push to', ['countersign witness --repo LEDGER-REPOSITORY --into WITNESS-REPOSITORY --key FILE']);
  const [outside, cryptography] = await Promise.all([session.witnessing(), session.cryptography()]);
  const signer = await outside.readKey(key);
  const [ledger, store] = await Promise.all([outside.fetchLedger(from), outside.openWitness(into)]);
  const witnessed = await witnessLedger({ ledger, into: store, signer, cryptography, now, first: first === true });
  if (json) {
    const [{ witnessJson }, { printJson }] = await Promise.all([import('../../json/witness.ts'), import('../../json/print.ts')]);
    await printJson(terminal, witnessJson(witnessed));
  } else {
    const { witnessText } = await import('../../text/ledger/witness.ts');
    await terminal.answer(witnessText(witnessed, terminal.manner.width));
  }
  return witnessed.cosigned === null ? 'not-approved' : 'ok';
}

async function drawKey({ terminal, json, witnessing }: Session, name: string, file: string): Promise<Outcome> {
  const { key } = await (await witnessing()).drawKey(name, file);
  const vkey = writeVerifierKey(key);
  if (json) {
    const [{ witnessKeyJson }, { printJson }] = await Promise.all([import('../../json/witness.ts'), import('../../json/print.ts')]);
    await printJson(terminal, witnessKeyJson(vkey, file));
  } else {
    const { witnessKeyText } = await import('../../text/ledger/witness.ts');
    await terminal.answer(witnessKeyText(vkey, file, terminal.manner.width));
  }
  return 'ok';
}
