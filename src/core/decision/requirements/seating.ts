import type { RequirementTemplate } from '../../policy/index.ts';
import type { Requirement } from '../../requirements/index.ts';
import { assignPeople, countedSignOffs, offered, seatGiven, type GivenSeats, type GivenSlot, type SignOff, type SigningContext, type Slot } from '../../signoff/index.ts';
import type { Facts } from '../inputs.ts';
import { standingFor, type Ask } from './asks.ts';
import { settleChecks } from './checks.ts';
import type { Against } from './settled.ts';
import { settleWritten } from './written.ts';

/** Who counts for which ask of one rule, and who could still be asked. Ids of persons by id of the ask. */
export interface Seating {
  /** Whose given sign-offs count. */
  readonly counted: ReadonlyMap<string, readonly string[]>;
  /** Who could give one more with everything else still possible. */
  readonly offered: ReadonlyMap<string, readonly string[]>;
  /** Asks that cannot be met together by the people there are: a smallest set of them. */
  readonly deficient: readonly string[];
  /** How many of what a deficient ask wants there still are beside what the others want. */
  readonly freeFor: (id: string) => number;
  /** Ids of persons who count in the group. */
  readonly boundTo: (group: string) => readonly string[];
}

/**
 * Decides for a whole rule at once whose sign-offs count for what. Taken one after the other, an ask would use up
 * the very person another one needs.
 */
export function seatRule(asks: readonly Ask[], requirements: readonly Requirement[], facts: Facts, signing: SigningContext): Seating {
  const slots: Slot[] = asks.map(({ id, count, group, pool }) => ({ id, count, group, candidates: pool.eligible.map((person) => person.id) }));
  const apart = new Set(asks.map(({ group }) => group)).size > 1;
  // Where nobody excludes anybody, an ask lacks people only by itself.
  const alone = slots.filter(({ count, candidates }) => candidates.length < count).map(({ id }) => id);
  const deficient = alone.length > 0 || !apart ? alone : (assignPeople(slots).deficient?.slots ?? []);
  // What can never be met is counted for nothing, or it would take people from what can.
  const wanted = slots.map((slot) => (slot.group === 'review' && deficient.includes(slot.id) ? { ...slot, count: 0 } : slot));
  const given = seatsGiven(asks, wanted, requirements, facts, signing);
  return {
    counted: given.seats,
    offered: apart ? offered(slots, given.bound) : new Map(slots.map(({ id, candidates }) => [id, candidates])),
    deficient,
    freeFor: (id) => freeFor(id, slots),
    boundTo: (group) => given.bound.get(group) ?? [],
  };
}

function freeFor(id: string, slots: readonly Slot[]): number {
  const wanted = slots.find((slot) => slot.id === id);
  // No more than could take a seat: a policy may ask for any number.
  for (let count = Math.min(wanted?.count ?? 0, (wanted?.candidates.length ?? 0) + 1) - 1; count > 0; count--) {
    if (assignPeople(slots.map((slot) => (slot.id === id ? { ...slot, count } : slot))).complete) return count;
  }
  return 0;
}

const nothing: GivenSeats = { seats: new Map(), bound: new Map(), filled: 0 };

/**
 * The given sign-offs in the way that fills most. Where one kind follows the other in the ledger, every moment at
 * which the first could have been complete is tried, because who signs first settles who comes late enough.
 */
function seatsGiven(asks: readonly Ask[], slots: readonly Slot[], requirements: readonly Requirement[], facts: Facts, signing: SigningContext): GivenSeats {
  const { standing } = facts;
  if (standing.approvals.length === 0 && facts.inputs.reviews.length === 0) return nothing;
  const good = asks.map(({ kind, level, area, signature }) => countedSignOffs({ level, area, signature, after: null, taken: new Set() }, standingFor(kind, facts), signing).valid);
  // Answers stand in sign-offs of the rule that do not wait themselves; without any, anybody's approval may hold them.
  const answering = asks.some(({ kind }) => kind === 'sign-off')
    ? asks.flatMap(({ kind, after }, index) => (kind === 'sign-off' && after === null ? good[index]! : []))
    : countedSignOffs({ level: signing.policy.levels[0] ?? '', area: null, signature: 'any', after: null, taken: new Set() }, standing, signing).valid;
  const valid = asks.map((ask, index) => inTime(good[index]!, ask, requirements, answering, { facts, signing }));
  const first = (['sign-off', 'review'] as const).find((kind) => asks.some((ask) => ask.kind === kind) && asks.some(({ after }) => after === kind)) ?? null;
  const within = (from: (order: number) => boolean, index: number) => [...new Set(valid[index]!.flatMap(({ order, person }) => (from(order) ? [person] : [])))];
  const seatedAt = (moment: number): GivenSeats =>
    seatGiven(
      slots.map((slot, index): GivenSlot => {
        const { kind, after } = asks[index]!;
        const counts = first !== null && after === first ? (order: number) => order > moment : kind === first ? (order: number) => order <= moment : () => true;
        return { ...slot, given: within(counts, index) };
      }),
    );
  let best = seatedAt(Infinity);
  if (first === null) return best;
  const leading = asks.filter(({ kind }) => kind === first);
  const moments = new Set(asks.flatMap(({ kind }, index) => (kind === first ? valid[index]!.map(({ order }) => order) : [])));
  for (const moment of [...moments].sort((a, b) => a - b)) {
    const seated = seatedAt(moment);
    if (leading.every(({ id }) => seated.seats.get(id)?.length === slots.find((slot) => slot.id === id)?.count) && seated.filled > best.filled) best = seated;
  }
  return best;
}

/** Those of the sign-offs good for an ask that are in time, whoever else counts and whatever kind of person's ask it follows. */
function inTime(good: readonly SignOff[], { after }: Ask, requirements: readonly Requirement[], answering: readonly SignOff[], against: Omit<Against, 'after'>): readonly SignOff[] {
  if (after === null || after === 'sign-off' || after === 'review') return good;
  const leading = requirements.filter(({ template }) => template.kind === after).map(({ template }) => template);
  if (leading.length === 0) return good;
  const moments = leading.map((template) => metAt(template, answering, against));
  return good.filter(({ order }) => moments.every((moment) => order > moment));
}

/** The earliest moment at which a requirement that takes no seat can have been met, whatever it waits for itself. */
function metAt(template: RequirementTemplate, answering: readonly SignOff[], against: Omit<Against, 'after'>): number {
  const settling = { ...against, after: null };
  if (template.kind === 'checks') return settleChecks(template, settling).completedAt ?? Infinity;
  if (template.kind === 'document' || template.kind === 'owner') return settleWritten(template, settling).completedAt ?? Infinity;
  // Results that cannot be read come before nothing.
  if (template.kind !== 'checklist' && template.kind !== 'rewrite') return Infinity;
  const name = template.kind === 'rewrite' ? 'rewrite' : template.name;
  return Math.min(...answering.filter(({ answered }) => answered.includes(name)).map(({ order }) => order));
}
