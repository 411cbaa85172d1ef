import { createHash } from 'node:crypto';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sarifSchema } from '../../../test/cli/sarif-schema.ts';
import { decided, file, pending, reason } from '../../../test/cli/reports.ts';
import { encodeUtf8, type Sha256 } from '../../core/values/index.ts';
import type { CheckReport } from '../../workflows/reports.ts';
import { checkSarif, type SarifContext } from './sarif.ts';
import { pathUri } from './sarif-uri.ts';

const sha256: Sha256 = (chunks) => {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
};
const text = Array.from({ length: 60 }, (_, index) => `line ${index + 1}\n`).join('');
const validate = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false }).compile(sarifSchema);
const context: SarifContext = { version: '0.1.0', blocking: true, sha256, textOf: async (path) => (path.endsWith('.ts') ? text : null) };
const sarif = (report: CheckReport, more: Partial<SarifContext> = {}) => checkSarif(report, { ...context, ...more });

describe('a check as SARIF', () => {
  it('reads as written down', async () => {
    await expect(`${JSON.stringify(await sarif(pending), null, 2)}\n`).toMatchFileSnapshot('../../../test/cli/golden/check-pending.sarif');
  });

  it.each([
    ['pending', pending],
    ['approved', decided('approved', 'no rule asks for more')],
    ['refused before any rule', decided('refused', 'Edda rejected it', { children: [reason({ rule: 'rejection', status: 'refused', sentence: 'Edda rejected it' })] })],
    ['of nothing', { ...pending, change: { ...pending.change, files: [] }, judgement: { ...pending.judgement, assistance: { ...pending.judgement.assistance, files: [] } } }],
  ])('is SARIF 2.1.0 where it is %s', async (_, report) => {
    expect(validate(await sarif(report)), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each([
    ['observe', 'note'],
    ['warn', 'warning'],
    ['enforce', 'error'],
  ] as const)('says under %s what is open as %s, and a risk always as a note', async (mode, level) => {
    const [{ results }] = (await sarif({ ...pending, judgement: { ...pending.judgement, mode } })).runs;
    expect(new Set(results.filter(({ ruleId }) => ruleId === 'senior-gate').map((result) => result.level))).toEqual(new Set([level]));
    expect(results.filter(({ ruleId }) => ruleId === 'risk.row-lock-removed').map((result) => result.level)).toEqual(['note']);
  });

  it('is silent where everything is met, but for risks', async () => {
    const [{ results }] = (await sarif(decided('approved', 'signed'))).runs;
    expect(results.map(({ ruleId }) => ruleId)).toEqual(['risk.row-lock-removed']);
  });

  it.each(['unknown', 'pending', 'refused', 'unsatisfiable'] as const)('is never silent where the decision is %s, whatever its tree says', async (status) => {
    const skipped = [reason({ rule: 'senior-gate', status: 'skipped', sentence: 'does not apply' })];
    const [{ results }] = (await sarif(decided(status, 'it is so', { children: skipped }))).runs;
    expect(results[0]).toMatchObject({ ruleId: 'decision', level: 'error', message: { text: 'decision: it is so' } });
  });

  it('says in words what speaks beside the rules of the policy', async () => {
    const beside = ['declaration', 'attestation', 'ai-forbidden', 'change', 'evidence', 'codeowners', 'rejection', 'changes-requested', 'proposed-policy', 'otherwise', 'override', 'revert', 'spot-check'];
    const children = beside.map((rule) => reason({ rule, status: 'pending', sentence: 'so' }));
    const [{ tool }] = (await sarif(decided('pending', 'so', { children }))).runs;
    for (const rule of beside) expect(tool.driver.rules.find(({ id }) => id === rule)?.shortDescription.text, rule).toMatch(/^[A-Z].*\.$/);
  });

  it('keeps its fingerprints where commits change and lines move, and changes them where the text does', async () => {
    const prints = async (report: CheckReport, of = text) =>
      (await sarif(report, { textOf: async () => of })).runs[0].results.map(({ partialFingerprints }) => partialFingerprints['countersign/v1']);
    const before = await prints(pending);
    const moved: CheckReport = {
      ...pending,
      change: { ...pending.change, head: { commit: 'f'.repeat(40), tree: 'e'.repeat(40) }, digest: '0'.repeat(64) },
      judgement: {
        ...pending.judgement,
        assistance: {
          ...pending.judgement.assistance,
          files: pending.judgement.assistance.files.map((one) => ({ ...one, ranges: one.ranges.map((range) => ({ ...range, start: range.start + 2, end: range.end + 2, origin: 'f'.repeat(40) })) })),
        },
      },
    };
    expect(await prints(moved, `one\ntwo\n${text}`)).toEqual(before);
    expect(new Set(before).size).toBe(before.length);
    expect(await prints(pending, text.replaceAll('line', 'row'))).not.toEqual(before);
  });

  it('gives no line hash for what is no UTF-8, or cannot be read', async () => {
    for (const unreadable of ['caf\udce9\n', null]) {
      const [{ results }] = (await sarif(pending, { textOf: async () => unreadable })).runs;
      expect(results.flatMap(({ partialFingerprints }) => Object.keys(partialFingerprints))).not.toContain('primaryLocationLineHash');
    }
  });

  it('places a deletion on the file, without lines', async () => {
    const gone = { ...file('old.ts', 0, 9), status: 'D' as const };
    const report = { ...pending, change: { ...pending.change, files: [gone] }, judgement: { ...pending.judgement, assistance: { ...pending.judgement.assistance, files: [] } } };
    const [{ results }] = (await sarif(report)).runs;
    expect(results[0]!.locations).toEqual([{ physicalLocation: { artifactLocation: { uri: 'old.ts', uriBaseId: '%SRCROOT%' } } }]);
  });
});

describe('a path as a URI reference', () => {
  it.each([
    ['src/a.ts', 'src/a.ts'],
    ['a b/ü.ts', 'a%20b/%C3%BC.ts'],
    ['c:/x', 'c%3A/x'],
    ['caf\udce9.ts', 'caf%E9.ts'],
    ['#?%[].ts', '%23%3F%25%5B%5D.ts'],
    ['line\nbreak', 'line%0Abreak'],
  ])('%j is %s', (path, uri) => expect(pathUri(path)).toBe(uri));

  it('gives every byte of the path back', () => {
    const path = fc.array(fc.integer({ min: 1, max: 0x10ffff }), { minLength: 1, maxLength: 20 }).map((points) => String.fromCodePoint(...points)).filter((one) => !one.startsWith('/'));
    fc.assert(
      fc.property(path, (one) => {
        const bytes = [...pathUri(one).matchAll(/%([0-9A-F]{2})|[^%]/g)].map(([whole, hex]) => (hex === undefined ? whole.charCodeAt(0) : Number.parseInt(hex, 16)));
        expect(bytes.join(' ')).toBe(encodeUtf8(one).join(' '));
      }),
    );
  });
});
