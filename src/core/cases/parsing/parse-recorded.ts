import { signatureStrengths, type Member, type Placed } from '../../policy/index.ts';
import type { Position } from '../../values/index.ts';
import type { CaseDeclaration, CaseResult, CaseReview } from '../policy-case.ts';
import { itemsOf, someAge } from './parse-statements.ts';
import { durationOf, refOf, textOf, textsOf, truthOf, wordOf, type Fields, type Reading } from './reading.ts';

const placeKeys = ['after', 'age', 'ahead', 'stale'];
const resultKeys = ['check', 'kind', 'outcome', 'by', ...placeKeys];
const declarationKeys = ['by', 'attests', 'ai', 'document', 'maintainer', 'strength', 'synced', 'target', ...placeKeys];
const reviewKeys = ['by', 'verdict', 'forge', 'target', ...placeKeys];

/** The results that gates signed: `test` alone means `{ check: test }`, passed after everything was signed. */
export function readResults(reading: Reading, member: Member | undefined): readonly CaseResult[] {
  return itemsOf(reading, member, 'a result', 'check', resultKeys, { name: 'check', gate: 'by', status: 'outcome' }, (fields, at) => {
    const check = needed(reading, fields, 'check', 'a result', 'name the check', at);
    if (check === null) return null;
    return {
      check,
      kind: wordOf(reading, fields.get('kind'), '`kind` of a result', ['check', 'tests', 'scan', 'edge-cases'] as const)?.value ?? 'check',
      outcome: wordOf(reading, fields.get('outcome'), '`outcome` of a result', ['passed', 'failed'] as const)?.value ?? 'passed',
      by: textOf(reading, fields.get('by'), '`by` of a result'),
      ...placeOf(reading, fields, 'a result'),
    };
  });
}

/** The signed declarations and attestations. */
export function readDeclarations(reading: Reading, member: Member | undefined): readonly CaseDeclaration[] {
  return itemsOf(reading, member, 'a declaration', 'by', declarationKeys, { who: 'by', assistance: 'ai', attest: 'attests', parts: 'document', owner: 'maintainer' }, (fields, at) => {
    const by = needed(reading, fields, 'by', 'a declaration', 'say whose it is', at);
    if (by === null) return null;
    const ai = textOf(reading, fields.get('ai'), '`ai` of a declaration');
    return {
      by,
      attests: truthOf(reading, fields.get('attests'), '`attests` of a declaration', false),
      assistance: ai === null ? null : ai.value === 'none' ? { used: false, tools: [] } : { used: true, tools: ai.value === 'used' ? [] : [ai.value] },
      document: textsOf(reading, fields.get('document'), '`document` of a declaration').map(({ value }) => value),
      maintainer: textOf(reading, fields.get('maintainer'), '`maintainer` of a declaration'),
      strength: wordOf(reading, fields.get('strength'), '`strength` of a declaration', signatureStrengths)?.value ?? 'verified',
      synced: truthOf(reading, fields.get('synced'), '`synced` of a declaration', false),
      target: refOf(reading, fields.get('target'), '`target` of a declaration'),
      ...placeOf(reading, fields, 'a declaration'),
    };
  });
}

/** The reviews that a forge recorded. */
export function readReviews(reading: Reading, member: Member | undefined): readonly CaseReview[] {
  return itemsOf(reading, member, 'a review', 'by', reviewKeys, { who: 'by', account: 'by' }, (fields, at) => {
    const by = needed(reading, fields, 'by', 'a review', 'say whose it is', at);
    if (by === null) return null;
    return {
      by,
      verdict: wordOf(reading, fields.get('verdict'), '`verdict` of a review', ['approve', 'request-changes'] as const)?.value ?? 'approve',
      forge: textOf(reading, fields.get('forge'), '`forge` of a review')?.value ?? 'github',
      target: refOf(reading, fields.get('target'), '`target` of a review'),
      ...placeOf(reading, fields, 'a review'),
    };
  });
}

function needed(reading: Reading, fields: Fields, key: string, what: string, mend: string, at: Position): Placed<string> | null {
  const member = fields.get(key);
  if (member === undefined) return reading.source.error('missing', `${what} has no \`${key}\``, mend, at);
  return textOf(reading, member, `\`${key}\` of ${what}`);
}

function placeOf(reading: Reading, fields: Fields, what: string): Pick<CaseResult, 'after' | 'age' | 'stale'> {
  const ahead = durationOf(reading, fields.get('ahead'), `\`ahead\` of ${what}`);
  const after = fields.get('after');
  return {
    after: after === undefined ? null : (reading.source.integer(after.node, `\`after\` of ${what}`, after.at, 0)?.value ?? null),
    age: ahead === null ? (durationOf(reading, fields.get('age'), `\`age\` of ${what}`) ?? someAge) : -ahead,
    stale: truthOf(reading, fields.get('stale'), `\`stale\` of ${what}`, false),
  };
}
