import { declarationStatement, whyNotCounted } from '../../core/brief/index.ts';
import { nameOf, type Declared, type SignedDeclaration, type SignedWith } from '../../core/signoff/index.ts';
import { Failure, type Instant } from '../../core/values/index.ts';
import type { Ports } from '../ports/index.ts';
import type { PersonalKey } from './find-key.ts';
import type { OpenChange } from './open-change.ts';
import { recordStatement, type InLedger, type Pen } from './record-statement.ts';
import { failureOf, handOf } from './refusing.ts';

/** Throws where the declaration could count for nothing: an attestation by an author, a declaration by somebody else, a key too weak. */
export function assertMayDeclare(open: OpenChange, { person }: PersonalKey, by: SignedWith, said: Declared, ports: Pick<Ports, 'sha256'>): void {
  const { inputs, judgement, people, range, change } = open.report;
  const name = nameOf(person.id, people);
  const hand = judgement.exclusions.find((one) => one.person === person.id);
  if (said.attests && hand !== undefined) {
    throw new Failure('may-not-sign', 'user', `${name} may not attest \`${range}\`: ${handOf(hand)}`, ['an attestation is the word of a second person; authors declare without --attest']);
  }
  // That an AI was used is believed of anybody enrolled: it only asks for more.
  if (!said.attests && hand === undefined && (said.assistance?.used !== true || Object.keys(said.document).length > 0)) {
    throw new Failure('may-not-sign', 'user', `${name} had no hand in \`${range}\`: its authors declare`, ['--attest for the word of a second person']);
  }
  const draft: SignedDeclaration = {
    id: 'draft',
    person: person.id,
    ...said,
    changeDigest: change.digest,
    target: change.target,
    strength: by.strength,
    synced: by.synced === true,
    signedAt: inputs.now,
    order: Number.MAX_SAFE_INTEGER,
  };
  const because = whyNotCounted(draft.id, { ...inputs, declarations: [...inputs.declarations, draft] }, ports.sha256);
  if (because !== null && (said.attests || hand !== undefined)) {
    throw new Failure('may-not-sign', 'user', `what ${name} declares would not count: ${because}`, [`countersign check ${range} says what is needed`]);
  }
}

/** Signs and records a declaration or an attestation. */
export async function declareChange(ports: Ports, open: OpenChange, mine: PersonalKey, pen: Pen, said: Declared & { readonly nonce: string; readonly now: Instant }): Promise<InLedger> {
  const { nonce, now, ...declared } = said;
  const { change } = open.report;
  const statement = declarationStatement(mine.person, change, declared, { repository: open.repository, nonce, now, ledger: open.ledger });
  return recordStatement(ports, pen, statement, change, (signature) => failureOf(() => assertMayDeclare(open, mine, signature, declared, ports)));
}
