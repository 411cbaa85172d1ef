import type { RequirementTemplate } from '../../policy/index.ts';
import { countedSignOffs, displayName, poolFor, type After, type SigningContext, type SignOff } from '../../signoff/index.ts';
import { leaf, type LeafParts, type Node } from '../node.ts';
import { unique } from '../phrases.ts';
import type { Against, Settled } from './settled.ts';

type AnswerTemplate = Extract<RequirementTemplate, { kind: 'checklist' | 'rewrite' }>;

/**
 * A checklist, or the rewrite question: answered inside a sign-off that counts. `signers` are the sign-offs
 * that count for the same rule; `null` where the rule asks for none, so that anybody eligible may answer.
 */
export function settleAnswer(template: AnswerTemplate, settling: Against, signers: readonly SignOff[] | null): Settled {
  const { signing, facts, after } = settling;
  const name = template.kind === 'rewrite' ? 'rewrite' : template.name;
  const what = template.kind === 'rewrite' ? 'the rewrite question' : `checklist ${name}`;
  const lowest = signing.policy.levels[0] ?? '';
  const candidates =
    signers ?? countedSignOffs({ level: lowest, area: null, signature: 'any', after: null, taken: new Set() }, facts.standing, signing).valid;
  const answered = candidates.filter((one) => one.answered.includes(name) && isInTime(one, after));
  const met = unique(answered.map(({ person }) => person)).map((id) => {
    const person = signing.people.persons.find((one) => one.id === id);
    return `answered by ${person === undefined ? id : displayName(person, signing.people)}`;
  });
  const first = answered[0];
  // Where no sign-off is asked for, the answer is all that was signed.
  const signed = signers === null && first !== undefined ? [first] : [];
  const node = answerNode(template.kind, what, { met, signed }, signers === null && nobodyCanAnswer(signing));
  return { node, completedAt: first === undefined ? null : first.order, valid: answered };
}

/** An answer stands in a sign-off, so `after: sign-off` asks no more than that the sign-offs are there. */
function isInTime({ order }: SignOff, after: After | null): boolean {
  if (after === null) return true;
  return after.kind === 'sign-off' ? after.order < Infinity : order > after.order;
}

function answerNode(kind: AnswerTemplate['kind'], what: string, known: Required<Pick<LeafParts, 'met' | 'signed'>>, nobody: boolean): Node {
  if (known.met.length > 0) return leaf(kind, 'approved', `${what} answered in the sign-off`, known);
  const needs = [`${what}, answered in the sign-off`];
  if (nobody) return leaf(kind, 'unsatisfiable', `nobody is left to answer ${what}: everybody enrolled had a hand in it`, { needs });
  return leaf(kind, 'pending', `${what} is answered in the sign-off`, { needs, wants: [{ for: 'answers', what }] });
}

function nobodyCanAnswer({ policy, people, exclusions }: SigningContext): boolean {
  const pool = poolFor({ level: policy.levels[0] ?? '', area: null }, policy, people, exclusions);
  return people.persons.length > 0 && pool.eligible.length === 0;
}
