import { judge, type Judgement } from '../decision/index.ts';
import { parseCodeOwners, policyTexts, type CodeOwners, type People, type Policy, type PolicyProblem } from '../policy/index.ts';
import { encodeUtf8, type Position, type Sha256 } from '../values/index.ts';
import { buildInputs, type Ground } from './building/build-inputs.ts';
import { differences, type Difference } from './compare.ts';
import type { CaseFileContent, ExpectedReason, PolicyCase } from './policy-case.ts';

/** What running one case gave. It passed where there is no difference. */
export interface CaseResult {
  readonly case: PolicyCase;
  readonly differences: readonly Difference[];
  readonly judgement: Judgement;
}

/** What running the cases of one file gave. With a problem nothing is said of its case: it could not be built. */
export interface CasesRun {
  readonly results: readonly CaseResult[];
  readonly problems: readonly PolicyProblem[];
}

/** Runs cases under a policy, each through the same `judge` that decides about real changes. */
export async function runCases(
  content: Pick<CaseFileContent, 'cases' | 'codeOwners'>,
  under: { readonly policy: Policy; readonly people: People; readonly codeOwners: CodeOwners | null },
  sha256: Sha256,
): Promise<CasesRun> {
  const given = content.codeOwners;
  const read = given === null ? null : parseCodeOwners(encodeUtf8(given.value), 'CODEOWNERS', under.policy.codeowners?.dialect ?? 'github');
  const ground: Ground = { policy: under.policy, people: under.people, codeOwners: read?.codeOwners ?? under.codeOwners, sha256, texts: await policyTexts() };
  const results: CaseResult[] = [];
  const problems: PolicyProblem[] = [];
  if (given !== null && read?.codeOwners === null) problems.push(...read.problems);
  for (const one of content.cases) {
    const built = buildInputs(one, ground);
    problems.push(...built.problems, ...unknownReasons(one, ground));
    if (built.problems.length > 0) continue;
    const judgement = judge(built.inputs, sha256);
    results.push({ case: one, differences: differences(one.expect, judgement), judgement });
  }
  return { results, problems };
}

/** What stands in the tree beside the rules. */
const otherReasons = [
  'declaration',
  'attestation',
  'otherwise',
  'change',
  'rejection',
  'changes-requested',
  'proposed-policy',
  'codeowners',
  'override',
  'revert',
  'spot-check',
];

/** That a misspelt reason is `absent` would pass for ever. */
function unknownReasons({ expect }: PolicyCase, { policy, texts }: Ground): readonly PolicyProblem[] {
  const forbidden = policy.areas.map(({ name }) => `ai-forbidden: ${name}`);
  const known = [...policy.rules.map(({ name }) => name), ...otherReasons, ...forbidden];
  return [...expect.reasons, ...expect.shadow].flatMap(({ rule, at }: ExpectedReason): PolicyProblem[] => {
    if (known.includes(rule)) return [];
    const close = texts.nearest(rule, known);
    const message = `no rule or reason is called \`${texts.show(rule)}\`${close === null ? '' : `; did you mean \`${close}\`?`}`;
    return [{ severity: 'error', code: 'unknown-rule', message, mend: `the rules here are ${policy.rules.map(({ name }) => name).join(', ')}`, at }];
  });
}

/** A rule that no case made apply. */
export interface UntriedRule {
  readonly rule: string;
  /** The text that wrote it. */
  readonly origin: string;
  readonly at: Position;
}

/** The rules that no case of any run made apply. A rule that several policies share was tried if one of them tried it. */
export function untriedRules(runs: readonly { readonly policy: Policy; readonly results: readonly CaseResult[] }[]): readonly UntriedRule[] {
  const key = (name: string, origin: string, when: string) => JSON.stringify([name, origin, when]);
  const tried = new Set(
    runs.flatMap(({ results }) =>
      results.flatMap(({ judgement }) =>
        judgement.outcomes.flatMap(({ rule, state }) => (state === 'applies' ? [key(rule.name, rule.origin, rule.when.text)] : [])),
      ),
    ),
  );
  const untried = new Map<string, UntriedRule>();
  for (const { policy } of runs) {
    for (const { name, origin, when, at } of policy.rules) {
      const id = key(name, origin, when.text);
      if (!tried.has(id)) untried.set(id, { rule: name, origin, at });
    }
  }
  return [...untried.values()];
}
