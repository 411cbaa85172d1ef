import type { RequirementTemplate, SignatureStrength } from '../../policy/index.ts';
import {
  countedSignOffs,
  displayName,
  poolFor,
  type After,
  type Pool,
  type SigningContext,
  type SignOff,
  type Standing,
} from '../../signoff/index.ts';
import type { Facts } from '../inputs.ts';
import { join, leaf, type Node } from '../node.ts';
import { counted, list, titled, unique } from '../phrases.ts';
import { askedFor, waysOut, whyNobody, type Lack } from './unsatisfiable.ts';

/** One requirement of a rule once it was looked at. */
export interface Settled {
  readonly node: Node;
  /** Ledger position at which it was met; `null` while it is not. */
  readonly completedAt: number | null;
  /** Ids of the persons who met it. */
  readonly persons: readonly string[];
  /** Every sign-off that counts, also beyond the number asked for and repeated ones. */
  readonly counted: readonly SignOff[];
}

/** What the requirements of one rule are settled against. */
export interface Settling {
  readonly facts: Facts;
  readonly signing: SigningContext;
  readonly standing: Standing;
  readonly after: After | null;
  /** Persons who may not count again in this rule. */
  readonly taken: ReadonlySet<string>;
}

/** What sign-offs of a change are counted against. */
export function signingContext({ inputs, exclusions }: Facts): SigningContext {
  const { change, policy, people, now } = inputs;
  return { change, policy, people, exclusions, now };
}

type SignOffTemplate = Extract<RequirementTemplate, { kind: 'sign-off' }>;
type ReviewTemplate = Extract<RequirementTemplate, { kind: 'review' }>;

/** A sign-off requirement: one count per touched area with owners, or one for everybody of the level. */
export function settleSignOff(template: SignOffTemplate, areas: readonly string[], settling: Settling): Settled {
  const asks = template.owners === 'per-area' && areas.length > 0 ? areas : [null];
  const parts = asks.map((area) => settleArea(template, area, settling));
  const first = parts[0];
  if (first !== undefined && parts.length === 1) return first;
  return {
    node: join('sign-off', parts.map(({ node }) => node), (worst) =>
      worst.every(({ reason }) => reason.status === 'approved')
        ? 'signed for every area it touches'
        : (worst[0]?.reason.sentence ?? ''),
    ),
    completedAt: parts.some(({ completedAt }) => completedAt === null) ? null : Math.max(...parts.map(({ completedAt }) => completedAt ?? 0)),
    persons: unique(parts.flatMap(({ persons }) => persons)),
    counted: unique(parts.flatMap((part) => part.counted)),
  };
}

function settleArea(template: SignOffTemplate, area: string | null, settling: Settling): Settled {
  const { facts, signing } = settling;
  const { level, signature } = template;
  const count = Math.max(1, template.count);
  const given = countedSignOffs({ level, area, signature, after: settling.after, taken: settling.taken }, settling.standing, signing);
  const whole = poolFor({ level, area }, signing.policy, signing.people, signing.exclusions);
  const pool: Pool = { fitting: whole.fitting, eligible: whole.eligible.filter(({ id }) => !settling.taken.has(id)) };
  const chosen = given.counted.slice(0, count);
  const met = chosen.map((signOff) => signerOf(signOff, settling));
  const lacking = count - chosen.length;
  const settled = (node: Node): Settled => ({
    node,
    completedAt: lacking === 0 ? lastOf(chosen) : null,
    persons: chosen.map(({ person }) => person),
    counted: given.valid,
  });
  if (lacking === 0) return settled(leaf('sign-off', 'approved', `signed by ${list(met)}`, { met, setAside: given.setAside }));
  const needs = [`${counted(lacking, level)}${area === null ? '' : ` owner${lacking === 1 ? '' : 's'} of ${area}`}${strengthWords[signature]}`];
  const lack: Lack = { level, area, count, pool };
  const signed = new Set(chosen.map(({ person }) => person));
  const left = pool.eligible.filter(({ id }) => !signed.has(id));
  const wants = [{ for: 'sign-off', level, area, lacking, pool: left }] as const;
  const nobody = signing.people.persons.length === 0;
  if (!nobody && pool.eligible.length < count) {
    const cures = waysOut(lack, facts);
    return settled(leaf('sign-off', 'unsatisfiable', whyNobody(lack, facts), { needs, met, setAside: given.setAside, cures, wants }));
  }
  const sentence = `needs ${askedFor({ level, area, count: lacking })}${nobody ? ' (nobody is enrolled yet)' : ''}`;
  return settled(leaf('sign-off', 'pending', sentence, { needs, met, setAside: given.setAside, wants }));
}

/**
 * Peer review: a sign-off of another person. Reviews recorded by a forge count as well, once this version can
 * read them.
 */
export function settleReview(template: ReviewTemplate, settling: Settling, signOffPools: readonly Lack[]): Settled {
  const { signing } = settling;
  const { level } = template;
  const count = Math.max(1, template.count);
  const given = countedSignOffs({ level, area: null, signature: 'any', after: settling.after, taken: settling.taken }, settling.standing, signing);
  const whole = poolFor({ level, area: null }, signing.policy, signing.people, signing.exclusions);
  const pool: Pool = { fitting: whole.fitting, eligible: whole.eligible.filter(({ id }) => !settling.taken.has(id)) };
  // A review that comes first must not use up the few who could sign.
  const signers = new Set(template.distinct ? signOffPools.flatMap((lack) => lack.pool.eligible.map(({ id }) => id)) : []);
  const spareFirst = given.counted.toSorted((a, b) => Number(signers.has(a.person)) - Number(signers.has(b.person)) || a.order - b.order);
  const chosen = spareFirst.slice(0, count);
  const met = chosen.map((signOff) => signerOf(signOff, settling));
  const lacking = count - chosen.length;
  const settled = (node: Node): Settled => ({
    node,
    completedAt: lacking === 0 ? lastOf(chosen) : null,
    persons: chosen.map(({ person }) => person),
    counted: given.valid,
  });
  if (lacking === 0) return settled(leaf('review', 'approved', `reviewed by ${list(met)}`, { met, setAside: given.setAside }));
  const then = template.after === 'sign-off';
  const anyone = level === signing.policy.levels[0];
  const who = anyone ? `${lacking} other ${lacking === 1 ? 'person' : 'people'}` : counted(lacking, `other ${level}`);
  const needs = [`${who}${then ? ', after the sign-off' : ''}`];
  const signed = new Set(chosen.map(({ person }) => person));
  const wants = [{ for: 'review', level, lacking, pool: pool.eligible.filter(({ id }) => !signed.has(id)), then, distinct: template.distinct }] as const;
  const nobody = signing.people.persons.length === 0;
  const free = template.distinct ? freeReviewers(pool, signOffPools) : pool.eligible.length;
  if (!nobody && free < count) {
    const sentence = `needs ${counted(count, 'reviewer')} beside the signer; ${free === 0 ? 'nobody is left' : `only ${free} left`}`;
    const cures = waysOut({ level, area: null, count, pool: { fitting: pool.fitting, eligible: pool.eligible.slice(0, free) } }, settling.facts);
    return settled(leaf('review', 'unsatisfiable', sentence, { needs, met, setAside: given.setAside, cures, wants }));
  }
  const sentence = `needs ${lacking === 1 ? 'one more reviewer' : `${lacking} more reviewers`}${nobody ? ' (nobody is enrolled yet)' : ''}`;
  return settled(leaf('review', 'pending', sentence, { needs, met, setAside: given.setAside, wants }));
}

/**
 * How many could still review if the sign-offs of the same rule take as few of them as possible. An upper
 * bound: with several areas, or after an unlucky choice among few people, a deadlock may show only once some
 * have signed. The status is then `pending` instead of `unsatisfiable` for a while, never approved.
 */
function freeReviewers(pool: Pool, signOffPools: readonly Lack[]): number {
  const reviewers = new Set(pool.eligible.map(({ id }) => id));
  const forced = new Set<string>();
  let free = reviewers.size;
  for (const { pool: signers, count } of signOffPools) {
    const ids = signers.eligible.map(({ id }) => id);
    if (ids.length <= count) for (const id of ids) forced.add(id);
    const outside = ids.filter((id) => !reviewers.has(id)).length;
    free = Math.min(free, reviewers.size - Math.max(0, count - outside));
  }
  return Math.min(free, [...reviewers].filter((id) => !forced.has(id)).length);
}

const strengthWords: Readonly<Record<SignatureStrength, string>> = { any: '', touch: ', key touched', verified: ', key verified' };

function signerOf({ person, strength }: SignOff, { signing }: Settling): string {
  const found = signing.people.persons.find(({ id }) => id === person);
  return titled(found === undefined ? person : displayName(found, signing.people), found, strength);
}

function lastOf(signOffs: readonly SignOff[]): number {
  return Math.max(...signOffs.map(({ order }) => order));
}

type AnswerTemplate = Extract<RequirementTemplate, { kind: 'checklist' | 'rewrite' }>;

/**
 * A checklist, or the rewrite question: answered inside a sign-off that counts. `signers` are the sign-offs
 * that count for the same rule; `null` where the rule asks for none, so that anybody eligible may answer.
 */
export function settleAnswer(template: AnswerTemplate, settling: Settling, signers: readonly SignOff[] | null): Settled {
  const { signing, standing, after, taken } = settling;
  const name = template.kind === 'rewrite' ? 'rewrite' : template.name;
  const what = template.kind === 'rewrite' ? 'the rewrite question' : `checklist ${name}`;
  const lowest = signing.policy.levels[0] ?? '';
  const candidates =
    signers ?? countedSignOffs({ level: lowest, area: null, signature: 'any', after: null, taken }, standing, signing).valid;
  const answered = candidates.filter((one) => one.answered.includes(name) && isInTime(one, after));
  const met = unique(answered.map(({ person }) => person)).map((id) => {
    const person = signing.people.persons.find((one) => one.id === id);
    return `answered by ${person === undefined ? id : displayName(person, signing.people)}`;
  });
  const node = answerNode(template.kind, what, met, signers === null && nobodyCanAnswer(settling));
  const first = answered[0];
  return { node, completedAt: first === undefined ? null : first.order, persons: [], counted: answered };
}

/** An answer stands in a sign-off, so `after: sign-off` asks no more than that the sign-offs are there. */
function isInTime({ order }: SignOff, after: After | null): boolean {
  if (after === null) return true;
  return after.kind === 'sign-off' ? after.order < Infinity : order > after.order;
}

function answerNode(kind: AnswerTemplate['kind'], what: string, met: readonly string[], nobody: boolean): Node {
  if (met.length > 0) return leaf(kind, 'approved', `${what} answered in the sign-off`, { met });
  const needs = [`${what}, answered in the sign-off`];
  if (nobody) return leaf(kind, 'unsatisfiable', `nobody is left to answer ${what}: everybody enrolled had a hand in it`, { needs });
  return leaf(kind, 'pending', `${what} is answered in the sign-off`, { needs, wants: [{ for: 'answers', what }] });
}

function nobodyCanAnswer({ signing }: Settling): boolean {
  const { policy, people, exclusions } = signing;
  const pool = poolFor({ level: policy.levels[0] ?? '', area: null }, policy, people, exclusions);
  return people.persons.length > 0 && pool.eligible.length === 0;
}
