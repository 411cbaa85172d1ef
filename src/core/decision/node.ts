import type { Person, RequirementKind, SignatureStrength } from '../policy/index.ts';
import type { SetAside, Silence, SignOff } from '../signoff/index.ts';
import type { DecisionStatus, NextStep, Reason } from './decision.ts';

/** Something a change still waits for, kept apart from its words so that the way forward can be computed. */
export type Want =
  | { readonly for: 'declaration'; readonly silence: Silence }
  | { readonly for: 'attestation'; readonly pool: readonly Person[]; readonly signature: SignatureStrength }
  | {
      readonly for: 'sign-off';
      readonly signature: SignatureStrength;
      readonly level: string;
      readonly area: string | null;
      readonly lacking: number;
      readonly pool: readonly Person[];
    }
  | {
      readonly for: 'review';
      readonly signature: SignatureStrength;
      readonly level: string;
      readonly lacking: number;
      readonly pool: readonly Person[];
      readonly then: boolean;
      /** Nobody who signs for the same rule counts. */
      readonly distinct: boolean;
    }
  | { readonly for: 'answers'; readonly what: string }
  | {
      readonly for: 'result';
      readonly kind: RequirementKind;
      readonly what: string;
      /** Ids of the gates that may sign it. */
      readonly gates: readonly string[];
    }
  /** `pool`: the authors who can sign it. */
  | { readonly for: 'written'; readonly what: string; readonly pool: readonly Person[] };

/**
 * A reason while the tree is being built. `broken` tells an unknown that hides a fault (an input that could
 * not be read, an atom that failed) from one that waits for something.
 */
export interface Node {
  readonly reason: Reason;
  readonly broken: boolean;
  readonly wants: readonly Want[];
  /** Ways out where waiting does not help. */
  readonly cures: readonly NextStep[];
  /** The sign-offs counted below it. */
  readonly signed: readonly SignOff[];
}

/** What a leaf may leave out. */
export interface LeafParts {
  readonly needs?: readonly string[];
  readonly met?: readonly string[];
  readonly setAside?: readonly SetAside[];
  readonly broken?: boolean;
  readonly wants?: readonly Want[];
  readonly cures?: readonly NextStep[];
  readonly signed?: readonly SignOff[];
}

/** A node without children. One that claims to be approved without saying by what is broken, not approved. */
export function leaf(rule: string, status: DecisionStatus | 'skipped', sentence: string, parts: LeafParts = {}): Node {
  const { needs = [], met = [], setAside = [], broken = false, wants = [], cures = [], signed = [] } = parts;
  if (status === 'approved' && met.length === 0) {
    const reason: Reason = { rule, status: 'unknown', sentence: `nothing is recorded that met it: ${sentence}`, needs, met, setAside, children: [] };
    return { reason, broken: true, wants, cures, signed };
  }
  return { reason: { rule, status, sentence, needs, met, setAside, children: [] }, broken, wants, cures, signed };
}

const order = ['refused', 'unsatisfiable', 'broken', 'pending', 'unknown', 'overridden', 'approved'] as const;

/** Worst first; nodes equally bad keep their order. Skipped ones drop out. */
export function worstFirst(nodes: readonly Node[]): Node[] {
  return nodes.filter(({ reason }) => reason.status !== 'skipped').sort((a, b) => rank(a) - rank(b));
}

function rank({ reason, broken }: Node): number {
  const status = broken ? 'broken' : reason.status === 'skipped' ? 'approved' : reason.status;
  return order.indexOf(status);
}

/**
 * The node above `children`: as bad as the worst of them, by the order refused, unsatisfiable, broken, pending,
 * unknown, approved. Without any child that counts it is broken: an empty list approves nothing.
 */
export function join(rule: string, children: readonly Node[], sentenceOf: (worst: readonly Node[]) => string): Node {
  const worst = worstFirst(children);
  const first = worst[0];
  const broken = first === undefined || first.broken;
  const status: DecisionStatus = first === undefined || first.reason.status === 'skipped' ? 'unknown' : first.reason.status;
  const open = children.filter(({ reason }) => reason.status !== 'approved' && reason.status !== 'skipped');
  return {
    reason: {
      rule,
      status,
      sentence: sentenceOf(worst),
      needs: gather(open, ({ reason }) => reason.needs),
      met: gather(children, ({ reason }) => reason.met),
      setAside: [],
      children: children.map(({ reason }) => reason),
    },
    broken,
    wants: gather(children, ({ wants }) => wants),
    cures: gather(children, ({ cures }) => cures),
    signed: gather(children, ({ signed }) => signed),
  };
}

/** What the nodes have, the first of each; most often one node has it all. */
function gather<T>(nodes: readonly Node[], of: (node: Node) => readonly T[]): readonly T[] {
  const having = nodes.filter((node) => of(node).length > 0);
  const only = having[0];
  if (only === undefined) return [];
  return having.length === 1 && of(only).length === 1 ? of(only) : [...new Set(having.flatMap(of))];
}
