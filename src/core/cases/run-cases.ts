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
  if (given !== null && under.policy.codeowners === null) {
    const message = '`codeowners` is given, and the policy takes no owners from such a file';
    problems.push({ severity: 'error', code: 'contradiction', message, mend: 'write `codeowners: github` or `gitlab` in the policy, or remove the text', at: given.at });
  }
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

/** That a misspelt reason is `absent` would pass for ever; so would a live rule among those on trial. */
function unknownReasons({ expect }: PolicyCase, { policy, texts }: Ground): readonly PolicyProblem[] {
  const forbidden = policy.areas.map(({ name }) => `ai-forbidden: ${name}`);
  const rules = policy.rules.map(({ name }) => name);
  const onTrial = policy.rules.filter(({ shadow }) => shadow).map(({ name }) => name);
  const unknown = (among: readonly ExpectedReason[], noun: string, known: readonly string[], named: readonly string[]) =>
    among.flatMap(({ rule, at }): PolicyProblem[] => {
      if (known.includes(rule)) return [];
      const close = texts.nearest(rule, known);
      const message = `no ${noun} is called \`${texts.show(rule)}\`${close === null ? '' : `; did you mean \`${close}\`?`}`;
      const mend = named.length === 0 ? 'there is none here' : `the rules here are ${named.join(', ')}`;
      return [{ severity: 'error', code: 'unknown-rule', message, mend, at }];
    });
  return [
    ...unknown(expect.reasons, 'rule or reason', [...rules, ...otherReasons, ...forbidden], rules),
    ...unknown(expect.shadow, 'rule in the shadow', onTrial, onTrial),
  ];
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
