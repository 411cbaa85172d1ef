import { describe, expect, it } from 'vitest';
import { whatItSays } from '../../../src/adapters/passkey/page/what-it-says.ts';
import { enrolmentText, newStatement, writeStatement } from '../../../src/core/attestation/index.ts';
import { signOff, someSignOff } from '../../keys/index.ts';
import { someStatements } from '../../keys/statement.ts';

const form = 'statement' as const;
/** Gates sign the others, with files. */
const byPeople = someStatements.filter(({ name }) => ['sign-off', 'declaration', 'override', 'after-review', 'audit', 'adoption'].includes(name));
const rowsOf = (...said: Parameters<typeof whatItSays>) => Object.fromEntries(whatItSays(...said).rows.map(({ name, value }) => [name, value]));

describe('what the page says of a statement', () => {
  it.each(byPeople.map((one) => [one.name, one] as const))('of the kind %s, which people or the root sign, is its words, and all of it beneath', (_, statement) => {
    const payload = writeStatement(statement);
    const { heading, rows, whole } = whatItSays({ form }, payload);
    expect(heading).toMatch(/^You are about to [a-z]/);
    expect(rows.length).toBeGreaterThan(1);
    for (const { name, value } of rows) expect(`${name}: ${value}`).not.toMatch(/undefined|\[object|null/);
    expect(JSON.parse(whole)).toEqual(JSON.parse(Buffer.from(payload).toString()));
  });

  it.each([
    ['approve', 'You are about to approve'],
    ['reject', 'You are about to reject'],
    ['request-changes', 'You are about to ask for changes'],
    ['withdraw', 'You are about to withdraw what you said'],
  ] as const)('begins with the verdict: %s', (verdict, heading) => {
    const bare = verdict === 'approve' ? {} : { answers: [], checklists: [], edgeCases: [], owner: null, comment: 'why' };
    expect(whatItSays({ form }, writeStatement(signOff({ verdict, ...bare }))).heading).toBe(heading);
  });

  it('names the reason of an override, the findings of an audit, what was declared, and further branches', () => {
    const of = (name: string) => writeStatement(someStatements.find((one) => one.name === name)!);
    expect(rowsOf({ form }, of('override'))).toMatchObject({ As: 'edda (principal)', Reason: 'checkout is down', Until: '2026-11-22T16:13:00Z' });
    expect(rowsOf({ form }, of('audit'))).toMatchObject({ Finding: 'entry 12: reviewed in four seconds', Entries: '0 to 2308 of the ledger' });
    expect(rowsOf({ form }, of('declaration'))).toMatchObject({ 'AI used': 'yes: Copilot', intent: 'reserve stock in one query', rollback: 'revert', Maintainer: 'bo' });
    expect(rowsOf({ form }, of('after-review'))).toMatchObject({ Verdict: 'accept', Comment: 'as it should be', Commits: someSignOff.head.commit });
    expect(rowsOf({ form }, writeStatement(newStatement('sign-off', { ...someSignOff, alsoFor: ['refs/heads/release'] })))).toMatchObject({ On: 'refs/heads/main, also for refs/heads/release' });
  });

  it('is, of a proof, each of its lines', () => {
    const text = enrolmentText({ repository: '1'.repeat(64), person: 'ana', publicKey: 'sk-ecdsa AAAA', at: '2026-11-21T16:13:00Z' });
    expect(whatItSays({ form: 'text' }, Buffer.from(text))).toMatchObject({ heading: 'You are about to show that this passkey is yours', code: null });
    expect(rowsOf({ form: 'text' }, Buffer.from(text))).toEqual({ Repository: '1'.repeat(64), Person: 'ana', Key: 'sk-ecdsa AAAA', Date: '2026-11-21T16:13:00Z' });
  });
});
