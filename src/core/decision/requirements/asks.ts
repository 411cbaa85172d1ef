import type { RequirementKind, RequirementTemplate, SignatureStrength } from '../../policy/index.ts';
import type { Requirement } from '../../requirements/index.ts';
import { countFor, poolFor, type Pool, type SigningContext, type Standing } from '../../signoff/index.ts';
import type { Facts } from '../inputs.ts';

/** So many people asked for by one line of a rule: for one touched area with owners, or for anybody of the level. */
export interface Ask {
  readonly id: string;
  readonly requirement: Requirement;
  readonly kind: 'sign-off' | 'review';
  readonly level: string;
  readonly area: string | null;
  readonly count: number;
  readonly signature: SignatureStrength;
  readonly after: RequirementKind | null;
  /** Whoever counts in one group counts in no other; `null`: a review that the signer may give too. */
  readonly group: 'sign-off' | 'review' | null;
  readonly pool: Pool;
}

/** A line of a rule that people meet by signing. */
export type SigningTemplate = Extract<RequirementTemplate, { kind: 'sign-off' | 'review' }>;

/** What sign-offs of a change are counted against. */
export function signingContext({ inputs, exclusions, risk, outcomes }: Facts): SigningContext {
  const { change, policy, people, now, carries } = inputs;
  const rules = outcomes.flatMap(({ state, rule }) => (state === 'skipped' || rule.shadow === true ? [] : [rule.name]));
  return { change, policy, people, exclusions, now, carries, tier: risk.tier, areas: risk.areas, rules };
}

/** The asks of a rule in the order written; a sign-off asked of each area's owners is one ask per area. */
export function asksOf(requirements: readonly Requirement[], facts: Facts): Ask[] {
  return requirements.flatMap((requirement, index) => {
    const { template } = requirement;
    if (template.kind !== 'sign-off' && template.kind !== 'review') return [];
    const areas = template.kind === 'sign-off' && template.owners === 'per-area' && requirement.areas.length > 0 ? requirement.areas : [null];
    return areas.map((area) => askOf(`${index} ${area ?? ''}`, requirement, template, area, facts));
  });
}

function askOf(id: string, requirement: Requirement, template: SigningTemplate, area: string | null, facts: Facts): Ask {
  const { inputs, exclusions } = facts;
  const { kind, level, after } = template;
  return {
    id,
    requirement,
    kind,
    level,
    area,
    count: countFor(template.count, area, inputs.policy),
    signature: template.signature,
    after,
    group: template.kind === 'sign-off' ? 'sign-off' : template.distinct ? 'review' : null,
    pool: poolFor({ level, area }, inputs.policy, inputs.people, exclusions),
  };
}

/** What an ask is counted from: reviews of forges are no sign-offs. */
export function standingFor(kind: Ask['kind'], { standing, reviewing }: Facts): Standing {
  return kind === 'review' ? (reviewing ?? standing) : standing;
}
