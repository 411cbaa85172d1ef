import { describe, expect, test } from 'vitest';
import { briefInputs, sha256 } from '../../../test/policy-cases/brief-inputs.ts';
import { now, signOff } from '../../../test/policy-cases/decision-cases.ts';
import { changeDigest, entryList } from '../change/index.ts';
import { judge } from '../decision/index.ts';
import type { SignatureStrength } from '../policy/index.ts';
import { collectAnswers, noAnswers } from './answers.ts';
import { briefOf, digestOfBrief } from './brief.ts';
import { prospectOf } from './prospect.ts';
import { questionsOf } from './questions.ts';
import { shortCode } from './short-code.ts';
import { signOffStatement } from './sign-off-statement.ts';

const critical = ['services/checkout/reserve.ts'];
const judged = (...given: Parameters<typeof briefInputs>) => {
  const inputs = briefInputs(...given);
  return { inputs, judgement: judge(inputs, sha256) };
};
const answered = (order: number) => signOff('ana', order, { answered: ['ai-review', 'rewrite'] });

describe('the brief', () => {
  test('names the tier, the rules with what they need, who wrote it and who may not sign', () => {
    const { inputs, judgement } = judged(critical);
    expect(briefOf('f'.repeat(64), inputs.change, judgement)).toMatchObject({
      title: 'Reserve stock',
      authors: ['Bo'],
      tier: 'critical',
      lines: { added: 1, declared: 1, recorded: 0, unknown: 0 },
      rules: [{ name: 'senior-gate', status: 'pending' }, { name: 'critical' }],
      excluded: [{ who: 'bo' }],
      files: [{ path: 'services/checkout/reserve.ts', status: 'M' }],
    });
  });

  test('has another digest as soon as anything of it is another', () => {
    const { inputs, judgement } = judged();
    const brief = briefOf('f'.repeat(64), inputs.change, judgement);
    expect(digestOfBrief(brief, sha256)).toBe(digestOfBrief({ ...brief }, sha256));
    expect(digestOfBrief({ ...brief, tier: 'low' }, sha256)).not.toBe(digestOfBrief(brief, sha256));
  });

  test.each([
    ['0'.repeat(64), '0000 0000'],
    ['f'.repeat(64), 'ZZZZ ZZZZ'],
    ['4f1c9be207'.padEnd(64, 'a'), '9WE9 QRG7'],
  ])('digest %s has the short code %s', (digest, code) => {
    expect(shortCode(digest)).toBe(code);
  });
});

describe('what is asked', () => {
  test('the four items of the checklist, in a sentence at a high tier; then edge cases, rewrite and owner', () => {
    const { judgement } = judged(critical);
    expect(questionsOf(judgement).map(({ item, required, sentence }) => [item, required, sentence])).toEqual([
      ['context-blindness', true, true],
      ['system-level-thinking', true, true],
      ['failure-modes', true, true],
      ['implicit-constraints', true, true],
      ['edge-cases', true, false],
      ['rewrite', true, true],
      ['owner', true, false],
    ]);
    expect(questionsOf(judgement)[4]!.text).toContain('nullish, concurrency');
  });

  test('edge cases and an owner may be passed over where no rule asks for them', () => {
    expect(questionsOf(judged().judgement).map(({ item, required }) => [item, required])).toEqual([
      ['context-blindness', true],
      ['system-level-thinking', true],
      ['failure-modes', true],
      ['implicit-constraints', true],
      ['edge-cases', false],
      ['owner', false],
    ]);
  });

  test('nothing that a sign-off has answered already', () => {
    expect(questionsOf(judged(undefined, { signOffs: [answered(1)] }).judgement)).toEqual([]);
  });
});

describe('what an approval would come to', () => {
  const prospect = (person: string, strength: SignatureStrength, ...given: Parameters<typeof briefInputs>) => {
    const { inputs, judgement } = judged(...given);
    const { meets, setAside } = prospectOf({ person, strength, answers: noAnswers }, inputs, judgement, sha256);
    return { meets, setAside: setAside.map(({ because }) => because) };
  };

  test.each<[string, string, SignatureStrength, Parameters<typeof briefInputs>, { meets: string[]; setAside: string[] }]>([
    ['a senior with a touch', 'ana', 'touch', [], { meets: ['senior-gate'], setAside: [] }],
    ['a senior with a file key where a touch is asked', 'ana', 'any', [], { meets: [], setAside: ['no touch on the key (any < touch)', 'waits for the sign-off, which is not met yet'] }],
    ['a mid before the senior', 'tomas', 'touch', [], { meets: [], setAside: ['mid is below senior', 'waits for the sign-off, which is not met yet'] }],
    ['a mid after the senior, who reviews', 'tomas', 'any', [undefined, { signOffs: [answered(1)] }], { meets: ['senior-gate'], setAside: [] }],
    ['the author', 'bo', 'verified', [], { meets: [], setAside: ['contributor: author of a100000'] }],
    ['the same senior again', 'ana', 'touch', [undefined, { signOffs: [answered(1)] }], { meets: [], setAside: ['counted already: one person counts once', 'Ana counts already: another person is asked'] }],
  ])('of %s', (_, person, strength, given, expected) => {
    expect(prospect(person, strength, ...given)).toEqual(expected);
  });
});

describe('the sign-off statement', () => {
  const { inputs, judgement } = judged(critical, { signOffs: [answered(7)] });
  const questions = questionsOf(judged(critical).judgement);
  const written = new Map(questions.map(({ item }) => [item, { text: item === 'owner' ? 'ana' : item === 'edge-cases' ? 'two at once, none' : 'it holds at services/checkout/reserve.ts:3-4', anchors: [] }]));
  const answers = collectAnswers(questions, written, inputs.change);
  const spoken = { person: { id: 'ana', level: 'senior' }, verdict: 'approve', answers, alsoFor: [], comment: null, manner: 'terminal', withdraws: null, shown: 'e'.repeat(64) } as const;
  const saying = { repository: 'f'.repeat(64), nonce: '0'.repeat(32), now, ledger: null };
  const made = signOffStatement(spoken, { inputs, judgement, governedAt: 'b'.repeat(40), engine: 'countersign-1' }, saying, sha256);

  test('is about the head under the name of the target, and about the change', () => {
    expect(made.subject).toEqual([
      { name: 'refs/heads/main', digest: { gitCommit: 'd'.repeat(40), gitTree: 'e'.repeat(40) } },
      { name: 'change', digest: { sha256: inputs.change.digest } },
    ]);
  });

  test('says what it answers, who had a hand in it, what it replaces and when it ends', () => {
    expect(made.predicate).toMatchObject({
      answering: { tier: 'critical', rules: ['senior-gate', 'critical'] },
      contributors: ['bo'],
      excluded: ['bo'],
      commits: { count: 1, digest: sha256([`${inputs.change.commits[0]!.id}\n`]) },
      inputs: { digest: judgement.decision.inputsDigest, policyAt: 'b'.repeat(40) },
      checklists: ['ai-review'],
      edgeCases: ['two at once', 'none'],
      owner: 'ana',
      previous: 7,
      expiresAt: null,
    });
    expect(made.predicate.answers.at(-1)).toEqual({ item: 'rewrite', answer: 'it holds at services/checkout/reserve.ts:3-4', anchors: [{ path: 'services/checkout/reserve.ts', start: 3, end: 4 }] });
  });

  test('writes a stranger as a digest of the address, never the address', () => {
    const stranger = { ...inputs, change: { ...inputs.change, commits: inputs.change.commits.map((one) => ({ ...one, author: { name: 'Zoe', email: 'Zoe@Example.com' } })) } };
    const statement = signOffStatement(spoken, { inputs: stranger, judgement: judge(stranger, sha256), governedAt: 'b'.repeat(40), engine: 'x' }, saying, sha256);
    const unknown = `unknown:${sha256(['zoe@example.com'])}`;
    expect(statement.predicate.contributors).toEqual(['bo', unknown]);
    expect(statement.predicate.excluded).toEqual(['bo', unknown]);
  });
});

test('the entry list is the bytes whose SHA-256 is the change digest', () => {
  const { change } = briefInputs(['b.ts', 'a.ts']);
  expect(sha256([entryList('sha1', change.files)])).toBe(changeDigest('sha1', change.files, sha256));
});
