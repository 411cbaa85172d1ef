import type { Change } from '../change/index.ts';
import type { Assistance, ChangeEvidence } from '../evidence/index.ts';
import type { People, Policy, PolicyProblem } from '../policy/index.ts';
import type { RuleOutcome } from '../requirements/index.ts';
import type { RecentHistory, Risk } from '../risk/index.ts';
import type { Contributors, Exclusion, SignOff, Standing } from '../signoff/index.ts';
import { canonicalJson, encodeUtf8, type Instant, type Json, type Sha256 } from '../values/index.ts';

/** Everything a decision depends on. Same inputs, same answer: in the CLI, a hook, a server, a backtest. */
export interface DecisionInputs {
  readonly change: Change;
  readonly evidence: ChangeEvidence;
  /** Read from the protected target, never from the change. */
  readonly policy: Policy;
  readonly people: People;
  /** Digests of the texts of policy and people; `null` for a built-in preset or an absent file. */
  readonly policyDigest: string | null;
  readonly peopleDigest: string | null;
  /** Where the change edits policy or people files: the mistakes of the edited ones. `null`: not edited. */
  readonly proposedPolicy: readonly PolicyProblem[] | null;
  readonly signOffs: readonly SignOff[];
  readonly history: RecentHistory;
  readonly now: Instant;
}

/** What the stages before the decision concluded, beside what they read. */
export interface Facts {
  readonly inputs: DecisionInputs;
  readonly assistance: Assistance;
  readonly risk: Risk;
  readonly exclusions: readonly Exclusion[];
  readonly contributors: Contributors;
  readonly outcomes: readonly RuleOutcome[];
  readonly standing: Standing;
}

/** Names the rules of evaluation themselves: another engine may answer differently and must be told apart. */
const engineVersion = 'countersign-1';

/**
 * SHA-256 of everything the decision reads: five lines, the engine's version and the canonical JSON of the change
 * with its sign-offs and history, of the evidence, of the policy, and of the people. The clock is left out, so that asking
 * again gives the same digest, except where a condition reads `time`: then the hour counts. Commits stand by
 * their ids and files by the change digest, which already bind the rest.
 */
export function inputsDigest(inputs: DecisionInputs, sha256: Sha256): string {
  const { change, evidence, policy, people, policyDigest, peopleDigest, proposedPolicy, signOffs, history, now } = inputs;
  const readsTime = policy.rules.some(({ when }) => /\btime\b/.test(when.text));
  const own = canonicalJson(
    plain({
      change: {
        digest: change.digest,
        target: change.target,
        base: change.base,
        head: change.head,
        baseOnTarget: change.baseOnTarget,
        commits: change.commits.map(({ id }) => id),
        unread: change.unread,
      },
      policyDigest,
      peopleDigest,
      proposedPolicy,
      signOffs: signOffs.toSorted((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1)),
      history,
      hour: readsTime ? Math.floor(now / 3600) : null,
    }),
  );
  return sha256([encodeUtf8(`${engineVersion}\n${own}\n`), bytesOf(evidence), bytesOf(policy), bytesOf(people)]);
}

/** One policy judges many changes and a change is judged by many policies, so these lines are written once. */
const written = new WeakMap<ChangeEvidence | Policy | People, Uint8Array>();

function bytesOf(value: ChangeEvidence | Policy | People): Uint8Array {
  const known = written.get(value);
  if (known !== undefined) return known;
  const bytes = encodeUtf8(`${canonicalJson(plain(value))}\n`);
  written.set(value, bytes);
  return bytes;
}

/** The same value without what JSON leaves out: members that are `undefined`. */
function plain(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object') throw new TypeError(`a decision cannot depend on a ${typeof value}`);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, plain(member)]));
}
