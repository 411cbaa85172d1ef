import type { ExplainJson } from '../../contract/explain.ts';
import type { Claim, ClaimSubject, Contradiction } from '../../core/evidence/index.ts';

type ClaimJson = ExplainJson['claims'][number];

/** A claim field by field: nothing is left out and nothing else slips in. */
export function claimJson(claim: Claim): ClaimJson {
  const { strength, tool, model, session, rule, quote } = claim;
  const { class: by, kind, subject, source } = claim;
  return { class: by, kind, strength, tool, model, session, rule, subject: subjectJson(subject), source: { ...source }, quote };
}

function subjectJson(subject: ClaimSubject): ClaimJson['subject'] {
  if (subject.scope !== 'lines') return { ...subject };
  const { scope, commit, path, ranges } = subject;
  return { scope, commit, path, ranges: ranges.map(({ start, end }) => ({ start, end })) };
}

export function contradictionJson({ sentence, claims }: Contradiction): ExplainJson['contradictions'][number] {
  return { sentence, claims: [...claims] };
}
