import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { decided, explained, findings, linted, pending, policy, scanned } from '../../../test/cli/reports.ts';
import { contract, contractSchemas } from '../../contract/index.ts';
import { checkJson } from './check.ts';
import { doctorJson } from './doctor.ts';
import { explainJson } from './explain.ts';
import { hookJson, markJson } from './marking.ts';
import { policyLintJson, policyShowJson, presetJson } from './policy.ts';
import { jsonPieces } from './print.ts';
import { scanJson } from './scan.ts';

const schemas = contractSchemas();
const marked = {
  trailer: 'Assisted-by: none', before: 'a'.repeat(40), after: 'b'.repeat(40), subject: 'Fix', contradiction: null,
  pushedTo: 'origin/main', recordMoved: false, altered: false, problems: ['the line record stays'],
};
const hooked = {
  place: { folder: '/r/.git/hooks', kept: 'plain', commonDir: '/r/.git', root: '/r', kind: 'main', hooksPath: null },
  hooks: [{ name: 'commit-msg', state: 'installed', chained: true, sentence: 'installed' }],
  notes: ['this is a submodule'],
} as const;
const answers: readonly (readonly [keyof typeof contract, string, object])[] = [
  ['scan', 'with changes', scanJson(scanned, true)],
  ['scan', 'without changes', scanJson(scanned, false)],
  ['check', 'pending', checkJson(pending, true)],
  ['check', 'preview', checkJson(decided('unknown', 'x', { preview: true }), false)],
  ['explain', 'a commit', explainJson(explained)],
  ['explain', 'against the empty tree', explainJson({ ...explained, base: null })],
  ['policy-lint', 'mistakes', policyLintJson(linted)],
  ['policy-show', 'in force', policyShowJson(policy, scanned.source)],
  ['policy-show', 'a preset', presetJson('amazon-2026', 'version: 1\n')],
  ['doctor', 'findings', doctorJson(findings)],
  ['mark', 'a marked commit', markJson(marked)],
  ['hook', 'the hooks', hookJson(hooked)],
  ['error', 'a failure', { error: { code: 'usage', kind: 'user', message: 'm', hints: [], at: null } }],
];

describe.each(answers)('the JSON of %s (%s)', (name, _what, answer) => {
  it('is valid against its published schema', () => {
    const validate = new Ajv2020({ strict: true, formats: { 'date-time': true } }).compile(schemas[name]!);
    expect(validate(answer), JSON.stringify(validate.errors)).toBe(true);
  });

  it('holds no field the schema does not name', () => {
    // A parse drops what is not named.
    expect(contract[name].parse(answer)).toEqual(answer);
  });
});

it('says `assisted` is not known where the author is asked', () => {
  const asked = (state: 'ask' | 'contradictory' | 'not-assisted') => {
    const judgement = { ...pending.judgement, assistance: { ...pending.judgement.assistance, state } };
    return checkJson({ ...pending, judgement }, false).assistance.assisted;
  };
  expect([asked('ask'), asked('contradictory'), asked('not-assisted')]).toEqual([null, null, false]);
});

it('says nothing of the folder a checked clone lies in', () => {
  expect(JSON.stringify(checkJson(pending, true))).not.toContain(pending.repository.path);
});

describe('printing in pieces', () => {
  const listed = { a: 1, list: [{ x: 1 }, { x: 2 }], nested: { b: [1, { c: null }] }, none: undefined };

  it('gives the same value as printing at once', () => {
    expect(JSON.parse([...jsonPieces(listed, 'list')].join(''))).toEqual(JSON.parse(JSON.stringify(listed)));
    expect([...jsonPieces(listed, null)].join('')).toBe(JSON.stringify(listed, null, 2));
    expect([...jsonPieces({}, null)].join('')).toBe('{}');
  });

  it('never makes one string of a long list', () => {
    const long = { changes: Array.from({ length: 1000 }, (_, n) => ({ n })) };
    const pieces = [...jsonPieces(long, 'changes')];
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(100);
    expect(JSON.parse(pieces.join(''))).toEqual(long);
  });
});
