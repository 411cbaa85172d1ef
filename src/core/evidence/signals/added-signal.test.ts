import { describe, expect, test } from 'vitest';
import type { Commit } from '../../change/index.ts';
import { type AddedSignal, claimsOfCommit, compileSignals, signals, signalsOfPolicy } from '../index.ts';

const person = { name: 'Jo Doe', email: 'jo@example.org' };
const plain: AddedSignal = {
  id: 'acme', tool: 'Acme Agent', class: 'ai', strength: 'strong', addresses: [], accounts: [], logins: [], trailer: null, line: null, since: null, until: null, because: 'ours',
};

function commit(parts: Partial<Commit>): Commit {
  return { id: 'a'.repeat(40), parents: [], author: person, committer: person, authoredAt: 0, committedAt: 0, message: 'Fix', ...parts };
}

function rulesIn(added: Partial<AddedSignal>, parts: Partial<Commit>): readonly string[] {
  const read = compileSignals([...signals, ...signalsOfPolicy([{ ...plain, ...added }])]);
  return read(commit(parts)).map((claim) => `${claim.rule} ${claim.class} ${claim.kind}`);
}

describe('a signal that the policy adds', () => {
  test.each<[Partial<AddedSignal>, Partial<Commit>, string]>([
    [{ addresses: ['Agent@acme.example'] }, { author: { name: 'x', email: 'agent@ACME.example' } }, 'policy.acme.author ai inferred'],
    [{ accounts: [77] }, { committer: { name: 'x', email: '77+any@users.noreply.github.com' } }, 'policy.acme.committer ai inferred'],
    [{ logins: ['acme[bot]'], class: 'bot' }, { author: { name: 'x', email: '9+acme[bot]@users.noreply.github.com' } }, 'policy.acme.author bot inferred'],
    [{ addresses: ['agent@acme.example'] }, { message: 'Fix\n\nCo-authored-by: A <agent@acme.example>' }, 'policy.acme.co-author ai declared'],
    [{ trailer: { key: 'Acme-Session', value: 'https://acme.example/s/' } }, { message: 'Fix\n\nacme-session: https://acme.example/s/1' }, 'policy.acme.trailer ai declared'],
    [{ line: 'Written with Acme (tm)', strength: 'weak' }, { message: 'Fix\n\nwritten with acme (TM) 3' }, 'policy.acme.line ai inferred'],
  ])('%j is found', (added, parts, rule) => {
    expect(rulesIn(added, parts)).toEqual([rule]);
  });

  test.each<[Partial<AddedSignal>, Partial<Commit>]>([
    [{ addresses: ['agent@acme.example'] }, { author: { name: 'Agent', email: 'jo@acme.example' } }],
    [{ accounts: [77] }, { author: { name: 'x', email: '177+any@users.noreply.github.com' } }],
    [{ trailer: { key: 'Acme-Session', value: 'https://acme.example/s/' } }, { message: 'Fix\n\nAcme-Session: none' }],
    [{ line: 'Written with Acme.' }, { message: 'Fix\n\nWritten with Acme!' }],
  ])('%j finds no look-alike', (added, parts) => {
    expect(rulesIn(added, parts)).toEqual([]);
  });

  test('takes nothing away: an agent named a bot by the policy stays an agent', () => {
    const author = { name: 'Claude', email: 'noreply@anthropic.com' };
    expect(rulesIn({ class: 'bot', addresses: [author.email] }, { author })).toEqual(['claude.author ai inferred']);
    expect(claimsOfCommit(commit({ author })).map((claim) => claim.rule)).toEqual(['claude.author']);
  });
});
