import type { RequirementTemplate } from '../policy/index.ts';
import { countedSignOffs, displayName, type SignOff } from '../signoff/index.ts';
import { leaf } from './node.ts';
import { unique } from './phrases.ts';
import type { Settled, Settling } from './settling.ts';

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
    signers ?? countedSignOffs({ level: lowest, area: null, signature: 'any', after: null, taken }, standing, signing).counted;
  const answered = candidates.filter((one) => one.answered.includes(name) && (after === null || one.order > after.order));
  const met = unique(answered.map(({ person }) => person)).map((id) => {
    const person = signing.people.persons.find((one) => one.id === id);
    return `answered by ${person === undefined ? id : displayName(person, signing.people)}`;
  });
  const node =
    met.length > 0
      ? leaf(template.kind, 'approved', `${what} answered in the sign-off`, { met })
      : leaf(template.kind, 'pending', `${what} is answered in the sign-off`, {
          needs: [`${what}, answered in the sign-off`],
          wants: [{ for: 'answers', what }],
        });
  const first = answered[0];
  return { node, completedAt: first === undefined ? null : first.order, persons: [], counted: answered };
}
