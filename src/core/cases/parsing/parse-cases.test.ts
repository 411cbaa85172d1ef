import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCases } from './parse-cases.ts';

const policy = 'policy: { preset: amazon-2026 }\n';
const good = '{ name: one, change: { author: ana, files: { a.ts: +1 } }, expect: { status: pending } }';
const said = async (text: string): Promise<readonly string[]> => {
  const { content, problems } = await parseCases(text, 'c.yaml');
  expect(content === null).toBe(problems.some(({ severity }) => severity === 'error'));
  return problems.map(({ at, message, mend }) => `${at.line}:${at.column} ${message}${mend === null ? '' : ` | ${mend}`}`);
};
const change = (text: string) => `${policy}cases: [{ name: one, change: ${text}, expect: { status: pending } }]`;
const expected = (text: string) => `${policy}cases: [{ name: one, change: { author: ana, files: { a.ts: +1 } }, expect: ${text} }]`;
const signed = (text: string) => `${policy}cases: [{ name: one, change: { author: ana, files: { a.ts: +1 } }, sign-offs: ${text}, expect: { status: pending } }]`;
const recorded = (text: string) => `${policy}cases: [{ name: one, change: { author: ana, files: { a.ts: +1 } }, ${text}, expect: { status: pending } }]`;

describe('a mistake is told with its place and the mend:', () => {
  test.each([
    ['no cases', policy, /^1:1 `cases` is missing/],
    ['an empty list of cases', `${policy}cases: []`, /^2:1 `cases` lists no case, and no case proves nothing/],
    ['an unknown key of the file', `${policy}caes: []`, /^2:1 unknown key `caes` in a file of cases; did you mean `cases`\?/],
    ['a key with another name', `${policy}tests: []`, /did you mean `cases`\?/],
    ['a case without a name', `${policy}cases: [{ change: { author: ana, files: [] }, expect: { status: pending } }]`, /^2:9 a case has no `name`/],
    ['a case without a change', `${policy}cases: [{ name: one, expect: { status: pending } }]`, /a case has no `change`/],
    ['a case without an expectation', `${policy}cases: [{ name: one, change: { author: ana, files: [] } }]`, /a case has no `expect`/],
    ['two cases of one name', `${policy}cases: [${good}, ${good}]`, /two cases are named `one`; the first stands on line 2 \| rename one/],
    ['a misspelt key of a case', `${policy}cases: [{ name: one, chnage: {}, expect: {} }]`, /unknown key `chnage` in a case; did you mean `change`\?/],
    ['nobody who wrote it', change('{ files: { a.ts: +1 } }'), /`change` does not say who wrote it/],
    ['two ways to say who wrote it', change('{ author: ana, authors: [bo], files: { a.ts: +1 } }'), /each say who wrote the change \| keep one of them/],
    ['no files', change('{ author: ana }'), /`change` names no `files`/],
    ['lines that are none', change('{ author: ana, files: { a.ts: lots } }'), /`a.ts` is `lots` \| write `\+10 -2`/],
    ['a new file with lines removed', change('{ author: ana, files: { a.ts: new -2 } }'), /`a.ts` is new and has lines removed/],
    ['a path from the root of the disk', change('{ author: ana, files: { /etc/a: +1 } }'), /`\/etc\/a` is no path of a repository/],
    ['a path that climbs', change('{ author: ana, files: { ../a: +1 } }'), /is no path of a repository/],
    ['a word of assistance nobody knows', change('{ author: ana, assistance: declred, files: { a.ts: +1 } }'), /unknown value `declred` in `assistance`; did you mean `declared`\?/],
    ['a share without records', change('{ author: ana, assistance: { is: declared, share: 50% }, files: { a.ts: +1 } }'), /`share` of `assistance` needs line records, and it is `declared`/],
    ['a short name of a branch', change('{ author: ana, target: main, files: { a.ts: +1 } }'), /`target` is `main` \| write the full name: refs\/heads\/main/],
    ['a time that is none', change('{ author: ana, at: yesterday, files: { a.ts: +1 } }'), /`at` is `yesterday` \| write a day such as 2026-11-20/],
    ['a day no calendar has', change('{ author: ana, at: 2026-02-30, files: { a.ts: +1 } }'), /`at` is `2026-02-30`/],
    ['an expectation that names nothing', expected('{}'), /`expect` names nothing, so the case would pass whatever happens/],
    ['a reason that expects nothing', expected('{ reasons: { gate: {} } }'), /`gate` expects nothing/],
    ['a tree of reasons that names none', expected('{ status: pending, reasons: {} }'), /`reasons` names nothing/],
    ['rules on trial that name none', expected('{ shadow: {} }'), /`shadow` names nothing/],
    ['reasons of one name that are none', expected('{ status: pending, reasons: { gate: [] } }'), /`gate` names nothing/],
    ['requirements of one kind that are none', expected('{ reasons: { gate: { sign-off: [] } } }'), /`sign-off` names nothing/],
    ['nobody who is set aside', expected('{ reasons: { gate: { set-aside: {} } } }'), /`set-aside` names nothing/],
    ['nobody who is excluded', expected('{ excluded: {} }'), /`excluded` names nothing/],
    ['nobody the way forward names', expected('{ people: [] }'), /`people` is an empty list/],
    ['a text that stands in every other', expected('{ sentence: "" }'), /`sentence` is empty/],
    ['what an absent reason says', expected('{ status: approved, reasons: { override: { status: absent, met: x } } }'), /`override` is expected to be absent, and to say something/],
    ['a status nobody knows', expected('{ status: aproved }'), /unknown value `aproved` in `status`; did you mean `approved`\?/],
    ['approved by nothing', expected('{ status: approved, reasons: { gate: approved } }'), /the case expects `approved` and does not say what met it/],
    ['a misspelt key of a reason', expected('{ reasons: { gate: { staus: pending } } }'), /unknown key `staus` in `gate`; did you mean `status`\?/],
    ['a misspelt kind of requirement', expected('{ reasons: { gate: { signof: pending } } }'), /unknown key `signof` in `gate`; did you mean `sign-off`\?/],
    ['a sign-off of nobody', signed('[{ strength: any }]'), /a sign-off says whose it is by `by`/],
    ['a strength nobody knows', signed('[{ by: ana, strength: strong }]'), /unknown value `strong` in `strength` of a sign-off/],
    ['an age that is none', signed('[{ by: ana, age: old }]'), /`age` of a sign-off: `old` is not a length of time/],
    ['paths moved under what was not carried', signed('[{ by: ana, moved: [a.ts] }]'), /`moved` needs `carried`/],
    ['a result of no check', recorded('results: [{ outcome: failed }]'), /a result has no `check` \| name the check/],
    ['an outcome nobody knows', recorded('results: [{ check: test, outcome: flaky }]'), /unknown value `flaky` in `outcome` of a result/],
    ['a place before the first', recorded('results: [{ check: test, after: -1 }]'), /`after` of a result/],
    ['a declaration of nobody', recorded('declarations: [{ ai: none }]'), /a declaration has no `by`/],
    ['a misspelt key of a declaration', recorded('declarations: [{ by: ana, atests: true }]'), /unknown key `atests` in a declaration; did you mean `attests`\?/],
    ['a verdict that no forge has', recorded('reviews: [{ by: ana, verdict: reject }]'), /unknown value `reject` in `verdict` of a review/],
    ['a mistake in a policy written here', 'policy: { version: 1, rulez: [] }\ncases: []', /1:23 unknown key `rulez` in the policy; did you mean `rules`\?/],
    ['an anchor', `${policy}cases: [&a ${good}]`, /the anchor `&a` is not read/],
    ['an empty file', '', /the file is empty \| list cases under/],
    ['a list', '- one', /a file of cases must be a mapping/],
  ])('%s', async (_, text, message) => {
    const all = await said(text);
    expect(all.some((one) => message.test(one)), all.join('\n')).toBe(true);
  });
});

test('a good file has no problems', async () => {
  expect(await said(`${policy}cases: [${good}]`)).toEqual([]);
});

test('no text makes it throw, and whatever it does not read it names', async () => {
  const words = fc.constantFrom('policy', 'cases', 'name', 'change', 'author', 'files', 'expect', 'status', 'reasons', 'sign-offs', 'by', '- ', ': ', '\n  ', '\n', '{', '}', '[', ']', ', ', '"', 'a', '+1', '#', '&', '*', '!');
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), fc.array(words, { maxLength: 40 }).map((parts) => parts.join(''))), async (text) => {
      const { content, problems } = await parseCases(text, 'c.yaml');
      expect(content === null).toBe(problems.some(({ severity }) => severity === 'error'));
      for (const { at, message } of problems) {
        expect(at.line).toBeGreaterThan(0);
        expect(message).not.toBe('');
      }
    }),
    { numRuns: 500 },
  );
});
