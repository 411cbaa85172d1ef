import type { LineRange } from '../../change/index.ts';
import { edgeCaseClasses, suiteKinds } from '../../policy/index.ts';
import type { EdgeCase, FileCoverage, FileFindings, FindingCounts } from '../../signoff/index.ts';
import type { EvidenceV1, ResultV1, ReviewV1 } from './evidence.ts';
import { digest, distinct, list, moment, name, nonce, objectOf, oneOf, orNull, path, personId, record, refName, truth, whole, wrong, type Field } from './fields.ts';
import type { AdoptionV1, LandingV1 } from './landing.ts';
import { byFormat, ledgerSeen, objectFormat } from './shared-fields.ts';

const entries: Field<readonly number[]> = (value, place) => {
  const read = list(whole(0), 32)(value, place);
  if (new Set(read).size !== read.length) throw wrong(place, 'names one entry twice');
  return read;
};

type ResultOf<K extends ResultV1['kind']> = Extract<ResultV1, { kind: K }>;

const outcome = oneOf('passed', 'failed');
const sources = distinct(digest, 256);
const counts = { error: whole(0), warning: whole(0), note: whole(0) };

const ranges: Field<readonly LineRange[]> = (value, place) => {
  const read = list(record<LineRange>({ start: whole(1), end: whole(1) }), 8192)(value, place);
  let last = 0;
  for (const { start, end } of read) {
    if (start <= last || end < start) throw wrong(place, 'is not in order');
    last = end;
  }
  return read;
};

/** Each path once: two words about one file are none. */
function byPath<T extends { readonly path: string }>(item: Field<T>, most: number): Field<readonly T[]> {
  const items = list(item, most);
  return (value, place) => {
    const read = items(value, place);
    if (new Set(read.map((one) => one.path)).size !== read.length) throw wrong(place, 'names one file twice');
    return read;
  };
}

const checked = record<ResultOf<'check'>>({ kind: oneOf('check'), name, outcome, tool: orNull(name) });

const tested: Field<ResultOf<'tests'>> = (value, place) => {
  const coverage = byPath(record<FileCoverage>({ path, hit: ranges, missed: ranges }), 4096);
  const read = record<ResultOf<'tests'>>({
    kind: oneOf('tests'), suite: oneOf(...suiteKinds), outcome, tool: orNull(name), ran: whole(0), failed: whole(0), skipped: whole(0), coverage: orNull(coverage), sources,
  })(value, place);
  if (read.outcome === 'passed' && (read.failed > 0 || read.ran === 0)) throw wrong(`${place}.outcome`, 'says that tests passed of which some failed or none ran');
  return read;
};

const scanned = record<ResultOf<'scan'>>({
  kind: oneOf('scan'), tool: name, version: orNull(name), outcome, files: byPath(record<FileFindings>({ path, ...counts }), 4096), nowhere: record<FindingCounts>(counts), sources,
});

const mutated = record<ResultOf<'edge-cases'>>({
  kind: oneOf('edge-cases'), tool: name, outcome: oneOf('passed'), cases: list(record<EdgeCase>({ class: oneOf(...edgeCaseClasses), path, line: whole(1) }), 4096), sources,
});

const result: Field<ResultV1> = (value, place) => {
  const kind = oneOf('check', 'tests', 'scan', 'edge-cases')(objectOf(value, place).get('kind'), `${place}.kind`);
  return { check: checked, tests: tested, scan: scanned, 'edge-cases': mutated }[kind](value, place);
};

/** Reads the predicate of a signed result. */
export const readEvidence: Field<EvidenceV1> = byFormat((id) =>
  record<EvidenceV1>({
    repository: digest,
    objectFormat,
    gate: personId,
    tree: id,
    commit: orNull(id),
    result,
    nonce,
    signedAt: moment,
    ledger: ledgerSeen,
  }),
);

/** Reads the predicate of a forge's review. */
export const readReview: Field<ReviewV1> = byFormat((id) =>
  record<ReviewV1>({
    repository: digest,
    objectFormat,
    gate: personId,
    forge: name,
    account: name,
    verdict: oneOf('approve', 'request-changes', 'dismissed'),
    target: refName,
    base: id,
    head: id,
    change: digest,
    nonce,
    signedAt: moment,
    ledger: ledgerSeen,
  }),
);

/** Reads the predicate of a landing. */
export const readLanding: Field<LandingV1> = byFormat((id) =>
  record<LandingV1>({
    repository: digest,
    objectFormat,
    gate: personId,
    target: refName,
    from: orNull(id),
    to: id,
    landed: list(record<LandingV1['landed'][number]>({ commit: id, signOffs: entries, test: orNull(oneOf('exact', 'disjoint', 'textual')), override: truth }), 4096),
    gitVersion: name,
    nonce,
    signedAt: moment,
    ledger: ledgerSeen,
  }),
);

/** Reads the predicate of an adoption. */
export const readAdoption: Field<AdoptionV1> = byFormat((id) =>
  record<AdoptionV1>({
    repository: digest,
    objectFormat,
    gate: orNull(personId),
    target: refName,
    commit: id,
    policy: orNull(digest),
    people: orNull(digest),
    nonce,
    signedAt: moment,
    ledger: ledgerSeen,
  }),
);
