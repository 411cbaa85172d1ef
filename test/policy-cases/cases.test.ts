import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nodeSha256 } from '../../src/adapters/git/index.ts';
import { textFiles } from '../../src/cli/text-files.ts';
import { parseCases, runCases, type CaseFileContent, type ExpectedReason, type Expectation, type PolicyCase } from '../../src/core/cases/index.ts';
import { nobody, policyTexts, type People, type Placed, type Policy } from '../../src/core/policy/index.ts';
import { countersign } from '../cli/bin.ts';

const folder = join(import.meta.dirname, 'cases');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml')).toSorted();

interface Opened extends Pick<CaseFileContent, 'cases' | 'codeOwners'> {
  readonly policy: Policy;
  readonly people: People;
}

async function opened(file: string): Promise<Opened> {
  const path = join(folder, file);
  const texts = await policyTexts();
  const { content, problems } = await parseCases(readFileSync(path, 'utf8'), file);
  expect(problems).toEqual([]);
  const { cases, policy: named, people: whom, codeOwners } = content!;
  const at = (relative: string) => textFiles.beside(path, relative);
  const policy =
    named?.is === 'inline' ? named.policy : named?.is === 'preset' ? texts.presetPolicy(named.name) : texts.parsePolicy(readFileSync(at(named!.path), 'utf8'), file).policy;
  const people = whom === null ? nobody : whom.is === 'inline' ? whom.read(policy!.levels).people : texts.parsePeople(readFileSync(at(whom.path), 'utf8'), file, policy!.levels).people;
  return { cases, policy: policy!, people: people!, codeOwners };
}

const failuresOf = async (cases: readonly PolicyCase[], { policy, people, codeOwners }: Opened) => {
  const { results, problems } = await runCases({ cases, codeOwners }, { policy, people, codeOwners: null }, nodeSha256);
  return { problems: problems.length, ran: results.length, failed: results.filter(({ differences }) => differences.length > 0).map((result) => result.case.name) };
};

describe.each(files)('%s', (file) => {
  test('passes through the core', async () => {
    const whole = await opened(file);
    const { cases } = whole;
    expect(await failuresOf(cases, whole)).toEqual({ problems: 0, ran: cases.length, failed: [] });
  });

  test('asserts reasons, and fails when any one expectation is turned around', async () => {
    const whole = await opened(file);
    for (const one of whole.cases) {
      expect(one.expect.reasons.length + one.expect.shadow.length, one.name).toBeGreaterThan(0);
      const turned = mutants(one.expect);
      expect(turned.length, one.name).toBeGreaterThan(1);
      for (const [what, expectation] of turned) {
        const { failed, problems } = await failuresOf([{ ...one, expect: expectation }], whole);
        expect(failed.length + problems, `${one.name}: ${what}`).toBeGreaterThan(0);
      }
    }
  });

  test('fails when a rule it expects something of is gone', async () => {
    const whole = await opened(file);
    const { cases, policy } = whole;
    for (const one of cases) {
      for (const { rule, status } of one.expect.reasons) {
        const rules = policy.rules.filter(({ name }) => name !== rule);
        if (rules.length === policy.rules.length || status?.value === 'absent') continue;
        const { failed } = await failuresOf([one], { ...whole, policy: { ...policy, rules } });
        expect(failed, `${one.name}: without ${rule}`).toEqual([one.name]);
      }
    }
  });
});

/** The same expectation with one of its assertions turned around, each in turn. */
function mutants(expectation: Expectation): [string, Expectation][] {
  const found: [string, Expectation][] = [];
  const { status, tier, assistance, author, mode, people, notPeople, excluded } = expectation;
  const put = (what: string, part: Partial<Expectation>) => found.push([what, { ...expectation, ...part }]);
  if (status !== null) put('status', { status: { ...status, value: status.value === 'overridden' ? 'approved' : 'overridden' } });
  if (tier !== null) put('tier', { tier: { ...tier, value: tier.value === 'low' ? 'high' : 'low' } });
  if (assistance !== null) put('assistance', { assistance: { ...assistance, value: assistance.value === 'ask' ? 'assisted' : 'ask' } });
  if (author !== null) put('author', { author: { ...author, value: 'nobody' } });
  if (mode !== null) put('mode', { mode: { ...mode, value: mode.value === 'warn' ? 'observe' : 'warn' } });
  for (const sentence of garbled(expectation.sentence)) put('sentence', { sentence });
  for (const next of garbled(expectation.next)) put('next', { next });
  for (const one of people) put(`people ${one.value}`, { people: [], notPeople: [one] });
  for (const one of notPeople) put(`not-people ${one.value}`, { notPeople: [], people: [one] });
  for (const one of excluded) put(`excluded ${one.who}`, { excluded: [{ ...one, who: 'nobody' }] });
  for (const reasons of eachTurned(expectation.reasons)) put('reasons', { reasons });
  for (const shadow of eachTurned(expectation.shadow)) put('shadow', { shadow });
  return found;
}

const garble = <T extends Placed<string>>(text: T): T => ({ ...text, value: `${text.value} (nobody says this)` });

function garbled(texts: readonly Placed<string>[]): (readonly Placed<string>[])[] {
  return texts.map((_, index) => texts.map((text, at) => (at === index ? garble(text) : text)));
}

function eachTurned(reasons: readonly ExpectedReason[]): (readonly ExpectedReason[])[] {
  return reasons.flatMap((reason, index) => turned(reason).map((other) => reasons.map((one, at) => (at === index ? other : one))));
}

function turned(reason: ExpectedReason): ExpectedReason[] {
  const { status, setAside } = reason;
  return [
    ...(status === null ? [] : [{ ...reason, status: { ...status, value: status.value === 'overridden' ? ('approved' as const) : ('overridden' as const) } }]),
    ...garbled(reason.sentence).map((sentence) => ({ ...reason, sentence })),
    ...garbled(reason.needs).map((needs) => ({ ...reason, needs })),
    ...garbled(reason.met).map((met) => ({ ...reason, met })),
    ...setAside.map((_, index) => ({ ...reason, setAside: setAside.map((one, at) => (at === index ? { ...one, because: `${one.because} (nobody says this)` } : one)) })),
    ...eachTurned(reason.children).map((children) => ({ ...reason, children })),
  ];
}

test('all of them pass through the command, and there are enough of them', () => {
  const { status, stdout, stderr } = countersign(dirname(folder), ['policy', 'test', 'cases', '--json'], { XDG_CACHE_HOME: tmpdir() });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const answer = JSON.parse(stdout) as { passed: number; failed: number; files: { file: string; cases: unknown[] }[]; untried: unknown[] };
  expect(answer.failed).toBe(0);
  expect(answer.passed).toBe(answer.files.reduce((sum, file) => sum + file.cases.length, 0));
  expect(answer.passed).toBeGreaterThanOrEqual(300);
  expect(answer.files.map(({ file }) => file)).toEqual(files.map((file) => join('cases', file)));
  // No scan can be read yet, so this rule can only be unknown, which its cases are about.
  expect(answer.untried).toMatchObject([{ rule: 'only-scanned' }]);
});
