import { createHash } from 'node:crypto';
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { celEnv, CelScalar, parse, plan } from '@bufbuild/cel';
import { newEnforcer, newModelFromString } from 'casbin';
import { Engine } from 'json-rules-engine';
import { decide, judge, type DecisionInputs, type Facts } from '../src/core/decision/index.ts';
import { evaluateRules, type ConditionFacts } from '../src/core/requirements/index.ts';
import { standingOf } from '../src/core/signoff/index.ts';
import type { Sha256 } from '../src/core/values/index.ts';
import { decisionInputs } from './decide-inputs.ts';
import { median, pair, time, type Context, type Result, type Row } from './measure.ts';

const sha256: Sha256 = (chunks) => {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
};

const decisions = 2_000;
const ladder = ['junior', 'mid', 'senior', 'principal'];

/** What the peers are asked about: whether a change by somebody of `level`, assisted or not, may land unsigned. */
interface Question {
  readonly assisted: boolean;
  readonly level: number;
}

/** `decide`: the same one-rule decision, ours with its tree of reasons and next steps, the peers' with a yes or no. */
export async function bench({ repeats }: Context): Promise<Result> {
  const inputs = Array.from({ length: 64 }, (_, n) => decisionInputs(n));
  const facts = inputs.map(prepare);
  const questions = facts.map(({ facts: { assistance, contributors } }) => ({
    assisted: assistance.state === 'assisted',
    level: ladder.indexOf(contributors.level),
  }));
  const ours = () => {
    for (let i = 0; i < decisions; i++) {
      const { facts: prepared, conditions } = facts[i % facts.length]!;
      const outcomes = evaluateRules(prepared.inputs.policy, conditions);
      decide({ ...prepared, outcomes, inputs: fresh(prepared.inputs) }, sha256);
    }
  };
  const rows: Row[] = [];
  for (const [name, ask] of await peers()) {
    const theirs = async () => {
      for (let i = 0; i < decisions; i++) {
        const question = questions[i % questions.length]!;
        const allowed = await ask(question);
        if (allowed !== !(question.assisted && question.level < 2)) throw new Error(`${name} answers another question`);
      }
    };
    rows.push(await pair(`${decisions} decisions with reasons`, name, '< 1', repeats, ours, theirs));
  }
  const digested = () => {
    for (let i = 0; i < decisions; i++) {
      const { facts: prepared, conditions } = facts[i % facts.length]!;
      const outcomes = evaluateRules(prepared.inputs.policy, conditions);
      decide({ ...prepared, outcomes, inputs: fresh(prepared.inputs) }, sha256).inputsDigest.at(0);
    }
  };
  const judgeAll = () => {
    for (let i = 0; i < decisions; i++) judge(fresh(inputs[i % inputs.length]!), sha256);
  };
  const microseconds = async (work: () => void): Promise<string> => {
    work();
    const times: number[] = [];
    for (let i = 0; i < repeats; i++) times.push(await time(work));
    return ((median(times) / decisions) * 1000).toFixed(1);
  };
  return {
    name: 'decide',
    rows,
    notes: [
      'one core; ours evaluates the rule, makes the tree and the next steps; peers answer yes or no',
      `with the digest of everything it read, computed when it is asked for: ${await microseconds(digested)} µs a decision`,
      'remembered between decisions: the compiled rule and the digests of policy and people; change and evidence are new each time',
      `the whole judgement of a ten-file change, evidence and risk included: ${await microseconds(judgeAll)} µs`,
    ],
  };
}

/** Another change with other evidence, as far as anything remembered by identity can tell; policy and people stay. */
function fresh(inputs: DecisionInputs): DecisionInputs {
  return { ...inputs, change: { ...inputs.change }, evidence: { ...inputs.evidence } };
}

/** Everything but the rule and the decision is prepared: the peers get their facts prepared too. */
function prepare(inputs: DecisionInputs): { facts: Facts; conditions: ConditionFacts } {
  const { assistance, risk, exclusions, author, outcomes } = judge(inputs, sha256);
  const { change, policy, people, signOffs } = inputs;
  const standing = standingOf(signOffs, change, policy, people);
  const conditions = conditionsOf(inputs, assistance.state === 'assisted', author.level);
  return { facts: { inputs, assistance, risk, exclusions, contributors: author, outcomes, standing }, conditions };
}

function conditionsOf(inputs: DecisionInputs, assisted: boolean, level: string): ConditionFacts {
  return {
    values: {
      change: {
        assisted,
        contradictory: false,
        tier: 'medium',
        linesAdded: 100,
        files: inputs.change.files.length,
        areas: [],
        paths: [],
        kinds: [],
        tools: [],
        share: 1,
        touchesPolicy: false,
        deletesTests: false,
      },
      author: { level, unknown: false, rewritten: false, touched: false },
      operator: { known: true },
      target: { ref: inputs.change.target },
      evidence: { recorded: false, declared: assisted, inferred: false },
      scan: { ran: null },
      time: { weekday: 1, hour: 12 },
    },
    assistance: assisted ? 'assisted' : 'not-assisted',
    areas: [],
  };
}

/** The peers, each with the rule in its own language, compiled once, and the fastest way in that it documents. */
async function peers(): Promise<[string, (question: Question) => boolean | Promise<boolean>][]> {
  cedar.preparsePolicySet('rule', {
    staticPolicies: { gate: 'permit(principal, action, resource) unless { context.assisted && context.level < 2 };' },
  });
  const model = newModelFromString(
    '[request_definition]\nr = assisted, level\n[policy_definition]\np = need\n[policy_effect]\ne = some(where (p.eft == allow))\n' +
      '[matchers]\nm = !(r.assisted && r.level < 2)\n',
  );
  const casbin = await newEnforcer(model);
  await casbin.addPolicy('any');
  const engine = new Engine([
    {
      conditions: { all: [{ fact: 'assisted', operator: 'equal', value: true }, { fact: 'level', operator: 'lessThan', value: 2 }] },
      event: { type: 'needs-senior' },
    },
  ]);
  const cel = plan(celEnv({ variables: { assisted: CelScalar.BOOL, level: CelScalar.INT } }), parse('!(assisted && level < 2)'));
  return [
    ['cedar-wasm', (q) => cedarAllows(q)],
    ['casbin', (q) => casbin.enforce(q.assisted, q.level)],
    ['json-rules-engine', async (q) => (await engine.run({ assisted: q.assisted, level: q.level })).events.length === 0],
    ['@bufbuild/cel', (q) => cel({ assisted: q.assisted, level: BigInt(q.level) }) === true],
  ];
}

function cedarAllows({ assisted, level }: Question): boolean {
  const answer = cedar.statefulIsAuthorized({
    principal: { type: 'User', id: 'bo' },
    action: { type: 'Action', id: 'land' },
    resource: { type: 'Change', id: 'c' },
    context: { assisted, level },
    preparsedPolicySetId: 'rule',
    entities: [],
  });
  return answer.type === 'success' && answer.response.decision === 'allow';
}
