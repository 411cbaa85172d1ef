import type { Change } from '../change/index.ts';
import { assess, type Assistance } from '../evidence/index.ts';
import { modes, policyAreaName, type Area, type Mode, type Policy } from '../policy/index.ts';
import { evaluateCondition, evaluateRules, ownershipOf, type RuleOutcome } from '../requirements/index.ts';
import { assessRisk, compileAreas, type AreaMatcher, type Risk, type TouchedArea } from '../risk/index.ts';
import { agentClaims, contributorsOf, excludedFrom, unaskedCommits, type Contributors, type Exclusion } from '../signoff/index.ts';
import type { Sha256 } from '../values/index.ts';
import { conditionFacts } from './condition-values.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import type { DecisionInputs, Facts } from './inputs.ts';
import { standings } from './reviewing.ts';
import { attesters, signedWord } from './signed-word.ts';
import { warningsOf } from './warnings.ts';

/** A touched area with what the policy says of it. */
export interface JudgedArea extends TouchedArea {
  /** Person and team ids as the policy names them. */
  readonly owners: readonly string[];
  readonly mode: Mode | null;
  readonly ai: Area['ai'];
}

/** Everything concluded about one change, stage by stage, with the decision at the end. */
export interface Judgement {
  readonly assistance: Assistance;
  readonly risk: Risk;
  /** Who may not sign, and why. */
  readonly exclusions: readonly Exclusion[];
  /** Who wrote it, as the rules see the author. */
  readonly author: Contributors;
  readonly areas: readonly JudgedArea[];
  readonly outcomes: readonly RuleOutcome[];
  /**
   * The strictest of the policy's mode and those of the touched areas; of all areas where part of the change is unread,
   * and where it edits policy or people: whoever may do that may take any area's mode away.
   */
  readonly mode: Mode;
  readonly decision: Decision;
  /** What to know before this is pushed: whom it takes out of those who may sign, one sentence each. */
  readonly warnings: readonly string[];
}

/**
 * Judges a change: evidence → risk → requirements → decision. Pure: the same inputs give the same answer
 * everywhere. `mode` says what the decision does to exit codes; the decision itself is the same in each.
 */
export function judge(inputs: DecisionInputs, sha256: Sha256): Judgement {
  const { change, evidence, policy, people, history } = inputs;
  const risk = assessRisk(change, matcherOf(policy), policy.areas, policy.defaultTier, policy.size, history, policy.calibration);
  const exclusions = excludedFrom(change, evidence.claims, people, inputs.knownExclusions);
  const word = signedWord(inputs, risk, exclusions);
  const more = [...agentClaims(change, evidence.claims, people), ...word.claims];
  const attestedBy = word.attestations.length === 0 ? null : attesters(word, inputs).join(' and ');
  const assistance = assess(change, more.length === 0 ? evidence : { ...evidence, claims: [...evidence.claims, ...more] }, policy.undeclared, unaskedCommits(change, evidence.claims, people), attestedBy);
  const contributors = contributorsOf(change, assistance, people, policy.levels);
  const ownership = ownershipOf(change.files, risk.areas, policy, inputs.codeowners, people);
  const asked = ownership.length === 0 ? inputs : { ...inputs, policy: { ...policy, areas: [...policy.areas, ...ownership] } };
  const conditions = conditionFacts(inputs, assistance, risk, contributors, word.touched, ownership.map(({ name }) => name));
  const outcomes = evaluateRules(asked.policy, conditions);
  const spotCheck = policy.spotCheck === null ? {} : { spotCheck: evaluateCondition(policy.spotCheck.when, policy.levels, conditions) };
  const { standing, reviewing } = standings(inputs, exclusions);
  const facts: Facts = { inputs: asked, given: inputs, assistance, risk, exclusions, contributors, outcomes, standing, reviewing, word, ...spotCheck };
  const decision = decide(facts, sha256);
  const areas = risk.areas.flatMap((touched) => judgedArea(touched, policy));
  return { assistance, risk, exclusions, author: contributors, areas, outcomes, mode: strictestMode(policy.mode, isWhole(change) && !areas.some(({ name }) => name === policyAreaName) ? areas : policy.areas), decision, warnings: warningsOf(facts) };
}

function judgedArea(touched: TouchedArea, policy: Policy): JudgedArea[] {
  const area = policy.areas.find(({ name }) => name === touched.name);
  return area === undefined ? [] : [{ ...touched, owners: area.owners, mode: area.mode, ai: area.ai }];
}

/** Whether all it touches is known; otherwise it may touch any area, also one that enforces. */
function isWhole({ files, unread, base, head }: Change): boolean {
  return unread.length === 0 && (files.length > 0 || base.tree === head.tree);
}

/** The strictest of a policy's mode and those of areas, which have the policy's where they name none. */
export function strictestMode(mode: Mode, areas: readonly Pick<Area, 'mode'>[]): Mode {
  const ranks = [mode, ...areas.map((area) => area.mode ?? mode)].map((one) => modes.indexOf(one));
  return modes[Math.max(...ranks)] ?? 'enforce';
}

/** One policy judges many changes (a scan, a backtest), so its areas are compiled once. */
const matchers = new WeakMap<Policy['areas'], AreaMatcher>();

function matcherOf({ areas }: Policy): AreaMatcher {
  const known = matchers.get(areas);
  if (known !== undefined) return known;
  const made = compileAreas(areas);
  matchers.set(areas, made);
  return made;
}
