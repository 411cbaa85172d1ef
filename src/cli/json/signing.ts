import type { AfterReviewJson, AuditJson, DeclareJson, OverrideJson, SignJson } from '../../contract/signing.ts';
import { shortCode } from '../../core/brief/index.ts';
import type { Declared } from '../../core/signoff/index.ts';
import type { OverrideDraft } from '../../workflows/signing/override-change.ts';
import type { InLedger } from '../../workflows/signing/record-statement.ts';
import type { AuditedLedger, ReviewedLanding, Said, SignedReport } from '../../workflows/signing/reports.ts';

/** `sign --json` */
export function signJson(report: SignedReport): SignJson {
  const { verdict, manner, open } = report;
  return { schema: 'urn:countersign:schema:sign:v1', verdict, manner, shown: open.shown, ...saidJson(report) };
}

/** `declare --json` */
export function declareJson(report: Said, { attests, assistance, document, maintainer }: Declared): DeclareJson {
  const used = assistance === null ? null : { used: assistance.used, tools: [...assistance.tools] };
  return { schema: 'urn:countersign:schema:declare:v1', attests, assistance: used, document: { ...document }, maintainer, ...saidJson(report) };
}

/** `override --json` */
export function overrideJson(report: Said, { reason, lasts }: OverrideDraft): OverrideJson {
  return { schema: 'urn:countersign:schema:override:v1', reason, holdsFor: lasts, ...saidJson(report) };
}

/** `after-review --json` */
export function afterReviewJson({ recorded, person, open, found, place }: ReviewedLanding): AfterReviewJson {
  const { change } = open.report;
  return {
    schema: 'urn:countersign:schema:after-review:v1',
    ...found,
    person: { id: person.id, level: person.level },
    target: change.target,
    landing: { commit: change.head.commit, change: change.digest },
    overriddenBy: [...open.overriddenBy],
    recorded: recordedJson(recorded, place),
  };
}

/** `audit --json` */
export function auditJson({ recorded, person, open, findings, place }: AuditedLedger): AuditJson {
  const { from, to } = open.entries;
  return { schema: 'urn:countersign:schema:audit:v1', person: { id: person.id, level: person.level }, entries: { from, to }, findings: [...findings], recorded: recordedJson(recorded, place) };
}

function saidJson({ recorded, person, open, after, place }: Said): Omit<SignJson, 'schema' | 'verdict' | 'manner' | 'shown'> {
  const { change } = open.report;
  const { decision } = after.judgement;
  return {
    person: { id: person.id, level: person.level },
    target: change.target,
    base: change.base.commit,
    head: change.head.commit,
    change: { digest: change.digest, entries: change.files.length, code: shortCode(change.digest) },
    recorded: recordedJson(recorded, place),
    decision: {
      status: decision.status,
      sentence: decision.root.sentence,
      next: decision.next.map(({ sentence, people, command }) => ({ sentence, people: [...people], command })),
    },
  };
}

function recordedJson({ entry, envelope, signature }: InLedger, place: string): SignJson['recorded'] {
  return { entry, envelope, key: signature.fingerprint, strength: signature.strength, place };
}
