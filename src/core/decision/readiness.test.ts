import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { factsOf, now, outcome, rule, ask, signOff, team, type Case } from '../../../test/policy-cases/decision-cases.ts';
import type { SignatureStrength } from '../policy/index.ts';
import { decide } from './decide.ts';
import type { DecisionInputs } from './inputs.ts';

const decisionOf = (working: DecisionInputs['working'], parts: Case = {}) => decide(factsOf({ ...parts, inputs: { working } }), () => '');
const first = (working: DecisionInputs['working'], parts: Case = {}) => decisionOf(working, parts).next[0]!;
const day = 86_400;
const checkout: Case = { paths: ['checkout/a'] };

describe('who is asked', () => {
  test.each<[string, DecisionInputs['working'], Case, string, readonly string[]]>([
    ['the least busy first, with what waits for them', { away: [], waiting: [{ person: 'ana', count: 9 }, { person: 'li', count: 2 }] }, checkout, 'Li or Ana can sign (Li has 2 waiting, Ana 9)', ['li', 'ana']],
    ['nothing of load where nobody recorded any', { away: [], waiting: [] }, checkout, 'Ana or Li can sign', ['ana', 'li']],
    ['whoever is away last, with when they are back', { away: [{ person: 'ana', until: now + 20 * day }], waiting: [] }, checkout, 'Li can sign (Ana is away until 11 Oct)', ['li', 'ana']],
    ['whoever is away without an end', { away: [{ person: 'li', until: null }], waiting: [{ person: 'ana', count: 1 }] }, checkout, 'Ana can sign (Ana has 1 waiting; Li is away)', ['ana', 'li']],
    ['those who are back', { away: [{ person: 'ana', until: now }], waiting: [] }, checkout, 'Ana or Li can sign', ['ana', 'li']],
    ['everybody where all are away', { away: [{ person: 'ana', until: null }, { person: 'li', until: null }], waiting: [] }, checkout, 'Ana or Li can sign (Ana is away and Li is away)', ['ana', 'li']],
    ['both where two are needed and one is away', { away: [{ person: 'li', until: null }], waiting: [] }, { ...checkout, outcomes: [outcome(rule('two', [ask({ kind: 'sign-off', level: 'senior', count: 2, owners: 'per-area', signature: 'touch' })]), 'applies', ['checkout'])] }, 'Ana and Li must sign for checkout (Li is away)', ['ana', 'li']],
  ])('%s', (_, working, parts, sentence, people) => {
    const step = first(working, parts);
    expect({ sentence: step.sentence.replace(' for checkout', ''), people: step.people }).toEqual({ sentence: sentence.replace(' for checkout', ''), people });
  });

  const seniors = (count: number, signature: SignatureStrength) => outcome(rule('seniors', [ask({ kind: 'sign-off', level: 'senior', count, owners: 'per-area', signature })]), 'applies', ['checkout']);
  /** People with these keys and no others. */
  function teamWith(keys: Readonly<Record<string, string>>) {
    const at = { file: 'people.yaml', line: 1, column: 1 };
    return { ...team, root: { repository: 'a'.repeat(64), keys: [], at }, persons: team.persons.map((one) => ({ ...one, keys: keys[one.id] === undefined ? [] : [keys[one.id]!] })) };
  }
  const file = 'ssh-ed25519 AAAA';
  const wire = (text: string) => `\0\0\0${String.fromCharCode(text.length)}${text}`;
  const sk = `sk-ssh-ed25519@openssh.com ${btoa(wire('sk-ssh-ed25519@openssh.com') + wire('4'.repeat(32)) + wire('ssh:'))}`;

  test.each<[string, SignatureStrength, Readonly<Record<string, string>>, string, readonly string[]]>([
    ['those with a key, where they are enough', 'any', { li: file }, 'Li can sign', ['li']],
    ['all, and who has no key yet, where nobody has one', 'any', {}, 'Ana or Li can sign; no key of Ana or Li is enrolled yet (countersign people enrol)', ['ana', 'li']],
    ['all alike, where all have one', 'any', { ana: file, li: file }, 'Ana or Li can sign', ['ana', 'li']],
    ['those whose key can be touched, where that is asked and they are enough', 'touch', { ana: file, li: sk }, 'Li can sign', ['li']],
    ['all, and that none of their keys will do, where a touch is asked and all are files', 'touch', { ana: file, li: file }, 'Ana or Li can sign; no key of Ana or Li that can be touched is enrolled yet (countersign people enrol --passkey)', ['ana', 'li']],
    ['the same where a PIN or biometric is asked', 'verified', { ana: file }, 'Ana or Li can sign; no key of Ana or Li that can be touched is enrolled yet (countersign people enrol --passkey)', ['ana', 'li']],
  ])('%s', (_, signature, keys, sentence, ids) => {
    const step = decide(factsOf({ ...checkout, outcomes: [seniors(1, signature)], inputs: { people: teamWith(keys) } }), () => '').next[0]!;
    expect({ sentence: step.sentence.replace(' for checkout', ''), people: step.people }).toEqual({ sentence, people: ids });
  });

  test('two where one of them has no key', () => {
    const sentenceWith = (signature: SignatureStrength, keys: Readonly<Record<string, string>>) => decide(factsOf({ ...checkout, outcomes: [seniors(2, signature)], inputs: { people: teamWith(keys) } }), () => '').next[0]!.sentence.replace(' for checkout', '');
    expect(sentenceWith('any', { li: file })).toBe('Ana and Li must sign; no key of Ana is enrolled yet (countersign people enrol)');
    expect(sentenceWith('touch', { ana: file, li: sk })).toBe('Ana and Li must sign; no key of Ana that can be touched is enrolled yet (countersign people enrol --passkey)');
  });

  test('shapes the way forward and nothing else', () => {
    const ids = team.persons.map(({ id }) => id);
    const working = fc.record({
      away: fc.array(fc.record({ person: fc.constantFrom(...ids, 'zoe'), until: fc.constantFrom(null, now - day, now + day) })),
      waiting: fc.array(fc.record({ person: fc.constantFrom(...ids, 'zoe'), count: fc.integer({ min: 0, max: 20 }) })),
    });
    const some = fc.record({ authors: fc.subarray(ids, { minLength: 1 }), paths: fc.constantFrom(['checkout/a'], ['kms/a', 'checkout/b'], ['web/x']), signers: fc.subarray(ids) });
    fc.assert(
      fc.property(working, some, (load, { authors, paths, signers }) => {
        const parts: Case = { authors, paths, signOffs: signers.map((who, index) => signOff(who, index + 1)) };
        const idle = decisionOf({ away: [], waiting: [] }, parts);
        const busy = decisionOf(load, parts);
        expect({ status: busy.status, root: busy.root, shadow: busy.shadow }).toEqual({ status: idle.status, root: idle.root, shadow: idle.shadow });
        expect(busy.next.map(({ people }) => people.toSorted())).toEqual(idle.next.map(({ people }) => people.toSorted()));
      }),
      { numRuns: 300 },
    );
  });
});
