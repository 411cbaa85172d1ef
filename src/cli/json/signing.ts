import type { SignJson } from '../../contract/signing.ts';
import { shortCode } from '../../core/brief/index.ts';
import type { CheckReport } from '../../workflows/reports.ts';
import type { InLedger } from '../../workflows/signing/record-statement.ts';
import type { SignedReport } from '../../workflows/signing/sign-change.ts';

/** `sign --json` */
export function signJson({ recorded, person, verdict, manner, open, after, place }: SignedReport): SignJson {
  const { change } = open.report;
  return {
    schema: 'urn:countersign:schema:sign:v1',
    verdict,
    person: { id: person.id, level: person.level },
    manner,
    target: change.target,
    base: change.base.commit,
    head: change.head.commit,
    change: { digest: change.digest, entries: change.files.length, code: shortCode(change.digest) },
    shown: open.shown,
    recorded: recordedJson(recorded, place),
    decision: decisionJson(after),
  };
}

function recordedJson({ entry, envelope, signature }: InLedger, place: string): SignJson['recorded'] {
  return { entry, envelope, key: signature.fingerprint, strength: signature.strength, place };
}

function decisionJson({ judgement: { decision } }: CheckReport): SignJson['decision'] {
  return { status: decision.status, sentence: decision.root.sentence, next: decision.next.map(({ sentence, people, command }) => ({ sentence, people: [...people], command })) };
}
